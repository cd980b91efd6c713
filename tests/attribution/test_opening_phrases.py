"""What opens a sentence is kept apart from its source and its words."""

import pytest

from attribution.annotations import Attribution
from attribution.columns import columns
from attribution.opening_phrases import without_opening
from attribution.source_edges import aged_name


def made(doc, content, cue, source):
    """An attribution with these words of the text; None for an absent source."""

    def tokens(words):
        at = doc.text.index(words)
        span = doc.char_span(at, at + len(words))
        return span.start, span.end

    return Attribution(
        content=tuple(map(tokens, content)),
        cue=tokens(cue),
        source=source and tokens(source),
        probability=1,
        source_probability=1,
    )


def told(doc, attribution):
    source = attribution.source
    return source and doc[slice(*source)].text, [doc[start:end].text for start, end in attribution.content]


@pytest.mark.parametrize(
    ("text", "content", "source", "expected"),
    [
        (
            "According to his attorney, Sandra Mills, it was late.",
            ["Sandra Mills, it was late"],
            "his attorney",
            ("his attorney, Sandra Mills", ["it was late"]),
        ),
        (
            "According to prosecutors, Lee, 43, was driving home.",
            ["Lee, 43, was driving home"],
            "prosecutors",
            ("prosecutors", ["Lee, 43, was driving home"]),
        ),
        (
            "Frost replied: “Never.” According to the statistics office, prices rose by 3.8% in June. Nobody knew.",
            ["“Never.”"],
            "the statistics office, prices rose by 3.8% in June",
            ("the statistics office", ["prices rose by 3.8% in June"]),
        ),
        (
            "“We go on.” According to Brandt, a coach in Oslo, the referee apologised.",
            ["“We go on.”", "the referee apologised"],
            "Brandt, a coach in Oslo",
            ("Brandt, a coach in Oslo", ["the referee apologised"]),
        ),
        (
            "Frost said no. According to Brandt, a coach in Oslo, the referee apologised.",
            ["Frost said no"],
            "Brandt",
            ("Brandt, a coach in Oslo", ["the referee apologised"]),
        ),
        # In title case a capital is no sign of a new sentence.
        ("Prices Rose, According to Report", ["Prices Rose"], "Report", ("Report", ["Prices Rose"])),
    ],
)
def test_according_to_at_the_start_of_a_sentence_speaks_of_that_sentence(
    nlp, text, content, source, expected
):
    doc = nlp(text)
    attribution = made(doc, content, "According to", source)
    assert told(doc, without_opening(columns(doc), attribution)) == expected


@pytest.mark.parametrize(
    ("text", "source", "kept"),
    [
        (
            "Speaking in Leeds, Jane Marsh, 49, said it held.",
            "Speaking in Leeds, Jane Marsh, 49,",
            "Jane Marsh, 49,",
        ),
        ("9:50 a.m. Witness Jane Marsh says it held.", "9:50 a.m. Witness Jane Marsh", "Witness Jane Marsh"),
        ("Running mate Jane Marsh, a nurse, said it held.", "Running mate Jane Marsh, a nurse,", None),
    ],
)
def test_a_participle_or_the_time_is_no_part_of_the_source_behind_it(nlp, text, source, kept):
    doc = nlp(text)
    attribution = made(doc, ["it held"], "said" if "said" in text else "says", source)
    assert told(doc, without_opening(columns(doc), attribution)) == (kept or source, ["it held"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Asked in Leeds, Jane Marsh, 49, said it held.", "Jane Marsh, 49,"),
        ("In 2019, 49, said the note.", None),
        ("It fell by 49, said Marsh.", None),
    ],
)
def test_a_name_with_an_age_before_the_verb_is_its_source(nlp, text, expected):
    doc = nlp(text)
    said = next(token.i for token in doc if token.text == "said")
    found = aged_name(columns(doc), (said, said + 1))
    assert (found and doc[slice(*found)].text) == expected
