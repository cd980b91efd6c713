"""Where a source ends before the channel by which it spoke, and where speech goes on behind it."""

import pytest

from attribution.annotations import Attribution
from attribution.columns import columns
from attribution.source_edges import one_mention, without_channel


def read(nlp, before: str, source: str, behind: str) -> str:
    """What is left of the source; a cue stands before it where `before` ends in one."""
    doc = nlp(f"{before}{source}{behind}")
    span = doc.char_span(len(before), len(before) + len(source))
    cue = (span.start - 1, span.start) if before.endswith("said ") else (span.end, span.end + 1)
    start, end = without_channel(columns(doc), (span.start, span.end), cue)
    return doc[start:end].text


@pytest.mark.parametrize(
    ("before", "source", "behind", "kept"),
    [
        ("“It held,” said ", "Ana Lind, an engineer, in a statement", ".", "Ana Lind, an engineer"),
        ("“It held,” said ", "Ana Lind, an engineer, on Twitter", ".", "Ana Lind, an engineer"),
        ("“It held,” said ", "a spokesman for the port in an email", ".", "a spokesman for the port"),
        ("", "Ana Lind, in a letter to staff,", " said it held.", "Ana Lind"),
        # These say who it was.
        ("", "An official on the call", " said it held.", "An official on the call"),
        ("“It held,” said ", "Ana Lind, a nurse in Oslo", ".", "Ana Lind, a nurse in Oslo"),
        ("“It held,” said ", "the editor of a magazine in Oslo", ".", "the editor of a magazine in Oslo"),
    ],
)
def test_a_source_ends_before_its_channel(nlp, before, source, behind, kept):
    assert read(nlp, before, source, behind) == kept


def test_speech_behind_its_source_is_content(analyse):
    (quote,) = analyse(
        "“We fed the goat twice,” said Ana Ruiz, the head keeper, “and it came back for more.”"
    ).quotes
    assert [span.text for span in quote.spans] == ["“We fed the goat twice,”", "“and it came back for more.”"]
    assert quote.speaker.name == "Ana Ruiz"


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        # "An aide in the room | said … but | added …": only the first word, or all before the verb.
        ([(0, 5), (0, 2)], [(0, 5), (0, 5)]),
        ([(0, 5), (0, 9)], [(0, 5), (0, 5)]),
        ([(0, 9), (0, 12)], [(0, 9), (0, 9)]),
        ([(0, 5), (1, 2)], [(0, 5), (1, 2)]),
        ([(0, 5), None], [(0, 5), None]),
    ],
)
def test_verbs_of_one_subject_have_one_mention(sources, expected):
    found = [
        Attribution(content=((20 + i, 21 + i),), cue=cue, source=source, probability=1, source_probability=1)
        for i, (source, cue) in enumerate(zip(sources, [(5, 6), (14, 15)], strict=True))
    ]
    assert [a.source for a in one_mention(found)] == expected
