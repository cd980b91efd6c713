"""Requests that do harm on purpose, beside good clients whose answers must stay correct."""

import asyncio
import contextlib
import gzip
import time
from collections.abc import Iterator
from typing import NamedTuple

from bench.faults_clients import Case, Record, answer, head, posted, under_load
from bench.faults_process import Service
from bench.faults_rows import Row, bad, memory

#: Good clients beside them.
GOOD = 4
#: Bytes of what is too large, and of a piece of it.
HUGE = 100_000_000
PIECE = 1_000_000

JSON = "Content-Type: application/json"
CHUNKED = "Transfer-Encoding: chunked"


class Hostile(NamedTuple):
    """A request, and the statuses it may be answered with; 0 is a connection that is closed without an answer."""

    name: str
    data: list[bytes]
    statuses: set[int]


def hostile() -> Iterator[Hostile]:
    """Requests of every kind of wrongness; those of 100 MB are the same piece over and over."""
    big, size = HUGE // PIECE, f"{HUGE // PIECE} MB"
    length = f"Content-Length: {HUGE}"
    gone = {413, 0}  # the service may answer and close before the client has sent all
    yield Hostile(
        f"{size} of text", [head(JSON, length), b'{"text":"', *[b"word " * (PIECE // 5)] * big], gone
    )
    piece = b"%x\r\n%s\r\n" % (PIECE, b"a" * PIECE)
    yield Hostile(f"{size} in chunks", [head(JSON, CHUNKED), *[piece] * big], gone)
    plain = head("Content-Type: text/plain", length)
    yield Hostile(f"{size} of plain text", [plain, *[b"word " * (PIECE // 5)] * big], gone)
    bomb = gzip.compress(bytes(HUGE), 9)
    yield Hostile(f"gzip of {size}", [posted(bomb, "Content-Encoding: gzip")], {413})
    twice = gzip.compress(gzip.compress(bytes(3 * HUGE), 9), 9)
    yield Hostile(
        f"gzip in gzip of three times {size}", [posted(twice, "Content-Encoding: gzip")], {400, 413}
    )
    yield Hostile("gzip cut off", [posted(bomb[:-9], "Content-Encoding: gzip")], {400, 413})
    yield Hostile("no gzip", [posted(b"abc", "Content-Encoding: gzip")], {400})
    yield Hostile("arrays a million deep", [posted(b'{"text":' + b"[" * 1_000_000)], {400})
    yield Hostile("objects a million deep", [posted(b'{"a":' * 700_000)], {400})
    deep = b'{"format":"ans","document":' + b'{"content_elements":[' * 400 + b"]}" * 400 + b"}"
    yield Hostile("document 800 deep", [posted(deep)], {400, 422})
    yield Hostile("numbers of a million digits", [posted(b'{"text":' + b"9" * 1_000_000 + b"}")], {400, 422})
    yield Hostile("a million fields", [posted(b"{" + b'"a":1,' * 600_000 + b'"text":"x"}')], {422})
    yield Hostile("every byte", [posted(bytes(range(256)))], {400})
    yield Hostile("lone surrogate", [posted(b'{"text":"\\ud800"}')], {400})
    yield Hostile("blank", [posted(b'{"text":" "}')], {422})
    marks = '"“'.encode() * 600_000
    yield Hostile("3 MB of marks", [posted(b'{"text":"' + marks.replace(b'"', b'\\"') + b'"}')], {200, 413})
    yield Hostile("400,000 open elements", [posted(b'{"html":"' + b"<b>" * 400_000 + b'x"}')], {200, 422})
    entity = b'<!DOCTYPE n [<!ENTITY a \\"aa\\">]><nitf><body><body.content>&a;</body.content></body></nitf>'
    yield Hostile("XML entities", [posted(b'{"format":"nitf","document":"' + entity + b'"}')], {422})
    yield Hostile("two lengths", [head(JSON, "Content-Length: 3", "Content-Length: 4"), b"{}  "], {400, 0})
    yield Hostile("negative length", [head(JSON, "Content-Length: -1")], {400, 0})
    yield Hostile("length and chunks", [head(JSON, "Content-Length: 2", CHUNKED), b"0\r\n\r\n"], {400, 0})
    yield Hostile("broken chunks", [head(JSON, CHUNKED), b"zz\r\n{}\r\n"], {400, 0})
    yield Hostile("a head of 1 MB", [head("X: " + "a" * 1_000_000)], {400, 0})
    # A head that comes in one piece is read as far as the piece goes (256 KB), and then judged by what it says.
    yield Hostile("ten thousand headers", [head(*["X: a"] * 10_000)], {400, 415, 0})
    yield Hostile("no HTTP", [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(100)], {400, 0})
    yield Hostile("the preface of HTTP/2", [b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"], {400, 404, 405, 0})


async def bodies(service: Service, known: list[Case], *, seconds: float) -> Row:
    """Hostile requests over and over; each gets the status it should, and good clients notice nothing."""
    requests = list(hostile())
    good, before, states = Record(), service.state(), [service.state()]
    unexpected: set[str] = set()
    sent = 0
    async with under_load(service.port, known, good, GOOD):
        end = time.monotonic() + seconds
        while True:
            for request in requests:
                status = await status_of(service.port, request)
                sent += 1
                states.append(service.state())
                if status not in request.statuses:
                    unexpected.add(f"{request.name}: {status}")
            if time.monotonic() >= end:
                break
    await asyncio.sleep(1)
    return Row(
        f"{len(requests)} kinds of hostile bodies, {GOOD} good clients beside them",
        seconds,
        good,
        {
            "hostile requests": sent,
            "answered otherwise than they should": ", ".join(sorted(unexpected)) or "none",
            "memory before / highest / after": memory([before, *states], service.state()),
        },
        broken=bad(good) + len(unexpected),
    )


async def status_of(port: int, request: Hostile) -> int:
    """The status a request is answered with; 0 where the connection ends without one."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def send() -> None:
        with contextlib.suppress(OSError):
            for piece in request.data:
                writer.write(piece)
                await writer.drain()

    sending = asyncio.create_task(send())
    try:
        async with asyncio.timeout(90):
            return (await answer(reader)).status
    except (EOFError, OSError):
        return 0
    except TimeoutError:
        return -1
    finally:
        sending.cancel()
        writer.close()
