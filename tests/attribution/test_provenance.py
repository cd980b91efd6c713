"""The order of the stations, who counts as a go-between, and what makes words second-hand."""

import pytest

from attribution.annotations import Entity, Standing, Step
from attribution.channels import Channels
from attribution.provenance import Provenance, is_second_hand
from tests.marked import marked_doc


def entity(name=None, description=None, kind="person", mentions=()):
    return Entity(
        name=name, description=description, kind=kind, title=None, affiliation=None, mentions=tuple(mentions)
    )


def traced(nlp, text, quote, speaker, others=(), publication=None, status="named"):
    """The document with one quote, its speaker and other entities by the words that mention them."""
    doc = marked_doc(nlp, text, [{"speaker": "speaker", **quote}], publication)

    def found(words):
        span = doc.char_span(text.index(words), text.index(words) + len(words), alignment_mode="expand")
        return (span.start, span.end)

    doc._.entities = (speaker, *(entity(words, mentions=[found(words)]) for words in others))
    doc._.anonymity = (Standing(status=status, is_anonymous=False),)
    return Provenance()(Channels()(doc))


def stations(doc):
    return [(step.role, step.name or step.description or step.channel) for step in doc._.provenance[0]]


CASES = [
    pytest.param(
        "Rosa Lind said the dam would hold.",
        {"content": "the dam would hold", "cue": "said", "source": "Rosa Lind"},
        [("speaker", "Rosa Lind")],
        False,
        id="bare said",
    ),
    pytest.param(
        "Rosa Lind said in an interview that the dam would hold.",
        {"content": "that the dam would hold", "cue": "said", "source": "Rosa Lind"},
        [("speaker", "Rosa Lind"), ("channel", "interview")],
        False,
        id="interview",
    ),
    pytest.param(
        "Rosa Lind said the dam would hold, according to a statement issued by her secretary, Tom Baker.",
        {"content": "the dam would hold", "cue": "said", "source": "Rosa Lind"},
        [("speaker", "Rosa Lind"), ("issuer", "Tom Baker"), ("channel", "statement")],
        True,
        id="statement issued by another",
    ),
    pytest.param(
        "Rosa Lind told Reuters that the dam would hold.",
        {"content": "that the dam would hold", "cue": "told", "source": "Rosa Lind"},
        [("speaker", "Rosa Lind"), ("channel", "Reuters")],
        True,
        id="another outlet",
    ),
    pytest.param(
        "“The dam will hold,” Rosa Lind told colleagues, according to two people in the room.",
        {"content": "“The dam will hold,”", "cue": "told", "source": "Rosa Lind"},
        [("speaker", "Rosa Lind"), ("relayer", "two people in the room")],
        True,
        id="relayed by people",
    ),
    pytest.param(
        "Rosa Lind reportedly told aides the dam would hold.",
        {"content": "the dam would hold", "cue": "told", "source": "Rosa Lind"},
        [("speaker", "Rosa Lind"), ("relayer", "relayed")],
        True,
        id="relayed by nobody named",
    ),
    pytest.param(
        "Rosa Lind said the dam would hold, according to a pool report.",
        {"content": "the dam would hold", "cue": "said", "source": "Rosa Lind"},
        [("speaker", "Rosa Lind"), ("channel", "pool_report")],
        True,
        id="pool report",
    ),
    pytest.param(
        "Rosa Lind said in a statement posted on Facebook that the dam would hold.",
        {"content": "that the dam would hold", "cue": "said", "source": "Rosa Lind"},
        [("speaker", "Rosa Lind"), ("channel", "statement"), ("channel", "Facebook")],
        False,
        id="two channels, the general one first",
    ),
    pytest.param(
        "Rosa Lind told CNN that the dam would hold.",
        {"content": "that the dam would hold", "cue": "told", "source": "Rosa Lind"},
        [("speaker", "Rosa Lind"), ("channel", "CNN")],
        False,
        id="heard on the air",
    ),
]


@pytest.mark.parametrize(("text", "quote", "expected", "second_hand"), CASES)
def test_stations_from_origin_to_reader(nlp, text, quote, expected, second_hand):
    others = ["Tom Baker"] if "Tom Baker" in text else []
    doc = traced(nlp, text, quote, entity("Rosa Lind"), others)
    assert stations(doc) == expected
    assert is_second_hand(doc._.provenance[0]) == second_hand


def test_publication_is_the_last_station(nlp):
    quote = {"content": "that the dam would hold", "cue": "told", "source": "Rosa Lind"}
    text = "Rosa Lind told The Ledger that the dam would hold."
    doc = traced(nlp, text, quote, entity("Rosa Lind"), publication="The Ledger")
    assert doc._.provenance[0][-1] == Step(role="publication", name="The Ledger")
    assert [step.role for step in doc._.provenance[0]] == ["speaker", "channel", "publication"] or [
        step.role for step in doc._.provenance[0]
    ] == ["speaker", "publication"]


def test_the_author_of_a_text_that_speaks_comes_first(nlp):
    text = "A statement issued by the palace said the prince was well."
    quote = {"content": "the prince was well", "cue": "said", "source": "A statement issued by the palace"}
    doc = traced(nlp, text, quote, entity(description="a statement", kind="document"), status="document")
    assert [step.role for step in doc._.provenance[0]] == ["issuer", "speaker", "channel"]
    assert not is_second_hand(doc._.provenance[0])


def test_the_speaker_is_no_issuer_of_her_own_statement(nlp):
    text = "Rosa Lind said the dam would hold, according to a statement released by Lind."
    quote = {"content": "the dam would hold", "cue": "said", "source": "Rosa Lind"}
    doc = marked_doc(nlp, text, [{"speaker": "speaker", **quote}])
    last = next(token.i for token in reversed(doc) if token.text == "Lind")
    doc._.entities = (entity("Rosa Lind", mentions=[(0, 2), (last, last + 1)]),)
    doc._.anonymity = (Standing(status="named", is_anonymous=False),)
    Provenance()(Channels()(doc))
    assert [step.role for step in doc._.provenance[0]] == ["speaker", "channel"]


@pytest.mark.parametrize(
    ("issued_by", "name"),
    [
        ("Lind's press secretary, Yoon Young-chan", "Yoon Young-chan"),
        ("her lawyer", None),
        ("the White House", None),
    ],
)
def test_an_issuer_who_is_no_speaker_is_named_where_the_article_names_her(nlp, issued_by, name):
    text = f"Rosa Lind said the dam would hold, according to a statement issued by {issued_by}."
    quote = {"content": "the dam would hold", "cue": "said", "source": "Rosa Lind"}
    doc = traced(nlp, text, quote, entity("Rosa Lind"))
    issuer = next(step for step in doc._.provenance[0] if step.role == "issuer")
    assert (issuer.name, issuer.description) == (name, issued_by)


def test_an_unresolved_speaker_is_described_by_its_mention(nlp):
    text = "A diplomat said the dam would hold."
    doc = marked_doc(nlp, text, [{"content": "the dam would hold", "cue": "said", "source": "A diplomat"}])
    doc._.anonymity = (Standing(status="unnamed_individual", is_anonymous=True),)
    (step,) = Provenance()(Channels()(doc))._.provenance[0]
    assert (step.name, step.description, step.anonymity) == (None, "A diplomat", "unnamed_individual")


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        (["speaker"], False),
        (["speaker", "channel"], False),
        (["speaker", "publication"], False),
        (["issuer", "speaker", "channel"], False),
        (["speaker", "issuer", "channel"], True),
        (["speaker", "relayer"], True),
    ],
)
def test_roles_that_make_words_second_hand(roles, expected):
    steps = [Step(role=role, channel="statement" if role == "channel" else None) for role in roles]
    assert is_second_hand(steps) == expected


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        ("news_report", True),
        ("pool_report", True),
        ("broadcast", False),
        ("social_media", False),
        ("court", False),
    ],
)
def test_channels_that_make_words_second_hand(channel, expected):
    assert is_second_hand([Step(role="speaker"), Step(role="channel", channel=channel)]) == expected
