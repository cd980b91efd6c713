"""NITF, the News Industry Text Format of the IPTC: XML with `body.head`, `body.content` and `body.end`.

Decides what each element is to an article. Places are XPaths by local names, and offsets count in an
element's text as XPath's `string()` and the DOM's `textContent` give it. The parser loads no DTD, resolves
no entities and reaches nothing outside. Source: the DTDs 2.5 to 3.6 at https://iptc.org/standards/nitf/.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from attribution.inputs.assembly import assemble
from attribution.inputs.charrefs import decode
from attribution.inputs.elements import of_class
from attribution.inputs.original import BlockKind, Element, Omission, Original
from attribution.inputs.unreadable import UnreadableInput
from attribution.inputs.writer import Draft, Setting, Writer

#: An element of lxml, which has no types of its own.
Node = Any

#: What is no text of the article: notes to editors, rights, data on media.
_LEFT_OUT = {"abstract": "abstract", "note": "note_to_editors", "distributor": "credit"}
_UNSEEN = frozenset(
    "head rights copyrite media-metadata media-reference media-producer media-object datasource "
    "nitf-table-metadata custom-table bibliography series revision-history".split()
)
_KINDS: dict[str, BlockKind] = {
    "hl1": "heading",
    "hl2": "heading",
    "byline": "byline",
    "tagline": "byline",
    "dateline": "dateline",
    "li": "list_item",
    "dt": "list_item",
    "dd": "list_item",
    "td": "table_cell",
    "th": "table_cell",
    "bq": "quote",
    "media-caption": "caption",
    "caption": "caption",
}
_BLOCKS = frozenset(
    "nitf body body.head body.content body.end hedline block p table tr ol ul dl media pre hr fn abstract note "
    "distributor credit col thead tbody tfoot nitf-table".split()
) | frozenset(_KINDS)
_FIRM = frozenset({"quote", "pull_quote", "citation", "caption", "byline", "dateline"})


def read(document: str | bytes) -> Original:
    """The article of an NITF document.

    Raises:
        UnreadableInput: it is no XML, has entities of its own, or no `body.content` with text.
    """
    root = parse(document)
    if not any(local_name(node) == "body.content" for node in root.iter(etree.Element)):
        raise UnreadableInput("#/document", "An NITF document has its text in the element body.content.")
    reader = _Reader(root)
    if not any(draft.setting.kind not in ("heading", "byline", "dateline") for draft in reader.drafts):
        raise UnreadableInput("#/document", "The element body.content is empty.")
    return assemble(reader.drafts, [reader.text], reader.left_out)


def parse(document: str | bytes) -> Node:
    """The root element.

    Raises:
        UnreadableInput: the document is no XML, or declares entities.
    """
    parser = etree.XMLParser(
        # What is decoded already may still name the encoding that it once had.
        encoding="utf-8" if isinstance(document, str) else None,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_pis=True,
    )
    content = document.encode("utf-8", "replace") if isinstance(document, str) else document
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        # The parser's own words repeat parts of the document.
        line, column = error.position
        raise UnreadableInput(
            "#/document", f"The document is not well-formed XML (line {line}, column {column})."
        ) from None
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise UnreadableInput(
            "#/document", "The document declares entities of its own, which are not resolved."
        )
    return root


@dataclass(slots=True)
class _State:
    """What holds for the text of an element."""

    element: Element
    counts: Counter[str]
    setting: Setting
    start: int
    is_block: bool
    is_read: bool


class _Reader:
    """Walks over the tree once; what it writes is cut from the text of the whole document."""

    def __init__(self, root: Node) -> None:
        steps = list(walk(root))
        self.text = "".join(text for _, _, text in steps)
        self.left_out: list[Omission] = []
        self._groups = 0
        self._writer = Writer(self.text, 0, references=False)
        self._stack: list[_State] = []
        self._position = 0
        for event, node, text in steps:
            if event == "text":
                start, self._position = self._position, self._position + len(text)
                if self._stack[-1].is_read:
                    self._writer.write(start, self._position, self._stack[-1].setting)
            elif event == "start":
                self._begin(node)
            else:
                self._end(node)

    @property
    def drafts(self) -> list[Draft]:
        return self._writer.drafts

    def _begin(self, node: Node) -> None:
        name = local_name(node)
        if not self._stack:
            setting = Setting("paragraph", Element(None, f"/{name}", 1))
            around = _State(Element(None, f"/{name}", 1), Counter(), setting, 0, is_block=True, is_read=True)
            self._stack.append(around)
            return
        around = self._stack[-1]
        around.counts[name] += 1
        element = Element(around.element, name, around.counts[name])
        is_block = name in _BLOCKS
        if is_block:
            self._writer.end_block()
        if name == "br":
            self._writer.line_break(self._position, self._position)
        told = of_class(node.get("class") or "")
        is_read = around.is_read and name not in _UNSEEN and name not in _LEFT_OUT and told.reason is None
        setting = around.setting
        if is_block and is_read:
            kind, group = self._kind(name, told.kind, around.setting)
            setting = Setting(kind, element, group, self._position, verbatim=name == "pre")
        self._stack.append(_State(element, Counter(), setting, self._position, is_block, is_read))

    def _kind(self, name: str, told: BlockKind | None, around: Setting) -> tuple[BlockKind, int | None]:
        if name == "credit" and around.kind in ("quote", "pull_quote"):
            return "citation", around.group
        if around.kind in _FIRM:
            return around.kind, around.group
        kind = told or _KINDS.get(name)
        if kind in ("quote", "pull_quote"):
            self._groups += 1
            return kind, self._groups
        if kind is None and around.kind in ("list_item", "table_cell"):
            kind = around.kind
        return kind or "paragraph", None

    def _end(self, node: Node) -> None:
        state = self._stack.pop()
        if state.is_block:
            self._writer.end_block()
        name = local_name(node)
        outermost = not state.is_read and self._stack[-1].is_read and name not in _UNSEEN
        if (
            outermost
            and not self.text[state.start : self._position].isspace()
            and self._position > state.start
        ):
            reason = _LEFT_OUT.get(name) or of_class(node.get("class") or "").reason or "furniture"
            self.left_out.append(Omission(reason, state.element, 0, state.start, self._position, state.start))


def walk(root: Node) -> Iterator[tuple[str, Node, str]]:
    """Starts and ends of elements and the text between them, in order."""
    for event, node in etree.iterwalk(root, events=("start", "end", "comment")):
        name = local_name(node)
        if event == "start":
            if name:
                yield "start", node, ""
            if text := node.text if name else decode(node.text)[0]:
                yield "text", node, text
        elif event == "end" and name:
            yield "end", node, ""
        if event != "start" and node.tail and node is not root:
            yield "text", node, node.tail


def local_name(node: Node) -> str:
    """The name of an element without its namespace; empty for comments and entities."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
