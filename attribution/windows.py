"""Which stretches of a document the network reads together: a block, or part of a long one."""

from typing import NamedTuple

from spacy.tokens import Doc

#: Blocks longer than this many tokens are read in parts, cut at the end of a sentence where one ends.
WINDOW = 400

_SENTENCE_ENDS = frozenset(".!?")


class Window(NamedTuple):
    """A range of tokens."""

    start: int
    end: int
    prose: bool
    """Whether the article's own words stand there, and not furniture, a byline or a dateline."""


def reading_windows(doc: Doc) -> list[Window]:
    """The article's blocks that hold words, long ones in parts."""
    windows: list[Window] = []
    for block in doc._.blocks:
        if block.kind == "space":
            continue
        prose = block.kind in ("paragraph", "heading")
        start = block.start
        while block.end - start > WINDOW:
            cut = next(
                (
                    i
                    for i in range(start + WINDOW, start + WINDOW // 2, -1)
                    if doc[i - 1].text in _SENTENCE_ENDS
                ),
                start + WINDOW,
            )
            windows.append(Window(start, cut, prose))
            start = cut
        windows.append(Window(start, block.end, prose))
    return windows
