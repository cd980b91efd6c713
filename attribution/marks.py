"""Quotation marks and what tells their side: the spacing around them, their shape, the words beside them.

Decides nothing about pairs; it gathers, for each mark of a paragraph, the evidence that pairing.py weighs.
Single marks may be apostrophes, double ones inches or seconds: that is evidence too.
"""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from spacy.tokens import Doc

from attribution.columns import WordColumns, word_columns
from attribution.quotation_use import SAYING
from attribution.tokens import DOUBLE_MARKS, ELISIONS_OR_WORDS, SINGLE_MARKS, TWIN_MARKS

Side = Literal["open", "close", ""]

DOUBLE = frozenset([*DOUBLE_MARKS, *TWIN_MARKS])
SINGLE = frozenset(SINGLE_MARKS)
ANY = DOUBLE | SINGLE

_OPENS = frozenset("“„‟«‘‚‛`‹") | {"``", "‘‘"}
_CLOSES = frozenset("”»’´›") | {"’’", "´´"}
_NO_APOSTROPHES = frozenset("‹›")
_DASHES = frozenset("—―–-")
_BRACKETS = frozenset("([{=/<")
_FEET_AND_INCHES = re.compile(r"\d['’′´]\d{1,2}$")


class Mark(NamedTuple):
    """A quotation mark, or what may be one."""

    position: int
    """Of its token."""
    text: str
    double: bool
    glyph: Side
    """What its shape says."""
    side: Side
    """What the spacing around it says."""
    apart: bool = False
    """White space or nothing stands before it."""
    glued: bool = False
    """No white space stands behind it."""
    measure: Literal["surely", "maybe", ""] = ""
    """Whether it gives inches or seconds: surely in 6'2", maybe behind any number."""
    weak: bool = False
    """A single mark that may be an apostrophe: behind a plural, or where letters are left out."""
    stopped: bool = False
    """Follows a comma or the stop of a sentence, other marks aside."""
    after_cue: bool = False
    """Follows "said," or the like."""
    starts_sentence: bool = False
    """A capital follows, and a sentence, a clause or the paragraph starts here."""

    @property
    def may_open(self) -> bool:
        """Whether spacing, or failing that shape, lets it open a quotation."""
        return self.side == "open" or (not self.side and self.glyph == "open")

    @property
    def may_close(self) -> bool:
        """Whether spacing, or failing that shape, lets it close a quotation."""
        return self.side == "close" or (not self.side and self.glyph == "close" and not self.weak)


def marks_of(doc: Doc, positions: Sequence[int], start: int, end: int) -> list[Mark]:
    """The marks at these positions of a paragraph, whose tokens are `[start, end)`, in order."""
    words = word_columns(doc)
    lefts, rights = _lefts(words, positions, start), _rights(words, positions, end)
    return [
        _mark(doc, words, i, start, end, left, right)
        for i, left, right in zip(positions, lefts, rights, strict=True)
    ]


def _lefts(words: WordColumns, positions: Sequence[int], start: int) -> list[str]:
    """What stands left of each mark; of marks that stand together, what stands left of the first."""
    found: list[str] = []
    before = -1
    for i in positions:
        together = i > start and before == i - 1 and not words.spaced[before]
        found.append(found[-1] if together else _left(words, i, start))
        before = i
    return found


def _rights(words: WordColumns, positions: Sequence[int], end: int) -> list[str]:
    """What stands right of each mark; of marks that stand together, what stands right of the last."""
    found: list[str] = []
    following = -1
    for i in reversed(positions):
        together = following == i + 1 and not words.spaced[i]
        found.append(found[-1] if together else _right(words, i, end))
        following = i
    return found[::-1]


def _left(words: WordColumns, i: int, start: int) -> str:
    if i == start or words.spaced[i - 1] or words.is_space[i - 1]:
        return "space"
    char = words.text[i - 1][-1]
    if char in _DASHES:
        return "dash"
    if char in _BRACKETS or char == ":":
        return "bracket"
    return "word" if char.isalnum() else "stop"


def _right(words: WordColumns, i: int, end: int) -> str:
    if i + 1 >= end:
        return "end"
    if words.spaced[i] or words.is_space[i + 1]:
        return "space"
    text = words.text[i + 1]
    if text[0] == "." and (len(text) > 1 or (i + 2 < end and words.text[i + 2][0] == ".")):
        return "word"  # `"...and then`, `". . . and then`, `".@jdoe`
    if text[0] in _DASHES:
        return "dash"
    if text[0] in _BRACKETS:
        return "bracket"
    return "stop" if text[0] in ".,;:!?)]}>%" else "word"


#: What stands left and right of a mark -> its side. What is missing here can be either.
_SIDES: dict[tuple[str, str], Side] = {
    **{(left, right): "open" for left in ("space", "bracket", "dash") for right in ("word", "bracket")},
    ("space", "dash"): "open",
    **{
        (left, right): "close"
        for left in ("word", "stop")
        for right in ("space", "stop", "dash", "bracket", "end")
    },
    **{("dash", right): "close" for right in ("space", "stop", "end")},
    ("space", "end"): "close",
    ("bracket", "end"): "close",
}


def _mark(doc: Doc, words: WordColumns, i: int, start: int, end: int, left: str, right: str) -> Mark:
    text = words.text[i]
    double = text in DOUBLE
    before = words.text[i - 1] if i > start else ""
    following = words.text[i + 1] if i + 1 < end else ""
    return Mark(
        position=i,
        text=text,
        double=double,
        glyph="open" if text in _OPENS else "close" if text in _CLOSES else "",
        side=_SIDES.get((left, right), ""),
        apart=not before or words.spaced[i - 1] or words.is_space[i - 1],
        glued=bool(following) and not words.spaced[i],
        measure=_measure(words, i, start) if double else "",
        weak=not double and bool(following) and _is_weak(doc, i, before, following, left),
        stopped=left == "stop" and _is_stopped(words, i, start),
        after_cue=i > start + 1 and before in ",:" and words.lower[i - 2] in SAYING,
        starts_sentence=following[:1].isupper() and (not before or before[-1] in ".?!:,;…—–-”\"’'"),
    )


def _measure(words: WordColumns, i: int, start: int) -> Literal["surely", "maybe", ""]:
    """Whether a double mark gives inches or seconds: 6'2", 5' 10", 40°26'46", a 12" pizza."""
    text = words.text
    if i == start or words.spaced[i - 1] or not text[i - 1][-1].isdigit():
        return ""
    if _FEET_AND_INCHES.search(text[i - 1]):
        return "surely"
    if i > start + 2 and text[i - 2] in SINGLE and text[i - 3][-1].isdigit():
        return "surely"
    return "maybe"


def _is_weak(doc: Doc, i: int, before: str, following: str, left: str) -> bool:
    """Whether a single mark may be an apostrophe: "the players’ union", "talkin’ to", "all ’round".

    Args:
        doc: the document.
        i: position of the mark.
        before: the word before it, empty at the start of the paragraph.
        following: the word behind it.
        left: as `_left` tells it.
    """
    mark = doc[i].text
    if mark in _NO_APOSTROPHES:
        return False
    if left != "word" or not before:
        return mark not in _OPENS and following in ELISIONS_OR_WORDS
    if not (following[0].isalnum() or following in DOUBLE):
        return False
    if before[-1].isdigit():
        return following[0].isdigit()
    return before[-1] in "sSxXzZ" or (before.endswith("in") and doc[i - 1].tag_ in ("VBG", ""))


def _is_stopped(words: WordColumns, i: int, start: int) -> bool:
    before = i - 1
    while before > start and words.text[before] in ANY:
        before -= 1
    return words.text[before][-1] in ",.?!…"
