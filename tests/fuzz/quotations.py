"""Any text through tokenizer, blocks and quotations: nothing is lost, and what is found is nested cleanly."""

from collections.abc import Iterator

from spacy.tokens import Doc

import seeds as articles
from attribution.blocks import left_out
from attribution.columns import word_columns
from attribution.marks import ANY
from attribution.quotations import DEEPEST
from tests.attribution.front import blank, with_quotations

WORDS = [
    *ANY, "\n", "\n\n", "\r\n", "\u2028", "\u2029", "\x85", " ", "\xa0", "\u200b", "\u00ad", " — ", "--", "…", "...",
    ", ", ". ", "? ", ": ", "said", " she said", "Mr. ", "’s", "s’ ", "’90s", "6'2\"", "’em", "’n’", "OSLO (AP) — ",
    "By Ana Lind", "SIGN UP", "Read more: ", "- ", "* ", "1. ", "Q: ", "A: ", "(", ")", "[…]", "=\"", "\x00",
]  # fmt: skip


def seeds() -> Iterator[bytes]:
    """Our articles, whole and by paragraphs."""
    for article in articles.load():
        yield article.text.encode()
        yield from (part.encode() for part in article.text.split("\n\n") if any(mark in part for mark in ANY))


def check(data: bytes) -> None:
    """Raise where the front of the pipeline loses or misplaces something."""
    text = data.decode("utf-8", "replace")
    with blank().memory_zone():
        doc = with_quotations(text)
        assert doc.text == text
        check_front(doc)
        if len(data) % 8 == 0:
            again = with_quotations(text)
            assert (doc._.blocks, doc._.quotations) == (again._.blocks, again._.quotations)


def check_front(doc: Doc) -> None:
    """Raise where blocks or quotations break their promises."""
    words = word_columns(doc)
    assert words.joined() == doc.text
    end = 0
    for block in doc._.blocks:
        assert block.start == end < block.end
        end = block.end
        if block.kind != "space":
            assert not words.is_space[block.start]
            assert not words.is_space[block.end - 1]
    assert end == len(doc)
    end = 0
    for _, (start, stop) in left_out(doc):
        assert end <= start < stop <= len(doc)
        end = stop
    check_quotations(doc)


def check_quotations(doc: Doc) -> None:
    """Raise where quotations are out of order, cross each other, leave their paragraph or lack their marks."""
    words = word_columns(doc)
    is_set_off = doc._.original is not None
    around: list[int] = []
    blocks = iter(doc._.blocks)
    block = None
    for number, one in enumerate(doc._.quotations):
        assert 0 <= one.start < one.end <= len(doc)
        assert any(words.text[i][0].isalnum() for i in range(one.start, one.end))
        while block is None or block.end <= one.start:
            block = next(blocks)
        assert block.kind in ("paragraph", "heading")
        assert one.end <= block.end
        assert not one.opened or words.text[one.start] in ANY
        # What a page sets off ends without a mark.
        assert not one.closed or is_set_off or any(words.text[i] in ANY for i in range(one.start, one.end))
        assert one.continues is None or 0 <= one.continues < number
        while around and around[-1] <= one.start:
            around.pop()
        # Each inside another or apart from it.
        assert not around or one.end <= around[-1]
        assert one.level == len(around) <= DEEPEST + is_set_off
        around.append(one.end)
