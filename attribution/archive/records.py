"""Articles as they were read and before anybody looked into them: lines of JSON, or rows of Parquet.

Both have a length, pieces and numbers; decoding is left to the worker (`articles.py`).
"""

from typing import Any

import msgspec
import pyarrow as pa
from msgspec import Struct

from attribution import lines
from attribution.lines import Line


class Lines(Struct, frozen=True):
    """Consecutive lines that are not blank."""

    lines: tuple[Line, ...]

    def __len__(self) -> int:
        return len(self.lines)

    def piece(self, start: int, stop: int) -> "Lines":
        """Those from `start` up to `stop`."""
        return Lines(self.lines[start:stop])

    def number(self, index: int) -> int:
        """The number of the line in its file, from 1."""
        return self.lines[index].number

    def identity(self, index: int, name: str) -> str | None:
        """The id of an article, where it can be told; `name` is that of the field."""
        found = lines.member(self.lines[index].data, name)
        return str(found) if isinstance(found, str | int) else None


class Rows(Struct, frozen=True):
    """Rows of a Parquet file with the columns that are wanted."""

    numbers: tuple[int, ...]
    """Of the rows in their file, from 1."""
    batch: Any
    """A `pyarrow.RecordBatch`."""

    def __len__(self) -> int:
        return len(self.numbers)

    def __reduce__(self) -> tuple[Any, ...]:
        # A slice would be sent with all that it was cut from; the stream format holds just what it shows.
        return unpacked, (self.numbers, self.batch.schema, self.batch.serialize().to_pybytes())

    def piece(self, start: int, stop: int) -> "Rows":
        """Those from `start` up to `stop`."""
        return Rows(self.numbers[start:stop], self.batch.slice(start, stop - start))

    def number(self, index: int) -> int:
        """The number of the row in its file, from 1."""
        return self.numbers[index]

    def identity(self, index: int, name: str) -> str | None:
        """The id of an article, where it can be told; `name` is that of the column."""
        if name not in self.batch.schema.names:
            return None
        found = self.batch.column(name)[index].as_py()
        return None if found is None else str(found)


Records = Lines | Rows


def unpacked(numbers: tuple[int, ...], schema: Any, data: bytes) -> Rows:  # noqa: ANN401 - pyarrow has no types
    """Rows that were sent from another process."""
    return Rows(numbers, pa.ipc.read_record_batch(pa.py_buffer(data), schema))


class Fault(Struct, frozen=True, kw_only=True):
    """Something that could not be read or done, as the table `errors` has it."""

    source_row: int | None
    """Line or row from 1; null where it is about a whole file."""
    article_id: str | None = None
    kind: str
    detail: str
    pointer: str | None = None


class Part(Struct, frozen=True, kw_only=True):
    """Consecutive articles of a file: what is committed as a whole, or not at all."""

    name: str
    """`00003-000012`: the thirteenth part of the fourth file."""
    file: str
    records: Records
    faults: tuple[Fault, ...] = ()
    """What could not be read where it stands."""
    size: int
    """How far the part moves on in the source, in bytes as stored."""
    is_last: bool = False
    """Whether the file ends with it."""

    def ended(self) -> "Part":
        """The part as the last one of its file."""
        return msgspec.structs.replace(self, is_last=True)
