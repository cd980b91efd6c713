"""Clients of the service, in a process of their own.

    python -m bench.load < ORDER > OUTCOME        (both JSON)

Cheap, so that on a machine of two cores the service is measured and not its clients: HTTP/1.1 over kept
connections, bodies made before the clock starts, and of an answer only the status and the length are read.
`bench.service` starts it by `sent`.
"""

import asyncio
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import NamedTuple

import msgspec
from msgspec import Struct

OK = b"200"


class Order(Struct, frozen=True, kw_only=True):
    """What to send."""

    port: int
    """On 127.0.0.1."""
    articles: list[str]
    """Sent over and over, in this order."""
    seconds: float
    """How long is measured."""
    warm_up_s: float = 1.0
    """How long is sent before."""
    clients: int = 1
    """Connections; each sends when it has its answer."""
    rate: float | None = None
    """Articles a second, at random moments (a Poisson process) and whether or not there are answers, in place of
    clients that wait."""


class Outcome(Struct, frozen=True, kw_only=True):
    """What came of it, of the answers that came while it was measured."""

    seconds: float
    answers: int
    all_answers: int
    """Those before and after as well."""
    words: int
    """Of the articles that were answered."""
    failures: int
    """Answers that are no 200, and connections that broke."""
    latencies: list[float]
    """Seconds from the first byte sent to the last received, sorted."""
    processor_s: float
    """Processor time of the clients, from their first request to their last."""


class Request(NamedTuple):
    """A request as it goes over the wire."""

    data: bytes
    words: int


class Recorder:
    """Notes what is answered from one moment to another, on the clock of `time.perf_counter`."""

    def __init__(self, begin: float, end: float) -> None:
        self.begin = begin
        self.end = end
        self.latencies: list[float] = []
        self.all_answers = 0
        self.words = 0
        self.failures = 0

    def note(self, started: float, words: int, *, is_answered: bool) -> None:
        """An exchange that ends now."""
        now = time.perf_counter()
        self.all_answers += is_answered
        if not self.begin <= now < self.end:
            return
        if is_answered:
            self.latencies.append(now - started)
            self.words += words
        else:
            self.failures += 1


class Connection(asyncio.Protocol):
    """One connection that is kept, with at most one request under way."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._received = bytearray()
        self._missing: int | None = None
        self._status = b""
        self._answer: asyncio.Future[bytes] | None = None

    async def exchange(self, request: bytes) -> bytes:
        """Send a request; the status of its answer once that has come to its end."""
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def data_received(self, data: bytes) -> None:
        self._received += data
        if self._missing is None:
            head, found, rest = bytes(self._received).partition(b"\r\n\r\n")
            if not found:
                return
            lengths = [
                line[15:] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")
            ]
            self._status = head[9:12]
            self._missing = int(lengths[0])
            self._received = bytearray(rest)
        if len(self._received) >= self._missing:
            self._received.clear()
            self._missing = None
            self._finish(self._status)

    def connection_lost(self, exc: Exception | None) -> None:
        self._finish(b"")

    def _finish(self, status: bytes) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(status)

    @property
    def is_open(self) -> bool:
        """Whether a request can be sent."""
        return not self._transport.is_closing()

    def close(self) -> None:
        """End the connection."""
        self._transport.close()


async def connect(port: int) -> Connection:
    """A connection to the service."""
    _, connection = await asyncio.get_running_loop().create_connection(Connection, "127.0.0.1", port)
    return connection


def requests(order: Order) -> Iterator[Request]:
    """The requests, without end."""
    made = []
    for article in order.articles:
        body = msgspec.json.encode({"text": article})
        head = (
            b"POST /v1/quotes HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
            b"Content-Length: %d\r\n\r\n" % len(body)
        )
        made.append(Request(head + body, len(article.split())))
    return cycle(made)


async def closed(order: Order, waiting: Iterator[Request], recorder: Recorder) -> None:
    """Clients that send when they have their answer, and go when the time is over."""

    async def client() -> None:
        connection = await connect(order.port)
        try:
            while True:
                request, started = next(waiting), time.perf_counter()
                status = await connection.exchange(request.data)
                recorder.note(started, request.words, is_answered=status == OK)
                if not status:
                    connection = await connect(order.port)
        finally:
            connection.close()

    clients = [asyncio.create_task(client()) for _ in range(order.clients)]
    done, _ = await asyncio.wait(
        clients, timeout=recorder.end - time.perf_counter(), return_when=asyncio.FIRST_EXCEPTION
    )
    for task in clients:
        task.cancel()
    await asyncio.gather(*clients, return_exceptions=True)
    for task in done:
        task.result()


async def opened(order: Order, waiting: Iterator[Request], recorder: Recorder) -> None:
    """Articles that come at their own times; each takes a connection that is free, or a new one."""
    assert order.rate is not None
    free: list[Connection] = []
    moments = random.Random(order.rate)  # the same moments at every run
    due = time.perf_counter()

    async def send(request: Request, started: float) -> None:
        # The service closes connections that are idle for long.
        while free and not free[-1].is_open:
            free.pop()
        connection = free.pop() if free else await connect(order.port)
        status = await connection.exchange(request.data)
        recorder.note(started, request.words, is_answered=status == OK)
        if status:
            free.append(connection)

    async with asyncio.TaskGroup() as sending:
        while (due := due + moments.expovariate(order.rate)) < recorder.end:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            # From when it was due: a generator that is late does not hide a wait.
            sending.create_task(send(next(waiting), due))
    for connection in free:
        connection.close()


async def carry_out(order: Order) -> Outcome:
    """Send, and tell what came of it."""
    waiting = requests(order)
    begin = time.perf_counter() + order.warm_up_s
    recorder = Recorder(begin, begin + order.seconds)
    send: Callable[[Order, Iterator[Request], Recorder], object] = closed if order.rate is None else opened
    before = time.process_time()
    await send(order, waiting, recorder)
    return Outcome(
        seconds=order.seconds,
        answers=len(recorder.latencies),
        all_answers=recorder.all_answers,
        words=recorder.words,
        failures=recorder.failures,
        latencies=sorted(recorder.latencies),
        processor_s=time.process_time() - before,
    )


def sent(order: Order) -> Outcome:
    """What comes of an order in a process of its own.

    Raises:
        subprocess.CalledProcessError: the process failed.
    """
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=msgspec.json.encode(order),
        stdout=subprocess.PIPE,
        check=True,
    )
    return msgspec.json.decode(done.stdout, type=Outcome)


def main() -> None:
    """Carry out the order on standard input."""
    order = msgspec.json.decode(sys.stdin.buffer.read(), type=Order)
    sys.stdout.buffer.write(msgspec.json.encode(asyncio.run(carry_out(order))))


if __name__ == "__main__":
    main()
