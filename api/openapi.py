"""The contract as a file: `python -m api.openapi` writes `openapi/openapi.json`.

The framework describes the paths and problems that the handlers declare, `api.types_openapi` the types.
Added here is what neither has a place for: an article as text/plain or text/html, response headers, and
examples, among which the answer is the engine's own. What the page begins with is `openapi/introduction.md`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from litestar import Litestar
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Server, Tag
from msgspec import Meta

from api import access_openapi, many_openapi, outputs_openapi, types_openapi
from api.app import DEPENDENCIES, RESOURCES
from api.bodies import BARE
from api.controllers.docs import CONTRACT, FOLDER
from api.many import VersionPair
from api.requests import HEADER
from api.samples import ARTICLE, EDITED_ARTICLE, HTML_ARTICLE, WORDPRESS_POST
from api.schemas import FORMS, Article
from api.worker import load_engine, perform

Json = dict[str, Any]

#: Of the contract, not of the program: the first number is that of the path.
VERSION = "1.0.0"

#: What a developer reads first on the docs page.
INTRODUCTION = FOLDER / "introduction.md"

CONFIG = OpenAPIConfig(
    title="Quote attribution",
    version=VERSION,
    summary="Every quote of an article: who said it, how openly, and how it reached the reporter.",
    description=INTRODUCTION.read_text(encoding="utf-8"),
    servers=[Server(url="/", description="The service that shows this document.")],
    tags=[
        Tag(name="Quotes", description="Of one article, of many, and of two versions of one."),
        Tag(name="Health", description="For load balancers and supervisors."),
        Tag(name="Contract", description="For programs that read this."),
    ],
)


def document(answer: Json, comparison: Json) -> bytes:
    """The OpenAPI document of the service, as JSON for people.

    Args:
        answer: what the engine says of `samples.ARTICLE`, for an example.
        comparison: what it says of that and `samples.EDITED_ARTICLE`, for another.
    """
    app = Litestar([*RESOURCES], dependencies=DEPENDENCIES, openapi_config=CONFIG, logging_config=None)
    described = app.openapi_schema.to_schema()
    for operation in operations(described):
        add_headers(operation)
        name_examples(operation)
        operation["responses"] = dict(sorted(operation["responses"].items()))
    described["components"]["schemas"] = types_openapi.components()
    describe_article(described["paths"]["/v1/quotes"]["post"], described["components"]["schemas"], answer)
    outputs_openapi.describe(described, answer)
    many_openapi.describe(described, answer, comparison)
    access_openapi.describe(described)
    ordered = {"openapi": described.pop("openapi"), **described}
    return msgspec.json.format(msgspec.json.encode(ordered), indent=2) + b"\n"


def operations(described: Json) -> Iterator[Json]:
    """Every operation of the document."""
    for item in described["paths"].values():
        yield from item.values()


def add_headers(operation: Json) -> None:
    """Name the headers that every response has, and those that go with a status."""
    own: Mapping[str, Mapping[str, str]] = {
        "406": {"Vary": "`Accept`, where a path has several formats."},
        "415": {
            "Accept": "The media types that can be sent.",
            "Accept-Encoding": "How a body can be compressed, where that is what was wrong.",
        },
        "503": {"Retry-After": "Seconds to wait before the next attempt."},
    }
    for status, response in operation["responses"].items():
        headers = response.setdefault("headers", {})
        headers[HEADER] = header("Name of this request: the one that was sent, or a new one.")
        headers |= {name: header(description) for name, description in own.get(status, {}).items()}


def header(description: str) -> Json:
    """A response header."""
    return {"description": description, "schema": {"type": "string"}}


def name_examples(operation: Json) -> None:
    """Drop the `id` that the framework leaves inside each example, where OpenAPI has none."""
    for response in operation["responses"].values():
        for content in response.get("content", {}).values():
            for example in content.get("examples", {}).values():
                example.pop("id", None)


def describe_article(operation: Json, components: Json, answer: Json) -> None:
    """The forms in which an article can be sent, and an example of each with the answer."""
    fields = components["Article"]["properties"]
    content = operation["requestBody"]["content"]
    content["application/json"]["examples"] = {
        "article": {"summary": "A whole article", "value": {"text": ARTICLE}},
        "html": {"summary": "An article in HTML", "value": {"html": HTML_ARTICLE}},
        "document": {
            "summary": "A post of WordPress",
            "value": {"document": WORDPRESS_POST, "format": "wordpress"},
        },
        "options": {
            "summary": "With every option",
            "value": {"text": ARTICLE, **dict(example_options())},
        },
    }
    for media_type, form in BARE.items():
        value = ARTICLE if form == "text" else HTML_ARTICLE
        content[media_type] = {
            "schema": fields[form],
            "examples": {"article": {"summary": "The bare article", "value": value}},
        }
    operation["parameters"] = [
        {
            "name": name,
            "in": "query",
            "description": schema["description"],
            "required": False,
            "schema": parameter(schema),
        }
        for name, schema in fields.items()
        if name not in (*FORMS, "format")
    ]
    operation["responses"]["200"]["content"]["application/json"]["examples"] = {
        "answer": {"summary": "The answer to the example above", "value": answer}
    }


def parameter(schema: Json) -> Json:
    """The schema of a field as that of a query parameter, which is never null.

    Defaults and examples stay with the field: the docs page would fill them in, and send them with JSON,
    where they would go before what the body says.
    """
    (form, *_) = schema.get("anyOf", [schema])
    if isinstance(form.get("type"), list):
        form = form | {"type": form["type"][0]}
    return {key: value for key, value in form.items() if key not in {"description", "default", "examples"}}


def example_options() -> Iterator[tuple[str, Any]]:
    """Every optional field of an article with the example of its description."""
    for field in msgspec.structs.fields(Article):
        for meta in getattr(field.type, "__metadata__", ()):
            if field.name in (*FORMS, "format"):
                continue
            if isinstance(meta, Meta) and meta.examples:
                yield field.name, meta.examples[0]


def sample_answers() -> tuple[Json, Json]:
    """What the shipped engine says of the sample, and of the sample and its edited version."""
    engine = load_engine()
    sample = Article(text=ARTICLE)
    pair = VersionPair(before=sample, after=Article(text=EDITED_ARTICLE))
    return msgspec.json.decode(perform(sample, engine)), msgspec.json.decode(perform(pair, engine))


if __name__ == "__main__":
    CONTRACT.write_bytes(document(*sample_answers()))
