"""How each token of a paragraph is related to a cue over the parse.

A token below the cue is known by the label of the branch it hangs on: the subject's words by "nsubj",
what is said by "ccomp". So is a token below the word that the cue hangs on: of "she went on to say", the
subject of "went"; of "an ad attacking him", the ad.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from attribution.features import Ints
from attribution.labels import DEPS

#: Ids: none, the branch's first word by its label, its other words by that label, the apex itself.
_APEX = 2 * len(DEPS) + 1
IDS = _APEX + 1
#: Doublings of the way to the branch's first word: trees deeper than this are broken ones.
_DOUBLINGS = 6


class Kinship(NamedTuple):
    """Ids of relations, one a row."""

    below: Ints
    """To the cue."""
    beside: Ints
    """To the word that the cue hangs on."""


def kinship(head: Ints, dep: Ints, cues: Sequence[tuple[int, int]]) -> Kinship:
    """Relations of rows to the cue of their piece.

    Args:
        head: row of each row's head, in the same piece; a root's is its own.
        dep: index of each row's label.
        cues: of the pieces, as ranges of rows.
    """
    is_cue = np.zeros(len(head), dtype=bool)
    is_parent = np.zeros(len(head), dtype=bool)
    for start, end in cues:
        is_cue[start:end] = True
        for above in head[start:end].tolist():
            if not start <= above < end:
                is_parent[above] = True
                break
    return Kinship(_branches(head, dep, is_cue), _branches(head, dep, is_parent))


def _branches(head: Ints, dep: Ints, apex: NDArray[np.bool_]) -> Ints:
    rows = np.arange(len(head))
    first = apex[head] & ~apex
    way = np.where(first | apex, rows, head)
    for _ in range(_DOUBLINGS):
        way = way.take(way)
    ids: Ints = np.where(first[way], dep[way] + 1 + np.where(way == rows, 0, len(DEPS)), 0)
    ids[apex] = _APEX
    return ids
