"""A bounded crew of worker processes that analyse articles, so that the event loop never waits.

    analyse(article) -> queue -> the next free worker -> answer

- More than `queue` articles waiting: `Overloaded` at once, nothing piles up.
- Articles that come in numbers wait for a place instead, and hold few places together: who sends one
  article is not kept waiting behind a batch.
- No answer within `timeout_s` of arrival: `TimedOut`; a worker that is still at it is replaced.
- A worker that dies is replaced. Its article, and no other, goes back into the queue once; when the
  second worker dies over it as well: `WorkerLost`.
- An exception in the analysis: `AnalysisFailed`, which tells the place and never the text; `Unreadable`
  where the article itself is at fault.

Each worker is a process with a pipe of its own and no member of a shared `ProcessPoolExecutor`: there
one dead worker breaks the whole pool with every article in it, and one that hangs cannot be stopped.
"""

import asyncio
import logging
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext, SpawnContext
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

from api.schemas import Article
from api.tally import Tally
from api.worker import Load, Task, load_engine, place, run
from attribution.inputs.unreadable import UnreadableInput
from attribution.threads import one_thread_each

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

#: Seconds before a worker that could not load the model is started anew: at first, and at most, by doubling.
RELOAD_DELAY_S = 1.0
LONGEST_RELOAD_DELAY_S = 60.0

#: How often an article is given to another worker after the one that had it died.
RETRIES = 1

#: Places a worker that articles in numbers may hold together: one in work, one to go on with.
TURNS = 2


class EngineError(Exception):
    """An article that has no answer."""


class Overloaded(EngineError):  # noqa: N818 - named for the state it tells of, as are the next ones
    """The queue is full."""


class TimedOut(EngineError):  # noqa: N818
    """The answer took longer than a request may."""


class WorkerLost(EngineError):  # noqa: N818
    """The worker process died."""


class Unavailable(EngineError):  # noqa: N818
    """The model could not be loaded; the message tells why."""


class AnalysisFailed(EngineError):  # noqa: N818
    """The analysis raised; the message tells where and holds no article text."""


class Unreadable(EngineError):  # noqa: N818
    """The HTML or document that was sent holds no article; `reason` tells what is wrong with it, and where."""

    def __init__(self, reason: UnreadableInput) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(slots=True, eq=False)
class Job:
    """An article on its way to its answer."""

    article: Task
    deadline: float
    """When the request is given up, on the event loop's clock."""
    answer: asyncio.Future[bytes]
    losses: int = 0
    """Workers that died over it."""


def make_context() -> ForkServerContext | SpawnContext:
    """How worker processes are started: forked from a server that has spaCy imported, where there is one.

    Never forked from the service itself, whose threads and event loop would be copied half-way.
    """
    one_thread_each()
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["api.worker", "attribution.pipeline"])
    return context


class Worker:
    """The service's end of one worker process. Every method but `kill` blocks: call it in a thread."""

    def __init__(self, context: ForkServerContext | SpawnContext, load: Load) -> None:
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=run, args=(theirs, load), daemon=True)
        self._process.start()
        # With the other end held by the process alone, its death shows as the end of the stream.
        theirs.close()

    def wait_until_loaded(self) -> None:
        """Return once the model is loaded.

        Raises:
            Unavailable: it cannot be loaded.
        """
        try:
            loaded, reason = self._connection.recv()
        except (EOFError, OSError):
            loaded, reason = False, "the process died while loading"
        if not loaded:
            raise Unavailable(reason)

    def ask(self, article: Task) -> bytes:
        """The JSON of the answer.

        Raises:
            AnalysisFailed: the analysis raised.
            Unreadable: the article is no article.
            WorkerLost: the process died.
        """
        try:
            self._connection.send(article)
            answer: bytes | str | UnreadableInput
            answered, answer = self._connection.recv()
        except (EOFError, OSError):
            raise WorkerLost from None
        except RecursionError:
            # Nothing was sent: the document is made ready for it first.
            raise Unreadable(UnreadableInput("#/document", "The document is nested too deeply.")) from None
        if isinstance(answer, UnreadableInput):
            raise Unreadable(answer)
        if not answered:
            raise AnalysisFailed(answer)
        assert isinstance(answer, bytes)
        return answer

    def kill(self) -> None:
        """End the process, whatever it is at; an `ask` in another thread raises `WorkerLost`."""
        self._process.kill()

    def bury(self) -> None:
        """Free what the process held; the connection closes with the last reference to the worker."""
        self._process.join()
        self._process.close()


class Engine:
    """The crew. Entered as an async context it loads in the background; `settled` tells how that went."""

    def __init__(self, *, workers: int, queue: int, timeout_s: float, load: Load = load_engine) -> None:
        """Describe the crew; nothing is started.

        Args:
            workers: number of processes.
            queue: articles that may wait while every worker is busy.
            timeout_s: seconds from an article's arrival to its answer.
            load: makes the analysis, inside each worker.
        """
        self.workers = workers
        self._places = asyncio.Semaphore(workers + queue)
        self._turns = asyncio.Semaphore(TURNS * workers)
        self._timeout_s = timeout_s
        self._load = load
        self._loaded = 0
        self.draining = asyncio.Event()
        self._failure: str | None = None
        self.tally = Tally()

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        self._context = make_context()
        self._threads = ThreadPoolExecutor(self.workers, thread_name_prefix="worker")
        self._jobs: asyncio.Queue[Job] = asyncio.Queue()
        self._settled = asyncio.Event()
        self._posts = [self._loop.create_task(self._man(number)) for number in range(1, self.workers + 1)]
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
        return self._settled.is_set() and self._loaded > 0 and not self.draining.is_set()

    @property
    def loaded(self) -> int:
        """Workers that have loaded the model."""
        return self._loaded

    @property
    def waiting(self) -> int:
        """Articles that wait for a worker."""
        return self._jobs.qsize()

    def drain(self) -> None:
        """Be ready no longer; articles that still come are answered. Can be called by a signal's handler."""
        self.draining.set()

    async def settled(self) -> None:
        """Return once every worker has loaded.

        Raises:
            Unavailable: the model cannot be loaded.
        """
        await self._settled.wait()
        self.check()

    async def analyse(self, article: Task) -> bytes:
        """The JSON of the answer.

        Raises:
            EngineError: one of its children, as the module describes.
        """
        with self.tally.article(article):
            self.check()
            if self._places.locked():
                raise Overloaded
            async with self._places:
                return await self._answer(article, self.deadline())

    async def analyse_in_turn(self, article: Article, *, deadline: float | None = None) -> bytes:
        """The JSON of the answer to one article of many, which waits for a place and is never `Overloaded`.

        Args:
            article: the article.
            deadline: when it is given up, on the event loop's clock; by default the usual time after it
                got a place.

        Raises:
            EngineError: one of its children, as the module describes.
        """
        with self.tally.article(article):
            try:
                async with asyncio.timeout_at(deadline), self._turns, self._places:
                    self.check()
                    return await self._answer(article, self.deadline() if deadline is None else deadline)
            except TimeoutError:
                raise TimedOut from None

    async def _answer(self, article: Task, deadline: float) -> bytes:
        job = Job(article, deadline, self._loop.create_future())
        self._jobs.put_nowait(job)
        try:
            async with asyncio.timeout_at(deadline):
                return await job.answer
        except TimeoutError:
            raise TimedOut from None

    def deadline(self) -> float:
        """When a request that arrives now is given up, on the event loop's clock."""
        return self._loop.time() + self._timeout_s

    def check(self) -> None:
        """Return where articles can be answered, or may be once the workers have loaded.

        Raises:
            Unavailable: the model cannot be loaded.
        """
        if self._failure is not None:
            raise Unavailable(self._failure)

    async def _man(self, number: int) -> None:
        """Keep a worker at one post for as long as the service runs, replacing it when it is lost."""
        delay = RELOAD_DELAY_S
        while True:
            try:
                await self._employ()
            except WorkerLost:
                log.warning("worker %d was lost and is replaced", number)
                self.tally.restarts += 1
                delay = RELOAD_DELAY_S
            except Exception as error:  # noqa: BLE001 - a post is never given up
                reason = str(error) if isinstance(error, Unavailable) else place(error)
                log.error("worker %d cannot work, next attempt in %.0f s: %s", number, delay, reason)
                if not self._settled.is_set():
                    self._failure = reason
                    self._settled.set()
                if self._loaded == 0:
                    self._dismiss(reason)
                await asyncio.sleep(delay)
                delay = min(2 * delay, LONGEST_RELOAD_DELAY_S)

    async def _employ(self) -> None:
        """Start a worker and give it articles until it is lost."""
        worker = await self._in_thread(Worker, self._context, self._load)
        try:
            await self._in_thread(worker.wait_until_loaded)
            self._loaded += 1
            try:
                if self._loaded == self.workers:
                    self._failure = None
                    self._settled.set()
                while True:
                    await self._give(worker, await self._jobs.get())
            finally:
                self._loaded -= 1
        finally:
            worker.kill()
            await self._in_thread(worker.bury)

    async def _give(self, worker: Worker, job: Job) -> None:
        """Have `worker` answer `job`.

        Raises:
            WorkerLost: the worker died, or had to be stopped because the time was up.
        """
        if job.answer.done():  # given up while it waited
            return
        asking = self._in_thread(worker.ask, job.article)
        await asyncio.wait({asking}, timeout=job.deadline - self._loop.time())
        if not asking.done():
            worker.kill()
        try:
            answer = await asking
        except (AnalysisFailed, Unreadable) as error:
            if not job.answer.done():
                job.answer.set_exception(error)
        except WorkerLost:
            self._try_again(job)
            raise
        else:
            if not job.answer.done():
                job.answer.set_result(answer)

    def _dismiss(self, reason: str) -> None:
        """Let nobody wait for workers that cannot come."""
        while not self._jobs.empty():
            job = self._jobs.get_nowait()
            if not job.answer.done():
                job.answer.set_exception(Unavailable(reason))

    def _try_again(self, job: Job) -> None:
        job.losses += 1
        if job.answer.done():
            return
        if job.losses > RETRIES:
            job.answer.set_exception(WorkerLost())
        else:
            self._jobs.put_nowait(job)

    def _in_thread(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> asyncio.Future[T]:
        return self._loop.run_in_executor(self._threads, function, *args, **kwargs)
