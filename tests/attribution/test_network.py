"""The arithmetic of the network: pieces on one ribbon must not see each other."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.network import LABELS, Network, Ribbon, Shape, allowed_moves, viterbi


def random_network(width: int = 8) -> Network:
    rng = np.random.default_rng(0)
    weights = {}
    for i in range(2):
        weights[f"encoder.linear.{i}.weight"] = rng.normal(size=(width, 3 * width)).astype("float32")
        weights[f"encoder.linear.{i}.bias"] = rng.normal(size=width).astype("float32")
        weights[f"encoder.norm.{i}.weight"] = np.ones(width, dtype="float32")
        weights[f"encoder.norm.{i}.bias"] = np.zeros(width, dtype="float32")
    return Network(Shape(width=width, dilations=(1, 2)), weights)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6))
def test_convolutions_do_not_cross_paragraphs(sizes):
    network = random_network()
    rows = np.random.default_rng(1).normal(size=(sum(sizes), 8)).astype("float32")
    together = network._convolve("encoder", Ribbon(sizes, 2), rows, (1, 2))
    alone = [
        network._convolve("encoder", Ribbon([n], 2), rows[start : start + n], (1, 2))
        for start, n in zip(np.cumsum([0, *sizes[:-1]]), sizes, strict=True)
    ]
    np.testing.assert_allclose(together, np.concatenate(alone), atol=1e-5)


def legal(labels: tuple[int, ...]) -> bool:
    moves = allowed_moves()
    return not LABELS[labels[0]].startswith("I-") and all(moves[a, b] for a, b in itertools.pairwise(labels))


@pytest.mark.parametrize("seed", range(5))
def test_viterbi_finds_the_best_legal_labelling(seed):
    rng = np.random.default_rng(seed)
    sizes = [1, 4, 3]
    scores = rng.normal(size=(sum(sizes), len(LABELS))).astype("float32")
    transitions = rng.normal(size=(len(LABELS), len(LABELS))).astype("float32")
    start = 0
    for size, linked in zip(sizes, viterbi(scores, sizes, transitions), strict=True):
        rows = scores[start : start + size]
        start += size

        def score(labels, rows=rows):
            return sum(rows[i, x] for i, x in enumerate(labels)) + sum(
                transitions[a, b] for a, b in itertools.pairwise(labels)
            )

        sequences = list(itertools.product(range(len(LABELS)), repeat=size))
        best = max(filter(legal, sequences), key=score)
        assert tuple(linked.labels) == best
        total = np.logaddexp.reduce([score(labels) for labels in sequences])
        assert linked.probability == pytest.approx(float(np.exp(score(best) - total)), rel=1e-4)


def test_inside_labels_follow_their_own_kind():
    moves = allowed_moves()
    assert moves[LABELS.index("B-CONTENT"), LABELS.index("I-CONTENT")]
    assert not moves[LABELS.index("O"), LABELS.index("I-CONTENT")]
    assert not moves[LABELS.index("B-SOURCE"), LABELS.index("I-CONTENT")]
