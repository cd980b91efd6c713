"""The second reading: tags anew, sentences, dependency trees and names, now that quotations are known."""

import numpy as np
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, TAG
from spacy.language import Language
from spacy.tokens import Doc

from attribution.columns import keep_columns
from attribution.labels import DEPS, NAMES, TAGS, keys
from attribution.names import OUTSIDE

#: What the network tells apart, and last what a token has that it does not read, or finds no name at.
_DEPS = (*DEPS, "dep")
_NAMES = (*NAMES, "")
_SPACE = TAGS.index("_SP")


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
        tokens = reading.tokens
        # White space between blocks, which is not read, hangs on the word before it.
        heads = np.maximum(np.arange(len(doc)) - 1, 0)
        heads[tokens] = tokens[head]
        deps, names, tags = (np.full(len(doc), other) for other in (len(DEPS), len(NAMES), _SPACE))
        deps[tokens] = dep
        names[tokens] = np.where(iob == OUTSIDE, len(NAMES), kind)
        tags[tokens] = reading.tags()
        begins = np.full(len(doc), OUTSIDE)
        begins[tokens] = iob
        table = np.empty((len(doc), 5), dtype=np.uint64)
        table[:, 0] = (heads - np.arange(len(doc))).astype(np.uint64)
        table[:, 1] = keys(_DEPS)[deps]
        table[:, 2] = begins
        table[:, 3] = keys(_NAMES)[names]
        table[:, 4] = keys(TAGS)[tags]
        doc.from_array([HEAD, DEP, ENT_IOB, ENT_TYPE, TAG], table)  # type: ignore[arg-type]
        keep_columns(
            doc,
            tag=[TAGS[i] for i in tags.tolist()],
            dep=[_DEPS[i] for i in deps.tolist()],
            head=heads.tolist(),
            ent_type=[_NAMES[i] for i in names.tolist()],
        )
        return doc
