"""What the network sees of a document, as arrays.

One code path serves training and the running engine. Of a word: hashed ids of its form and the row of
its static vector, the same wherever it stands. Of a token: its place in a quotation. Of a cue: how far
from it each token of the paragraph stands.
"""

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from spacy.vocab import Vocab

from attribution.tokens import DOUBLE_MARKS, TWIN_MARKS

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Keys = NDArray[np.uint64]

#: Rows of the hashed tables. Two hashes of the word are summed, so that collisions seldom coincide.
HASHED = {"word_a": 6000, "word_b": 6000, "prefix": 500, "suffix": 2000, "shape": 500}
_MULTIPLIERS = {
    "word_a": 0x9E3779B97F4A7C15,
    "word_b": 0xC2B2AE3D27D4EB4F,
    "prefix": 0x165667B19E3779F9,
    "suffix": 0xD6E8FEB86659FD93,
    "shape": 0xA0761D6478BD642F,
}

#: Marks that the network sees as a straight double one: which kind an outlet sets must not matter.
LEVELLED = (*DOUBLE_MARKS, *TWIN_MARKS, "‘", "‹", "›", "‚")

#: A token's place in a quotation: outside, opening mark, inside, closing mark.
PLACES = OUTSIDE, OPENING, INSIDE, CLOSING = range(4)
#: Length class of the quotation a token stands in: none, up to 3, up to 8, up to 25 tokens, longer.
_QUOTE_LENGTHS = (0, 3, 8, 25)
LENGTH_CLASSES = len(_QUOTE_LENGTHS) + 1

#: Bucket edges for the signed distance of a token to the cue; the cue's own tokens have a bucket of their own.
DISTANCES = np.array(
    [-50, -30, -20, -14, -10, -7, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 7, 10, 14, 20, 30, 50]
)
CUE_BUCKET = len(DISTANCES) + 1
_FARTHEST = int(DISTANCES[-1]) + 1
#: The bucket of every distance, from that on which all farther ones share.
_BUCKETS = np.searchsorted(DISTANCES, np.arange(-_FARTHEST, _FARTHEST + 1))


class Words(NamedTuple):
    """Features of words; every array has one row a word."""

    hashed: dict[str, Ints]
    """Row of each hashed table."""
    vector_row: Ints
    """Row of the vocabulary's static vectors, -1 where the word has none."""


def words(ids: Iterable[int], vocab: Vocab) -> Words:
    """Features of words, which are given by their ids in the string store."""
    levelled = {vocab.strings[mark] for mark in LEVELLED}
    entries = [vocab['"' if word in levelled else word] for word in ids]
    lower, prefix, suffix, shape = (
        np.array([getattr(entry, name) for entry in entries], dtype=np.uint64)
        for name in ("lower", "prefix", "suffix", "shape")
    )
    return Words(
        hashed={
            "word_a": _hash(lower, "word_a"),
            "word_b": _hash(lower, "word_b"),
            "prefix": _hash(prefix, "prefix"),
            "suffix": _hash(suffix, "suffix"),
            "shape": _hash(shape, "shape"),
        },
        vector_row=np.asarray(vocab.vectors.find(keys=lower), dtype=np.int64),
    )


def _hash(column: Keys, name: str) -> Ints:
    mixed = column * np.uint64(_MULTIPLIERS[name])
    return ((mixed >> np.uint64(33)) % np.uint64(HASHED[name])).astype(np.int64)


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
        length[start:end] = bisect_left(_QUOTE_LENGTHS, end - start - 2) + 1
    return place, np.minimum(length, LENGTH_CLASSES - 1)


def distances(rows: Ints, cues: Ints) -> Ints:
    """Bucket of each row's signed distance to its cue.

    Args:
        rows: positions.
        cues: the range of the cue that each is asked about, (rows, 2), or that all are, (2,).
    """
    first, end = cues.T
    signed = np.where(rows < first, rows - first, np.maximum(rows - end + 1, 0))
    bucket: Ints = _BUCKETS.take(np.clip(signed, -_FARTHEST, _FARTHEST) + _FARTHEST)
    bucket[(rows >= first) & (rows < end)] = CUE_BUCKET
    return bucket
