"""The formats beside JSON are in the committed contract as they are sent."""

import json
from typing import Any

import jsonschema
import msgspec
import pytest

from api.controllers.docs import CONTRACT
from attribution.outputs.media_types import BY_MEDIA_TYPE, CSV, HTML, JSON, MSGPACK
from tests.api.conftest import Client
from tests.outputs.answers import ARTICLE

DOCUMENT: dict[str, Any] = json.loads(CONTRACT.read_bytes())
CONTENT: dict[str, Any] = DOCUMENT["paths"]["/v1/quotes"]["post"]["responses"]["200"]["content"]


def test_outputs_are_in_the_contract_in_the_order_of_preference():
    """Programs that are made from it take the first where they can take only one."""
    assert list(CONTENT) == list(BY_MEDIA_TYPE)


@pytest.mark.parametrize("media_type", BY_MEDIA_TYPE)
def test_outputs_fit_their_schemas(client: Client, media_type: str):
    response = client.post("/v1/quotes", json={"text": ARTICLE}, headers={"Accept": media_type})
    output = BY_MEDIA_TYPE[media_type]
    if output is MSGPACK:
        value = msgspec.msgpack.decode(response.content)
    else:
        value = response.text if output in (CSV, HTML) else response.json()
    schema = {**CONTENT[media_type]["schema"], "components": DOCUMENT["components"]}
    jsonschema.Draft202012Validator(schema).validate(value)


@pytest.mark.parametrize("media_type", [name for name, output in BY_MEDIA_TYPE.items() if output is not JSON])
def test_outputs_are_described_with_an_example(media_type: str):
    content = CONTENT[media_type]
    assert content["schema"]["description"] == BY_MEDIA_TYPE[media_type].meaning
    assert content["examples"]["answer"]["value"]
