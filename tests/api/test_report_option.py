"""The sourcing report over HTTP: there on request, and only then."""

import json

import jsonschema
import msgspec
import pytest

from api.bodies import with_options
from api.controllers.docs import CONTRACT
from api.problems import Rejection
from api.samples import ARTICLE
from api.schemas import Article
from attribution.results import Report
from tests.api.conftest import Client

URL = "/v1/quotes"
PLAIN = {"Content-Type": "text/plain; charset=utf-8"}


def report_in(response) -> Report:
    assert response.status_code == 200, response.text
    return msgspec.convert(response.json()["report"], Report)


def test_report_is_absent_unless_asked_for(client: Client):
    for body in ({"text": ARTICLE}, {"text": ARTICLE, "include": []}):
        assert "report" not in client.post(URL, json=body).json()
    assert "report" not in client.post(URL, content=ARTICLE.encode(), headers=PLAIN).json()


def test_report_comes_by_field_and_by_query_and_leaves_the_rest_alone(client: Client):
    asked = [
        client.post(URL, json={"text": ARTICLE, "include": ["report"]}),
        client.post(URL, json={"text": ARTICLE}, params={"include": "report"}),
        client.post(URL, json={"text": ARTICLE, "include": ["report"]}, params={"include": "report"}),
        client.post(URL, content=ARTICLE.encode(), headers=PLAIN, params={"include": "report"}),
    ]
    report = report_in(asked[0])
    assert all(response.content == asked[0].content for response in asked)
    plain = client.post(URL, json={"text": ARTICLE}).json()
    assert {name: value for name, value in asked[0].json().items() if name != "report"} == plain
    assert (report.quotes, report.sources) == (len(plain["quotes"]), len(plain["speakers"])) == (2, 2)
    official = next(speaker for speaker in plain["speakers"] if speaker["name"] is None)
    assert report.anonymous_sources == [official["id"]]
    assert report.anonymous_without_reason == []
    assert report.one_unnamed_source == official["quote_ids"]
    assert [finding.code for finding in report.findings] == ["one_unnamed_source", "vague_description"]


def test_report_is_on_the_kinds_that_were_asked_for(client: Client):
    response = client.post(URL, json={"text": ARTICLE, "kinds": ["direct"], "include": ["report"]})
    assert report_in(response).quotes == len(response.json()["quotes"]) == 1


@pytest.mark.parametrize("value", [["sums"], "report", [["report"]], [1], None, {"report": True}])
def test_report_what_else_is_asked_for_in_the_body_is_refused(client: Client, value):
    response = client.post(URL, json={"text": ARTICLE, "include": value})
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"].startswith("#/include")
    assert "sums" not in response.text


@pytest.mark.parametrize("form", ["json", "text"])
def test_report_what_else_is_asked_for_in_the_query_is_refused(client: Client, form):
    body = {"json": {"text": ARTICLE}} if form == "json" else {"content": ARTICLE.encode(), "headers": PLAIN}
    response = client.post(URL, **body, params={"include": ["report", "sums"]})
    assert response.status_code == 422
    assert [error["pointer"] for error in response.json()["errors"]] == ["#/include/1"]
    assert "sums" not in response.text


@pytest.mark.parametrize("include", [(), ("report",)])
def test_report_in_the_query_adds_to_what_the_body_asks_for(include):
    article = Article(text="x", include=include)
    assert with_options(article, {}) == article
    assert set(with_options(article, {"include": ["report"]}).include) == {"report"}
    with pytest.raises(Rejection):
        with_options(article, {"include": ["x"]})


def test_report_fits_the_committed_contract(client: Client):
    contract = json.loads(CONTRACT.read_bytes())
    schema = {"$ref": "#/components/schemas/Answer", "components": contract["components"]}
    response = client.post(URL, json={"text": ARTICLE, "include": ["report"]})
    assert "Report" in contract["components"]["schemas"]
    jsonschema.Draft202012Validator(schema).validate(response.json())
