"""What the contract says of requests that hold several articles, where the framework has no place for it.

Bodies of lines, and examples, whose answers are the engine's own.
"""

from typing import Any

import msgspec

from api.bodies import invalid
from api.problems import problem
from api.samples import ARTICLE, EDITED_ARTICLE
from api.schemas import Fault
from api.types_openapi import reference

Json = dict[str, Any]

NDJSON = "application/x-ndjson"
REQUEST_ID = "0b9f4a52c1d84fd0a3a4f1c6b8a2e7d5"


def describe(described: Json, answer: Json, comparison: Json) -> None:
    """Complete the paths below `/v1/quotes` in the OpenAPI document.

    Args:
        described: the document.
        answer: what the engine says of `samples.ARTICLE`.
        comparison: what it says of that and `samples.EDITED_ARTICLE`.
    """
    paths = described["paths"]
    sent = [{"id": "harbour-1", "text": ARTICLE}, {"id": "harbour-2", "text": EDITED_ARTICLE}]
    answers = [answer | {"id": "harbour-1"}, comparison["after"] | {"id": "harbour-2"}]
    describe_batch(paths["/v1/quotes/batch"]["post"], sent, answers)
    describe_stream(paths["/v1/quotes/stream"]["post"], sent, answers)
    show(
        paths["/v1/quotes/compare"]["post"],
        "A quote edited and a source named",
        {"before": {"text": ARTICLE}, "after": {"text": EDITED_ARTICLE}},
        comparison,
    )


def describe_batch(operation: Json, sent: list[Json], answers: list[Json]) -> None:
    """Examples of a batch."""
    results = [
        {"index": i, "id": answer["id"], "status": 200, "result": answer} for i, answer in enumerate(answers)
    ]
    show(operation, "Two articles", {"articles": sent}, {"results": results})
    error = {"index": 1, "id": "harbour-2", "status": 422, "error": empty("#/articles/1")}
    operation["responses"]["200"]["content"]["application/json"]["examples"]["problem"] = {
        "summary": "The same where the second article is empty",
        "value": {"results": [results[0], error]},
    }


def describe_stream(operation: Json, sent: list[Json], answers: list[Json]) -> None:
    """Bodies of lines, which OpenAPI 3.1 knows only as strings, and an example."""
    content = operation["responses"]["200"]["content"][NDJSON]
    content["schema"] = lines(content["schema"], "For each article a line with its answer, or an error.")
    operation["requestBody"] = {
        "required": True,
        "content": {NDJSON: {"schema": lines(reference("Article"), "An article a line.")}},
    }
    error = {"id": "harbour-3", "line": 3, "error": empty("#")}
    show(
        operation,
        "Two articles and an empty one",
        text(*sent, {"id": "harbour-3", "text": ""}),
        text(*answers, error),
        NDJSON,
    )


def show(operation: Json, summary: str, sent: Any, answer: Any, media_type: str = "application/json") -> None:  # noqa: ANN401 - JSON is any of its types
    """Give the operation an example of a body and of the answer to it."""
    operation["requestBody"]["content"][media_type]["examples"] = {
        "example": {"summary": summary, "value": sent}
    }
    operation["responses"]["200"]["content"][media_type]["examples"] = {
        "answer": {"summary": "The answer to the example above", "value": answer}
    }


def empty(where: str) -> Json:
    """The problem of an article without text at `where`."""
    fault = Fault(detail="The article is empty: send at least one word.", pointer=f"{where}/text")
    found = invalid([fault])
    return msgspec.to_builtins(problem(found, REQUEST_ID))  # type: ignore[no-any-return]


def lines(schema: Json, description: str) -> Json:
    """The schema of a body whose lines are JSON of `schema`."""
    return {"type": "string", "description": description, "contentMediaType": NDJSON, "contentSchema": schema}


def text(*values: Json) -> str:
    """JSON values, one a line."""
    return "".join(msgspec.json.encode(value).decode() + "\n" for value in values)
