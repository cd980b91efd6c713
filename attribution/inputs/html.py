"""HTML to blocks: what a reader sees of an article, in order, with the place of every character.

Decides of which kind a block is and what is left out, from the elements it stands in: elements.py tells
what one is by itself. Menus, related stories and their like are left out and reported; if next to nothing
is left then, the largest of them was the article's own wrapper, and is read after all.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count

from attribution.inputs.elements import UNSEEN, Meaning, meaning
from attribution.inputs.markup import RAW_TEXT
from attribution.inputs.omitted import DEEPEST, Omitted, find_wrappers, left_out
from attribution.inputs.original import BlockKind, Omission
from attribution.inputs.tree import Event, Node, Tree
from attribution.inputs.writer import Draft, Setting, Writer

#: Kinds that hold for everything inside.
_FIRM = frozenset({"embed", "pull_quote", "quote", "citation", "caption", "byline", "dateline"})
#: What may stand in a figure and is no caption.
_IN_FIGURE = frozenset({"quote", "pull_quote", "embed", "table_cell"})
_QUOTES = frozenset({"quote", "pull_quote"})
#: In a quotation these say whose it is.
_OF_CITATION = frozenset({"cite", "footer", "figcaption", "credit"})
#: In these white space stays as it is.
_VERBATIM = frozenset({"pre", "xmp", "listing", "plaintext"})


@dataclass(slots=True)
class State:
    """What holds for the text of an open element."""

    setting: Setting
    unseen: bool = False
    dropped: Omitted | None = None
    """A stretch of a line that is left out without ending its block: a button, a hidden word."""
    quotation: int | None = None
    """In a figure, the group of the quotation it holds."""


@dataclass(slots=True, frozen=True)
class Context:
    """Where HTML stands in a document.

    Attributes:
        source: its index among the sources of the document.
        pointer: the field it stands in; None for HTML by itself, whose places are its elements.
        kind: what its blocks are where they do not tell otherwise.
        group: the group of all of them, if they are one quotation.
        xhtml: whether `<p/>` is an empty element, as in XML.
        groups: gives numbers for further groups.
    """

    source: int = 0
    pointer: str | None = None
    kind: BlockKind = "paragraph"
    group: int | None = None
    xhtml: bool = False
    groups: Callable[[], int] = field(default_factory=lambda: count().__next__)


class HtmlReader:
    """Reads one piece of HTML. Never raises, whatever the HTML; takes time linear in its length."""

    def __init__(self, html: str, context: Context | None = None) -> None:
        self.html, self.context = html, context or Context()
        self.writer = Writer(html, self.context.source)
        self._omitted: dict[Node, Omitted] = {}
        tree = Tree(html, xhtml=self.context.xhtml)
        place = "." if self.context.pointer is None else self.context.pointer
        setting = Setting(self.context.kind, place, self.context.group)
        self._states: dict[Node, State] = {tree.root: State(setting)}
        for event in tree:
            self.handle(event)
        self.writer.end_block()
        find_wrappers([(draft.setting.omitted, len(draft.text.split())) for draft in self.writer.drafts])

    @property
    def drafts(self) -> list[Draft]:
        """The blocks that belong to the article, in order."""
        return [
            d for d in self.writer.drafts if d.setting.omitted is None or d.setting.omitted.outermost is None
        ]

    @property
    def omissions(self) -> list[Omission]:
        """What was left out, in order."""
        return [
            Omission(one.reason, one.place, self.context.source, one.start, one.end)
            for one in left_out(self._omitted.values())
        ]

    def handle(self, event: Event) -> None:
        """Take in what comes next."""
        node = event.node
        if event.kind == "begin":
            self._begin(event)
        elif event.kind == "end":
            self._end(event)
        elif event.kind == "gap":
            self.writer.end_block()
        elif event.kind in ("text", "break"):
            state = self._states[node]
            if state.unseen:
                return
            shown = event.kind == "text" and not self.html[event.start : event.end].isspace()
            for omitted in (state.dropped, state.setting.omitted):
                if omitted is not None:
                    omitted.has_text |= shown
            if state.dropped is None:
                self.write(event, state.setting)

    def write(self, event: Event, setting: Setting) -> None:
        """Add text that is shown, or a line break."""
        if event.kind == "break":
            self.writer.line_break(event.start, event.end)
        else:
            self.writer.write(event.start, event.end, setting)

    def _begin(self, event: Event) -> None:
        node = event.node
        assert node.parent is not None
        around = self._states[node.parent]
        if node.is_block:
            self.writer.end_block()
        if around.unseen or node.name in UNSEEN or node.name in RAW_TEXT:
            self._states[node] = State(around.setting, unseen=True)
            return
        told = meaning(node.name, event.token.attributes)
        if not node.is_block:
            self._states[node] = self._inline(node, told, around, event.start)
            return
        kind, group = self._kind(node, told, around)
        omitted = around.dropped or around.setting.omitted
        if kind == "pull_quote" and around.setting.kind != "pull_quote":
            # An aside that quotes is no furniture; what stands beside the quotation in it is.
            omitted = omitted.around if omitted is not None and omitted.reason == "aside" else omitted
        elif told.reason is not None and not (kind == "citation" and node.name in _OF_CITATION):
            omitted = self._omit(told.reason, node, omitted, event.start)
        place = around.setting.place if self.context.pointer is not None else (node.element or ".")
        verbatim = around.setting.verbatim or node.name in _VERBATIM
        setting = Setting(kind, place, group, verbatim=verbatim, omitted=omitted)
        self._states[node] = State(setting)

    def _inline(self, node: Node, told: Meaning, around: State, start: int) -> State:
        if told.reason is None or around.dropped is not None:
            return around
        return replace(around, dropped=self._omit(told.reason, node, around.setting.omitted, start))

    def _kind(self, node: Node, told: Meaning, around: State) -> tuple[BlockKind, int | None]:
        """The kind of a block within another, and its group."""
        outer, group = around.setting.kind, around.setting.group
        kind = told.kind
        if kind == "quote" and self._is_beside(around):
            kind = "pull_quote"
        if outer in _QUOTES and node.name in _OF_CITATION:
            return "citation", group
        if outer == "caption" and node.name in _OF_CITATION and around.quotation is not None:
            return "citation", around.quotation
        if outer in _FIRM and not (outer == "caption" and kind in _IN_FIGURE):
            return outer, group
        if kind in _QUOTES:
            group = self.context.groups()
            around.quotation = group
        elif kind is None and outer in ("list_item", "table_cell", "heading"):
            kind = outer
        return kind or self.context.kind, group

    def _is_beside(self, around: State) -> bool:
        omitted = around.setting.omitted
        return omitted is not None and omitted.reason == "aside"

    def _omit(self, reason: str, node: Node, around: Omitted | None, start: int) -> Omitted:
        if around is not None and around.depth >= DEEPEST:
            return around
        place = (node.element or ".") if self.context.pointer is None else self.context.pointer
        self._omitted[node] = Omitted(reason, place, start, around)
        return self._omitted[node]

    def _end(self, event: Event) -> None:
        if event.node.is_block:
            self.writer.end_block()
        del self._states[event.node]
        if event.node in self._omitted:
            self._omitted[event.node].end = event.end
