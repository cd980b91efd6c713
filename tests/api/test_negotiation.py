"""Which format an answer comes in. The table is of RFC 9110, section 12.5.1, and of what clients send."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.controllers.quotes import MEDIA_TYPES
from api.negotiation import choose, read_accept
from attribution.outputs.media_types import (
    BY_MEDIA_TYPE,
    CSV,
    HTML,
    JSON,
    MSGPACK,
    SCHEMA_ORG,
    WEB_ANNOTATION,
)
from attribution.outputs.rendering import render
from attribution.results import Answer
from tests.outputs.answers import ARTICLE

URL = "/v1/quotes"
ADDRESS = "https://example.org/zoo"
ANNO = "http://www.w3.org/ns/anno.jsonld"


@pytest.mark.parametrize(
    ("header", "output"),
    [
        # What clients send when nobody tells them what.
        ("", JSON),
        (" ", JSON),
        ("*/*", JSON),
        ("application/json, text/plain, */*", JSON),  # axios
        ("application/json, text/javascript, */*; q=0.01", JSON),  # jQuery
        ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", HTML),  # browsers
        ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", HTML),  # Java
        (", ".join(MEDIA_TYPES), JSON),  # generated clients that name all there is
        # One format.
        *((media_type, output) for media_type, output in BY_MEDIA_TYPE.items()),
        ("text/csv", CSV),
        ("TEXT/CSV", CSV),
        ("text/csv;charset=UTF-8", CSV),
        ('text/csv; charset="utf-8"; header=present', CSV),
        ("text/html;charset=utf-8", HTML),
        ("application/json;charset=utf-8", JSON),
        ("application/vnd.msgpack", MSGPACK),
        ("application/ld+json", SCHEMA_ORG),
        (f'application/ld+json;profile="{ANNO}"', WEB_ANNOTATION),
        (f"application/ld+json; profile={ANNO}", WEB_ANNOTATION),  # it should be in quotation marks
        (f'application/ld+json;profile="https://a.example/x,y {ANNO}"', WEB_ANNOTATION),
        ('application/ld+json;profile="http://schema.org/"', SCHEMA_ORG),
        # Wildcards and weights.
        ("application/*", JSON),
        ("text/*", CSV),
        ("text/*;q=0.5, text/html;q=0.4", CSV),
        ("application/json;q=0.1, text/csv", CSV),
        ("application/json;q=0.5, text/csv;q=0.501", CSV),
        ("text/csv;Q=0.2, text/html;q=0.3", HTML),
        ("text/csv, */*", CSV),
        ("*/*, text/csv", CSV),
        ("text/csv, application/json", CSV),
        ("application/json, text/csv", JSON),
        ("application/*;q=0, */*", CSV),
        ("application/json;q=0, */*;q=0.1", MSGPACK),
        ("text/csv;q=0, text/*", HTML),
        (f'application/ld+json;q=0, application/ld+json;profile="{ANNO}"', WEB_ANNOTATION),
        (f'application/ld+json;profile="{ANNO}", application/ld+json;q=0.9', WEB_ANNOTATION),
        ('application/ld+json, application/ld+json;profile="https://schema.org";q=0', WEB_ANNOTATION),
        # Unusual, and still readable.
        (",,text/csv,", CSV),
        ("text/csv;", CSV),
        ("text/csv ; q=0.5 ;", CSV),
        ("text/html;q=.5, text/csv;q=0.4", HTML),
        ("nonsense, text/csv", CSV),
        ("text/csv;q=2, text/html", HTML),
        # None of ours.
        ("image/png", None),
        ("text/plain", None),
        ("text/csv;q=0", None),
        ("*/*;q=0", None),
        ("*/csv", None),
        ("text/csv;charset=iso-8859-1", None),
        ("text/csv;header=absent", None),
        ("text/html;level=1", None),
        ("text/csv;q=0.5;ext=1", None),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded"', None),
        ("nonsense", None),
        ('"', None),
        (";;;", None),
    ],
)
def test_negotiation_chooses_what_the_client_likes_best(header, output):
    chosen = choose(header, MEDIA_TYPES)
    assert (None if chosen is None else BY_MEDIA_TYPE[chosen]) == output


def test_negotiation_sends_the_name_that_was_asked_for():
    for media_type in MSGPACK.media_types:
        assert choose(media_type, MEDIA_TYPES) == media_type


@given(st.text(st.sampled_from('texcsv/*;q=0.1, "\\profile*json') | st.characters(max_codepoint=255)))
def test_negotiation_reads_any_header(header):
    assert choose(header, MEDIA_TYPES) in {None, *MEDIA_TYPES}
    assert all(0 <= found.weight <= 1 for found in read_accept(header))


def ask(client: Any, accept: str | None, **options: Any) -> Any:
    headers = {} if accept is None else {"Accept": accept}
    return client.post(URL, json={"text": ARTICLE, **options}, headers=headers)


def varies_by_format(response: Any) -> bool:
    return "Accept" in response.headers["vary"].replace(" ", "").split(",")


@pytest.fixture(scope="module")
def answer(client) -> Answer:
    return msgspec.json.decode(ask(client, "application/json", url=ADDRESS).content, type=Answer)


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_negotiation_sends_each_format_under_its_name(client, answer, media_type):
    response = ask(client, media_type, url=ADDRESS)
    assert response.status_code == 200
    assert response.headers["content-type"] == media_type
    assert varies_by_format(response)
    assert response.headers["cache-control"] == "no-store"
    assert response.content == render(BY_MEDIA_TYPE[media_type].name, answer, ARTICLE, ADDRESS)


@pytest.mark.parametrize("accept", [None, "", "*/*"])
def test_negotiation_sends_json_by_default(client, accept):
    response = ask(client, accept)
    assert response.headers["content-type"] == "application/json"
    assert varies_by_format(response)
    assert response.json()["quotes"]


def test_negotiation_of_plain_text_is_the_same(client):
    headers = {"Content-Type": "text/plain", "Accept": "text/csv"}
    response = client.post(URL, content=ARTICLE.encode(), params={"url": ADDRESS}, headers=headers)
    assert response.content == ask(client, "text/csv", url=ADDRESS).content


def test_negotiation_reads_several_headers_as_one(client):
    headers = [("Accept", "image/png"), ("Accept", "text/csv;q=0.5")]
    response = client.post(URL, json={"text": ARTICLE}, headers=headers)
    assert response.headers["content-type"].startswith("text/csv")


def test_negotiation_names_what_there_is_where_nothing_is_acceptable(client):
    response = ask(client, "image/png")
    assert response.status_code == 406
    assert response.headers["content-type"] == "application/problem+json"
    assert varies_by_format(response)
    assert all(media_type in response.json()["detail"] for media_type in MEDIA_TYPES)


@pytest.mark.parametrize("accept", ["text/csv", "text/html", "application/msgpack"])
def test_negotiation_tells_problems_as_json(client, accept):
    response = client.post(URL, json={"text": ""}, headers={"Accept": accept})
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "url",
    ["zoo", "/zoo", "ftp://example.org", "javascript:alert(1)", "https://", "https://a b", "http://a\n", 7],
)
def test_negotiation_address_of_the_article_must_be_one(client, url):
    response = client.post(URL, json={"text": ARTICLE, "url": url})
    assert response.status_code == 422
    assert [fault["pointer"] for fault in response.json()["errors"]] == ["#/url"]


def test_negotiation_positions_of_annotations_are_code_points_in_any_unit(client):
    wanted = WEB_ANNOTATION.media_type
    pages = {ask(client, wanted, offset_unit=unit).content for unit in ("codepoint", "utf16", "utf8")}
    (page,) = pages
    for annotation in json.loads(page)["items"]:
        for target in annotation["target"]:
            words, place = target["selector"]
            assert ARTICLE[place["start"] : place["end"]] == words["exact"]


@pytest.mark.parametrize("unit", ["codepoint", "utf16", "utf8"])
def test_negotiation_selectors_surround_the_pieces_of_quotes(client, unit):
    plain, anchored = (
        ask(client, None, offset_unit=unit, include=include).json() for include in ([], ["selectors"])
    )
    pieces = [span for quote in anchored["quotes"] for span in quote["spans"]]
    assert pieces
    for span in pieces:
        assert f"{span['prefix']}{span['text']}{span['suffix']}" in ARTICLE
        assert len(span.pop("prefix")) <= 32
        assert len(span.pop("suffix")) <= 32
    assert anchored == plain


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_negotiation_formats_of_html_are_of_the_text_that_it_shows(client, media_type):
    article = {"html": "<h1>Zoo \U0001f418</h1><p>&ldquo;We <em>fed</em> it,&rdquo; said Ana Ruiz.</p>"}
    found = msgspec.json.decode(client.post(URL, json=article).content, type=Answer)
    assert found.quotes
    response = client.post(URL, json=article, headers={"Accept": media_type})
    assert response.content == render(BY_MEDIA_TYPE[media_type].name, found, found.text)
    assert b"<em>" not in response.content
    assert "We fed it" in response.content.decode(errors="replace")
