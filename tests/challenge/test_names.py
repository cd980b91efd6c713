"""Sources of many forms in four sentences each: who is named, without title, office or craft."""

import json
from pathlib import Path

import pytest

from attribution import pipeline
from attribution.requests import Request

ROWS = [
    (row["source"], row["name"])
    for row in map(
        json.loads, Path(__file__).with_name("names.jsonl").read_text(encoding="utf-8").splitlines()
    )
]
SENTENCES = [
    "“It was late,” {} said. “Nobody slept.”",
    "{} said it was late.",
    "“It was late,” said {}.",
    "According to {} it was late.",
]
#: The network ends the source before the name.
KNOWN = {
    ("“It was late,” said {}.", "Institute for Fiscal Studies researcher Tom Waters"),
    ("“It was late,” {} said. “Nobody slept.”", "Lakers forward Lee Jamison"),
}


def written(sentence, source):
    """The sentence with the source, set off as it has to be there."""
    if sentence.startswith("According"):
        source = source.rstrip(",") + ","
    elif sentence.endswith("{}."):
        source = source.rstrip(",")
    text = sentence.format(source)
    return text[0].upper() + text[1:]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_name_of_a_source(nlp, sentence):
    rows = [(source, name) for source, name in ROWS if (sentence, source) not in KNOWN]
    answers = pipeline.analyse_all(nlp, [Request(article=written(sentence, source)) for source, _ in rows])
    found = [
        (source, [quote.speaker and quote.speaker.name for quote in answer.quotes])
        for (source, _), answer in zip(rows, answers, strict=True)
    ]
    assert found == [(source, [name]) for source, name in rows]
