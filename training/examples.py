"""What the network learns from: paragraphs of every corpus, each labelled with what its corpus marks.

PolNeAR marks cues, sources and contents, and no syntax or names. Tags and trees there come from the
syntax teacher (syntax.py), names from the name teacher (teacher.py). What nobody marks is `UNKNOWN`
and costs nothing in training.
"""

import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from spacy.tokens import Doc

from attribution import features
from attribution.annotations import Range
from attribution.blocks import partition
from attribution.kinship import Kinship
from attribution.labels import DEPS, NAME_LABELS, TAGS
from attribution.quotations import quotations_of
from attribution.windows import Window, reading_windows
from training import corpora, names, syntax
from training.paths import WORK

#: The label of a token that nobody labelled, as PyTorch's losses ignore it.
UNKNOWN = -100

#: Where `build` leaves them.
KEPT = WORK / "examples.pickle"


@dataclass(slots=True)
class Example:
    """A paragraph; every array has one row a token."""

    words: features.Words
    place: np.ndarray
    length: np.ndarray
    tag: np.ndarray
    head: np.ndarray
    """Position in the paragraph; a root's is its own."""
    dep: np.ndarray
    opens: np.ndarray
    """1 where a sentence starts."""
    name: np.ndarray
    knows_cues: bool = False
    cues: list[Range] = field(default_factory=list)
    labels: list[np.ndarray] = field(default_factory=list)
    distances: list[np.ndarray] = field(default_factory=list)
    kin: list[Kinship] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.tag)


def ids(labels: Sequence[str], values: Iterable[str]) -> np.ndarray:
    known = {label: i for i, label in enumerate(labels)}
    return np.array([known.get(value, UNKNOWN) for value in values], dtype=np.int64)


def paragraphs(doc: Doc, named: np.ndarray | None = None) -> Iterator[tuple[Window, Example]]:
    """Cut a document with blocks and quotations into examples, with the tags, trees and names that it has."""
    place, length = features.quote_places(doc)
    parsed = doc.has_annotation("DEP")
    nothing = np.full(len(doc), UNKNOWN, dtype=np.int64)
    tag = ids(TAGS, (t.tag_ for t in doc)) if doc.has_annotation("TAG") else nothing
    head = np.array([t.head.i for t in doc]) if parsed else nothing
    dep = ids(DEPS, (t.dep_ for t in doc)) if parsed else nothing
    opens = np.array([int(bool(t.is_sent_start)) for t in doc]) if parsed else nothing
    if named is None:
        named = nothing
        if doc.has_annotation("ENT_IOB"):
            named = ids(NAME_LABELS, corpora.name_labels(doc))
    for window in reading_windows(doc):
        start, end, _ = window
        own = head[start:end]
        inside = (own >= start) & (own < end)
        yield (
            window,
            Example(
                words=features.words([token.orth for token in doc[start:end]], doc.vocab),
                place=place[start:end],
                length=length[start:end],
                tag=tag[start:end],
                head=np.where(inside, own - start, UNKNOWN),
                dep=np.where(inside, dep[start:end], UNKNOWN),
                opens=opens[start:end],
                name=named[start:end],
            ),
        )


def token_range(doc: Doc, start: int, end: int) -> Range | None:
    """Tokens of a character span, edge whitespace dropped."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return None
    first, last = span.start, span.end
    while first < last and doc[first].is_space:
        first += 1
    while last > first and doc[last - 1].is_space:
        last -= 1
    return (first, last) if first < last else None


def attributed(doc: Doc, attributions: list[dict], named: np.ndarray | None) -> Iterator[Example]:
    """The examples of a PolNeAR article. Content outside the cue's own paragraph is left to the rules."""
    gold = []
    for attribution in attributions:
        cue = attribution["cue"] and token_range(doc, *attribution["cue"][0])
        if cue:
            gold.append((cue, attribution))
    for (start, end, prose), example in paragraphs(doc, named):
        example.knows_cues = prose
        for cue, attribution in gold:
            if not (start <= cue[0] and cue[1] <= end):
                continue
            labels = np.zeros(end - start, dtype=np.int64)
            for role, opening in (("content", 3), ("source", 1)):
                for piece in attribution[role]:
                    span = token_range(doc, *piece)
                    if span is None:
                        continue
                    first, last = max(span[0], start), min(span[1], end)
                    if first < last:
                        labels[first - start : last - start] = opening + 1
                        labels[first - start] = opening
            labels[cue[0] - start : cue[1] - start] = 0
            example.cues.append((cue[0] - start, cue[1] - start))
            example.labels.append(labels)
            example.distances.append(features.distances(np.arange(start, end), np.array(cue)))
        yield example


def polnear(split: str) -> list[list[Example]]:
    """The examples of each article of a PolNeAR split."""
    nlp = syntax.teacher()
    articles = corpora.polnear(split)
    texts = [article["text"] for article in articles]
    found = []
    silver = names.labelled() if split == "train" else None
    for doc, article in zip(nlp.pipe(texts, batch_size=16), articles, strict=True):
        named = names.align(doc, silver) if silver else None
        found.append(list(attributed(doc, article["attributions"], named)))
    return found


def others(docs: Iterable[Doc]) -> Iterator[Example]:
    """The examples of documents of a treebank or name corpus."""
    for doc in docs:
        doc._.blocks = tuple(partition(doc))
        doc._.quotations = tuple(quotations_of(doc))
        yield from (example for _, example in paragraphs(doc))


def other_corpora(split: str) -> Iterator[Doc]:
    """The treebanks, and of `train` the name corpora."""
    vocab = syntax.teacher().vocab
    yield from corpora.treebank(vocab, f"en_ewt-ud-{split}")
    yield from corpora.treebank(vocab, f"gum-{split}", names=True)
    if split == "train":
        for name, splits in corpora.name_corpora(vocab).items():
            # Tweets are many and unlike news: a third of them is enough.
            yield from splits["train"][:: 3 if name == "btc" else 1]


def load() -> dict:
    """What `build` kept: `train` and `dev`, lists of articles that are lists of examples; `other`, `other-dev`."""
    kept: dict = pickle.loads(KEPT.read_bytes())
    return kept


def build() -> None:
    """Label all corpora and keep the examples; those of PolNeAR by article."""
    kept = {
        "train": polnear("train"),
        "dev": polnear("dev"),
        "other": list(others(other_corpora("train"))),
        "other-dev": list(others(other_corpora("dev"))),
    }
    KEPT.write_bytes(pickle.dumps(kept))
