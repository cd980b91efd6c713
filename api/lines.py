"""Where the lines of a stream end, of which only the line that is being received is held."""

from collections.abc import Iterator
from typing import NamedTuple

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Line(NamedTuple):
    """A line that is not blank."""

    number: int
    """From 1; blank lines count."""
    data: bytes | None
    """Without its end; None for one that is longer than allowed, which was passed over."""


class Splitter:
    """Cuts what arrives in chunks of any size into lines. Time is linear in what arrives."""

    def __init__(self, longest: int) -> None:
        """Begin at the first line.

        Args:
            longest: bytes that a line may have, without its end.
        """
        self._longest = longest
        self.number = 1
        """Of the line that is being received."""
        self._size = 0
        self._held = bytearray()

    def feed(self, chunk: bytes) -> Iterator[Line]:
        """The lines that end in `chunk`."""
        first, *others = chunk.split(b"\n")
        self._hold(first)
        for piece in others:
            yield from self.end()
            self._hold(piece)

    def end(self) -> Iterator[Line]:
        """The line that has been received, unless it is blank; what follows is another."""
        number, data = self.number, bytes(self._held) if self._size <= self._longest else None
        self.number, self._size, self._held = number + 1, 0, bytearray()
        if data is not None and number == 1:
            data = data.removeprefix(BYTE_ORDER_MARK)
        if data is None or (data and not data.isspace()):
            yield Line(number, data)

    def _hold(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._longest:
            self._held.clear()
        else:
            self._held += piece
