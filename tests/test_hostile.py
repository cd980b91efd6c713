"""Random and hostile text through the engine: no crash, exact spans, time that grows with the text.

`pytest --hypothesis-profile=thorough tests/test_hostile.py` tries 10,000 texts.
"""

import random
import re
import time
import unicodedata

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient

import seeds
from api.app import create_app
from api.schemas import BLANK
from api.settings import Settings
from attribution.results import Answer
from tests.invariants import check

PIECES = [
    "\x00", "\x07", "\x1b[31m", "\u200b", "\u200e", "\u202e", "\u2066", "\ufeff", "\u2028", "\u2029", "\x85", "\xa0",
    "\r\n", "\n", "\n\n", "\t", "😀", "👩‍👩‍👧‍👦", "🇬🇧", "e\u0301", "\u0301" * 5, "𝔘𝔫𝔦", "שלום", "مرحبا", "日本語",
    '"', "“", "”", "‘", "’", "'", "''", "``", "«", "»", "„", "—", "--", "…", "...", ":", ";", ",", ".", "!", "?",
    "said", " said", " she said", "He told reporters", "according to", "a spokesman", "who declined to be named",
    "declined to comment", "Jane Doe", "Mr. Smith", "the BBC", "police", "tweeted", "in a statement", "that", "they",
    "<p>", "&quot;", "{}", "[[", "http://a.b/c?d=e", "@handle", "#tag", "6'2\"", "'90s", "O’Brien", " ", "  ",
]  # fmt: skip

texts = st.one_of(
    st.text(max_size=200).filter(lambda t: not any(unicodedata.category(c) == "Cs" for c in t)),
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
)


@given(texts, st.sampled_from(["codepoint", "utf16", "utf8"]))
def test_any_text_is_answered_with_exact_spans(analyse, text, unit):
    check(text, analyse(text, offset_unit=unit))


@given(st.sampled_from(seeds.load()), st.integers(0, 2**32), st.integers(1, 20))
def test_damaged_articles_are_answered_with_exact_spans(analyse, seed, number, edits):
    rng = random.Random(number)
    text = seed.text
    for _ in range(edits):
        at = rng.randrange(len(text))
        text = text[:at] + rng.choice([*PIECES, ""]) + text[at + rng.choice([0, 1, 1, 50]) :]
    check(text, analyse(text))


EXTREMES = {
    "empty": "",
    "one space": " ",
    "null bytes": "\x00" * 1000,
    "a million straight marks": '"' * 1_000_000,
    "half a million pairs": "“”" * 500_000,
    "marks apart": '" ' * 30_000,
    "openings only": "“a " * 15_000,
    "nested": "“‘" * 20_000 + "x" + "’”" * 20_000,
    "apostrophes": "'" * 100_000,
    "one long word": "a" * 1_000_000,
    "newlines": "\n" * 200_000,
    "blank lines and marks": '\n\n"' * 20_000,
    "said": "said " * 20_000,
    "according to": "according to " * 3_000,
    "one endless sentence": "the man who said that " * 5_000,
    "colons": "A: " * 5_000,
    "share buttons": ("copy link" + "," * 600 + "\n\n") * 20,
    "dashes": "— " * 20_000,
    "a source behind a mark that nobody closes": (
        "Fifty-four percent of voters in farm states supported the bill, according to `` Fenwick University poll "
        "released last week. Critics say its subsidies flow mostly to the owners of cotton estates."
    ),
    "a cue without words before a mark": '<EPO$iCE»"saID#\t0',
    "combining marks": "e" + "\u0301" * 100_000,
    "right to left": "\u202e“said”" * 1_000,
}


@pytest.mark.parametrize("name", EXTREMES)
def test_extremes_end_with_exact_spans(analyse, name):
    check(EXTREMES[name], analyse(EXTREMES[name]))


def test_an_article_of_200_000_words(analyse):
    texts = [seed.text for seed in seeds.load()]
    words = sum(len(text.split()) for text in texts)
    article = "\n\n".join(texts * (200_000 // words + 1))
    answer = analyse(article)
    check(article, answer)
    assert len(answer.quotes) > 5_000


@pytest.mark.parametrize("seed", seeds.load(), ids=lambda seed: seed.name)
def test_the_same_text_gets_the_same_answer(analyse, seed):
    first = analyse(seed.text)
    check(seed.text, first)
    assert analyse(seed.text) == first


@pytest.fixture(scope="module")
def client():
    with TestClient(create_app(Settings(workers=1))) as client:
        while client.get("/health/ready").status_code != 200:
            time.sleep(0.1)
        yield client


@given(text=texts, unit=st.sampled_from(["codepoint", "utf16", "utf8"]), plain=st.booleans())
def test_any_text_is_answered_over_http(client, text, unit, plain):
    if plain:
        response = client.post(
            "/v1/quotes",
            params={"offset_unit": unit},
            content=text.encode(),
            headers={"content-type": "text/plain"},
        )
    else:
        response = client.post("/v1/quotes", json={"text": text, "offset_unit": unit})
    if re.search(rf"[^{BLANK}]", text):
        assert response.status_code == 200, response.text
        check(text, msgspec.json.decode(response.content, type=Answer))
    else:
        assert response.status_code in (400, 422)
        assert response.headers["content-type"] == "application/problem+json"
