"""A linear-chain conditional random field: the best labels of a paragraph, and how likely they are.

Lafferty, McCallum and Pereira 2001. Pieces are worked on side by side, step by step; what a step comes to
beyond the end of a piece is worked out with the others and not looked at. A piece comes to the same, to the last
digit, whatever pieces stand beside it.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from attribution.features import Floats, Ints
from attribution.labels import allowed_moves

_NEVER = np.float32(-1e4)
_SURELY = np.float32(1e6)
#: Pieces worked on side by side, at most, and what their number is filled up to a multiple of: a product of
#: matrices works out a column that stands in a remainder in another way, with other last digits.
AT_ONCE = 512
MULTIPLE = 16
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
    starts = np.cumsum(lengths) - lengths
    found: dict[int, Path] = {}
    # Pieces of like length side by side: there is little beyond their ends.
    order = np.argsort(-lengths, kind="stable")
    for first in range(0, len(order), AT_ONCE):
        some = order[first : first + AT_ONCE]
        steps = laid_out(scores, starts[some], lengths[some])
        found.update(zip(some.tolist(), _best_paths(steps, lengths[some], transitions, labels), strict=True))
    return [found[i] for i in range(len(lengths))]


def _best_paths(steps: Floats, sizes: Ints, transitions: Floats, labels: tuple[str, ...]) -> Iterator[Path]:
    lengths = np.ones(steps.shape[2], dtype=np.int64)
    lengths[: len(sizes)] = sizes
    pieces = np.arange(len(lengths))
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
    for path, length, probability in zip(paths.T, sizes.tolist(), likely.tolist(), strict=False):
        yield Path(path[:length], probability)


def laid_out(scores: Floats, starts: Ints, sizes: Ints) -> Floats:
    """The rows of pieces side by side: (steps, labels, pieces and some more), zeros beyond their ends."""
    pieces = -(-len(sizes) // MULTIPLE) * MULTIPLE
    result = np.zeros((int(sizes.max()), scores.shape[1], pieces), dtype=np.float32)
    step = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    result[step, :, np.repeat(np.arange(len(sizes)), sizes)] = scores[step + np.repeat(starts, sizes)]
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
