"""Two versions of an article over HTTP; what becomes of quotes is tested in tests/attribution/test_comparison.py."""

from functools import partial
from typing import Any

import msgspec
import pytest

from api.many import VersionPair
from api.samples import ARTICLE, EDITED_ARTICLE
from api.schemas import Article
from api.worker import perform
from attribution.changes import Changes
from attribution.results import Answer
from tests.api import engines
from tests.api.conftest import Client, serving
from tests.api.test_problems import JSON, MARKER, body, check

URL = "/v1/quotes/compare"
GOOD = {"text": f"{MARKER} said so."}


def ask(client: Client, before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    response = client.post(URL, json={"before": before, "after": after})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"
    return response.json()


def test_compare_answers_both_versions_and_what_became_of_each_quote(client: Client):
    before = {"id": "old", "text": ARTICLE}
    after = {"id": "new", "text": "\U0001f600 " + EDITED_ARTICLE, "offset_unit": "utf16"}
    found = ask(client, before, after)
    assert found.keys() == {"before", "after", "summary", "changes"}
    assert found["before"] == client.post("/v1/quotes", json=before).json()
    assert found["after"] == client.post("/v1/quotes", json=after).json()
    altered, kept = found["changes"]
    assert (altered["type"], kept["type"]) == ("altered", "kept")
    assert (altered["before"], kept["before"]) == tuple(quote["id"] for quote in found["before"]["quotes"])
    assert (altered["after"], kept["after"]) == tuple(quote["id"] for quote in found["after"]["quotes"])
    assert kept["before"] == kept["after"]
    (inserted,) = [piece for piece in altered["diff"] if piece["operation"] == "insert"]
    assert [span["text"] for span in inserted["after"]] == ["old"]
    start = 2 * inserted["after"][0]["start"]
    assert after["text"].encode("utf-16-le")[start : start + 6].decode("utf-16-le") == "old"
    assert {"field": "anonymity", "before": "anonymous_requested", "after": "named"} in kept["differences"]
    assert found["summary"]["no_longer_anonymous"] == 1
    msgspec.convert({"summary": found["summary"], "changes": found["changes"]}, Changes)


def test_compare_of_the_same_version_keeps_everything(client: Client):
    found = ask(client, {"text": ARTICLE}, {"text": ARTICLE})
    assert {change["type"] for change in found["changes"]} == {"kept"}
    assert not any(change["diff"] or change["differences"] for change in found["changes"])


def test_compare_of_html_gives_offsets_into_the_text_of_the_answers(client: Client):
    page = "<p>&ldquo;It <em>held</em>,&rdquo; said Ana Lind.</p>"
    found = ask(client, {"html": page}, {"html": page.replace("It", "It <b>really</b>")})
    (altered,) = found["changes"]
    assert [piece["operation"] for piece in altered["diff"]] == ["equal", "insert", "equal"]
    for piece in altered["diff"]:
        for version in ("before", "after"):
            for span in piece[version]:
                assert found[version]["text"][span["start"] : span["end"]] == span["text"]


@pytest.fixture(scope="module")
def echo():
    with serving(load=engines.echoing) as client:
        yield client


def pair(before: Any, after: Any) -> dict[str, Any]:
    return {"json": {"before": before, "after": after}}


@pytest.mark.parametrize(
    ("request_", "status", "slug", "pointers"),
    [
        (body(b"{"), 400, "malformed-body", []),
        (body(b'{"before": {"text": "caf\xe9"}, "after": {"text": "a"}}'), 400, "malformed-body", []),
        (body(b"[]"), 422, "invalid-request", ["#"]),
        ({"json": {}}, 422, "invalid-request", ["#/before", "#/after"]),
        ({"json": {"before": GOOD}}, 422, "invalid-request", ["#/after"]),
        ({"json": {"before": GOOD, "after": GOOD, "titel": MARKER}}, 422, "invalid-request", ["#/titel"]),
        (pair(GOOD, 7), 422, "invalid-request", ["#/after"]),
        (
            pair({"text": "", "id": 7}, {"text": "a", "kinds": ["direct", MARKER], "titel": MARKER}),
            422,
            "invalid-request",
            ["#/before/text", "#/before/id", "#/after/kinds/1", "#/after/titel"],
        ),
        ({**pair(GOOD, GOOD), "params": {"id": "a"}}, 422, "invalid-request", ["#"]),
        ({"content": b"a", "headers": {"Content-Type": "text/plain"}}, 415, "unsupported-media-type", []),
        ({**pair(GOOD, GOOD), "headers": {"Accept": "text/html"}}, 406, "not-acceptable", []),
        ({"content": b" " * 4_000_001, "headers": JSON}, 413, "body-too-large", []),
    ],
)
def test_compare_tells_every_fault_of_both_versions(echo, request_, status, slug, pointers):
    problem = check(echo.post(URL, **request_), status, slug)
    assert [fault["pointer"] for fault in problem["errors"]] == pointers


def test_compare_ends_as_a_single_article_does_where_the_engine_fails(serve, tmp_path, caplog):
    with serve(load=engines.failing) as client:
        check(client.post(URL, **pair(GOOD, GOOD)), 500, "internal-error")
    with serve(load=partial(engines.mortal, tmp_path)) as client:
        check(client.post(URL, **pair({"text": "0"}, {"text": "1000"})), 503, "worker-lost")
    with serve(load=engines.sometimes_endless, timeout_s=0.5) as client:
        check(client.post(URL, **pair({"text": "endless"}, GOOD)), 503, "timed-out")
    assert MARKER not in caplog.text


def test_compare_passes_the_answers_of_the_engine_through(analyse):
    def answer(article: Article) -> bytes:
        return msgspec.json.encode(analyse(article.text))

    versions = VersionPair(before=Article(text=ARTICLE), after=Article(text=EDITED_ARTICLE))
    found = msgspec.json.decode(perform(versions, engines.each(answer)), type=dict[str, msgspec.Raw])
    assert bytes(found["before"]) == answer(versions.before)
    assert msgspec.json.decode(found["after"], type=Answer) == analyse(EDITED_ARTICLE)
