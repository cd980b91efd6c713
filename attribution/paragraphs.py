"""Where the paragraphs of an article begin.

Decides which line breaks part paragraphs: blank lines do, and single breaks do unless the text was broken
at a column (hard-wrapped) or in the middle of a sentence. What a paragraph is, a heading or furniture, is
left to block_kinds.py.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import compress, count, pairwise
from typing import NamedTuple

from attribution.annotations import Range
from attribution.columns import WordColumns
from attribution.tokens import DOUBLE_MARKS, SINGLE_MARKS

#: Characters that end a line; a paragraph separator counts as a blank line.
_BREAK = re.compile("\r\n|[\n\r\v\f\x85\u2028]|\u2029")
#: Nobody wraps text at a wider column.
WIDEST_COLUMN = 120
#: Of the single line breaks of wrapped text, at least this share stands where the column was full.
WRAPPED_SHARE = 0.6
#: A line broken in mid-sentence is at least this long.
SHORTEST_BROKEN = 30

_STOP = re.compile(rf"[.!?…:;,][)\]{DOUBLE_MARKS}{SINGLE_MARKS}]{{0,8}}$")


def ends_in_stop(text: str) -> bool:
    """Whether a line ends in a stop, brackets and quotation marks behind it aside."""
    return _STOP.search(text[-10:]) is not None


class Line(NamedTuple):
    """A line of the article: its tokens without white space at its ends, and what stands before it."""

    start: int
    end: int
    text: str
    after_blank: bool


def paragraphs(words: WordColumns, text: str, starts: Sequence[int]) -> list[Range]:
    """Token ranges of the paragraphs, headings and other blocks, without the white space between them.

    Args:
        words: the tokens of the article.
        text: the article.
        starts: where in it each token starts.
    """
    lines = list(_lines(words, text, starts))
    column = wrap_column(lines)
    ranges: list[Range] = []
    previous: Line | None = None
    for line in lines:
        if previous is not None and not line.after_blank and _is_broken(previous, line, column):
            ranges[-1] = (ranges[-1][0], line.end)
        else:
            ranges.append((line.start, line.end))
        previous = line
    return ranges


def wrap_column(lines: Sequence[Line]) -> int | None:
    """The column at which the article was wrapped, or None where line breaks end paragraphs.

    In wrapped text, whatever line is followed by a single break has no room for the first word of
    the next, save at the end of a paragraph.
    """
    pairs = [(line, after) for line, after in pairwise(lines) if not after.after_blank]
    widths = [len(line.text) for line, _ in pairs if len(line.text) <= WIDEST_COLUMN]
    if len(pairs) < 2 or len(widths) < WRAPPED_SHARE * len(pairs):
        return None
    column = max(widths)
    full = [line for line, after in pairs if _is_full(line, after, column)]
    unfinished = [line for line in full if not ends_in_stop(line.text)]
    if (
        column > SHORTEST_BROKEN
        and len(full) >= WRAPPED_SHARE * len(pairs)
        and 2 * len(unfinished) > len(full)
    ):
        return column
    return None


def _is_full(line: Line, after: Line, column: int) -> bool:
    return column - len(after.text.split(maxsplit=1)[0]) <= len(line.text) <= WIDEST_COLUMN


def _is_broken(line: Line, after: Line, column: int | None) -> bool:
    """Whether a paragraph goes on in the next line: the column was full, or a sentence is unfinished."""
    if column is not None and _is_full(line, after, column):
        return True
    return after.text[0].islower() and len(line.text) >= SHORTEST_BROKEN and not ends_in_stop(line.text)


def _lines(words: WordColumns, text: str, starts: Sequence[int]) -> Iterator[Line]:
    size = len(starts)
    start = 0
    after_blank = True
    for position in [*white_space(words), size]:
        breaks = ["\u2029"] if position == size else _BREAK.findall(words.text[position])
        if not breaks:
            continue
        first, last = start, position
        while first < last and words.is_space[first]:
            first += 1
        while last > first and words.is_space[last - 1]:
            last -= 1
        if first < last:
            stop = starts[last - 1] + len(words.text[last - 1])
            yield Line(first, last, text[starts[first] : stop], after_blank)
            after_blank = False
        after_blank = after_blank or len(breaks) > 1 or breaks[0] == "\u2029"
        start = position + 1


def white_space(words: WordColumns) -> list[int]:
    """Positions of the tokens that are white space alone."""
    return [*compress(count(), words.is_space)]
