"""Cuts a file of JSON lines by the bytes of its lines."""

import io
from collections.abc import Iterator
from typing import BinaryIO, cast

from attribution.archive.cuts import DAMAGE, LONGEST_PART, Cut, unreadable
from attribution.archive.records import Fault, Lines
from attribution.archive.sources import decompressed
from attribution.lines import Line, read_lines

#: Bytes that are decompressed at a time. What precedes damage in the same stretch is lost with it.
BUFFER = 16 * 1024


def cuts(stored: BinaryIO, codec: str | None, size: int, part_bytes: int) -> Iterator[Cut]:
    """The parts of a file, at least one; the last is the shorter.

    Args:
        stored: the file, as it is stored.
        codec: how it is compressed.
        size: its bytes, as stored.
        part_bytes: with so many a part is full.
    """
    stream = stored
    if codec is not None:
        # Not a raw stream by its type, but one by its methods.
        stream = cast("BinaryIO", io.BufferedReader(decompressed(stored, codec), BUFFER))
    waiting: list[Line] = []
    faults: tuple[Fault, ...] = ()
    length = position = number = 0
    try:
        for line, line_size in read_lines(stream):
            number += 1
            if line is not None:
                waiting.append(line)
            length += line_size
            if waiting and (length >= part_bytes or len(waiting) >= LONGEST_PART):
                reached = min(stored.tell(), size)
                yield Cut(Lines(tuple(waiting)), (), reached - position)
                waiting, length, position = [], 0, reached
    except DAMAGE as error:
        faults = (unreadable(error, number + 1),)
    yield Cut(Lines(tuple(waiting)), faults, size - position)
