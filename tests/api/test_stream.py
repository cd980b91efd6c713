"""Answers while the body is still being sent: order, back-pressure, bad lines, and clients that go away."""

import asyncio
import contextlib
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from api.problems import BODY_TOO_LARGE, KINDS, Rejection
from api.samples import ARTICLE
from api.streams import LineStream
from bench import stream_memory
from tests.api import engines
from tests.api.conftest import Client, serving
from tests.api.test_problems import MARKER, check

URL = "/v1/quotes/stream"
HEADERS = {"Content-Type": "application/x-ndjson"}


@pytest.fixture(scope="module")
def echo() -> Iterator[Client]:
    """A service that answers with the article itself."""
    with serving(load=engines.echoing) as client:
        yield client


def lines(*articles: Any) -> bytes:
    """A body; bytes are lines as they are."""
    return b"".join(a if isinstance(a, bytes) else json.dumps(a).encode() + b"\n" for a in articles)


def ask(client: Client, body: bytes) -> list[dict[str, Any]]:
    response = client.post(URL, content=body, headers=HEADERS)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/x-ndjson"
    assert response.headers["cache-control"] == "no-store"
    assert response.text == "" or response.text.endswith("\n")
    return [json.loads(line) for line in response.text.splitlines()]


def test_stream_answers_each_line_as_the_single_endpoint_does(client: Client):
    articles = [
        {"id": "a", "text": ARTICLE},
        {"id": "b", "text": "\U0001f600 " + ARTICLE, "offset_unit": "utf16"},
        {"text": "Nobody spoke.", "kinds": ["direct"]},
    ]
    expected = [client.post("/v1/quotes", json=article).json() for article in articles]
    assert ask(client, lines(*articles)) == expected


def test_stream_without_lines_is_answered_with_none(echo):
    assert ask(echo, b"") == []
    assert ask(echo, b"\n \n\r\n") == []


def test_stream_goes_on_after_bad_lines(serve):
    good = {"text": f"{MARKER} said so."}
    body = lines(
        {"id": "1", **good},
        b"\n",
        f'{{"text": "{MARKER}\n'.encode(),
        {"id": "4", "text": "", "titel": MARKER},
        [MARKER],
        b'{"text": "caf\xe9"}\r\n',
        {"id": "7", "text": "x" * 1000},
        {"id": "8", **good},
    )
    with serve(load=engines.echoing, max_body_bytes=200) as client:
        answers = ask(client, body)
    assert answers[0]["id"] == "1"
    assert answers[-1]["id"] == "8"
    errors = answers[1:-1]
    assert [
        (e["line"], e["id"], e["error"]["status"], [f["pointer"] for f in e["error"]["errors"]])
        for e in errors
    ] == [
        (3, None, 400, []),
        (4, "4", 422, ["#/text", "#/titel"]),
        (5, None, 422, ["#"]),
        (6, None, 400, []),
        (7, None, 413, []),
    ]
    kinds = {kind.type: kind for kind in KINDS}
    for error in errors:
        problem = error["error"]
        assert (problem["title"], problem["status"]) == (
            kinds[problem["type"]].title,
            kinds[problem["type"]].status,
        )
        assert MARKER not in json.dumps(error)
    assert "200 bytes" in errors[-1]["error"]["detail"]


def test_stream_goes_on_after_an_article_that_the_engine_fails_on(serve, tmp_path, caplog):
    with serve(load=partial(engines.mortal, tmp_path)) as client:
        answers = ask(client, lines({"text": "0"}, {"id": "deadly", "text": "1000"}, {"text": "0"}))
    assert [answer.get("text") for answer in answers] == ["0", None, "0"]
    assert (answers[1]["line"], answers[1]["id"]) == (2, "deadly")
    assert answers[1]["error"]["type"] == "/problems/worker-lost"
    with serve(load=engines.failing) as client:
        (answer,) = ask(client, lines({"text": MARKER}))
    assert answer["error"]["type"] == "/problems/internal-error"
    assert "ValueError at engines.py" in caplog.text
    assert MARKER not in caplog.text


def test_stream_is_larger_than_a_body_may_be(serve):
    body = lines({"text": "a" * 400}) * 1000
    with serve(load=engines.echoing, max_body_bytes=1000) as client:
        assert len(ask(client, body)) == 1000
        check(
            client.post("/v1/quotes", content=body, headers={"Content-Type": "application/json"}),
            413,
            "body-too-large",
        )


@pytest.mark.parametrize(
    ("status", "slug", "request_"),
    [
        (415, "unsupported-media-type", {"json": {"text": "a"}}),
        (406, "not-acceptable", {"headers": {**HEADERS, "Accept": "application/json"}}),
        (422, "invalid-request", {"headers": HEADERS, "params": {"offset_unit": "utf16"}}),
    ],
)
def test_stream_is_refused_before_it_begins(echo, status, slug, request_):
    check(echo.post(URL, **request_), status, slug)


def test_stream_is_refused_where_there_is_no_model(serve):
    with serve(load=engines.unloadable, ready=False) as client:
        with contextlib.suppress(Exception):
            client.blocking_portal.call(client.app.state.engine.settled)
        check(client.post(URL, content=b"", headers=HEADERS), 503, "not-ready")


# The response as an ASGI application, with a client and an engine that do as they are told.


class Exchange:
    """A request and its response, step by step."""

    def __init__(self, *, width: int = 2, longest: int = 100) -> None:
        self.asked: list[str] = []
        self.sent: list[dict[str, Any]] = []
        self.received = 0
        self.is_reading = asyncio.Event()
        self.is_reading.set()
        self.answering = asyncio.Event()
        self.answering.set()
        self.given_up: list[str] = []
        self.stop = asyncio.Event()
        self._messages: asyncio.Queue[dict[str, Any] | Exception] = asyncio.Queue()
        self.response = LineStream(
            self.answer,
            headers={"Content-Type": "application/x-ndjson"},
            width=width,
            longest=longest,
            stop=self.stop,
            farewell=lambda line, refusal: b"farewell %d" % line + (b" refused" if refusal else b""),
        )

    async def answer(self, line: Any) -> bytes:
        name = line.data.decode()
        self.asked.append(name)
        try:
            await self.answering.wait()
        except asyncio.CancelledError:
            self.given_up.append(name)
            raise
        return name.upper().encode()

    def put(self, body: bytes, *, more: bool = True) -> None:
        self._messages.put_nowait({"type": "http.request", "body": body, "more_body": more})

    def refuse(self) -> None:
        self._messages.put_nowait(Rejection(BODY_TOO_LARGE))

    def leave(self) -> None:
        self._messages.put_nowait({"type": "http.disconnect"})

    async def receive(self) -> dict[str, Any]:
        message = await self._messages.get()
        self.received += 1
        if isinstance(message, Exception):
            raise message
        return message

    async def send(self, message: dict[str, Any]) -> None:
        await self.is_reading.wait()
        self.sent.append(message)

    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.sent)

    @contextlib.asynccontextmanager
    async def running(self):
        task = asyncio.create_task(self.response({}, self.receive, self.send))
        try:
            yield task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def rest() -> None:
    """Return once nothing more happens."""
    for _ in range(50):
        await asyncio.sleep(0)


def test_stream_answers_a_line_before_the_next_is_sent():
    async def run():
        exchange = Exchange()
        async with exchange.running() as task:
            await rest()
            assert exchange.sent == [
                {
                    "type": "http.response.start",
                    "status": 200,
                    "headers": [(b"content-type", b"application/x-ndjson")],
                }
            ]
            for number, name in enumerate([b"a", b"b", b"c"]):
                exchange.put(name + b"\n")
                await rest()
                assert exchange.body() == b"A\nB\nC\n"[: 2 * number + 2]
            exchange.put(b"d", more=False)
            await task
            assert exchange.body() == b"A\nB\nC\nD\n"
            assert exchange.sent[-1]["more_body"] is False
            assert all(before["more_body"] for before in exchange.sent[1:-1])

    asyncio.run(run())


def test_stream_keeps_the_order_and_so_many_articles_on_their_way_at_most():
    async def run():
        exchange = Exchange(width=3)
        exchange.answering.clear()
        async with exchange.running() as task:
            exchange.put(b"a\nb\nc\nd\ne\nf\n", more=False)
            await rest()
            assert exchange.asked == ["a", "b", "c"]
            exchange.answering.set()
            await task
            assert exchange.body() == b"A\nB\nC\nD\nE\nF\n"

    asyncio.run(run())


def test_stream_does_not_read_on_while_its_answers_are_not_read():
    async def run():
        exchange = Exchange(width=2)
        async with exchange.running() as task:
            await rest()
            exchange.is_reading.clear()
            for _ in range(100):
                exchange.put(b"a\n")
            await rest()
            # Two lines on their way, and a third that waits for a place.
            assert exchange.received == 3
            assert len(exchange.asked) == 2
            exchange.is_reading.set()
            exchange.put(b"", more=False)
            await task
            assert exchange.body() == b"A\n" * 100

    asyncio.run(run())


@pytest.mark.parametrize("more", [True, False], ids=["while sending", "after sending"])
def test_stream_gives_all_up_when_the_client_has_gone(more):
    async def run():
        exchange = Exchange(width=4)
        exchange.answering.clear()
        async with exchange.running() as task:
            exchange.put(b"a\nb\nc", more=more)
            await rest()
            exchange.leave()
            await task
            assert exchange.given_up == (["a", "b"] if more else ["a", "b", "c"])
            assert exchange.body() == b""
            assert len(exchange.sent) == 1

    asyncio.run(run())


def test_stream_says_where_it_was_broken_off_when_the_service_ends():
    async def run():
        exchange = Exchange()
        exchange.answering.clear()
        async with exchange.running() as task:
            exchange.put(b"a\n\nb\nhalf of c")
            await rest()
            exchange.stop.set()
            await rest()
            exchange.answering.set()
            await task
            assert exchange.body() == b"A\nB\nfarewell 4\n"
            assert exchange.sent[-1]["more_body"] is False

    asyncio.run(run())


def test_stream_says_where_the_server_refused_to_receive_more():
    async def run():
        exchange = Exchange()
        async with exchange.running() as task:
            exchange.put(b"a\nhalf of b")
            exchange.refuse()
            await task
            assert exchange.body() == b"A\nfarewell 2 refused\n"

    asyncio.run(run())


def test_stream_whose_body_has_ended_is_answered_whole_when_the_service_ends():
    async def run():
        exchange = Exchange(width=4)
        exchange.answering.clear()
        async with exchange.running() as task:
            exchange.put(b"a\nb\nc", more=False)
            await rest()
            exchange.stop.set()
            exchange.answering.set()
            await task
            assert exchange.body() == b"A\nB\nC\n"

    asyncio.run(run())


def test_stream_leaves_no_task_behind():
    async def run():
        exchange = Exchange()
        async with exchange.running() as task:
            exchange.put(b"a\nb\n", more=False)
            await task
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(run())


# Over a real connection.


def test_stream_tells_the_last_line_that_was_read_before_the_server_ends():
    async def run(process, port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(
            b"POST /v1/quotes/stream HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\n"
            b"Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n"
        )
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 100 ")
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200 ")

        async def read() -> dict[str, Any]:
            return json.loads(await reader.readexactly(int(await reader.readline(), 16) + 2))

        for name in "ab":
            line = lines({"id": name, "text": ARTICLE})
            writer.write(b"%x\r\n%s\r\n" % (len(line), line))
            assert (await read())["id"] == name
        process.terminate()
        farewell = await read()
        assert farewell["line"] == 3
        assert farewell["error"]["type"] == "/problems/not-ready"
        assert await reader.read() == b"0\r\n\r\n"
        writer.close()

    with stream_memory.service() as (process, port):
        asyncio.run(run(process, port))


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="needs /proc to see memory")
def test_stream_of_any_length_takes_the_same_memory():
    async def run(pid, port):
        return [
            sample.resident
            async for sample in stream_memory.stream(
                pid, port, 20 * stream_memory.MEGABYTE, stream_memory.MEGABYTE
            )
        ]

    with stream_memory.service() as (process, port):
        memory = asyncio.run(run(process.pid, port))
    assert len(memory) > 15
    # 40 MB pass through. What is held at the end is what was held at the start, give or take a few buffers.
    assert max(memory) - memory[1] < 5
