"""Workers that are processes of this machine."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from attribution.archive.recipe import Recipe
from attribution.archive.work import Analyst, Done, Job
from attribution.lines import Load
from attribution.processes import LostError, Process


class LocalWorker:
    """A worker in a process of its own."""

    def __init__(self, load: Load, recipe: Recipe) -> None:
        self._process = Process(analyst, load, recipe)
        #: Waits for what the process says.
        self._thread = ThreadPoolExecutor(1)

    def start(self) -> "Future[None]":
        """Have a fresh engine; what loading it raises is raised by the future."""
        return self._thread.submit(self._process.start)

    def submit(self, job: Job) -> "Future[Done]":
        """Do a job."""
        return self._thread.submit(self._process.do, job)

    def is_loss(self, error: BaseException) -> bool:
        """Whether the process has ended."""
        return isinstance(error, LostError)

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._process.stop()
        self._thread.shutdown()


@contextlib.contextmanager
def processes(count: int, load: Load, recipe: Recipe) -> Iterator[Sequence[LocalWorker]]:
    """So many workers, which end with the block. `load` is called in each, and must be a module's function."""
    workers = [LocalWorker(load, recipe) for _ in range(count)]
    try:
        yield workers
    finally:
        for worker in workers:
            worker.stop()


def analyst(load: Load, recipe: Recipe) -> Callable[[Job], Done]:
    """What the process does with a job."""
    return Analyst(load, recipe).work
