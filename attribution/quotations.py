"""Quotations: the words between quotation marks, over the whole article.

Decides how deep each quotation is nested and which quotation of the paragraph before it goes on with.
Which mark belongs to which is told by pairing.py, how far a quotation without one of its marks reaches by
quotation_bounds.py, its use by quotation_use.py; who is quoted, and whether anybody is, by later stages.

Every paragraph and heading is paired on its own, so that an odd mark never costs more than its
paragraph. A quotation left open at a paragraph's end goes on in the next one if that opens with a mark
of the same sort (the convention for long quotes), or if a later paragraph closes it without opening
one. Bylines, datelines and page furniture hold no quotations.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from attribution.annotations import Block, Quotation, Range, register
from attribution.block_quotes import with_block_quotes
from attribution.columns import WordColumns, word_columns
from attribution.marks import ANY, Mark, marks_of
from attribution.pairing import Pair, pair
from attribution.quotation_bounds import missing_end, missing_start
from attribution.quotation_use import use_of
from attribution.ranges import among
from attribution.word_places import places_of

#: A quotation nested deeper than this is a heap of stray marks.
DEEPEST = 3
#: Paragraphs without any mark that a quotation may run through to its closing mark.
MOST_SILENT = 4
#: A name with what describes it, under a quotation.
LONGEST_SIGNATURE = 16


@Language.factory(
    "attribution_quotations",
    assigns=["doc._.quotations"],
    requires=["doc._.blocks", "token.tag"],
)
def make_quotations(nlp: Language, name: str) -> "QuotationFinder":
    """Make the component; it runs after the blocks and the tagger."""
    register()
    return QuotationFinder()


class QuotationFinder:
    """Writes `doc._.quotations`."""

    def __call__(self, doc: Doc) -> Doc:
        doc._.quotations = tuple(with_block_quotes(doc, quotations_of(doc)))
        return doc


@dataclass(slots=True)
class _Span:
    """A quotation in the making."""

    start: int
    end: int
    opened: bool
    closed: bool
    double: bool
    trailing: bool
    """Whether it was still open at its paragraph's end."""
    level: int = 0
    continues: int | None = None


def quotations_of(doc: Doc) -> list[Quotation]:
    """Quotations in order of their first token; of two that start together, the outer one first."""
    found: list[tuple[_Span, bool]] = []
    still_open: list[int] = []
    silent: list[Block] = []
    words = word_columns(doc)
    marked = places_of(doc, ANY)
    blocks = [block for block in doc._.blocks if block.kind in ("paragraph", "heading")]
    for number, block in enumerate(blocks):
        inside = among(marked, block.start, block.end)
        if not inside:
            silent.append(block)
            continue
        marks = marks_of(doc, inside, block.start, block.end)
        following = blocks[number + 1].start if number + 1 < len(blocks) else None
        spans = _nested(words, _spans(doc, block, marks, pair(marks), following))
        if still_open and spans and _is_signature(doc, spans[0], block):
            del spans[0]
        runs_on = _runs_on(found, still_open, spans, silent)
        if runs_on is not None:
            before = runs_on
            for between in silent:
                part = _silent_part(found[before][0], before, between)
                if _has_words(words, part):
                    found.append((part, False))
                    before = len(found) - 1
            spans[0].start, spans[0].continues = block.start, before
        elif not silent:
            for depth, index in enumerate(still_open):
                if not _reopens(spans, depth, block, found[index][0]):
                    break
                spans[depth].continues = index
        silent = []
        still_open = [len(found) + i for i, span in enumerate(spans) if span.trailing]
        found += [(span, block.kind == "heading") for span in spans]
    return [_quotation(doc, span, in_heading=in_heading) for span, in_heading in found]


def _quotation(doc: Doc, span: _Span, *, in_heading: bool) -> Quotation:
    whole = span.opened and span.closed and span.continues is None
    return Quotation(
        start=span.start,
        end=span.end,
        level=span.level,
        opened=span.opened,
        closed=span.closed,
        continues=span.continues,
        use=use_of(doc, span.start, span.end, in_heading=in_heading) if whole else "speech",
    )


def _runs_on(
    found: Sequence[tuple[_Span, bool]],
    still_open: Sequence[int],
    spans: Sequence[_Span],
    silent: Sequence[Block],
) -> int | None:
    """The open quotation that a paragraph closes whose first mark closes one without opening it."""
    if not spans or spans[0].opened or len(silent) > MOST_SILENT or not still_open:
        return None
    return next((i for i in still_open if found[i][0].double == spans[0].double), None)


def _is_signature(doc: Doc, span: _Span, block: Block) -> bool:
    """Whether a paragraph is the name under a quotation, with the closing mark behind it: `Jane Doe.”`."""
    if span.opened or (span.start, span.end) != (block.start, block.end):
        return False
    if span.end - span.start > LONGEST_SIGNATURE:
        return False
    return not any(doc[i].tag_ in ("VBD", "VBZ", "VBP", "MD", "") for i in range(span.start, span.end))


def _silent_part(before: _Span, index: int, block: Block) -> _Span:
    return _Span(
        block.start,
        block.end,
        opened=False,
        closed=False,
        double=before.double,
        trailing=False,
        continues=index,
    )


def _reopens(spans: Sequence[_Span], depth: int, block: Block, before: _Span) -> bool:
    """Whether mark number `depth` of a paragraph, with no word before it, takes a quotation up again."""
    if depth >= len(spans):
        return False
    span = spans[depth]
    return span.opened and span.start == block.start + depth and span.double == before.double


def _spans(
    doc: Doc, block: Block, marks: Sequence[Mark], pairs: Sequence[Pair], following: int | None
) -> list[_Span]:
    """Token ranges of the pairs of a paragraph, with an end or a start where a mark is missing.

    Args:
        doc: the document.
        block: the paragraph.
        marks: its marks.
        pairs: as `pair` gives them.
        following: the first token of the next paragraph, if there is one.
    """
    # Marks of another style open quotations inside, marks of the same style new ones.
    openings: defaultdict[str, list[int]] = defaultdict(list)
    for opening in sorted(p.opening for p in pairs if p.opening is not None):
        openings[marks[opening].text].append(marks[opening].position)
    found: list[_Span] = []
    floor = block.start
    for p in sorted(pairs, key=_first_mark):
        mark = marks[_first_mark(p)]
        trailing = False
        if p.closing is not None:
            end = marks[p.closing].position + 1
            start = mark.position if p.opening is not None else missing_start(doc, floor, end)
            floor = max(floor, end)
            if start is None:
                continue
        else:
            start = mark.position
            limit = block.end if p.before is None else marks[p.before].position
            end, trailing = missing_end(doc, start, limit, openings[mark.text], following)
            trailing = trailing and p.before is None
        found.append(
            _Span(
                start,
                end,
                opened=p.opening is not None,
                closed=p.closing is not None,
                double=mark.double,
                trailing=trailing,
            )
        )
    return found


def _first_mark(p: Pair) -> int:
    first = p.opening if p.opening is not None else p.closing
    assert first is not None
    return first


def _nested(words: WordColumns, spans: list[_Span]) -> list[_Span]:
    """The spans in order, each inside another or apart from it, with levels, those without words left out.

    Where an estimated end cuts a quotation in two, the estimate gives way.
    """
    spans.sort(key=lambda span: (span.start, -span.end))
    kept: list[_Span] = []
    around: list[_Span] = []
    for span in spans:
        while around and around[-1].end <= span.start:
            around.pop()
        for outer in reversed(around):
            if span.end <= outer.end:
                break
            if outer.closed:
                span.end = outer.end - 1
            else:
                outer.end = span.end
        if len(around) > DEEPEST or not _has_words(words, span) or _is_markup(words, span):
            continue
        span.level = len(around)
        kept.append(span)
        around.append(span)
    return kept


def _is_markup(words: WordColumns, span: _Span) -> bool:
    """Whether the marks enclose the value of an attribute: `id="12"`."""
    before = span.start - 1
    return before >= 0 and words.text[before][-1] == "=" and not words.spaced[before]


def _has_words(words: WordColumns, span: _Span) -> bool:
    return any(words.text[i][0].isalnum() for i in range(span.start, span.end))


class Outermost:
    """The outermost quotations of a document, found by where they stand: linear work over an article."""

    def __init__(self, doc: Doc) -> None:
        self.quotations: list[Quotation] = [q for q in doc._.quotations if q.level == 0]
        self.starts = [q.start for q in self.quotations]

    def meeting(self, content: Sequence[Range]) -> Iterator[Quotation]:
        """Those that share a token with one of the ranges, which are in order."""
        last = bisect_left(self.starts, content[-1][1])
        for quotation in self.quotations[max(bisect_left(self.starts, content[0][0]) - 1, 0) : last]:
            if any(start < quotation.end and end > quotation.start for start, end in content):
                yield quotation
