"""Dependency trees from scores for every pair of words of a sentence.

Each word takes its likeliest head (Dozat and Manning 2017); the score of a word as its own head is that
of the sentence's root. Exactly one word is the root, and words that would hang on one another in a
circle are tied to the rest by the arc that costs least.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from attribution.features import Floats, Ints

#: Scores worked on at a time: sentences of like length together.
SCORES_AT_ONCE = 100_000


def batches(sizes: Ints) -> Iterator[Ints]:
    """Indices of sentences, the short ones first, in groups of about as many scores."""
    group: list[int] = []
    for i in np.argsort(sizes, kind="stable").tolist():
        if group and (len(group) + 1) * int(sizes[i]) ** 2 > SCORES_AT_ONCE:
            yield np.array(group)
            group = []
        group.append(i)
    if group:
        yield np.array(group)


def heads(scores: Floats, sizes: Ints) -> Ints:
    """The head of each word, the root's its own position: (sentences, words).

    Args:
        scores: of a word (second axis) having a word (third) for its head: (sentences, words, words); they
            are changed in place.
        sizes: words of each sentence; what lies beyond is padding, and has the root for its head.
    """
    sentences, longest = scores.shape[:2]
    positions = np.arange(longest)
    beyond = positions >= sizes[:, None]
    own = scores[:, positions, positions]
    scores[:, positions, positions] = -np.inf
    scores += np.where(beyond, -np.inf, 0).astype(np.float32)[:, None]
    found: Ints = scores.argmax(axis=2)
    # The word that gains most by being the root, over its next best head.
    gain = own - np.take_along_axis(scores, found[:, :, None], axis=2)[:, :, 0]
    gain[beyond] = -np.inf
    gain[sizes == 1, 0] = 0
    root = gain.argmax(axis=1)
    found[np.arange(sentences), root] = root
    found = np.where(beyond, root[:, None], found)
    untangle(found, scores, root)
    return found


def untangle(found: Ints, scores: Floats, root: Ints) -> None:
    """Tie the words that do not hang on the root of their sentence to those that do, one a sentence and round.

    Args:
        found: as `heads` returns it; changed in place.
        scores: as `heads` takes them, without those of words as their own heads.
        root: of each sentence.
    """
    tangled = np.arange(len(found))
    # Each round ties at least one word of each sentence.
    for _ in range(found.shape[1]):
        among = off_the_root(found[tangled], root[tangled])
        still = np.flatnonzero(among.any(axis=1))
        if not len(still):
            return
        tangled, among = tangled[still], among[still]
        # Only the words in question, in one list: who each is, and in which of the sentences.
        sentence, word = np.nonzero(among)
        rows = scores[tangled[sentence], word]
        kept = rows[np.arange(len(rows)), found[tangled[sentence], word]]
        rows[among[sentence]] = -np.inf
        best = rows.argmax(axis=1)
        cost = np.full(among.shape, np.inf)
        cost[sentence, word] = kept - rows[np.arange(len(rows)), best]
        instead = np.zeros_like(found[tangled])
        instead[sentence, word] = best
        cheapest = cost.argmin(axis=1)
        which = np.arange(len(tangled))
        found[tangled, cheapest] = instead[which, cheapest]


def off_the_root(found: Ints, root: Ints) -> NDArray[np.bool_]:
    """The words that do not come to the root from head to head."""
    first = np.arange(0, found.size, found.shape[1])[:, None]
    ancestor = (found + first).ravel()
    for _ in range(found.shape[1].bit_length()):
        ancestor = ancestor.take(ancestor)
    result: NDArray[np.bool_] = ancestor.reshape(found.shape) != root[:, None] + first
    return result
