"""Words that come by way of a carrier: "Reid said he would sue, according to a statement".

A statement, a readout or a pool report carries what somebody else said. The quote is then the
inner one, with the person who said it as its source; the carrier goes into channel and provenance
(channels.py, provenance.py), which read it off the sentence. A carrier with nobody speaking in it
stays the source.
"""

import msgspec
from spacy.tokens import Doc, Token

from attribution.annotations import Attribution, Range
from attribution.quotation_use import is_saying
from attribution.reading import Reading

#: Head nouns of what carries other people's words.
CARRIERS = frozenset(
    "statement statements release readout transcript transcripts recording communique communiqué remarks".split()
)
#: Nouns that carry words only when they are called so: "a pool report".
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
    known = {a.cue for a in found}
    cues: list[Range] = []
    outer: list[Attribution] = []
    for attribution in carried:
        for start, end in attribution.content:
            for token in doc[start:end]:
                cue = (token.i, token.i + 1)
                says = is_saying(token) and token.tag_ in FINITE and has_subject(token)
                if says and not any(meet(cue, other) for other in no_cues):
                    cues.append(cue)
                    outer.append(attribution)
    inner = [
        (whole, msgspec.structs.replace(part, carrier=attribution_to(whole)))
        for whole, part in zip(outer, reading.link(cues, [a.probability for a in outer]), strict=True)
        if part.content and part.source and inside(part, whole)
    ]
    replaced = {id(whole) for whole, _ in inner}
    fresh = [part for _, part in inner if not any(cue and part.cue and meet(cue, part.cue) for cue in known)]
    carriers = [whole for whole in carried if id(whole) in replaced]
    kept = []
    for attribution in found:
        if id(attribution) not in replaced:
            whole = next((w for w in carriers if inside(attribution, w)), None)
            carrier = attribution_to(whole) if whole else attribution.carrier
            kept.append(msgspec.structs.replace(attribution, carrier=carrier))
    return kept + fresh


def attribution_to(whole: Attribution) -> Range | None:
    """Cue and carrier in one: "according to a pool report"."""
    parts = [part for part in (whole.cue, whole.source) if part]
    start, end = min(p[0] for p in parts), max(p[1] for p in parts)
    return whole.source if end - start > sum(e - s for s, e in parts) + 2 else (start, end)


def is_carrier(doc: Doc, source: Range) -> bool:
    """Whether the source's head noun names a carrier."""
    span = doc[source[0] : source[1]]
    head = span.root.lower_
    words = {token.lower_ for token in span}
    return head in CARRIERS or (head in ("report", "reports", "reporter", "pooler") and bool(words & POOL))


def has_subject(token: Token) -> bool:
    """Whether the verb has a subject of its own, or shares that of a verb it is joined to."""
    return any(child.dep_.startswith("nsubj") for child in token.children) or (
        token.dep_ == "conj" and any(child.dep_.startswith("nsubj") for child in token.head.children)
    )


def inside(part: Attribution, whole: Attribution) -> bool:
    """Whether content and source of the one lie in the content of the other."""
    start, end = whole.content[0][0], whole.content[-1][1]
    pieces = [*part.content, *([part.source] if part.source else [])]
    return all(start <= piece[0] and piece[1] <= end for piece in pieces)


def meet(one: Range, other: Range) -> bool:
    """Whether two ranges share a token."""
    return one[0] < other[1] and other[0] < one[1]
