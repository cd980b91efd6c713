"""Work in a process of its own, which may end at any moment and is no harm then to anything around it.

Each process has a pipe of its own. A pool's processes share one, and where one of them ends while it writes to it, as
it may when memory is short, the pool waits for the rest of the message for ever. What becomes of a job on which a
process ended is its owner's to decide, within the numbers below.
"""

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

#: How often a process may end on an article that stands alone; once may be somebody else's doing.
CHANCES = 2

#: How often in a row processes may end before they are ready.
FALSE_STARTS = 3

Job = TypeVar("Job")
Result = TypeVar("Result")


class LostError(Exception):
    """The process has ended."""


class WorkersEndedError(RuntimeError):
    """Processes end before they have begun."""

    def __init__(self) -> None:
        super().__init__("workers ended before they were ready; is memory short?")


class Process(Generic[Job, Result]):
    """A process that does one job at a time. It ends with its parent, however that ends.

    Args:
        make: called in the process, with the arguments, for what does the jobs; a function of a module.
    """

    def __init__(self, make: Callable[..., Callable[[Job], Result]], *arguments: object) -> None:
        self._make, self._arguments = make, arguments
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        #: Held while a process is started or ended, so that none is left that was just being started.
        self._lock = threading.Lock()
        self._is_stopped = False
        self.is_ready = False
        """Whether there is a process that can do a job, so far as is known."""

    def start(self) -> None:
        """Have a fresh process, and wait until it is ready. What is raised in making it is raised here.

        Raises:
            LostError: it has ended already.
            CancelledError: `stop` was called.
        """
        with self._lock:
            if self._is_stopped:
                raise CancelledError
            self._end()
            found = context(self._make.__module__)
            self._pipe, theirs = found.Pipe()
            # The end of the process is then that of the pipe.
            with theirs, self._losing():
                arguments = (theirs, self._make, self._arguments)
                self._process = found.Process(target=serve, args=arguments, daemon=True)  # type: ignore[attr-defined]
                self._process.start()
        self._exchange()
        self.is_ready = True

    def do(self, job: Job) -> Result:
        """The result of a job. What is raised in doing it is raised here, and the process goes on.

        Raises:
            LostError: the process has ended, and needs a new start.
        """
        result: Result = self._exchange(job)
        return result

    def stop(self) -> None:
        """End the process for good, whatever it is doing; `do` and `start` in other threads return at once."""
        with self._lock:
            self._is_stopped = True
            self._end()

    def _exchange(self, job: Job | None = None) -> Any:  # noqa: ANN401 - a result for a job, and else nothing
        assert self._pipe is not None
        with self._losing():
            if job is not None:
                self._pipe.send(job)
            answer = self._pipe.recv()
        if isinstance(answer, BaseException):
            raise answer
        return answer

    @contextlib.contextmanager
    def _losing(self) -> Iterator[None]:
        """Tell what is raised where the other end, or the process that starts processes, has gone."""
        try:
            yield
        except (EOFError, OSError):
            self.is_ready = False
            raise LostError from None

    def _end(self) -> None:
        if self._process is not None and self._process.is_alive():
            self._process.kill()
            self._process.join()


def context(module: str) -> BaseContext:
    """How processes are started: from one that has read the module already, so that a lost one is soon replaced.

    A fork of the parent would copy the threads that it has running, and may hang.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(["__main__", module])
    return found


def serve(
    pipe: Connection, make: Callable[..., Callable[[Job], Result]], arguments: tuple[object, ...]
) -> None:
    """What the process does: say that it is ready, and answer each job, or say what was raised."""
    # Ctrl-C reaches the whole group of processes; the parent answers for all.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_parent, daemon=True).start()
    # Where there is nobody to answer any more, there is nothing to do.
    with contextlib.suppress(EOFError, ConnectionError):
        try:
            do = make(*arguments)
        except Exception as error:  # noqa: BLE001 - raised where the answer is awaited
            pipe.send(error)
            return
        pipe.send(None)
        while True:
            job = pipe.recv()
            answer: Result | Exception
            try:
                answer = do(job)
            except Exception as error:  # noqa: BLE001 - likewise
                answer = error
            pipe.send(answer)


def end_with_parent() -> None:
    """End this process when its parent has ended, however that was: nobody would take its results."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
