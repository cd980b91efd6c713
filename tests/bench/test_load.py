"""The clients of the benchmark count what is answered, and nothing else."""

import asyncio

import msgspec
import pytest

from bench.load import Order, carry_out, requests, sent
from bench.service import Comparison, Latency, Measurement, equal, markdown, mixed, percentile
from tests.api import engines
from tests.api.launch import launched

ARTICLES = ["One two three.", "“It held,” said Ana Lind."]


def order(service, **options):
    return Order(port=service.place[1], articles=ARTICLES, seconds=0.5, warm_up_s=0.0, **options)


@pytest.mark.parametrize("options", [{"clients": 1}, {"clients": 8}, {"rate": 50.0}])
def test_clients_count_the_answers_and_their_words(options):
    with launched() as service:
        outcome = asyncio.run(carry_out(order(service, **options)))
        assert service.server.engine.tally.outcomes[None] >= outcome.all_answers
    assert outcome.answers == len(outcome.latencies) <= outcome.all_answers
    assert 3 * outcome.answers <= outcome.words <= 5 * outcome.answers
    assert outcome.latencies == sorted(outcome.latencies)
    assert outcome.failures == 0


def test_clients_count_refusals_as_failures():
    with launched(load=engines.failing) as service:
        outcome = asyncio.run(carry_out(order(service, clients=2)))
    assert outcome.failures > 0
    assert outcome.answers == outcome.all_answers == outcome.words == 0


def test_clients_run_in_a_process_of_their_own():
    with launched() as service:
        assert 0 < sent(order(service)).all_answers <= service.server.engine.tally.outcomes[None]


def test_requests_are_complete_and_come_over_and_over():
    endless = requests(Order(port=1, articles=ARTICLES, seconds=1))
    sent_twice = [next(endless) for _ in range(4)]
    assert sent_twice[:2] == sent_twice[2:]
    for request, text in zip(sent_twice, ARTICLES, strict=False):
        head, _, body = request.data.partition(b"\r\n\r\n")
        assert msgspec.json.decode(body) == {"text": text}
        assert head.endswith(b"Content-Length: %d" % len(body))
        assert request.words == len(text.split())


def test_articles_differ_and_are_as_long_as_told():
    assert len(set(mixed())) == len(mixed())
    assert len(set(equal())) == len(equal())
    lengths = [len(article.split()) for article in equal()]
    assert max(lengths) < 1.02 * min(lengths)


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 3000.0), (0.95, 4000.0), (0.99, 4000.0), (0.0, 1000.0)]
)
def test_percentiles(share, expected):
    assert percentile([1.0, 2.0, 3.0, 4.0], share) == expected


def test_tables_have_a_row_for_each_figure():
    comparison = Comparison(processes=2, engine=9000, service=8500, ratio=0.944, http_ms=1, clients_ms=0.1)
    row = Latency(
        load="8 clients",
        articles="mixed",
        requests_per_s=17.04,
        words_per_s=9000,
        p50_ms=400,
        p95_ms=600,
        p99_ms=800,
        failures=0,
    )
    found = Measurement(
        machine="x", cores=2, comparisons=[comparison], closed=[row], half=[row], ready_s=[2.04, 2.11, 2.9]
    )
    lines = markdown(found).splitlines()
    assert "| 2 | 9,000 | 8,500 | 0.94 | 1.0 ms | 0.1 ms |" in lines
    assert lines.count("| 8 clients | mixed | 17.0 | 9,000 | 400 | 600 | 800 | 2.0 |") == 2
    assert lines[-1] == "Ready 2.1 s after the start (2.0 to 2.9 s in 3)."
