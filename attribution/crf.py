"""A linear-chain conditional random field: the best labels of a paragraph, and how likely they are.

Lafferty, McCallum and Pereira 2001. Pieces are worked on side by side, step by step; what a step comes to
beyond the end of a piece is worked out with the others and not looked at.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from attribution.features import Floats, Ints
from attribution.labels import allowed_moves

_NEVER = np.float32(-1e4)
_SURELY = np.float32(1e6)
#: Steps after which the sums are brought back to the middle of what a float can hold.
RESCALE = 8


class Path(NamedTuple):
    """The best labels of a piece."""

    labels: Ints
    """(tokens,)"""
    probability: float
    """Of that whole labelling."""


def best_paths(
    scores: Floats, sizes: Sequence[int], transitions: Floats, labels: tuple[str, ...]
) -> list[Path]:
    """The best label sequence of each piece, by the Viterbi algorithm, and its probability.

    Args:
        scores: rows of all pieces, stacked: (rows, labels).
        sizes: rows of each piece, none of them 0.
        transitions: score of moving from a label to the next: (labels, labels).
        labels: what they are called: an inside label follows its own opening or inside.
    """
    lengths = np.asarray(sizes)
    pieces = np.arange(len(lengths))
    steps = laid_out(scores, lengths)
    moves = np.where(allowed_moves(labels), transitions, _NEVER).astype(np.float32)
    best = steps.copy()
    best[0] += np.array([[_NEVER] if label.startswith("I-") else [0] for label in labels])
    # Laid out for every piece: numpy is slow at going through rows with a number each.
    ahead = np.repeat(moves[:, :, None], len(lengths), axis=2)
    ways = np.empty_like(ahead)
    most = np.empty(best.shape[1:], dtype=np.float32)
    for before, here in pairwise(best):
        np.add(before[:, None], ahead, out=ways)
        here += np.maximum.reduce(ways, axis=0, out=most)
    last = best[lengths - 1, :, pieces]
    score = last.max(axis=1)
    # Backwards, every piece begins with its own last label, however many steps there are behind it.
    by_piece = np.ascontiguousarray(best.transpose(0, 2, 1))
    step, piece = np.nonzero(np.arange(len(best))[:, None] >= lengths - 1)
    by_piece[step, piece, last.argmax(axis=1)[piece]] = _SURELY
    onward = np.ascontiguousarray(moves.T)
    found = np.zeros(len(lengths), dtype=np.int64)
    paths = np.empty((len(best), len(lengths)), dtype=np.int64)
    for t in range(len(best) - 1, -1, -1):
        found = paths[t] = (by_piece[t] + onward.take(found, axis=0)).argmax(axis=1)
    likely = np.exp(np.minimum(score - log_partition(steps, lengths, transitions), 0))
    return [
        Path(path[:length], probability)
        for path, length, probability in zip(paths.T, lengths.tolist(), likely.tolist(), strict=True)
    ]


def laid_out(scores: Floats, sizes: Ints) -> Floats:
    """The rows of all pieces side by side: (steps, labels, pieces), zeros beyond their ends."""
    result = np.zeros((int(sizes.max()), scores.shape[1], len(sizes)), dtype=np.float32)
    step = np.arange(len(scores)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    result[step, :, np.repeat(np.arange(len(sizes)), sizes)] = scores
    return result


def log_partition(steps: Floats, lengths: Ints, transitions: Floats) -> Floats:
    """The logarithm of the sum over all labellings of each piece, legal ones and others."""
    peak = steps.max(axis=1)
    weight = np.ascontiguousarray(np.exp(transitions).T)
    totals = np.exp(steps - peak[:, None])
    # What the sums of a step were divided by, as logarithms.
    scale = np.zeros((len(steps), len(lengths)))
    for t in range(1, len(steps)):
        totals[t] *= weight @ totals[t - 1]
        if t % RESCALE == 0:
            size = totals[t].sum(axis=0)
            totals[t] /= size
            scale[t] = np.log(size)
    ends, pieces = lengths - 1, np.arange(len(lengths))
    scale += peak
    result: Floats = np.log(totals[ends, :, pieces].sum(axis=1)) + np.cumsum(scale, axis=0)[ends, pieces]
    return result
