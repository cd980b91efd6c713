"""Speech in quotation marks that two attributions claim: it is one person's.

'"My son is gone," said Diallo. "Who will answer?" Her neighbor said soldiers had fired.' The network asks for
each cue by itself, and both may take the words between them. They belong, in this order, to

- the attribution whose cue stands in their own sentence;
- one with a verb of saying for its cue;
- one that gives nothing but speech in marks, rather than one that also reports in other words;
- the one whose cue is the likeliest.

Only pieces that are speech in marks alone are given up, and to one that has the speech within other words
only by the first of these. Of an attribution that has words of its own behind its cue the speech that ends before
its sentence is another's also where nobody else claims it yet, if somebody else was quoted before in the
paragraph: '… she said. “I remember it.” | Her lawyer suggested that …' (speech.py finds the owner).

What one tells within the other's words is nested, and no dispute; but the words of the inner one end where the
outer one breaks in: 'Reyes has told friends that he is "exhausted," | one of the people said.'
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import reduce

import msgspec
from spacy.tokens import Doc

from attribution.annotations import Attribution, Range
from attribution.columns import Columns, columns
from attribution.edges import trim
from attribution.quotation_use import SAYING
from attribution.ranges import cut, hull, meet


def settle_contested(
    doc: Doc, found: Sequence[Attribution], *, by_sentence: bool = False
) -> list[Attribution]:
    """The attributions, each piece of speech left to one of them; those that are left without content are gone.

    Args:
        doc: the document.
        found: attributions, which may be alike.
        by_sentence: whether to settle only what the first of the rules above can.
    """
    found = list(found)
    speech = [(q.start, q.end) for q in doc._.quotations if q.level == 0 and q.use == "speech"]
    starts, ends = {start for start, _ in speech}, {end for _, end in speech}
    claims: dict[Range, dict[int, bool]] = defaultdict(dict)
    for i, attribution in enumerate(found):
        for start, end in attribution.content:
            for words in speech[bisect_left(speech, (start, 0)) : bisect_left(speech, (end, 0))]:
                claims[words][i] = start in starts and end in ends
    lost: dict[int, list[Range]] = defaultdict(list)
    read, marked = columns(doc), set(speech)
    for words, claimants in claims.items():
        if len(claimants) < 2:
            continue
        ranks = {i: standing(read, found[i], words, marked) for i in claimants}
        best = max(claimants, key=ranks.__getitem__)
        for i, is_bare in claimants.items():
            by_rank = ranks[best][0] > ranks[i][0] or not (by_sentence or not claimants[best])
            if i != best and is_bare and by_rank and not is_nested(found[i], found[best]):
                lost[i].append(words)
    if not by_sentence:
        for i, words in behind_others(doc, read, found, marked):
            lost[i].append(words)
    for i, taken in lost.items():
        content = tuple(trim(doc, reduce(cut, taken, list(found[i].content))))
        found[i] = msgspec.structs.replace(found[i], content=content)
    return [attribution for attribution in found if attribution.content]


def behind_others(
    doc: Doc, read: Columns, found: Sequence[Attribution], marked: set[Range]
) -> Iterator[tuple[int, Range]]:
    """Attributions, by index, with pieces of speech that go on from somebody else's in the paragraph."""
    starts = [block.start for block in doc._.blocks]
    quoting = sorted((piece[0], i) for i, a in enumerate(found) for piece in a.content if piece in marked)
    for i, attribution in enumerate(found):
        cue = attribution.cue
        if cue is None or not attribution.content or attribution.content[-1][0] < cue[1]:
            continue
        for words in attribution.content:
            ends_before = words in marked and words[1] <= cue[0] and any(read.opens[words[1] : cue[0] + 1])
            if ends_before:
                paragraph = starts[bisect_left(starts, words[0] + 1) - 1] if starts else 0
                others = quoting[bisect_left(quoting, (paragraph, 0)) : bisect_left(quoting, (words[0], 0))]
                if any(found[j].cue is not None and j != i for _, j in others):
                    yield i, words


def before_outer(doc: Doc, found: Sequence[Attribution]) -> list[Attribution]:
    """The attributions, each without the cue and source, at the end of its words, of the one that it stands in."""
    cued = sorted((a.cue[0], i) for i, a in enumerate(found) if a.cue)
    settled = list(found)
    for i, inner in enumerate(found):
        if inner.cue is None or not inner.content:
            continue
        start, end = inner.content[-1]
        for _, j in cued[bisect_left(cued, (start, 0)) : bisect_left(cued, (end, 0))]:
            outer = found[j]
            if outer.cue is None or outer.cue[0] < inner.cue[1] or not _holds(outer, inner.cue):
                continue
            breaks_in = hull([outer.cue, *([outer.source] if outer.source else [])])
            if start < breaks_in[0] and end <= breaks_in[1]:
                content = [*inner.content[:-1], (start, breaks_in[0])]
                settled[i] = msgspec.structs.replace(inner, content=tuple(trim(doc, content)))
                break
    return settled


def _holds(outer: Attribution, cue: Range) -> bool:
    return any(start <= cue[0] and cue[1] <= end for start, end in outer.content)


def standing(
    read: Columns, attribution: Attribution, words: Range, marked: set[Range]
) -> tuple[bool, bool, bool, float]:
    """How good an attribution's claim to words of speech is; compares by the order told above."""
    cue = attribution.cue
    between = range(min(cue[0], words[0]) + 1, max(cue[0], words[0]) + 1) if cue else range(0)
    return (
        cue is not None and not any(read.opens[i] for i in between),
        cue is not None and any(word in SAYING for word in read.lower[slice(*cue)]),
        all(piece in marked for piece in attribution.content),
        attribution.probability,
    )


def is_nested(one: Attribution, other: Attribution) -> bool:
    """Whether one of the two stands within the other's words."""
    return any(
        inner.cue is not None and any(meet(inner.cue, piece) for piece in outer.content)
        for inner, outer in ((one, other), (other, one))
    )
