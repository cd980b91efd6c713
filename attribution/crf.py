"""A linear-chain conditional random field: the best labels of a paragraph, and how likely they are.

Lafferty, McCallum and Pereira 2001. Pieces are worked on side by side, the longest first, so that at
every step those that have not ended stand in front.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from attribution.features import Floats, Ints
from attribution.labels import allowed_moves

_NEVER = np.float32(-1e4)
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
    order = np.argsort(-np.asarray(sizes), kind="stable")
    lengths = np.asarray(sizes)[order]
    longest = int(lengths[0])
    # Step by step: the labels' scores of every piece, the longest first; `live[t]` of them have a step t.
    live = np.searchsorted(-lengths, -np.arange(longest), side="left").tolist()
    steps = laid_out(scores, np.asarray(sizes), order)
    moves = np.where(allowed_moves(labels), transitions, _NEVER).astype(np.float32)[:, :, None]
    best = steps.copy()
    best[0] += np.array([[_NEVER] if label.startswith("I-") else [0] for label in labels])
    for t in range(1, longest):
        n = live[t]
        best[t, :, :n] += (best[t - 1, :, None, :n] + moves).max(axis=0)
    pieces = np.arange(len(lengths))
    last = best[lengths - 1, :, pieces]
    found = last.argmax(axis=1)
    paths = np.zeros((longest, len(lengths)), dtype=np.int64)
    by_piece = np.ascontiguousarray(best.transpose(0, 2, 1))
    onward = np.ascontiguousarray(moves[:, :, 0].T)
    for t in range(longest - 1, -1, -1):
        n = live[t]
        if t + 1 < longest:
            on = live[t + 1]
            found[:on] = (by_piece[t, :on] + onward[found[:on]]).argmax(axis=1)
        paths[t, :n] = found[:n]
    likely = np.exp(np.minimum(last.max(axis=1) - log_partition(steps, live, lengths, transitions), 0))
    result: list[Path] = [Path(paths[:0, 0], 0.0)] * len(lengths)
    for i, (piece, length) in enumerate(zip(order.tolist(), lengths.tolist(), strict=True)):
        result[piece] = Path(paths[:length, i], float(likely[i]))
    return result


def laid_out(scores: Floats, sizes: Ints, order: Ints) -> Floats:
    """The rows of all pieces side by side, in the order given: (steps, labels, pieces), zeros beyond their ends."""
    result = np.zeros((int(sizes.max()), scores.shape[1], len(sizes)), dtype=np.float32)
    column = np.empty_like(order)
    column[order] = np.arange(len(order))
    first = np.cumsum(sizes) - sizes
    result[np.arange(len(scores)) - np.repeat(first, sizes), :, np.repeat(column, sizes)] = scores
    return result


def log_partition(steps: Floats, live: Sequence[int], lengths: Ints, transitions: Floats) -> Floats:
    """The logarithm of the sum over all labellings of each piece, legal ones and others."""
    peak = steps.max(axis=1)
    weight = np.ascontiguousarray(np.exp(transitions).T)
    emitted = np.exp(steps - peak[:, None])
    total = emitted[0].copy()
    scale = np.zeros(len(lengths))
    for t in range(1, len(steps)):
        n = live[t]
        total[:, :n] = (weight @ total[:, :n]) * emitted[t, :, :n]
        if t % RESCALE == 0:
            size = total[:, :n].sum(axis=0)
            total[:, :n] /= size
            scale[:n] += np.log(size)
    within = np.arange(len(steps))[:, None] < lengths
    result: Floats = scale + np.log(total.sum(axis=0)) + np.where(within, peak, 0).sum(axis=0)
    return result
