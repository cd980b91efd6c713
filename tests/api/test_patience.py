"""Clients that send slowly or nothing are waited for, and not for ever; those that have gone, not at all."""

import asyncio
import contextlib
import logging
import socket
import time
from functools import partial

import msgspec
import pytest

from api.patience import MAX_HEAD_BYTES, Patience, while_present
from api.problems import MALFORMED_BODY, REQUEST_TIMEOUT, Rejection
from tests.api import engines
from tests.api.launch import launched

SHORT_S = 0.5
HEAD = b"POST /v1/quotes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


@pytest.fixture(scope="module")
def hasty():
    """A service that waits for a moment."""
    with launched(read_timeout_s=SHORT_S) as service:
        yield service


@contextlib.contextmanager
def connected(service):
    with socket.create_connection(service.place) as connection, connection.makefile("rb") as received:
        yield connection, received


@pytest.mark.parametrize("sent", [b"", b"POST /v1/quotes HTTP/1.1\r\n", HEAD])
def test_connections_on_which_no_request_comes_are_closed(hasty, sent):
    with connected(hasty) as (connection, received):
        connection.sendall(sent)
        assert received.read() == b""


def test_connections_are_kept_for_another_request_and_closed_when_none_comes(hasty):
    request = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
    with connected(hasty) as (connection, received):
        for _ in range(3):
            connection.sendall(request)
            assert received.readline().startswith(b"HTTP/1.1 200")
            while (line := received.readline()) != b"\r\n":
                if line.lower().startswith(b"content-length"):
                    length = int(line.split(b":")[1])
            received.read(length)
        assert received.read() == b""


def test_bodies_that_do_not_come_are_answered_408(hasty):
    with connected(hasty) as (connection, received):
        connection.sendall(HEAD + b'Content-Length: 100\r\n\r\n{"text": ')
        answer = received.read()
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"application/problem+json" in answer
    assert b"/problems/request-timeout" in answer
    assert b"connection: close" in answer.lower()


def test_heads_that_are_too_large_are_refused(hasty):
    with connected(hasty) as (connection, received):
        connection.sendall(HEAD + b"X-Long: " + b"a" * MAX_HEAD_BYTES)
        assert received.read().startswith(b"HTTP/1.1 400")


def post(name):
    body = msgspec.json.encode({"text": "a", "id": name})
    return HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body


def wait_until(condition):
    while not condition():
        time.sleep(engines.TICK_S)


def test_nothing_is_begun_for_a_client_that_has_gone(tmp_path, caplog):
    caplog.set_level(logging.INFO)
    with launched(load=partial(engines.gated, tmp_path)) as service, connected(service) as (first, received):
        engine = service.server.engine
        first.sendall(post("first"))
        wait_until((tmp_path / "first").exists)
        with connected(service) as (second, _):
            second.sendall(post("second"))
            wait_until(lambda: engine.waiting == 1)
        wait_until(lambda: engine.waiting == 0)
        (tmp_path / "open").touch()
        assert received.readline().startswith(b"HTTP/1.1 200")
        wait_until(lambda: engine.tally.open == 0)
        assert engine.tally.outcomes == {None: 1, asyncio.CancelledError: 1}
    assert not (tmp_path / "second").exists()
    assert sorted(record.args["status"] for record in caplog.records if record.name == "api.visits") == [
        200,
        499,
    ]
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_a_place_that_a_client_leaves_is_free(tmp_path):
    with launched(load=partial(engines.gated, tmp_path), queue=0) as service:
        with connected(service) as (first, _):
            first.sendall(post("first"))
            wait_until((tmp_path / "first").exists)
        wait_until(lambda: service.server.engine.tally.open == 0)
        with connected(service) as (second, received):
            second.sendall(post("second"))
            wait_until(lambda: service.server.engine.waiting == 1)
            (tmp_path / "open").touch()
            assert received.readline().startswith(b"HTTP/1.1 200")


def test_a_request_whose_client_stays_keeps_its_own_time_outs():
    async def app(scope, receive, send):
        await receive()
        raise TimeoutError("of its own")

    async def receive():
        return LAST

    async def run():
        with pytest.raises(TimeoutError, match="of its own"):
            await while_present(app, {}, receive, None)

    asyncio.run(run())


def waited(messages, *, is_endless, timeout_s=60.0):
    """A `receive` that is waited for; a number among the messages is a pause."""
    coming = iter(messages)

    async def receive():
        message = next(coming)
        if isinstance(message, float):
            await asyncio.sleep(message)
            message = next(coming)
        return message

    return Patience(timeout_s)._limited(receive, is_endless=is_endless)


PIECE = {"type": "http.request", "body": b"a", "more_body": True}
LAST = {"type": "http.request", "body": b"a", "more_body": False}
GONE = {"type": "http.disconnect"}


def drain(receive):
    async def run():
        found = []
        while (message := await receive())["type"] == "http.request":
            found.append(message)
        return [*found, message]

    return asyncio.run(run())


def test_bodies_must_come_in_time_as_a_whole_and_streams_piece_by_piece():
    slowly = [PIECE, 0.1] * 8 + [LAST, GONE]
    with pytest.raises(Rejection) as failure:
        drain(waited(slowly, is_endless=False, timeout_s=0.5))
    assert failure.value.kind is REQUEST_TIMEOUT
    assert len(drain(waited(slowly, is_endless=True, timeout_s=0.5))) == 10


def test_bodies_that_are_there_are_not_hurried():
    assert drain(waited([LAST, 0.1, GONE], is_endless=False, timeout_s=0.05)) == [LAST, GONE]


def test_bodies_that_break_off_are_no_failure_of_the_service():
    with pytest.raises(Rejection) as failure:
        drain(waited([PIECE, GONE], is_endless=False))
    assert failure.value.kind is MALFORMED_BODY
    assert drain(waited([PIECE, GONE], is_endless=True)) == [PIECE, GONE]
