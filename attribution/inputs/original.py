"""`Original`: the text view of an article, what its blocks are, and where every character came from.

In the text view paragraphs and other blocks stand apart by blank lines, which are no part of the source;
all other characters map back to those that made them. How a source is read is left to the module of its
format, and how what was read is put together to assembly.py.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
from msgspec import UNSET

from attribution.results import OffsetUnit, Pointer
from attribution.units import unit_offsets

BlockKind = Literal[
    "paragraph",
    "heading",
    "list_item",
    "table_cell",
    "quote",
    "citation",
    "caption",
    "pull_quote",
    "embed",
    "byline",
    "dateline",
]

#: What stands between blocks in the text view.
SEPARATOR = "\n\n"


class Element:
    """An element of HTML or XML by the elements around it and its number among its likes, from 1."""

    __slots__ = ("name", "number", "parent")

    def __init__(self, parent: "Element | None", name: str, number: int) -> None:
        self.parent, self.name, self.number = parent, name, number

    def __str__(self) -> str:
        """As a relative XPath: "article[1]/p[3]"."""
        steps = []
        element: Element | None = self
        while element is not None:
            steps.append(f"{element.name}[{element.number}]")
            element = element.parent
        return "/".join(reversed(steps))


#: An element, or the JSON Pointer or XPath that a client is told as it is.
Place = Element | str


class Piece(NamedTuple):
    """A stretch of the text and the stretch of the source that made it.

    Where both are equally long they map character by character, else as a whole.
    """

    text: str
    start: int
    end: int


class Omission(NamedTuple):
    """A stretch of the source that is no part of the article, such as a menu, and is left out of the text."""

    reason: str
    place: Place
    source: int
    start: int
    end: int
    base: int = 0


class Block(NamedTuple):
    """A block `[start, end)` of the text view, in code points."""

    start: int
    end: int
    kind: BlockKind
    group: int | None
    """The same for a quotation set off in blocks and its citation."""
    place: Place
    source: int
    base: int
    """Where the place's own text starts in the source: pointers count from there."""


class Segment(NamedTuple):
    """A piece in its place: `length` characters of the text from `start`, and the source that made them."""

    start: int
    length: int
    source_start: int
    source_length: int
    block: int
    """Index of the block."""


class Original:
    """An article as it was sent, and its text view.

    Attributes:
        text: what the engine analyses.
        blocks: what the text consists of, in order.
        segments: what made the text, in order; separators between blocks are made by nothing.
        sources: the strings that pointers count in: the HTML, or each field of a document that was read.
        left_out: what is no part of the article, in order.
    """

    def __init__(
        self,
        text: str,
        blocks: Sequence[Block],
        segments: Sequence[Segment],
        sources: Sequence[str],
        left_out: Sequence[Omission],
    ) -> None:
        self.text, self.blocks, self.segments = text, tuple(blocks), tuple(segments)
        self.sources, self.left_out = tuple(sources), tuple(left_out)
        self._starts = [segment.start for segment in segments]
        self._units: dict[tuple[int, OffsetUnit], np.ndarray[Any, np.dtype[np.int64]]] = {}

    def source_range(self, position: int) -> tuple[int, int, Block]:
        """The stretch of the source that made the character at `position` of the text, and its block.

        A separator stands for the empty stretch behind the character before it.
        """
        segment = self.segments[max(bisect_right(self._starts, position) - 1, 0)]
        start, length, source_start, source_length, block = segment
        if position >= start + length:
            return source_start + source_length, source_start + source_length, self.blocks[block]
        if length == source_length:
            source_start += position - start
            return source_start, source_start + 1, self.blocks[block]
        return source_start, source_start + source_length, self.blocks[block]

    def pointer(self, start: int, end: int, unit: OffsetUnit = "codepoint") -> Pointer:
        """Where the stretch `[start, end)` of the text stands in the original, from its first character to its last.

        Args:
            start: in code points of the text, as is `end`; `start < end`.
            end: one past the last character.
            unit: of the offsets in the answer.
        """
        first, _, block = self.source_range(start)
        _, last, end_block = self.source_range(end - 1)
        element, end_element = str(block.place), str(end_block.place)
        return Pointer(
            element=element,
            start=self._offset(block.source, first, block.base, unit),
            end=self._offset(end_block.source, last, end_block.base, unit),
            end_element=UNSET if end_element == element else end_element,
        )

    def omission_pointer(self, omission: Omission, unit: OffsetUnit = "codepoint") -> Pointer:
        """Where in the original something was left out."""
        source, base = omission.source, omission.base
        return Pointer(
            element=str(omission.place),
            start=self._offset(source, omission.start, base, unit),
            end=self._offset(source, omission.end, base, unit),
        )

    def _offset(self, source: int, position: int, base: int, unit: OffsetUnit) -> int:
        if unit == "codepoint":
            return position - base
        units = self._units.get((source, unit))
        if units is None:
            units = self._units[source, unit] = unit_offsets(self.sources[source], unit)
        return int(units[position] - units[base])
