"""The committed contract, the handlers and the service say the same."""

import json
from typing import Any

import jsonschema
import pytest
from litestar.routes import HTTPRoute
from openapi_spec_validator import OpenAPIV31SpecValidator

from api.controllers.docs import CONTRACT
from api.openapi import document, operations
from api.problems import KINDS
from api.samples import ARTICLE
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


def test_contract_is_what_the_handlers_declare():
    assert document(EXAMPLE) == CONTRACT.read_bytes(), RENEW


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
        assert media_types == {"application/problem+json" if status >= "400" else "application/json"}
        assert ("Retry-After" in response["headers"]) == (status == "503")


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


def test_contract_describes_every_type_and_field_of_requests_and_problems():
    for name, schema in DOCUMENT["components"]["schemas"].items():
        assert schema["description"], name
    for name in ("Article", "Problem", "Fault", "Health"):
        for field, schema in DOCUMENT["components"]["schemas"][name]["properties"].items():
            assert schema["description"], (name, field)


@pytest.mark.parametrize("name", QUOTES["requestBody"]["content"]["application/json"]["examples"])
def test_contract_examples_of_articles_are_answered(client, name):
    example = QUOTES["requestBody"]["content"]["application/json"]["examples"][name]["value"]
    assert client.post("/v1/quotes", json=example).status_code == 200


def test_contract_example_of_plain_text_is_answered_with_its_options(client):
    example = QUOTES["requestBody"]["content"]["text/plain"]["examples"]["article"]["value"]
    fields = DOCUMENT["components"]["schemas"]["Article"]["properties"]
    options = {name: schema["examples"][0] for name, schema in fields.items() if name != "text"}
    assert list(options) == [parameter["name"] for parameter in QUOTES["parameters"]]
    response = client.post(
        "/v1/quotes", content=example, params=options, headers={"Content-Type": "text/plain"}
    )
    assert response.status_code == 200
    assert response.json()["id"] == options["id"]
    assert response.json()["offset_unit"] == options["offset_unit"]
