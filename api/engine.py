"""A bounded crew of worker processes that analyse articles, so that the event loop never waits.

    analyse(article) -> queue -> the next free worker, with a few others if they are short -> answer

- More than `queue` articles waiting: `Overloaded` at once, nothing piles up.
- Articles that come in numbers wait for a place instead, and hold few places together: who sends one
  article is not kept waiting behind a batch.
- No answer within `timeout_s` of arrival: `TimedOut`. Nothing that has been given up is begun, and a worker
  that is at one article for so long is replaced.
- A worker that dies is replaced. Its articles, and no others, are begun once more, each by itself, before those
  that wait; when a second worker dies over one of them as well: `WorkerLost`.
- An exception in the analysis: `AnalysisFailed`, which tells the place and never the text; `Unreadable`
  where the article itself is at fault.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Iterable
from itertools import islice
from types import TracebackType
from typing import Self

from api.failures import (
    AnalysisFailed,
    EngineError,
    Overloaded,
    TimedOut,
    Unavailable,
    Unreadable,
    WorkerLost,
)
from api.post import Job, Post, make_context
from api.schemas import Article
from api.tally import Tally
from api.wire import packed
from api.worker import Load, Task, load_engine, place
from attribution.inputs.unreadable import UnreadableInput
from attribution.requests import CHARACTERS, TOGETHER

__all__ = (
    "TURNS",
    "AnalysisFailed",
    "Engine",
    "EngineError",
    "Overloaded",
    "TimedOut",
    "Unavailable",
    "Unreadable",
    "WorkerLost",
    "make_context",
)

log = logging.getLogger(__name__)

#: Seconds before a worker that could not load the model is started anew: at first, and at most, by doubling.
RELOAD_DELAY_S = 1.0
LONGEST_RELOAD_DELAY_S = 60.0

#: How often an article is given to another worker after the one that had it died.
RETRIES = 1

#: Into how many parts for each worker the queue is cut. With whole shares the slowest hundredth of articles took
#: 3.3 to 4.3 times the median at half load, with half ones 2.7 to 2.9.
QUEUE_SHARES = 2

#: Places a worker that articles in numbers may hold together: one in work, one to go on with.
TURNS = 2


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
        self.draining = asyncio.Event()
        self._failure: str | None = None
        self.tally = Tally()

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        self._context = make_context(self._load)
        self._waiting: OrderedDict[Job, None] = OrderedDict()
        self._crew: list[Post] = []
        self._settled = asyncio.Event()
        self._posts = [self._loop.create_task(self._man(number)) for number in range(1, self.workers + 1)]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for post in self._posts:
            post.cancel()
        await asyncio.gather(*self._posts, return_exceptions=True)

    @property
    def is_ready(self) -> bool:
        """Whether articles should be sent here."""
        return self._settled.is_set() and bool(self._crew) and not self.draining.is_set()

    @property
    def loaded(self) -> int:
        """Workers that have loaded the model."""
        return len(self._crew)

    @property
    def waiting(self) -> int:
        """Articles that wait for a worker."""
        return len(self._waiting)

    @property
    def is_full(self) -> bool:
        """Whether an article that came now would be refused."""
        return self._places.locked()

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
            if self.is_full:
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
        try:
            job = Job(packed(article), is_article=isinstance(article, Article))
        except RecursionError:
            raise Unreadable(UnreadableInput("#/document", "The document is nested too deeply.")) from None
        self._waiting[job] = None
        self._assign()
        try:
            async with asyncio.timeout_at(deadline):
                return await job.answer
        except TimeoutError:
            raise TimedOut from None
        finally:
            self._waiting.pop(job, None)

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
                if not self._crew:
                    self._dismiss(reason)
                await asyncio.sleep(delay)
                delay = min(2 * delay, LONGEST_RELOAD_DELAY_S)

    async def _employ(self) -> None:
        """Start a worker and give it articles until it is lost."""
        post = await Post.manned(self._context, self._load, patience_s=self._timeout_s)
        try:
            await post.loaded()
            self._crew.append(post)
            try:
                if len(self._crew) == self.workers:
                    self._failure = None
                    self._settled.set()
                while True:
                    self._assign()
                    await post.answered()
            finally:
                self._crew.remove(post)
                self._take_back(post.jobs)
        finally:
            await post.close()

    def _assign(self) -> None:
        """Give the articles that have waited longest to the workers that are free."""
        for post in self._crew:
            if not self._waiting:
                break
            if not post.jobs:
                post.give(self._next())

    def _next(self) -> list[Job]:
        """What a free worker is given: several articles only where many wait, as each is done when all of them are."""
        share = max(1, min(TOGETHER, len(self._waiting) // (QUEUE_SHARES * len(self._crew))))
        jobs: list[Job] = []
        size = 0
        for job in islice(self._waiting, share):
            size += len(job.task)
            if jobs and not (jobs[0].joins and job.joins and size <= CHARACTERS):
                break
            jobs.append(job)
        for job in jobs:
            del self._waiting[job]
        return jobs

    def _take_back(self, jobs: Iterable[Job]) -> None:
        """Have other workers begin the articles that one died over, before those that have waited less."""
        for job in reversed([*jobs]):
            job.losses += 1
            if job.answer.done():
                continue
            if job.losses > RETRIES:
                job.answer.set_exception(WorkerLost())
            else:
                self._waiting[job] = None
                self._waiting.move_to_end(job, last=False)
        self._assign()

    def _dismiss(self, reason: str) -> None:
        """Let nobody wait for workers that cannot come."""
        while self._waiting:
            job, _ = self._waiting.popitem()
            if not job.answer.done():
                job.answer.set_exception(Unavailable(reason))
