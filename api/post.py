"""The service's end of one worker process: what it is given, what it answers, and its death.

Each worker has a socket of its own and is no member of a shared `ProcessPoolExecutor`: there one dead
worker breaks the whole pool with every article in it, and one that hangs cannot be stopped. The socket is
read and written on the event loop: threads that wait for it would cost more than the loop does.

A worker that becomes free while articles wait takes some of the short ones at once, which is sooner done than one
by one (see `attribution.requests`). It has less time for those, so that no article is late because the one beside it
hangs; after that, as where it dies over them, each gets a worker to itself.
"""

import asyncio
import contextlib
import multiprocessing
import socket
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from typing import Self

from api.failures import AnalysisFailed, Unavailable, Unreadable, WorkerLost
from api.wire import Reply, packed, receive_from
from api.worker import Load, load_accurate, load_engine, run
from attribution.inputs.unreadable import UnreadableInput
from attribution.threads import one_thread_each

Context = ForkServerContext | SpawnContext

#: Seconds that a worker may be at several articles: they take half a second.
PATIENCE_TOGETHER_S = 5.0


@dataclass(slots=True, eq=False)
class Job:
    """An article on its way to its answer."""

    task: bytes
    """As it goes to a worker."""
    answer: asyncio.Future[bytes] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    is_article: bool = False
    """Whether it is a single article, which may be worked on together with others."""
    losses: int = 0
    """Workers that died over it."""

    @property
    def joins(self) -> bool:
        """Whether it is given to a worker together with others, now."""
        return self.is_article and not self.losses

    def settle(self, reply: Reply) -> None:
        """Pass on what became of it, unless nobody waits for it any longer."""
        if self.answer.done():
            return
        match reply:
            case UnreadableInput():
                self.answer.set_exception(Unreadable(reply))
            case str():
                self.answer.set_exception(AnalysisFailed(reply))
            case _:
                self.answer.set_result(reply)


#: What the fork server imports for the shipped engines, so that they are loaded in it.
PRELOADED = {load_engine: "api.preloaded", load_accurate: "api.preloaded_accurate"}


def make_context(load: Load = load_engine) -> Context:
    """How worker processes are started: forked from a server that has the engine loaded, where there is one.

    Never forked from the service itself, whose threads and event loop would be copied half-way.

    Args:
        load: makes the analysis inside each worker; only a shipped engine is loaded before.
    """
    one_thread_each()
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([PRELOADED.get(load, "attribution.pipeline")])
    return context


class Post:
    """A worker process and the jobs that it is at."""

    def __init__(
        self,
        process: BaseProcess,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        patience_s: float,
    ) -> None:
        """Take over a process; `manned` starts one.

        Args:
            process: the worker.
            reader: brings what it says.
            writer: takes what it is told.
            patience_s: seconds that it may be at what it was given; then it is killed.
        """
        self._process = process
        self._reader = reader
        self._writer = writer
        self._patience_s = patience_s
        self._alarm: asyncio.TimerHandle | None = None
        self.jobs: deque[Job] = deque()
        """What it is at."""

    @classmethod
    async def manned(cls, context: Context, load: Load, *, patience_s: float) -> Self:
        """A post whose worker is started, and loads."""

        async def started() -> Self:
            process, ours = await asyncio.to_thread(start, context, load)
            reader, writer = await asyncio.open_connection(sock=ours)
            return cls(process, reader, writer, patience_s=patience_s)

        starting: asyncio.Task[Self] = asyncio.create_task(started())
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            # A process that is half started cannot be called back.
            with contextlib.suppress(Exception):
                await (await starting).close()
            raise

    async def loaded(self) -> None:
        """Return once the engine is loaded.

        Raises:
            Unavailable: it cannot be loaded.
        """
        try:
            reason = await receive_from(self._reader)
        except (EOFError, OSError):
            reason = "the process died while loading"
        if reason is not None:
            raise Unavailable(reason)

    def give(self, jobs: Sequence[Job]) -> None:
        """Have the worker answer jobs; it must have none."""
        self.jobs.extend(jobs)
        self._writer.writelines([packed(len(jobs)), *(job.task for job in jobs)])
        patience_s = self._patience_s if len(jobs) == 1 else min(PATIENCE_TOGETHER_S, self._patience_s)
        self._alarm = asyncio.get_running_loop().call_later(patience_s, self._process.kill)

    async def answered(self) -> None:
        """Return when the worker has answered, and is free.

        Raises:
            WorkerLost: it died, be it for the time that it took; `jobs` are those that it has not answered.
        """
        while True:
            try:
                reply = await receive_from(self._reader)
            except (EOFError, OSError):
                raise WorkerLost from None
            self.jobs.popleft().settle(reply)
            if not self.jobs:
                self._hold_alarm()
                return

    def _hold_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()

    async def close(self) -> None:
        """End the process, whatever it is at, and free what it held."""
        self._hold_alarm()
        self._process.kill()
        self._writer.close()
        await asyncio.to_thread(self._process.join)
        self._process.close()


def start(context: Context, load: Load) -> tuple[BaseProcess, socket.socket]:
    """A worker process and the service's end of its socket. Blocks while the fork server loads."""
    ours, theirs = socket.socketpair()
    try:
        # With the other end held by the process alone, its death shows as the end of the stream.
        with theirs:
            process = context.Process(target=run, args=(theirs, load), daemon=True)
            process.start()
    except BaseException:
        ours.close()
        raise
    return process, ours
