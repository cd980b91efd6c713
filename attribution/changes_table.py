"""What became of an article's quotes, for people to read in a terminal.

Says everything in words and signs: [-taken out-] and {+put in+}, as wdiff has it; colour only repeats
it. Quotes that are the same in both versions are counted and not shown.
"""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from attribution.changes import Change, Changes, ChangeSummary, Difference, Piece
from attribution.results import Answer, Quote, Span
from attribution.table import counted, plain, spaced, speaker, words

#: What is counted apart from the quotes' words, and how it is told.
FINDINGS = {
    "reattributed": "given to another speaker",
    "made_anonymous": "made anonymous",
    "no_longer_anonymous": "no longer anonymous",
    "rerouted": "said to come by another channel",
}

REMOVED, INSERTED = "red", "green"

#: Blanks above, right, below and left.
INDENT = (0, 0, 0, 2)


def render(before: Answer, after: Answer, found: Changes, heading: str) -> RenderableType:
    """The heading with a summary, and a paragraph for each quote that is not the same in both versions."""
    old, new = ({quote.id: quote for quote in answer.quotes} for answer in (before, after))
    parts: list[RenderableType] = [Text(f"{plain(heading)}: {summary(found.summary)}", "bold")]
    for change in found.changes:
        if change.type != "kept" or change.differences:
            quote = new[change.after] if change.after else old[change.before or ""]
            parts += [Text(), *paragraph(change, quote)]
    return Group(*parts)


def summary(found: ChangeSummary) -> str:
    """`9 quotes: 5 kept, 4 altered; 1 made anonymous`."""
    types = {name: getattr(found, name) for name in ("kept", "moved", "altered", "added", "removed")}
    shown = ", ".join(f"{count} {name}" for name, count in types.items() if count)
    told = [f"{count} {phrase}" for name, phrase in FINDINGS.items() if (count := getattr(found, name))]
    return "; ".join([counted(sum(types.values()), "quote") + (f": {shown}" if shown else ""), *told])


def paragraph(change: Change, quote: Quote) -> Iterator[RenderableType]:
    """What became of a quote: a line that says so, its words, and what is said differently of them."""
    yield Text.assemble((change.type.upper(), "bold"), "  ", speaker(quote.speaker))
    if change.diff:
        shown = Text(" ").join(edit for piece in change.diff for edit in edits(piece))
    elif change.type in ("added", "removed"):
        shown = inserted(quote.spans) if change.type == "added" else taken_out(quote.spans)
    else:
        shown = words(quote)
    yield Padding(shown, INDENT, expand=False)
    for difference in change.differences:
        yield Padding(told(difference), INDENT, expand=False)


def edits(piece: Piece) -> Iterator[Text]:
    """A piece of a diff as it is shown."""
    if piece.operation == "equal":
        yield Text(joined(piece.after))
    if piece.operation in ("delete", "replace"):
        yield taken_out(piece.before)
    if piece.operation in ("insert", "replace"):
        yield inserted(piece.after)


def taken_out(spans: list[Span]) -> Text:
    """Words of the earlier version alone."""
    return Text(f"[-{joined(spans)}-]", REMOVED)


def inserted(spans: list[Span]) -> Text:
    """Words of the later version alone."""
    return Text(f"{{+{joined(spans)}+}}", INSERTED)


def joined(spans: list[Span]) -> str:
    """The words, ` … ` where something stands between them."""
    return plain(" … ".join(span.text for span in spans))


def told(difference: Difference) -> Text:
    """`speaker: Tom Reed -> an official`."""
    return Text(f"{spaced(difference.field)}: {value(difference.before)} -> {value(difference.after)}")


def value(given: str | bool | None) -> str:
    """A value as a word."""
    if isinstance(given, bool):
        return "yes" if given else "no"
    return plain(spaced(given)) if given else "none"
