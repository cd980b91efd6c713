"""The article as an HTML fragment in which every quote is marked, for preview panes.

    <div class="qa-article" lang="en">
    <p><mark class="qa-quote qa-direct" data-quote="q1f…" data-speaker="Ana Ruiz" …>“…”</mark> she said.</p>
    </div>
    <ul class="qa-notes" hidden>
    <li id="qa-note-q1f…">Ana Ruiz; named; channel not stated</li>
    </ul>

Paragraphs are what blank lines part; other line breaks become `<br>`. A quote inside another's words is a
mark inside a mark. One that runs over paragraphs, or overlaps another, is split; its pieces have the same
`data-quote`. There is neither script nor style; `docs/outputs.md` lists the classes and attributes.

Text and attributes are escaped: nothing in the article is taken for markup.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import pairwise, takewhile
from typing import NamedTuple

from attribution.outputs import wording
from attribution.outputs.points import Piece, Points
from attribution.results import Answer, Quote

#: One end of a line; carriage return and line feed together are one.
BREAK = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")


class Layer(NamedTuple):
    """A stretch of the text that the same quotes hold throughout."""

    start: int
    end: int
    quotes: tuple[int, ...]
    """By their number, the outermost first."""


def render(answer: Answer, text: str, url: str | None = None) -> bytes:
    """The fragment in UTF-8."""
    points = Points(text, answer.offset_unit)
    pieces = [(points.piece(span), i) for i, quote in enumerate(answer.quotes) for span in quote.spans]
    layers = layered(pieces, len(text))
    tags = [opening_tag(quote) for quote in answer.quotes]
    body = "".join(f"<p>{''.join(marked(text, part, layers, tags))}</p>\n" for part in paragraphs(text))
    notes = "".join(map(note, answer.quotes))
    return (
        f'<div class="qa-article" lang="{answer.language}">\n{body}</div>\n'
        + (f'<ul class="qa-notes" hidden>\n{notes}</ul>\n' if notes else "")
    ).encode()


def paragraphs(text: str) -> Iterator[Piece]:
    """The paragraphs: lines that follow each other without a blank one or a paragraph separator between."""
    first: int | None = None
    last = start = 0
    for end, after in [*(found.span() for found in BREAK.finditer(text)), (len(text), len(text))]:
        is_blank = not text[start:end].strip()
        if not is_blank:
            first = start if first is None else first
            last = end
        if first is not None and (is_blank or text[end:after] in ("\u2029", "")):
            yield Piece(first, last)
            first = None
        start = after


def layered(pieces: Iterable[tuple[Piece, int]], length: int) -> list[Layer]:
    """The text from 0 to `length` cut wherever a piece of a quote begins or ends, in order."""
    waiting = sorted(pieces, key=lambda piece: (piece[0].start, -piece[0].end, piece[1]), reverse=True)
    cuts = sorted({0, length, *(cut for piece, _ in waiting for cut in piece)})
    layers = []
    running: list[tuple[Piece, int]] = []
    for start, end in pairwise(cuts):
        running = [(piece, quote) for piece, quote in running if piece.end > start]
        while waiting and waiting[-1][0].start == start:
            running.append(waiting.pop())
        layers.append(Layer(start, end, tuple(quote for _, quote in running)))
    return layers


def marked(text: str, part: Piece, layers: Sequence[Layer], tags: Sequence[str]) -> Iterator[str]:
    """The HTML of a part of the text; every mark that is opened is closed."""
    opened: tuple[int, ...] = ()
    first = bisect_right(layers, part.start, key=lambda layer: layer.start) - 1
    for number in range(first, len(layers)):
        layer = layers[number]
        if layer.start >= part.end:
            break
        kept = len(common(opened, layer.quotes))
        yield "</mark>" * (len(opened) - kept)
        yield from (tags[quote] for quote in layer.quotes[kept:])
        opened = layer.quotes
        yield BREAK.sub("<br>\n", safe(text[max(layer.start, part.start) : min(layer.end, part.end)]))
    yield "</mark>" * len(opened)


def common(first: tuple[int, ...], second: tuple[int, ...]) -> list[int]:
    """What both begin with."""
    pairs = zip(first, second, strict=False)
    return [one for one, other in takewhile(lambda pair: pair[0] == pair[1], pairs)]


def opening_tag(quote: Quote) -> str:
    """The tag that begins each piece of the quote."""
    classes = ["qa-quote", f"qa-{quote.kind}"]
    if quote.anonymity.is_anonymous:
        classes.append("qa-anonymous")
    if quote.parent is not None:
        classes.append("qa-inner")
    attributes = {
        "class": " ".join(classes),
        "title": wording.summary(quote),
        "aria-describedby": f"qa-note-{quote.id}",
        "data-quote": quote.id,
        "data-kind": quote.kind,
        "data-speaker-id": quote.speaker.id if quote.speaker else "",
        "data-speaker": wording.who(quote),
        "data-anonymity": quote.anonymity.status,
        "data-channel": quote.channel.type,
    }
    written = " ".join(f'{name}="{safe(value)}"' for name, value in attributes.items())
    return f"<mark {written}>"


def note(quote: Quote) -> str:
    """What assistive technology reads of a quote, and a pane may show."""
    return f'<li id="qa-note-{safe(quote.id)}">{safe(wording.summary(quote))}</li>\n'


def safe(value: str) -> str:
    """The value as HTML text or inside a quoted attribute; NUL, which HTML cannot hold, is replaced."""
    return escape(value).replace("\0", "\ufffd")
