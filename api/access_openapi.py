"""What the contract says of the door that stands before all work: keys, limits and slow clients.

No handler declares it, as it holds for whatever stands under `/v1`.
"""

from collections.abc import Sequence
from typing import Any

from api.keys import KEY_HEADER
from api.problems import MEDIA_TYPE, OVERLOADED, RATE_LIMITED, REQUEST_TIMEOUT, UNAUTHORIZED, Kind, example
from api.visits import WORK

Json = dict[str, Any]

SCHEMES: Json = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "The API key, where the operator asks for one.",
    },
    "header": {
        "type": "apiKey",
        "in": "header",
        "name": KEY_HEADER,
        "description": "The same key, for clients that cannot send the other header.",
    },
}

#: A service without keys asks for none.
SECURITY: Sequence[Json] = ({}, {"bearer": []}, {"header": []})

LIMIT_HEADERS: Json = {
    "RateLimit-Policy": "Where there is a limit: how many articles at once (`q`), in which seconds (`w`).",
    "RateLimit": "Where there is a limit: what is left of it (`r`), and seconds until it is whole (`t`).",
}

#: Headers that go with a problem of the door.
OWN_HEADERS: Json = {
    UNAUTHORIZED.slug: {"WWW-Authenticate": "How to send a key, and whether one was sent that is not valid."},
    RATE_LIMITED.slug: {"Retry-After": "Seconds to wait before the next attempt."},
}


def describe(described: Json) -> None:
    """Complete the paths under `/v1` in the OpenAPI document."""
    described["components"]["securitySchemes"] = SCHEMES
    for path, item in described["paths"].items():
        if path.startswith(WORK):
            for operation in item.values():
                describe_operation(operation)


def describe_operation(operation: Json) -> None:
    """Add to an operation what the door can answer."""
    responses = operation["responses"]
    operation["security"] = list(SECURITY)
    kinds = [UNAUTHORIZED, RATE_LIMITED, OVERLOADED]
    if "413" in responses:  # its body has an end, for which the service does not wait for ever
        kinds.append(REQUEST_TIMEOUT)
    for kind in kinds:
        add_problem(responses, kind)
    for response in responses.values():
        response["headers"] |= headers(LIMIT_HEADERS)
    operation["responses"] = dict(sorted(responses.items()))


def add_problem(responses: Json, kind: Kind) -> None:
    """Add a kind of problem to the responses of its status."""
    told = f"`{kind.slug}`: {kind.meaning}"
    response = responses.setdefault(
        str(kind.status),
        {
            "description": "",
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": {}}},
            "headers": dict(responses["500"]["headers"]),
        },
    )
    if kind.slug not in response["content"][MEDIA_TYPE]["examples"]:
        response["description"] = f"{response['description']} {told}".strip()
        response["content"][MEDIA_TYPE]["examples"][kind.slug] = {
            "summary": kind.title,
            "value": example(kind),
        }
    response["headers"] |= headers(OWN_HEADERS.get(kind.slug, {}))


def headers(meanings: Json) -> Json:
    """Response headers by name."""
    return {name: {"description": text, "schema": {"type": "string"}} for name, text in meanings.items()}
