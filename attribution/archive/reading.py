"""Cuts the files of a source into parts, the same for every run that reads the same files.

What a part is, is told by the file alone: lines are cut by their bytes (`line_cuts.py`), rows of Parquet
are so many a part as the file's own figures say (`row_cuts.py`). A file that is damaged gives what can be
read of it, with a fault in the place of the rest. However large the source, a part or two are held.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from attribution.archive import line_cuts, row_cuts
from attribution.archive.cuts import DAMAGE, Cut, unreadable
from attribution.archive.records import Lines, Part
from attribution.archive.sources import Source, SourceFile, kind_of


class Reading:
    """How a source is cut into parts.

    Args:
        source: its files.
        part_bytes: of article text, more or less.
        columns: of Parquet that are wanted; those that a file has are read.
        kept: the schema of those that are passed on as they are, under their names in the input.
    """

    def __init__(self, source: Source, part_bytes: int, columns: Sequence[str], kept: Any) -> None:  # noqa: ANN401
        self._source, self._part_bytes = source, part_bytes
        self._columns, self._kept = columns, kept

    def parts(self, done: Collection[str], finished: Collection[int]) -> Iterator[Part]:
        """The parts that are not done, in order.

        Args:
            done: names of parts to leave out.
            finished: numbers of the files all of whose parts are done.
        """
        for number, file in enumerate(self._source.files):
            if number in finished:
                continue
            previous: Part | None = None
            for index, cut in enumerate(self._cuts(file, number, done)):
                if previous is not None and previous.name not in done:
                    yield previous
                previous = part_of(cut, file, part_name(number, index))
            if previous is not None and previous.name not in done:
                yield previous.ended()

    def _cuts(self, file: SourceFile, number: int, done: Collection[str]) -> Iterator[Cut]:
        """Every part of a file from the first; the rows of those that are done may be left out."""
        begun = False
        try:
            with self._source.open(file) as stream:
                kind, codec = kind_of(stream)
                cuts = (
                    line_cuts.cuts(stream, codec, file.size, self._part_bytes)
                    if kind == "lines"
                    else row_cuts.cuts(
                        stream,
                        file.size,
                        self._part_bytes,
                        self._columns,
                        self._kept,
                        is_done=lambda index: part_name(number, index) in done,
                    )
                )
                for cut in cuts:
                    begun = True
                    yield cut
        except DAMAGE as error:
            if begun:
                raise
            yield Cut(Lines(()), (unreadable(error, None),), file.size)


def part_name(file: int, index: int) -> str:
    """`00003-000012`: the thirteenth part of the fourth file. Names sort as the articles stand."""
    return f"{file:05}-{index:06}"


def part_of(cut: Cut, file: SourceFile, name: str) -> Part:
    """The part that a cut is."""
    return Part(name=name, file=file.name, records=cut.records, faults=cut.faults, size=cut.size)
