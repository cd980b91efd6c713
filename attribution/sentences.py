"""Where sentences begin, whatever the network thinks, because their marks say so.

Behind a full stop within closing marks a capital begins one: '… “should never have been built.” | Asked why, Holm'.
"""

from collections.abc import Sequence

from spacy.lang.lex_attrs import is_quote
from spacy.tokens import Doc

from attribution.annotations import Quotation
from attribution.columns import word_columns


def begun(doc: Doc) -> list[int]:
    """Tokens that begin a sentence, in order."""
    text = word_columns(doc).text
    return sorted(
        quotation.end
        for quotation in doc._.quotations
        if quotation.closed
        and not quotation.level
        and quotation.end < len(text)
        and text[quotation.end][0].isupper()
        and last_word(text, quotation)[-1] == "."
    )


def last_word(text: Sequence[str], quotation: Quotation) -> str:
    """The last token of a quotation that is no mark: the stop of "… can't be happening.'”"."""
    return next(
        (text[i] for i in range(quotation.end - 1, quotation.start, -1) if not is_quote(text[i])),
        text[quotation.start],
    )
