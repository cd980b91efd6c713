"""HTML as elements within each other: which are open where a text stands.

Decides where elements end that have no end tag of their own, as browsers do (HTML standard, section
13.2.6): a block ends the paragraph before it, a list item its sibling. Tags without a partner are passed
over. Every step takes a time that does not grow with the depth, and nothing recurses.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Literal, NamedTuple

from attribution.inputs.elements import BLOCKS, OF_HEAD, VOID
from attribution.inputs.markup import Token, tokens
from attribution.inputs.original import Element

#: Elements deeper than this have the place of the one at this depth: browsers go no deeper than 512.
DEEPEST = 128

#: Which elements a start tag ends, unless one of the others stands between.
_ENDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "li": (("li",), ("ul", "ol", "menu", "dir")),
    **dict.fromkeys(("dt", "dd"), (("dt", "dd"), ("dl",))),
    **dict.fromkeys(("td", "th"), (("td", "th"), ("table", "tr"))),
    "tr": (("tr",), ("table",)),
    **dict.fromkeys(("thead", "tbody", "tfoot"), (("thead", "tbody", "tfoot"), ("table",))),
}
#: No end tag reaches out of these, but their own and a table's.
_CELLS = frozenset({"td", "th", "caption"})
_OF_TABLE = frozenset("table thead tbody tfoot tr td th caption".split())
#: Within these a `cite` is a line of its own.
_QUOTES = frozenset({"aside", "blockquote", "figure"})


class Node:
    """An element that is open.

    Attributes:
        name: in lower case; "" is what surrounds all.
        element: its place; None for what surrounds all.
        is_block: whether its text stands apart.
        parent: the node around it.
    """

    __slots__ = ("counts", "element", "is_block", "name", "parent")

    def __init__(self, name: str, parent: "Node | None", element: Element | None, *, is_block: bool) -> None:
        self.name, self.parent, self.element, self.is_block = name, parent, element, is_block
        self.counts: dict[str, int] | None = None

    def number(self, name: str) -> int:
        """The number of a new child among those of its name."""
        if self.counts is None:
            self.counts = {}
        self.counts[name] = self.counts.get(name, 0) + 1
        return self.counts[name]


class Event(NamedTuple):
    """What happens at `[start, end)` of the source.

    Text, a line break or a comment in `node`; or `node` begins or ends. An element without an end tag ends
    at an empty stretch. A stray end tag of a block is a "gap" in the text of `node`.
    """

    kind: Literal["text", "break", "comment", "begin", "end", "gap"]
    node: Node
    start: int
    end: int
    token: Token


class Tree:
    """Walks over HTML once; `xhtml` says whether `<p/>` is an empty element, as in XML."""

    def __init__(self, source: str, *, xhtml: bool = False) -> None:
        self._source, self._xhtml = source, xhtml
        self.root = Node("", None, None, is_block=True)
        self._stack = [self.root]
        self._open: defaultdict[str, list[int]] = defaultdict(list)
        self._blocks = [0]
        self._cells = [-1]

    def __iter__(self) -> Iterator[Event]:
        token = Token("text", 0, 0)
        for token in tokens(self._source):
            if token.kind in ("text", "comment"):
                yield Event(
                    "text" if token.kind == "text" else "comment", self._stack[-1], *token[1:3], token
                )
            elif token.name == "br":
                yield Event("break", self._stack[-1], token.start, token.end, token)
            elif token.kind == "open":
                yield from self._begin(token)
            else:
                yield from self._end(token)
        yield from self._pop(1, Token("comment", len(self._source), len(self._source)))

    def _begin(self, token: Token) -> Iterator[Event]:
        name = token.name
        is_block = name in BLOCKS or (name == "cite" and self._stack[-1].name in _QUOTES)
        if is_block or self._stack[-1].name == "head":
            yield from self._end_implied(name, token, is_block=is_block)
        parent = self._stack[-1]
        number = parent.number(name)
        empty = name in VOID or (self._xhtml and self._source[token.end - 2] == "/")
        if empty:
            if is_block:
                yield Event("gap", parent, token.start, token.end, token)
            return
        element = parent.element
        if len(self._stack) <= DEEPEST:
            element = Element(element, name, number)
        node = Node(name, parent, element, is_block=is_block)
        self._open[name].append(len(self._stack))
        if is_block:
            self._blocks.append(len(self._stack))
        if name in _CELLS:
            self._cells.append(len(self._stack))
        self._stack.append(node)
        yield Event("begin", node, token.start, token.end, token)

    def _end_implied(self, name: str, token: Token, *, is_block: bool) -> Iterator[Event]:
        if self._stack[-1].name == "head" and name not in OF_HEAD:
            yield from self._pop(len(self._stack) - 1, token)
        if is_block and (paragraph := self._last("p")) > self._cells[-1]:
            yield from self._pop(paragraph, token)
        if name in _ENDS:
            ended, between = _ENDS[name]
            at = max(map(self._last, ended))
            if at > max(map(self._last, between)):
                yield from self._pop(at, token)

    def _end(self, token: Token) -> Iterator[Event]:
        name = token.name
        at = self._last(name)
        # No end tag of a stretch of a line ends the paragraph around, nor one in a cell the table.
        closes = (
            at > 0
            and (at > self._cells[-1] or name in _OF_TABLE)
            and (at > self._blocks[-1] or self._stack[at].is_block)
        )
        if closes:
            if at + 1 < len(self._stack):
                yield from self._pop(at + 1, token)
            yield Event("end", self._drop(), token.start, token.end, token)
        elif name in BLOCKS:
            yield Event("gap", self._stack[-1], token.start, token.end, token)

    def _last(self, name: str) -> int:
        """How deep the innermost open element of a name is; -1 without any."""
        open_ = self._open.get(name)
        return open_[-1] if open_ else -1

    def _pop(self, depth: int, token: Token) -> Iterator[Event]:
        """End elements until `depth` are left, where `token` starts."""
        while len(self._stack) > depth:
            yield Event("end", self._drop(), token.start, token.start, token)

    def _drop(self) -> Node:
        node = self._stack.pop()
        self._open[node.name].pop()
        if node.is_block:
            self._blocks.pop()
        if node.name in _CELLS:
            self._cells.pop()
        return node
