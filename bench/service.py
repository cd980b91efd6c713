"""The service beside the engine, and what its clients wait.

    python -m bench.service [--seconds S] [--rounds R] [--json FILE]

The service is started as operators start it, its clients are a process of their own (`bench.load`), and the
engine runs in as many processes as the service has workers, on the same articles, by turns with it, so that
both have the same machine. All is measured on two cores as well as it can be: with one worker the clients
and the process that speaks HTTP have a core to themselves, with two they take their time from the workers,
which is what an operator of such a machine gets.

`measured` gives the figures, `markdown` the tables of the README.
"""

import argparse
import contextlib
import multiprocessing
import os
import platform
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from itertools import cycle, islice, pairwise
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

import msgspec
from msgspec import Struct

from api.settings import usable_cores
from attribution.requests import TOGETHER
from attribution.threads import one_thread_each
from bench.articles import length, of_length
from bench.load import Order, Outcome, sent

#: How many different articles are sent.
VARIETY = 60

#: Words of an article, at least.
LENGTHS = (150, 300, 450, 600, 1200)

#: Words of an article, or a few more, where all are equally long.
LENGTH = 500

MIXED = f"{LENGTHS[0]:,} to {LENGTHS[-1]:,} words"

CLIENTS = (1, 8, 64)
STARTS = 3


class Comparison(Struct, frozen=True, kw_only=True):
    """The service with 64 clients beside the engine in as many processes."""

    processes: int
    engine: float
    """Words a second."""
    service: float
    """Words a second."""
    ratio: float
    """The median of the rounds' ratios."""
    http_ms: float
    """Processor time, for each request, of the process that speaks HTTP."""
    clients_ms: float
    """Processor time of the clients for each request."""


class Latency(Struct, frozen=True, kw_only=True):
    """What clients wait."""

    load: str
    articles: str
    requests_per_s: float
    words_per_s: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    failures: int


class Measurement(Struct, frozen=True, kw_only=True):
    """All of a run."""

    machine: str
    cores: int
    comparisons: list[Comparison]
    closed: list[Latency]
    """Clients that send when they have their answer."""
    half: list[Latency]
    """Half of the articles a second that the service can answer, at random moments."""
    ready_s: list[float]
    """From the start of the process to the first 200 of /health/ready."""


def mixed() -> list[str]:
    """Articles of the lengths that news has, by turns."""
    sources = [of_length(words) for words in LENGTHS]
    return [next(sources[number % len(LENGTHS)]) for number in range(VARIETY)]


def equal() -> list[str]:
    """Articles of the same number of words."""
    return [" ".join(article.split(" ")[:LENGTH]) for article in islice(of_length(2 * LENGTH), VARIETY)]


class Crew:
    """The engine in processes of its own, each with the same articles."""

    def __init__(self, processes: int, texts: Sequence[str]) -> None:
        context = multiprocessing.get_context("spawn")
        self._ends: list[Connection] = []
        for number in range(processes):
            ours, theirs = context.Pipe()
            first = number * len(texts) // processes
            mine = [*texts[first:], *texts[:first]]
            context.Process(target=work, args=(theirs, mine), daemon=True).start()
            theirs.close()  # so that the process' end is seen
            ours.recv()
            self._ends.append(ours)

    def words_per_s(self, seconds: float) -> float:
        """Words a second of all processes together, over so many seconds."""
        for end in self._ends:
            end.send(seconds)
        return sum(end.recv() for end in self._ends)

    def close(self) -> None:
        """End the processes."""
        for end in self._ends:
            end.send(None)


def work(connection: Connection, texts: Sequence[str]) -> None:
    """What each process does: analyse for so many seconds, and say how many words a second that were."""
    from api.schemas import Article
    from api.worker import load_engine

    analyse = load_engine()
    waiting = cycle([(Article(text=text), length(text)) for text in texts])
    connection.send(None)
    while (seconds := connection.recv()) is not None:
        words, begun = 0, time.perf_counter()
        while time.perf_counter() - begun < seconds:
            # Several at once, as the service does where so many wait.
            articles, counts = zip(*islice(waiting, TOGETHER), strict=True)
            list(analyse(articles))
            words += sum(counts)
        connection.send(words / (time.perf_counter() - begun))


class Service:
    """A service that is ready."""

    def __init__(self, workers: int) -> None:
        self._begun = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "api"],
            env={**os.environ, "HOST": "127.0.0.1", "PORT": "0", "ATTRIBUTION_WORKERS": str(workers)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        greeting = next(line for line in self._process.stdout if line.startswith("Ready:"))
        self.port = int(greeting.rpartition(":")[2])
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/ready") as response:
            assert response.status == 200
        self.ready_s = time.perf_counter() - self._begun

    @property
    def processor_s(self) -> float:
        """Processor time of the process that speaks HTTP; 0 where there is no /proc."""
        with contextlib.suppress(FileNotFoundError):
            fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return 0.0

    def close(self) -> None:
        """End the service."""
        self._process.terminate()
        self._process.communicate()


def compared(processes: int, seconds: float, rounds: int) -> Comparison:
    """Engine and service by turns."""
    texts = mixed()
    with (
        contextlib.closing(Crew(processes, texts)) as crew,
        contextlib.closing(Service(processes)) as service,
    ):
        crew.words_per_s(1.0)
        before = service.processor_s
        engine, outcomes = [crew.words_per_s(seconds)], []
        for _ in range(rounds):
            outcomes.append(
                sent(Order(port=service.port, articles=texts, seconds=seconds, clients=CLIENTS[-1]))
            )
            engine.append(crew.words_per_s(seconds))
        processor_s = service.processor_s - before
    of_service = [outcome.words / seconds for outcome in outcomes]
    # Each of the service's turns stands between two of the engine's.
    ratios = [2 * turn / sum(around) for turn, around in zip(of_service, pairwise(engine), strict=True)]
    answers = sum(outcome.all_answers for outcome in outcomes)
    return Comparison(
        processes=processes,
        engine=median(engine),
        service=median(of_service),
        ratio=median(ratios),
        http_ms=1000 * processor_s / answers,
        clients_ms=1000 * sum(outcome.processor_s for outcome in outcomes) / answers,
    )


def latency(load: str, kind: str, outcome: Outcome) -> Latency:
    """A row of the table."""
    return Latency(
        load=load,
        articles=kind,
        requests_per_s=outcome.answers / outcome.seconds,
        words_per_s=outcome.words / outcome.seconds,
        p50_ms=percentile(outcome.latencies, 0.50),
        p95_ms=percentile(outcome.latencies, 0.95),
        p99_ms=percentile(outcome.latencies, 0.99),
        failures=outcome.failures,
    )


def percentile(latencies: Sequence[float], share: float) -> float:
    """Milliseconds in which that share of the answers came; of seconds in order, at least one."""
    return 1000 * latencies[min(len(latencies) - 1, int(share * len(latencies)))]


def measured(seconds: float, rounds: int) -> Measurement:
    """Everything, in some minutes."""
    cores = usable_cores()
    comparisons = [compared(processes, seconds, rounds) for processes in sorted({1, cores})]
    closed, half = [], []
    with contextlib.closing(Service(cores)) as service:
        for clients in CLIENTS:
            order = Order(port=service.port, articles=mixed(), seconds=seconds, clients=clients)
            closed.append(latency(f"{clients} client{'s' * (clients > 1)}", MIXED, sent(order)))
        for kind, texts in ((MIXED, mixed()), (f"{LENGTH} words each", equal())):
            order = Order(port=service.port, articles=texts, seconds=seconds, clients=CLIENTS[-1])
            rate = sent(order).answers / seconds / 2
            order = msgspec.structs.replace(order, rate=rate, seconds=rounds * seconds)
            half.append(latency(f"{rate:.1f} a second", kind, sent(order)))
    ready_s = []
    for _ in range(STARTS):
        with contextlib.closing(Service(cores)) as service:
            ready_s.append(service.ready_s)
    return Measurement(
        machine=f"{platform.machine()}, Python {platform.python_version()}",
        cores=cores,
        comparisons=comparisons,
        closed=closed,
        half=half,
        ready_s=sorted(ready_s),
    )


def markdown(found: Measurement) -> str:
    """The tables, for a README."""
    comparisons = [
        [
            str(row.processes),
            f"{row.engine:,.0f}",
            f"{row.service:,.0f}",
            f"{row.ratio:.2f}",
            f"{row.http_ms:.1f} ms",
            f"{row.clients_ms:.1f} ms",
        ]
        for row in found.comparisons
    ]
    waits = [
        [
            row.load,
            row.articles,
            f"{row.requests_per_s:.1f}",
            f"{row.words_per_s:,.0f}",
            f"{row.p50_ms:,.0f}",
            f"{row.p95_ms:,.0f}",
            f"{row.p99_ms:,.0f}",
            f"{row.p99_ms / row.p50_ms:.1f}",
        ]
        for row in [*found.closed, *found.half]
    ]
    return "\n".join(
        [
            f"Measured on {found.cores} cores ({found.machine}).",
            "",
            *table(
                "processes | engine, words/s | service, words/s | service / engine | HTTP, each request "
                "| clients, each request",
                comparisons,
            ),
            "",
            *table(
                "load | articles | requests/s | words/s | p50, ms | p95, ms | p99, ms | p99 / p50",
                waits,
            ),
            "",
            f"Ready {median(found.ready_s):.1f} s after the start "
            f"({found.ready_s[0]:.1f} to {found.ready_s[-1]:.1f} s in {len(found.ready_s)}).",
        ]
    )


def table(head: str, rows: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a table."""
    names = head.split(" | ")
    return [
        f"| {' | '.join(names)} |",
        "|---" + "|---:" * (len(names) - 1) + "|",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]


def main() -> None:
    """Measure, print the tables, and write the figures."""
    parser = argparse.ArgumentParser(description="Measure the service beside the engine.")
    parser.add_argument("--seconds", type=float, default=10.0, help="how long each load lasts (10)")
    parser.add_argument("--rounds", type=int, default=3, help="turns of engine and service (3)")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    given = parser.parse_args()
    one_thread_each()
    found = measured(given.seconds, given.rounds)
    print(markdown(found))
    if given.json:
        given.json.write_bytes(msgspec.json.format(msgspec.json.encode(found)))


if __name__ == "__main__":
    main()
