"""Words per second of reading HTML, to be held against those of the engine in test_engine.py.

`words_per_second` stands in the extra information; the words are those of our own articles.
"""

import html

import pytest

import seeds
from attribution.inputs.assembly import read_html

ROUNDS = 5

#: What a page has around every article: 110 links.
MENU = "<nav><ul>" + '<li class="menu-item"><a href="/news">Home news</a></li>' * 60 + "</ul></nav>"
FOOTER = "<footer>" + '<div class="links"><a href="/about">About us</a></div>' * 50 + "</footer>"


def body(text: str) -> str:
    """An article as a content management system writes it."""
    escaped = html.escape(text).replace("“", "&#8220;").replace("”", "&#8221;").replace("’", "&rsquo;")
    linked = escaped.replace(" the ", ' <a href="/topic">the</a> ')
    return "".join(f'<p class="wp-block-paragraph">{part}</p>\n\n' for part in linked.split("\n\n"))


@pytest.mark.benchmark(group="inputs")
@pytest.mark.parametrize("page", [False, True], ids=["body", "whole page"])
def test_html(benchmark, page):
    """From HTML to the text view: the body of an article, or a page with menu and footer."""
    texts = [seed.text for seed in seeds.load()]
    sources = [MENU + body(text) + FOOTER if page else body(text) for text in texts]
    benchmark.pedantic(lambda: [read_html(source) for source in sources], rounds=ROUNDS, warmup_rounds=1)
    words = sum(len(text.split()) for text in texts)
    benchmark.extra_info["words"] = words
    benchmark.extra_info["words_per_second"] = round(words / benchmark.stats.stats.median)
