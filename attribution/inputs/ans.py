"""Arc XP's ANS stories: `content_elements` in order, each with its text in HTML.

Decides what each type of element is to an article. Source: the schemas 0.10.x at
https://github.com/washingtonpost/ans-schema. Elements of a type that is not known are read where they
have `content`; references that were not resolved hold no text.
"""

from collections.abc import Mapping

from attribution.inputs.assembly import Document
from attribution.inputs.fields import Json, items, pointer, string
from attribution.inputs.original import BlockKind, Original
from attribution.inputs.unreadable import UnreadableInput

#: Elements hold others; deeper than this nothing is read.
DEEPEST = 32

Path = tuple[str | int, ...]


def read(document: Mapping[str, Json]) -> Original:
    """The article of an ANS story.

    Raises:
        UnreadableInput: it has no content elements with text.
    """
    if not isinstance(document.get("content_elements"), list):
        raise UnreadableInput(
            "#/document/content_elements", "An ANS story has its text in the array content_elements."
        )
    parts = Document()
    for path in (("headlines", "basic"), ("subheadlines", "basic")):
        parts.add_html(string(document, *path), pointer(*path), "heading")
    for index, author in items(document, "credits", "by"):
        parts.add_text(string(author, "name"), pointer("credits", "by", index, "name"), "byline")
    before = len(parts)
    _Reader(parts).add_all(document, ("content_elements",))
    if len(parts) == before:
        raise UnreadableInput("#/document/content_elements", "None of the content elements has text.")
    return parts.original()


class _Reader:
    def __init__(self, parts: Document) -> None:
        self._parts = parts

    def add_all(
        self, holder: Json, path: Path, kind: BlockKind = "paragraph", group: int | None = None
    ) -> None:
        """Add the elements of an array, the last step of `path`."""
        if len(path) <= 2 * DEEPEST:
            for index, element in items(holder, path[-1]):
                self.add(element, (*path, index), kind, group)

    def add(self, element: Json, path: Path, kind: BlockKind, group: int | None) -> None:
        """Add one element."""
        match string(element, "type"):
            case "header":
                self._html(element, path, "heading" if kind == "paragraph" else kind, group)
            case "quote" | "blockquote":
                self._quote(element, path)
            case "list":
                self.add_all(element, (*path, "items"), "list_item" if kind == "paragraph" else kind, group)
            case "element_group":
                self.add_all(element, (*path, "content_elements"), kind, group)
            case "table":
                self.add_all(element, (*path, "header"), "table_cell")
                for row, cells in items(element, "rows"):
                    for column, cell in items(cells):
                        self.add(cell, (*path, "rows", row, column), "table_cell", None)
            case "image" | "video" | "gallery" | "audio" | "graphic":
                self._html(element, path, "caption", None, name="caption")
            case "oembed_response":
                self._parts.add_html(
                    string(element, "raw_oembed", "html"), pointer(*path, "raw_oembed", "html"), "embed"
                )
            case "correction":
                self._html(element, path, kind, group, name="text")
            case "interstitial_link":
                self._parts.leave_out(string(element, "content"), pointer(*path, "content"), "related")
            case "link_list":
                for index, item in items(element, "items"):
                    where = pointer(*path, "items", index, "content")
                    self._parts.leave_out(string(item, "content"), where, "related")
            case "custom_embed" | "divider" | "code" | "numeric_rating" | "reference":
                pass
            case _:
                self._html(element, path, kind, group)

    def _quote(self, element: Json, path: Path) -> None:
        is_pull = "pull" in string(element, "subtype").lower()
        group = self._parts.groups()
        kind: BlockKind = "pull_quote" if is_pull else "quote"
        self.add_all(element, (*path, "content_elements"), kind, group)
        self._html(element, path, kind, group)
        self._parts.add_html(
            string(element, "citation", "content"),
            pointer(*path, "citation", "content"),
            "citation",
            group=group,
        )

    def _html(
        self, element: Json, path: Path, kind: BlockKind, group: int | None, *, name: str = "content"
    ) -> None:
        self._parts.add_html(string(element, name), pointer(*path, name), kind, group=group)
