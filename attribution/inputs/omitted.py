"""What a page has beside the article, found while it is read, and whether it is left out after all.

Decides only the last: pages wrap whole articles in a form, or in an element with a class such as "share-on".
"""

from collections.abc import Iterable, Sequence

from attribution.inputs.original import Place

#: A block of at least so many words is prose: menus and lists of headlines have shorter ones.
PROSE_WORDS = 15
#: If less than this share of a page's prose is left, too much was left out.
LEAST_KEPT = 0.1
#: How many wrappers within each other are looked for.
MOST_WRAPPERS = 4
#: Deeper within each other than this, stretches are not told apart.
DEEPEST = 8


class Omitted:
    """A stretch `[start, end)` of a source that may be left out."""

    __slots__ = ("around", "depth", "end", "has_text", "is_wrapper", "place", "reason", "start")

    def __init__(self, reason: str, place: Place, start: int, around: "Omitted | None") -> None:
        self.reason, self.place, self.start, self.around = reason, place, start, around
        self.depth: int = around.depth + 1 if around else 1
        self.end = start
        self.has_text = False
        self.is_wrapper = False
        """Whether it holds the article itself."""

    @property
    def outermost(self) -> "Omitted | None":
        """The outermost of those around it, itself included, that is left out."""
        found: Omitted | None = None
        here: Omitted | None = self
        while here is not None:
            found = found if here.is_wrapper else here
            here = here.around
        return found


def find_wrappers(blocks: Sequence[tuple[Omitted | None, int]]) -> None:
    """Mark what must not be left out, because next to nothing of the page would remain.

    Args:
        blocks: for all that the page says, what it lies in and how many words it has.
    """
    weights = [(within, words if words >= PROSE_WORDS else 0) for within, words in blocks]
    if not any(words for _, words in weights):
        weights = list(blocks)
    total = sum(words for _, words in weights)
    for _ in range(MOST_WRAPPERS):
        lost: dict[Omitted, int] = {}
        kept = 0
        for within, words in weights:
            outer = within.outermost if within else None
            if outer is None:
                kept += words
            else:
                lost[outer] = lost.get(outer, 0) + words
        if kept > LEAST_KEPT * total or not any(lost.values()):
            return
        max(lost, key=lambda one: lost[one]).is_wrapper = True


def left_out(omitted: Iterable[Omitted]) -> list[Omitted]:
    """The outermost stretches that hold text and are left out, in order."""
    outer = {one.outermost for one in omitted if one.has_text}
    return sorted((one for one in outer if one is not None), key=lambda one: one.start)
