"""Which attribution stands in the words of which: the quote inside another's quote.

Decides it by place alone: what lies whole in one piece of a content is held by that content, and of
several the smallest piece holds it. Whose words they are, and how they came, is left to the stages.
"""

from collections.abc import Callable, Sequence

from spacy.tokens import Doc

from attribution.annotations import Attribution, Range
from attribution.ranges import hull

#: How many contents around a place are looked at for the smallest one: bounds the work on text that is none.
_DEEP = 16


def parents(attributions: Sequence[Attribution]) -> list[int | None]:
    """For each attribution the one in whose words it lies whole, cue included; None where there is none."""
    extents = [extent(each) for each in attributions]
    # Of two attributions of the very same words neither holds the other.
    return holders(attributions, extents, lambda i, j: extents[i] != extents[j])


def holders(
    attributions: Sequence[Attribution],
    places: Sequence[Range],
    may_hold: Callable[[int, int], bool] = lambda place, holder: True,
) -> list[int | None]:
    """For each place the attribution with the smallest piece of content around it; None where there is none.

    One pass over the places in order of their first token, with the contents still open on a stack.

    Args:
        attributions: whose contents may hold the places.
        places: token ranges, in any order.
        may_hold: whether the place of this index may be held by the attribution of that one.
    """
    pieces = sorted((start, -end, i) for i, each in enumerate(attributions) for start, end in each.content)
    found: list[int | None] = [None] * len(places)
    open_: list[tuple[int, int]] = []
    position = 0
    for place in sorted(range(len(places)), key=lambda i: places[i][0]):
        start, end = places[place]
        while position < len(pieces) and pieces[position][0] <= start:
            open_.append((-pieces[position][1], pieces[position][2]))
            position += 1
        while open_ and open_[-1][0] <= start:
            open_.pop()
        found[place] = next(
            (i for stop, i in open_[: -_DEEP - 1 : -1] if end <= stop and may_hold(place, i)), None
        )
    return found


def extent(attribution: Attribution) -> Range:
    """From the first to the last token of content and cue."""
    cue = attribution.cue
    return hull((*attribution.content, cue) if cue else attribution.content)


def outermost_first(attributions: Sequence[Attribution], around: Sequence[int | None]) -> list[int]:
    """The attributions that others hold, each after the one around it."""
    extents = {i: extent(attributions[i]) for i, holder in enumerate(around) if holder is not None}
    return sorted(extents, key=lambda i: extents[i][0] - extents[i][1])


def quotation_levels(doc: Doc) -> list[int]:
    """In how many quotations each token stands."""
    levels = [0] * len(doc)
    for quotation in doc._.quotations:
        place = slice(quotation.start, quotation.end)
        levels[place] = [level + 1 for level in levels[place]]
    return levels


def said_by(attribution: Attribution) -> Range | None:
    """Cue and source in one, "according to a pool report"; the source or cue alone where they lie apart."""
    parts = [part for part in (attribution.cue, attribution.source) if part]
    if not parts:
        return None
    start, end = hull(parts)
    apart = end - start > sum(end - start for start, end in parts) + 2
    return (attribution.source or attribution.cue) if apart else (start, end)
