"""Fixed phrases with variable parts, found over the tokens of an article.

Decides where a phrase of a lexicon stands; what it means and whom it concerns is left to the caller.
Only sentences that hold a trigger word are looked at, each once, so that a search costs time linear
in the article. Words that somebody is quoted as saying are masked: "I asked not to be named" inside
quotation marks is testimony, not a ground rule of the article.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, compress, count
from typing import NamedTuple

from spacy.tokens import Doc

from attribution.columns import columns, word_columns
from attribution.word_places import places_of

#: Stands for a word inside quoted speech; no pattern holds it.
MASK = '"'
#: Stands for the end of a paragraph.
BREAK = "¶"

#: Apostrophes are typed in many ways and mean the same here.
_APOSTROPHES = str.maketrans("’‘´`", "''''")


class Phrase(NamedTuple):
    """A phrase of the lexicon in the article: its label and its tokens `[start, end)`."""

    label: str
    start: int
    end: int


class Phrases:
    """Patterns over lower-cased words that are joined by single spaces.

    A pattern is a regular expression whose groups need no `?:`; `{name}` is replaced by the macro of
    that name. Repeats in patterns are bounded, which keeps matching linear.

    Args:
        patterns: label to patterns; where two match at the same word, the earlier one wins.
        triggers: words one of which every match holds (contractions as the tokenizer parts them).
        macros: name to pattern.
    """

    def __init__(
        self,
        patterns: Mapping[str, Sequence[str]],
        *,
        triggers: Iterable[str] = (),
        macros: Mapping[str, str] | None = None,
    ) -> None:
        expanded = [
            (label, expand(pattern, macros or {})) for label, many in patterns.items() for pattern in many
        ]
        self._labels = [label for label, _ in expanded]
        # The empty group behind an alternative tells which one matched; one around it would be in the way of
        # `re`, which passes alternatives over by their first letter.
        self._regex = re.compile(r"(?<![^ ])(?:" + "|".join(f"(?:{p})()" for _, p in expanded) + r")(?![^ ])")
        self._triggers = frozenset(triggers)

    def find(self, doc: Doc, quoted: Sequence[bool] = ()) -> Iterator[tuple[Phrase, tuple[int, int]]]:
        """Every phrase in order, with the range of its sentence."""
        hits = places_of(doc, self._triggers)
        if not hits:
            return
        starts = sentence_starts(doc)
        for index in sorted({bisect_right(starts, hit) - 1 for hit in hits}):
            start = starts[index]
            end = starts[index + 1] if index + 1 < len(starts) else len(doc)
            for phrase in self.within(doc, start, end, quoted):
                yield phrase, (start, end)

    def within(self, doc: Doc, start: int, end: int, quoted: Sequence[bool] = ()) -> Iterator[Phrase]:
        """The phrases among the tokens `[start, end)`, in order, none overlapping another."""
        text, lower, is_space = word_columns(doc)[:3]
        kept = [i for i in range(start, end) if not is_space[i] or "\n" in text[i]]
        # A line break is a sign that no pattern passes.
        words = [MASK if quoted and quoted[i] else BREAK if is_space[i] else lower[i] for i in kept]
        offsets: list[int] = []
        for match in self._regex.finditer(" ".join(words).translate(_APOSTROPHES)):
            offsets = offsets or [0, *accumulate(len(word) + 1 for word in words)]
            first = kept[bisect_right(offsets, match.start()) - 1]
            last = kept[bisect_right(offsets, match.end() - 1) - 1]
            yield Phrase(self._labels[(match.lastindex or 1) - 1], first, last + 1)


def expand(pattern: str, macros: Mapping[str, str]) -> str:
    """The pattern as `re` reads it: macros put in, no group captured.

    >>> expand("(do|did) {not} comment", {"not": "(not|n't)"})
    "(?:do|did) (?:not|n't) comment"
    """
    for name, value in macros.items():
        pattern = pattern.replace(f"{{{name}}}", value)
    return re.sub(r"(?<!\\)\((?!\?)", "(?:", pattern)


def word_set(text: str) -> frozenset[str]:
    """The words of `text`, which is written out in a line for reading's sake."""
    return frozenset(text.split())


def quoted_speech(doc: Doc) -> list[bool]:
    """For each token, whether it stands in words that somebody is quoted as saying."""
    inside = [False] * len(doc)
    for quotation in doc._.quotations:
        if quotation.level == 0 and quotation.use == "speech":
            inside[quotation.start : quotation.end] = [True] * (quotation.end - quotation.start)
    return inside


def sentence_starts(doc: Doc) -> list[int]:
    """The first token of every sentence; an article that was not parsed is one sentence."""
    starts = [*compress(count(), columns(doc).opens)]
    return starts if starts and starts[0] == 0 else [0, *starts]
