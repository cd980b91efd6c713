"""The front of the pipeline without a model: tokenizer, blocks and quotations, for tests of their own."""

from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from attribution import annotations
from attribution.blocks import BlockFinder
from attribution.quotations import QuotationFinder
from attribution.tokens import customise


@cache
def blank() -> Language:
    annotations.register()
    nlp = customise(spacy.blank("en"))
    nlp.max_length = 10**8
    return nlp


def with_blocks(text: str) -> Doc:
    return BlockFinder()(blank().make_doc(text))


def with_quotations(text: str) -> Doc:
    """The document with its quotations, by spacing and shape alone: nothing is tagged."""
    return QuotationFinder()(with_blocks(text))


def words(text: str) -> list[str]:
    return [token.text for token in blank().make_doc(text)]
