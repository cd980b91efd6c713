"""What somebody says that another said: quotes of their own, inside the words that tell of them."""

import pytest

from attribution.annotations import Attribution
from attribution.channels import Channels
from attribution.nesting import holders, parents, said_by
from tests.marked import marked_doc


def nested(answer):
    """Each quote inside another's words: who, by which word, what, inside whose, by which channel."""
    by_id = {quote.id: quote for quote in answer.quotes}
    return [
        (
            quote.source.text,
            quote.cue.text,
            " … ".join(span.text for span in quote.spans),
            by_id[quote.parent].speaker.name,
            quote.channel.type,
        )
        for quote in answer.quotes
        if quote.parent is not None
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Anna Brown said that Tom Green had told her that the bridge was unsafe.",
            ("Tom Green", "told", "that the bridge was unsafe", "Anna Brown", "relayed"),
            id="told her",
        ),
        pytest.param(
            "“He told us the rolling pin was excessive,” Renee Kowal said.",
            ("He", "told", "the rolling pin was excessive", "Renee Kowal", "relayed"),
            id="inside direct speech",
        ),
        pytest.param(
            "Dana Quill said her supervisors had told the night crew not to plan any holidays.",
            ("her supervisors", "told", "not to plan any holidays", "Dana Quill", "relayed"),
            id="a request",
        ),
        pytest.param(
            "Ida Holm said the minister called the plan “a disgrace”.",
            ("the minister", "called", "the plan “a disgrace”", "Ida Holm", "relayed"),
            id="with marks of its own",
        ),
        pytest.param(
            "“And then he said, ‘You will never work in this town again,’” Marta Ruiz said.",
            ("he", "said", "‘You will never work in this town again,’", "Marta Ruiz", "relayed"),
            id="marks within marks",
        ),
        pytest.param(
            "Karim Bello told the court that his manager had ordered him to shred the files.",
            ("his manager", "ordered", "to shred the files", "Karim Bello", "court"),
            id="told in court, which is the more specific channel",
        ),
    ],
)
def test_what_another_said_is_a_quote_of_its_own(analyse, text, expected):
    assert nested(analyse(text)) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Anna Brown said that she had told her brother to leave.", id="her own words, maybe"),
        pytest.param("Anna Brown said that Tom Green never told her about the crack.", id="denied"),
        pytest.param("Anna Brown said that if Tom Green told her to go, she would go.", id="supposed"),
        pytest.param(
            "“I told him that the bridge was unsafe,” Anna Brown said.", id="the speaker's own words"
        ),
        pytest.param("“People told us that it was over,” Anna Brown said.", id="nobody in particular"),
        pytest.param("Anna Brown said that Tom Green would tell her the truth.", id="yet to be said"),
        pytest.param("Anna Brown said that Brown told the truth.", id="a thing is told"),
        pytest.param("Anna Brown said that Tom Green wanted to close the bridge.", id="an attitude"),
    ],
)
def test_no_quote_of_another(analyse, text):
    assert nested(analyse(text)) == []


def chain(quote):
    return [
        (step.role, step.name or step.description or step.channel, step.anonymity)
        for step in quote.provenance
    ]


def test_the_chain_goes_over_the_one_who_tells_to_the_publication(analyse):
    text = "Anna Brown told CNN that Tom Green had told her that the bridge was unsafe."
    outer, inner = analyse(text, publication="The Ledger").quotes
    assert chain(inner) == [
        ("speaker", "Tom Green", "named"),
        ("relayer", "Anna Brown", "named"),
        ("channel", "CNN", None),
        ("publication", "The Ledger", None),
    ]
    assert inner.is_second_hand and not outer.is_second_hand
    assert inner.parent == outer.id


def test_an_unnamed_relayer_keeps_her_standing(analyse):
    text = (
        "A packer on the night shift, who asked not to be named because she feared losing her job, said that "
        "Tom Green had told her that the labels must go."
    )
    inner = next(quote for quote in analyse(text).quotes if quote.parent is not None)
    assert [(step.role, step.anonymity) for step in inner.provenance] == [
        ("speaker", "named"),
        ("relayer", "anonymous_requested"),
    ]
    assert inner.anonymity.status == "named"


@pytest.mark.parametrize(
    ("relayer", "status"),
    [
        ("two people in the room", "unnamed_group"),
        ("an aide", "unnamed_individual"),
        ("her husband, Carl Voss", "named"),
    ],
)
def test_a_relayer_who_is_not_quoted_has_a_standing_too(analyse, relayer, status):
    answer = analyse(f"“Find me the money,” Rosa Lind told her colleagues, according to {relayer}.")
    steps = [step for quote in answer.quotes for step in quote.provenance if step.role == "relayer"]
    assert {step.anonymity for step in steps} == {status}


def marked(nlp, text, quotes):
    return Channels()(marked_doc(nlp, text, quotes))


def types(doc):
    return [("*" if route.inherited else "") + route.type for route in doc._.channels]


def test_a_channel_carries_over_what_another_said_within(nlp):
    text = (
        "In an interview, Bell said that Ruiz had told him to close the play. He added that it cost too much."
    )
    doc = marked(
        nlp,
        text,
        [
            {
                "content": "that Ruiz had told him to close the play",
                "cue": "said",
                "source": "Bell",
                "speaker": "b",
            },
            {"content": "to close the play", "cue": "told", "source": "Ruiz", "speaker": "r"},
            {"content": "that it cost too much", "cue": "added", "source": "He", "speaker": "b"},
        ],
    )
    assert types(doc) == ["interview", "relayed", "*interview"]


def test_what_another_is_told_to_have_said_is_no_channel_of_hers(nlp):
    text = "Bell said that Ruiz had told him to close the play. Ruiz said that it was a pity."
    doc = marked(
        nlp,
        text,
        [
            {
                "content": "that Ruiz had told him to close the play",
                "cue": "said",
                "source": "Bell",
                "speaker": "b",
            },
            {"content": "to close the play", "cue": "told", "source": "Ruiz", "speaker": "r"},
            {"content": "that it was a pity", "cue": "said", "source": "Ruiz", "speaker": "r"},
        ],
    )
    assert types(doc) == ["unspecified", "relayed", "unspecified"]


@pytest.mark.parametrize(
    ("outer", "inner", "source"),
    [
        pytest.param("doubts", "told", "Ruiz", id="nobody tells it"),
        pytest.param("said", "wanted", "Ruiz", id="nobody uttered it"),
        pytest.param("said", "announced", "Ruiz", id="it was made public"),
        pytest.param("said", "told", "he", id="he may be the one who tells"),
    ],
)
def test_words_that_are_not_relayed(nlp, outer, inner, source):
    text = f"Bell {outer} that {source} {inner} them to close the play."
    quotes = [
        {
            "content": f"that {source} {inner} them to close the play",
            "cue": outer,
            "source": "Bell",
            "speaker": "b",
        },
        {"content": "to close the play", "cue": inner, "source": source, "speaker": "r"},
    ]
    assert types(marked(nlp, text, quotes)) == ["unspecified", "unspecified"]


def attribution(content, cue=None, source=None):
    return Attribution(
        content=tuple(content), cue=cue, source=source, probability=1.0, source_probability=1.0
    )


def test_parents_are_the_smallest_ones_around():
    found = [
        attribution([(2, 11)], cue=(1, 2)),
        attribution([(5, 11)], cue=(4, 5)),
        attribution([(8, 11)], cue=(7, 8)),
        attribution([(20, 24)], cue=(24, 25)),
    ]
    assert parents(found) == [None, 0, 1, None]


def test_of_two_with_the_same_words_neither_holds_the_other():
    assert parents([attribution([(0, 4)]), attribution([(0, 4)])]) == [None, None]


def test_a_place_across_two_pieces_is_held_by_none():
    assert holders([attribution([(0, 4), (6, 9)])], [(2, 7), (6, 8)]) == [None, 0]


@pytest.mark.parametrize(
    ("cue", "source", "expected"),
    [
        ((3, 4), (4, 6), (3, 6)),
        ((3, 4), None, (3, 4)),
        (None, (4, 6), (4, 6)),
        ((3, 4), (30, 32), (30, 32)),
        (None, None, None),
    ],
)
def test_cue_and_source_in_one(cue, source, expected):
    assert said_by(attribution([(0, 2)], cue, source)) == expected


def test_endless_nesting_is_read_to_the_end(analyse):
    text = "“Ana told me that Bo told me that Cy told me that " * 100 + "it is so,” Dee said."
    assert analyse(text).quotes
