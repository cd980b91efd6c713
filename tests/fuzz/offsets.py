"""Offsets of any text in every unit: each span is the slice that a client cuts out with them."""

from collections.abc import Iterator

import numpy as np

import seeds as articles
from attribution.blocks import BlockFinder
from attribution.results import AROUND
from attribution.spans import Offsets
from attribution.units import unit_offsets
from tests.attribution.front import blank
from tests.fuzz.html import UNITS

WORDS = [
    "é",
    "e\u0301",
    "😀",
    "👩‍👩‍👧",
    "🇬🇧",
    "\U0010ffff",
    "\uffff",
    "\ufeff",
    "\u202e",
    "日本",
    "“",
    "”",
    "\n\n",
    " ",
]


def seeds() -> Iterator[bytes]:
    """The first byte and the second choose tokens; the rest is text."""
    for number, article in enumerate(articles.load()):
        yield bytes([number, 9 * number % 256]) + article.text[:800].replace("said", "said 😀").encode()


def check(data: bytes) -> None:
    """Raise where a span, its offsets or what stands around it are not slices of the text."""
    text = data[2:].decode("utf-8", "replace")
    for unit, (encoding, width) in UNITS.items():
        offsets = unit_offsets(text, unit)
        assert len(offsets) == len(text) + 1
        assert int(offsets[-1]) * width == len(text.encode(encoding))
        assert np.all(np.diff(offsets) >= 1)
        middle = len(text) // 2
        assert int(offsets[middle]) * width == len(text[:middle].encode(encoding))
    with blank().memory_zone():
        doc = BlockFinder()(blank().make_doc(text))
        if not len(doc):
            return
        start = data[0] % len(doc)
        tokens = start, min(len(doc), start + 1 + data[1])
        for unit, (encoding, width) in UNITS.items():
            span = Offsets(doc, unit).anchored(tokens)
            encoded = text.encode(encoding)
            assert encoded[span.start * width : span.end * width].decode(encoding) == span.text
            before = encoded[: span.start * width].decode(encoding)
            after = encoded[span.end * width :].decode(encoding)
            assert (span.prefix, span.suffix) == (before[-AROUND:], after[:AROUND])
            assert span.text == doc[slice(*tokens)].text
