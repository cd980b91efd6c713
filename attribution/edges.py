"""Where a content begins and ends: at quotation marks, without stray commas, without its own cue and source."""

import unicodedata
from collections.abc import Iterable

import msgspec
from spacy.tokens import Doc

from attribution.annotations import Attribution, Quotation, Range
from attribution.columns import Columns, word_columns
from attribution.quotations import Outermost
from attribution.ranges import cut
from attribution.sentences import last_word

_STOPS = frozenset(".!?")
_HYPHENS = frozenset("-‐‑")


def settle_edges(doc: Doc, found: list[Attribution]) -> list[Attribution]:
    """Snap content to quotation marks."""
    outermost = Outermost(doc)
    return [replace_content(a, settle(doc, a, outermost)) for a in found]


def settle(doc: Doc, attribution: Attribution, outermost: Outermost) -> list[Range]:
    """The content with every quotation that it mostly takes up taken whole."""
    quotations = list(outermost.meeting(attribution.content))
    content = [up_to_stop(doc, attribution, piece, quotations) for piece in attribution.content]
    taken = [r for r in (attribution.cue, attribution.source) if r] if quotations else []
    for quotation in quotations:
        inner = quotation.end - quotation.start - quotation.opened - quotation.closed
        covered = sum(max(0, min(e, quotation.end) - max(s, quotation.start)) for s, e in content)
        free = not any(s < quotation.end and e > quotation.start for s, e in taken)
        if free and 2 * covered >= max(inner, 1):
            content.append((quotation.start, quotation.end))
    return trim(doc, merge(content))


def up_to_stop(doc: Doc, attribution: Attribution, piece: Range, quotations: Iterable[Quotation]) -> Range:
    """The piece up to where a sentence ends within marks: 'said it “should never have been built.” | Asked why, Holm'.

    The turn of a transcript, behind a colon, and what is quoted as a whole go on.
    """
    start, end = piece
    text = word_columns(doc).text
    if attribution.cue is None or text[attribution.cue[1] - 1] == ":":
        return piece
    stop = next(
        (
            q.end
            for q in quotations
            if start < q.start
            and q.end < end
            and last_word(text, q)[-1] in _STOPS
            and text[q.end][:1].isupper()
        ),
        end,
    )
    return start, stop


def whole_words(read: Columns, attribution: Attribution) -> Attribution:
    """The attribution with no word in two parts at a hyphen between source and cue: "Ban Ki-|soon said"."""
    source, cue = attribution.source, attribution.cue
    if source is not None and _is_glued(read, source[1]):
        end = source[1]
        while _is_glued(read, end):
            end += 1
        source = (source[0], end)
    if cue is not None and _is_glued(read, cue[0]):
        start = cue[0]
        while start < cue[1] - 1 and _is_glued(read, start):
            start += 1
        cue = (start, cue[1])
    if (source, cue) == (attribution.source, attribution.cue):
        return attribution
    return msgspec.structs.replace(attribution, source=source, cue=cue)


def _is_glued(read: Columns, i: int) -> bool:
    """Whether a hyphen ties token `i` to the one before it."""
    if not 0 < i < len(read.text) or read.spaced[i - 1] or read.is_space[i]:
        return False
    return (read.text[i - 1] in _HYPHENS and read.text[i][0].isalpha()) or (
        read.text[i] in _HYPHENS
        and i + 1 < len(read.text)
        and not read.spaced[i]
        and read.text[i + 1][0].isalpha()
    )


def merge(ranges: list[Range]) -> list[Range]:
    """Union of ranges; pieces that touch become one."""
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def trim(doc: Doc, ranges: list[Range]) -> list[Range]:
    """Drop white space, stray commas and pictures at the edges, and pieces without a word."""
    words = word_columns(doc)
    kept = []
    for start, end in ranges:
        while start < end and is_stray(words.text[start]):
            start += 1
        while start < end and words.is_space[end - 1]:
            end -= 1
        if not all(words.is_punct[start:end]):
            kept.append((start, end))
    return kept


def is_stray(word: str) -> bool:
    """Whether a content does not start with the token: white space, a comma, a picture."""
    return not word[0].isalnum() and (word in ",;" or word.isspace() or is_picture(word))


def is_picture(text: str) -> bool:
    """Whether the token is an emoji or another sign that stands for no word: "🌊 “It held,” she said"."""
    return unicodedata.category(text[0]) in ("So", "Sk") or text[0] == "\N{VARIATION SELECTOR-16}"


def carved(doc: Doc, attribution: Attribution) -> Attribution:
    """The attribution with its cue and source cut out of its content."""
    pieces = list(attribution.content)
    for hole in filter(None, (attribution.cue, attribution.source)):
        pieces = cut(pieces, hole)
    kept = tuple(trim(doc, merge(pieces)))
    return attribution if kept == attribution.content else msgspec.structs.replace(attribution, content=kept)


def replace_content(attribution: Attribution, content: list[Range]) -> Attribution:
    """The attribution with other content, unless there is none."""
    if tuple(content) == attribution.content:
        return attribution
    return msgspec.structs.replace(attribution, content=tuple(content) or attribution.content)
