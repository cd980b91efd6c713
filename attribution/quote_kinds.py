"""direct, mixed, indirect: every, some or no word of the content stands in quotation marks."""

from collections.abc import Sequence

import numpy as np
from spacy.tokens import Doc

from attribution.annotations import Attribution
from attribution.columns import word_columns
from attribution.results import QuoteKind

#: Where a document keeps the counts.
_KEPT = "words in marks"


#: How many of the words before a position stand in quotation marks, and how many words there are.
Counts = tuple[int, int]


def words_in_marks(doc: Doc) -> list[Counts]:
    """The counts at each position, the end of the document included.

    They are counted once a document, when its quotations are known.
    """
    kept: list[Counts] | None = doc.user_data.get(_KEPT)
    if kept is None:
        kept = doc.user_data[_KEPT] = _counted(doc)
    return kept


def _counted(doc: Doc) -> list[Counts]:
    inside = np.zeros(len(doc), dtype=bool)
    for quotation in doc._.quotations:
        inside[quotation.start : quotation.end] = True
    text = word_columns(doc).text
    is_word = np.fromiter(map(str.isalnum, text), dtype=bool, count=len(text))
    for i in np.flatnonzero(~is_word).tolist():
        is_word[i] = any(map(str.isalnum, text[i]))
    quoted, words = np.cumsum(inside & is_word).tolist(), np.cumsum(is_word).tolist()
    return list(zip([0, *quoted], [0, *words], strict=True))


def quote_kind(attribution: Attribution, marked: Sequence[Counts]) -> QuoteKind:
    """The kind of one attribution; `marked` is from `words_in_marks`."""
    quoted = words = 0
    for start, end in attribution.content:
        quoted += marked[end][0] - marked[start][0]
        words += marked[end][1] - marked[start][1]
    if 0 < words == quoted:
        return "direct"
    return "mixed" if quoted else "indirect"
