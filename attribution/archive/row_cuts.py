"""Cuts a Parquet file by rows, so many a part as hold about the bytes of a part by the file's own figures.

Which rows a part has is known before any is read: parts that are done are passed over, whole row groups
unread. A row group that is damaged is given up from the damage on, and the next is read again.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from attribution.archive.cuts import DAMAGE, LONGEST_PART, Cut, unreadable
from attribution.archive.fitting import fitted
from attribution.archive.records import Fault, Lines, Rows

#: Rows that are decoded at a time.
BATCH_ROWS = 1024

#: Bytes of a column that are read at a time.
READ_BYTES = 1024 * 1024


def cuts(
    stored: BinaryIO,
    size: int,
    part_bytes: int,
    columns: Sequence[str],
    kept: Any,  # noqa: ANN401 - pyarrow has no types
    is_done: Callable[[int], bool],
) -> Iterator[Cut]:
    """The parts of a file, at least one; those that are done come without rows.

    Args:
        stored: the file.
        size: its bytes.
        part_bytes: of the columns, in a part.
        columns: that are wanted; those that the file has are read.
        kept: a schema: columns that it names are given in its types.
        is_done: whether the part of an index is wanted no more.
    """
    file = pq.ParquetFile(stored, pre_buffer=False, buffer_size=READ_BYTES)
    columns = [name for name in columns if name in file.schema_arrow.names]
    rows = file.metadata.num_rows
    length = rows_of_a_part(file.metadata, columns, part_bytes)
    cursor = Cursor(file, columns, kept)
    for index, start in enumerate(range(0, max(rows, 1), length)):
        end = min(start + length, rows)
        moved = size * end // max(rows, 1) - size * start // max(rows, 1)
        if is_done(index):
            yield Cut(Lines(()), (), moved)
        else:
            found, faults = cursor.take(start, end)
            yield Cut(found, faults, moved)


def rows_of_a_part(metadata: Any, columns: Sequence[str], part_bytes: int) -> int:  # noqa: ANN401
    """How many rows hold about so many bytes of these columns, uncompressed, on the average of the file."""
    wanted = set(columns)
    chunks = (
        metadata.row_group(group).column(column)
        for group in range(metadata.num_row_groups)
        for column in range(metadata.num_columns)
    )
    whole: int = sum(
        chunk.total_uncompressed_size for chunk in chunks if chunk.path_in_schema.partition(".")[0] in wanted
    )
    rows: int = metadata.num_rows
    return min(max(part_bytes * rows // max(whole, 1), 1), LONGEST_PART)


class Cursor:
    """Reads a file's rows from front to back, and passes over those that are not asked for."""

    def __init__(self, file: Any, columns: Sequence[str], kept: Any) -> None:  # noqa: ANN401
        self._file, self._columns, self._kept = file, columns, kept
        counts = (file.metadata.row_group(i).num_rows for i in range(file.metadata.num_row_groups))
        self._starts = list(accumulate(counts, initial=0))
        #: The row group that is open, its batches, the last of them and the row that it begins with.
        self._group = -1
        self._batches: Iterator[Any] = iter(())
        self._batch: Any = None
        self._row = 0
        #: The row groups that are damaged, and what was raised.
        self._damaged: dict[int, BaseException] = {}

    def take(self, start: int, end: int) -> tuple[Rows | Lines, tuple[Fault, ...]]:
        """The rows from `start` up to `end`, counted from 0, and what of them could not be read."""
        pieces: list[Any] = []
        numbers: list[int] = []
        faults: list[Fault] = []
        while start < end:
            group = bisect_right(self._starts, start) - 1
            stop = min(end, self._starts[group + 1])
            try:
                piece = self._piece(group, start, stop)
            except DAMAGE as error:
                self._damaged[group] = error
                faults.append(unreadable(error, start + 1, stop))
                start = stop
                continue
            pieces.append(piece)
            numbers += range(start + 1, start + 1 + len(piece))
            start += len(piece)
        if not pieces:
            return Lines(()), tuple(faults)
        (batch,) = pa.Table.from_batches(pieces).combine_chunks().to_batches()
        return Rows(tuple(numbers), batch), tuple(faults)

    def _piece(self, group: int, start: int, stop: int) -> Any:  # noqa: ANN401
        """The rows from `start` on that stand in one batch."""
        if group in self._damaged:
            raise self._damaged[group]
        if group != self._group:
            self._batches = self._file.iter_batches(
                BATCH_ROWS, row_groups=[group], columns=self._columns, use_threads=False
            )
            self._group, self._batch, self._row = group, None, self._starts[group]
        while self._batch is None or self._row + len(self._batch) <= start:
            self._row += 0 if self._batch is None else len(self._batch)
            self._batch = self._in_types_of_tables(next(self._batches, None))
        return self._batch.slice(start - self._row, stop - start)

    def _in_types_of_tables(self, batch: Any) -> Any:  # noqa: ANN401
        """The batch with the columns that are kept in the types that the tables have."""
        if batch is None:
            raise EOFError("fewer rows than the file says")
        for field in self._kept:
            place = batch.schema.get_field_index(field.name)
            if place >= 0 and batch.schema.field(place).type != field.type:
                batch = batch.set_column(place, field.name, fitted(batch.column(place), field.type))
        return batch
