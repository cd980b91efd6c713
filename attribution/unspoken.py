"""What the network takes for reported words, though nobody said it.

- Who was asked before the words: "Asked to elaborate, | Karr said".
- To whom they were written: "“…,” she wrote for | the majority".
- On which programme: "On CNN's “State of the Union,” | he said".
- Who else did not comment: "Walmart said it had pulled the toy; | Target did not respond to requests".

None of these stands between quotation marks; content is cut where they begin.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter

import msgspec
from spacy.lang.lex_attrs import is_quote
from spacy.tokens import Doc

from attribution.annotations import Attribution, Quotation, Range
from attribution.columns import Columns, columns
from attribution.quotations import Outermost
from attribution.refusals import find_refusals

#: Participles at the head of a sentence that speak of a question.
_ASKED = frozenset("asked pressed questioned quizzed challenged".split())
#: Tokens of the longest noun phrase that tells for whom something was written.
_ADDRESSEE = 6
#: What leads over to another clause.
_LEADING = frozenset("; but while and although though".split())
_PRONOUNS = frozenset("he she it they we i you".split())


def without_unspoken(doc: Doc, attribution: Attribution) -> Attribution:
    """The attribution without such words, unless nothing were left."""
    read = columns(doc)
    addressee = _wrote_for(read, attribution)
    content = tuple(_kept(doc, read, attribution, addressee))
    if not content or content == attribution.content:
        return attribution
    cue = attribution.cue
    if addressee is not None and cue is not None and cue[1] - cue[0] > 1:
        cue = (cue[0], cue[1] - 1)
    return msgspec.structs.replace(attribution, content=content, cue=cue)


def _kept(doc: Doc, read: Columns, attribution: Attribution, addressee: Range | None) -> Iterator[Range]:
    for start, end in attribution.content:
        if (start, end) == addressee or _is_occasion(read, doc._.quotations, attribution, start, end):
            continue
        cuts = [_question(read, start, end), _refusal(doc, read, start, end)]
        end = min((cut for cut in cuts if cut is not None and not _is_quoted(doc, cut)), default=end)
        if start < end:
            yield start, end


def _question(read: Columns, start: int, end: int) -> int | None:
    """Where a sentence begins that first tells of a question."""
    if _ASKED.isdisjoint(read.lower[start:end]):
        return None
    return next(
        (
            i
            for i in range(start, end)
            if read.lower[i] in _ASKED and read.text[i][0].isupper() and read.tag[i] in ("VBN", "VBD")
        ),
        None,
    )


def _refusal(doc: Doc, read: Columns, start: int, end: int) -> int | None:
    """Where a clause begins in which somebody else refuses to comment."""
    for subject, (first, _), _ in find_refusals(doc):
        if first >= end or subject is None or not start < subject[0] - 1 < first:
            continue
        before = subject[0] - 1
        if read.lower[before] in _LEADING and read.lower[subject[0]] not in _PRONOUNS:
            return before - 1 if read.text[before - 1] in (",", ";") and before - 1 > start else before
    return None


def _wrote_for(read: Columns, attribution: Attribution) -> Range | None:
    """The piece behind the preposition of a cue that other pieces stand before: "wrote for | the majority"."""
    cue = attribution.cue
    if cue is None or len(attribution.content) < 2 or read.tag[cue[1] - 1] not in ("IN", "TO"):
        return None
    if not is_quote(read.text[attribution.content[0][0]]):
        # "The firm is informed of any threat" tells of what.
        return None
    for start, end in attribution.content[1:]:
        is_short = start == cue[1] and end - start <= _ADDRESSEE
        if is_short and not any(read.tag[i].startswith(("V", "MD", "``", "''")) for i in range(start, end)):
            return start, end
    return None


def _is_occasion(
    read: Columns, quotations: Sequence[Quotation], attribution: Attribution, start: int, end: int
) -> bool:
    """Whether a piece is a phrase at the head of a sentence, before the source, that holds a title in marks."""
    source = attribution.source
    if source is None or end > source[0] or not read.opens[start] or read.tag[start] != "IN":
        return False
    at = bisect_right(quotations, start, key=attrgetter("start"))
    return at < len(quotations) and quotations[at].end <= end and quotations[at].use == "title"


def _is_quoted(doc: Doc, i: int) -> bool:
    return any(Outermost(doc).meeting([(i, i + 1)]))
