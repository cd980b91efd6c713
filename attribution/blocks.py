"""Blocks: the paragraphs and headings of an article, and what on the page is no part of it.

Decides where paragraphs begin, on blank lines or on single line breaks, and joins lines that were
broken at a column (hard-wrapped text); and which blocks are headings, bylines, datelines and page
furniture. Furniture is taken at the edges of an article on weaker wording than in its middle, and a
block that quotes somebody is furniture only under a label such as "RELATED:". The wording itself is
told by furniture.py and bylines.py; what the paragraphs say is left to later stages.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple, cast

import numpy as np
from spacy.attrs import IS_SPACE, SENT_START
from spacy.language import Language
from spacy.tokens import Doc
from thinc.types import Ints2d

from attribution.annotations import Block, Range, register
from attribution.bylines import agency_of, dateline, is_byline, is_credits, is_name_line
from attribution.furniture import Strength, furniture, opens_boilerplate, opens_list, plain, quotes_somebody
from attribution.tokens import DOUBLE_MARKS, SINGLE_MARKS

Kind = Literal["paragraph", "heading", "furniture", "byline"]

#: Characters that end a line; a paragraph separator counts as a blank line.
_BREAK = re.compile("\r\n|[\n\r\v\f\x85\u2028]|\u2029")
#: Nobody wraps text at a wider column.
WIDEST_COLUMN = 120
#: Of the single line breaks of wrapped text, at least this share stands where the column was full.
WRAPPED_SHARE = 0.6
#: A line broken in mid-sentence is at least this long.
SHORTEST_BROKEN = 30

#: Headlines and section heads in words.
LONGEST_HEADLINE = 25
LONGEST_HEAD = 10
#: Bylines stand among the first blocks, or at the end.
BYLINE_DEPTH = 8
#: A dateline without region or agency stands in one of the first paragraphs.
EARLY = 4
#: In the last part of an article a press release describes itself.
BOILERPLATE_FROM = 0.5

#: Of the longer words of a headline In Title Case, at least this share has capitals.
TITLE_CASE_SHARE = 0.75

_STOP = re.compile(rf"[.!?…:;,][)\]{DOUBLE_MARKS}{SINGLE_MARKS}]*$")
_SPEAKER_LABEL = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z(][\w.'’()-]*){0,5}: \S")
_OPENING = (*DOUBLE_MARKS, *SINGLE_MARKS, *"(—–-•*")


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
        starts[[position for position in _white_space(doc) if position]] = -1
        starts[[block.start for block in blocks if block.kind != "space"]] = 1
        return doc.from_array([SENT_START], cast("Ints2d", starts.astype(np.uint64).reshape(-1, 1)))


def left_out(doc: Doc) -> list[tuple[str, Range]]:
    """What is no part of the article's own words: a reason code and the tokens, in order.

    Codes: byline, dateline, and those of furniture.py (advertisement, subscription, account,
    comments, …).
    """
    found: list[tuple[str, Range]] = []
    blocks = [block for block in doc._.blocks if block.kind != "space"]
    before = "related"
    for number, block in enumerate(blocks):
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


def dateline_agency(doc: Doc) -> str | None:
    """The agency that the first dateline with an agency names, as printed: "AP" in "OSLO (AP) —"."""
    for block in doc._.blocks:
        if block.kind == "dateline" and (agency := agency_of(doc[block.start : block.end].text)):
            return agency
    return None


def partition(doc: Doc) -> Iterator[Block]:
    """Blocks in order, without gap or overlap, from the first token to the last."""
    text = doc.text
    ranges = paragraphs(doc)
    texts = [text[doc[start].idx : doc[end - 1].idx + len(doc[end - 1])] for start, end in ranges]
    end_before = 0
    body_paragraphs = 0
    for (start, end), block, kind in zip(ranges, texts, kinds_of(texts), strict=True):
        if start > end_before:
            yield Block(end_before, start, "space")
        body = start
        if kind == "paragraph":
            found = dateline(block, early=body_paragraphs < EARLY)
            if found is not None:
                stop = doc[start].idx + found[0]
                body = next((i for i in range(start, end) if doc[i].idx >= stop), start)
            body_paragraphs += 1
        if body > start:
            yield Block(start, body, "dateline")
        yield Block(body, end, kind)
        end_before = end
    if end_before < len(doc):
        yield Block(end_before, len(doc), "space")


class Line(NamedTuple):
    """A line of the article: its tokens without white space at its ends, and what stands before it."""

    start: int
    end: int
    text: str
    after_blank: bool


def paragraphs(doc: Doc) -> list[Range]:
    """Token ranges of the paragraphs, headings and other blocks, without the white space between them."""
    lines = list(_lines(doc))
    column = wrap_column(lines)
    ranges: list[Range] = []
    previous: Line | None = None
    for line in lines:
        if previous is not None and not line.after_blank and _is_broken(previous, line, column):
            ranges[-1] = (ranges[-1][0], line.end)
        else:
            ranges.append((line.start, line.end))
        previous = line
    return ranges


def wrap_column(lines: Sequence[Line]) -> int | None:
    """The column at which the article was wrapped, or None where line breaks end paragraphs.

    In wrapped text, whatever line is followed by a single break has no room for the first word of
    the next, save at the end of a paragraph.
    """
    pairs = [(line, after) for line, after in pairwise(lines) if not after.after_blank]
    widths = [len(line.text) for line, _ in pairs if len(line.text) <= WIDEST_COLUMN]
    if len(pairs) < 2 or len(widths) < WRAPPED_SHARE * len(pairs):
        return None
    column = max(widths)
    full = [line for line, after in pairs if _is_full(line, after, column)]
    unfinished = [line for line in full if not _STOP.search(line.text)]
    if (
        column > SHORTEST_BROKEN
        and len(full) >= WRAPPED_SHARE * len(pairs)
        and 2 * len(unfinished) > len(full)
    ):
        return column
    return None


def _is_full(line: Line, after: Line, column: int) -> bool:
    return column - len(after.text.split(maxsplit=1)[0]) <= len(line.text) <= WIDEST_COLUMN


def _is_broken(line: Line, after: Line, column: int | None) -> bool:
    """Whether a paragraph goes on in the next line: the column was full, or a sentence is unfinished."""
    if column is not None and _is_full(line, after, column):
        return True
    return after.text[0].islower() and len(line.text) >= SHORTEST_BROKEN and not _STOP.search(line.text)


def _lines(doc: Doc) -> Iterator[Line]:
    text = doc.text
    start = 0
    after_blank = True
    for position in [*_white_space(doc), len(doc)]:
        breaks = ["\u2029"] if position == len(doc) else _BREAK.findall(doc[position].text)
        if not breaks:
            continue
        first, last = start, position
        while first < last and doc[first].is_space:
            first += 1
        while last > first and doc[last - 1].is_space:
            last -= 1
        if first < last:
            stop = doc[last - 1].idx + len(doc[last - 1])
            yield Line(first, last, text[doc[first].idx : stop], after_blank)
            after_blank = False
        after_blank = after_blank or len(breaks) > 1 or breaks[0] == "\u2029"
        start = position + 1


def _white_space(doc: Doc) -> list[int]:
    positions: list[int] = np.flatnonzero(doc.to_array(IS_SPACE)).tolist()
    return positions


def kinds_of(texts: Sequence[str]) -> list[Kind]:
    """The kind of each block of an article, given the texts of all."""
    kinds: list[Kind] = ["paragraph"] * len(texts)
    strengths = [furniture(text)[1] for text in texts]
    for i, text in enumerate(texts):
        if strengths[i] is Strength.CLEAR:
            kinds[i] = "furniture"
        elif i < BYLINE_DEPTH and is_byline(text):
            kinds[i] = "byline"
    _mark_lists(texts, kinds)
    _mark_boilerplate(texts, kinds)
    _mark_end(texts, kinds, strengths)
    _mark_start(texts, kinds, strengths)
    _mark_heads(texts, kinds)
    return kinds


def _mark_lists(texts: Sequence[str], kinds: list[Kind]) -> None:
    """Headlines under "Related stories" are furniture as their label is."""
    listing = False
    for i, text in enumerate(texts):
        if kinds[i] == "furniture":
            listing = (listing and kinds[i - 1] == "furniture") or opens_list(text)
        elif listing and is_headline(text, LONGEST_HEADLINE) and i + 1 < len(texts):
            kinds[i] = "furniture"
        else:
            listing = False


def _mark_boilerplate(texts: Sequence[str], kinds: list[Kind]) -> None:
    """From "About Acme" or "Forward-looking statements" on, a press release describes itself."""
    first = len(texts)
    for i in range(len(texts) - 2, max(int(len(texts) * BOILERPLATE_FROM), 1) - 1, -1):
        if quotes_somebody(plain(texts[i + 1])):
            break
        if is_headline(texts[i].rstrip(":."), LONGEST_HEAD) and opens_boilerplate(texts[i], texts[i + 1]):
            first = i
    kinds[first:] = ["furniture"] * (len(texts) - first)


def _mark_end(texts: Sequence[str], kinds: list[Kind], strengths: Sequence[Strength]) -> None:
    """Credits, notes on the author and furniture behind the article, up to its last paragraph."""
    for i in range(len(texts) - 1, 0, -1):
        if kinds[i] in ("furniture", "byline"):
            continue
        if is_credits(texts[i]) or is_byline(texts[i]):
            kinds[i] = "byline"
        elif (
            strengths[i] is not Strength.NONE
            or furniture(texts[i], last=True)[1] is not Strength.NONE
            or _is_between(texts[i], i, kinds, strengths)
        ):
            kinds[i] = "furniture"
        else:
            return


def _is_between(text: str, i: int, kinds: Sequence[Kind], strengths: Sequence[Strength]) -> bool:
    """Whether a few words stand between two pieces of furniture: "Here’s why."."""
    if i + 1 == len(kinds) or len(text.split()) > 5:
        return False
    return kinds[i + 1] == "furniture" and strengths[i - 1] is not Strength.NONE


def _mark_start(texts: Sequence[str], kinds: list[Kind], strengths: Sequence[Strength]) -> None:
    """Headlines, bylines and furniture before the first paragraph."""
    last = len(texts) - 1
    for i, text in enumerate(texts):
        if kinds[i] in ("furniture", "byline"):
            continue
        if strengths[i] is Strength.HINT and i < last:
            kinds[i] = "furniture"
        elif i and is_name_line(text) and "heading" in kinds[:i]:
            kinds[i] = "byline"
        elif i < last and is_headline(text, LONGEST_HEADLINE, stopped=True):
            kinds[i] = "heading"
        else:
            return


def _mark_heads(texts: Sequence[str], kinds: list[Kind]) -> None:
    """Section heads between paragraphs."""
    for i in range(len(texts) - 1):
        if (
            kinds[i] == "paragraph"
            and kinds[i + 1] == "paragraph"
            and not texts[i].startswith(_OPENING)
            and not _SPEAKER_LABEL.match(texts[i])
            and is_headline(texts[i], LONGEST_HEAD)
            and not is_headline(texts[i + 1], LONGEST_HEAD)
        ):
            kinds[i] = "heading"


def is_headline(text: str, longest: int, *, stopped: bool = False) -> bool:
    """Whether a block reads as a headline: short and without a final stop.

    Args:
        text: the block.
        longest: in words.
        stopped: whether it may end in a stop if it is In Title Case, or in a semicolon.
    """
    words = text.split(maxsplit=longest)
    if not 0 < len(words) <= longest or not any(word[0].isalnum() for word in words):
        return False
    if words[0][0].islower():
        return False
    if not _STOP.search(words[-1]):
        return True
    return stopped and (words[-1].endswith(";") or _is_title_case(words))


def _is_title_case(words: Sequence[str]) -> bool:
    """Whether most longer words are capitalised: "St. Paul Votes To Condemn Ban."."""
    long = [word.strip("\"“”‘’'(),.;:!?") for word in words]
    long = [word for word in long if len(word) > 3 and word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in long)
    if len(long) > 1 and capitals >= TITLE_CASE_SHARE * len(long):
        return True
    return len(words) < LONGEST_HEAD and " ".join(words).isupper()
