"""Dependency trees from scores for every pair of words of a sentence.

Each word takes its likeliest head (Dozat and Manning 2017); the score of a word as its own head is that
of the sentence's root. Exactly one word is the root, and words that would hang on one another in a
circle are tied to the rest by the arc that costs least.
"""

from collections.abc import Iterator

import numpy as np

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
    scores[np.broadcast_to(beyond[:, None, :], scores.shape)] = -np.inf
    found: Ints = scores.argmax(axis=2)
    # The word that gains most by being the root, over its next best head.
    gain = own - np.take_along_axis(scores, found[:, :, None], axis=2)[:, :, 0]
    gain[beyond] = -np.inf
    gain[sizes == 1, 0] = 0
    root = gain.argmax(axis=1)
    found[np.arange(sentences), root] = root
    found = np.where(beyond, root[:, None], found)
    for i in tangled(found, root):
        untangle(found[i], scores[i], int(root[i]))
    return found


def untangle(found: Ints, scores: Floats, root: int) -> None:
    """Tie the words of a sentence that do not hang on its root to those that do."""
    while among := off_the_root(found.tolist(), root):
        outside = scores[among]
        outside[:, among] = -np.inf
        cost = scores[among, found[among]] - outside.max(axis=1)
        cheapest = int(cost.argmin())
        found[among[cheapest]] = int(outside[cheapest].argmax())


def off_the_root(found: list[int], root: int) -> list[int]:
    """The words that do not come to the root from head to head."""
    hangs: dict[int, bool] = {root: True}
    for word in range(len(found)):
        way = []
        while word not in hangs:
            hangs[word] = False
            way.append(word)
            word = found[word]
        hangs.update(dict.fromkeys(way, hangs[word]))
    return [word for word in range(len(found)) if not hangs[word]]


def tangled(found: Ints, root: Ints) -> Ints:
    """The sentences with words that do not come to the root."""
    ancestor = found
    for _ in range(found.shape[1].bit_length()):
        ancestor = np.take_along_axis(ancestor, ancestor, axis=1)
    return np.flatnonzero((ancestor != root[:, None]).any(axis=1))
