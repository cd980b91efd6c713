"""Words a second on one core, side by side with what is at hand otherwise; and where the engine's time goes."""

import pytest
import spacy

from attribution import pipeline
from attribution.requests import Request
from bench import articles
from bench.interleaved import Race, timed
from bench.stages import by_stage
from bench.yardsticks import BATCH, Textacy, bare_pipeline

ROUNDS = 5


@pytest.fixture(scope="module")
def bare(nlp):
    return bare_pipeline([nlp(text) for text in articles.ours()])


@pytest.fixture(scope="module")
def tokenizer():
    return spacy.blank("en")


@pytest.mark.benchmark(group="side by side")
@pytest.mark.parametrize("corpus", articles.corpora())
def test_side_by_side(benchmark, nlp, accurate, bare, tokenizer, corpus):
    """The whole engine with either model, the tokenizer alone, a bare pipeline, and textacy upon it."""
    texts = articles.corpora()[corpus]
    extract = Textacy(bare)
    docs = []
    found = []

    def read():
        docs[:] = bare.pipe(texts, batch_size=BATCH)

    def cut(blank):
        for text in texts:
            blank.make_doc(text)

    def first_pass():
        # Made before the clock starts.
        blank = spacy.blank("en")
        return timed(lambda: cut(blank))()

    requests = [Request(article=text) for text in texts]

    race = Race(
        {
            "engine": timed(lambda: list(pipeline.analyse_all(nlp, requests))),
            "one by one": timed(lambda: [pipeline.analyse(nlp, text) for text in texts]),
            "accurate model": timed(lambda: list(pipeline.analyse_all(accurate, requests))),
            "tokenizer": timed(lambda: cut(tokenizer)),
            "tokenizer, first pass": first_pass,
            "bare pipeline": timed(read),
            "textacy's own part": timed(lambda: found.append(extract(docs))),
        }
    )
    for work in (read, lambda: extract(docs), lambda: cut(tokenizer)):
        work()
    benchmark.pedantic(race.round, rounds=ROUNDS)
    benchmark.extra_info |= {
        "corpus": corpus,
        "articles": len(texts),
        "words": sum(map(articles.length, texts)),
        "seconds": race.seconds,
        "textacy_quotations": found[-1].quotations,
        "textacy_refused": found[-1].refused,
        "engine_quotes": sum(len(pipeline.analyse(nlp, text).quotes) for text in texts),
    }


@pytest.mark.benchmark(group="by stage")
@pytest.mark.parametrize("corpus", articles.corpora())
def test_by_stage(benchmark, nlp, corpus):
    """The processor time of every stage, the tokenizer before them and the answer behind them."""
    texts = articles.corpora()[corpus]
    rounds = []
    benchmark.pedantic(lambda: rounds.append(by_stage(nlp, texts)), rounds=3)
    benchmark.extra_info |= {
        "corpus": corpus,
        "words": sum(map(articles.length, texts)),
        "seconds": {stage: [seconds[stage] for seconds in rounds] for stage in rounds[0]},
    }
