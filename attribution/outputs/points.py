"""Positions in code points, whatever unit the answer has them in."""

from typing import NamedTuple

import numpy as np

from attribution.results import OffsetUnit, Span
from attribution.units import unit_offsets


class Piece(NamedTuple):
    """A stretch of the text, in code points."""

    start: int
    end: int


class Points:
    """Finds the spans of an answer in the text, as Python counts it."""

    def __init__(self, text: str, unit: OffsetUnit) -> None:
        self._offsets = None if unit == "codepoint" else unit_offsets(text, unit)

    def piece(self, span: Span) -> Piece:
        """Where the span is: `text[start:end] == span.text`."""
        if self._offsets is None:
            return Piece(span.start, span.end)
        start, end = np.searchsorted(self._offsets, [span.start, span.end])
        return Piece(int(start), int(end))
