"""What a noun phrase says of its referent, by its head noun, determiners and numbers."""

import pytest

from attribution.descriptions import describe
from attribution.head_nouns import head_noun
from attribution.role_nouns import singular
from tests.marked import marked_doc


def described(nlp, phrase):
    doc = marked_doc(nlp, f"{phrase} said the road was closed.", [])
    span = doc.char_span(0, len(phrase))
    return doc, describe(doc, (span.start, span.end))


@pytest.mark.parametrize(
    ("phrase", "head", "role"),
    [
        ("A senior administration official", "official", "official"),
        ("A former White House national security official", "official", "official"),
        ("The victim's brother", "brother", "person"),
        ("One of the negotiators", "negotiators", "official"),
        ("A person with direct knowledge of the talks", "person", "insider"),
        ("Someone close to the band", "Someone", "insider"),
        ("A woman who lives near the plant", "woman", "person"),
        ("Her lawyer", "lawyer", "representative"),
        ("An economist at the bank", "economist", "expert"),
        ("The mayor", "mayor", "office"),
        ("A mayor", "mayor", "official"),
        ("A spokeswoman for the port", "spokeswoman", "spokesperson"),
        ("A press officer at the ministry", "officer", "spokesperson"),
        ("A representative for the singer", "representative", "spokesperson"),
        ("The city council", "council", "organization"),
        ("A group of researchers", "researchers", "expert"),
        ("The group", "group", "organization"),
        ("Nearly 40 percent of parents", "parents", "person"),
        ("Two-thirds of teachers", "teachers", "person"),
        ("Four in 10 voters", "voters", "person"),
        ("Members of the committee", "Members", "official"),
        ("Members of the public", "Members", "person"),
        ("A leaked memo", "memo", "document"),
        ("Court documents", "documents", "document"),
        ("One of the first polls", "polls", "document"),
        ("Several reports", "reports", "rumour"),
        ("The auditors' reports", "reports", "document"),
        ("House and Senate aides", "aides", "insider"),
        ("A Food and Drug Administration inspection report", "report", "document"),
        ("A former White House and State Department official", "official", "official"),
        ("Those close to him", "Those", "insider"),
        ("The Chinese", "Chinese", "group"),
        ("A glassblower at the fair", "glassblower", "person"),
        ("More than 30 Conservative MPs", "MPs", "official"),
        ("A 34-year-old nurse from Leeds", "nurse", "person"),
    ],
)
def test_head_noun_tells_the_role(nlp, phrase, head, role):
    doc, description = described(nlp, phrase)
    assert (doc[description.head].text, description.role) == (head, role)


@pytest.mark.parametrize(
    ("phrase", "plural", "count"),
    [
        ("Two people", True, 2),
        ("Half a dozen teachers", True, 6),
        ("A dozen villagers", True, 12),
        ("Two dozen delegates", True, 24),
        ("31 pupils", True, 31),
        ("At least six players", True, "plural"),
        ("Several aides", True, "plural"),
        ("Dozens of tenants", True, "plural"),
        ("Officials", True, "plural"),
        ("No 10 insiders", True, "plural"),
        ("An official", False, None),
        ("One of the officials", False, None),
        ("A No 10 source", False, None),
        ("A 15-year-old boy", False, None),
        ("Police", False, None),
        ("Authorities", False, None),
    ],
)
def test_numbers_tell_how_many(nlp, phrase, plural, count):
    _, description = described(nlp, phrase)
    assert (description.plural, description.count) == (plural, count)


@pytest.mark.parametrize(
    ("phrase", "definite"),
    [
        ("The company", True),
        ("Her brother", True),
        ("The bank's owner", True),
        ("A company", False),
        ("Officials", False),
    ],
)
def test_determiner_tells_whether_it_is_known(nlp, phrase, definite):
    assert described(nlp, phrase)[1].definite is definite


def test_head_of_a_phrase_without_a_noun_is_its_pronoun(nlp):
    doc = marked_doc(nlp, "Some of them left.", [])
    assert doc[head_noun(doc, 0, 3)].text == "Some"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("officials", "official"),
        ("agencies", "agency"),
        ("witnesses", "witness"),
        ("boss", "boss"),
        ("crisis", "crisis"),
    ],
)
def test_singular(word, expected):
    assert singular(word) == expected
