"""Clients that check every answer: is it the engine's own, a refusal as it should be, or neither?

HTTP/1.1 over plain asyncio connections. Where bench/load.py measures speed and looks at the status alone,
here the whole answer is compared, byte by byte, with what the engine says of the same article.
"""

import asyncio
import contextlib
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field

import msgspec
from msgspec import Struct

import seeds
from api.schemas import Article
from api.worker import answer_of, load_engine

#: Words of an article: short ones, so that minutes hold many requests.
WORDS = 150
#: Seconds without an answer after which a request counts as lost; beyond the service's own limit.
PATIENCE_S = 90.0
#: Seconds that a client waits after a refusal or a broken connection.
PAUSE_S = 0.05

#: Seconds for which an idle connection is used again, half of what the service keeps it: a request that is sent just as
#: the service closes its connection gets no answer.
IDLE_S = 30.0

CORRECT, REFUSED, WRONG, LOST, OTHER = "correct", "refused", "wrong", "lost", "other"


class Case(Struct, frozen=True):
    """An article as it is sent, and the answer to it."""

    request: bytes
    expected: bytes


class Reply(Struct, frozen=True):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Record:
    """What became of all requests."""

    outcomes: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    latencies: dict[str, list[float]] = field(default_factory=dict)
    broken: Counter[str] = field(default_factory=Counter)
    """How connections ended on which there was no answer."""

    def note(self, outcome: str, seconds: float, status: int = 0) -> None:
        """One more request that has come to its end."""
        self.outcomes[outcome] += 1
        self.statuses[status] += 1
        self.latencies.setdefault(outcome, []).append(seconds)

    def quantile(self, outcome: str, share: float) -> float:
        """Milliseconds within which that share of the requests of an outcome ended; 0 where there are none."""
        ordered = sorted(self.latencies.get(outcome, []))
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def texts() -> Iterator[str]:
    """Our articles cut into stretches of whole paragraphs."""
    for article in seeds.load():
        part: list[str] = []
        for paragraph in article.text.split("\n\n"):
            part.append(paragraph)
            if sum(len(one.split()) for one in part) >= WORDS:
                yield "\n\n".join(part)
                part = []


def cases() -> list[Case]:
    """Articles with the engine's own answers; loads the engine."""
    analyse = load_engine()
    return [
        Case(posted(msgspec.json.encode({"text": text})), answer_of(Article(text=text), analyse))
        for text in texts()
    ]


def posted(body: bytes, *headers: str) -> bytes:
    """A request with a body of JSON."""
    lines = ["Content-Type: application/json", f"Content-Length: {len(body)}", *headers]
    return head(*lines) + body


def head(*lines: str) -> bytes:
    """The head of a request for quotes."""
    return "\r\n".join(["POST /v1/quotes HTTP/1.1", "Host: bench", *lines, "", ""]).encode()


class Connection:
    """A connection that is kept from request to request and made anew where it broke."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.is_let_in = False
        """Whether the service has asked for the body of the last request, which was announced."""
        self._writer: asyncio.StreamWriter | None = None
        self._used = 0.0
        self.end = ""
        """How it ended last, where that was before an answer."""

    def _is_old(self) -> bool:
        """Whether the service has closed the connection while it was idle, or may be about to."""
        if self._writer is None:
            return False
        return self._reader.at_eof() or time.monotonic() - self._used > IDLE_S

    async def exchange(self, request: bytes, *, announced: bool = False) -> Reply | None:
        """Send a request; its answer, or None where the connection ended before that was complete.

        With `announced` the body is held back until the service asks for it (`100 Continue`), which it does
        once the request is in its hands.
        """
        self.is_let_in = False
        is_new = False
        try:
            async with asyncio.timeout(PATIENCE_S):
                if self._is_old():
                    self.close()
                if self._writer is None:
                    is_new = True
                    self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
                first, gap, body = request.partition(b"\r\n\r\n")
                if announced:
                    self._writer.write(first + b"\r\nExpect: 100-continue" + gap)
                    reply = await answer(self._reader)
                    self.is_let_in = reply.status == 100
                    if self.is_let_in:
                        self._writer.write(body)
                else:
                    self._writer.write(request)
                if not announced or self.is_let_in:
                    reply = await answer(self._reader)
        except (OSError, EOFError, TimeoutError) as error:
            reply = None
            self.end = f"{type(error).__name__} on a {'new' if is_new else 'kept'} connection"
        self._used = time.monotonic()
        if reply is None or reply.headers.get("connection", "").lower() == "close":
            self.close()
        return reply

    def close(self) -> None:
        """End it."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None


async def answer(reader: asyncio.StreamReader) -> Reply:
    """The next answer on a connection.

    Raises:
        EOFError: the connection ended before its end.
    """
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Reply(int(lines[0].split()[1]), headers, body)


def outcome_of(case: Case, reply: Reply | None) -> str:
    """Whether a reply is what it should be."""
    if reply is None:
        return LOST
    if reply.status == 200:
        return CORRECT if reply.body == case.expected else WRONG
    is_refusal = (
        reply.status == 503
        and int(reply.headers.get("retry-after", 0)) > 0
        and reply.headers["content-type"] == "application/problem+json"
        and msgspec.json.decode(reply.body)["status"] == 503
    )
    return REFUSED if is_refusal else OTHER


async def ask(connection: Connection, case: Case, record: Record, since: float | None = None) -> str:
    """Send an article and note what comes of it."""
    started = time.perf_counter() if since is None else since
    reply = await connection.exchange(case.request)
    outcome = outcome_of(case, reply)
    record.note(outcome, time.perf_counter() - started, reply.status if reply else 0)
    if reply is None:
        record.broken[connection.end] += 1
    return outcome


async def closed_loop(
    port: int, known: list[Case], record: Record, *, clients: int, until: asyncio.Event
) -> None:
    """Clients that send when they have their answer, each its own order of articles, until told to end."""

    async def client(number: int) -> None:
        chance = random.Random(number)
        connection = Connection(port)
        while not until.is_set():
            if await ask(connection, chance.choice(known), record) != CORRECT:
                await asyncio.sleep(PAUSE_S)
        connection.close()

    await asyncio.gather(*map(client, range(clients)))


async def open_loop(port: int, known: list[Case], record: Record, *, rate: float, seconds: float) -> None:
    """Articles at random moments (a Poisson process), whether or not there are answers."""
    chance = random.Random(rate)
    free: list[Connection] = []
    end = time.perf_counter() + seconds
    due = time.perf_counter()

    async def send(case: Case, since: float) -> None:
        connection = free.pop() if free else Connection(port)
        await ask(connection, case, record, since)
        free.append(connection)

    async with asyncio.TaskGroup() as sending:
        while (due := due + chance.expovariate(rate)) < end:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            sending.create_task(send(chance.choice(known), time.perf_counter()))
    for connection in free:
        connection.close()


@contextlib.asynccontextmanager
async def under_load(port: int, known: list[Case], record: Record, clients: int) -> AsyncIterator[None]:
    """Clients of a closed loop for as long as the context is open; then each has its last answer."""
    until = asyncio.Event()
    load = asyncio.create_task(closed_loop(port, known, record, clients=clients, until=until))
    try:
        yield
    finally:
        until.set()
        await load
