"""Long articles read in parts.

The vectors, the parser and the names look at a few words around each; yet on one long document their
working memory grows to gigabytes and out of the processor's cache. So from a certain length on they run
on stretches of whole paragraphs, and what they found is put together on the article. All other
stages see the article as a whole.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, NORM, SENT_START, TAG
from spacy.language import Language
from spacy.tokens import Doc

from attribution.annotations import Range

#: The stages that are run on parts.
LOCAL = ("tok2vec", "tagger", "parser", "ner")

#: Tokens of a part: longer articles are cut at the last paragraph that begins within so many.
LONGEST = 4096

#: What those stages are given beside the words, and what they find.
GIVEN = [NORM, SENT_START]
FOUND = [TAG, DEP, HEAD, ENT_IOB, ENT_TYPE]

Stage = Callable[[Doc], Doc]


def annotate(nlp: Language, doc: Doc) -> Doc:
    """Run every stage of the pipeline over the document, as `nlp(doc)` does, in bounded memory."""
    local = [stage for name, stage in nlp.pipeline if name in LOCAL]
    for name, stage in nlp.pipeline:
        if name not in LOCAL or len(doc) <= LONGEST:
            doc = stage(doc)
        elif stage is local[0]:
            doc = read(doc, local)
    return doc


def read(doc: Doc, stages: Sequence[Stage]) -> Doc:
    """The document with what the stages find in its parts."""
    given = doc.to_array(GIVEN)
    found, vectors = [], []
    for start, end in parts(doc):
        span = doc[start:end]
        part = Doc(doc.vocab, [token.text for token in span], [bool(token.whitespace_) for token in span])
        part.from_array(GIVEN, given[start:end])  # type: ignore[arg-type]
        for stage in stages:
            part = stage(part)
        found.append(part.to_array(FOUND))
        vectors.append(part.tensor)
    doc.from_array(FOUND, np.concatenate(found))  # type: ignore[arg-type]
    doc.tensor = np.concatenate(vectors)
    return doc


def parts(doc: Doc) -> Iterator[Range]:
    """Stretches of at most `LONGEST` tokens that begin where a block begins, unless a block is longer than that."""
    start = 0
    last = 0
    for block in doc._.blocks:
        while block.end - start > LONGEST:
            cut = last if last > start else start + LONGEST
            yield start, cut
            start = cut
        last = block.end
    if start < len(doc):
        yield start, len(doc)
