"""Pieces of different lengths one behind another, and each row's neighbours within its piece."""

from collections.abc import Iterator, Sequence

import numpy as np

from attribution.features import Floats, Ints


class Ribbon:
    """Where the rows of paragraphs lie that are stacked without gaps."""

    def __init__(self, sizes: Sequence[int] | Ints) -> None:
        self.sizes = np.asarray(sizes, dtype=np.int64)
        self.ends = np.cumsum(self.sizes)
        self.starts = self.ends - self.sizes
        self.length = int(self.ends[-1]) if len(self.ends) else 0
        self._neighbours: dict[int, Ints] = {}
        self._parts: dict[int, list[tuple[slice, Ribbon]]] = {}

    def neighbours(self, distance: int) -> Ints:
        """For each row the row `distance` before it, itself, and the row as far behind it, (length, 3).

        Where there is none in its piece: `length`, the row of zeros that `padded` adds.
        """
        found = self._neighbours.get(distance)
        if found is None:
            rows = np.arange(self.length)
            found = self._neighbours[distance] = np.empty((self.length, 3), dtype=np.int64)
            before, behind = rows - distance, rows + distance
            found[:, 0] = np.where(before < np.repeat(self.starts, self.sizes), self.length, before)
            found[:, 1] = rows
            found[:, 2] = np.where(behind >= np.repeat(self.ends, self.sizes), self.length, behind)
        return found

    def parts(self, rows: int) -> list[tuple[slice, "Ribbon"]]:
        """The ribbon in stretches of whole pieces, of about so many rows."""
        if rows not in self._parts:
            self._parts[rows] = list(self._parted(rows))
        return self._parts[rows]

    def _parted(self, rows: int) -> Iterator[tuple[slice, "Ribbon"]]:
        first = 0
        while first < len(self.sizes):
            start = int(self.starts[first])
            last = max(int(np.searchsorted(self.ends, start + rows, side="right")), first + 1)
            yield slice(start, int(self.ends[last - 1])), Ribbon(self.sizes[first:last])
            first = last


def padded(rows: Floats) -> Floats:
    """The rows with a row of zeros behind them."""
    return np.concatenate([rows, np.zeros((1, rows.shape[1]), dtype=rows.dtype)])
