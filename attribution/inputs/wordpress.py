"""WordPress posts as its REST API gives them: `content.rendered`, or `content.raw` for editors.

Decides which of the two is read (the rendered one, where it has text) and how raw content becomes blocks:
that of the block editor is HTML between comments, which say where blocks begin; outside of blocks, as in
all posts of the classic editor, blank lines part paragraphs and shortcodes stand for what is no text.
Source: https://developer.wordpress.org/rest-api/reference/posts/ and the function wpautop.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from attribution.inputs.assembly import Document
from attribution.inputs.fields import Json, at, items, pointer, string
from attribution.inputs.html import Context, HtmlReader
from attribution.inputs.original import Original
from attribution.inputs.tree import Event
from attribution.inputs.unreadable import UnreadableInput
from attribution.inputs.writer import Setting

_BLOCK = re.compile(r"<!--\s*+(/?)wp:")
#: A blank line, a line end, or a shortcode: those of WordPress itself, and any with attributes.
_BREAK = re.compile(
    r"[ \t]{0,50}+\r?\n(?P<blank>(?:[ \t]{0,50}+\r?\n)++)?+"
    r"|(?P<shortcode>\[/?(?:caption|wp_caption|gallery|embed|audio|video|playlist)(?=[ \]/])[^\[\]]{0,2000}+\]"
    r"|\[[a-z][\w-]{1,40}(?: [\w-]{1,40}=[\"'][^\"'\[\]]{0,500}[\"'])++ ?/?\])"
)
_CAPTION = ("[caption", "[wp_caption")


class RawReader(HtmlReader):
    """Reads what stands in the database: HTML with block comments, or with line ends for paragraphs."""

    def __init__(self, html: str, context: Context | None = None) -> None:
        self._depth = 0
        self._in_caption = False
        super().__init__(html, context)

    def handle(self, event: Event) -> None:
        if event.kind == "comment" and (mark := _BLOCK.match(self.html, event.start)):
            self.writer.end_block()
            if mark[1]:
                self._depth = max(self._depth - 1, 0)
            elif not self.html.endswith("/-->", event.start, event.end):
                self._depth += 1
            return
        super().handle(event)

    def write(self, event: Event, setting: Setting) -> None:
        if event.kind == "break" or self._depth or setting.verbatim:
            super().write(event, setting)
            return
        position = event.start
        for found in _BREAK.finditer(self.html, event.start, event.end):
            self._write(position, found.start(), setting)
            if mark := found["shortcode"]:
                self.writer.end_block()
                self._in_caption = mark.startswith(_CAPTION)
            elif found["blank"]:
                self.writer.end_block()
            else:
                self.writer.line_break(found.start(), found.end())
            position = found.end()
        self._write(position, event.end, setting)

    def _write(self, start: int, end: int, setting: Setting) -> None:
        self.writer.write(start, end, replace(setting, kind="caption") if self._in_caption else setting)


def read(document: Mapping[str, Json]) -> Original:
    """The article of a post.

    Raises:
        UnreadableInput: it has no content with text, as where a password protects it.
    """
    for path, reader in contents(document):
        parts = Document()
        add_front(parts, document)
        before = len(parts)
        parts.add_html(string(document, *path), pointer(*path), reader=reader)
        if len(parts) > before:
            return parts.original()
    if at(document, "content", "protected") is True:
        raise UnreadableInput(
            "#/document/content/rendered", "The content is empty: the post is protected by a password."
        )
    raise UnreadableInput(
        "#/document/content/rendered", "A WordPress post has its text in content.rendered, or in content.raw."
    )


def contents(document: Mapping[str, Json]) -> Iterator[tuple[tuple[str, ...], type[HtmlReader]]]:
    """Where the text may stand, and who reads it."""
    yield ("content", "rendered"), HtmlReader
    yield ("content", "raw"), RawReader
    yield ("content",), HtmlReader


def add_front(parts: Document, document: Mapping[str, Json]) -> None:
    """Add title and authors."""
    for path in (("title", "rendered"), ("title", "raw"), ("title",)):
        if title := string(document, *path):
            parts.add_html(title, pointer(*path), "heading")
            break
    for index, author in items(document, "_embedded", "author"):
        parts.add_text(string(author, "name"), pointer("_embedded", "author", index, "name"), "byline")
