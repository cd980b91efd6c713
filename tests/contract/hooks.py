"""What Schemathesis has to be told of the contract, as JSON Schema cannot say it; `schemathesis.toml` names it.

- How articles are sent as lines, and answers read as MessagePack.
- That a body of text is text whatever was wrong with the value it was made of.
- That a document must be readable, and HTML have text: XML that is broken is refused, though it is a string.
- That an article of a batch is refused in its place in the answer, and not with the status of the whole.
"""

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import schemathesis
from schemathesis import Case, HookContext, Response
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode

from api.many import MAX_ARTICLES
from attribution.inputs.formats import read
from attribution.inputs.unreadable import UnreadableInput
from attribution.outputs.media_types import MSGPACK

NDJSON = "application/x-ndjson"

#: Media types whose bodies are what they are: no value can be of the wrong type.
TEXT = frozenset({"text/plain", "text/html", NDJSON})


@schemathesis.serializer(NDJSON)
def lines(context: Any, value: Any) -> bytes:
    return (value if isinstance(value, str) else json.dumps(value)).encode("utf-8", "replace")


@schemathesis.deserializer(*MSGPACK.media_types)
def message(context: Any, response: Response) -> Any:
    return msgspec.msgpack.decode(response.content)


@schemathesis.hook
def filter_case(context: HookContext, case: Case) -> bool:
    """Whether a case is what it is meant to be, good or bad."""
    if case.meta is None:
        return True
    if case.meta.is_negative_at(ParameterLocation.BODY):
        return case.media_type not in TEXT and not is_batch(case.body)
    if case.meta.generation.mode is GenerationMode.NEGATIVE:
        return True
    return all(map(is_readable, articles(case)))


def is_batch(body: Any) -> bool:
    """Whether a body is a batch, whatever its articles are."""
    return (
        isinstance(body, dict)
        and body.keys() == {"articles"}
        and isinstance(body["articles"], list)
        and len(body["articles"]) <= MAX_ARTICLES
    )


def articles(case: Case) -> Iterator[Any]:
    """The articles of a case that are read beyond their types."""
    if case.media_type == "text/html":
        yield {"html": case.body}
    elif isinstance(case.body, dict):
        yield case.body
        yield from (case.body[version] for version in ("before", "after") if version in case.body)


def is_readable(article: Any) -> bool:
    """Whether the service can read an article that fits its schema."""
    if not isinstance(article, dict) or not article.keys() & {"html", "document"}:
        return True
    try:
        read(**{name: article[name] for name in ("html", "document", "format") if name in article})
    except UnreadableInput:
        return False
    return True
