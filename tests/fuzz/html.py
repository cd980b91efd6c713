"""Any HTML through the reader and the front of the pipeline: every character comes from its source."""

from collections.abc import Iterator
from itertools import pairwise

from attribution.blocks import BlockFinder
from attribution.inputs.assembly import read_html
from attribution.inputs.original import Original
from attribution.quotations import QuotationFinder
from tests.attribution.front import blank
from tests.fuzz.quotations import check_front
from tests.inputs.samples import FIXTURES
from tests.inputs.test_html import DEEP, REFERENCES, TAGS, WITH_CLASS
from tests.inputs.test_html import check as check_source

WORDS = [
    *TAGS, *WITH_CLASS, *REFERENCES, "“", "”", '"', "'", "<br>", "<br/>", "-->", "--!>", "<!DOCTYPE html>", "</", "/>",
    "<q>", "</q>", "<textarea>", "<title>", "<style>", "<template>", "<noscript>", "<iframe>", "<main>", "<article>",
    "<figure class='pullquote'>", " hidden", " aria-hidden='true'", " style='display:none'", " class='byline'",
    " class='related'", " class='caption'", "<dl><dt>", "<dd>", "&nbsp", "&#x1F600;", "&#xD800;", "&CounterClockwise",
    "\xa0", "\u00ad", "\x00", "\r\n", "\f",
]  # fmt: skip
UNITS = {"codepoint": ("utf-32-le", 4), "utf16": ("utf-16-le", 2), "utf8": ("utf-8", 1)}


def seeds() -> Iterator[bytes]:
    """Our page, its stretches, and what is made to do harm."""
    page = (FIXTURES / "page.html").read_bytes()
    yield from (page[start : start + 1500] for start in range(0, len(page), 1000))
    yield from (heap[:500].encode() for heap in DEEP.values())
    yield "<p>“We go,” Ana Lind said.</p><blockquote>No.<cite>Tom Reed</cite></blockquote>".encode()


def check(data: bytes) -> None:
    """Raise where the reader fails, or text, blocks or pointers are not what the source makes."""
    source = data.decode("utf-8", "replace")
    original = read_html(source)
    check_source(source, original)
    if original.text:
        check_text_view(original)
        check_pointers(original)


def check_text_view(original: Original) -> None:
    """Raise where the front of the pipeline breaks its promises over a text view."""
    with blank().memory_zone():
        doc = blank().make_doc(original.text)
        doc._.original = original
        doc = QuotationFinder()(BlockFinder()(doc))
        assert doc.text == original.text
        check_front(doc)


def check_pointers(original: Original) -> None:
    """Raise where a pointer does not cover what made its stretch: each block, and stretches over blocks."""
    length = len(original.text)
    edges = sorted(
        {0, length, *(block.start for block in original.blocks), *range(0, length, length // 7 + 1)}
    )
    bases = {block.place: block.base for block in original.blocks}
    for start, end in pairwise(edges):
        first, _, block = original.source_range(start)
        _, last, end_block = original.source_range(end - 1)
        for unit, (encoding, width) in UNITS.items():
            found = original.pointer(start, end, unit)
            assert found.element == str(block.place)
            assert (found.end_element or found.element) == str(end_block.place)
            for place, source, base, offset, expected in (
                (block.place, block.source, block.base, found.start, first),
                (end_block.place, end_block.source, end_block.base, found.end, last),
            ):
                assert bases[place] == base
                before = original.sources[source][base:].encode(encoding, "surrogatepass")[: offset * width]
                assert len(before) == offset * width
                assert len(before.decode(encoding, "surrogatepass")) == expected - base
