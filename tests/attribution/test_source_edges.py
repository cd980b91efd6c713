"""Where a source ends before the channel by which it spoke, and where speech goes on behind it."""

import pytest

from attribution.columns import columns
from attribution.source_edges import without_channel


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
