"""Every way to fail, in one table: each ends in the same shape, and none repeats what was sent."""

import json
from typing import Any

import jsonschema
import pytest
from litestar import Litestar, get
from litestar.testing import TestClient

from api import problems
from api.controllers.docs import CONTRACT
from api.problems import EXCEPTION_HANDLERS, KINDS
from api.requests import finish
from tests.api import engines

URL = "/v1/quotes"
#: Stands in whatever is sent.
MARKER = "Quillfeather"
JSON = {"Content-Type": "application/json"}
PLAIN = {"Content-Type": "text/plain"}
GOOD = {"text": f"{MARKER} said so."}


def chunked(size: int) -> list[bytes]:
    """A body that does not tell its length, and can be sent again."""
    return [b" " * 50_000] * (size // 50_000 + 1)


def row(
    name: str,
    status: int,
    slug: str,
    *pointers: str,
    method: str = "POST",
    url: str = URL,
    headers: dict[str, str] | None = None,
    **request: Any,
) -> Any:
    request["headers"] = headers or {}
    return pytest.param(method, url, request, status, slug, list(pointers), id=name)


def body(content: bytes) -> dict[str, Any]:
    return {"content": content, "headers": JSON}


def plain(**options: Any) -> dict[str, Any]:
    return {"content": f"{MARKER} said so.", "params": options, "headers": PLAIN}


FAILURES = [
    row("empty body", 400, "malformed-body", **body(b"")),
    row("empty plain body", 400, "malformed-body", content=b"", headers=PLAIN),
    row("no JSON", 400, "malformed-body", **body(MARKER.encode())),
    row("cut off", 400, "malformed-body", **body(b'{"text": "' + MARKER.encode())),
    row("trailing comma", 400, "malformed-body", **body(b'{"text": "a",}')),
    row("trailing text", 400, "malformed-body", **body(b'{"text": "a"} ' + MARKER.encode())),
    row("raw line feed in a string", 400, "malformed-body", **body(b'{"text": "a\nb"}')),
    row("broken after a fault", 400, "malformed-body", **body(b'{"text": 1, ' + MARKER.encode())),
    row("not UTF-8", 400, "malformed-body", **body(b'{"text": "caf\xe9"}')),
    row("UTF-16", 400, "malformed-body", **body('{"text": "a"}'.encode("utf-16"))),
    row("byte order mark", 400, "malformed-body", **body(b'\xef\xbb\xbf{"text": "a"}')),
    row("lone surrogate", 400, "malformed-body", **body(b'{"text": "\\ud800"}')),
    row("surrogates in UTF-8", 400, "malformed-body", **body(b'{"text": "\xed\xa0\x80"}')),
    row("deep arrays", 400, "malformed-body", **body(b'{"text": ' + b"[" * 100_000)),
    row("deep objects", 400, "malformed-body", **body(b'{"a":' * 100_000)),
    row("plain text that is not UTF-8", 400, "malformed-body", content=b"caf\xe9", headers=PLAIN),
    row("unknown path", 404, "not-found", url=f"/v1/{MARKER}?q={MARKER}"),
    row("unknown path of the docs", 404, "not-found", method="GET", url="/docs/openapi.yaml"),
    row("unknown asset", 404, "not-found", method="GET", url=f"/assets/{MARKER}.js"),
    row("asset outside the folder", 404, "not-found", method="GET", url="/assets/..%2fopenapi.json"),
    row("unknown kind of problem", 404, "not-found", method="GET", url=f"/problems/{MARKER}"),
    row("GET of quotes", 405, "method-not-allowed", method="GET", url=f"{URL}?text={MARKER}"),
    row("PUT of quotes", 405, "method-not-allowed", method="PUT", json=GOOD),
    row("POST of the contract", 405, "method-not-allowed", url="/openapi.json"),
    row("XML wanted", 406, "not-acceptable", json=GOOD, headers={"Accept": "text/xml, image/png;q=0.9"}),
    row("too large", 413, "body-too-large", content=b" " * 4_000_001, headers=JSON),
    row("too large, length untold", 413, "body-too-large", content=chunked(4_000_001), headers=JSON),
    row("too large plain text", 413, "body-too-large", content=b"a" * 4_000_001, headers=PLAIN),
    row("no media type", 415, "unsupported-media-type", content=json.dumps(GOOD)),
    row("form", 415, "unsupported-media-type", data={"text": MARKER}),
    row("XML", 415, "unsupported-media-type", content="<p>a</p>", headers={"Content-Type": "text/xml"}),
    row("upload", 415, "unsupported-media-type", files={"text": MARKER}),
    row("nonsense as media type", 415, "unsupported-media-type", content="a", headers={"Content-Type": ";;"}),
    row(
        "Latin-1",
        415,
        "unsupported-media-type",
        content="café".encode("latin-1"),
        headers={"Content-Type": "text/plain; charset=iso-8859-1"},
    ),
    row(
        "JSON in UTF-16",
        415,
        "unsupported-media-type",
        content=json.dumps(GOOD).encode("utf-16"),
        headers={"Content-Type": "application/json; charset=utf-16"},
    ),
    row(
        "gzip that is cut off",
        400,
        "malformed-body",
        content=b"\x1f\x8b",
        headers={**JSON, "Content-Encoding": "gzip"},
    ),
    row(
        "Brotli",
        415,
        "unsupported-media-type",
        content=b"\x8b\x02",
        headers={**JSON, "Content-Encoding": "br"},
    ),
    row("array", 422, "invalid-request", "#", json=[GOOD]),
    row("string", 422, "invalid-request", "#", json=MARKER),
    row("null", 422, "invalid-request", "#", **body(b"null")),
    row("no text", 422, "invalid-request", "#/text", json={"id": MARKER}),
    row("text is null", 422, "invalid-request", "#/text", json={"text": None}),
    row("text is a list", 422, "invalid-request", "#/text", json={"text": [MARKER]}),
    row("text is empty", 422, "invalid-request", "#/text", json={"text": ""}),
    row("text is blank", 422, "invalid-request", "#/text", json={"text": " \n\t\u00a0"}),
    row("plain text is blank", 422, "invalid-request", "#/text", content=b" \n", headers=PLAIN),
    row("id is a number", 422, "invalid-request", "#/id", json={**GOOD, "id": 7}),
    row("id is long", 422, "invalid-request", "#/id", json={**GOOD, "id": MARKER * 100}),
    row("French", 422, "invalid-request", "#/language", json={**GOOD, "language": "fr"}),
    row("language is null", 422, "invalid-request", "#/language", json={**GOOD, "language": None}),
    row("publication is a list", 422, "invalid-request", "#/publication", json={**GOOD, "publication": [1]}),
    row("unknown unit", 422, "invalid-request", "#/offset_unit", json={**GOOD, "offset_unit": MARKER}),
    row("unknown kind", 422, "invalid-request", "#/kinds/1", json={**GOOD, "kinds": ["direct", MARKER]}),
    row("no kind", 422, "invalid-request", "#/kinds", json={**GOOD, "kinds": []}),
    row("kinds is a string", 422, "invalid-request", "#/kinds", json={**GOOD, "kinds": "direct"}),
    row("unknown field", 422, "invalid-request", "#/titel", json={**GOOD, "titel": MARKER}),
    row("article as a field's name", 422, "invalid-request", "#", json={**GOOD, f"{MARKER} said so.": 1}),
    row(
        "many faults",
        422,
        "invalid-request",
        "#/text",
        "#/language",
        "#/kinds/0",
        "#/titel",
        json={"titel": 1, "kinds": [MARKER], "language": MARKER},
    ),
    row("unknown option beside JSON", 422, "invalid-request", "#/titel", json=GOOD, params={"titel": MARKER}),
    row("bad option beside JSON", 422, "invalid-request", "#/kinds/0", json=GOOD, params={"kinds": MARKER}),
    row("text beside JSON", 422, "invalid-request", "#/text", json=GOOD, params={"text": MARKER}),
    row("unknown option", 422, "invalid-request", "#/titel", **plain(titel=MARKER)),
    row("text as an option", 422, "invalid-request", "#/text", **plain(text=MARKER)),
    row("option twice", 422, "invalid-request", "#/id", **plain(id=[MARKER, "b"])),
    row(
        "options of the wrong value",
        422,
        "invalid-request",
        "#/language",
        "#/offset_unit",
        "#/kinds/0",
        **plain(language=MARKER, offset_unit=MARKER, kinds=MARKER),
    ),
]

#: Kinds that need an engine or settings of their own, in tests further down and beside what they are about.
ELSEWHERE = {
    "unauthorized",
    "request-timeout",
    "rate-limited",
    "internal-error",
    "overloaded",
    "timed-out",
    "worker-lost",
    "not-ready",
}


def check(response: Any, status: int, slug: str) -> dict[str, Any]:
    """The problem, after a look at all that every problem has."""
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    (kind,) = [kind for kind in KINDS if kind.slug == slug]
    assert (problem["type"], problem["title"], problem["status"]) == (f"/problems/{slug}", kind.title, status)
    assert problem["request_id"] == response.headers["x-request-id"]
    contract = json.loads(CONTRACT.read_bytes())
    schema = {"$ref": "#/components/schemas/Problem", "components": contract["components"]}
    jsonschema.Draft202012Validator(schema).validate(problem)
    sent_back = response.text + str(response.headers)
    assert MARKER not in sent_back
    assert "Traceback" not in sent_back
    return problem


@pytest.mark.parametrize(("method", "url", "request_", "status", "slug", "pointers"), FAILURES)
def test_problems_have_one_shape(client, method, url, request_, status, slug, pointers):
    problem = check(client.request(method, url, **request_), status, slug)
    assert [fault["pointer"] for fault in problem["errors"]] == pointers
    assert all(fault["detail"] for fault in problem["errors"])


def test_problems_of_every_kind_are_provoked():
    assert {parameters.values[4] for parameters in FAILURES} | ELSEWHERE == {kind.slug for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_problems_type_is_an_address_that_explains_it(client, kind):
    page = client.get(kind.type)
    assert page.status_code == 200
    assert kind.meaning in page.text


@pytest.mark.parametrize(
    ("request_", "header", "value"),
    [
        ({"method": "GET"}, "allow", "OPTIONS, POST"),
        ({"method": "POST", "content": "a"}, "accept", "application/json, text/html, text/plain"),
        (
            {"method": "POST", "content": "a", "headers": {"Content-Type": "text/plain;charset=x"}},
            "accept",
            "text/plain;charset=utf-8",
        ),
        (
            {"method": "POST", "content": "a", "headers": {**PLAIN, "Content-Encoding": "br"}},
            "accept-encoding",
            "gzip, identity",
        ),
    ],
)
def test_problems_headers_tell_what_is_allowed(client, request_, header, value):
    response = client.request(url=URL, **request_)
    assert ", ".join(sorted(response.headers[header].split(", "))) == value


def test_problems_of_language_say_that_only_english_is_supported(client):
    (fault,) = client.post(URL, json={**GOOD, "language": "de"}).json()["errors"]
    assert "Only English is supported" in fault["detail"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Accept": "*/*"},
        {"Accept": "application/*"},
        {"Accept": "text/html, application/json;q=0.1"},
        {"Accept": "application/problem+json, application/json"},
    ],
)
def test_problems_are_not_made_of_what_clients_usually_accept(client, headers):
    assert client.post(URL, json=GOOD, headers=headers).status_code == 200


def test_problems_of_a_failed_analysis_hold_neither_text_nor_place(serve, caplog):
    with serve(load=engines.failing) as client:
        problem = check(client.post(URL, json=GOOD), 500, "internal-error")
    assert "engines.py" not in json.dumps(problem)
    assert problem["request_id"] in caplog.text
    assert "ValueError at engines.py" in caplog.text
    assert MARKER not in caplog.text


def test_problems_of_a_bug_hold_neither_message_nor_place(caplog):
    @get("/bug", sync_to_thread=False)
    def bug() -> None:
        raise RuntimeError(MARKER)

    app = Litestar(
        [bug],
        exception_handlers=EXCEPTION_HANDLERS,
        before_send=[finish],
        openapi_config=None,
        logging_config=None,
    )
    with TestClient(app, raise_server_exceptions=False) as client:
        problem = check(client.get("/bug"), 500, "internal-error")
    assert "test_problems" not in json.dumps(problem)
    assert f"request={problem['request_id']} RuntimeError at test_problems.py" in caplog.text
    assert MARKER not in caplog.text


def test_problems_table_is_sound():
    assert len({kind.slug for kind in KINDS}) == len(KINDS)
    assert all((kind.retry_after_s is not None) == (kind.status == 503) for kind in KINDS)
    assert set(problems.OF_ENGINE.values()) | set(problems.OF_FRAMEWORK.values()) <= set(KINDS)
