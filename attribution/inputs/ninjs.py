"""IPTC ninjs, News in JSON: versions 1.x, 2.x and 3.x, told apart by their fields.

    1.x   body_xhtml, body_html, body_text …     headline     byline
    2.x   bodies[{role, contenttype, value}]     headlines[]  by
    3.x   bodies[{role, contentType, value}]     headlines[]  by

Of several bodies the one with most structure is read: HTML keeps the paragraphs that plain text runs
together. Source: the schemas at https://iptc.org/std/ninjs/.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from attribution.inputs.assembly import Document
from attribution.inputs.fields import Json, items, pointer, string
from attribution.inputs.original import Original
from attribution.inputs.unreadable import UnreadableInput

#: Words of content types, roles and names of fields, the best first.
_FORMS = ("xhtml", "html", "richtext", "plain", "text", "nitf")
_MARKUP = frozenset({"xhtml", "html", "richtext", "nitf"})


class Body(NamedTuple):
    """One of the forms in which a document has its text."""

    value: str
    pointer: str
    form: str
    is_main: bool


def read(document: Mapping[str, Json]) -> Original:
    """The article of a ninjs object.

    Raises:
        UnreadableInput: it has no body with text.
    """
    found = sorted(bodies(document), key=lambda body: (_FORMS.index(body.form), not body.is_main))
    for body in found:
        parts = Document()
        add_front(parts, document)
        before = len(parts)
        if body.form in _MARKUP:
            parts.add_html(body.value, body.pointer, xhtml=body.form in ("xhtml", "nitf"))
        else:
            parts.add_text(body.value, body.pointer)
        if len(parts) > before:
            return parts.original()
    if found:
        raise UnreadableInput(f"#/document{found[0].pointer}", "The body is empty.")
    newer = "bodies" in document or "headlines" in document
    raise UnreadableInput(
        "#/document/bodies" if newer else "#/document/body_xhtml",
        "A ninjs document has its text in bodies (2.x and 3.x), or in body_xhtml, body_html or body_text (1.x).",
    )


def bodies(document: Mapping[str, Json]) -> Iterator[Body]:
    """Every form of the text, in the order of the document."""
    for index, body in items(document, "bodies"):
        if value := string(body, "value"):
            role = string(body, "role").lower()
            told = string(body, "contentType") or string(body, "contenttype") or role
            yield Body(value, pointer("bodies", index, "value"), form_of(told), role == "main")
    for name in document:
        if name.startswith("body_") and (value := string(document, name)):
            yield Body(value, pointer(name), form_of(name), name in ("body_xhtml", "body_html", "body_text"))


def form_of(told: str) -> str:
    """The form that a content type or the name of a field tells; plain text where it tells none."""
    return next((form for form in ("nitf", *_FORMS) if form in told.lower()), "text")


def add_front(parts: Document, document: Mapping[str, Json]) -> None:
    """Add headline and byline."""
    headlines = [
        (string(headline, "value"), pointer("headlines", index, "value"), string(headline, "role"))
        for index, headline in items(document, "headlines")
    ]
    headlines.sort(key=lambda headline: headline[2] != "main")
    if headlines:
        value, where, _ = headlines[0]
        parts.add_text(value, where, "heading")
    else:
        parts.add_text(string(document, "headline"), pointer("headline"), "heading")
    for name in ("byline", "by"):
        parts.add_text(string(document, name), pointer(name), "byline")
