"""From the start of a process to its first answer, and its memory while it goes on."""

import json
import subprocess
import sys
import time

import pytest

#: Articles of the short look at memory; `python -m bench.memory` takes the long one.
ARTICLES = 1_000

#: Analyses one short article and tells when it had done what.
FIRST_ANSWER = """
import time
begun = time.perf_counter()
from attribution.threads import one_thread_each
one_thread_each()
from attribution import pipeline
imported = time.perf_counter()
nlp = pipeline.load()
loaded = time.perf_counter()
pipeline.analyse(nlp, "“It held,” said Ana Lind.")
answered = time.perf_counter()
print(imported - begun, loaded - imported, answered - loaded)
"""


def child(*arguments):
    return subprocess.run([sys.executable, *arguments], check=True, capture_output=True, text=True).stdout


@pytest.mark.benchmark(group="start", timer=time.perf_counter)
def test_first_answer(benchmark):
    """Seconds by the clock, from a disk that has been read before."""
    told = []
    benchmark.pedantic(lambda: told.append(child("-c", FIRST_ANSWER)), rounds=5, warmup_rounds=1)
    steps = zip(*(map(float, line.split()) for line in told[1:]), strict=True)
    benchmark.extra_info |= dict(zip(("import", "load", "first answer"), map(list, steps), strict=True))
    benchmark.extra_info["whole process"] = list(benchmark.stats.stats.data)


@pytest.mark.benchmark(group="memory", timer=time.perf_counter)
def test_memory(benchmark):
    """Megabytes of a process after loading, after the articles at hand, and over short ones with ever new names."""
    told = benchmark.pedantic(lambda: child("-m", "bench.memory", "--articles", str(ARTICLES)), rounds=1)
    benchmark.extra_info |= json.loads(told)
