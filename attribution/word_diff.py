"""How the words of a quote were edited, with the place of every piece in both versions.

Decides where words are the same and where they are not; capitals and punctuation are no words. Two edits
with function words alone between them, and fewer than they change themselves, are told as one: nobody
needs to read that "the" stayed.
"""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from rapidfuzz.distance import Indel

from attribution.alignment import FUNCTION_WORDS
from attribution.changes import Operation, Piece
from attribution.results import OffsetUnit, Quote, Span
from attribution.units import unit_offsets

WORD = re.compile(r"[^\W_]+")

#: Longer edits are told as one replacement: the table of common words would outgrow the memory.
LONGEST = 4000

#: A run of words: `[start, end)` in each version, and whether they are the same.
Run = tuple[bool, int, int, int, int]


class Word(NamedTuple):
    """A word of a quote."""

    text: str
    """In lower case."""
    span: int
    """Which of the quote's spans it stands in."""
    start: int
    end: int
    """Code points in that span."""


def words_of(quote: Quote) -> list[Word]:
    """The words of all spans, in order."""
    return [
        Word(match[0].lower(), number, match.start(), match.end())
        for number, span in enumerate(quote.spans)
        for match in WORD.finditer(span.text)
    ]


def word_diff(before: Quote, after: Quote, units: tuple[OffsetUnit, OffsetUnit]) -> list[Piece]:
    """The words of both quotes in pieces that are equal or not, by turns.

    Args:
        before: the quote in the earlier version.
        after: the quote in the later version.
        units: the offset units of the answers that hold them.
    """
    here, there = Placed(before, units[0]), Placed(after, units[1])
    return [
        Piece(
            operation=operation(run),
            before=here.spans(run[1], run[2]),
            after=there.spans(run[3], run[4]),
        )
        for run in runs([word.text for word in here.words], [word.text for word in there.words])
    ]


def runs(here: Sequence[str], there: Sequence[str]) -> list[Run]:
    """Runs of words that are the same and runs that are not, by turns; together they are all words."""
    first = common_start(here, there)
    last = common_start(here[first:][::-1], there[first:][::-1])
    a, b = here[first : len(here) - last], there[first : len(there) - last]
    found: list[Run] = [(True, 0, first, 0, first)]
    if max(len(a), len(b)) > LONGEST:
        found.append((False, first, first + len(a), first, first + len(b)))
    else:
        found += [
            (
                code.tag == "equal",
                first + code.src_start,
                first + code.src_end,
                first + code.dest_start,
                first + code.dest_end,
            )
            for code in Indel.opcodes(a, b)
        ]
    found.append((True, len(here) - last, len(here), len(there) - last, len(there)))
    return joined(without_islands(joined(found), here))


def common_start(here: Sequence[str], there: Sequence[str]) -> int:
    """How many words both begin with."""
    return next(
        (i for i, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), min(len(here), len(there))
    )


def joined(found: Sequence[Run]) -> list[Run]:
    """The runs with neighbours of the same sort made one, and without empty ones."""
    filled = [run for run in found if size(run)]
    return [
        (same, group[0][1], group[-1][2], group[0][3], group[-1][4])
        for same, members in groupby(filled, key=lambda run: run[0])
        for group in [list(members)]
    ]


def without_islands(found: Sequence[Run], here: Sequence[str]) -> list[Run]:
    """The runs, where function words between two longer edits count as edited."""

    def is_island(i: int) -> bool:
        same, start, end, *_ = found[i]
        return (
            same
            and 0 < i < len(found) - 1
            and size(found[i]) < min(size(found[i - 1]), size(found[i + 1]))
            and FUNCTION_WORDS.issuperset(here[start:end])
        )

    return [(False, *run[1:]) if is_island(i) else run for i, run in enumerate(found)]


def size(run: Run) -> int:
    """The number of words, of the longer side."""
    return max(run[2] - run[1], run[4] - run[3])


def operation(run: Run) -> Operation:
    """What was done to the words of a run."""
    same, start, end, other_start, other_end = run
    if same:
        return "equal"
    if start == end:
        return "insert"
    return "delete" if other_start == other_end else "replace"


class Placed:
    """The words of a quote with their offsets in the article."""

    def __init__(self, quote: Quote, unit: OffsetUnit) -> None:
        self.quote = quote
        self.words = words_of(quote)
        within = [unit_offsets(span.text, unit) for span in quote.spans]
        self.offsets = [
            tuple(quote.spans[word.span].start + int(within[word.span][at]) for at in (word.start, word.end))
            for word in self.words
        ]

    def spans(self, start: int, end: int) -> list[Span]:
        """Words `[start, end)` with all between them, a span for each of the quote's spans that they stand in."""
        return [
            Span(
                start=self.offsets[group[0]][0],
                end=self.offsets[group[-1]][1],
                text=self.quote.spans[number].text[self.words[group[0]].start : self.words[group[-1]].end],
            )
            for number, members in groupby(range(start, end), key=lambda i: self.words[i].span)
            for group in [list(members)]
        ]
