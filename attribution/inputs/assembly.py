"""From the parts of a document to one `Original`.

Decides the order (that in which readers add them) and which quotations only repeat the body. What a part
is in its format is left to the format's module.
"""

from collections.abc import Sequence
from itertools import count

from attribution.inputs.html import Context, HtmlReader
from attribution.inputs.original import SEPARATOR, Block, BlockKind, Omission, Original, Piece, Segment
from attribution.inputs.pull_quotes import settled_kinds
from attribution.inputs.writer import Draft, Setting


class Document:
    """A document that is read part by part."""

    def __init__(self) -> None:
        self.groups = count().__next__
        self._sources: list[str] = []
        self._drafts: list[Draft] = []
        self._left_out: list[Omission] = []

    def add_html(
        self,
        html: str,
        pointer: str | None,
        kind: BlockKind = "paragraph",
        *,
        group: int | None = None,
        xhtml: bool = False,
        reader: type[HtmlReader] = HtmlReader,
    ) -> None:
        """Add a field of HTML; see `html.Context`."""
        context = Context(self._number(html), pointer, kind, group, xhtml, self.groups)
        self.add(reader(html, context))

    def add(self, reader: HtmlReader) -> None:
        """Add what a reader read."""
        self._drafts += reader.drafts
        self._left_out += reader.omissions

    def add_text(self, text: str, pointer: str, kind: BlockKind = "paragraph") -> None:
        """Add a field of plain text, as it stands. What its lines are is left to the engine."""
        if text.strip():
            setting = Setting(kind, pointer)
            self._drafts.append(Draft(setting, self._number(text), [Piece(text, 0, len(text))]))

    def leave_out(self, html: str, pointer: str, reason: str) -> None:
        """Note that a field is no part of the article."""
        if html.strip():
            self._left_out.append(Omission(reason, pointer, self._number(html), 0, len(html)))

    def original(self) -> Original:
        """All that was added."""
        return assemble(self._drafts, self._sources, self._left_out)

    def __len__(self) -> int:
        """How many blocks were added."""
        return len(self._drafts)

    def _number(self, source: str) -> int:
        self._sources.append(source)
        return len(self._sources) - 1


def assemble(drafts: Sequence[Draft], sources: Sequence[str], left_out: Sequence[Omission]) -> Original:
    """The text view of the blocks, with what made it."""
    texts: list[str] = []
    blocks: list[Block] = []
    segments: list[Segment] = []
    position = 0
    for draft, kind in zip(drafts, settled_kinds(drafts), strict=True):
        if blocks:
            texts.append(SEPARATOR)
            position += len(SEPARATOR)
        start = position
        for text, source_start, source_end in draft.pieces:
            segments.append(
                Segment(position, len(text), source_start, source_end - source_start, len(blocks))
            )
            texts.append(text)
            position += len(text)
        setting = draft.setting
        blocks.append(Block(start, position, kind, setting.group, setting.place, draft.source, setting.base))
    return Original("".join(texts), blocks, segments, sources, left_out)


def read_html(html: str) -> Original:
    """HTML by itself: a whole page, or a part of one. Never raises; the text may be empty."""
    document = Document()
    document.add_html(html, None)
    return document.original()
