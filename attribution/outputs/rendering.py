"""From an answer to the bytes of any format."""

from collections.abc import Callable, Mapping

import msgspec

from attribution.outputs import fragment, schema_org, sheet, web_annotation
from attribution.outputs.media_types import CSV, HTML, JSON, MSGPACK, SCHEMA_ORG, WEB_ANNOTATION
from attribution.results import Answer

#: From the answer, the text that its offsets refer to, and the article's address, if it is known.
Render = Callable[[Answer, str, str | None], bytes]


def as_json(answer: Answer, text: str, url: str | None = None) -> bytes:
    """The answer as JSON in UTF-8."""
    return msgspec.json.encode(answer)


def as_msgpack(answer: Answer, text: str, url: str | None = None) -> bytes:
    """The answer as MessagePack: maps with the field names of the JSON."""
    return msgspec.msgpack.encode(answer)


RENDERERS: Mapping[str, Render] = {
    JSON.name: as_json,
    MSGPACK.name: as_msgpack,
    SCHEMA_ORG.name: schema_org.render,
    WEB_ANNOTATION.name: web_annotation.render,
    CSV.name: sheet.render,
    HTML.name: fragment.render,
}


def render(output: str, answer: Answer, text: str, url: str | None = None) -> bytes:
    """The answer in the format of this name, one of `media_types.BY_NAME`.

    Args:
        output: name of the format.
        answer: what the engine said of `text`, in any offset unit.
        text: what the answer's offsets refer to.
        url: address of the article, absolute.
    """
    return RENDERERS[output](answer, text, url)
