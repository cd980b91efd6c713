"""Blocks: the paragraphs and headings of an article, and what on the page is no part of it.

Writes the blocks that paragraphs.py parts and block_kinds.py tells apart, sets datelines off from their
paragraphs, and gives the parser the borders it must keep to. What the paragraphs say is left to later
stages.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

import numpy as np
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc
from thinc.types import Ints2d

from attribution.annotations import Block, Range, register
from attribution.block_kinds import kinds_of, settled
from attribution.bylines import agency_of, dateline
from attribution.columns import text_and_starts, word_columns
from attribution.furniture import furniture, opens_boilerplate
from attribution.inputs.original import Block as OriginalBlock
from attribution.inputs.original import BlockKind, Original
from attribution.paragraphs import paragraphs, white_space

#: A dateline without region or agency stands in one of the first paragraphs.
EARLY = 4

#: Why blocks that the original tells are not analysed.
OF_ORIGINAL: Mapping[BlockKind | None, str] = {
    "pull_quote": "repeated_pull_quote",
    "embed": "embed",
    "caption": "caption",
}


@Language.factory("attribution_blocks", assigns=["doc._.blocks", "token.is_sent_start"])
def make_blocks(nlp: Language, name: str) -> "BlockFinder":
    """Make the component; it runs right after the tokenizer."""
    register()
    return BlockFinder()


class BlockFinder:
    """Writes `doc._.blocks`, and sentence borders that the parser keeps to.

    A sentence starts where a block does, and none starts at white space.
    """

    def __call__(self, doc: Doc) -> Doc:
        blocks = tuple(partition(doc))
        doc._.blocks = blocks
        # One array: `token.is_sent_start = …` looks through the whole document each time.
        starts = np.zeros(len(doc), dtype=np.int64)
        starts[[position for position in white_space(word_columns(doc)) if position]] = -1
        starts[[block.start for block in blocks if block.kind != "space"]] = 1
        return doc.from_array([SENT_START], cast("Ints2d", starts.astype(np.uint64).reshape(-1, 1)))


def left_out(doc: Doc) -> list[tuple[str, Range]]:
    """What is no part of the article's own words: a reason code and the tokens, in order.

    Codes: byline, dateline, repeated_pull_quote, embed, caption, and those of furniture.py (advertisement,
    subscription, account, comments, …).
    """
    found: list[tuple[str, Range]] = []
    blocks = [block for block in doc._.blocks if block.kind != "space"]
    known: list[BlockKind | None] = [None] * len(blocks)
    if doc._.original is not None:
        known = [block.kind for _, block in known_blocks(doc)]
    before = "related"
    goes_on = False
    for number, block in enumerate(blocks):
        if block.kind == "furniture" and known[number] in OF_ORIGINAL:
            start = block.start
            if goes_on and known[number] == known[number - 1]:
                _, (start, _) = found.pop()
            found.append((OF_ORIGINAL[known[number]], (start, block.end)))
            goes_on = True
            continue
        goes_on = False
        if block.kind == "furniture":
            text = doc[block.start : block.end].text
            reason, _ = furniture(text, last=True)
            if reason is None and number + 1 < len(blocks):
                after = blocks[number + 1]
                reason = "boilerplate" if opens_boilerplate(text, doc[after.start : after.end].text) else None
            # What tells no reason by itself goes with the furniture before it.
            before = reason or before
            found.append((before, (block.start, block.end)))
        elif block.kind in ("byline", "dateline"):
            found.append((block.kind, (block.start, block.end)))
    return found


def known_blocks(doc: Doc) -> list[tuple[Block, OriginalBlock]]:
    """Each block that holds words, with what the original says of it; empty where there is no original."""
    if doc._.original is None:
        return []
    blocks = [block for block in doc._.blocks if block.kind != "space"]
    known = original_blocks(doc._.original, [doc[block.start].idx for block in blocks])
    return list(zip(blocks, known, strict=True))


def original_blocks(original: Original, positions: Sequence[int]) -> list[OriginalBlock]:
    """The blocks of an original in which characters of the text stand."""
    starts = [block.start for block in original.blocks]
    return [original.blocks[bisect_right(starts, position) - 1] for position in positions]


def dateline_agency(doc: Doc) -> str | None:
    """The agency that the first dateline with an agency names, as printed: "AP" in "OSLO (AP) —"."""
    for block in doc._.blocks:
        if block.kind == "dateline" and (agency := agency_of(doc[block.start : block.end].text)):
            return agency
    return None


def partition(doc: Doc) -> Iterator[Block]:
    """Blocks in order, without gap or overlap, from the first token to the last."""
    words = word_columns(doc)
    text, starts = text_and_starts(doc)
    ranges = paragraphs(words, text, starts)
    texts = [text[starts[start] : starts[end - 1] + len(words.text[end - 1])] for start, end in ranges]
    kinds = kinds_of(texts)
    if doc._.original is not None:
        known = original_blocks(doc._.original, [starts[start] for start, _ in ranges])
        kinds = [
            settled(kind, block.kind, block_text)
            for kind, block, block_text in zip(kinds, known, texts, strict=True)
        ]
    end_before = 0
    body_paragraphs = 0
    for (start, end), block, kind in zip(ranges, texts, kinds, strict=True):
        if start > end_before:
            yield Block(end_before, start, "space")
        body = behind = start
        if kind == "paragraph":
            found = dateline(block, early=body_paragraphs < EARLY)
            if found is not None:
                stop = starts[start] + found[0]
                behind = next((i for i in range(start, end) if starts[i] >= stop), start)
                body = next((i for i in range(behind, end) if not words.is_space[i]), behind)
            body_paragraphs += 1
        if behind > start:
            yield Block(start, behind, "dateline")
        if body > behind:
            yield Block(behind, body, "space")
        yield Block(body, end, kind)
        end_before = end
    if end_before < len(doc):
        yield Block(end_before, len(doc), "space")
