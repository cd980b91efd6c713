"""The channel told by the noun that a relative clause belongs to: "an interview with CNN | in which he said".

Decides it for clauses that begin right before the source: "in which she", "during which he", "where they".
Phrases that stand in the clause itself are left to channel_phrases.py.
"""

from collections.abc import Iterator

from attribution.annotations import Attribution
from attribution.channel_phrases import interviewer, issuer
from attribution.channel_sightings import RANKS, Page, Sighting, noun_at
from attribution.channel_words import nouns
from attribution.noun_phrases import is_head, left_edge

#: How far before the pronoun its noun may stand, in tokens.
_REACH = 12
#: Prepositions by which a noun may tell a channel, tried after that of the clause.
_BY = ("in", "at", "on", "during")
_FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])


def told_in(page: Page, attribution: Attribution) -> Iterator[Sighting]:
    """The channel of the noun before "in which", if the attribution stands in such a clause."""
    pronoun = _pronoun(page, attribution)
    if pronoun is None:
        return
    read = page.read
    preposition = read.lower[pronoun - 1] if read.lower[pronoun] == "which" else "at"
    last = pronoun - 2 if read.lower[pronoun] == "which" else pronoun - 1
    for head in range(last, max(last - _REACH, -1), -1):
        if read.tag[head] in _FINITE or read.text[head] in (".", ";", ":") or read.is_space[head]:
            return
        if read.lower[head] not in nouns() or not is_head(read, head):
            continue
        start = left_edge(read, head)
        entries = (noun_at(page, head, start, by) for by in (preposition, *_BY))
        noun = next((entry for entry in entries if entry is not None), None)
        if noun is None or noun.type in ("unspecified", "legislation"):
            continue
        evidence = (start, pronoun + 1)
        heard = interviewer(page, head, evidence) if noun.type in ("interview", "broadcast") else None
        yield heard or Sighting(
            type=noun.type,
            evidence=evidence,
            rank=RANKS[noun.type],
            issuer=issuer(page, head),
            probability=0.9,
        )
        return


def _pronoun(page: Page, attribution: Attribution) -> int | None:
    """Where "which" or "where" stands right before source and cue."""
    read = page.read
    parts = [part[0] for part in (attribution.source, attribution.cue) if part]
    if not parts:
        return None
    i = min(parts) - 1
    while i > 0 and read.tag[i] == "RB":
        i -= 1
    if i < 1:
        return None
    led = read.lower[i] == "which" and read.lower[i - 1] in ("in", "during", "on", "at", "through", "by")
    return i if led or read.lower[i] == "where" else None
