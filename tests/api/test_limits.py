"""Rate limits: what a client may send, what it is told, and that many at once get no more than one by one."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.keys import Key, digest, entry, new_key
from api.limits import Bucket, Limits, headers, network, policy
from api.settings import Settings
from tests.api import engines
from tests.api.conftest import serving
from tests.api.launch import launched
from tests.api.test_problems import check

URL = "/v1/quotes"
GOOD = {"text": "Nobody spoke."}
#: So slow that no token comes while a test runs.
SLOW = 0.001
DESK, ARCHIVE, FREE = new_key(), new_key(), new_key()


class Clock:
    """Time that passes when it is told to."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_bucket_gives_a_burst_and_then_the_rate(clock):
    bucket = Bucket(policy(60, 3), clock)
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]
    assert bucket.next_in_s == pytest.approx(1)
    clock.now += 0.999
    assert not bucket.take()
    clock.now += 0.001
    assert [bucket.take() for _ in range(2)] == [True, False]
    clock.now += 3600
    assert bucket.tokens == 3


def test_bucket_lets_a_batch_make_debts_that_the_next_must_wait_for(clock):
    bucket = Bucket(policy(60, 10), clock)
    assert bucket.take()
    bucket.owe(99)
    assert bucket.is_in_debt
    assert bucket.tokens == 0
    assert bucket.next_in_s == pytest.approx(91)
    clock.now += 91
    assert bucket.take()
    assert not bucket.take()


def test_bucket_tells_a_stream_how_long_to_wait(clock):
    bucket = Bucket(policy(60, 2), clock)
    assert [bucket.owe(1) for _ in range(4)] == pytest.approx([0, 0, 1, 2])


@given(
    st.floats(0.01, 10_000),
    st.integers(1, 1000),
    st.lists(st.tuples(st.floats(0, 10), st.integers(1, 50)), max_size=60),
)
def test_bucket_never_gives_more_than_the_rate_and_one_batch_over(rate, burst, requests):
    clock = Clock()
    bucket, begun, taken = Bucket(policy(rate, burst), clock), clock.now, 0
    for pause, articles in requests:
        clock.now += pause
        if bucket.take():
            taken += articles
            bucket.owe(articles - 1)
        allowed = burst + (clock.now - begun) * rate / 60
        assert taken <= allowed + 49 + 1e-6 * max(1, allowed)
        assert 0 <= bucket.tokens <= burst


def test_limits_keep_clients_apart_and_forget_them(clock):
    limits = Limits(Settings(rate=60, burst=1), clock=clock)
    for number in range(1000):
        assert limits.of_address(f"10.0.{number // 256}.{number % 256}").take()
        assert not limits.of_address(f"10.0.{number // 256}.{number % 256}").take()
    clock.now += 2
    limits.of_address("192.0.2.1")
    assert len(limits._of_addresses) == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("a socket", "", False),
    ],
)
def test_limits_know_a_client_by_its_network(one, other, same):
    assert (network(one) == network(other)) == same


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ({}, (60, 20)),
        ({"rate": 600}, (600, 600)),
        ({"rate": 600, "burst": 5}, (600, 5)),
        ({"burst": 5}, (60, 5)),
        ({"rate": 0.5}, (0.5, 1)),
        ({"rate": 0}, None),
    ],
)
def test_limits_of_a_key_are_its_own_or_those_of_all(key, expected):
    bucket = Limits(Settings(rate=60, burst=20)).of_key("desk", Key(sha256=digest("x"), **key))
    assert (bucket and (bucket.policy.rate, bucket.policy.burst)) == expected


def test_limits_that_change_when_keys_are_read_again_hold_at_once():
    limits = Limits(Settings())
    slow, fast = (Key(sha256=digest("x"), rate=rate) for rate in (1, 100))
    assert limits.of_key("desk", slow) is limits.of_key("desk", slow)
    assert limits.of_key("desk", fast).policy.rate == 100


def test_service_tells_what_is_left_and_then_refuses():
    with serving(load=engines.echoing, rate=SLOW, burst=3) as client:
        told = []
        for _ in range(3):
            response = client.post(URL, json=GOOD)
            assert response.status_code == 200
            assert response.headers["ratelimit-policy"] == '"default";q=3;w=180000;qu="articles"'
            told.append(response.headers["ratelimit"].partition(";t=")[0])
        assert told == ['"default";r=2', '"default";r=1', '"default";r=0']
        response = client.post(URL, json=GOOD)
        problem = check(response, 429, "rate-limited")
        assert "3 at once" in problem["detail"]
        wait = int(response.headers["retry-after"])
        assert 0 < wait <= 60_000
        # The draft: both tell of the same moment.
        assert response.headers["ratelimit"] == f'"default";r=0;t={wait}'
        # What does no work costs nothing.
        assert client.get("/health/live").status_code == 200
        assert "ratelimit" not in client.get("/docs").headers


def test_service_counts_requests_that_it_cannot_use():
    with serving(load=engines.echoing, rate=SLOW, burst=2) as client:
        assert client.post(URL, content=b"{", headers={"Content-Type": "text/x"}).status_code == 415
        assert client.post(URL, json={"text": 1}).status_code == 422
        assert client.post(URL, json=GOOD).status_code == 429


def test_service_counts_every_article_of_a_batch():
    with serving(load=engines.echoing, rate=SLOW, burst=5) as client:
        batch = {"articles": [GOOD] * 4}
        assert client.post(f"{URL}/batch", json=batch).headers["ratelimit"].startswith('"default";r=1;')
        # Larger than what is left: it gets through, and the next waits for it.
        assert client.post(f"{URL}/batch", json=batch).status_code == 200
        response = client.post(URL, json=GOOD)
        check(response, 429, "rate-limited")
        assert int(response.headers["retry-after"]) > 3 * 60_000
        check(client.post(f"{URL}/batch", json=batch), 429, "rate-limited")


def test_service_counts_two_versions_as_two():
    with serving(load=engines.echoing, rate=SLOW, burst=9) as client:
        left = client.post(f"{URL}/compare", json={"before": GOOD, "after": GOOD}).headers["ratelimit"]
        assert left.startswith('"default";r=7;')


def test_service_slows_a_stream_down_and_refuses_none_of_it():
    body = b"".join(json.dumps({**GOOD, "id": str(number)}).encode() + b"\n" for number in range(6))
    with serving(load=engines.echoing, rate=60_000, burst=1) as client:
        response = client.post(
            f"{URL}/stream", content=body, headers={"Content-Type": "application/x-ndjson"}
        )
        answers = [json.loads(line) for line in response.text.splitlines()]
        assert [answer["id"] for answer in answers] == [str(number) for number in range(6)]


def test_stream_waits_for_its_turn(monkeypatch, clock):
    from api import limits

    bucket, waits = Bucket(policy(60, 1), clock), []

    async def sleep(seconds):
        waits.append(seconds)

    monkeypatch.setattr(limits.asyncio, "sleep", sleep)

    class Connection:
        scope = {"state": {"bucket": bucket}}  # noqa: RUF012

    async def run():
        for _ in range(3):
            await limits.take_turn(Connection)

    asyncio.run(run())
    assert waits == pytest.approx([0, 1, 2])


def test_service_has_a_limit_for_each_key(tmp_path):
    path = tmp_path / "keys.toml"
    path.write_text(entry("desk", DESK) + entry("archive", ARCHIVE, rate=SLOW) + entry("free", FREE, rate=0))
    with serving(load=engines.echoing, keys_file=str(path), rate=SLOW, burst=2) as client:

        def statuses(secret, count):
            sent = {"X-API-Key": secret}
            return [client.post(URL, json=GOOD, headers=sent).status_code for _ in range(count)]

        assert statuses(DESK, 3) == [200, 200, 429]
        assert statuses(ARCHIVE, 2) == [200, 429]
        assert statuses(FREE, 5) == [200] * 5
        # Guessing keys is limited as well, by address; it takes nothing from those who have one.
        assert statuses("guess", 3) == [401, 401, 429]
        assert statuses(FREE, 1) == [200]


def test_limits_hold_over_all_workers_and_connections():
    with (
        launched(workers=2, rate=SLOW, burst=40) as service,
        ThreadPoolExecutor(8) as threads,
    ):

        def hammer(_):
            with httpx.Client(base_url=service.address) as client:
                return [client.post(URL, json=GOOD).status_code for _ in range(15)]

        statuses = [status for found in threads.map(hammer, range(8)) for status in found]
    assert len(statuses) == 120
    assert statuses.count(200) == 40
    assert statuses.count(429) == 80


@pytest.mark.parametrize(
    ("trusted", "expected"),
    [
        ((), [200, 429, 429, 429]),  # the header is anybody's: all are one client
        (("127.0.0.1",), [200, 200, 429, 200]),  # the last address that no trusted proxy added
        (("127.0.0.0/8", "10.0.0.0/8"), [200, 200, 429, 429]),
    ],
)
def test_limits_believe_the_proxies_that_are_trusted_alone(trusted, expected):
    forwarded = ["192.0.2.1", "192.0.2.2", "192.0.2.66, 192.0.2.1", "192.0.2.2, 10.0.0.1"]
    with (
        launched(rate=SLOW, burst=1, trusted_proxies=trusted) as service,
        httpx.Client(base_url=service.address) as client,
    ):
        statuses = [
            client.post(URL, json=GOOD, headers={"X-Forwarded-For": addresses}).status_code
            for addresses in forwarded
        ]
    assert statuses == expected


def test_service_takes_so_many_requests_at_a_time_and_is_healthy_meanwhile(tmp_path):
    with (
        serving(load=partial(engines.gated, tmp_path), max_requests=1) as client,
        ThreadPoolExecutor(1) as threads,
    ):
        admitted = threads.submit(client.post, URL, json={"text": "a", "id": "first"})
        while not (tmp_path / "first").exists():
            assert client.get("/health/live").status_code == 200
        response = client.post(URL, json=GOOD)
        problem = check(response, 503, "overloaded")
        assert "at a time" in problem["detail"]
        assert int(response.headers["retry-after"]) > 0
        (tmp_path / "open").touch()
        assert admitted.result().status_code == 200
        assert client.post(URL, json={"text": "a", "id": "second"}).status_code == 200


def test_headers_say_when_the_bucket_is_whole(clock):
    bucket = Bucket(policy(60, 10), clock)
    bucket.owe(4)
    assert headers(bucket, 200)["RateLimit"] == '"default";r=6;t=4'
