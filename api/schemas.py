"""What goes over the wire beside the engine's answer, which is `attribution.results.Answer`."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from attribution.results import QUOTE_KINDS, OffsetUnit, QuoteKind

#: Longest id or name of an outlet, in code points.
MAX_NAME = 256

Name = Annotated[str, Meta(max_length=MAX_NAME)]


def rejection(sentence: str) -> dict[str, Any]:
    """Extra of a `Meta`: what a client is told whose value is of the right type but not allowed."""
    return {"rejection": sentence}


class Article(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An article whose quotes are wanted."""

    text: Annotated[
        str,
        Meta(
            pattern=r"\S",
            description="The article as plain text, with blank lines between paragraphs. Every offset in the "
            "answer refers to exactly this string: nothing is trimmed or normalised.",
            examples=['"We will not close the harbour," Mayor Ines Carver told reporters on Monday.'],
            extra=rejection("The article is empty: send at least one word."),
        ),
    ]
    id: Annotated[
        Name | None,
        Meta(
            description="Any name of yours for the article; the answer repeats it.",
            examples=["harbour-2031"],
        ),
    ] = None
    language: Annotated[
        Literal["en"],
        Meta(
            description="The article's language. Only English is supported.",
            examples=["en"],
            extra=rejection('Only English is supported: send "en", or leave the field out.'),
        ),
    ] = "en"
    publication: Annotated[
        Name | None,
        Meta(
            description="Name of the outlet that the article appeared in: words told to it are an interview, "
            "words told to another outlet a news report.",
            examples=["The Harbour Times"],
        ),
    ] = None
    offset_unit: Annotated[
        OffsetUnit,
        Meta(
            description="Unit of every offset in the answer: `codepoint` for Python, `utf16` for JavaScript, "
            "Java and C#, `utf8` for Go, Rust and byte positions.",
            examples=["utf16"],
            extra=rejection("Must be codepoint, utf16 or utf8."),
        ),
    ] = "codepoint"
    kinds: Annotated[
        Sequence[QuoteKind],
        Meta(
            min_length=1,
            description="Kinds of quote to keep: every, some or no word of it stands in quotation marks.",
            examples=[["direct", "mixed"]],
            extra=rejection("Must be one or more of direct, mixed, indirect."),
        ),
    ] = QUOTE_KINDS


class Fault(Struct, frozen=True, kw_only=True):
    """One thing that is wrong with a request."""

    detail: Annotated[
        str, Meta(description="What is wrong, and what is allowed.", examples=["Required field."])
    ]
    pointer: Annotated[
        str,
        Meta(
            description="Where, as a JSON Pointer (RFC 6901) into the body; options of a text/plain request "
            "are named in the same way.",
            examples=["#/text"],
        ),
    ]


class Problem(Struct, frozen=True, kw_only=True):
    """Why a request was not answered, as RFC 9457 tells it."""

    type: Annotated[
        str,
        Meta(
            description="Stable name of the kind of problem, for programs; an address that explains it.",
            examples=["/problems/invalid-request"],
        ),
    ]
    title: Annotated[
        str,
        Meta(description="The same for every problem of this type.", examples=["The request is not valid"]),
    ]
    status: Annotated[int, Meta(ge=400, le=599, description="The HTTP status code.", examples=[422])]
    detail: Annotated[
        str, Meta(description="What happened this time.", examples=["One field cannot be used."])
    ]
    errors: Annotated[
        Sequence[Fault],
        Meta(description="Every fault found, where the problem lies in parts of the request."),
    ] = ()
    request_id: Annotated[
        str,
        Meta(
            description="Quote this when you ask the operator; the same as the X-Request-ID header.",
            examples=["0b9f4a52c1d84fd0a3a4f1c6b8a2e7d5"],
        ),
    ]


class Health(Struct, frozen=True, kw_only=True):
    """That the service is up."""

    status: Annotated[
        Literal["live", "ready"],
        Meta(description="live: the process answers; ready: articles can be sent.", examples=["ready"]),
    ]
