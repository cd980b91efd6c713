"""Quotation marks of one paragraph, paired.

Decides which marks open, which close and which are no quotation marks at all: apostrophes, feet and
inches, minutes and seconds. The spacing around a mark tells its side; the shape of the glyph and what
is open before it settle what spacing leaves open, so that straight, curly, wrong-way (”Go“) and mixed
marks are paired alike. A mark without partner stays without and never shifts the pairing of others.
How far a quotation without a closing mark reaches is left to quotations.py.

Double and single marks share one stack. A single mark may be an apostrophe, hence it opens only where
a closing one follows in the paragraph, or where it is curly or begins a sentence; and a possessive
("the players’ union") closes nothing while a firmer closing mark is still to come.

Time is linear in the marks.
"""

from collections.abc import Sequence
from typing import NamedTuple

from attribution.marks import Mark


class Pair(NamedTuple):
    """A quotation: indices of its marks in the list of marks, None where one is missing."""

    opening: int | None
    closing: int | None
    before: int | None = None
    """Without closing mark: the quotation ends before this mark at the latest."""


def pair(marks: Sequence[Mark]) -> list[Pair]:
    """Pair the marks of a paragraph; pairs are nested or apart, in no particular order.

    A quotation without partner mark is given too: opened and not closed, or closed behind a stop and
    not opened (`Go,” she said`).
    """
    return _Pairing(marks).pairs()


class _Ahead:
    """For every mark, what is still to come in its paragraph: indices, or the number of marks for nothing."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        count = len(marks)
        self.double = [count] * count
        """The next double mark that is no measure."""
        self.single_opening = [count] * count
        self.single_closing = [count] * count
        self.firm_closing = [count] * count
        """The next single closing mark that is no possessive."""
        self.double_closes = [False] * count
        """Whether a double mark closes later."""
        double = opening = closing = firm = count
        closes = False
        for k in range(count - 1, -1, -1):
            self.double[k], self.double_closes[k] = double, closes
            self.single_opening[k], self.single_closing[k], self.firm_closing[k] = opening, closing, firm
            mark = marks[k]
            if mark.double and not mark.measure:
                double = k
                closes = closes or mark.may_close
            elif not mark.double and mark.may_open:
                opening = k
            elif not mark.double and mark.may_close:
                closing = k
                firm = firm if mark.weak else k


class _Pairing:
    """One pass over the marks of a paragraph with a stack of those that are open."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self.marks = marks
        self.ahead = _Ahead(marks)
        self.stack: list[int] = []
        self.doubles_open = 0
        self.skipped = -1
        """A mark that was dealt with ahead of its turn."""
        self.found: list[Pair] = []

    def pairs(self) -> list[Pair]:
        for k, mark in enumerate(self.marks):
            if mark.double:
                self._double(k, mark)
            elif k != self.skipped:
                self._single(k, mark)
        self.found += [Pair(k, None) for k in self.stack if self.marks[k].double or self._stands_alone(k)]
        return self.found

    def _double(self, k: int, mark: Mark) -> None:
        if self._is_measure(k, mark):
            return
        if self._opens(k, mark):
            if not self._is_doubled(k):
                self.stack.append(k)
                self.doubles_open += 1
        elif self.doubles_open:
            self._close_double(k)
        elif mark.stopped:
            self.found.append(Pair(None, k))

    def _opens(self, k: int, mark: Mark) -> bool:
        """Whether a double mark opens a quotation rather than closing one."""
        inside = self.doubles_open > 0
        if mark.side and mark.glyph and mark.side != mark.glyph:
            # A wrong-way mark, or a misplaced space: either way it does what can be done here.
            return not inside
        if mark.side == "open":
            return True
        if mark.side == "close":
            return not inside and self._is_misplaced(k, mark)
        if mark.glyph == "open":
            return True
        if mark.apart and not mark.glued:
            return not inside and self._is_closed_by_next(k)
        return not inside and mark.glyph != "close"

    def _is_misplaced(self, k: int, mark: Mark) -> bool:
        """Whether an opening mark stands on the wrong side of its space: `He says,” they came.”`."""
        return mark.after_cue and self._is_closed_by_next(k)

    def _is_closed_by_next(self, k: int) -> bool:
        """Whether the next double mark can only close."""
        following = self.ahead.double[k]
        return following < len(self.marks) and not self.marks[following].may_open

    def _is_measure(self, k: int, mark: Mark) -> bool:
        """Whether a mark gives inches or seconds; in a quotation, if another mark is there to close it."""
        if mark.measure != "maybe" or mark.glyph == "open":
            return mark.measure == "surely"
        return not self.doubles_open or self._is_closed_by_next(k)

    def _is_doubled(self, k: int) -> bool:
        """Whether the mark only repeats the opening one before it: `““Go`."""
        if not self.stack or self.stack[-1] != k - 1 or not self._follows_at_once(k - 1):
            return False
        return self.marks[k - 1].text == self.marks[k].text

    def _close_double(self, k: int) -> None:
        """Close the double quotation that is open; single ones inside it end before it does."""
        while not self.marks[top := self.stack.pop()].double:
            if self._is_crossed(k, top):
                self._close_crossed(k, top)
                return
            if self._stands_alone(top) and self.marks[top].glyph == "open":
                self.found.append(Pair(top, None, before=k))
        self.doubles_open -= 1
        self.found.append(Pair(top, k))

    def _is_crossed(self, k: int, inner: int) -> bool:
        """Whether the closing marks of two quotations have changed places: `"They say, 'Go,"' he said`."""
        if not self._follows_at_once(k) or self.marks[k + 1].double or not self.marks[k + 1].may_close:
            return False
        return self.marks[inner].glyph != "close"

    def _close_crossed(self, k: int, inner: int) -> None:
        self.found.append(Pair(inner, k))
        self.skipped = k + 1
        while not self.marks[outer := self.stack.pop()].double:
            pass
        self.doubles_open -= 1
        self.found.append(Pair(outer, k + 1))

    def _follows_at_once(self, k: int) -> bool:
        """Whether the next mark stands right behind the one at `k`."""
        if k + 1 == len(self.marks) or not self.marks[k].glued:
            return False
        return self.marks[k + 1].position == self.marks[k].position + 1

    def _single(self, k: int, mark: Mark) -> None:
        # The innermost single quotation; none is looked for below two double ones.
        nearest = next((j for j in reversed(self.stack[-3:]) if not self.marks[j].double), None)
        if nearest is not None and mark.may_close:
            self._close_single(k, mark, nearest)
        elif self._ends_double(k, mark):
            self._close_double(k)
        elif mark.may_open and (self._is_closed_later(k, mark) or self._stands_alone(k)):
            self.stack.append(k)

    def _is_closed_later(self, k: int, mark: Mark) -> bool:
        closing = self.ahead.firm_closing if mark.weak else self.ahead.single_closing
        return closing[k] < len(self.marks)

    def _close_single(self, k: int, mark: Mark, nearest: int) -> None:
        if self.stack[-1] != nearest and self.ahead.double_closes[k]:
            return  # An apostrophe inside a double quotation.
        if (
            self.stack[-1] == nearest
            and mark.weak
            and self.ahead.firm_closing[k] < self.ahead.single_opening[k]
        ):
            return  # A possessive; the closing mark is still to come.
        while (top := self.stack.pop()) != nearest:
            self.doubles_open -= 1
            self.found.append(Pair(top, None, before=k))
        self.found.append(Pair(nearest, k))

    def _ends_double(self, k: int, mark: Mark) -> bool:
        """Whether a single mark was typed for the double one: `“Go home.’ He left.`."""
        if not self.doubles_open or self.ahead.double_closes[k] or self._follows_at_once(k):
            return False
        return mark.side == "close" and mark.stopped and not mark.weak

    def _stands_alone(self, k: int) -> bool:
        """Whether a single mark without partner opens a quotation all the same."""
        return self.marks[k].starts_sentence and self.marks[k].glyph != "close"
