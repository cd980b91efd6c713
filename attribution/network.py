"""The network: words in, and out come tags, trees, names, cues, and the source and content of each cue.

training/network.py holds the trainable twin. One stack of convolutions serves all of them:

1. a word's form, affixes, shape and static vector make one row, the same wherever the word stands;
2. the lower convolutions see the nearest words: from them come the tags that quotations are found by;
3. the place in a quotation is added, and the upper convolutions see up to fifteen words on either
   side: from them come tags anew, sentences, trees, names and cues;
4. for each cue, every token of the paragraph is read again with its distance to the cue and its
   relation to it over the tree, through a smaller stack, and a conditional random field labels source
   and content.

So source and content come out already linked to their cue, as in semantic role labelling. Paragraphs
lie one behind another, so that an article is a handful of matrix products and costs what its words cost.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from msgspec import Struct
from spacy.vocab import Vocab

from attribution import arcs, crf
from attribution.annotations import Range
from attribution.features import Floats, Ints, Words, distances, words
from attribution.kinship import kinship
from attribution.labels import ROLE_LABELS
from attribution.layers import Weights, convolve, linear, norm, prepared, rectified, softmax
from attribution.ribbon import Ribbon, padded

#: Cues labelled at a time: bounds the memory of a long article.
CUES_AT_ONCE = 256
#: Words worked out together.
WORDS_AT_ONCE = 64
#: Words whose rows are remembered; from then on all are forgotten and learnt anew.
REMEMBERED = 20_000
#: The farthest head that is told from farther ones.
FARTHEST = 20


class Shape(Struct, frozen=True, kw_only=True):
    """Widths of the network's layers."""

    word: int = 64
    prefix: int = 16
    suffix: int = 24
    word_shape: int = 16
    vector: int = 64
    width: int = 64
    lower: tuple[int, ...] = (1, 2)
    upper: tuple[int, ...] = (1, 2, 4, 8)
    arc: int = 48
    link_width: int = 48
    link_dilations: tuple[int, ...] = (1, 2, 4)


class Place(NamedTuple):
    """Where a cue stands, as ranges of rows."""

    paragraph: Range
    cue: Range


class Trees(NamedTuple):
    """Sentences and their trees, one entry a row."""

    sentence: Ints
    """The sentence's number."""
    head: Ints
    """Row of the head; a root's is its own."""
    dep: Ints
    """Index of the dependency label."""


class Network:
    """Labels from words; every method takes and gives rows of tokens, stacked."""

    def __init__(self, shape: Shape, weights: Weights) -> None:
        """With the weights as PyTorch stores them."""
        self.shape = shape
        self._stored = weights
        self.weights = prepared(weights)
        self._row_of: dict[int, int] = {}
        self._rows = np.zeros((0, shape.width), dtype=np.float32)

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
        halved = {name: w.astype(np.float16) for name, w in self._stored.items()}
        np.savez_compressed(folder / "weights.npz", allow_pickle=False, **halved)

    def words(self, ids: Sequence[int], vocab: Vocab) -> Floats:
        """The rows of words, wherever they stand; those met before are remembered.

        Args:
            ids: of the words in the string store.
            vocab: with the static vectors.
        """
        if len(self._row_of) > REMEMBERED:
            self._row_of.clear()
        rows = [*map(self._row_of.get, ids)]
        if None in rows:
            new = list(dict.fromkeys(word for word, row in zip(ids, rows, strict=True) if row is None))
            known = len(self._row_of)
            self._row_of.update(zip(new, range(known, known + len(new)), strict=True))
            if len(self._row_of) > len(self._rows):
                # Twice the room each time, so that it is seldom copied.
                room = np.empty((2 * len(self._row_of), self.shape.width), dtype=np.float32)
                room[:known] = self._rows[:known]
                self._rows = room
            self._rows[known : known + len(new)] = self.embed(
                words(new, vocab), np.asarray(vocab.vectors.data)
            )
            rows = [*map(self._row_of.get, ids)]
        return self._rows.take(np.array(rows, dtype=np.int64), axis=0)

    def embed(self, features: Words, vectors: Floats) -> Floats:
        """The rows of words from their features and the table of static vectors."""
        w = self.weights
        hashed, row = features
        vector = vectors[row]
        vector[row < 0] = 0
        table = w["words.weight"]
        parts = [
            table[hashed["word_a"]] + table[hashed["word_b"]],
            w["prefix.weight"][hashed["prefix"]],
            w["suffix.weight"][hashed["suffix"]],
            w["word_shape.weight"][hashed["shape"]],
            vector,
        ]
        joined = np.concatenate(parts, axis=1)
        # In blocks of one size: what a row comes to in the last digit must not depend on what stands beside it.
        blocks = np.zeros(
            (-(-len(joined) // WORDS_AT_ONCE), WORDS_AT_ONCE, joined.shape[1]), dtype=np.float32
        )
        blocks.reshape(-1, joined.shape[1])[: len(joined)] = joined
        mixed = rectified(linear(w, "mix", blocks)).reshape(-1, self.shape.width)[: len(joined)]
        return norm(w, "mix_norm", mixed)

    def lower(self, ribbon: Ribbon, rows: Floats) -> Floats:
        """Rows that know the nearest words."""
        return convolve(self.weights, "lower", ribbon, rows, self.shape.lower)

    def upper(self, ribbon: Ribbon, rows: Floats, place: Ints, length: Ints) -> Floats:
        """Rows that know their surroundings and where they stand in a quotation."""
        w = self.weights
        rows = rows + w["place.weight"].take(place, axis=0)
        rows += w["length.weight"].take(length, axis=0)
        return convolve(w, "upper", ribbon, rows, self.shape.upper)

    def tags(self, lower: Floats) -> Floats:
        """Scores of the tags by the nearest words alone, (tokens, tags)."""
        return linear(self.weights, "tag", lower)

    def retags(self, upper: Floats) -> Floats:
        """What all that is known adds to those scores."""
        return linear(self.weights, "retag", upper)

    def names(self, upper: Floats) -> Floats:
        """Scores of the name labels, (tokens, 7)."""
        return linear(self.weights, "name", upper)

    def cues(self, upper: Floats) -> Floats:
        """Probabilities that a token is outside a cue, opens one, goes on with one: (tokens, 3)."""
        return softmax(linear(self.weights, "cue", upper))

    def trees(self, upper: Floats, starts: Ints) -> Trees:
        """Sentences and trees.

        Args:
            upper: what `upper` returned.
            starts: rows where sentences are known to begin, those where paragraphs do among them.
        """
        opens = linear(self.weights, "opens", upper)[:, 0] > 0
        opens[starts] = True
        openings = np.flatnonzero(opens)
        w = self.weights
        dependent, head, root = (
            padded(linear(w, f"arc_{end}", upper)) for end in ("dependent", "head", "root")
        )
        near = w["arc_distance.weight"][:, 0]
        found = np.zeros(len(upper), dtype=np.int64)
        sizes = np.diff([*openings, len(upper)])
        for some in arcs.batches(sizes):
            words = np.arange(sizes[some].max())
            inside = words < sizes[some, None]
            rows = np.where(inside, openings[some, None] + words, len(upper))
            scores = dependent.take(rows, axis=0) @ head.take(rows, axis=0).transpose(0, 2, 1)
            scores += near[apart(words, words[:, None])]
            scores[:, words, words] = root[rows, 0]
            found[rows[inside]] = (openings[some, None] + arcs.heads(scores, sizes[some]))[inside]
        hidden = linear(w, "dep_dependent", upper) + linear(w, "dep_head", upper).take(found, axis=0)
        hidden += w["dep_distance.weight"].take(apart(found, np.arange(len(upper))), axis=0)
        dep = linear(w, "dep", rectified(hidden)).argmax(axis=1)
        return Trees(np.cumsum(opens), found, dep)

    def linked(self, upper: Floats) -> Floats:
        """The rows as `link` reads them again for each cue."""
        return linear(self.weights, "link_token", upper)

    def link(self, upper: Floats, by_token: Floats, trees: Trees, places: list[Place]) -> Floats:
        """Scores of the role labels in the paragraph of each cue, one paragraph behind the other: (tokens, 5).

        Args:
            upper: what `upper` returned.
            by_token: what `linked` returned.
            trees: of the same rows.
            places: of the cues; at least one.
        """
        some = (places[i : i + CUES_AT_ONCE] for i in range(0, len(places), CUES_AT_ONCE))
        return np.concatenate([self._link(upper, by_token, trees, cues) for cues in some])

    def roles(self, scores: Floats, places: list[Place]) -> list[crf.Path]:
        """The role labels of the paragraph of each cue, from what `link` returned."""
        sizes = [end - start for (start, end), _ in places]
        return crf.best_paths(scores, sizes, self.weights["transitions"], ROLE_LABELS)

    def _link(self, upper: Floats, by_token: Floats, trees: Trees, places: list[Place]) -> Floats:
        w = self.weights
        sizes = [end - start for (start, end), _ in places]
        ribbon = Ribbon(sizes)
        shift = ribbon.starts - np.array([paragraph[0] for paragraph, _ in places])
        cues = np.array([cue for _, cue in places]) + shift[:, None]
        piece = np.repeat(np.arange(len(places)), sizes)
        rows = np.arange(ribbon.length) - shift[piece]
        kin = kinship(trees.head[rows] + shift[piece], trees.dep[rows], cues.tolist())
        anchor = trees.sentence[[cue[0] for _, cue in places]]
        x = by_token.take(rows, axis=0)
        for table, row in (
            (linear(w, "link_cue", means(upper, np.array([cue for _, cue in places]))), piece),
            (w["distance.weight"], distances(np.arange(ribbon.length), cues[piece])),
            (w["same_sentence.weight"], trees.sentence[rows] == anchor[piece]),
            (w["below.weight"], kin.below),
            (w["beside.weight"], kin.beside),
        ):
            x += table.take(row, axis=0)
        x = norm(w, "link_norm", rectified(x))
        return linear(w, "role", convolve(w, "linker", ribbon, x, self.shape.link_dilations))


def means(rows: Floats, ranges: Ints) -> Floats:
    """The mean of the rows of each range, none of them empty: (ranges, width)."""
    sizes = ranges[:, 1] - ranges[:, 0]
    first = np.cumsum(sizes) - sizes
    every = np.arange(int(sizes.sum())) + np.repeat(ranges[:, 0] - first, sizes)
    result: Floats = np.add.reduceat(rows[every], first)
    result /= sizes[:, None]
    return result


def apart(one: Ints, other: Ints) -> Ints:
    """Which row of a table of distances holds the one from `other` to `one`."""
    row: Ints = np.clip(one - other, -FARTHEST, FARTHEST) + FARTHEST
    return row
