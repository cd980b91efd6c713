"""Quotation marks and what tells their side: the spacing around them, their shape, the words beside them.

Decides nothing about pairs; it gathers, for each mark of a paragraph, the evidence that pairing.py weighs.
Single marks may be apostrophes, double ones inches or seconds: that is evidence too.
"""

import re
from typing import Literal, NamedTuple

from spacy.tokens import Doc, Token

from attribution.quotation_use import is_saying
from attribution.tokens import DOUBLE_MARKS, ELISIONS_OR_WORDS, SINGLE_MARKS, TWIN_MARKS

Side = Literal["open", "close", ""]

DOUBLE = frozenset([*DOUBLE_MARKS, *TWIN_MARKS])
SINGLE = frozenset(SINGLE_MARKS)

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


def marks_of(doc: Doc, start: int, end: int) -> list[Mark]:
    """The marks among the tokens `[start, end)` of a paragraph, in order."""
    positions = [i for i in range(start, end) if doc[i].text in DOUBLE or doc[i].text in SINGLE]
    lefts, rights = _lefts(doc, positions, start), _rights(doc, positions, end)
    return [
        _mark(doc, i, start, end, left, right)
        for i, left, right in zip(positions, lefts, rights, strict=True)
    ]


def _lefts(doc: Doc, positions: list[int], start: int) -> list[str]:
    """What stands left of each mark; of marks that stand together, what stands left of the first."""
    found: list[str] = []
    before = -1
    for i in positions:
        together = i > start and before == i - 1 and not doc[before].whitespace_
        found.append(found[-1] if together else _left(doc, i, start))
        before = i
    return found


def _rights(doc: Doc, positions: list[int], end: int) -> list[str]:
    """What stands right of each mark; of marks that stand together, what stands right of the last."""
    found: list[str] = []
    following = -1
    for i in reversed(positions):
        together = following == i + 1 and not doc[i].whitespace_
        found.append(found[-1] if together else _right(doc, i, end))
        following = i
    return found[::-1]


def _left(doc: Doc, i: int, start: int) -> str:
    if i == start or doc[i - 1].whitespace_ or doc[i - 1].is_space:
        return "space"
    char = doc[i - 1].text[-1]
    if char in _DASHES:
        return "dash"
    if char in _BRACKETS or char == ":":
        return "bracket"
    return "word" if char.isalnum() else "stop"


def _right(doc: Doc, i: int, end: int) -> str:
    if i + 1 >= end:
        return "end"
    if doc[i].whitespace_ or doc[i + 1].is_space:
        return "space"
    text = doc[i + 1].text
    if text[0] == "." and (len(text) > 1 or (i + 2 < end and doc[i + 2].text[0] == ".")):
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


def _mark(doc: Doc, i: int, start: int, end: int, left: str, right: str) -> Mark:
    text = doc[i].text
    double = text in DOUBLE
    before = doc[i - 1] if i > start else None
    following = doc[i + 1] if i + 1 < end else None
    return Mark(
        position=i,
        text=text,
        double=double,
        glyph="open" if text in _OPENS else "close" if text in _CLOSES else "",
        side=_SIDES.get((left, right), ""),
        apart=before is None or bool(before.whitespace_) or before.is_space,
        glued=following is not None and not doc[i].whitespace_,
        measure=_measure(doc, i, start) if double else "",
        weak=not double and following is not None and _is_weak(doc[i], before, following, left),
        stopped=left == "stop" and _is_stopped(doc, i, start),
        after_cue=i > start + 1 and doc[i - 1].text in ",:" and is_saying(doc[i - 2]),
        starts_sentence=(
            following is not None
            and following.text[0].isupper()
            and (before is None or before.text[-1] in ".?!:,;…—–-”\"’'")
        ),
    )


def _measure(doc: Doc, i: int, start: int) -> Literal["surely", "maybe", ""]:
    """Whether a double mark gives inches or seconds: 6'2", 5' 10", 40°26'46", a 12" pizza."""
    if i == start or doc[i - 1].whitespace_ or not doc[i - 1].text[-1].isdigit():
        return ""
    if _FEET_AND_INCHES.search(doc[i - 1].text):
        return "surely"
    if i > start + 2 and doc[i - 2].text in SINGLE and doc[i - 3].text[-1].isdigit():
        return "surely"
    return "maybe"


def _is_weak(mark: Token, before: Token | None, following: Token, left: str) -> bool:
    """Whether a single mark may be an apostrophe: "the players’ union", "talkin’ to", "all ’round"."""
    if mark.text in _NO_APOSTROPHES:
        return False
    if left != "word" or before is None:
        return mark.text not in _OPENS and following.text in ELISIONS_OR_WORDS
    if not (following.text[0].isalnum() or following.text in DOUBLE):
        return False
    if before.text[-1].isdigit():
        return following.text[0].isdigit()
    return before.text[-1] in "sSxXzZ" or (before.text.endswith("in") and before.tag_ in ("VBG", ""))


def _is_stopped(doc: Doc, i: int, start: int) -> bool:
    before = i - 1
    while before > start and (doc[before].text in DOUBLE or doc[before].text in SINGLE):
        before -= 1
    return doc[before].text[-1] in ",.?!…"
