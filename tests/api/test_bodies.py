"""Whatever bytes come: an article, or a rejection that tells why. Nothing else is ever raised."""

import json
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.bodies import from_json, from_text, with_options
from api.problems import INVALID_REQUEST, MALFORMED_BODY, Rejection
from api.schemas import Article
from attribution.results import QUOTE_KINDS, Include

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
ARTICLES = st.fixed_dictionaries(
    {"text": st.text(st.characters(exclude_categories=["Cs"])).filter(str.strip)},
    optional={
        "id": st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=256),
        "language": st.just("en"),
        "publication": st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=256),
        "offset_unit": st.sampled_from(["codepoint", "utf16", "utf8"]),
        "kinds": st.lists(st.sampled_from(QUOTE_KINDS), min_size=1),
        "include": st.lists(st.sampled_from(get_args(Include))),
    },
)


def outcome(body: bytes) -> Article | Rejection:
    try:
        return from_json(body, Article)
    except Rejection as rejection:
        return rejection


@given(st.binary() | VALUES.map(lambda value: json.dumps(value).encode()))
def test_bodies_of_any_bytes_are_read_or_rejected(body):
    found = outcome(body)
    if isinstance(found, Rejection):
        assert found.kind in (MALFORMED_BODY, INVALID_REQUEST)
        assert (found.kind is INVALID_REQUEST) == bool(found.errors)


@given(ARTICLES, st.data())
def test_bodies_with_a_damaged_byte_are_read_or_rejected(article, data):
    body = bytearray(json.dumps(article, ensure_ascii=False).encode())
    body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    found = outcome(bytes(body))
    assert isinstance(found, (Article, Rejection))


@given(
    ARTICLES, st.sampled_from(["text", "id", "language", "publication", "offset_unit", "kinds", "x"]), VALUES
)
def test_bodies_are_rejected_for_the_field_that_is_wrong(article, name, value):
    found = outcome(json.dumps(article | {name: value}).encode())
    if isinstance(found, Rejection) and found.kind is INVALID_REQUEST:
        assert {fault.pointer.split("/")[1] for fault in found.errors} == {name}


@given(ARTICLES)
def test_bodies_keep_every_character(article: dict[str, Any]):
    for ascii_only in (True, False):
        read = from_json(json.dumps(article, ensure_ascii=ascii_only).encode(), Article)
        assert {name: getattr(read, name) for name in article} == article


@given(ARTICLES.filter(lambda article: None not in article.values()))
def test_bodies_of_plain_text_say_the_same_as_json(article):
    options = {
        name: value if isinstance(value, list) else [value]
        for name, value in article.items()
        if name != "text"
    }
    assert from_text(article["text"].encode(), "text", options) == from_json(
        json.dumps(article).encode(), Article
    )


@given(
    st.binary(),
    st.dictionaries(st.text() | st.sampled_from(["id", "kinds"]), st.lists(st.text(), min_size=1)),
)
def test_bodies_of_any_plain_text_are_read_or_rejected(body, options):
    try:
        assert from_text(body, "text", options).text.encode() == body
    except Rejection as rejection:
        assert rejection.kind in (MALFORMED_BODY, INVALID_REQUEST)


@pytest.mark.parametrize(
    ("article", "detail"),
    [
        ({"text": 1}, "Expected `string`, got `int`."),
        ({"text": ""}, "The article is empty: send at least one word."),
        ({"text": "a", "id": "x" * 257}, "Expected `string` of length <= 256."),
        ({"text": "a", "offset_unit": "bytes"}, "Must be codepoint, utf16 or utf8."),
        ({"text": "a", "kinds": ["quoted"]}, "Must be one or more of direct, mixed, indirect."),
        ({"text": "a", "kinds": []}, "Must be one or more of direct, mixed, indirect."),
        ({"text": "a", "language": "fr"}, 'Only English is supported: send "en", or leave the field out.'),
        ({}, "One of text, html, document is required."),
        (
            {"text": "a", "titel": 1},
            f"Unknown field; the fields are {', '.join(Article.__struct_fields__)}.",
        ),
    ],
)
def test_bodies_faults_are_told_in_sentences(article, detail):
    rejection = outcome(json.dumps(article).encode())
    assert [fault.detail for fault in rejection.errors] == [detail]


def test_bodies_of_json_may_have_their_options_in_the_query():
    article = Article(text="x", id="a", offset_unit="utf8", publication="The Gull")
    query = {"id": ["b"], "kinds": ["direct", "mixed"], "min_confidence": ["0.5"], "offset_unit": ["utf16"]}
    assert with_options(article, query) == Article(
        text="x",
        id="b",
        kinds=["direct", "mixed"],
        min_confidence=0.5,
        offset_unit="utf16",
        publication="The Gull",
    )
