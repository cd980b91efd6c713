"""Warnings: what a client should know about an answer, beside the quotes.

Tells of another language, of text that was left out, and of quotation marks without a partner.
"""

from spacy.tokens import Doc

from attribution.annotations import Range
from attribution.blocks import left_out
from attribution.language import is_english
from attribution.results import Warning
from attribution.spans import Offsets

#: Reasons to leave a block out that have a code and a sentence of their own.
_OWN = {
    "repeated_pull_quote": (
        "repeated_pull_quote",
        "A pull quote repeats words of the article; they are counted once, where the article has them.",
    ),
    "embed": ("embed_left_out", "An embedded post is shown, and not analysed as the article's words."),
}


def warnings(doc: Doc, offsets: Offsets) -> list[Warning]:
    """What to warn of: what stands in the text in its order, then what the original has beside it."""
    found = []
    if not is_english(offsets.text):
        found.append(
            Warning(
                code="not_english", detail="The text does not look like English; the answer is unreliable."
            )
        )
    for reason, tokens in left_out(doc):
        code, detail = _OWN.get(reason, ("furniture_left_out", sentence(reason)))
        found.append(warning(code, detail, tokens, offsets))
    carried_on = {quotation.continues for quotation in doc._.quotations}
    for i, quotation in enumerate(doc._.quotations):
        if quotation.level == 0 and not quotation.closed and i not in carried_on:
            found.append(
                warning(
                    "unclosed_quotation",
                    "A quotation mark has no partner; the quotation was ended where its paragraph ends.",
                    (quotation.start, quotation.end),
                    offsets,
                )
            )
    if offsets.original is not None:
        for omission in offsets.original.left_out:
            found.append(
                Warning(
                    code="furniture_left_out",
                    detail=sentence(omission.reason),
                    original=offsets.original.omission_pointer(omission, offsets.unit),
                )
            )
    return found


def sentence(reason: str) -> str:
    """A sentence for people about something left out."""
    return f"Left out as no part of the article: {reason.replace('_', ' ')}."


def warning(code: str, detail: str, tokens: Range, offsets: Offsets) -> Warning:
    """A warning about a stretch of the text."""
    span = offsets.span(tokens)
    return Warning(code=code, detail=detail, start=span.start, end=span.end, original=span.original)
