"""Batches: each article stands for itself, and a batch does not stand in the way of others."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from api.many import MAX_ARTICLES
from api.problems import KINDS
from api.samples import ARTICLE
from tests.api import engines
from tests.api.conftest import Client, serving
from tests.api.test_problems import JSON, MARKER, body, check

URL = "/v1/quotes/batch"
GOOD = {"text": f"{MARKER} said so."}


@pytest.fixture(scope="module")
def echo() -> Iterator[Client]:
    """A service that answers with the article itself."""
    with serving(load=engines.echoing, workers=2) as client:
        yield client


def ask(client: Client, *articles: Any) -> list[dict[str, Any]]:
    """The results, after a look at all that every result has."""
    response = client.post(URL, content=batch(*articles), headers=JSON)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"
    assert response.json().keys() == {"results"}
    results = response.json()["results"]
    assert [result["index"] for result in results] == list(range(len(articles)))
    titles = {kind.type: (kind.title, kind.status) for kind in KINDS}
    for result in results:
        if result["status"] == 200:
            assert result.keys() == {"index", "id", "status", "result"}
        else:
            assert result.keys() == {"index", "id", "status", "error"}
            problem = result["error"]
            assert (problem["title"], result["status"]) == titles[problem["type"]]
            assert problem["status"] == result["status"]
            assert problem["request_id"] == response.headers["x-request-id"]
            assert MARKER not in json.dumps(problem)
    return results


def batch(*articles: Any) -> bytes:
    """The body; bytes are articles as they are."""
    parts = [article if isinstance(article, bytes) else json.dumps(article).encode() for article in articles]
    return b'{"articles": [' + b", ".join(parts) + b"]}"


def test_batch_answers_each_article_as_the_single_endpoint_does(client: Client):
    articles = [
        {"id": "a", "text": ARTICLE},
        {"text": "\U0001f600 " + ARTICLE, "offset_unit": "utf16"},
        {"id": "c", "text": "Nobody spoke.", "kinds": ["direct"]},
        {"id": "d", "html": "<p>&ldquo;It <em>held</em>,&rdquo; said Ana Lind.</p>"},
    ]
    results = ask(client, *articles)
    assert [result["result"] for result in results] == [
        client.post("/v1/quotes", json=article).json() for article in articles
    ]
    assert [result["id"] for result in results] == ["a", None, "c", "d"]


BAD = [
    (7, None, 422, ["#/articles/1"]),
    (None, None, 422, ["#/articles/1"]),
    ([GOOD], None, 422, ["#/articles/1"]),
    ({"id": "x"}, "x", 422, ["#/articles/1/text"]),
    ({"id": "x", "text": " \n"}, "x", 422, ["#/articles/1/text"]),
    ({"id": 7, "text": "a"}, None, 422, ["#/articles/1/id"]),
    ({"id": "x" * 300, "text": "a"}, None, 422, ["#/articles/1/id"]),
    ({"text": "a", "kinds": ["direct", MARKER]}, None, 422, ["#/articles/1/kinds/1"]),
    ({"text": "", "titel": MARKER}, None, 422, ["#/articles/1/text", "#/articles/1/titel"]),
    (b'{"text": "caf\xe9"}', None, 400, []),
    (b'{"text": "\\ud800"}', None, 400, []),
]


@pytest.mark.parametrize(("bad", "name", "status", "pointers"), BAD)
def test_batch_goes_on_where_an_article_cannot_be_used(echo, bad, name, status, pointers):
    first, error, last = ask(echo, GOOD, bad, {"id": "last", **GOOD})
    assert (first["status"], last["status"], last["id"]) == (200, 200, "last")
    assert (error["status"], error["id"]) == (status, name)
    assert [fault["pointer"] for fault in error["error"]["errors"]] == pointers


def test_batch_goes_on_where_the_engine_fails(serve, tmp_path, caplog):
    with serve(load=partial(engines.mortal, tmp_path)) as client:
        results = ask(client, {"text": "0"}, {"id": "deadly", "text": "1000"}, {"text": "0"})
    assert [result["status"] for result in results] == [200, 503, 200]
    assert results[1]["error"]["type"] == "/problems/worker-lost"
    with serve(load=engines.failing) as client:
        (result,) = ask(client, GOOD)
    assert result["error"]["type"] == "/problems/internal-error"
    assert MARKER not in caplog.text


@pytest.mark.parametrize(
    ("request_", "status", "slug", "pointers"),
    [
        (body(b'{"articles": ['), 400, "malformed-body", []),
        (body(b'{"articles": [{"text": }]}'), 400, "malformed-body", []),
        (body(b"[]"), 422, "invalid-request", ["#"]),
        ({"json": {}}, 422, "invalid-request", ["#/articles"]),
        ({"json": {"articles": MARKER}}, 422, "invalid-request", ["#/articles"]),
        ({"json": {"articles": [GOOD], "titel": MARKER}}, 422, "invalid-request", ["#/titel"]),
        ({"json": {"articles": [GOOD] * (MAX_ARTICLES + 1)}}, 422, "invalid-request", ["#/articles"]),
        ({"json": {"articles": [GOOD]}, "params": {"id": "a"}}, 422, "invalid-request", ["#"]),
        ({"content": b"a", "headers": {"Content-Type": "text/plain"}}, 415, "unsupported-media-type", []),
        (
            {"json": {"articles": []}, "headers": {"Accept": "application/x-ndjson"}},
            406,
            "not-acceptable",
            [],
        ),
        (body(b" " * 4_000_001), 413, "body-too-large", []),
    ],
)
def test_batch_that_cannot_be_read_is_refused_whole(echo, request_, status, slug, pointers):
    problem = check(echo.post(URL, **request_), status, slug)
    assert [fault["pointer"] for fault in problem["errors"]] == pointers


def test_batch_tells_its_limits(echo):
    (fault,) = echo.post(URL, json={"articles": [GOOD] * (MAX_ARTICLES + 1)}).json()["errors"]
    assert str(MAX_ARTICLES) in fault["detail"]
    assert "/v1/quotes/stream" in fault["detail"]
    assert "4,000,000 bytes" in echo.post(URL, **body(b" " * 4_000_001)).json()["detail"]


def test_batch_may_be_empty_or_full(echo):
    assert ask(echo) == []
    results = ask(echo, *({"text": "a", "id": str(number)} for number in range(MAX_ARTICLES)))
    assert [result["id"] for result in results] == [str(number) for number in range(MAX_ARTICLES)]


def test_batch_larger_than_the_queue_is_answered_and_lets_others_in(serve, tmp_path):
    with (
        serve(load=partial(engines.gated, tmp_path), queue=1) as client,
        ThreadPoolExecutor(3) as threads,
    ):
        batches = [
            threads.submit(ask, client, *({"text": "a", "id": f"{name}{n}"} for n in range(5)))
            for name in "ab"
        ]
        while not list(tmp_path.iterdir()):
            assert client.get("/health/live").status_code == 200
        (tmp_path / "open").touch()
        for name, answered in zip("ab", batches, strict=True):
            assert [result["id"] for result in answered.result()] == [f"{name}{n}" for n in range(5)]


def test_batch_takes_no_more_places_than_its_share(serve, tmp_path):
    with (
        serve(load=partial(engines.gated, tmp_path), queue=3) as client,
        ThreadPoolExecutor(8) as threads,
    ):
        batches = [threads.submit(ask, client, *[{"text": "a", "id": "of-batch"}] * 5) for _ in range(4)]
        while not (tmp_path / "of-batch").exists():
            assert client.get("/health/live").status_code == 200
        # One is in work and one waits. Of the four places that leaves two.
        single = [
            threads.submit(client.post, "/v1/quotes", json={"text": "a", "id": f"single-{n}"})
            for n in range(2)
        ]
        (tmp_path / "open").touch()
        assert [answer.result().status_code for answer in single] == [200, 200]
        assert all(result["status"] == 200 for answered in batches for result in answered.result())


def test_batch_answers_what_it_can_in_the_time_that_a_request_may_take(serve):
    with serve(load=engines.sometimes_endless, timeout_s=2) as client:
        results = ask(client, {"text": "a"}, {"text": "endless", "id": "b"}, {"text": "a"})
    assert [result["status"] for result in results] == [200, 503, 503]
    assert {result["error"]["type"] for result in results[1:]} == {"/problems/timed-out"}


def test_batch_without_a_model_is_refused_whole(serve):
    with serve(load=engines.unloadable, ready=False) as client:
        with pytest.raises(Exception, match="no model"):
            client.blocking_portal.call(client.app.state.engine.settled)
        check(client.post(URL, json={"articles": [GOOD]}), 503, "not-ready")


def test_batch_answers_the_example_of_its_guide_as_shown(client: Client):
    guide = (Path(__file__).resolve().parents[2] / "docs" / "batch.md").read_text(encoding="utf-8")
    request = re.search(r"/v1/quotes/batch -H '(.*?): (.*?)' -d '(.*?)'\n", guide, re.DOTALL)
    first, second = client.post(URL, content=request[3].encode(), headers={request[1]: request[2]}).json()[
        "results"
    ]
    assert (first["id"], first["status"], len(first["result"]["quotes"])) == ("a", 200, 1)
    assert (second["id"], second["status"]) == ("b", 422)
    assert json.dumps(second["error"]["errors"]) in guide
    assert f"up to {MAX_ARTICLES}" in guide
