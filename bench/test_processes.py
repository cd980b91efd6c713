"""One process and two: the pool of `attribution annotate`, from when every process is ready to the last answer."""

import io
import time
from functools import partial
from itertools import islice

import msgspec
import pytest

from attribution import cli, lines
from attribution.requests import Options, Request
from bench import articles
from bench.interleaved import Race

#: Words; short enough that the processes finish at about the same time: a chunk is two in a hundred of the whole.
LENGTH = 120
ARTICLES = 800

ROUNDS = 3

#: Longest wait for the other processes to be ready, in seconds.
PATIENCE_S = 300


def load_together(folder, processes):
    """The engine of one of so many processes, once all have theirs. Each leaves a file when it is ready."""
    engine = cli.load_engine()
    lines.answer_of(engine, Request(article=articles.ours()[0]))
    (folder / str(time.monotonic_ns())).touch()
    last = time.monotonic() + PATIENCE_S
    while len(list(folder.iterdir())) < processes:
        assert time.monotonic() < last, "a process is not ready"
        time.sleep(0.001)
    return engine


def annotating(source, folder, processes):
    """Seconds by the clock from when the last process was ready to the last answer."""
    ready = folder / str(time.monotonic_ns())
    ready.mkdir()
    done = list(
        lines.annotate(io.BytesIO(source), partial(load_together, ready, processes), Options(), processes)
    )
    ended = time.monotonic_ns()
    assert sum(chunk.articles for chunk in done) == ARTICLES
    return (ended - max(int(file.name) for file in ready.iterdir())) / 1e9


@pytest.mark.benchmark(group="processes", timer=time.perf_counter)
def test_processes(benchmark, tmp_path):
    texts = list(islice(articles.of_length(LENGTH), ARTICLES))
    source = b"".join(msgspec.json.encode({"text": text}) + b"\n" for text in texts)
    race = Race({str(number): partial(annotating, source, tmp_path, number) for number in (1, 2)})
    benchmark.pedantic(race.round, rounds=ROUNDS)
    benchmark.extra_info |= {"words": sum(map(articles.length, texts)), "seconds": race.seconds}
