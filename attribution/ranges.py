"""Token ranges `(start, end)` compared with each other."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from operator import itemgetter

from attribution.annotations import Range

_END = itemgetter(1)


def meet(one: Range, other: Range) -> bool:
    """Whether two ranges share a token."""
    return one[0] < other[1] and other[0] < one[1]


def positions(ranges: Iterable[Range | None]) -> set[int]:
    """Every token of the ranges that there are."""
    return {position for part in ranges if part is not None for position in range(*part)}


def among(places: Sequence[int], start: int, end: int) -> Sequence[int]:
    """Those of the positions, which are in order, that lie in `[start, end)`."""
    return places[bisect_left(places, start) : bisect_left(places, end)]


def hull(ranges: Sequence[Range]) -> Range:
    """From the first token of the ranges to the last."""
    return min(ranges)[0], max(map(_END, ranges))


def cut(ranges: Iterable[Range], hole: Range) -> list[Range]:
    """What is left of the ranges outside another."""
    parts = (
        part for start, end in ranges for part in ((start, min(end, hole[0])), (max(start, hole[1]), end))
    )
    return [(start, end) for start, end in parts if start < end]
