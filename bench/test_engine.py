"""Words per second of the engine over our own articles, beside spaCy's tokenizer alone.

Every benchmark runs over the same words; `words_per_second` stands in the extra information.
"""

import pytest

import seeds
from attribution import pipeline

ROUNDS = 5


@pytest.fixture(scope="module")
def nlp():
    return pipeline.load()


@pytest.fixture(scope="module")
def texts():
    return [seed.text for seed in seeds.load()]


def report(benchmark, words):
    benchmark.extra_info["words"] = words
    benchmark.extra_info["words_per_second"] = round(words / benchmark.stats.stats.median)


@pytest.mark.benchmark(group="engine")
def test_tokenizer_alone(benchmark, nlp, texts):
    """The floor: cutting the text into tokens."""
    benchmark.pedantic(lambda: [nlp.make_doc(text) for text in texts], rounds=ROUNDS, warmup_rounds=1)
    report(benchmark, sum(len(text.split()) for text in texts))


@pytest.mark.benchmark(group="engine")
def test_tagger_parser_and_names(benchmark, nlp, texts):
    """What any user of a parsed article pays before attributing anything."""
    ours = [
        name for name in pipeline.STAGES if name.startswith("attribution_") and name != "attribution_blocks"
    ]
    with nlp.select_pipes(disable=ours):
        benchmark.pedantic(lambda: [nlp(text) for text in texts], rounds=ROUNDS, warmup_rounds=1)
    report(benchmark, sum(len(text.split()) for text in texts))


@pytest.mark.benchmark(group="engine")
def test_whole_engine(benchmark, nlp, texts):
    """From text to the answer of the contract."""
    benchmark.pedantic(
        lambda: [pipeline.analyse(nlp, text) for text in texts], rounds=ROUNDS, warmup_rounds=1
    )
    report(benchmark, sum(len(text.split()) for text in texts))


@pytest.mark.benchmark(group="length")
@pytest.mark.parametrize("times", [1, 4, 16, 64])
def test_by_length(benchmark, nlp, texts, times):
    """One article of growing length: seconds a word should stay where they are."""
    article = "\n\n".join(texts[:3] * times)
    benchmark.pedantic(lambda: pipeline.analyse(nlp, article), rounds=3, warmup_rounds=1)
    report(benchmark, len(article.split()))
