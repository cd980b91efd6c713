"""What an article is answered does not depend on the articles around it, on their order, or on who does the work.

`pytest --hypothesis-profile=thorough tests/test_invariants.py` tries 10,000 batches.
"""

import io

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import seeds
from attribution import lines
from attribution.cli import load_engine
from attribution.inputs.assembly import read_html
from attribution.requests import Options
from tests.invariants import check, in_order, spans_of
from tests.test_hostile import PIECES

STRETCHES = [
    "\n\n".join(paragraphs[start : start + 3])
    for paragraphs in (seed.text.split("\n\n") for seed in seeds.load())
    for start in range(0, len(paragraphs), 3)
]
stretches = st.sampled_from(STRETCHES)
#: Articles of a paragraph or three, some of them damaged, some nothing but noise.
articles = st.one_of(
    stretches,
    st.tuples(stretches, st.sampled_from(PIECES), stretches).map("".join),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=30).map(" ".join),
)
FEW = 15


@settings(max_examples=FEW)
@given(st.lists(articles, min_size=2, max_size=4), st.data())
def test_articles_are_answered_as_if_alone(analyse, batch, data):
    alone = [analyse(text) for text in batch]
    for text, answer in zip(batch, alone, strict=True):
        check(text, answer)
    order = data.draw(st.permutations(range(len(batch))))
    for number in order:
        assert analyse(batch[number]) == alone[number]


@settings(max_examples=FEW)
@given(articles, st.sampled_from(["utf16", "utf8"]))
def test_the_unit_changes_offsets_and_nothing_else(analyse, text, unit):
    points, others = analyse(text), analyse(text, offset_unit=unit)
    check(text, others)
    assert [span.text for span in spans_of(points)] == [span.text for span in spans_of(others)]
    assert [quote.confidence for quote in points.quotes] == [quote.confidence for quote in others.quotes]


@settings(max_examples=FEW)
@given(articles)
def test_what_is_asked_for_changes_what_is_kept_and_nothing_else(analyse, text):
    whole = analyse(text, min_confidence=0)
    check(text, whole)
    kept = {quote.id: quote.spans for quote in whole.quotes}
    for answer in (analyse(text), analyse(text, min_confidence=0.9), analyse(text, kinds=("direct",))):
        check(text, answer)
        for quote in answer.quotes:
            assert kept[quote.id] == quote.spans


@settings(max_examples=FEW)
@given(st.lists(stretches, min_size=1, max_size=4, unique=True))
def test_html_of_plain_paragraphs_is_answered_as_the_text_is(analyse, batch):
    text = "\n\n".join(batch)
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    original = read_html("".join(f"<p>{' '.join(part.split())}</p>" for part in escaped.split("\n\n")))
    answer = analyse(original)
    check(original.text, answer)
    if original.text == text:
        spans = [(span.start, span.end) for span in spans_of(analyse(text))]
        assert [(span.start, span.end) for span in spans_of(answer)] == spans
        assert in_order([quote.spans[0].original.start for quote in answer.quotes if len(batch) == 1])


@pytest.fixture(scope="module")
def archive():
    return b"".join(
        msgspec.json.encode({"text": text, "id": str(n)}) + b"\n" for n, text in enumerate(STRETCHES)
    )


def annotated(data, processes):
    return b"".join(
        done.output for done in lines.annotate(io.BytesIO(data), load_engine, Options(), processes)
    )


def test_any_number_of_processes_gives_the_same_bytes(archive):
    assert annotated(archive, 1) == annotated(archive, 2)
