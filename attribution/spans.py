"""From token ranges to spans: exact slices of the text in one offset unit, with their place in the original."""

import msgspec
from msgspec import UNSET
from spacy.tokens import Doc

from attribution.annotations import Range
from attribution.inputs.original import Original
from attribution.results import AROUND, OffsetUnit, Span
from attribution.units import unit_offsets


class Offsets:
    """Turns token ranges into spans of the text in one offset unit."""

    def __init__(self, doc: Doc, unit: OffsetUnit) -> None:
        self.text = doc.text
        self.unit = unit
        self.original: Original | None = doc._.original
        self.starts = [token.idx for token in doc]
        self.ends = [token.idx + len(token) for token in doc]
        self.units = None if unit == "codepoint" else unit_offsets(self.text, unit)

    def span(self, tokens: Range) -> Span:
        start, end = self.starts[tokens[0]], self.ends[tokens[1] - 1]
        text = self.text[start:end]
        original = UNSET if self.original is None else self.original.pointer(start, end, self.unit)
        if self.units is not None:
            start, end = int(self.units[start]), int(self.units[end])
        return Span(start=start, end=end, text=text, original=original)

    def anchored(self, tokens: Range) -> Span:
        """The span with what stands around it."""
        start, end = self.starts[tokens[0]], self.ends[tokens[1] - 1]
        return msgspec.structs.replace(
            self.span(tokens),
            prefix=self.text[max(0, start - AROUND) : start],
            suffix=self.text[end : end + AROUND],
        )

    def maybe(self, tokens: Range | None) -> Span | None:
        return None if tokens is None else self.span(tokens)
