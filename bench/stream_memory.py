"""Memory of the service while a long stream of articles passes through it.

    python -m bench.stream_memory [MEGABYTES]

Starts the service on a port of its own with an engine that sends every article back, so that the stream
and not the analysis is measured, sends so many megabytes (1,000 by default) over one connection to
/v1/quotes/stream, reads the answers at the same time, and prints a table of the memory that the service's
process holds. Linux only: memory is read from /proc.
"""

import asyncio
import contextlib
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from api.schemas import Article
from api.settings import Settings
from api.worker import Analyse

MEGABYTE = 1_000_000

#: An article as long as most, in bytes.
LENGTH = 8_000


class Sample(NamedTuple):
    """The state of a run."""

    seconds: float
    sent: int
    """Bytes."""
    answers: int
    resident: float
    """Megabytes that the service's process holds."""


def echo() -> Analyse:
    """An engine that sends the article back."""
    return lambda articles: map(msgspec.json.encode, articles)


def serve() -> None:
    """Run the service with that engine; it prints its address when it is ready."""
    from api.server import Server
    from bench import stream_memory

    Server(Settings(port=0, workers=2), load=stream_memory.echo).run()


@contextlib.contextmanager
def service() -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The process and the port of a service that is ready."""
    command = [sys.executable, "-c", "from bench.stream_memory import serve; serve()"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            address = next(line for line in process.stdout if line.startswith("Ready:"))
            yield process, int(address.rpartition(":")[2])
        finally:
            process.terminate()


def resident(pid: int) -> float:
    """Megabytes of memory that a process holds."""
    (line,) = (
        line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS")
    )
    return int(line.split()[1]) * 1024 / MEGABYTE


async def stream(pid: int, port: int, size: int, every: int) -> AsyncIterator[Sample]:
    """Send `size` bytes of articles; yields a sample after each `every` bytes that were answered.

    Raises:
        AssertionError: an article has no answer, or not its own.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        b"POST /v1/quotes/stream HTTP/1.1\r\nHost: bench\r\nContent-Type: application/x-ndjson\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n"
    )
    text = "It held. " * (LENGTH // 9)
    articles = size // LENGTH
    sent = 0

    async def send() -> None:
        nonlocal sent
        for number in range(articles):
            line = msgspec.json.encode(Article(text=text, id=str(number))) + b"\n"
            writer.write(b"%x\r\n%s\r\n" % (len(line), line))
            sent += len(line)
            await writer.drain()
        writer.write(b"0\r\n\r\n")

    sending = asyncio.create_task(send())
    assert (await reader.readline()).split()[1] == b"200"
    await reader.readuntil(b"\r\n\r\n")
    begun = time.monotonic()
    due = 0
    for number in range(articles):
        length = int(await reader.readline(), 16)
        answer = await reader.readexactly(length + 2)
        assert msgspec.json.decode(answer)["id"] == str(number)
        if number * LENGTH >= due:
            due += every
            yield Sample(time.monotonic() - begun, sent, number, resident(pid))
    assert await reader.readline() == b"0\r\n"
    await sending
    yield Sample(time.monotonic() - begun, sent, articles, resident(pid))
    writer.close()


async def main(megabytes: int) -> None:
    """Print the table."""
    print(f"{'seconds':>8} {'MB sent':>8} {'answers':>8} {'memory, MB':>11}")
    with service() as (process, port):
        async for sample in stream(process.pid, port, megabytes * MEGABYTE, megabytes * MEGABYTE // 20):
            print(
                f"{sample.seconds:8.1f} {sample.sent / MEGABYTE:8.0f} {sample.answers:8,} {sample.resident:11.1f}"
            )


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
