"""The contract as a file: `python -m api.openapi` writes `openapi/openapi.json`.

The framework describes the paths, types and problems that the handlers declare. Added here is what it
has no place for: an article as text/plain, response headers, what the types are for, and examples, among
which the answer is the engine's own.
"""

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from litestar import Litestar
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Tag
from msgspec import Meta, Struct

from api import schemas
from api.app import DEPENDENCIES, RESOURCES
from api.controllers.docs import CONTRACT
from api.requests import HEADER
from api.samples import ARTICLE
from api.schemas import MAX_NAME, Article
from api.worker import load_engine
from attribution import results

Json = dict[str, Any]

#: Of the contract, not of the program: the first number is that of the path.
VERSION = "1.0.0"

DESCRIPTION = """\
Send an article, get every quote in it: who said it, whether the source is named or anonymous, how the
words reached the article, and the words of the article that tell so.

**Offsets** refer to the text exactly as it was sent; `start` is the first position, `end` one past the
last, in the `offset_unit` of your choice, and `text` repeats the slice.

**Fields may be added** to answers, and values to their enumerations: ignore what you do not know.

**Privacy**: articles are neither stored nor logged.

**Problems** are told as `application/problem+json` (RFC 9457); the `type` of each is an address that
explains it.
"""

CONFIG = OpenAPIConfig(
    title="Quote attribution",
    version=VERSION,
    description=DESCRIPTION,
    tags=[
        Tag(name="Quotes", description="What the service is for."),
        Tag(name="Health", description="For load balancers and supervisors."),
        Tag(name="Contract", description="For programs that read this."),
    ],
)


def document(answer: Json) -> bytes:
    """The OpenAPI document of the service, as JSON for people.

    Args:
        answer: what the engine says of `samples.ARTICLE`, for an example.
    """
    app = Litestar([*RESOURCES], dependencies=DEPENDENCIES, openapi_config=CONFIG, logging_config=None)
    described = app.openapi_schema.to_schema()
    for operation in operations(described):
        add_headers(operation)
        name_examples(operation)
        operation["responses"] = dict(sorted(operation["responses"].items()))
    describe_types(described["components"]["schemas"])
    describe_article(described["paths"]["/v1/quotes"]["post"], described["components"]["schemas"], answer)
    ordered = {"openapi": described.pop("openapi"), **described}
    return msgspec.json.format(msgspec.json.encode(ordered), indent=2) + b"\n"


def operations(described: Json) -> Iterator[Json]:
    """Every operation of the document."""
    for item in described["paths"].values():
        yield from item.values()


def add_headers(operation: Json) -> None:
    """Name the headers that every response has, and those that go with a status."""
    own: Mapping[str, tuple[str, str]] = {
        "415": ("Accept", "The media types that can be sent."),
        "503": ("Retry-After", "Seconds to wait before the next attempt."),
    }
    for status, response in operation["responses"].items():
        headers = response.setdefault("headers", {})
        headers[HEADER] = header("Name of this request: the one that was sent, or a new one.")
        if status in own:
            name, description = own[status]
            headers[name] = header(description)


def header(description: str) -> Json:
    """A response header."""
    return {"description": description, "schema": {"type": "string"}}


def name_examples(operation: Json) -> None:
    """Drop the `id` that the framework leaves inside each example, where OpenAPI has none."""
    for response in operation["responses"].values():
        for content in response.get("content", {}).values():
            for example in content.get("examples", {}).values():
                example.pop("id", None)


def describe_types(components: Json) -> None:
    """Give each type its Struct's docstring."""
    structs = {
        name: value
        for module in (schemas, results)
        for name, value in vars(module).items()
        if inspect.isclass(value) and issubclass(value, Struct) and value is not Struct
    }
    for name, schema in components.items():
        schema.setdefault("description", inspect.cleandoc(structs[name].__doc__ or ""))


def describe_article(operation: Json, components: Json, answer: Json) -> None:
    """Both forms in which an article can be sent, and an example of each with the answer."""
    fields = components["Article"]["properties"]
    components["Article"]["additionalProperties"] = False
    for name in ("id", "publication"):
        string, _ = fields[name]["oneOf"]
        string["maxLength"] = MAX_NAME
    content = operation["requestBody"]["content"]
    content["application/json"]["examples"] = {
        "article": {"summary": "A whole article", "value": {"text": ARTICLE}},
        "options": {
            "summary": "With every option",
            "value": {"text": ARTICLE, **dict(example_options())},
        },
    }
    content["text/plain"] = {
        "schema": fields["text"],
        "examples": {"article": {"summary": "The bare article", "value": ARTICLE}},
    }
    operation["parameters"] = [
        {
            "name": name,
            "in": "query",
            "description": f"For text/plain bodies alone. {schema['description']}",
            "required": False,
            "schema": parameter(schema),
        }
        for name, schema in fields.items()
        if name != "text"
    ]
    operation["responses"]["200"]["content"]["application/json"]["examples"] = {
        "answer": {"summary": "The answer to the example above", "value": answer}
    }


def parameter(schema: Json) -> Json:
    """The schema of a field as that of a query parameter, which is never null.

    Defaults and examples stay with the field: the docs page would fill them in, and send them with JSON.
    """
    (form, *_) = schema.get("oneOf", [schema])
    return {key: value for key, value in form.items() if key not in {"description", "default", "examples"}}


def example_options() -> Iterator[tuple[str, Any]]:
    """Every optional field of an article with the example of its description."""
    for field in msgspec.structs.fields(Article):
        for meta in getattr(field.type, "__metadata__", ()):
            if not field.required and isinstance(meta, Meta) and meta.examples:
                yield field.name, meta.examples[0]


def sample_answer() -> Json:
    """What the shipped engine says of the sample."""
    answer: Json = msgspec.json.decode(load_engine()(Article(text=ARTICLE)))
    return answer


if __name__ == "__main__":
    CONTRACT.write_bytes(document(sample_answer()))
