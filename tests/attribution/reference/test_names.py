"""Names compared by their words alone."""

import pytest

from attribution.reference.names import (
    calls_body,
    calls_person,
    gender_of,
    is_family_first,
    name_words,
    same_person,
    surname_keys,
)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Donald Trump", "Donald J. Trump", True),
        ("D. J. Trump", "Donald J. Trump", True),
        ("Bill Clinton", "William Clinton", True),
        ("Bill Clinton", "Hillary Clinton", False),
        ("Rob Smith", "Robbie Smith", True),
        ("Bill Smith", "Will Smith", False),
        ("Paul D. Ryan", "Paul R. Ryan", False),
        ("Martin King", "Martin Luther King Jr.", True),
        ("Guajardo Villarreal", "Ildefonso Guajardo Villarreal", True),
        ("José Peña", "Jose Pena", True),
        ("Ann Lee", "Ann Li", False),
    ],
)
def test_same_person(one, other, same):
    assert same_person(name_words(one), name_words(other)) is same
    assert same_person(name_words(other), name_words(one)) is same


@pytest.mark.parametrize(
    ("short", "full", "calls"),
    [
        ("Pompeo", "Mike Pompeo", True),
        ("Hillary", "Hillary Clinton", True),
        ("Mike", "Michael Pence", True),
        ("van", "Jan van Dijk", False),
        ("Jr", "Sam Jones Jr", False),
        ("Smith", "Mike Pompeo", False),
    ],
)
def test_calls_person(short, full, calls):
    assert calls_person(name_words(short), name_words(full)) is calls


@pytest.mark.parametrize(
    ("short", "full", "calls"),
    [
        ("EPA", "Environmental Protection Agency", True),
        ("MoD", "Ministry of Defence", True),
        ("Security Council", "United Nations Security Council", True),
        ("Department of Justice", "Justice Department", True),
        ("RT", "RT America", True),
        ("EPA", "European Union", False),
        ("Protection", "Environmental Protection Agency", False),
    ],
)
def test_calls_body(short, full, calls):
    assert calls_body(name_words(short), name_words(full)) is calls


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Moon Jae-in", True),
        ("Xi Jinping", True),
        ("Kim Jong Un", True),
        ("Lee Smith", False),
        ("Ann Kim", False),
    ],
)
def test_family_name_first(name, first):
    assert is_family_first(name_words(name)) is first


def test_surname_keys_hold_both_ends_of_an_east_asian_name():
    assert set(surname_keys(name_words("Moon Jae-in"))) == {"moon", "jae-in"}
    assert surname_keys(name_words("Sam Jones Jr.")) == ("jones",)


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Condoleezza Rice", "female"),
        ("J. Edgar Hoover", "male"),
        ("Robin Vance", None),
        ("Rice", None),
        ("Jean-Claude Juncker", "male"),
    ],
)
def test_gender_of_given_name(name, gender):
    assert gender_of(name_words(name)) == gender
