"""Words that come by way of a carrier: "Reid said he would sue, according to a statement".

A statement, a readout or a pool report carries what somebody else said. The quote is then the
inner one, with the person who said it as its source; the carrier goes into channel and provenance
(channels.py, provenance.py), which read it off the sentence. A carrier with nobody speaking in it
stays the source.
"""

import msgspec
from spacy.tokens import Doc, Token

from attribution.annotations import Attribution, Range
from attribution.columns import columns
from attribution.nesting import holders, said_by
from attribution.quotation_use import SAYING
from attribution.ranges import hull, positions
from attribution.reading import Reading

#: Head nouns of what carries other people's words.
CARRIERS = frozenset(
    "statement statements release readout transcript transcripts recording communique communiqué remarks".split()
)
#: Nouns that carry words only when they are called so: "a pool report".
CALLED = frozenset(["report", "reports", "reporter", "pooler"])
POOL = frozenset(["pool"])

FINITE = frozenset(["VBD", "VBZ", "VBP", "VBN"])


def unwrap(doc: Doc, found: list[Attribution], reading: Reading, no_cues: list[Range]) -> list[Attribution]:
    """Replace the attributions to a carrier by those that the carried words make themselves.

    Args:
        doc: the document.
        found: attributions so far.
        reading: what the network read, for the cues that it passed over.
        no_cues: words that sound like cues and are none.
    """
    carried = [a for a in found if a.source and is_carrier(doc, a.source)]
    if not carried:
        return found
    barred = positions(no_cues)
    c = columns(doc)
    outer = {
        i: attribution
        for attribution in carried
        for start, end in attribution.content
        for i in range(start, end)
        if c.lower[i] in SAYING and c.tag[i] in FINITE and i not in barred and has_subject(doc[i])
    }
    linked = reading.link([(verb, verb + 1) for verb in outer], [a.probability for a in outer.values()])
    inner = [
        (whole, msgspec.structs.replace(part, carrier=said_by(whole)))
        for whole, part in zip(outer.values(), linked, strict=True)
        if part.content and part.source and inside(part, whole)
    ]
    if not inner:
        return found
    carriers = {id(whole): whole for whole, _ in inner}
    cues = positions(a.cue for a in found)
    fresh = [part for _, part in inner if part.cue is None or cues.isdisjoint(range(*part.cue))]
    kept = [a for a in found if id(a) not in carriers]
    return with_carriers(kept, list(carriers.values())) + fresh


def with_carriers(found: list[Attribution], carriers: list[Attribution]) -> list[Attribution]:
    """The attributions, those in the words of a carrier with it."""
    whole = [msgspec.structs.replace(a, content=(hull(a.content),)) for a in carriers]
    places = [hull([*a.content, *([a.source] if a.source else [])]) for a in found]
    around = holders(whole, places)
    return [
        a if holder is None else msgspec.structs.replace(a, carrier=said_by(carriers[holder]))
        for a, holder in zip(found, around, strict=True)
    ]


def is_carrier(doc: Doc, source: Range) -> bool:
    """Whether the source's head noun names a carrier."""
    words = columns(doc).lower[source[0] : source[1]]
    called = not POOL.isdisjoint(words)
    # The parse is asked only where a word is there that its head may be.
    if CARRIERS.isdisjoint(words) and not called:
        return False
    head = doc[source[0] : source[1]].root.lower_
    return head in CARRIERS or (called and head in CALLED)


def has_subject(token: Token) -> bool:
    """Whether the verb has a subject of its own, or shares that of a verb it is joined to."""
    return any(child.dep_.startswith("nsubj") for child in token.children) or (
        token.dep_ == "conj" and any(child.dep_.startswith("nsubj") for child in token.head.children)
    )


def inside(part: Attribution, whole: Attribution) -> bool:
    """Whether content and source of the one lie in the content of the other."""
    start, end = hull(whole.content)
    pieces = [*part.content, *([part.source] if part.source else [])]
    return all(start <= piece[0] and piece[1] <= end for piece in pieces)
