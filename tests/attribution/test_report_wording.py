import pytest

from attribution.report_wording import is_judgement, is_negated, is_vague, speaks_against
from tests.attribution.answers import quote, speaker


@pytest.mark.parametrize(
    ("words", "cue", "expected"),
    [
        ("the minister was a coward", "said", True),
        ("“He’s a bully and everyone knows it”", "said", True),
        ("“I really think it’s over”", "said", True),
        ("“In my view … it failed”", "said", True),
        ("the rollout was shambolic", "said", True),
        ("the board of lying about the figures", "accused", True),
        ("the plan", "has criticised", True),
        ("the plan", "was criticizing", True),
        ("the delegation had run out of coffee", "joked", True),
        ("the fire was set", "believes", True),
        ("the fire was set", "said", False),
        ("the toxic waste was moved by a careless driver", "said", False),
        ("he thinks nothing of it", "said", False),
        ("the foolscap was unfitted", "said", False),
        ("the fire was set", None, False),
        ("it is the attacker’s joker", "told", False),
    ],
)
def test_judgement(words, cue, expected):
    assert is_judgement(quote(words, cue=cue)) is expected


@pytest.mark.parametrize(
    ("cue", "expected"),
    [
        ("denied", True),
        ("has ruled out", True),
        ("when asked about", True),
        ("dismissed", True),
        ("said", False),
        ("task", False),
        (None, False),
    ],
)
def test_speaks_against(cue, expected):
    assert speaks_against(quote("the plant will close", cue=cue)) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("the plant won’t close", True),
        ("the plant won't close", True),
        ("nobody knew", True),
        ("the nominee noted it", False),
        ("it closed", False),
    ],
)
def test_negated(words, expected):
    assert is_negated(quote(words)) is expected


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("a source", True),
        ("sources", True),
        ("officials", True),
        ("three senior officials", True),
        ("a high-ranking official", True),
        ("two people", True),
        ("an anonymous source", True),
        ("a person familiar with the talks", False),
        ("health officials", False),
        ("a White House official", False),
        ("an engineer", False),
        ("the official", False),
        ("one of the sources", False),
        ("another official", False),
        ("another", False),
        ("Ana Lind", False),
    ],
)
def test_vague(description, expected):
    assert is_vague(speaker(description)) is expected


def test_an_affiliation_makes_a_description_precise():
    assert not is_vague(speaker("an official", affiliation="Ministry of Ports"))
