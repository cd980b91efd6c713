"""Block quotations: words that the page sets off as quoted, with or without quotation marks.

Decides which stretches of the text are quotations because HTML or the document says so, and whose they
are where a citation is tied to them. Only originals tell block quotations: plain text has none.
"""

from collections.abc import Iterator, Sequence

import msgspec
from spacy.tokens import Doc

from attribution.annotations import Attribution, Block, Quotation, Range
from attribution.blocks import known_blocks
from attribution.layout import DASHES, PROBABILITY, is_signature


def with_block_quotes(doc: Doc, marked: Sequence[Quotation]) -> list[Quotation]:
    """All quotations in order: those between marks, and block quotations that have no marks around them.

    A block quotation of several paragraphs is one quotation a paragraph, tied by `continues`. Quotations
    inside one are nested in it.
    """
    opened = {quotation.start for quotation in marked if quotation.level == 0 and quotation.opened}
    plain = [quote for quote, _ in set_off(doc) if quote and quote[0].start not in opened]
    if not plain:
        return list(marked)
    inside = {token for quote in plain for block in quote for token in range(block.start, block.end)}
    # Each with the number that others know it by: marked ones first, as they are numbered already.
    found: list[tuple[int, Quotation]] = []
    for number, quotation in enumerate(marked):
        level = quotation.level + (quotation.start in inside)
        found.append((number, msgspec.structs.replace(quotation, level=level)))
    for quote in plain:
        for block in quote:
            number = len(found)
            found.append(
                (
                    number,
                    Quotation(
                        start=block.start,
                        end=block.end,
                        level=0,
                        opened=False,
                        closed=block is quote[-1],
                        continues=None if block is quote[0] else number - 1,
                        use="speech",
                    ),
                )
            )
    found.sort(key=lambda one: (one[1].start, one[1].level))
    position = {number: i for i, (number, _) in enumerate(found)}
    return [
        quotation
        if quotation.continues is None
        else msgspec.structs.replace(quotation, continues=position[quotation.continues])
        for _, quotation in found
    ]


def citations(doc: Doc) -> list[Attribution]:
    """Block quotations with the citation under them as their source."""
    found = []
    for quote, citation in set_off(doc):
        if not quote or citation is None:
            continue
        start, cue = signature(doc, citation)
        if is_signature(doc, start, citation.end):
            found.append(
                Attribution(
                    content=tuple((block.start, block.end) for block in quote),
                    cue=cue,
                    source=(start, citation.end),
                    probability=PROBABILITY,
                    source_probability=PROBABILITY,
                )
            )
    return found


def signature(doc: Doc, citation: Block) -> tuple[int, Range | None]:
    """Where the name in a citation starts, and the dash or "by" before it."""
    start = citation.start
    while start < citation.end and (doc[start].text in DASHES or doc[start].lower_ == "by"):
        start += 1
    return start, (citation.start, start) if start > citation.start else None


def has_words(doc: Doc, block: Block) -> bool:
    """Whether a block holds more than marks, dashes and the like."""
    return any(token.text[0].isalnum() for token in doc[block.start : block.end])


def set_off(doc: Doc) -> Iterator[tuple[list[Block], Block | None]]:
    """The blocks of each block quotation, and its citation if it has one, in order."""
    quote: list[Block] = []
    citation: Block | None = None
    group: int | None = None
    for block, known in known_blocks(doc):
        if known.kind not in ("quote", "citation") or block.kind != "paragraph" or known.group is None:
            continue
        if known.group != group:
            if quote:
                yield quote, citation
            quote, citation, group = [], None, known.group
        if known.kind == "quote":
            if has_words(doc, block):
                quote.append(block)
        else:
            citation = citation or block
    if quote:
        yield quote, citation
