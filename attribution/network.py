"""The attribution network in numpy: a cue label a token, and source and content labels a cue.

training/links.py holds the trainable twin and describes the layers. Here paragraphs lie one behind
another on one ribbon of rows, with gaps of zero rows as wide as the widest convolution between
them, so that a whole article is a handful of matrix products and its cost grows with its words.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from attribution.features import CueFeatures, Floats, Ints, TokenFeatures, cue_features

Weights = dict[str, Floats]
Range = tuple[int, int]

#: Labels of the tokens of a paragraph with respect to one cue.
LABELS = ("O", "B-SOURCE", "I-SOURCE", "B-CONTENT", "I-CONTENT")

#: Cues labelled, and tokens encoded, at a time: bounds the memory of a long article, and keeps it in the cache.
CUES_AT_ONCE = 64
TOKENS_AT_ONCE = 4096


class Shape(Struct, frozen=True, kw_only=True):
    """Widths of the network's layers."""

    norm: int = 64
    prefix: int = 16
    suffix: int = 24
    word_shape: int = 16
    tag: int = 24
    dep: int = 24
    quote: int = 8
    vector: int = 64
    tensor: int = 96
    width: int = 128
    dilations: tuple[int, ...] = (1, 2, 4, 8)
    link_width: int = 96
    link_dilations: tuple[int, ...] = (1, 2, 4)


class Linked(NamedTuple):
    """What the network says of one cue."""

    labels: Ints
    """Best label of each token of the cue's paragraph, (tokens,)."""
    probability: float
    """Of that whole labelling, given that the cue is one."""


class Ribbon:
    """Row positions of pieces of different lengths on one array with gaps between them."""

    def __init__(self, sizes: list[int], gap: int) -> None:
        starts = np.cumsum([gap, *(size + gap for size in sizes[:-1])])
        self.starts = starts
        self.sizes = sizes
        self.length = int(starts[-1] + sizes[-1] + gap) if sizes else gap
        self.rows = np.concatenate([np.arange(s, s + n) for s, n in zip(starts, sizes, strict=True)])

    def lay(self, rows: Floats) -> Floats:
        """Put the pieces' rows, stacked, onto the ribbon."""
        ribbon = np.zeros((self.length, rows.shape[1]), dtype=np.float32)
        ribbon[self.rows] = rows
        return ribbon


class Network:
    """Cue, source and content labels from token features."""

    def __init__(self, shape: Shape, weights: Weights) -> None:
        self.shape = shape
        self.weights = weights

    @classmethod
    def from_disk(cls, folder: Path) -> "Network":
        """Read the weights, which are stored in half precision."""
        shape = msgspec.json.decode((folder / "shape.json").read_bytes(), type=Shape)
        with np.load(folder / "weights.npz") as stored:
            weights = {name: stored[name].astype(np.float32) for name in stored.files}
        return cls(shape, weights)

    def to_disk(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "shape.json").write_bytes(msgspec.json.encode(self.shape))
        halved = {name: weight.astype(np.float16) for name, weight in self.weights.items()}
        np.savez_compressed(folder / "weights.npz", allow_pickle=False, **halved)

    def encode(self, tokens: TokenFeatures, windows: list[Range], vectors: Floats) -> Floats:
        """Contextual rows for the tokens of the windows, stacked: (tokens, width)."""
        encoded = []
        for some in groups(windows, TOKENS_AT_ONCE):
            kept = np.concatenate([np.arange(*window) for window in some])
            ribbon = Ribbon([end - start for start, end in some], max(self.shape.dilations))
            embedded = self._embed(tokens, kept, vectors)
            encoded.append(self._convolve("encoder", ribbon, embedded, self.shape.dilations))
        return np.concatenate(encoded)

    def cues(self, encoded: Floats) -> Floats:
        """Probabilities that a token is outside a cue, opens one, goes on with one: (tokens, 3)."""
        return softmax(self._linear("cue", encoded))

    def link(
        self, encoded: Floats, tokens: TokenFeatures, places: list[tuple[Range, int, Range]]
    ) -> list[Linked]:
        """Label the paragraph of each cue.

        Args:
            encoded: what `encode` returned.
            tokens: features of the document.
            places: for each cue its paragraph, the row in `encoded` where that begins, and the cue's range.
        """
        by_token = self._linear("link_token", encoded)
        linked: list[Linked] = []
        for i in range(0, len(places), CUES_AT_ONCE):
            linked += self._link(encoded, by_token, tokens, places[i : i + CUES_AT_ONCE])
        return linked

    def _link(
        self, encoded: Floats, by_token: Floats, tokens: TokenFeatures, places: list[tuple[Range, int, Range]]
    ) -> list[Linked]:
        w = self.weights
        sizes = [end - start for (start, end), _, _ in places]
        ribbon = Ribbon(sizes, max(self.shape.link_dilations))
        relations: list[CueFeatures] = [cue_features(tokens, *window, cue) for window, _, cue in places]
        source_rows = np.concatenate(
            [np.arange(row, row + n) for (_, row, _), n in zip(places, sizes, strict=True)]
        )
        of_cue = np.stack(
            [
                encoded[row + cue[0] - window[0] : row + cue[1] - window[0]].mean(0)
                for window, row, cue in places
            ]
        )
        x = by_token[source_rows] + np.repeat(self._linear("link_cue", of_cue), sizes, axis=0)
        for name in ("distance", "same_sentence", "up", "down"):
            x += w[f"{name}.weight"][np.concatenate([getattr(r, name) for r in relations])]
        x = self._norm("link_norm", np.maximum(x, 0))
        scores = self._linear("label", self._convolve("linker", ribbon, x, self.shape.link_dilations))
        return viterbi(scores, sizes, w["transitions"])

    def _embed(self, tokens: TokenFeatures, kept: Ints, vectors: Floats) -> Floats:
        w = self.weights
        norm = w["norm_table.weight"]
        hashed = tokens.hashed
        row = tokens.vector_row[kept]
        vector = vectors[row]
        vector[row < 0] = 0
        parts = [
            norm[hashed["norm_a"][kept]] + norm[hashed["norm_b"][kept]],
            w["prefix.weight"][hashed["prefix"][kept]],
            w["suffix.weight"][hashed["suffix"][kept]],
            w["word_shape.weight"][hashed["shape"][kept]],
            w["tag.weight"][tokens.tag[kept]],
            w["dep.weight"][tokens.dep[kept]],
            w["quote.weight"][tokens.quote[kept]],
            w["quote_length.weight"][tokens.quote_length[kept]],
            vector,
            tokens.tensor[kept, : self.shape.tensor],
        ]
        mixed = self._linear("mix", np.concatenate(parts, axis=1))
        return self._norm("mix_norm", np.maximum(mixed, 0))

    def _convolve(self, name: str, ribbon: Ribbon, rows: Floats, dilations: tuple[int, ...]) -> Floats:
        for i, dilation in enumerate(dilations):
            laid = ribbon.lay(rows)
            window = np.concatenate(
                [laid[ribbon.rows - dilation], rows, laid[ribbon.rows + dilation]], axis=1
            )
            hidden = np.maximum(self._linear(f"{name}.linear.{i}", window), 0)
            rows = rows + self._norm(f"{name}.norm.{i}", hidden)
        return rows

    def _linear(self, name: str, x: Floats) -> Floats:
        result: Floats = x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]
        return result

    def _norm(self, name: str, x: Floats) -> Floats:
        """Layer normalisation, with PyTorch's epsilon."""
        centred = x - x.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", centred, centred)[:, None] / x.shape[1]
        result: Floats = (
            centred / np.sqrt(variance + 1e-5) * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]
        )
        return result


def groups(windows: list[Range], tokens: int) -> Iterator[list[Range]]:
    """The windows in order, in groups of about so many tokens."""
    group: list[Range] = []
    size = 0
    for window in windows:
        if group and size + window[1] - window[0] > tokens:
            yield group
            group, size = [], 0
        group.append(window)
        size += window[1] - window[0]
    if group:
        yield group


def softmax(scores: Floats) -> Floats:
    """Probabilities from scores, along the last axis."""
    exponents = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: Floats = exponents / exponents.sum(axis=-1, keepdims=True)
    return result


def allowed_moves() -> NDArray[np.bool_]:
    """Which label may follow which: an inside label only its own opening or inside."""
    count = len(LABELS)
    allowed = np.ones((count, count), dtype=bool)
    for i, before in enumerate(LABELS):
        for j, after in enumerate(LABELS):
            if after.startswith("I-"):
                allowed[i, j] = before[2:] == after[2:] and before != "O"
    return allowed


def viterbi(scores: Floats, sizes: list[int], transitions: Floats) -> list[Linked]:
    """Best label sequence of each piece and its probability under the linear-chain CRF.

    Args:
        scores: rows of all pieces, stacked: (rows, labels).
        sizes: rows of each piece.
        transitions: score of moving from a label to the next: (labels, labels).
    """
    pieces, longest, count = len(sizes), max(sizes), scores.shape[1]
    padded = np.zeros((pieces, longest, count), dtype=np.float32)
    inside = np.arange(longest)[None, :] < np.array(sizes)[:, None]
    padded[inside] = scores
    moves = np.where(allowed_moves(), transitions, np.float32(-1e4))
    opening = np.where([label.startswith("I-") for label in LABELS], np.float32(-1e4), np.float32(0))
    best = padded[:, 0] + opening
    total = padded[:, 0].copy()
    back = np.zeros((pieces, longest, count), dtype=np.int64)
    for t in range(1, longest):
        live = inside[:, t, None]
        candidates = best[:, :, None] + moves
        back[:, t] = candidates.argmax(axis=1)
        best = np.where(live, candidates.max(axis=1) + padded[:, t], best)
        summed = total[:, :, None] + transitions
        peak = summed.max(axis=1)
        total = np.where(
            live, peak + np.log(np.exp(summed - peak[:, None]).sum(axis=1)) + padded[:, t], total
        )
    peak = total.max(axis=1)
    partition = peak + np.log(np.exp(total - peak[:, None]).sum(axis=1))
    linked = []
    for i, size in enumerate(sizes):
        labels = np.zeros(size, dtype=np.int64)
        label = int(best[i].argmax())
        probability = float(np.exp(min(best[i, label] - partition[i], 0.0)))
        for t in range(size - 1, -1, -1):
            labels[t] = label
            label = int(back[i, t, label])
        linked.append(Linked(labels, probability))
    return linked
