"""A document as the network reads it: its labels turned into tags, trees, names and attributions.

Decides where labels make a range of tokens. Which stretches are read together is decided in
windows.py; which of the proposed attributions stand, in attributions.py.
"""

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np
from spacy.attrs import ORTH
from spacy.tokens import Doc

from attribution import sentences
from attribution.annotations import Attribution, Range
from attribution.features import OUTSIDE, Floats, Ints, quote_places
from attribution.labels import ROLE_LABELS
from attribution.names import names
from attribution.network import Network, Place
from attribution.ribbon import Ribbon
from attribution.windows import reading_windows

#: No prose reports words more often than once in this many tokens: bounds the work on text that is none.
TOKENS_PER_CUE = 8

SOURCE = (ROLE_LABELS.index("B-SOURCE"), ROLE_LABELS.index("I-SOURCE"))
CONTENT = (ROLE_LABELS.index("B-CONTENT"), ROLE_LABELS.index("I-CONTENT"))


class Reading:
    """The network's pass over a document, which goes on as the document becomes known.

    Made with the blocks; `go_on` once there are quotations; then any number of cues can be linked, the
    network's own or others. Rows are the tokens of all windows, stacked; `tokens` are their positions.
    """

    def __init__(self, doc: Doc, network: Network) -> None:
        self.network = network
        self.windows = reading_windows(doc)
        self.ribbon = Ribbon([window.end - window.start for window in self.windows])
        self.rows = self.ribbon.starts.tolist()
        self.tokens = np.concatenate(
            [np.zeros(0, np.int64), *(np.arange(window.start, window.end) for window in self.windows)]
        )
        self._starts = np.array([window.start for window in self.windows])
        ids = np.asarray(doc.to_array(ORTH))[self.tokens]
        words = network.words(ids.tolist(), doc.vocab)
        self._lower = network.lower(self.ribbon, words)
        self._tags = network.tags(self._lower)

    def first_tags(self) -> Ints:
        """The index of each row's tag, as far as it can be told before the quotations are known."""
        best: Ints = self._tags.argmax(axis=1)
        return best

    def go_on(self, doc: Doc) -> None:
        """Read on, now that the quotations are known."""
        place, length = quote_places(doc)
        self._quoted = (place != OUTSIDE)[self.tokens]
        self._upper = self.network.upper(self.ribbon, self._lower, place[self.tokens], length[self.tokens])
        self._linked = self.network.linked(self._upper)
        begun = self._rows_of(sentences.begun(doc))
        self.trees = self.network.trees(self._upper, np.concatenate([self.ribbon.starts, begun]))

    def _rows_of(self, tokens: list[int]) -> Ints:
        """The rows of those of the tokens, in order, that are read."""
        rows = np.searchsorted(self.tokens, tokens).astype(np.int64)
        there = rows < len(self.tokens)
        there[there] = self.tokens[rows[there]] == np.asarray(tokens, dtype=np.int64)[there]
        return rows[there]

    def tags(self) -> Ints:
        """The index of each row's tag."""
        best: Ints = (self._tags + self.network.retags(self._upper)).argmax(axis=1)
        return best

    def names(self) -> tuple[Ints, Ints]:
        """Where names begin, go on and are absent, and the index of their kind, by row."""
        return names(self.network.names(self._upper), self.ribbon.starts)

    def likely_cues(self, least: float, beside: float, sure: float) -> "Asked":
        """The cues that the network sees, and how likely each is one.

        Args:
            least: a cue is at least this likely one.
            beside: or this, in a paragraph with quotation marks.
            sure: a cue from here on counts as sure.
        """
        likely = self.network.cues(self._upper)
        is_cue, goes_on = (1 - likely[:, 0]).tolist(), (likely[:, 2] > likely[:, 1]).tolist()
        quoted = self._quoted.tolist()
        cues: list[Range] = []
        certainty: list[float] = []
        for window, row in zip(self.windows, self.rows, strict=True):
            if not window.prose:
                continue
            size = window.end - window.start
            here = slice(row, row + size)
            enough = beside if True in quoted[here] else least
            found = cue_ranges(is_cue[here], goes_on[here], window.start, enough, sure)
            likeliest = sorted(found, key=lambda cue: -cue[1])[: 1 + size // TOKENS_PER_CUE]
            for cue, probability in sorted(likeliest):
                cues.append(cue)
                certainty.append(probability)
        return Asked(self, cues, certainty)

    def link(self, cues: Sequence[Range], certainty: Sequence[float]) -> list[Attribution]:
        """The source and content of each cue."""
        (attributions,) = link_all([Asked(self, cues, certainty)])
        return attributions

    def places(self, cues: Sequence[Range]) -> list[Place]:
        """Where cues stand among the rows."""
        which = np.searchsorted(self._starts, [start for start, _ in cues], side="right") - 1
        places = []
        for w, cue in zip(which, cues, strict=True):
            window, row = self.windows[w], self.rows[w]
            shift = row - window.start
            places.append(Place((row, window.end + shift), (cue[0] + shift, cue[1] + shift)))
        return places

    def scores(self, places: list[Place]) -> Floats:
        """Of the roles in the paragraphs of cues."""
        return self.network.link(self._upper, self._linked, self.trees, places)


class Asked(NamedTuple):
    """Cues whose source and content are wanted."""

    reading: Reading
    cues: Sequence[Range]
    certainty: Sequence[float]
    """How likely each is a cue."""


def link_all(asked: Sequence[Asked]) -> list[list[Attribution]]:
    """The source and content of each cue, of several documents together: most of the time goes by the steps taken."""
    places = [reading.places(cues) for reading, cues, _ in asked]
    every = [place for here in places for place in here]
    if not every:
        return [[] for _ in asked]
    network = asked[0].reading.network
    scores = [a.reading.scores(here) for a, here in zip(asked, places, strict=True) if here]
    linked = network.roles(np.concatenate(scores), every)
    # From rows back to tokens.
    starts = [
        cue[0] - place.cue[0] + place.paragraph[0]
        for a, here in zip(asked, places, strict=True)
        for cue, place in zip(a.cues, here, strict=True)
    ]
    labels = [path.labels for path in linked]
    found = (
        Attribution(
            content=tuple(content),
            cue=cue,
            source=max(source, key=lambda r: r[1] - r[0]) if source else None,
            probability=probability,
            source_probability=path.probability,
        )
        for cue, probability, path, source, content in zip(
            (cue for a in asked for cue in a.cues),
            (probability for a in asked for probability in a.certainty),
            linked,
            label_ranges(labels, *SOURCE, starts),
            label_ranges(labels, *CONTENT, starts),
            strict=True,
        )
    )
    return [list(islice(found, len(a.cues))) for a in asked]


def cue_ranges(
    is_cue: Sequence[float], goes_on: Sequence[bool], offset: int, least: float, sure: float
) -> list[tuple[Range, float]]:
    """Cues and their probabilities from what is known of a window's tokens.

    Args:
        is_cue: how likely each token is one of a cue.
        goes_on: whether it rather goes on with a cue than opens one.
        offset: position of the window's first token.
        least: a cue is at least this likely.
        sure: a cue from here on counts as sure.
    """
    cues: list[tuple[Range, float]] = []
    end = 0
    for start, probability in enumerate(is_cue):
        if probability < least or start < end:
            continue
        end = start + 1
        # A sure cue ends where its words are no longer sure.
        enough = sure if probability >= sure else least
        while end < len(is_cue) and is_cue[end] >= enough and goes_on[end]:
            end += 1
        cues.append(((offset + start, offset + end), max(is_cue[start:end])))
    return cues


def label_ranges(
    sequences: Sequence[Ints], opening: int, inside: int, offsets: Sequence[int]
) -> list[list[Range]]:
    """Token ranges of one label pair in each of several label sequences: one that opens begins a new range.

    Args:
        sequences: of labels, none of them empty.
        opening: the label that opens a range.
        inside: the label that goes on with one.
        offsets: position of the first token of each sequence.
    """
    labels = np.concatenate(sequences)
    sizes = np.array([len(sequence) for sequence in sequences])
    ends = np.cumsum(sizes)
    starts = ends - sizes
    member = (labels == opening) | (labels == inside)
    opens = member & (labels == opening)
    opens[1:] |= member[1:] & ~member[:-1]
    opens[starts] |= member[starts]
    closes = member.copy()
    closes[:-1] &= ~member[1:] | opens[1:]
    closes[ends - 1] = member[ends - 1]
    first, last = np.flatnonzero(opens), np.flatnonzero(closes)
    which = np.searchsorted(ends, first, side="right")
    shift = np.asarray(offsets)[which] - starts[which]
    ranges: list[list[Range]] = [[] for _ in sequences]
    for i, start, end in zip(
        which.tolist(), (first + shift).tolist(), (last + shift + 1).tolist(), strict=True
    ):
        ranges[i].append((start, end))
    return ranges
