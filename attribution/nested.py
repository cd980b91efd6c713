"""Quoted words inside reported speech that belong to somebody else than its speaker.

"He came away saying they had made progress, only for the ministry to denounce his “bluster”": the
words in marks are the ministry's, and "only for X to …" is the article's own continuation, no part
of what he said. Finite clauses ("she said that they called it “bluster”") stay with the report.
"""

from collections.abc import Iterator

import msgspec
from spacy.tokens import Doc

from attribution.annotations import Attribution, Quotation, Range
from attribution.columns import columns
from attribution.quotation_use import SAYING
from attribution.quotations import Outermost
from attribution.ranges import meet, positions
from attribution.reading import Reading

#: How far before the marks the verb may stand, in tokens.
REACH = 20
#: The longest noun phrase between "for" and "to".
LONGEST_SUBJECT = 8


def add_nested(doc: Doc, found: list[Attribution], reading: Reading) -> list[Attribution]:
    """`found` with the quotes that follow on reports, and the reports without those clauses."""
    outermost = Outermost(doc)
    known = positions(a.cue for a in found)
    result: list[Attribution] = []
    proposals: list[tuple[int, Quotation, int, Range]] = []
    for number, attribution in enumerate(found):
        for quotation in fragments(outermost, attribution):
            verb = verb_before(doc, attribution, quotation)
            subject = subject_of_infinitive(doc, verb) if verb is not None else None
            if verb is not None and verb not in known and subject is not None:
                proposals.append((number, quotation, verb, subject))
    linked = reading.link(
        [(v, v + 1) for _, _, v, _ in proposals], [found[n].probability for n, *_ in proposals]
    )
    cuts: dict[int, int] = {}
    used: set[int] = set()
    for (number, quotation, verb, subject), inner in zip(proposals, linked, strict=True):
        if verb in used or not any(meet(piece, (quotation.start, quotation.end)) for piece in inner.content):
            continue
        used.add(verb)
        cuts[number] = min(cuts.get(number, len(doc)), subject[0] - 1)
        result.append(msgspec.structs.replace(inner, source=subject))
    return [shortened(doc, a, cuts[i]) if i in cuts else a for i, a in enumerate(found)] + result


def fragments(outermost: Outermost, attribution: Attribution) -> Iterator[Quotation]:
    """The quotations that are a part of a piece of the content, not all of it."""
    for quotation in outermost.meeting(attribution.content):
        for start, end in attribution.content:
            if start < quotation.start and quotation.end <= end:
                yield quotation


def verb_before(doc: Doc, attribution: Attribution, quotation: Quotation) -> int | None:
    """The nearest infinitive of a verb of saying before the marks, inside the content."""
    c = columns(doc)
    start = next(s for s, e in attribution.content if s < quotation.start < e)
    for i in range(quotation.start - 1, max(start, quotation.start - REACH) - 1, -1):
        if c.opens[i]:
            break
        if c.tag[i] == "VB" and c.lower[i] in SAYING:
            return i
    return None


def subject_of_infinitive(doc: Doc, verb: int) -> Range | None:
    """The noun phrase of "for NP to VERB"."""
    if verb < 3 or doc[verb - 1].lower_ != "to":
        return None
    for i in range(verb - 2, max(verb - 3 - LONGEST_SUBJECT, 0), -1):
        if doc[i].is_punct or doc[i].tag_.startswith("VB"):
            return None
        if doc[i].lower_ == "for":
            return (i + 1, verb - 1) if i + 1 < verb - 1 else None
    return None


def shortened(doc: Doc, attribution: Attribution, end: int) -> Attribution:
    """The attribution whose content stops at `end`, and at the comma or adverb before it."""
    while end > attribution.content[0][0] + 1 and (doc[end - 1].is_punct or doc[end - 1].tag_ == "RB"):
        end -= 1
    pieces = tuple((s, min(e, end)) for s, e in attribution.content if s < end)
    return msgspec.structs.replace(attribution, content=pieces or attribution.content)
