"""Reports inside reports: "Brown said that | Green had told her | the bridge was unsafe".

Decides which verbs of saying inside a content make a quote of their own, that of somebody else than the one
who tells of it. Corpora mark the outer words only, and the network learned it from them. So a verb must
show by itself that words were passed on, in one of these ways:

- somebody vouches for them: "he said it was over, according to two people in the room";
- it tells whom they were said to: "he told us that …", "supervisors had told her crew to …";
- words in marks of their own go with it: "she said the minister called the plan “a disgrace”".

It must be a finite verb, neither denied nor supposed, with a subject of its own who is a third party: not
"I" and "you", nobody in general ("people say"), and in indirect speech no pronoun, which may well mean the
one who tells. Infinitives behind a report ("only for the ministry to denounce …") are left to nested.py,
what a text carries to relays.py.
"""

from typing import NamedTuple

import msgspec
from spacy.tokens import Doc

from attribution.annotations import Attribution, Range
from attribution.channel_words import words
from attribution.columns import columns
from attribution.nesting import holders, quotation_levels
from attribution.ranges import hull, meet, positions
from attribution.reading import Reading
from attribution.word_places import places_of

#: How often a verb found in this way makes a quote, of those read in PolNeAR's training articles.
PROBABILITY = 0.85
#: How far behind its verb a content may start that is told to somebody, in tokens.
LONGEST_ADDRESSEE = 8
#: How far from its verb the marks may stand that hold its words, in tokens.
MARKS_REACH = 8
#: The longest subject, in tokens.
LONGEST_SUBJECT = 12
#: No prose tells what others said more often than once in this many tokens: bounds the work on text that is none.
TOKENS_PER_VERB = 20
#: The shortest content without marks of its own, in tokens.
SHORTEST = 3

_PAST = frozenset(["VBD", "VBN"])
_PRESENT = frozenset(["VBZ", "VBP"])
_NOUNS = frozenset(["PRP", "NN", "NNS", "NNP", "NNPS"])
_BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "get", "got"])
#: Heads of subjects that are no third party, or nobody in particular.
_NOBODY = frozenset(
    [
        *("i", "we", "you", "it", "this", "that", "these", "those", "there", "what", "which", "who", "whom"),
        *("nobody", "none", "anyone", "anybody", "someone", "somebody", "everyone", "everybody", "one"),
        *("people", "folks", "some", "many", "most", "others"),
    ]
)
_PRONOUNS = frozenset(["he", "she", "they"])
#: Words before the subject by which the clause supposes what it tells, and words that deny the verb.
_SUPPOSED = frozenset(
    ["if", "when", "whenever", "unless", "whether", "until", "once", "before", "lest", "since"]
)
_DENIED = frozenset(["not", "n't", "n’t", "never", "hardly", "rarely", "always", "often", "neither", "nor"])


class Verb(NamedTuple):
    """A verb of saying inside another's words."""

    position: int
    whole: Attribution
    """The attribution that holds it."""
    subject: Range


def add_hearsay(
    doc: Doc, found: list[Attribution], reading: Reading, no_cues: list[Range]
) -> list[Attribution]:
    """`found` with the quotes of others that stand in their words.

    Args:
        doc: the document.
        found: attributions so far.
        reading: what the network read, for the cues that it passed over.
        no_cues: words that sound like cues and are none.
    """
    taken = positions([*no_cues, *(a.cue for a in found)])
    candidates = [i for i in saying_verbs(doc) if i not in taken]
    if not candidates:
        return found
    around = holders(found, [(i, i + 1) for i in candidates])
    levels = quotation_levels(doc)
    verbs = [
        Verb(i, found[holder], subject)
        for i, holder in zip(candidates, around, strict=True)
        if holder is not None and (subject := third_party(doc, i, found[holder], levels)) is not None
    ][: 1 + len(doc) // TOKENS_PER_VERB]
    linked = reading.link([(v.position, v.position + 1) for v in verbs], [PROBABILITY] * len(verbs))
    told = (told_by(doc, verb, part, levels) for verb, part in zip(verbs, linked, strict=True))
    return [*found, *(part for part in told if part is not None)]


def saying_verbs(doc: Doc) -> list[int]:
    """Finite verbs by which words are passed on."""
    tags = columns(doc).tag
    listed = words("verbs", "retell") | words("verbs", "retell_to")
    return [i for i in places_of(doc, listed) if tags[i] in _PAST or tags[i] in _PRESENT]


def third_party(doc: Doc, verb: int, whole: Attribution, levels: list[int]) -> Range | None:
    """The subject of the verb, if it is somebody else than the speaker of the whole."""
    head = next((child for child in doc[verb].children if child.dep_ == "nsubj"), None)
    if head is None or head.i > verb or head.lower_ in _NOBODY:
        return None
    core = whole.cue or whole.source
    vouched = core is not None and doc[core[0]].lower_ == "according"
    if head.lower_ in _PRONOUNS and not vouched and core is not None and levels[verb] <= levels[core[0]]:
        return None
    start, end = head.left_edge.i, min(head.right_edge.i + 1, verb)
    while start < head.i and (doc[start].is_punct or doc[start].is_space):
        start += 1
    if end - start > LONGEST_SUBJECT or (start > 0 and doc[start - 1].lower_ in _SUPPOSED):
        return None
    between = range(end, verb)
    if any(doc[i].lower_ in _DENIED | _BE or doc[i].tag_ in ("MD", "TO") for i in between):
        return None
    names = {doc[i].lower_ for i in range(start, end) if doc[i].tag_ == "NNP"}
    if whole.source is not None and any(doc[i].lower_ in names for i in range(*whole.source)):
        return None
    return start, end


def told_by(doc: Doc, verb: Verb, part: Attribution, levels: list[int]) -> Attribution | None:
    """What the network links to the verb, if it shows that words were passed on."""
    i = verb.position
    behind = addressee_end(doc, i)
    piece = next((s, e) for s, e in verb.whole.content if s <= i < e)
    pieces = [
        (max(s, piece[0], behind if s <= behind and e > i else s), min(e, piece[1])) for s, e in part.content
    ]
    content = tuple(
        trimmed
        for s, e in pieces
        if not meet((s, e), (i, i + 1))
        and not meet((s, e), verb.subject)
        and (trimmed := without_outer_marks(doc, s, e, levels, levels[i])) is not None
    )
    if not content:
        return None
    shown = is_vouched_for(doc, verb, content) or is_told_to(doc, i, behind, content)
    if not shown and not is_marked(i, content, levels):
        return None
    probability = verb.whole.probability * PROBABILITY
    return msgspec.structs.replace(part, content=content, source=verb.subject, probability=probability)


def addressee_end(doc: Doc, verb: int) -> int:
    """Where the one spoken to ends, right behind the verb; the verb's own end where there is none."""
    for child in doc[verb].children:
        edge, end = child.left_edge.i, child.right_edge.i + 1
        to = child.dep_.startswith("obl") and doc[edge].lower_ == "to" and child.i > edge
        bare = child.dep_ in ("iobj", "obj") and doc[verb].lower_ in words("verbs", "retell_to")
        if edge == verb + 1 and (bare or to) and child.tag_ in _NOUNS:
            told = child.lower_ not in words("nouns", "told") and end - edge <= LONGEST_ADDRESSEE
            return end if told else verb + 1
    return verb + 1


def without_outer_marks(doc: Doc, start: int, end: int, levels: list[int], level: int) -> Range | None:
    """The range without commas and marks of the quotation around it at its edges; None if nothing is left."""
    while start < end and doc[start].is_punct and levels[start] <= level:
        start += 1
    while start < end and doc[end - 1].is_punct and levels[end - 1] <= level:
        end -= 1
    return (start, end) if start < end else None


def is_vouched_for(doc: Doc, verb: Verb, content: tuple[Range, ...]) -> bool:
    """Whether the whole is given "according to" somebody, and the verb is its main one."""
    cue = verb.whole.cue
    if cue is None or doc[cue[0]].lower_ != "according":
        return False
    first = min(start for start, _ in verb.whole.content)
    opens = all(not doc[i].tag_.startswith("VB") for i in range(first, verb.position))
    return opens and sum(end - start for start, end in content) >= SHORTEST


def is_told_to(doc: Doc, verb: int, behind: int, content: tuple[Range, ...]) -> bool:
    """Whether it says to whom a clause was told: "told | us | that he was ill"."""
    if behind == verb + 1 or doc[verb].tag_ not in _PAST:
        return False
    start, end = hull(content)
    clause = any(doc[i].tag_.startswith(("VB", "MD")) for i in range(start, end))
    return clause and behind <= start <= behind + LONGEST_ADDRESSEE and end - start >= SHORTEST


def is_marked(verb: int, content: tuple[Range, ...], levels: list[int]) -> bool:
    """Whether words in marks of their own go with the verb: "called | the plan “a disgrace”"."""
    held = [i for start, end in content for i in range(start, end) if levels[i] > levels[verb]]
    return any(abs(i - verb) <= MARKS_REACH for i in held)
