"""The arithmetic of the layers: paragraphs that lie one behind another must not see each other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution import layers
from attribution.ribbon import Ribbon

DILATIONS = (1, 2)
SIZES = st.lists(st.integers(1, 9), min_size=1, max_size=6)


def random_weights(width: int = 8) -> layers.Weights:
    rng = np.random.default_rng(0)
    weights = {}
    for i in range(len(DILATIONS)):
        weights[f"stack.linear.{i}.weight"] = rng.normal(size=(width, 3 * width)).astype("float32")
        weights[f"stack.linear.{i}.bias"] = rng.normal(size=width).astype("float32")
        weights[f"stack.norm.{i}.weight"] = np.ones(width, dtype="float32")
        weights[f"stack.norm.{i}.bias"] = np.zeros(width, dtype="float32")
    return layers.prepared(weights)


def random_rows(count: int) -> np.ndarray:
    return np.random.default_rng(1).normal(size=(count, 8)).astype("float32")


@given(SIZES)
def test_convolutions_do_not_cross_paragraphs(sizes):
    weights, rows = random_weights(), random_rows(sum(sizes))
    together = layers.convolve(weights, "stack", Ribbon(sizes), rows, DILATIONS)
    alone = [
        layers.convolve(weights, "stack", Ribbon([n]), rows[start : start + n], DILATIONS)
        for start, n in zip(np.cumsum([0, *sizes[:-1]]), sizes, strict=True)
    ]
    np.testing.assert_allclose(together, np.concatenate(alone), atol=1e-5)


def test_a_row_sees_its_neighbours_and_no_farther():
    weights, rows = random_weights(), random_rows(12)
    before = layers.convolve(weights, "stack", Ribbon([12]), rows, DILATIONS)
    rows[0] += 1
    moved = (
        np.abs(layers.convolve(weights, "stack", Ribbon([12]), rows, DILATIONS) - before).max(axis=1) > 1e-6
    )
    assert moved.tolist() == [True] * 4 + [False] * 8


@pytest.mark.parametrize("at_once", [1, 5, 1000])
def test_the_rows_worked_on_at_a_time_make_no_difference(monkeypatch, at_once):
    sizes = [3, 7, 1, 1, 6]
    weights, rows = random_weights(), random_rows(sum(sizes))
    expected = layers.convolve(weights, "stack", Ribbon(sizes), rows, DILATIONS)
    monkeypatch.setattr(layers, "ROWS_AT_ONCE", at_once)
    np.testing.assert_allclose(
        layers.convolve(weights, "stack", Ribbon(sizes), rows, DILATIONS), expected, atol=1e-5
    )


@given(SIZES, st.integers(1, 20))
def test_the_parts_of_a_ribbon_are_whole_pieces_in_order(sizes, rows):
    ribbon = Ribbon(sizes)
    parts = list(ribbon.parts(rows))
    assert [size for _, part in parts for size in part.sizes] == sizes
    assert [row for where, _ in parts for row in range(where.start, where.stop)] == list(range(ribbon.length))
    assert all(part.length <= rows or len(part.sizes) == 1 for _, part in parts)


@pytest.mark.parametrize("count", [0, 1, 3000])
def test_rectified_rows_have_no_negative_numbers(count):
    rows = random_rows(count)
    expected = np.where(rows > 0, rows, 0)
    np.testing.assert_array_equal(layers.rectified(rows), expected)


def test_rows_come_out_of_the_norm_with_mean_0_and_variance_1():
    rows = random_rows(5) * 3 + 2
    weights = layers.prepared({"n.weight": np.ones(8, "float32"), "n.bias": np.zeros(8, "float32")})
    done = layers.norm(weights, "n", rows)
    np.testing.assert_allclose(done.mean(axis=1), 0, atol=1e-5)
    np.testing.assert_allclose(done.var(axis=1), 1, atol=1e-3)


def test_the_norm_scales_and_shifts_each_number_by_its_own():
    scale, shift = np.arange(8, dtype="float32"), np.linspace(-1, 1, 8, dtype="float32")
    rows = random_rows(5)
    plain = (rows - rows.mean(axis=1, keepdims=True)) / np.sqrt(rows.var(axis=1, keepdims=True) + 1e-5)
    done = layers.norm(layers.prepared({"n.weight": scale, "n.bias": shift}), "n", rows.copy())
    np.testing.assert_allclose(done, plain * scale + shift, atol=1e-4)


def test_rows_of_one_number_come_out_of_the_norm_as_the_shift():
    weights = layers.prepared({"n.weight": np.ones(8, "float32"), "n.bias": np.full(8, 2, "float32")})
    done = layers.norm(weights, "n", np.full((3, 8), 7, dtype="float32"))
    np.testing.assert_allclose(done, 2, atol=1e-2)
