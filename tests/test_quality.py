"""The floor: what the engine must get right on the articles that we wrote and marked ourselves.

They were looked at while the rules were written, so this guards against decline and proves nothing more.
"""

import re

import pytest

import seeds
from attribution import pipeline

WORD = re.compile(r"[^\W_]+")


def words_in(text, spans):
    """Positions of the words that lie in the spans."""
    return {m.start() for start, end in spans for m in WORD.finditer(text, start, end)}


def bare(name):
    return name and re.sub(r"^(the|mr|mrs|ms|dr) ", "", name.lower())


@pytest.fixture(scope="module", params=["fast", "accurate"])
def pairs(request, nlp):
    """Every marked attribution with the quote of a model that shares most words with it, or None under a half."""
    nlp = nlp if request.param == "fast" else pipeline.load(model="accurate")
    found = []
    for seed in seeds.load():
        quotes = [
            (words_in(seed.text, [(s.start, s.end) for s in quote.spans]), quote)
            for quote in pipeline.analyse(nlp, seed.text).quotes
        ]
        for gold in seed.attributions:
            words = words_in(seed.text, gold.content)
            likeness, quote = max(
                ((len(words & other) / len(words | other), quote) for other, quote in quotes),
                key=lambda x: x[0],
            )
            direct = all(seed.text[start] in "\"“'‘" for start, _ in gold.content)
            found.append((gold, quote if likeness >= 0.5 else None, direct))
    return found


def test_attributions_are_found(pairs):
    assert sum(quote is not None for _, quote, _ in pairs) / len(pairs) >= 0.93


def test_direct_quotes_have_the_right_speaker(pairs):
    right = [
        quote is not None and bare(quote.speaker.name if quote.speaker else None) == bare(gold.speaker)
        for gold, quote, direct in pairs
        if direct
    ]
    assert sum(right) / len(right) >= 0.95


@pytest.mark.parametrize(
    ("label", "of_gold", "of_quote"),
    [
        ("anonymity", lambda gold: gold.anonymity, lambda quote: quote.anonymity.status),
        ("channel", lambda gold: gold.channel, lambda quote: quote.channel.type),
    ],
    ids=["anonymity", "channel"],
)
def test_labels_are_right(pairs, label, of_gold, of_quote):
    right = [of_gold(gold) == of_quote(quote) for gold, quote, _ in pairs if quote is not None]
    assert sum(right) / len(right) >= 0.90


def test_page_furniture_never_speaks(analyse):
    article = (
        "By Dana Holt\n\nLEEDS (Northern Wire) - The bridge will stay closed, the council said on Monday.\n\n"
        "“It is not safe,” said Priya Nair, who leads the council.\n\n"
        "Read more: ‘We lost everything,’ say flooded families\n\n"
        "Subscribe now to read every story, and tell us what you think.\n\nFollow us on Facebook and Twitter."
    )
    answer = analyse(article)
    body_end = article.index("Read more")
    assert answer.quotes
    assert all(span.end < body_end for quote in answer.quotes for span in quote.spans)
    assert {warning.code for warning in answer.warnings} == {"furniture_left_out"}
