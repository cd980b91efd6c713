"""Articles whose attributions are marked by hand, to test one stage apart from those before it."""

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from attribution import annotations
from attribution.annotations import Attribution, Range
from attribution.pipeline import READING

#: The stages that read the text; what follows them is set by hand.


def marked_doc(nlp: Language, text: str, quotes: list[dict[str, Any]], publication: str | None = None) -> Doc:
    """The article as read, with one attribution a quote in the order given.

    Args:
        nlp: the whole pipeline; only its reading stages run.
        text: the article.
        quotes: each has `content`, and maybe `cue`, `source` (words of the text: of several places the
            one nearest to the content counts) and `speaker` (any word; the same one for the same speaker).
        publication: the outlet of the article.
    """
    annotations.register()
    doc = nlp.make_doc(text)
    doc._.publication = publication
    for name, stage in nlp.pipeline:
        if name in READING:
            doc = stage(doc)
    keys = [quote.get("speaker") for quote in quotes]
    known = list(dict.fromkeys(key for key in keys if key is not None))
    doc._.attributions = tuple(_attribution(doc, quote) for quote in quotes)
    doc._.speakers = tuple(None if key is None else known.index(key) for key in keys)
    return doc


def _attribution(doc: Doc, quote: dict[str, Any]) -> Attribution:
    start = doc.text.index(quote["content"])
    content = (start, start + len(quote["content"]))
    return Attribution(
        content=(_tokens(doc, *content),),
        cue=_near(doc, quote.get("cue"), content),
        source=_near(doc, quote.get("source"), content),
        probability=1.0,
        source_probability=1.0,
    )


def _near(doc: Doc, words: str | None, content: Range) -> Range | None:
    if words is None:
        return None
    places = []
    start = doc.text.find(words)
    while start >= 0:
        end = start + len(words)
        if not (start < content[1] and content[0] < end) and _at_word(doc.text, start, end):
            places.append((max(content[0] - end, start - content[1]), start, end))
        start = doc.text.find(words, start + 1)
    assert places, f"{words!r} is not in the text"
    _, start, end = min(places)
    return _tokens(doc, start, end)


def _at_word(text: str, start: int, end: int) -> bool:
    """Whether no word is cut: "he" is not found in "the"."""
    return not any(text[i - 1 : i].isalnum() and text[i : i + 1].isalnum() for i in (start, end))


def _tokens(doc: Doc, start: int, end: int) -> Range:
    span = doc.char_span(start, end, alignment_mode="expand")
    assert span is not None
    return span.start, span.end
