"""Whom a text quotes: "The Guardian quoted | a former aide | as saying that …", "| the bishop | was quoted as saying".

Corpora give such words to the text that quotes, and the network learned it from them. They are the words of
whoever is quoted as well: an attribution of its own, that stands in the other.
"""

import msgspec
from spacy.tokens import Doc

from attribution.annotations import Attribution, Range
from attribution.columns import Columns, columns
from attribution.reading import Reading
from attribution.word_places import places_of

#: How often words told in this way are a quote: an estimate, five times in PolNeAR's training articles.
PROBABILITY = 0.85
#: The longest name or description of who is quoted, in tokens.
LONGEST = 20

_SAYING = frozenset(["saying"])
_QUOTING = frozenset(["quoted", "quotes", "quoting", "quote", "cited", "cites", "citing"])
_BE = frozenset(["was", "were", "is", "are", "been", "being", "be"])
_HAVE = frozenset(["has", "have", "had"])


def add_quoted(doc: Doc, found: list[Attribution], reading: Reading) -> list[Attribution]:
    """`found` with what people are quoted as saying, in place of what else has its cue there."""
    read = columns(doc)
    cues: dict[Range, Range] = {}
    for saying in places_of(doc, _SAYING):
        verb = quoting_verb(read, saying)
        if verb is None:
            continue
        if verb and read.lower[verb - 1] in _BE:
            subject = next((child for child in doc[verb].children if child.dep_ == "nsubj:pass"), None)
            first = verb - 1
            while first and read.lower[first - 1] in _BE | _HAVE:
                first -= 1
            if subject is not None and subject.i < first:
                cues[(first, saying + 1)] = (subject.left_edge.i, first)
        elif verb + 1 < saying - 1:
            cues[(saying - 1, saying + 1)] = (verb + 1, saying - 1)
    if not cues:
        return found
    linked = reading.link([(saying - 1, saying) for _, saying in cues], [PROBABILITY] * len(cues))
    added = []
    for (cue, source), told in zip(cues.items(), linked, strict=True):
        content = tuple(piece for piece in told.content if piece[0] >= cue[1])
        if content:
            added.append(msgspec.structs.replace(told, cue=cue, source=source, content=content))
    # What has its cue at "saying" is the same again; so is, where nobody is told of who quotes, that at "was quoted".
    taken = {
        i for a in added if a.cue for i in (range(*a.cue) if is_passive(read, a.cue) else [a.cue[1] - 1])
    }
    return [a for a in found if a.cue is None or taken.isdisjoint(range(*a.cue))] + added


def is_passive(read: Columns, cue: Range) -> bool:
    """Whether the cue is "was quoted as saying"."""
    return read.lower[cue[0]] in _BE | _HAVE


def quoting_verb(read: Columns, saying: int) -> int | None:
    """The verb of quoting before "… as saying" in its sentence."""
    if saying < 3 or read.lower[saying - 1] != "as":
        return None
    for i in range(saying - 2, max(saying - 2 - LONGEST, -1), -1):
        if read.lower[i] in _QUOTING:
            return i
        if read.opens[i] or read.is_space[i]:
            return None
    return None
