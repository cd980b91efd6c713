"""Blocks written piece by piece, with white space as a browser shows it.

Decides how the characters of a source become those of the text view: runs of white space, non-breaking or
not, are one space, none stand at a block's edges, a line break is a line feed, two are a new block, and
characters that are never seen (soft hyphens, zero-width spaces) are left out. Everything else stays as it is.
"""

import re
from dataclasses import dataclass

from attribution.inputs.charrefs import REFERENCE, decode
from attribution.inputs.omitted import Omitted
from attribution.inputs.original import BlockKind, Piece, Place

_UNSEEN = "\u00ad\u200b\u2060\ufeff"
#: White space that browsers show as one space, and the spaces of fixed width that editors strew about.
_WHITE = " \t\n\f\r\xa0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_SPECIAL = {
    True: re.compile(rf"[{_WHITE}]{{2,}}+|[{_UNSEEN}]++|{REFERENCE}"),
    False: re.compile(rf"[{_WHITE}]{{2,}}+|[{_UNSEEN}]++"),
}
_TO_SPACE = str.maketrans(_WHITE, " " * len(_WHITE))


@dataclass(slots=True)
class Setting:
    """What is known of a text from where it stands."""

    kind: BlockKind
    place: Place
    group: int | None = None
    base: int = 0
    """Where the place's own text starts in the source."""
    verbatim: bool = False
    """Whether white space stays as it is (`pre`)."""
    omitted: Omitted | None = None
    """What around it may be left out of the article."""


@dataclass(slots=True)
class Draft:
    """A block in the making: its pieces in order, of the source with this number."""

    setting: Setting
    source: int
    pieces: list[Piece]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


class Writer:
    """Writes the blocks of one source.

    Args:
        source: the string that the pieces are cut from.
        number: its index among the sources of the document.
        references: whether `&amp;` stands for `&`.
    """

    def __init__(self, source: str, number: int, *, references: bool = True) -> None:
        self.drafts: list[Draft] = []
        self._source, self._number, self._special = source, number, _SPECIAL[references]
        self._draft: Draft | None = None

    def end_block(self) -> None:
        """What is written next is a block of its own."""
        if self._draft is not None:
            strip_end(self._draft.pieces)
            if self._draft.pieces:
                self.drafts.append(self._draft)
        self._draft = None

    def line_break(self, start: int, end: int) -> None:
        """A `<br>` at `[start, end)`; a second one ends the block."""
        if self._draft is None:
            return
        if self._draft.pieces[-1].text == "\n":
            self.end_block()
        else:
            strip_end(self._draft.pieces)
            self._draft.pieces.append(Piece("\n", start, end))

    def write(self, start: int, end: int, setting: Setting) -> None:
        """Add the stretch `[start, end)` of the source."""
        position = start
        for match in self._special.finditer(self._source, start, end):
            found = match.group()
            if found[0] == "&":
                text, length = decode(found)
                if not length:
                    continue
                self._literal(position, match.start(), setting)
                position = match.start() + length
                if text not in _UNSEEN:
                    text = text if setting.verbatim else text.translate(_TO_SPACE)
                    self._add(Piece(text, match.start(), position), setting)
            elif found[0] not in _WHITE:
                self._literal(position, match.start(), setting)
                position = match.end()
            elif not setting.verbatim:
                self._literal(position, match.start(), setting)
                position = match.end()
                self._add(Piece(" ", match.start(), position), setting)
        self._literal(position, end, setting)

    def _literal(self, start: int, end: int, setting: Setting) -> None:
        if start < end:
            text = self._source[start:end]
            self._add(Piece(text if setting.verbatim else text.translate(_TO_SPACE), start, end), setting)

    def _add(self, piece: Piece, setting: Setting) -> None:
        if self._draft is None:
            piece = stripped_start(piece)
            if not piece.text:
                return
            self._draft = Draft(setting, self._number, [])
        elif piece.text[0] == " " and self._draft.pieces[-1].text[-1] in " \n" and not setting.verbatim:
            if len(piece.text) == 1:
                return
            piece = Piece(piece.text[1:], piece.start + 1, piece.end)
        self._draft.pieces.append(piece)


def stripped_start(piece: Piece) -> Piece:
    """The piece without white space at its start."""
    text = piece.text.lstrip()
    cut = len(piece.text) - len(text)
    return Piece(text, piece.start + cut if is_literal(piece) else piece.end, piece.end) if cut else piece


def strip_end(pieces: list[Piece]) -> None:
    """Take white space off the end of a block."""
    while pieces:
        last = pieces.pop()
        text = last.text.rstrip()
        if text:
            cut = len(last.text) - len(text)
            pieces.append(Piece(text, last.start, last.end - cut) if cut else last)
            return


def is_literal(piece: Piece) -> bool:
    """Whether a piece maps character by character."""
    return len(piece.text) == piece.end - piece.start
