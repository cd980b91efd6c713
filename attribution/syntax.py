"""The second reading: tags anew, sentences, dependency trees and names, now that quotations are known."""

import numpy as np
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, TAG
from spacy.language import Language
from spacy.tokens import Doc

from attribution.labels import DEPS, NAMES, TAGS, keys
from attribution.names import OUTSIDE


@Language.factory(
    "attribution_syntax",
    assigns=["token.tag", "token.dep", "token.head", "token.is_sent_start", "doc.ents"],
    requires=["doc._.reading", "doc._.quotations"],
)
def make_syntax(nlp: Language, name: str) -> "Parser":
    """Make the component; it runs after the quotations."""
    for label in (*DEPS, *NAMES, "dep"):
        nlp.vocab.strings.add(label)
    return Parser()


class Parser:
    """Writes tags, heads, dependency labels, sentence starts and names."""

    def __call__(self, doc: Doc) -> Doc:
        reading = doc._.reading
        reading.go_on(doc)
        _, head, dep = reading.trees
        iob, kind = reading.names()
        strings = doc.vocab.strings
        # White space between blocks hangs on the word before it.
        columns = np.empty((len(doc), 5), dtype=np.uint64)
        columns[:] = [-1 & 0xFFFF_FFFF_FFFF_FFFF, strings["dep"], OUTSIDE, 0, strings["_SP"]]
        columns[:1, 0] = 0
        tokens = reading.tokens
        columns[tokens, 0] = (tokens[head] - tokens).astype(np.uint64)
        columns[tokens, 1] = keys(doc.vocab, DEPS)[dep]
        columns[tokens, 2] = iob
        columns[tokens, 3] = np.where(iob == OUTSIDE, 0, keys(doc.vocab, NAMES)[kind])
        columns[tokens, 4] = keys(doc.vocab, TAGS)[reading.tags()]
        doc.from_array([HEAD, DEP, ENT_IOB, ENT_TYPE, TAG], columns)  # type: ignore[arg-type]
        return doc
