"""A bounded crew of worker processes that analyse articles, so that the event loop never waits.

    analyse(article) -> queue -> the next free worker -> answer

- More than `queue` articles waiting: `Overloaded` at once, nothing piles up.
- No answer within `timeout_s` of arrival: `TimedOut`; a worker that is still at it is replaced.
- A worker that dies is replaced. Its article, and no other, goes back into the queue once; when the
  second worker dies as well: `WorkerLost`.
- An exception in the analysis: `AnalysisFailed`, which tells the place and never the text.

Each worker is a process with a pipe of its own, not a member of a shared `ProcessPoolExecutor`: there
one dead worker breaks the whole pool with every article in it, and one that hangs cannot be stopped.
"""

import asyncio
import logging
import multiprocessing
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.context import BaseContext
from types import TracebackType
from typing import Self

from api.schemas import Article
from api.worker import Load, load_engine, run

log = logging.getLogger(__name__)

#: Seconds before a worker whose model could not be loaded is tried anew.
RELOAD_DELAY_S = 5.0

#: How often an article is given to another worker after the one that had it died.
RETRIES = 1


class EngineError(Exception):
    """An article that was accepted but not answered."""


class Overloaded(EngineError):  # noqa: N818 - a state of the engine
    """The queue is full."""


class TimedOut(EngineError):  # noqa: N818
    """The answer took longer than a request may."""


class WorkerLost(EngineError):  # noqa: N818
    """The worker process died over the article."""


class Unavailable(EngineError):  # noqa: N818
    """The model could not be loaded."""


class AnalysisFailed(EngineError):  # noqa: N818
    """The analysis raised; the message says where, and holds no article text."""


@dataclass(slots=True, eq=False)
class Job:
    """An article on its way to its answer."""

    article: Article
    deadline: float
    """When the request is given up, on the event loop's clock."""
    answer: asyncio.Future[bytes]
    losses: int = 0
    """Workers that died over it."""


class Worker:
    """The service's end of one worker process. Its methods block: call them in a thread."""

    def __init__(self, context: BaseContext, load: Load) -> None:
        self._connection, theirs = context.Pipe()
        # BaseContext lacks the Process that every real context has.
        self._process = context.Process(target=run, args=(theirs, load), daemon=True)  # type: ignore[attr-defined]
        self._process.start()
        # Once the process alone holds its end, its death shows as the end of the stream.
        theirs.close()

    def wait_until_loaded(self) -> None:
        """Return once the model is loaded.

        Raises:
            Unavailable: loading raised; the message tells why.
            WorkerLost: the process died.
        """
        loaded, reason = self._receive()
        if not loaded:
            raise Unavailable(reason)

    def ask(self, article: Article) -> bytes:
        """The JSON of the answer.

        Raises:
            AnalysisFailed: the analysis raised.
            WorkerLost: the process died.
        """
        try:
            self._connection.send(article)
        except OSError:
            raise WorkerLost from None
        done, payload = self._receive()
        if not done:
            raise AnalysisFailed(payload)
        return payload  # type: ignore[return-value]

    def stop(self) -> None:
        """End the process, whatever it is at."""
        self._process.kill()
        self._process.join()
        self._connection.close()

    def _receive(self) -> tuple[bool, bytes | str]:
        try:
            return self._connection.recv()  # type: ignore[no-any-return]
        except (EOFError, OSError):
            raise WorkerLost from None


class Engine:
    """The crew. Enter it as an async context; it loads in the background and `settled` tells the outcome."""

    def __init__(self, *, workers: int, queue: int, timeout_s: float, load: Load = load_engine) -> None:
        """Describe the crew; nothing is started.

        Args:
            workers: number of processes.
            queue: articles that may wait while every worker is busy.
            timeout_s: seconds from an article's arrival to its answer.
            load: makes the analysis inside each worker.
        """
        self._size = workers
        self._limit = workers + queue
        self._timeout_s = timeout_s
        self._load = load
        self._context = context()
        self._admitted = 0
        self._ready = 0
        self._draining = False

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        self._jobs: asyncio.Queue[Job] = asyncio.Queue()
        self._threads = ThreadPoolExecutor(self._size, thread_name_prefix="worker")
        self._loaded = asyncio.Event()
        self.failure: str | None = None
        """Why the model could not be loaded at the start; None while all is well."""
        self._posts = [self._loop.create_task(self._man(number)) for number in range(self._size)]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for post in self._posts:
            post.cancel()
        await asyncio.gather(*self._posts, return_exceptions=True)
        self._threads.shutdown()

    @property
    def is_ready(self) -> bool:
        """Whether articles should be sent here."""
        return self._loaded.is_set() and self._ready > 0 and not self._draining

    def drain(self) -> None:
        """Stop being ready; articles that still come are answered."""
        self._draining = True

    async def settled(self) -> bool:
        """Wait until every worker has loaded, or the first has failed to; whether all is well."""
        await self._loaded.wait()
        return self.failure is None

    async def analyse(self, article: Article) -> bytes:
        """The JSON of the answer.

        Raises:
            EngineError: one of its children, as the module describes.
        """
        if self._admitted >= self._limit:
            raise Overloaded
        if self.failure is not None:
            raise Unavailable(self.failure)
        deadline = self._loop.time() + self._timeout_s
        job = Job(article, deadline, self._loop.create_future())
        self._admitted += 1
        try:
            self._jobs.put_nowait(job)
            async with asyncio.timeout_at(deadline):
                return await job.answer
        except TimeoutError:
            raise TimedOut from None
        finally:
            self._admitted -= 1

    async def _man(self, number: int) -> None:
        """Keep one worker at its post for as long as the service runs, replacing it when it is lost."""
        while True:
            try:
                await self._employ(number)
            except WorkerLost:
                log.warning("worker %d was lost and is replaced", number)
            except Unavailable as error:
                log.error("worker %d could not load the model: %s", number, error)  # noqa: TRY400
                if not self._loaded.is_set():
                    self.failure = str(error)
                    self._loaded.set()
                await asyncio.sleep(RELOAD_DELAY_S)
