"""Names from the scores of their labels: where a name begins and ends by its tokens, its kind by all of them."""

import numpy as np

from attribution.features import Floats, Ints

#: As spaCy numbers them.
INSIDE, OUTSIDE, BEGINS = 1, 2, 3


def names(scores: Floats, starts: Ints) -> tuple[Ints, Ints]:
    """For each token whether a name begins, goes on or is absent there, and the index of its kind.

    Args:
        scores: of the labels "O", and "B" and "I" for each kind, (tokens, labels).
        starts: rows where a paragraph begins: no name runs into them.
    """
    best = scores.argmax(axis=1)
    named = best > 0
    begins = named & (best % 2 == 1)
    before = np.concatenate([[False], named[:-1]])
    before[starts] = False
    begins |= named & ~before
    iob: Ints = np.where(begins, BEGINS, np.where(named, INSIDE, OUTSIDE))
    kind = np.zeros(len(scores), dtype=np.int64)
    if begins.any():
        rows = np.flatnonzero(named)
        by_kind = np.maximum(scores[rows, 1::2], scores[rows, 2::2]) - scores[rows].max(axis=1, keepdims=True)
        firsts = np.flatnonzero(begins[rows])
        votes = np.add.reduceat(by_kind, firsts, axis=0).argmax(axis=1)
        kind[rows] = np.repeat(votes, np.diff([*firsts, len(rows)]))
    return iob, kind
