"""What `/metrics` shows to Prometheus: requests by route and status, articles by outcome, workers.

Labels are few and all ours: a route's pattern, a known method, a status, an outcome. Nothing of an article
and nothing that a client typed becomes a label. What the engine counts is read when it is asked for.

The framework's own metrics are not used: they leave out what no route answers, and are shared by all
applications of a process.
"""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from litestar.types import Scope
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from api import engine
from api.engine import Engine
from api.visits import Visit

#: Seconds; from a short article to the longest that a request may take by default.
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)

#: Outcomes of articles by what the engine raised.
OUTCOMES: Mapping[type[BaseException] | None, str] = {
    None: "answered",
    engine.AnalysisFailed: "failed",
    engine.Overloaded: "overloaded",
    engine.TimedOut: "timed_out",
    engine.WorkerLost: "worker_lost",
    engine.Unavailable: "unavailable",
    engine.Unreadable: "unreadable",
    asyncio.CancelledError: "abandoned",
}


class EngineCollector(Collector):
    """The numbers of an engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def collect(self) -> Iterator[Metric]:
        crew, tally = self._engine, self._engine.tally
        articles = CounterMetricFamily(
            "attribution_articles", "Articles by what became of them.", labels=["outcome"]
        )
        for error, outcome in OUTCOMES.items():
            articles.add_metric([outcome], tally.outcomes[error])
        yield articles
        for name, meaning, value in (
            ("attribution_article_seconds", "Time from arrival to outcome, of all articles.", tally.seconds),
            ("attribution_words", "Words of the articles that were answered.", tally.words),
            ("attribution_worker_restarts", "Workers that were lost and replaced.", tally.restarts),
        ):
            yield CounterMetricFamily(name, meaning, value=value)
        for name, meaning, value in (
            ("attribution_articles_open", "Articles that have come and are not answered.", tally.open),
            ("attribution_queue_length", "Articles that wait for a worker.", crew.waiting),
            ("attribution_workers", "Workers that there should be.", crew.workers),
            ("attribution_workers_ready", "Workers that have loaded the model.", crew.loaded),
            ("attribution_ready", "1 where articles should be sent here, else 0.", crew.is_ready),
        ):
            yield GaugeMetricFamily(name, meaning, value=value)


class Metrics:
    """The metrics of one application."""

    def __init__(self, engine: Engine) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(EngineCollector(engine))
        ProcessCollector(registry=self.registry)
        self._requests = Counter(
            "attribution_http_requests",
            "Requests; the status 499 is a client that had gone.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "attribution_http_request_duration_seconds",
            "Time from the head of a request to the end of its answer.",
            ("method", "route"),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self._open = Gauge(
            "attribution_http_requests_open", "Requests that are being answered.", registry=self.registry
        )
        self._received = Counter(
            "attribution_http_received_bytes", "Bodies of requests, as they came.", registry=self.registry
        )
        self._sent = Counter(
            "attribution_http_sent_bytes", "Bodies of answers, as they went.", registry=self.registry
        )

    @contextmanager
    def counted(self, visit: Visit, _: Scope) -> Iterator[None]:
        """Count a request; an observer of visits."""
        try:
            with self._open.track_inprogress():
                yield
        finally:
            if not visit.is_probe:
                self._requests.labels(visit.method, visit.route, visit.status).inc()
                self._seconds.labels(visit.method, visit.route).observe(visit.duration_s)
                self._received.inc(visit.request_bytes)
                self._sent.inc(visit.response_bytes)
