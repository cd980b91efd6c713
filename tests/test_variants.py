"""The same article as other systems would set it: its marks, line ends and paragraph breaks must not matter.

What is compared is how many of the marked attributions are found with the right source.
"""

import re

import pytest

import seeds
from tests.test_quality import words_in


def straight(text):
    return text.translate(str.maketrans("“”‘’", "\"\"''"))


def curly(text):
    """Straight double marks turned by their place, as a typesetting filter does."""
    return re.sub(r'"', "”", re.sub(r'(^|[\s(\[—–‘-])"', r"\1“", text, flags=re.MULTILINE))


VARIANTS = {
    "straight": straight,
    "curly": curly,
    "typewriter": lambda text: re.sub(r"[“”\"]", "''", text),
    "TeX": lambda text: curly(text).replace("“", "``").replace("”", "''"),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "single newlines": lambda text: re.sub(r"\n\n+", "\n", text),
    "trailing blanks": lambda text: text.replace("\n\n", " \n \n"),
}


def word_numbers(text, spans):
    """The words of the spans, by number: they are the same in every variant, where positions are not."""
    starts = sorted(words_in(text, [(0, len(text))]))
    number = {start: i for i, start in enumerate(starts)}
    return {number[start] for start in words_in(text, spans)}


def marks(seed):
    """Content and source of each marked attribution, as word numbers."""
    return [
        (word_numbers(seed.text, a.content), word_numbers(seed.text, a.source)) for a in seed.attributions
    ]


def found(analyse, seed, variant):
    """How many marks the engine finds with their source, and how many quotes it gives."""
    text = variant(seed.text)
    quotes = [
        (
            word_numbers(text, [(s.start, s.end) for s in quote.spans]),
            word_numbers(text, [(quote.source.start, quote.source.end)] if quote.source else []),
        )
        for quote in analyse(text).quotes
    ]
    right = sum(
        any(
            2 * len(content & c) >= len(content | c) and bool(source & s) == bool(source or s)
            for c, s in quotes
        )
        for content, source in marks(seed)
    )
    return right, len(quotes)


def f1(analyse, variant):
    counts = [(*found(analyse, seed, variant), len(seed.attributions)) for seed in seeds.load()]
    right, given, marked = (sum(column) for column in zip(*counts, strict=True))
    return 2 * right / (given + marked)


@pytest.fixture(scope="module")
def as_written(analyse):
    return f1(analyse, lambda text: text)


@pytest.mark.parametrize("name", VARIANTS)
def test_typography_does_not_matter(analyse, as_written, name):
    assert abs(f1(analyse, VARIANTS[name]) - as_written) < 0.01
