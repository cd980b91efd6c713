"""What the attribution network sees of a document, as arrays.

One code path serves training and the running engine. Per token: hashed lexical ids, the row of its
static vector, its tag, dependency label and place in a quotation; per cue: where
each token of the paragraph stands to it, in words and over the parse.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, HEAD, LOWER, NORM, PREFIX, SENT_START, SHAPE, SUFFIX, TAG
from spacy.tokens import Doc

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

#: Rows of the hashed tables. Two hashes of the norm are summed, so that collisions seldom coincide.
HASHED = {"norm_a": 6000, "norm_b": 6000, "prefix": 500, "suffix": 2000, "shape": 500}
_MULTIPLIERS = {
    "norm_a": 0x9E3779B97F4A7C15,
    "norm_b": 0xC2B2AE3D27D4EB4F,
    "prefix": 0x165667B19E3779F9,
    "suffix": 0xD6E8FEB86659FD93,
    "shape": 0xA0761D6478BD642F,
}

#: Categories of the closed tables: index 0 is "none or unseen".
TAGS = (
    "$ '' , -LRB- -RRB- . : ADD AFX CC CD DT EX FW GW HYPH IN JJ JJR JJS LS MD NFP NN NNP NNPS NNS PDT POS PRP "
    "PRP$ RB RBR RBS RP SYM TO UH VB VBD VBG VBN VBP VBZ WDT WP WP$ WRB XX _SP ``"
).split()
DEPS = (
    "ROOT acl acl:relcl advcl advmod amod appos aux aux:pass case cc ccomp compound conj cop csubj csubj:outer "
    "csubj:pass dep det discourse dislocated expl fixed flat goeswith iobj list mark nmod nmod:desc nmod:poss "
    "nmod:unmarked nsubj nsubj:outer nsubj:pass nummod obj obl obl:agent obl:unmarked orphan parataxis punct "
    "reparandum vocative xcomp"
).split()

#: A token's place in a quotation: outside, opening mark, inside, closing mark.
OUTSIDE, OPENING, INSIDE, CLOSING = range(4)
#: Length class of the quotation a token stands in: none, up to 3, up to 8, up to 25 tokens, longer.
_QUOTE_LENGTHS = np.array([0, 3, 8, 25])

#: Bucket edges for the signed distance of a token to the cue.
DISTANCES = np.array(
    [-50, -30, -20, -14, -10, -7, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 7, 10, 14, 20, 30, 50]
)

UP_STEPS = 4
DOWN_STEPS = 4


@dataclass(frozen=True, slots=True)
class TokenFeatures:
    """Features of all tokens of a document; every array has one row a token."""

    hashed: dict[str, Ints]
    vector_row: Ints
    """Row of the vocabulary's static vectors, -1 where the word has none."""
    tag: Ints
    dep: Ints
    quote: Ints
    quote_length: Ints
    tensor: Floats
    """The shared vectors, (tokens, width)."""
    head: Ints
    """Absolute position of each token's head."""
    sentence: Ints
    """Number of the sentence a token stands in."""


def _closed(labels: tuple[str, ...] | list[str], column: Ints, doc: Doc) -> Ints:
    ids = {doc.vocab.strings[label]: i + 1 for i, label in enumerate(labels)}
    values, inverse = np.unique(column, return_inverse=True)
    return np.array([ids.get(int(value), 0) for value in values], dtype=np.int64)[inverse]


def _hash(column: NDArray[np.uint64], name: str) -> Ints:
    mixed = column * np.uint64(_MULTIPLIERS[name])
    return ((mixed >> np.uint64(33)) % np.uint64(HASHED[name])).astype(np.int64)


def token_features(doc: Doc) -> TokenFeatures:
    """Read the features off a tagged and parsed document with `doc._.quotations`."""
    attributes = [NORM, PREFIX, SUFFIX, SHAPE, LOWER, TAG, DEP, HEAD, SENT_START]
    columns = level_marks(doc, np.asarray(doc.to_array(attributes), dtype=np.uint64).reshape(len(doc), -1))
    norm, prefix, suffix, shape, lower, tag, dep, head, start = columns.T
    quote, quote_length = quote_places(doc)
    return TokenFeatures(
        hashed={
            "norm_a": _hash(norm, "norm_a"),
            "norm_b": _hash(norm, "norm_b"),
            "prefix": _hash(prefix, "prefix"),
            "suffix": _hash(suffix, "suffix"),
            "shape": _hash(shape, "shape"),
        },
        vector_row=np.asarray(doc.vocab.vectors.find(keys=lower), dtype=np.int64),
        tag=_closed(TAGS, tag, doc),
        dep=_closed(DEPS, dep, doc),
        quote=quote,
        quote_length=quote_length,
        tensor=np.asarray(doc.tensor, dtype=np.float32),
        head=np.arange(len(doc)) + head.astype(np.int64),
        sentence=np.cumsum(start.astype(np.int64) == 1),
    )


def level_marks(doc: Doc, columns: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Make every quotation mark look like a straight double one: which kind an outlet sets must not matter."""
    straight = doc.vocab['"']
    lexical = [straight.norm, straight.prefix, straight.suffix, straight.shape, straight.lower]
    opening, closing = doc.vocab.strings["``"], doc.vocab.strings["''"]
    for quotation in doc._.quotations:
        if quotation.opened:
            columns[quotation.start, :6] = [*lexical, opening]
        if quotation.closed:
            columns[quotation.end - 1, :6] = [*lexical, closing]
    return columns


def quote_places(doc: Doc) -> tuple[Ints, Ints]:
    """For each token its place in an outermost quotation, and that quotation's length class."""
    place = np.zeros(len(doc), dtype=np.int64)
    length = np.zeros(len(doc), dtype=np.int64)
    for quotation in doc._.quotations:
        if quotation.level:
            continue
        start, end = quotation.start, quotation.end
        place[start:end] = INSIDE
        if quotation.opened:
            place[start] = OPENING
        if quotation.closed:
            place[end - 1] = CLOSING
        length[start:end] = np.searchsorted(_QUOTE_LENGTHS, end - start - 2) + 1
    return place, np.minimum(length, len(_QUOTE_LENGTHS))


@dataclass(frozen=True, slots=True)
class CueFeatures:
    """How each token of a paragraph stands to one cue; one row a token."""

    distance: Ints
    """Bucket of the signed distance; the cue's own tokens have a bucket of their own."""
    same_sentence: Ints
    up: Ints
    """Steps from the cue's head word up to the first ancestor it shares with the token, and the
    dependency label of the first step, as one id."""
    down: Ints
    """Steps from that ancestor down to the token, and the label of the first step, as one id."""


CUE_BUCKET = len(DISTANCES) + 1
UP_SIZE = (UP_STEPS + 2) * (len(DEPS) + 1)
DOWN_SIZE = (DOWN_STEPS + 2) * (len(DEPS) + 1)


def cue_features(tokens: TokenFeatures, start: int, end: int, cue: tuple[int, int]) -> CueFeatures:
    """The features of tokens [start, end) with respect to a cue inside them."""
    positions = np.arange(start, end)
    signed = np.where(positions < cue[0], positions - cue[0], np.maximum(positions - cue[1] + 1, 0))
    distance = np.searchsorted(DISTANCES, signed)
    distance[cue[0] - start : cue[1] - start] = CUE_BUCKET
    anchor = cue_head(tokens, cue)
    up, down = paths(tokens, start, end, anchor)
    return CueFeatures(
        distance=distance,
        same_sentence=(tokens.sentence[start:end] == tokens.sentence[anchor]).astype(np.int64),
        up=up,
        down=down,
    )


def cue_head(tokens: TokenFeatures, cue: tuple[int, int]) -> int:
    """The cue's word whose head lies outside the cue."""
    for i in range(*cue):
        if not cue[0] <= tokens.head[i] < cue[1] or tokens.head[i] == i:
            return i
    return cue[0]


def paths(tokens: TokenFeatures, start: int, end: int, anchor: int) -> tuple[Ints, Ints]:
    """Dependency paths from `anchor` to each token of [start, end), coarsened to ids.

    Linear in the paragraph: ancestors are followed once, each token remembering its answer.
    """
    size = end - start
    head, dep = tokens.head, tokens.dep
    labels = len(DEPS) + 1
    up = np.zeros(size, dtype=np.int64)
    down = np.zeros(size, dtype=np.int64)
    # The anchor's ancestors, with the steps taken to reach each.
    chain: dict[int, int] = {}
    node = anchor
    while node not in chain:
        chain[node] = len(chain)
        node = int(head[node])
    first = int(dep[anchor])
    sentence = tokens.sentence[anchor]
    # meeting point, steps below it, label of the first step below it
    known: dict[int, tuple[int, int, int]] = {node: (steps, 0, 0) for node, steps in chain.items()}
    for i in range(start, end):
        if tokens.sentence[i] != sentence:
            continue
        trail = []
        node = i
        while node not in known:
            trail.append(node)
            parent = int(head[node])
            if parent == node or len(trail) > size:
                known[node] = (-1, 0, 0)
                break
            node = parent
        rise, fall, label = known[node]
        for below in reversed(trail):
            if below == node:
                continue
            if rise >= 0:
                fall += 1
                label = label or int(dep[below])
            known[below] = (rise, fall, label)
        rise, fall, label = known[i]
        if rise < 0:
            continue
        up[i - start] = (1 + min(rise, UP_STEPS)) * labels + (first if rise else 0)
        down[i - start] = (1 + min(fall, DOWN_STEPS)) * labels + label
    return up, down
