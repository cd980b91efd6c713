"""What the contract says of an answer's formats beside JSON, for which the framework has no place.

Examples come from the formats themselves.
"""

from typing import Any

import msgspec

from api.samples import ARTICLE
from api.types_openapi import reference
from attribution.outputs.media_types import (
    BY_MEDIA_TYPE,
    CSV,
    HTML,
    MSGPACK,
    SCHEMA_ORG,
    WEB_ANNOTATION,
    Output,
)
from attribution.outputs.rendering import render
from attribution.results import Answer

Json = dict[str, Any]

#: The address that the example's article is said to have.
URL = "https://harbour-times.example/2031/harbour"


def describe(described: Json, answer: Json) -> None:
    """Give `/v1/quotes` its formats, each with a schema, a description and an example.

    Args:
        described: the OpenAPI document.
        answer: what the engine says of `samples.ARTICLE`.
    """
    schemas: dict[str, Json] = {
        MSGPACK.name: reference("Answer"),
        SCHEMA_ORG.name: reference("Quotations"),
        WEB_ANNOTATION.name: reference("AnnotationPage"),
        CSV.name: {"type": "string"},
        HTML.name: {"type": "string"},
    }
    response = described["paths"]["/v1/quotes"]["post"]["responses"]["200"]
    response["headers"]["Vary"] = {
        "description": "`Accept`: the format depends on it.",
        "schema": {"type": "string"},
    }
    for media_type, output in BY_MEDIA_TYPE.items():
        if output.name in schemas:
            response["content"][media_type] = {
                "schema": {**schemas[output.name], "description": output.meaning},
                "examples": {"answer": {"summary": SUMMARIES[output.name], "value": example(output, answer)}},
            }


SUMMARIES = {
    MSGPACK.name: "What the bytes say",
    SCHEMA_ORG.name: "With the article's address in `url`",
    WEB_ANNOTATION.name: "With the article's address in `url`",
    CSV.name: "The same answer as a table",
    HTML.name: "The same answer as marks in the article",
}


def example(output: Output, answer: Json) -> Any:  # noqa: ANN401 - JSON is any of its types
    """The sample's answer in this format: JSON where it is one, as text otherwise."""
    if output is MSGPACK:
        return answer
    rendered = render(output.name, msgspec.convert(answer, Answer), ARTICLE, URL)
    return msgspec.json.decode(rendered) if output in (SCHEMA_ORG, WEB_ANNOTATION) else rendered.decode()
