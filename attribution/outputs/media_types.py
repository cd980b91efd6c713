"""The formats in which an answer can be had, and their names.

Knows nothing of how they are made, so that a program which only has to choose one loads no more than this.
"""

from msgspec import Struct


class Output(Struct, frozen=True, kw_only=True):
    """A format."""

    name: str
    """For people: what the command line calls it."""
    media_type: str
    """Its Content-Type, with every parameter."""
    aliases: tuple[str, ...] = ()
    """Other Content-Types of the same bytes."""
    meaning: str
    """What it is, as a sentence or two of Markdown."""

    @property
    def media_types(self) -> tuple[str, ...]:
        return self.media_type, *self.aliases


JSON = Output(
    name="json",
    media_type="application/json",
    meaning="Everything that was found. What is sent where the request does not say what it takes.",
)
MSGPACK = Output(
    name="msgpack",
    media_type="application/msgpack",
    aliases=("application/vnd.msgpack", "application/x-msgpack"),
    meaning="The same as the JSON, field by field, in [MessagePack](https://msgpack.org).",
)
# Before the annotations: who asks for JSON-LD without a profile means what web pages have in
# <script type="application/ld+json">, which is schema.org; clients of annotations name their profile.
SCHEMA_ORG = Output(
    name="schema",
    media_type='application/ld+json;profile="https://schema.org"',
    meaning="[schema.org](https://schema.org/Quotation) `Quotation`s, for a page's structured data.",
)
WEB_ANNOTATION = Output(
    name="webannotation",
    media_type='application/ld+json;profile="http://www.w3.org/ns/anno.jsonld"',
    meaning="A [W3C Web Annotation](https://www.w3.org/TR/annotation-model/) page with an annotation for each "
    "quote. Its positions are code points whatever `offset_unit` was asked for, as the standard demands.",
)
CSV = Output(
    name="csv",
    media_type="text/csv; charset=utf-8; header=present",
    meaning="A row for each quote, for spreadsheets; the first row names the columns. A cell that a "
    "spreadsheet would take for a formula begins with an apostrophe.",
)
HTML = Output(
    name="html",
    media_type="text/html; charset=utf-8",
    meaning="The article as an HTML fragment in which every quote is marked, for preview panes.",
)

#: In the order in which they are preferred where the client does not mind.
OUTPUTS = (JSON, MSGPACK, SCHEMA_ORG, WEB_ANNOTATION, CSV, HTML)

BY_NAME = {output.name: output for output in OUTPUTS}
BY_MEDIA_TYPE = {media_type: output for output in OUTPUTS for media_type in output.media_types}
