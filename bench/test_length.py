"""Seconds by length of the article, over the same paragraphs: a word should cost the same in all."""

import json
import subprocess
import sys
import time
from itertools import islice

import pytest

from attribution import pipeline
from bench import articles
from bench.interleaved import Race, timed

LENGTHS = (100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 200_000)

#: Words read at every length, so that all see each kind of paragraph: once all our articles.
LEAST = 6_000

ROUNDS = 2


@pytest.mark.benchmark(group="length")
def test_by_length(benchmark, nlp):
    """From articles of 100 words to one of 200,000."""
    texts = {words: list(islice(articles.of_length(words), max(1, LEAST // words))) for words in LENGTHS}
    race = Race({str(words): timed(analysing(nlp, texts[words])) for words in LENGTHS})
    benchmark.pedantic(race.round, rounds=ROUNDS)
    benchmark.extra_info |= {
        "articles": {str(words): len(texts[words]) for words in LENGTHS},
        "words": {str(words): sum(map(articles.length, texts[words])) for words in LENGTHS},
        "seconds": race.seconds,
    }


def analysing(nlp, texts):
    return lambda: [pipeline.analyse(nlp, text) for text in texts]


@pytest.mark.benchmark(group="memory", timer=time.perf_counter)
def test_memory_of_the_longest(benchmark):
    """The most memory that a process holds which analyses one article of the greatest length."""
    command = [sys.executable, "-m", "bench.memory", "--longest", str(LENGTHS[-1])]
    done = benchmark.pedantic(
        lambda: subprocess.run(command, check=True, capture_output=True, text=True), rounds=1
    )
    benchmark.extra_info |= json.loads(done.stdout)
