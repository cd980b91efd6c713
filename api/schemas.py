"""What goes over the wire beside the engine's answer, which is `attribution.results.Answer`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from attribution.inputs.names import DOCUMENT_FORMATS, DocumentFormat
from attribution.results import QUOTE_KINDS, Include, OffsetUnit, Probability, QuoteKind

#: Longest id or name of an outlet, in code points.
MAX_NAME = 256

#: Longest address of an article, in code points; what browsers and search engines take.
MAX_URL = 2048

Name = Annotated[str, Meta(max_length=MAX_NAME)]

#: Inside of brackets: what is not seen, to Python and to JavaScript alike; they differ in what `\s` is.
BLANK = r"\s\x1c-\x1f\x85\ufeff"

#: At least one character that is seen. From the beginning, where some clients look for patterns only.
Words = Annotated[str, Meta(pattern=rf"^[{BLANK}]*[^{BLANK}]")]

#: The fields that an article may stand in.
FORMS = ("text", "html", "document")

#: An absolute address on the web. Its end is told from a line feed, which `$` alone would let pass.
URL_PATTERN = rf"^https?://[^{BLANK}/?#][^{BLANK}]*(?!\s)$"
Address = Annotated[str, Meta(max_length=MAX_URL, pattern=URL_PATTERN)]


def rejection(sentence: str) -> dict[str, Any]:
    """Extra of a `Meta`: what a client is told whose value is of the right type but not allowed."""
    return {"rejection": sentence}


class Article(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An article whose quotes are wanted: one of `text`, `html` and `document`, the last with its `format`."""

    text: Annotated[
        Words | UnsetType,
        Meta(
            description="The article as plain text, with blank lines between paragraphs. Every offset in the "
            "answer refers to exactly this string: nothing is trimmed or normalised.",
            examples=['"We will not close the harbour," Mayor Ines Carver told reporters on Monday.'],
            extra=rejection("The article is empty: send at least one word."),
        ),
    ] = UNSET
    html: Annotated[
        Words | UnsetType,
        Meta(
            description="The article as HTML, a whole page or a part of one. `text` of the answer is what its "
            "spans refer to; their `original` says where in the HTML they are.",
            examples=["<p>“We will not close the harbour,” Mayor Ines Carver told reporters.</p>"],
            extra=rejection("The HTML is empty: send at least one word."),
        ),
    ] = UNSET
    document: Annotated[
        dict[str, Any] | str | UnsetType,
        Meta(
            description="The article as a content management system has it: the JSON object itself, or NITF as a "
            "string. Spans have an `original`, which says in which field or element they are, and where.",
            examples=[{"headline": "Harbour to stay open", "body_xhtml": "<p>“It stays,” she said.</p>"}],
        ),
    ] = UNSET
    format: Annotated[
        DocumentFormat | UnsetType,
        Meta(
            description="Of the document: `ninjs` (IPTC, 1.x to 3.x), `ans` (Arc XP), `wordpress` (a post of its "
            "REST API) or `nitf`.",
            examples=["ninjs"],
            extra=rejection(f"Must be one of {', '.join(DOCUMENT_FORMATS)}."),
        ),
    ] = UNSET
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
            description="The article's language. Only English, `en`, is supported.",
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
            description="Unit of every offset in the answer: `codepoint` (the default) for Python, `utf16` for "
            "JavaScript, Java and C#, `utf8` for Go, Rust and byte positions.",
            examples=["utf16"],
            extra=rejection("Must be codepoint, utf16 or utf8."),
        ),
    ] = "codepoint"
    kinds: Annotated[
        Sequence[QuoteKind],
        Meta(
            min_length=1,
            description="Kinds of quote to keep, all by default: every, some or no word of it stands in quotation "
            "marks.",
            examples=[["direct", "mixed"]],
            extra=rejection("Must be one or more of direct, mixed, indirect."),
        ),
    ] = QUOTE_KINDS
    min_confidence: Annotated[
        Probability | None,
        Meta(
            description="Keep every quote whose `confidence.quote` is at least this, from 0 to 1: a low value "
            "finds more quotes, a high one errs less. Left out, the engine keeps those at the balance of precision "
            "and recall that was best on its development articles.",
            examples=[0.8],
            extra=rejection("Must be a number from 0 to 1."),
        ),
    ] = None
    url: Annotated[
        Address | None,
        Meta(
            description="Address of the article: in the JSON-LD formats, what the quotes are part of.",
            examples=["https://harbour-times.example/2031/harbour"],
            extra=rejection(f"Must be an absolute http or https URL of at most {MAX_URL:,} characters."),
        ),
    ] = None
    include: Annotated[
        Sequence[Include],
        Meta(
            description="What the answer holds beside the quotes, by default nothing: `report` tells how the "
            "article is sourced; `selectors` gives each piece of a quote a `prefix` and a `suffix` to find it "
            "again by when the article was edited.",
            examples=[["report"]],
            extra=rejection("Must be a list of: report, selectors."),
        ),
    ] = ()

    def __post_init__(self) -> None:
        fields = {name: getattr(self, name) for name in (*FORMS, "format")}
        for fault in self.conflicts({name: value for name, value in fields.items() if value is not UNSET}):
            raise ValueError(fault.detail)

    @staticmethod
    def conflicts(fields: Mapping[str, object]) -> Iterator["Fault"]:
        """What is wrong with an article whose fields are right each by itself."""
        given = [name for name in FORMS if name in fields]
        if not given:
            yield Fault(detail=f"One of {', '.join(FORMS)} is required.", pointer="#/text")
        for name in given[1:]:
            yield Fault(detail=f"Only one of {', '.join(FORMS)} can be sent.", pointer=f"#/{name}")
        if "document" in fields and "format" not in fields:
            listed = ", ".join(DOCUMENT_FORMATS)
            yield Fault(detail=f"Required with a document: one of {listed}.", pointer="#/format")
        if "format" in fields and "document" not in fields:
            yield Fault(detail="Belongs to a document, and there is none.", pointer="#/format")


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
