"""Bodies that come as gzip, with a bound on what they unpack to; answers that go as gzip."""

import asyncio
import contextlib
import gzip
import json
import socket
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.decompression import FREE, PIECE, RATIO, Inflater, Unpacking
from api.problems import BODY_TOO_LARGE, MALFORMED_BODY, Rejection
from tests.api import engines
from tests.api.conftest import serving
from tests.api.launch import launched
from tests.api.test_problems import MARKER, check

URL = "/v1/quotes"
GOOD = {"text": f"{MARKER} said so. \U0001f600", "id": "a"}
LIMIT = 2_000_000


@pytest.fixture(scope="module")
def echo():
    with serving(load=engines.echoing, max_body_bytes=LIMIT) as client:
        yield client


def headers(coding="gzip", media_type="application/json"):
    return {"Content-Type": media_type, "Content-Encoding": coding}


def bomb(size):
    """A body that unpacks to blanks."""
    return gzip.compress(b" " * size)


def inflate(*pieces):
    inflater = Inflater()
    found = b"".join(part for piece in pieces for part in inflater.feed(piece))
    inflater.end()
    return found


@given(
    st.lists(st.binary(max_size=2000), min_size=1, max_size=4),
    st.integers(1, 200),
    st.integers(0, 9),
)
def test_inflater_finds_what_was_packed_however_it_comes(members, step, level):
    packed = b"".join(gzip.compress(member, level) for member in members)
    pieces = [packed[start : start + step] for start in range(0, len(packed), step)]
    assert inflate(*pieces) == b"".join(members)


@given(st.binary(max_size=300), st.data())
def test_inflater_refuses_what_is_damaged_or_reads_it(content, data):
    packed = bytearray(gzip.compress(content))
    packed[data.draw(st.integers(0, len(packed) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        inflate(bytes(packed))
    except Rejection as rejection:
        assert rejection.kind is MALFORMED_BODY


@given(st.binary(max_size=300))
def test_inflater_refuses_whatever_is_cut_off(content):
    packed = gzip.compress(content)
    for length in range(len(packed)):
        with pytest.raises(Rejection, match="too early"):
            inflate(packed[:length])


@pytest.mark.parametrize("behind", [b"\0", b"garbage", b"\x1f\x8b\x08garbage", gzip.compress(b"x")[:-1]])
def test_inflater_refuses_what_stands_behind_a_member(behind):
    with pytest.raises(Rejection) as failure:
        inflate(gzip.compress(b"content") + behind)
    assert failure.value.kind is MALFORMED_BODY


def test_inflater_stops_a_bomb_at_once_and_holds_little_of_it():
    packed = bomb(200_000_000)
    assert len(packed) < 300_000
    tracemalloc.start()
    given_out = 0
    with pytest.raises(Rejection) as failure:
        for piece in Inflater().feed(packed):
            given_out += len(piece)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert failure.value.kind is BODY_TOO_LARGE
    assert given_out <= max(FREE, RATIO * PIECE) + PIECE
    assert peak < 10 * PIECE


def test_inflater_lets_pass_text_that_repeats_itself():
    words = "the mayor of harbour said that talks would go on until Friday and not longer".split()
    boilerplate = b"All rights reserved. This article may not be sent on without leave. " * 10
    lines = [
        b'{"id": "%d", "text": "%s"}\n'
        % (n, " ".join(words[n % 7 :] + words[: n % 11]).encode() + boilerplate)
        for n in range(3000)
    ]
    text = b"".join(lines)
    packed = gzip.compress(text)
    assert len(text) > 2 * FREE
    assert len(text) > 20 * len(packed)
    assert inflate(packed) == text


def test_unpacking_hands_on_pieces_and_then_the_end_of_the_connection():
    packed = gzip.compress(b"a" * (3 * PIECE))
    messages = [
        {"type": "http.request", "body": packed[:10], "more_body": True},
        {"type": "http.request", "body": packed[10:], "more_body": False},
        {"type": "http.disconnect"},
    ]

    async def receive():
        return messages.pop(0)

    async def run():
        unpacking, found = Unpacking(receive), []
        while (message := await unpacking())["type"] == "http.request":
            found.append(message)
        return found

    found = asyncio.run(run())
    assert b"".join(message["body"] for message in found) == b"a" * (3 * PIECE)
    assert all(len(message["body"]) <= PIECE for message in found)
    assert [message["more_body"] for message in found] == [True] * (len(found) - 1) + [False]


@pytest.mark.parametrize("coding", ["gzip", "GZIP", "x-gzip"])
def test_gzip_bodies_are_read(echo, coding):
    body = gzip.compress(json.dumps(GOOD).encode())
    answer = echo.post(URL, content=body, headers=headers(coding)).json()
    assert (answer["text"], answer["id"]) == (GOOD["text"], GOOD["id"])


def test_gzip_bodies_of_plain_text_and_batches_are_read(echo):
    plain = echo.post(
        URL, content=gzip.compress(GOOD["text"].encode()), headers=headers(media_type="text/plain")
    )
    assert plain.json()["text"] == GOOD["text"]
    batch = gzip.compress(json.dumps({"articles": [GOOD, GOOD]}).encode())
    results = echo.post(f"{URL}/batch", content=batch, headers=headers()).json()["results"]
    assert [result["result"]["text"] for result in results] == [GOOD["text"]] * 2


@pytest.mark.parametrize(
    ("content", "status", "slug"),
    [
        (b"", 400, "malformed-body"),
        (json.dumps(GOOD).encode(), 400, "malformed-body"),
        (gzip.compress(json.dumps(GOOD).encode())[:-5], 400, "malformed-body"),
        (gzip.compress(json.dumps(GOOD).encode()) + b"more", 400, "malformed-body"),
        (zlib.compress(json.dumps(GOOD).encode()), 400, "malformed-body"),
        (gzip.compress(MARKER.encode()), 400, "malformed-body"),
        (gzip.compress(gzip.compress(json.dumps(GOOD).encode())), 400, "malformed-body"),
        (gzip.compress(json.dumps({"text": "a" * LIMIT}).encode()), 413, "body-too-large"),
        (bomb(100_000_000), 413, "body-too-large"),
        (gzip.compress(bomb(10_000_000)), 400, "malformed-body"),
    ],
)
def test_gzip_bodies_that_cannot_be_used_are_told_so(echo, content, status, slug):
    check(echo.post(URL, content=content, headers=headers()), status, slug)


@pytest.mark.parametrize("coding", ["deflate", "br", "zstd", "gzip, gzip", "gzip, br", "compress"])
def test_gzip_is_the_only_coding(echo, coding):
    response = echo.post(URL, content=b"x", headers=headers(coding))
    check(response, 415, "unsupported-media-type")
    assert response.headers["accept-encoding"] == "gzip, identity"


def test_gzip_streams_are_read_line_by_line(echo):
    articles = [{**GOOD, "id": str(number)} for number in range(50)]
    packed = b"".join(gzip.compress(json.dumps(article).encode() + b"\n") for article in articles)
    response = echo.post(f"{URL}/stream", content=packed, headers=headers(media_type="application/x-ndjson"))
    assert [json.loads(line)["id"] for line in response.text.splitlines()] == [a["id"] for a in articles]


@pytest.mark.parametrize(
    ("end", "slug"),
    [(b"garbage", "malformed-body"), (gzip.compress(b"{}")[:5], "malformed-body"), (None, "body-too-large")],
)
def test_gzip_streams_that_break_off_keep_the_answers_before_it(echo, end, slug):
    packed = gzip.compress(json.dumps(GOOD).encode() + b"\n") + (bomb(150_000_000) if end is None else end)
    response = echo.post(f"{URL}/stream", content=packed, headers=headers(media_type="application/x-ndjson"))
    first, *others = [json.loads(line) for line in response.text.splitlines()]
    assert first["text"] == GOOD["text"]
    assert others[-1]["error"]["type"] == f"/problems/{slug}"


@contextlib.contextmanager
def stream(*more_headers):
    """A stream over a real connection: a function that sends a piece of its body, and what is received."""
    head = ["POST /v1/quotes/stream HTTP/1.1", "Host: x", "Transfer-Encoding: chunked", *more_headers]
    with (
        launched() as service,
        socket.create_connection(service.place) as connection,
        connection.makefile("rb") as received,
    ):
        connection.sendall("\r\n".join([*head, "Content-Type: application/x-ndjson", "", ""]).encode())
        yield lambda piece: connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece)), received
        connection.sendall(b"0\r\n\r\n")


def test_gzip_stream_is_answered_while_it_is_still_packed():
    packer = zlib.compressobj(wbits=31)
    with stream("Content-Encoding: gzip") as (send, received):
        for number in range(3):
            article = json.dumps({**GOOD, "id": f"number-{number}"}).encode() + b"\n"
            send(packer.compress(article) + packer.flush(zlib.Z_SYNC_FLUSH))
            while f"number-{number}".encode() not in (line := received.readline()):
                assert line
        send(packer.flush())


def test_gzip_answers_go_to_whoever_takes_them(echo):
    long = {"text": "Nobody spoke. " * 500}
    packed = echo.post(URL, json=long, headers={"Accept-Encoding": "gzip"})
    plain = echo.post(URL, json=long, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in packed.headers["vary"].lower()
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 10
    assert "content-encoding" not in plain.headers
    assert packed.json() == plain.json()
    short = echo.post(URL, json={"text": "a"}, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in short.headers


def test_gzip_answers_of_a_stream_come_line_by_line():
    unpacker, seen = zlib.decompressobj(wbits=31), b""
    with stream("Accept-Encoding: gzip") as (send, received):
        for number in range(3):
            send(json.dumps({**GOOD, "id": f"number-{number}"}).encode() + b"\n")
            while number == 0 and received.readline() != b"\r\n":
                pass
            while f"number-{number}".encode() not in seen:
                length = int(received.readline(), 16)
                seen += unpacker.decompress(received.read(length + 2)[:length])
