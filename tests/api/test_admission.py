"""What is refused while there is no room, that it costs the others nothing, and what the refused are told."""

import contextlib
import re
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import httpx
import msgspec
import pytest

from api.admission import response
from api.problems import OVERLOADED, Rejection
from tests.api import engines
from tests.api.launch import launched
from tests.api.test_problems import check

URL = "/v1/quotes"
GOOD = {"text": "a"}


@contextlib.contextmanager
def full(tmp_path, **settings):
    """A service without a place in its queue, until `tmp_path` has a file `open`."""
    with (
        launched(load=partial(engines.gated, tmp_path), queue=0, **settings) as service,
        httpx.Client(base_url=service.address) as client,
        ThreadPoolExecutor(1) as threads,
    ):
        first = threads.submit(httpx.post, service.address + URL, json={"text": "a", "id": "first"})
        while not (tmp_path / "first").exists():
            assert client.get("/health/ready").status_code == 200
        try:
            yield service, client
        finally:
            (tmp_path / "open").touch()
            assert first.result().status_code == 200


@pytest.mark.parametrize("path", [URL, f"{URL}/compare"])
def test_full_service_refuses_before_it_looks_at_anything_else(tmp_path, path):
    with full(tmp_path) as (_, client):
        for content in (b"{", b"", b"a" * 100_000):
            check(client.post(path, content=content), 503, "overloaded")
        assert client.get(path).status_code == 405
        assert client.post("/v1/quotations").status_code == 404


def test_articles_in_numbers_wait_while_the_service_is_full(tmp_path):
    with full(tmp_path) as (service, _), ThreadPoolExecutor(1) as threads:
        batch = threads.submit(httpx.post, f"{service.address}{URL}/batch", json={"articles": [GOOD]})
        with pytest.raises(TimeoutError):
            batch.result(0.3)
        (tmp_path / "open").touch()
        assert batch.result().status_code == 200


def test_refusals_are_counted(tmp_path):
    with full(tmp_path) as (_, client):
        for _ in range(3):
            client.post(URL, json=GOOD)
        lines = client.get("/metrics").text.splitlines()
    assert 'attribution_articles_total{outcome="overloaded"} 3.0' in lines
    assert 'attribution_http_requests_total{method="POST",route="/v1/quotes",status="503"} 3.0' in lines


def test_refusals_have_the_headers_of_every_problem(tmp_path):
    with full(tmp_path, cors_origins=("https://cms.example",)) as (_, client):
        sent = {"X-Request-ID": "ours", "Origin": "https://cms.example"}
        refused = client.post(URL, json=GOOD, headers=sent)
        other = client.post(f"{URL}/batch", json=GOOD, headers=sent)
    assert refused.json()["request_id"] == refused.headers["x-request-id"] == "ours"
    assert other.status_code == 422
    assert set(refused.headers) - {"retry-after"} == set(other.headers)
    same = set(other.headers) - {"date", "content-length"}
    assert {name: refused.headers[name] for name in same} == {name: other.headers[name] for name in same}


def test_a_connection_is_kept_when_its_request_is_refused_before_the_body_came(tmp_path):
    head = b"POST /v1/quotes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n"
    with (
        full(tmp_path) as (service, _),
        socket.create_connection(service.place) as connection,
        connection.makefile("rb") as received,
    ):
        connection.sendall(head)
        assert status(received) == 503
        connection.sendall(b"a" * 1_000_000)
        connection.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
        assert status(received) == 200


def status(received):
    """The status of the next answer, which is read to its end."""
    answer, length = int(received.readline().split()[1]), 0
    while (line := received.readline()) != b"\r\n":
        if line.lower().startswith(b"content-length"):
            length = int(line.split(b":")[1])
    received.read(length)
    return answer


def test_surplus_connections_are_told_so_and_closed(tmp_path):
    request = b"POST /v1/quotes HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n" + b"a" * 100_000
    with launched(max_connections=2) as service, contextlib.ExitStack() as stack:
        kept = [stack.enter_context(socket.create_connection(service.place)) for _ in range(2)]
        while len(service.server.server_state.connections) < 2:
            time.sleep(engines.TICK_S)
        for sent in (b"", request):
            with socket.create_connection(service.place) as surplus, surplus.makefile("rb") as received:
                surplus.sendall(sent)
                answer = received.read()
            head, _, body = answer.partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 503 ")
            assert re.search(rb"(?im)^retry-after: [1-9]", head)
            assert re.search(rb"(?im)^connection: close", head)
            assert int(re.search(rb"(?im)^content-length: (\d+)", head)[1]) == len(body)
            problem = msgspec.json.decode(body)
            assert problem["type"] == "/problems/overloaded"
            assert "connections" in problem["detail"]
        kept[0].close()
        while len(service.server.server_state.connections) > 1:
            time.sleep(engines.TICK_S)
        assert httpx.get(f"{service.address}/health/live").status_code == 200


def test_refusal_is_the_problem_of_the_table():
    headers, body = response(Rejection(OVERLOADED, "Because."), "an-id")
    assert dict(headers)[b"content-type"] == b"application/problem+json"
    assert msgspec.json.decode(body) == {
        "type": OVERLOADED.type,
        "title": OVERLOADED.title,
        "status": 503,
        "detail": "Because.",
        "errors": [],
        "request_id": "an-id",
    }
