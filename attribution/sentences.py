"""Where sentences begin, whatever the network thinks, because their marks say so.

Behind a full stop within closing marks a capital begins one: '… “should never have been built.” | Asked why, Holm'.
"""

from spacy.tokens import Doc

from attribution.columns import word_columns


def begun(doc: Doc) -> list[int]:
    """Tokens that begin a sentence, in order."""
    text = word_columns(doc).text
    return sorted(
        quotation.end
        for quotation in doc._.quotations
        if quotation.closed
        and quotation.end < len(text)
        and text[quotation.end - 2][-1] == "."
        and text[quotation.end][0].isupper()
    )
