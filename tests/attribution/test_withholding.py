"""Which words say that a name is withheld, whom they concern, and why."""

import pytest

from attribution.withholding import find_withholdings
from tests.marked import marked_doc


def told(nlp, text):
    doc = marked_doc(nlp, text, [])
    return [
        (rule.kind, doc[rule.start : rule.end].text, None if rule.target is None else doc[rule.target].text)
        for rule in find_withholdings(doc)
    ]


@pytest.mark.parametrize(
    ("kind", "text", "words", "target"),
    [
        (
            "request",
            "An aide at the ministry, who declined to be named, left.",
            "declined to be named",
            "aide",
        ),
        (
            "request",
            "Two people at the plant, who asked not to be identified, left.",
            "asked not to be identified",
            "people",
        ),
        (
            "request",
            "A friend of the governor's who asked not to be named called.",
            "asked not to be named",
            "friend",
        ),
        ("request", "The clerk spoke on condition of anonymity.", "spoke on condition of anonymity", "clerk"),
        (
            "request",
            "One guard has seen the film but asked not to be quoted.",
            "asked not to be quoted",
            "guard",
        ),
        (
            "request",
            "A woman who did not want to give her name left.",
            "did not want to give her name",
            "woman",
        ),
        (
            "request",
            "The woman, like many in the town, would not give her name.",
            "would not give her name",
            "woman",
        ),
        (
            "request",
            "A girl who cannot be named for legal reasons was heard.",
            "cannot be named for legal reasons",
            "girl",
        ),
        ("request", "The Echo is not naming the girl.", "is not naming the girl", "girl"),
        ("request", "The Echo granted him anonymity.", "granted him anonymity", "him"),
        (
            "request",
            "A trader who was not authorised to speak publicly called.",
            "was not authorised to speak publicly",
            "trader",
        ),
        (
            "partial",
            "A resident, who gave only her first name, waved.",
            "gave only her first name",
            "resident",
        ),
        (
            "partial",
            "Nadia, who declined to give her last name, waved.",
            "declined to give her last name",
            "Nadia",
        ),
        ("pseudonym", "“Maria” (not her real name) waved.", "not her real name", "Maria"),
        ("alias", "A dealer using the alias Blue waved.", "using the alias", "dealer"),
        ("unnamed", "An anonymous caller said the shop was shut.", "anonymous", "caller"),
    ],
)
def test_wording_concerns_its_noun(nlp, kind, text, words, target):
    assert told(nlp, text) == [(kind, words, target)]


@pytest.mark.parametrize(
    "text",
    [
        "She declined to comment.",
        "He declined to be named as a suspect.",
        "He refused to be named captain.",
        "They asked not to be identified with the party.",
        "An unnamed tributary rises there.",
        "Anonymous, the hacker group, took the site down.",
        "He went to Alcoholics Anonymous.",
        "She ran background checks on the men.",
        "He talked on background music for an hour.",
        "The entry was struck off the record.",
        "“I asked not to be named,” she said.",
        "They named the boat after her.",
    ],
)
def test_other_wording_withholds_no_name(nlp, text):
    assert told(nlp, text) == []


@pytest.mark.parametrize(
    ("clause", "reason"),
    [
        ("because they were not authorised to speak publicly", "not_authorized"),
        ("because he lacks permission to talk to the press", "not_authorized"),
        ("to discuss internal deliberations", "sensitivity"),
        ("because the talks are private", "sensitivity"),
        ("because the inquiry is continuing", "ongoing"),
        ("citing the ongoing investigation", "ongoing"),
        ("because the plans have not been announced", "not_public"),
        ("ahead of the announcement", "not_public"),
        ("for fear of reprisals", "retaliation"),
        ("for fear of losing her job", "retaliation"),
        ("out of concern for their safety", "safety"),
        ("to protect the privacy of patients", "privacy"),
        ("because she is a minor", "legal"),
        ("to speak candidly about the race", "candor"),
        ("in line with company policy", "policy"),
        ("because of a non-disclosure agreement", "confidential_agreement"),
        ("because his daughter works there", "other"),
    ],
)
def test_clause_gives_the_reason(nlp, clause, reason):
    text = f"The officials spoke on condition of anonymity {clause}."
    doc = marked_doc(nlp, text, [])
    (rule,) = find_withholdings(doc)
    assert rule.reason.label == reason
    assert doc[slice(*rule.reason.evidence)].text == clause


def test_reason_may_open_the_sentence(nlp):
    doc = marked_doc(nlp, "Because the talks are private, the officials spoke on condition of anonymity.", [])
    (rule,) = find_withholdings(doc)
    assert rule.reason.label == "sensitivity"


def test_reason_ends_where_the_next_statement_begins(nlp):
    doc = marked_doc(
        nlp, "A cook who asked not to be named said the stew was cold because the gas was off.", []
    )
    (rule,) = find_withholdings(doc)
    assert rule.reason is None


def test_statements_are_found_once_for_a_document(nlp):
    doc = marked_doc(nlp, "An aide, who declined to be named, left.", [])
    assert find_withholdings(doc) is find_withholdings(doc)
