"""What the engine is held against: a tokenizer, the usual small pipeline, and textacy on top of it.

No trained English pipeline comes with the project, and none can be fetched. So one of the usual make-up is trained
for some seconds on what our engine finds in our own articles. It reads badly, and as fast as a good one: the same
matrices, and the parser and the names take about as many steps as they would on gold.
"""

import random
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import spacy
import textacy.constants
from spacy.attrs import LEMMA, ORTH, POS, TAG
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import fix_random_seed, minibatch
from textacy.extract.triples import direct_quotations

#: How often the training goes through our articles.
EPOCHS = 8

#: Texts that `pipe` of the bare pipeline takes at once: the fastest for it of 4, 8, 16, 32 and the usual 256.
BATCH = 16

#: The vectors of the usual small size, spaCy's default: looked up once and shared by what follows.
VECTORS = {
    "@architectures": "spacy.HashEmbedCNN.v2",
    "width": 96,
    "depth": 4,
    "embed_size": 2000,
    "window_size": 1,
    "maxout_pieces": 3,
    "subword_features": True,
    "pretrained_vectors": None,
}
LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "*"}


def _steps(state: str) -> dict[str, object]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": state,
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": LISTENER,
    }


def bare_pipeline(annotated: Iterable[Doc]) -> Language:
    """A pipeline of tagger, parser and names on shared vectors of width 96 and depth 4.

    Args:
        annotated: what it is trained on: documents with tags, heads and names.
    """
    fix_random_seed(1)
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": VECTORS})
    nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": LISTENER}})
    nlp.add_pipe("parser", config={"model": _steps("parser")})
    nlp.add_pipe("ner", config={"model": _steps("ner")})
    examples = [Example(nlp.make_doc(part.text), part) for doc in annotated for part in _parts(doc)]
    optimizer = nlp.initialize(lambda: examples)
    chance = random.Random(1)  # the same weights at every run
    for _ in range(EPOCHS):
        chance.shuffle(examples)
        for batch in minibatch(examples, size=8):
            nlp.update(batch, sgd=optimizer, drop=0.1)
    return nlp


def _parts(doc: Doc) -> Iterator[Doc]:
    """Stretches of some sentences: long enough to learn where one ends, and short enough for many steps."""
    sentences = list(doc.sents)
    for first in range(0, len(sentences), 4):
        group = sentences[first : first + 4]
        yield doc[group[0].start : group[-1].end].as_doc()


class Quotations(NamedTuple):
    """What textacy found in a collection."""

    quotations: int
    refused: int
    """Articles with an odd number of quotation marks: textacy raises, and finds nothing there."""


class Textacy:
    """textacy's direct quotations, from documents that the bare pipeline has read.

    It asks for lemmas of verbs and coarse parts of speech. A user's pipeline has two more stages for those; here an
    array is filled in, which costs next to nothing: the comparison errs in textacy's favour.
    """

    def __init__(self, nlp: Language) -> None:
        strings = nlp.vocab.strings
        self.verbs = {strings.add(tag): strings["VERB"] for tag in ("VB", "VBD", "VBG", "VBN", "VBP", "VBZ")}
        self.lemmas = {
            strings.add(form): strings.add(verb)
            for verb in textacy.constants.REPORTING_VERBS["en"]
            for form in forms(verb)
        }

    def __call__(self, docs: Iterable[Doc]) -> Quotations:
        found = refused = 0
        for doc in docs:
            self._fill_in(doc)
            try:
                found += len(list(direct_quotations(doc)))
            except ValueError:
                refused += 1
        return Quotations(found, refused)

    def _fill_in(self, doc: Doc) -> None:
        given = doc.to_array([TAG, ORTH])
        for column, meaning in enumerate((self.verbs, self.lemmas)):
            given[:, column] = [meaning.get(value, 0) for value in given[:, column].tolist()]
        doc.from_array([POS, LEMMA], given)  # type: ignore[arg-type]


#: Where a form of one of textacy's verbs is not made by an ending.
IRREGULAR = {"say": "said", "tell": "told", "think": "thought", "write": "wrote", "admit": "admitted"}


def forms(verb: str) -> set[str]:
    """The forms of a verb (reply: replies, replied, replying), and some strings that are no words."""
    stem = verb.removesuffix("e")
    soft = f"{verb[:-1]}i" if verb.endswith("y") else stem
    return {verb, f"{verb}s", f"{soft}es", f"{stem}ed", f"{soft}ed", f"{verb}ing", f"{stem}ing"} | {
        IRREGULAR.get(verb, verb)
    }
