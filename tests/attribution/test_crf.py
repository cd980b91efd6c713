"""The best labels of a paragraph, against all labellings that there are."""

import itertools

import numpy as np
import pytest

from attribution.crf import best_paths
from attribution.labels import ROLE_LABELS, allowed_moves


def legal(labels: tuple[int, ...]) -> bool:
    moves = allowed_moves(ROLE_LABELS)
    return not ROLE_LABELS[labels[0]].startswith("I-") and all(
        moves[a, b] for a, b in itertools.pairwise(labels)
    )


@pytest.mark.parametrize("seed", range(5))
def test_finds_the_best_legal_labelling_and_how_likely_it_is(seed):
    rng = np.random.default_rng(seed)
    sizes = [1, 4, 3, 4]
    scores = rng.normal(size=(sum(sizes), len(ROLE_LABELS))).astype("float32") * 3
    transitions = rng.normal(size=(len(ROLE_LABELS), len(ROLE_LABELS))).astype("float32")
    start = 0
    for size, path in zip(sizes, best_paths(scores, sizes, transitions, ROLE_LABELS), strict=True):
        rows = scores[start : start + size]
        start += size

        def score(labels, rows=rows):
            return sum(rows[i, x] for i, x in enumerate(labels)) + sum(
                transitions[a, b] for a, b in itertools.pairwise(labels)
            )

        sequences = list(itertools.product(range(len(ROLE_LABELS)), repeat=size))
        best = max(filter(legal, sequences), key=score)
        assert tuple(path.labels) == best
        total = np.logaddexp.reduce([score(labels) for labels in sequences])
        assert path.probability == pytest.approx(float(np.exp(score(best) - total)), rel=1e-3)


def test_a_long_paragraph_of_great_scores_stays_a_probability():
    scores = np.full((400, len(ROLE_LABELS)), 80, dtype="float32")
    scores[:, 0] = 160
    (path,) = best_paths(scores, [400], np.zeros((5, 5), dtype="float32"), ROLE_LABELS)
    assert not path.labels.any()
    assert path.probability == pytest.approx(1)


def test_inside_labels_follow_their_own_kind():
    moves = allowed_moves(ROLE_LABELS)
    assert moves[ROLE_LABELS.index("B-CONTENT"), ROLE_LABELS.index("I-CONTENT")]
    assert not moves[ROLE_LABELS.index("O"), ROLE_LABELS.index("I-CONTENT")]
    assert not moves[ROLE_LABELS.index("B-SOURCE"), ROLE_LABELS.index("I-CONTENT")]
