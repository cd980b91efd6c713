"""Who refused to comment, in which words, and what is no refusal."""

import re

import pytest

from attribution.annotations import Attribution, Entity
from attribution.refusals import Refusals, find_refusals
from tests.marked import marked_doc


def told(nlp, text):
    doc = marked_doc(nlp, text, [])
    return [
        (subject and doc[slice(*subject)].text, doc[slice(*evidence)].text, kind)
        for subject, evidence, kind in find_refusals(doc)
    ]


@pytest.mark.parametrize(
    ("kind", "marked"),
    [
        ("declined", "{The company} [declined to comment]."),
        ("declined", "{A spokesman for Mr. Amis} [declined to comment] on the report."),
        ("declined", "{He} [would not comment]."),
        ("declined", "{The chairman} [wouldn't say] how much was lost."),
        ("declined", "{Police} [declined to say] whether the man was armed."),
        ("declined", "{The judge} [refused to discuss] the case."),
        ("declined", "{The airline} [declined an interview request]."),
        ("declined", "{The White House}, which [had no immediate comment], is watching."),
        ("declined", "{Adair}, who [declined to comment], left the room."),
        ("declined", "{The ministry} [would neither confirm nor deny] the sale."),
        ("declined", "{Amis}, through a spokeswoman, [declined to comment]."),
        ("declined", "{Amis}, who through his office [declined to comment], was out."),
        ("declined", "Through a spokesman, {he} [declined to comment]."),
        ("declined", "While [declining to go into specifics], {Brodie} insisted it was safe."),
        ("declined", "Reached by phone, {Mr. Lee} [declined to comment], citing the inquiry."),
        ("no_response", "{The bank} [did not immediately respond to a request for comment]."),
        ("no_response", "{The teacher} [did not return a phone call] from the paper."),
        ("no_response", "{The studio} [didn't reply to emails seeking comment]."),
        ("no_response", "{The two men} [did not respond when asked] about the money."),
        ("no_response", "{The firm} [has not commented]."),
        ("no_response", "{The Home Office} [has been approached for comment]."),
        ("no_response", "Calls to {her office} [were not returned]."),
        ("no_response", "Messages left for {Amis} [went unanswered]."),
        ("no_response", "A request for comment to {the ministry} [was not immediately returned]."),
        ("no_response", "There was [no immediate comment from] {the Kremlin}."),
        ("no_response", "{None of the officials} [responded to emails]."),
        ("unreachable", "{The senator} [could not be reached for comment]."),
        ("unreachable", "{A lawyer for the man} [was not immediately available for comment]."),
        ("unreachable", "[Attempts to reach {Brown} by phone were unsuccessful]."),
        ("unreachable", "[Efforts to contact {the family} failed]."),
    ],
)
def test_refusal_has_its_subject_words_and_kind(nlp, kind, marked):
    """The subject stands in braces, the words that report the refusal in brackets."""
    text = re.sub(r"[][{}]", "", marked)
    subject, evidence = (re.search(p, marked)[1] for p in (r"{(.*?)}", r"\[(.*?)\]"))
    expected = (re.sub(r"[][{}]", "", subject), re.sub(r"[][{}]", "", evidence), kind)
    assert told(nlp, text) == [expected]


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("Neither Amis nor Brodie responded to requests for comment.", ["Amis", "Brodie"]),
        ("Brodie and the two companies declined to comment.", ["Brodie", "the two companies"]),
        ("Brown & Root declined to comment.", ["Brown & Root"]),
        ("The Hale and Ross campaigns declined to comment.", ["The Hale and Ross campaigns"]),
        ("The bank and its chief executive declined comment.", ["The bank", "its chief executive"]),
    ],
)
def test_joined_subjects_refuse_each_for_themselves(nlp, text, subjects):
    assert [subject for subject, _, _ in told(nlp, text)] == subjects


@pytest.mark.parametrize(
    "text",
    [
        "She declined to be named.",
        "The prosecutor declined to press charges.",
        "Agreement could not be reached on the budget.",
        "The village could not be reached by road.",
        "The patient did not respond to treatment.",
        "The voters did not respond to queries seeking to confirm their address.",
        "The government did not respond to calls for reform.",
        "The tickets were not available for the concert.",
        "She could not say how far she had walked.",
        "Amis responded to a request for comment with a shrug.",
        "The senate refused to confirm the nominee.",
        "The player returned a call from his mother.",
        "He refused to say the words.",
        "The donors could not be located.",
        "The minister hadn't answered the question.",
        "There was no other choice, one user commented.",
        "Profit declined to two million.",
        "The editor welcomed comment from readers.",
    ],
)
def test_other_wording_is_no_refusal(nlp, text):
    assert told(nlp, text) == []


def test_words_inside_quoted_speech_are_no_refusal(nlp):
    assert told(nlp, "“I was told that he declined to comment,” Brodie said.") == []


@pytest.fixture
def refused(nlp):
    """From a text, the words of its entities and of its contents to its refusals."""

    def run(text, entities=(), contents=()):
        doc = marked_doc(nlp, text, [])

        def span(words):
            start = text.index(words)
            found = doc.char_span(start, start + len(words))
            return found.start, found.end

        doc._.entities = tuple(
            Entity(
                name=None,
                description=None,
                kind="unknown",
                title=None,
                affiliation=None,
                mentions=(span(words),),
            )
            for words in entities
        )
        doc._.attributions = tuple(
            Attribution(
                content=(span(words),), cue=None, source=None, probability=1.0, source_probability=1.0
            )
            for words in contents
        )
        return Refusals()(doc)._.refusals

    return run


def test_refusal_points_at_the_entity_of_its_subject(refused):
    text = (
        "The mill closed. A spokesman for the mill declined to comment. Ms. Brodie did not respond to emails."
    )
    refusals = refused(text, entities=["A spokesman for the mill", "Ms. Brodie"])
    assert [refusal.entity for refusal in refusals] == [0, 1]


def test_refusal_of_somebody_without_an_entity_is_kept(refused):
    (refusal,) = refused("The owner could not be reached for comment.")
    assert refusal.entity is None


def test_words_of_a_quote_are_no_refusal_beside_it(refused):
    text = "The bank said it does not comment on clients."
    assert refused(text, contents=["it does not comment on clients"]) == ()
    assert len(refused(text)) == 1


def test_article_without_refusals_has_none(refused):
    assert refused("The mill closed on Friday.") == ()
