"""direct, mixed, indirect: every, some or no word of the content stands in quotation marks."""

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from attribution.annotations import Attribution
from attribution.results import QuoteKind


def words_in_marks(doc: Doc) -> NDArray[np.int64]:
    """How many of the words before each position stand in quotation marks, and how many words there are: (n + 1, 2)."""
    inside = np.zeros(len(doc), dtype=bool)
    for quotation in doc._.quotations:
        inside[quotation.start : quotation.end] = True
    is_word = np.array([any(c.isalnum() for c in token.text) for token in doc], dtype=bool)
    counts = np.zeros((len(doc) + 1, 2), dtype=np.int64)
    counts[1:, 0] = np.cumsum(inside & is_word)
    counts[1:, 1] = np.cumsum(is_word)
    return counts


def quote_kind(attribution: Attribution, marked: NDArray[np.int64]) -> QuoteKind:
    """The kind of one attribution; `marked` is from `words_in_marks`."""
    quoted, words = sum((marked[end] - marked[start] for start, end in attribution.content), np.zeros(2, int))
    if 0 < words == quoted:
        return "direct"
    return "mixed" if quoted else "indirect"
