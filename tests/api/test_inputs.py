"""HTML and documents over HTTP: every form is answered, and what is wrong is told with its place."""

import json

import pytest

from tests.inputs.samples import FIXTURES, FORMATS, read
from tests.inputs.test_formats import UNREADABLE

HTML = "<article><p>It rained 🚢.</p><p>&#8220;We <em>won&rsquo;t</em> go,&#8221; Mayor Ines Carver said.</p></article>"


def body_of(name: str) -> dict[str, object]:
    """A sample as a client sends it."""
    content = (FIXTURES / name).read_text(encoding="utf-8")
    if FORMATS[name] == "html":
        return {"html": content}
    return {
        "document": content if FORMATS[name] == "nitf" else json.loads(content),
        "format": FORMATS[name],
    }


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_answered(client, name):
    response = client.post("/v1/quotes", json=body_of(name))
    assert response.status_code == 200
    answer = response.json()
    assert answer["text"] == read(name).text
    spans = [span for quote in answer["quotes"] for span in quote["spans"]]
    assert len(spans) > 4
    for span in spans:
        assert answer["text"][span["start"] : span["end"]] == span["text"]
        assert span["original"].keys() >= {"element", "start", "end"}


@pytest.mark.parametrize(("unit", "encoding", "width"), [("utf16", "utf-16-le", 2), ("utf8", "utf-8", 1)])
def test_a_body_of_html_is_the_article(client, unit, encoding, width):
    response = client.post(
        "/v1/quotes",
        content=HTML.encode(),
        headers={"Content-Type": "text/html"},
        params={"offset_unit": unit},
    )
    assert response.status_code == 200
    (span,) = response.json()["quotes"][0]["spans"]
    assert span["original"]["element"] == "article[1]/p[2]"
    start, end = span["original"]["start"] * width, span["original"]["end"] * width
    assert HTML.encode(encoding)[start:end].decode(encoding) == "&#8220;We <em>won&rsquo;t</em> go,&#8221;"


def faults(response) -> list[tuple[str, str]]:
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    return [(error["pointer"], error["detail"]) for error in response.json()["errors"]]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, [("#/text", "One of text, html, document is required.")]),
        ({"text": "a", "html": "b"}, [("#/html", "Only one of text, html, document can be sent.")]),
        ({"text": "a", "document": "", "format": "ans"}, [
            ("#/document", "Only one of text, html, document can be sent."),
        ]),
        ({"html": " "}, [("#/html", "The HTML is empty: send at least one word.")]),
        ({"html": "<p>&nbsp;</p>"}, [("#/html", "The HTML holds no text.")]),
        ({"html": None}, [("#/html", "Expected `string`, got `null`.")]),
        ({"document": {}}, [("#/format", "Required with a document: one of ninjs, ans, wordpress, nitf.")]),
        ({"document": {}, "format": "docx"}, [("#/format", "Must be one of ninjs, ans, wordpress, nitf.")]),
        ({"text": "a", "format": "ans"}, [("#/format", "Belongs to a document, and there is none.")]),
        ({"document": [], "format": "ans"}, [("#/document", "Expected `object` or `string`, got `array`.")]),
        ({"text": 1, "html": 2, "offset_unit": "x"}, [
            ("#/html", "Only one of text, html, document can be sent."),
            ("#/text", "Expected `string`, got `int`."),
            ("#/html", "Expected `string`, got `int`."),
            ("#/offset_unit", "Must be codepoint, utf16 or utf8."),
        ]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(client, body, expected):
    assert faults(client.post("/v1/quotes", json=body)) == expected


@pytest.mark.parametrize(
    ("format", "document", "pointer"),
    [case for case in UNREADABLE if case[0] != "docx" and isinstance(case[1], dict | str)],
    ids=lambda value: str(value)[:30],
)
def test_documents_without_an_article_are_told(client, format, document, pointer):
    response = client.post("/v1/quotes", json={"document": document, "format": format})
    assert [found for found, _ in faults(response)] == [pointer]
    assert "secret" not in response.text


def test_a_document_nested_too_deeply_is_told_and_costs_no_worker(client):
    deep = '{"document":' + '{"a":' * 900 + "1" + "}" * 900 + ',"format":"ans"}'
    response = client.post("/v1/quotes", content=deep, headers={"Content-Type": "application/json"})
    assert faults(response) == [("#/document", "The document is nested too deeply.")]
    assert client.post("/v1/quotes", json={"html": HTML}).status_code == 200


def test_html_beside_options_of_the_query_is_refused(client):
    response = client.post(
        "/v1/quotes",
        content=HTML,
        headers={"Content-Type": "text/html"},
        params={"html": "x", "format": "ans"},
    )
    assert faults(response) == [("#/html", "The article stands in the body.")]


def test_a_batch_and_a_comparison_tell_the_article_at_fault(client):
    response = client.post("/v1/quotes/batch", json={"articles": [{"html": HTML}, {"html": "<p></p>"}]})
    first, second = response.json()["results"]
    assert first["result"]["text"].startswith("It rained 🚢.")
    assert [error["pointer"] for error in second["error"]["errors"]] == ["#/articles/1/html"]
    response = client.post("/v1/quotes/compare", json={"before": {"html": HTML}, "after": {"html": "<p>"}})
    assert faults(response) == [("#/after/html", "The HTML holds no text.")]


def test_a_stream_takes_any_form(client):
    lines = [
        {"html": HTML},
        {"document": {"content": "“A,” she said."}, "format": "wordpress"},
        {"html": "<p>"},
    ]
    response = client.post(
        "/v1/quotes/stream",
        content="\n".join(map(json.dumps, lines)),
        headers={"Content-Type": "application/x-ndjson"},
    )
    answers = [json.loads(line) for line in response.text.splitlines()]
    assert [answer.get("text") for answer in answers[:2]] == [
        "It rained 🚢.\n\n“We won’t go,” Mayor Ines Carver said.",
        "“A,” she said.",
    ]
    assert answers[2]["error"]["errors"] == [{"detail": "The HTML holds no text.", "pointer": "#/html"}]


@pytest.mark.parametrize("accept", ["text/html", "text/csv", "application/ld+json"])
def test_other_outputs_refer_to_the_text_of_the_html(client, accept):
    response = client.post("/v1/quotes", json={"html": HTML}, headers={"Accept": accept})
    assert response.status_code == 200
    assert "won’t go" in response.text or "won\\u2019t go" in response.text
