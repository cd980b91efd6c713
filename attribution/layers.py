"""The layers of the network in numpy, over rows of tokens; weights go by the names of their PyTorch twins."""

from collections.abc import Sequence

import numpy as np

from attribution.features import Floats
from attribution.ribbon import Ribbon, padded

Weights = dict[str, Floats]

#: Rows worked on at a time, so that they stay in the processor's cache.
ROWS_AT_ONCE = 1024

#: What `rectified` holds numbers against, so many at a time.
_ZEROS = np.zeros(1 << 14, dtype=np.float32)


def prepared(weights: Weights) -> Weights:
    """Weights as PyTorch stores them the way that these layers use them: products with rows are what takes the time."""
    ready = dict(weights)
    for name in [name.removesuffix(".bias") for name in weights if name.endswith(".bias")]:
        weight, bias = weights[f"{name}.weight"], weights[f"{name}.bias"]
        if weight.ndim == 2:
            ready[f"{name}.weight"] = np.ascontiguousarray(weight.T)
        else:
            ready[f"{name}.scale"] = np.stack([weight, np.zeros_like(weight)])
            ready[f"{name}.shift"] = np.stack([weight, bias])
    return ready


def linear(weights: Weights, name: str, rows: Floats) -> Floats:
    """A linear layer; its weights are kept input by output."""
    result: Floats = rows @ weights[f"{name}.weight"]
    result += weights[f"{name}.bias"]
    return result


def rectified(rows: Floats) -> Floats:
    """The rows with zeros for negative numbers, in place; they lie in memory without gaps."""
    # Against as many zeros: numpy takes three times as long against a single one.
    flat = rows.reshape(-1)
    for start in range(0, len(flat), len(_ZEROS)):
        some = flat[start : start + len(_ZEROS)]
        np.maximum(some, _ZEROS[: len(some)], out=some)
    return rows


def norm(weights: Weights, name: str, rows: Floats) -> Floats:
    """Layer normalisation, in place, with PyTorch's epsilon."""
    width = rows.shape[1]
    mean = np.vecdot(rows, np.full(width, 1 / width, dtype=np.float32))
    variance = np.vecdot(rows, rows)
    variance /= width
    variance -= mean * mean
    # What a row is multiplied by and what is added to it, as products: that is done in half the time of going
    # through rows with a number each. A layer's scale stands over zeros, and over its shift.
    pair = np.zeros((len(rows), 2), dtype=np.float32)
    pair[:, 0] = 1 / np.sqrt(np.maximum(variance, 0) + 1e-5)
    rows *= pair @ weights[f"{name}.scale"]
    pair[:, 0] *= -mean
    pair[:, 1] = 1
    rows += pair @ weights[f"{name}.shift"]
    return rows


def convolve(weights: Weights, name: str, ribbon: Ribbon, rows: Floats, dilations: Sequence[int]) -> Floats:
    """Residual convolutions: each row sees its neighbours at growing distances, within its piece."""
    result = np.empty_like(rows)
    for part, pieces in ribbon.parts(ROWS_AT_ONCE):
        result[part] = _convolve(weights, name, pieces, padded(rows[part]), dilations)
    return result


def _convolve(weights: Weights, name: str, ribbon: Ribbon, rows: Floats, dilations: Sequence[int]) -> Floats:
    width = rows.shape[1]
    for i, dilation in enumerate(dilations):
        window = rows.take(ribbon.neighbours(dilation), axis=0).reshape(ribbon.length, 3 * width)
        hidden = rectified(linear(weights, f"{name}.linear.{i}", window))
        rows[:-1] += norm(weights, f"{name}.norm.{i}", hidden)
    return rows[:-1]


def softmax(scores: Floats) -> Floats:
    """Probabilities from scores, along the last axis."""
    exponents = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: Floats = exponents / exponents.sum(axis=-1, keepdims=True)
    return result
