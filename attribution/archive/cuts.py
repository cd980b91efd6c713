"""What the readers of both kinds of file give, and what they say of damage."""

from typing import NamedTuple

import pyarrow as pa

from attribution.archive.records import Fault, Records

#: What reading may raise: the disk or the network, and whatever a damaged file makes of its reader.
DAMAGE = (OSError, pa.ArrowException, ValueError, EOFError, MemoryError)

#: The most articles of a part, however short they are.
LONGEST_PART = 65_536


class Cut(NamedTuple):
    """Consecutive articles of a file, and what could not be read between or after them."""

    records: Records
    faults: tuple[Fault, ...]
    size: int
    """How far it moves on in the file, in bytes as stored."""


def unreadable(error: BaseException, row: int | None, end: int | None = None) -> Fault:
    """What is said of a file from `row` on, up to `end` where it goes on. The error's own words may quote the file."""
    if row is None:
        where = "The file"
    elif end is None:
        where = f"The file from line {row:,} on"
    else:
        where = f"The file from row {row:,} to {end:,}"
    return Fault(
        source_row=row, kind="unreadable-source", detail=f"{where} cannot be read ({type(error).__name__})."
    )
