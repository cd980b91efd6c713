"""The committed contract, the handlers and the service say the same."""

import json
from typing import Any

import jsonschema
import pytest
from litestar.routes import HTTPRoute
from openapi_spec_validator import OpenAPIV31SpecValidator

from api.controllers.docs import CONTRACT
from api.controllers.quotes import MEDIA_TYPES
from api.openapi import document, operations
from api.problems import KINDS
from api.samples import ARTICLE
from api.vocabularies import VOCABULARIES
from tests.api.conftest import Client

DOCUMENT: dict[str, Any] = json.loads(CONTRACT.read_bytes())
QUOTES = DOCUMENT["paths"]["/v1/quotes"]["post"]
EXAMPLE = QUOTES["responses"]["200"]["content"]["application/json"]["examples"]["answer"]["value"]
OPERATIONS = list(operations(DOCUMENT))
RENEW = "the contract is stale: run `make openapi`"


def fits(value: Any, schema: dict[str, Any]) -> None:
    whole = {**schema, "components": DOCUMENT["components"]}
    jsonschema.Draft202012Validator(whole).validate(value)


def named(value: Any, keys: set[str]) -> Any:
    """`value` without the members of these names, however deep."""
    if isinstance(value, list):
        return [named(item, keys) for item in value]
    if isinstance(value, dict):
        return {key: named(item, keys) for key, item in value.items() if key not in keys}
    return value


def example(path: str) -> Any:
    """The answer that the contract shows for a path."""
    content = DOCUMENT["paths"][path]["post"]["responses"]["200"]["content"]["application/json"]
    return content["examples"]["answer"]["value"]


def test_contract_is_what_the_handlers_declare():
    assert document(EXAMPLE, example("/v1/quotes/compare")) == CONTRACT.read_bytes(), RENEW


def test_contract_is_what_the_service_shows(client):
    response = client.get("/openapi.json")
    assert response.headers["content-type"] == "application/json"
    assert response.content == CONTRACT.read_bytes()


def test_contract_is_valid_openapi():
    OpenAPIV31SpecValidator(DOCUMENT).validate()


def test_contract_shows_the_answer_that_the_engine_gives(client: Client):
    # Probabilities can differ in the last digit from one processor to another.
    answer = client.post("/v1/quotes", json={"text": ARTICLE}).json()
    assert named(answer, {"confidence"}) == named(EXAMPLE, {"confidence"}), RENEW


def test_contract_names_every_path_of_the_service(client: Client):
    shown = {(path, method) for path, item in DOCUMENT["paths"].items() for method in item}
    served = {
        (route.path, method.lower())
        for route in client.app.routes
        if isinstance(route, HTTPRoute)
        for method, (handler, _) in route.route_handler_map.items()
        if handler.resolve_include_in_schema()
    }
    assert shown == served


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation["operationId"])
def test_contract_describes_every_operation(operation):
    assert operation["summary"]
    assert operation["description"]
    for status, response in operation["responses"].items():
        assert response["description"]
        assert "X-Request-ID" in response["headers"]
        media_types = set(response["content"])
        own = "application/x-ndjson" if operation["operationId"].endswith("Stream") else "application/json"
        if operation["operationId"] == "extractQuotes" and status == "200":
            assert media_types == set(MEDIA_TYPES)
        else:
            assert media_types == {"application/problem+json" if status >= "400" else own}
        assert ("Retry-After" in response["headers"]) == (status in ("429", "503"))


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation["operationId"])
def test_contract_examples_fit_their_schemas(operation):
    contents = list(operation.get("requestBody", {}).get("content", {}).values())
    for status, response in operation["responses"].items():
        contents += response["content"].values()
        if status >= "400":
            assert all(content["examples"] for content in response["content"].values())
    for content in contents:
        for example in content.get("examples", {}).values():
            fits(example["value"], content["schema"])


def test_contract_shows_a_problem_of_every_kind_that_quotes_can_end_in():
    shown = {
        slug
        for status, response in QUOTES["responses"].items()
        if status >= "400"
        for slug in response["content"]["application/problem+json"]["examples"]
    }
    assert shown == {kind.slug for kind in KINDS} - {"not-found", "method-not-allowed"}


def test_contract_describes_every_type_and_field():
    for name, schema in DOCUMENT["components"]["schemas"].items():
        assert schema["description"], name
        for field, described in schema.get("properties", {}).items():
            # What is only of a type is described there.
            assert described.keys() == {"$ref"} or described["description"], (name, field)
            for value in described.get("examples", []):
                fits(value, described)


@pytest.mark.parametrize("name", VOCABULARIES)
def test_contract_tells_what_every_word_means(name: str):
    vocabulary = VOCABULARIES[name]
    assert tuple(vocabulary.meanings) == vocabulary.values
    schema = DOCUMENT["components"]["schemas"][name]
    assert schema["enum"] == list(vocabulary.values)
    for value, meaning in vocabulary.meanings.items():
        assert f"- `{value}`: {meaning}" in schema["description"]


def test_contract_has_no_list_of_words_without_a_name():
    """Clients that are generated from it have one type for each."""
    lists = [frozenset(vocabulary.values) for vocabulary in VOCABULARIES.values()]
    for name, schema in DOCUMENT["components"]["schemas"].items():
        inline = [
            found
            for field in schema.get("properties", {}).values()
            for found in (field, *field.get("anyOf", ()), field.get("items", {}))
            if frozenset(found.get("enum", ())) in lists
        ]
        assert not inline, name


@pytest.mark.parametrize(
    ("article", "is_valid"),
    [
        ({"text": "a"}, True),
        ({"text": "\n a"}, True),
        ({"text": " \n\x1c\x85\ufeff"}, False),
        ({"html": "a"}, True),
        ({"document": {}, "format": "ans"}, True),
        ({"document": "a", "format": "nitf"}, True),
        ({}, False),
        ({"text": "a", "html": "b"}, False),
        ({"html": "a", "document": {}, "format": "ans"}, False),
        ({"document": {}}, False),
        ({"document": "a", "format": "ans"}, False),
        ({"document": {}, "format": "nitf"}, False),
        ({"text": "a", "format": "ans"}, False),
        ({"text": "a", "titel": "b"}, False),
        ({"text": "a", "min_confidence": 2}, False),
        ({"text": "a", "id": "b" * 257}, False),
        ({"text": "a", "url": "https://b.example/\n"}, False),
    ],
    ids=str,
)
def test_contract_and_service_agree_on_what_an_article_is(client, article, is_valid):
    schema = {"$ref": "#/components/schemas/Article", "components": DOCUMENT["components"]}
    assert jsonschema.Draft202012Validator(schema).is_valid(article) == is_valid
    if is_valid and "document" not in article:
        assert client.post("/v1/quotes", json=article).status_code == 200
    if not is_valid:
        assert client.post("/v1/quotes", json=article).status_code == 422


@pytest.mark.parametrize("name", QUOTES["requestBody"]["content"]["application/json"]["examples"])
def test_contract_examples_of_articles_are_answered(client, name):
    example = QUOTES["requestBody"]["content"]["application/json"]["examples"][name]["value"]
    assert client.post("/v1/quotes", json=example).status_code == 200


def test_contract_example_of_plain_text_is_answered_with_its_options(client):
    example = QUOTES["requestBody"]["content"]["text/plain"]["examples"]["article"]["value"]
    fields = DOCUMENT["components"]["schemas"]["Article"]["properties"]
    forms = {"text", "html", "document", "format"}
    options = {name: schema["examples"][0] for name, schema in fields.items() if name not in forms}
    assert list(options) == [parameter["name"] for parameter in QUOTES["parameters"]]
    response = client.post(
        "/v1/quotes", content=example, params=options, headers={"Content-Type": "text/plain"}
    )
    assert response.status_code == 200
    assert response.json()["id"] == options["id"]
    assert response.json()["offset_unit"] == options["offset_unit"]
