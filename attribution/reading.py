"""A document as the attribution network reads it.

Decides which stretches are read together (a paragraph, or part of a long one), and turns the
network's labels into token ranges. Which of its proposals stand is decided in attributions.py.
"""

from collections.abc import Sequence

import numpy as np
from spacy.tokens import Doc

from attribution.annotations import Attribution, Range
from attribution.features import Floats, Ints, token_features
from attribution.network import LABELS, Network

#: Paragraphs longer than this many tokens are read in parts, cut at a sentence where one starts.
WINDOW = 400

#: No prose reports words more often than once in this many tokens: bounds the work on text that is none.
TOKENS_PER_CUE = 8

SOURCE = (LABELS.index("B-SOURCE"), LABELS.index("I-SOURCE"))
CONTENT = (LABELS.index("B-CONTENT"), LABELS.index("I-CONTENT"))


class Reading:
    """One pass of the network over a document; cues can be linked after it, its own or others."""

    def __init__(self, doc: Doc, network: Network, vectors: Floats) -> None:
        self.network = network
        self.windows = reading_windows(doc)
        if not self.windows:
            return
        self.tokens = token_features(doc)
        self.encoded = network.encode(self.tokens, self.windows, vectors)
        sizes = [end - start for start, end in self.windows]
        self.rows = np.cumsum([0, *sizes[:-1]])
        self.starts = np.array([start for start, _ in self.windows])

    def propose(self, least: float, sure: float) -> list[Attribution]:
        """The attributions that the network sees, those of cues without content among them."""
        if not self.windows:
            return []
        likely = self.network.cues(self.encoded)
        cues: list[Range] = []
        certainty: list[float] = []
        for (start, end), row in zip(self.windows, self.rows, strict=True):
            likeliest = sorted(
                cue_ranges(likely[row : row + end - start], start, least, sure), key=lambda found: -found[1]
            )[: 1 + (end - start) // TOKENS_PER_CUE]
            for cue, probability in sorted(likeliest):
                cues.append(cue)
                certainty.append(probability)
        return self.link(cues, certainty)

    def link(self, cues: Sequence[Range], certainty: Sequence[float]) -> list[Attribution]:
        """The source and content of each cue."""
        if not cues:
            return []
        which = np.searchsorted(self.starts, [start for start, _ in cues], side="right") - 1
        places = [(self.windows[w], int(self.rows[w]), cue) for w, cue in zip(which, cues, strict=True)]
        found = []
        for (window, _, cue), probability, linked in zip(
            places, certainty, self.network.link(self.encoded, self.tokens, places), strict=True
        ):
            sources = label_ranges(linked.labels, *SOURCE, window[0])
            found.append(
                Attribution(
                    content=tuple(label_ranges(linked.labels, *CONTENT, window[0])),
                    cue=cue,
                    source=max(sources, key=lambda r: r[1] - r[0]) if sources else None,
                    probability=probability,
                    source_probability=linked.probability,
                )
            )
        return found


def reading_windows(doc: Doc) -> list[Range]:
    """The article's paragraphs and headings, long ones in parts, as token ranges."""
    windows: list[Range] = []
    for block in doc._.blocks:
        if block.kind not in ("paragraph", "heading"):
            continue
        start = block.start
        while block.end - start > WINDOW:
            cut = next(
                (i for i in range(start + WINDOW, start + WINDOW // 2, -1) if doc[i].is_sent_start), None
            )
            cut = cut or start + WINDOW
            windows.append((start, cut))
            start = cut
        if start < block.end:
            windows.append((start, block.end))
    return windows


def cue_ranges(likely: Floats, offset: int, least: float, sure: float) -> list[tuple[Range, float]]:
    """Cues and their probabilities from the label probabilities of a window's tokens.

    Args:
        likely: probabilities of the labels outside, opening, inside: (tokens, 3).
        offset: position of the window's first token.
        least: a cue is at least this likely.
        sure: a cue from here on counts as sure.
    """
    is_cue = 1 - likely[:, 0]
    cues: list[tuple[Range, float]] = []
    i, size = 0, len(is_cue)
    while i < size:
        if is_cue[i] < least:
            i += 1
            continue
        start = i
        i += 1
        # A sure cue ends where its words are no longer sure.
        enough = sure if is_cue[start] >= sure else least
        while i < size and is_cue[i] >= enough and likely[i, 2] > likely[i, 1]:
            i += 1
        cues.append(((offset + start, offset + i), float(is_cue[start:i].max())))
    return cues


def label_ranges(labels: Ints, opening: int, inside: int, offset: int) -> list[Range]:
    """Token ranges of one label pair in a label sequence."""
    ranges: list[Range] = []
    member = (labels == opening) | (labels == inside)
    start: int | None = None
    for i in range(len(labels) + 1):
        if start is not None and (i == len(labels) or not member[i] or labels[i] == opening):
            ranges.append((offset + start, offset + i))
            start = None
        if start is None and i < len(labels) and member[i]:
            start = i
    return ranges
