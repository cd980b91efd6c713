"""A W3C Web Annotation page: an annotation for each quote, that other programs can anchor in the article.

After the Web Annotation Data Model (W3C Recommendation, 23 February 2017). Each piece of a quote is a
target, found both by its words with what stands around them and by its position. The bodies identify the
speaker, class the quote, describe it in words, and link to the mention of the source.

Positions are code points of the article's text whatever unit the answer has, as the standard demands.
"""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from attribution.outputs import json_ld, wording
from attribution.outputs.identities import Names, article_iri
from attribution.outputs.points import Points
from attribution.results import AROUND, Answer, Quote, Span


class TextQuoteSelector(Struct, frozen=True, kw_only=True, tag_field="type", tag="TextQuoteSelector"):
    """Words, and those around them."""

    exact: Annotated[str, Meta(description="The words themselves.")]
    prefix: Annotated[str, Meta(description=f"Up to {AROUND} code points before them.")]
    suffix: Annotated[str, Meta(description=f"Up to {AROUND} code points after them.")]


class TextPositionSelector(Struct, frozen=True, kw_only=True, tag_field="type", tag="TextPositionSelector"):
    """Where words stand in the article's text, in code points."""

    start: Annotated[int, Meta(ge=0, description="First code point.")]
    end: Annotated[int, Meta(ge=0, description="One past the last code point.")]


Selectors = Annotated[
    tuple[TextQuoteSelector, TextPositionSelector],
    Meta(description="Two ways to find the same words; either is enough."),
]


class SpecificResource(Struct, frozen=True, kw_only=True, tag_field="type", tag="SpecificResource"):
    """Words of the article: a piece of a quote as a target, the mention of its source as a body."""

    source: Annotated[
        str,
        Meta(
            description="The article: its `url` where one was sent, or else a name made of the text's "
            "SHA-256 (RFC 6920)."
        ),
    ]
    selector: Selectors
    purpose: Annotated[
        Literal["linking"] | UnsetType, Meta(description="Only on bodies: links to the source.")
    ] = UNSET


class TextualBody(Struct, frozen=True, kw_only=True, tag_field="type", tag="TextualBody"):
    """Something said of a quote."""

    purpose: Annotated[
        Literal["identifying", "classifying", "describing"],
        Meta(
            description="identifying: the speaker's name, or how the article describes the source; "
            "classifying: `kind:…`, `anonymity:…` or `channel:…` with a value of the JSON answer; "
            "describing: all of it in a line."
        ),
    ]
    value: Annotated[str, Meta(description="What is said.")]
    format: Annotated[Literal["text/plain"], Meta(description="That of `value`.")] = "text/plain"
    language: Annotated[Literal["en"], Meta(description="That of `value`.")] = "en"


class Software(Struct, frozen=True, kw_only=True, tag_field="type", tag="Software"):
    """The engine."""

    name: Annotated[str, Meta(description="Name and version of the model.")]


class Annotation(Struct, frozen=True, kw_only=True, tag_field="type", tag="Annotation"):
    """A quote."""

    id: Annotated[
        str,
        Meta(
            description="Stays when the rest of the article is edited, provided that the request has `url` "
            "or `id` to tell that it is the same article."
        ),
    ]
    motivation: Annotated[
        Literal["identifying", "classifying"],
        Meta(description="identifying where there is a speaker to identify."),
    ]
    generator: Software
    body: Annotated[
        list[TextualBody | SpecificResource], Meta(description="What is said of the quote, and its source.")
    ]
    target: Annotated[
        list[SpecificResource],
        Meta(min_length=1, description="The content, in pieces where a cue or source interrupts it."),
    ]


class AnnotationCollection(Struct, frozen=True, kw_only=True, tag_field="type", tag="AnnotationCollection"):
    """All quotes of the article: those of the page."""

    id: Annotated[str, Meta(description="Made of the article's identity.")]
    label: Annotated[str, Meta(description="For people.")]
    total: Annotated[int, Meta(ge=0, description="Number of annotations.")]


class AnnotationPage(
    Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="AnnotationPage",
    rename="camel",
):
    """The quotes of an article as W3C Web Annotations."""

    context: Annotated[
        Literal["http://www.w3.org/ns/anno.jsonld"], Meta(description="What makes JSON-LD of this.")
    ] = field(name="@context")
    id: Annotated[str, Meta(description="Made of the article's identity.")]
    part_of: AnnotationCollection
    start_index: Annotated[Literal[0], Meta(description="There is one page.")]
    items: Annotated[
        list[Annotation],
        Meta(description="In order of their first character. Empty where the article has no quote."),
    ]


def render(answer: Answer, text: str, url: str | None = None) -> bytes:
    """The page as JSON-LD in UTF-8."""
    return json_ld.encode(page(answer, text, url))


def page(answer: Answer, text: str, url: str | None = None) -> AnnotationPage:
    """The quotes of the answer as annotations of the article.

    Args:
        answer: what the engine said of `text`, in any offset unit.
        text: what the answer's offsets refer to.
        url: address of the article; the annotations' `source`.
    """
    names = Names(answer, text, url)
    segments = Segments(answer, text, url)
    generator = Software(name=f"{answer.model.name} {answer.model.version}")
    return AnnotationPage(
        context="http://www.w3.org/ns/anno.jsonld",
        id=names.iri("annotation page"),
        part_of=AnnotationCollection(
            id=names.iri("annotation collection"), label="Quotes", total=len(answer.quotes)
        ),
        start_index=0,
        items=[
            Annotation(
                id=names.iri("annotation", quote.id),
                motivation="identifying" if wording.who(quote) else "classifying",
                generator=generator,
                body=bodies(quote, segments),
                target=[segments.target(span) for span in quote.spans],
            )
            for quote in answer.quotes
        ],
    )


class Segments:
    """Makes resources of spans."""

    def __init__(self, answer: Answer, text: str, url: str | None) -> None:
        self._text = text
        self._points = Points(text, answer.offset_unit)
        self._source = article_iri(answer, text, url)

    def target(self, span: Span) -> SpecificResource:
        return SpecificResource(source=self._source, selector=self._selectors(span))

    def link(self, span: Span) -> SpecificResource:
        return SpecificResource(source=self._source, selector=self._selectors(span), purpose="linking")

    def _selectors(self, span: Span) -> Selectors:
        start, end = self._points.piece(span)
        quoted = TextQuoteSelector(
            exact=self._text[start:end],
            prefix=self._text[max(0, start - AROUND) : start],
            suffix=self._text[end : end + AROUND],
        )
        return quoted, TextPositionSelector(start=start, end=end)


def bodies(quote: Quote, segments: Segments) -> list[TextualBody | SpecificResource]:
    """What is said of a quote."""
    said: list[TextualBody | SpecificResource] = []
    if speaker := wording.who(quote):
        said.append(TextualBody(purpose="identifying", value=speaker))
    for value in (
        f"kind:{quote.kind}",
        f"anonymity:{quote.anonymity.status}",
        f"channel:{quote.channel.type}",
    ):
        said.append(TextualBody(purpose="classifying", value=value))
    said.append(TextualBody(purpose="describing", value=wording.summary(quote)))
    if quote.source is not None:
        said.append(segments.link(quote.source))
    return said
