"""Clients that are slow, silent, or leave early, beside good ones whose answers must stay correct."""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Awaitable, Callable

from bench.faults_clients import CORRECT, Case, Record, answer, head, under_load
from bench.faults_process import Service
from bench.faults_rows import Row, bad, memory, quantiles

#: Good clients, clients of each slow kind, and of those that leave early.
GOOD = 4
SLOW = 100
EARLY = 2
#: Seconds between two bytes of a slow client, and after one that left.
DRIBBLE_S = 0.5
PAUSE_S = 0.5

#: A client: sends what it wants, and tells how the service ended it.
Act = Callable[[int, bytes], Awaitable[str]]


async def dribble(port: int, first: bytes, rest: bytes) -> str:
    """Send the first part at once and the rest byte by byte; how that ended."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    ended = asyncio.create_task(end_of(reader))
    with contextlib.suppress(OSError):
        writer.write(first)
        for byte in rest:
            if ended.done():
                break
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.wait([ended], timeout=DRIBBLE_S)
    told = await ended
    writer.close()
    return told


async def end_of(reader: asyncio.StreamReader) -> str:
    """What the service says at last: a status, or that it closes."""
    try:
        return str((await answer(reader)).status)
    except (EOFError, OSError):
        return "closed"


async def dribbled_head(port: int, request: bytes) -> str:
    """The head of a request byte by byte (slow-loris)."""
    return await dribble(port, b"", head("X: " + "a" * 1000))


async def dribbled_body(port: int, request: bytes) -> str:
    """A head at once, then the body byte by byte."""
    start = request.index(b"\r\n\r\n") + 4
    return await dribble(port, request[:start], request[start:])


async def silent(port: int, request: bytes) -> str:
    """Connect and say nothing."""
    return await dribble(port, b"", b"")


async def half_closed(port: int, request: bytes) -> str:
    """Send a request and close the sending half; the answer may still come."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    writer.write_eof()
    told = await end_of(reader)
    writer.close()
    await asyncio.sleep(PAUSE_S)
    return told


async def gone(port: int, request: bytes) -> str:
    """Send a request and leave."""
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    await asyncio.sleep(0.01)
    writer.transport.abort()
    await asyncio.sleep(PAUSE_S)
    return "left"


#: Every kind of them, and how many there are at a time.
ACTS: dict[str, tuple[Act, int]] = {
    "heads byte by byte": (dribbled_head, SLOW),
    "bodies byte by byte": (dribbled_body, SLOW),
    "silent": (silent, SLOW),
    "half-closed": (half_closed, EARLY),
    "gone at once": (gone, EARLY),
}


async def slow(service: Service, known: list[Case], *, seconds: float) -> Row:
    """Clients that dribble, fall silent or leave; good ones beside them notice nothing."""
    good, before = Record(), service.state()
    counts: dict[str, Counter[str]] = {name: Counter() for name in ACTS}
    end = time.monotonic() + seconds

    async def repeat(name: str, act: Act) -> None:
        while time.monotonic() < end:
            counts[name][await act(service.port, known[0].request)] += 1

    async with under_load(service.port, known, good, GOOD), asyncio.TaskGroup() as group:
        for name, (act, number) in ACTS.items():
            for _ in range(number):
                group.create_task(repeat(name, act))
        await asyncio.sleep(seconds / 2)
        during = service.state()
    await asyncio.sleep(1)
    after = service.state()
    became = ", ".join(
        f"{name}: {' and '.join(f'{count} {what}' for what, count in told.items())}"
        for name, told in counts.items()
    )
    return Row(
        f"{SLOW} slow clients of three kinds, half-closed ones and leavers, {GOOD} good ones",
        seconds,
        good,
        {
            "the others": became,
            "p50 / p99 of the good, ms": quantiles(good, CORRECT),
            "files before / during / after": f"{before.files} / {during.files} / {after.files}",
            "memory before / highest / after": memory([before, during], after),
        },
        broken=bad(good) + (after.files > before.files),
    )
