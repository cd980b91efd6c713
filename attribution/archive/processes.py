"""Workers that are processes of this machine.

Each has a pipe of its own. A pool's processes share one, and where one of them ends while it writes to it, as it may
when memory is short, the pool waits for the rest of the message for ever.
"""

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any

from attribution.archive.recipe import Recipe
from attribution.archive.work import Analyst, Done, Job
from attribution.lines import Load


class LostError(Exception):
    """The process has ended."""


class Process:
    """A worker in a process of its own."""

    def __init__(self, load: Load, recipe: Recipe) -> None:
        self._load, self._recipe = load, recipe
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        #: Waits for what comes through the pipe.
        self._thread = ThreadPoolExecutor(1)

    def start(self) -> "Future[None]":
        """Have a fresh engine; what loading it raises is raised by the future."""
        self._end()
        self._pipe, theirs = context().Pipe()
        arguments = (theirs, self._load, self._recipe)
        self._process = context().Process(target=serve, args=arguments, daemon=True)  # type: ignore[attr-defined]
        self._process.start()
        # The end of the process is then that of the pipe.
        theirs.close()
        return self._thread.submit(self._answer)

    def submit(self, job: Job) -> "Future[Done]":
        """Do a job."""
        return self._thread.submit(self._answer, job)

    def is_loss(self, error: BaseException) -> bool:
        """Whether the process has ended."""
        return isinstance(error, LostError)

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._end()
        self._thread.shutdown()

    def _answer(self, job: Job | None = None) -> Any:  # noqa: ANN401 - a Done for a job, and else nothing
        assert self._pipe is not None
        try:
            if job is not None:
                self._pipe.send(job)
            answer = self._pipe.recv()
        except (EOFError, OSError):
            raise LostError from None
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()


@contextlib.contextmanager
def processes(count: int, load: Load, recipe: Recipe) -> Iterator[Sequence[Process]]:
    """So many workers, which end with the block. `load` is called in each, and must be a module's function."""
    workers = [Process(load, recipe) for _ in range(count)]
    try:
        yield workers
    finally:
        for worker in workers:
            worker.stop()


def context() -> BaseContext:
    """How processes are started: from one that has read this code, so that a lost one is soon replaced.

    A fork of the parent would copy the threads that it has running, and may hang.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(["__main__", __name__])
    return found


def serve(pipe: Connection, load: Load, recipe: Recipe) -> None:
    """What a worker process does: say that the engine is loaded, and answer each job, or say what was raised."""
    # Ctrl-C reaches the whole group of processes; the parent answers for all.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_parent, daemon=True).start()
    # Where there is nobody to answer any more, there is nothing to do.
    with contextlib.suppress(EOFError, ConnectionError):
        try:
            analyst = Analyst(load, recipe)
        except Exception as error:  # noqa: BLE001 - raised where the answer is awaited
            pipe.send(error)
            return
        pipe.send(None)
        while True:
            job = pipe.recv()
            answer: Done | Exception
            try:
                answer = analyst.work(job)
            except Exception as error:  # noqa: BLE001 - likewise
                answer = error
            pipe.send(answer)


def end_with_parent() -> None:
    """End this process when its parent has ended, however that was: nobody would take its results."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
