"""From token ranges to spans: exact slices of the text in one offset unit, with their place in the original."""

import msgspec
from msgspec import UNSET
from spacy.tokens import Doc

from attribution.annotations import Range
from attribution.columns import text_and_starts, word_columns
from attribution.inputs.original import Original
from attribution.results import AROUND, OffsetUnit, Span
from attribution.units import unit_offsets


class Offsets:
    """Turns token ranges into spans of the text in one offset unit."""

    def __init__(self, doc: Doc, unit: OffsetUnit) -> None:
        self.text, self.starts = text_and_starts(doc)
        self.unit = unit
        self.original: Original | None = doc._.original
        self.tokens = word_columns(doc).text
        self.units = None if unit == "codepoint" else unit_offsets(self.text, unit)

    def words(self, tokens: Range) -> str:
        """The words as they stand in the text."""
        start, end = self.place(tokens)
        return self.text[start:end]

    def place(self, tokens: Range) -> Range:
        """Where the words stand in the text, in code points."""
        first, last = tokens[0], tokens[1] - 1
        return self.starts[first], self.starts[last] + len(self.tokens[last])

    def span(self, tokens: Range) -> Span:
        start, end = self.place(tokens)
        text = self.text[start:end]
        original = UNSET if self.original is None else self.original.pointer(start, end, self.unit)
        if self.units is not None:
            start, end = int(self.units[start]), int(self.units[end])
        return Span(start=start, end=end, text=text, original=original)

    def anchored(self, tokens: Range) -> Span:
        """The span with what stands around it."""
        start, end = self.place(tokens)
        return msgspec.structs.replace(
            self.span(tokens),
            prefix=self.text[max(0, start - AROUND) : start],
            suffix=self.text[end : end + AROUND],
        )

    def maybe(self, tokens: Range | None) -> Span | None:
        return None if tokens is None else self.span(tokens)
