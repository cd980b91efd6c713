"""The engine: the order of its stages, and one call from text to answer."""

from collections.abc import Collection
from pathlib import Path

import spacy
from spacy.language import Language

from attribution import annotations
from attribution.answer import answer_for
from attribution.results import QUOTE_KINDS, Answer, OffsetUnit, QuoteKind

#: The shipped pipeline, for `spacy.load`.
MODEL = Path(__file__).with_name("model")

#: Characters of the longest text that `load`'s pipeline takes.
LONGEST_TEXT = 50_000_000

#: Every stage in order. Each is a spaCy component in the module of its name.
STAGES = (
    "attribution_blocks",
    "tok2vec",
    "tagger",
    "parser",
    "ner",
    "attribution_quotations",
    "attribution_links",
    "attribution_speakers",
    "attribution_anonymity",
    "attribution_channels",
    "attribution_refusals",
    "attribution_provenance",
)


def load(path: Path = MODEL) -> Language:
    """Load the pipeline; reads only files below `path`."""
    annotations.register()
    nlp = spacy.load(path)
    # spaCy's bound guards models that are hungrier for memory; how long an article may be is for the caller to say.
    nlp.max_length = LONGEST_TEXT
    return nlp


def analyse(
    nlp: Language,
    text: str,
    *,
    id: str | None = None,
    publication: str | None = None,
    offset_unit: OffsetUnit = "codepoint",
    kinds: Collection[QuoteKind] = QUOTE_KINDS,
) -> Answer:
    """The answer for one article. Deterministic: the same text gives the same answer.

    Args:
        nlp: what `load` returned.
        text: the article, as plain text; offsets in the answer refer to it.
        id: echoed in the answer.
        publication: the outlet that the article appeared in; told "The Times" is an interview in The Times.
        offset_unit: the unit of every offset in the answer.
        kinds: the kinds of quote to keep.
    """
    with nlp.memory_zone():
        doc = nlp.make_doc(text)
        doc._.publication = publication
        return answer_for(nlp(doc), model=nlp.meta, id=id, offset_unit=offset_unit, kinds=kinds)
