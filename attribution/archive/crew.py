"""Hands parts out to workers, and finds the article that ends them.

A part on which a worker ended is cut into pieces, and so on, until one article stands alone: where a worker
ends on it again, it is given up, and everything around it is kept. Whether workers are processes or actors
of a cluster, and what they do, is theirs.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Any, NamedTuple, Protocol

from attribution.archive.records import Part
from attribution.archive.work import Done, Job
from attribution.processes import CHANCES, FALSE_STARTS, WorkersEndedError

#: Into how many pieces a part is cut: few, so that not much is done again, and few workers are lost.
PIECES = 16


class Worker(Protocol):
    """A process with an engine, here or elsewhere. It does one job at a time."""

    def start(self) -> "Future[Any]":
        """Have a fresh engine, also after the process has ended; done when it can work."""
        ...

    def submit(self, job: Job) -> "Future[Done]":
        """Do a job."""
        ...

    def is_loss(self, error: BaseException) -> bool:
        """Whether the error of a future means that the process has ended."""
        ...


class Piece(NamedTuple):
    """The records `[start, stop)` of a part."""

    part: Part
    start: int
    stop: int
    losses: int = 0
    """How many workers have ended on it since it stands alone."""

    def cut(self) -> list["Piece"]:
        """Smaller pieces."""
        step = -(-(self.stop - self.start) // PIECES)
        return [
            Piece(self.part, start, min(start + step, self.stop))
            for start in range(self.start, self.stop, step)
        ]


class Crew:
    """Workers and what they are at.

    Args:
        workers: to share the work.
        parts: the work; read a little ahead.
        given_up: what becomes of the record of a part on which workers end.
    """

    def __init__(
        self, workers: Sequence[Worker], parts: Iterable[Part], given_up: Callable[[Part, int], Done]
    ) -> None:
        self._workers, self._parts, self._given_up = workers, iter(parts), given_up
        self._waiting: deque[Piece] = deque()
        self._running: dict[Future[Any], tuple[Worker, Piece | None]] = {}
        self._idle: list[Worker] = []
        #: Of each part in work, its results by the record that they start with.
        self._results: dict[str, dict[int, Done]] = {}
        self._missing: dict[str, int] = {}
        self._finished: list[tuple[Part, list[Done]]] = []
        self._false_starts = 0

    def finished(self) -> Iterator[tuple[Part, list[Done]]]:
        """Each part with its results in the order of its records, as soon as it is done.

        Raises:
            WorkersEndedError: workers cannot begin.
        """
        for worker in self._workers:
            self._running[worker.start()] = worker, None
        while True:
            self._hand_out()
            # The workers have what they need: now there is time for what is done, and to read on.
            yield from self._finished
            self._finished.clear()
            self._read_on()
            if not self._finished and not self._missing:
                return
            if not self._finished:
                for future in wait(self._running, return_when=FIRST_COMPLETED).done:
                    self._settle(future)

    def _hand_out(self) -> None:
        while self._idle and (self._waiting or self._read_on()):
            worker, piece = self._idle.pop(), self._waiting.popleft()
            job = Job(file=piece.part.file, records=piece.part.records.piece(piece.start, piece.stop))
            self._running[worker.submit(job)] = worker, piece

    def _read_on(self) -> bool:
        """Have a piece waiting, or nothing left to read."""
        while not self._waiting and (part := next(self._parts, None)) is not None:
            if not len(part.records):
                self._finished.append((part, []))
                continue
            self._results[part.name], self._missing[part.name] = {}, len(part.records)
            self._waiting.append(Piece(part, 0, len(part.records)))
        return bool(self._waiting)

    def _settle(self, future: "Future[Any]") -> None:
        """Take what a worker has come to."""
        worker, piece = self._running.pop(future)
        error = future.exception()
        if error is None:
            self._idle.append(worker)
            self._false_starts = 0
            if piece is not None:
                self._gather(piece, future.result())
            return
        if not worker.is_loss(error):
            raise error
        if piece is None:
            self._false_starts += 1
            if self._false_starts == FALSE_STARTS:
                raise WorkersEndedError
        elif piece.stop - piece.start > 1:
            self._waiting.extendleft(reversed(piece.cut()))
        elif piece.losses + 1 < CHANCES:
            self._waiting.appendleft(piece._replace(losses=piece.losses + 1))
        else:
            self._gather(piece, self._given_up(piece.part, piece.start))
        self._running[worker.start()] = worker, None

    def _gather(self, piece: Piece, done: Done) -> None:
        name = piece.part.name
        self._results[name][piece.start] = done
        self._missing[name] -= piece.stop - piece.start
        if not self._missing[name]:
            del self._missing[name]
            results = self._results.pop(name)
            self._finished.append((piece.part, [results[start] for start in sorted(results)]))
