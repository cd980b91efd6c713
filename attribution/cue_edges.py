"""Cues that the network cuts in the wrong place.

Decides three things about the proposals before their edges are settled at quotation marks:

- a cue of auxiliaries and adverbs alone ("can | be heard telling …", "later | wrote …") is moved to the
  verb that they belong to, and the network is asked again for its source and content;
- a verb left without content takes that of the phrase behind it: "said | on public radio | that …";
- a phrase that says how words were uttered is no part of them: "said in | a news release that …",
  "wrote on | Instagram".
"""

from collections.abc import Sequence

import msgspec
from spacy.tokens import Doc

from attribution.annotations import Attribution, Range
from attribution.channel_words import nouns
from attribution.columns import Columns, columns
from attribution.noun_phrases import head_of
from attribution.outlets import find_names
from attribution.quotation_use import SAYING
from attribution.reading import Reading

#: How far behind a cue of auxiliaries its verb may stand, in tokens.
VERB_REACH = 6
#: How far behind the noun of such a phrase the words themselves may start, in tokens.
PHRASE_REACH = 12

_AUXILIARIES = frozenset(
    [
        *("is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "do", "does", "did"),
        *("'s", "’s", "'ve", "’ve", "'d", "’d", "to", "not", "n't", "n’t"),
    ]
)
_BEFORE_VERB = frozenset(["MD", "RB", "RBR", "RBS", "TO"])
_HOW = frozenset(["in", "on", "at", "during", "via", "through", "by", "over"])
_VERBS = frozenset(["VBD", "VBZ", "VBP", "VBN"])
_STOPS = frozenset([".", "!", "?", ";", ":"])
_OPENING = frozenset("\"“„'‘«")


def mended(doc: Doc, proposed: Sequence[Attribution], reading: Reading) -> list[Attribution]:
    """The proposals with their cues in the right place."""
    read = columns(doc)
    moved = {i: verb for i, a in enumerate(proposed) if (verb := verb_behind(read, a)) is not None}
    known = {a.cue for a in proposed}
    moved = {i: cue for i, cue in moved.items() if cue not in known}
    linked = reading.link(list(moved.values()), [proposed[i].probability for i in moved])
    again = {
        i: a for i, a in zip(moved, linked, strict=True) if a.content and (a.source or not proposed[i].source)
    }
    whole = joined(read, [again.get(i, a) for i, a in enumerate(proposed)])
    return [without_phrase(doc, read, a) for a in whole]


def joined(read: Columns, proposed: Sequence[Attribution]) -> list[Attribution]:
    """The proposals, each verb without content with the phrase behind it that has taken it."""
    found: list[Attribution] = []
    verb: Attribution | None = None
    for attribution in sorted(proposed, key=lambda a: a.cue or (0, 0)):
        if verb is not None and _takes_over(read, verb, attribution):
            sure = max(verb.source_probability, attribution.source_probability)
            found[-1] = msgspec.structs.replace(verb, content=attribution.content, source_probability=sure)
            verb = None
            continue
        found.append(attribution)
        verb = attribution if not attribution.content and last_verb(read, attribution) is not None else None
    return found


def _takes_over(read: Columns, verb: Attribution, phrase: Attribution) -> bool:
    """Whether the phrase stands behind the verb in its clause and before the content, without a verb in it."""
    if verb.cue is None or phrase.cue is None or not phrase.content:
        return False
    start, end = verb.cue[1], phrase.content[0][0]
    if not (start <= phrase.cue[0] and phrase.cue[1] <= end <= start + PHRASE_REACH):
        return False
    return not any(
        read.tag[i].startswith(("VB", "MD")) or read.text[i] in _STOPS or read.is_space[i]
        for i in range(start, end)
    )


def verb_behind(read: Columns, attribution: Attribution) -> Range | None:
    """The verb of saying that a cue without a verb leads up to."""
    cue = attribution.cue
    # Mostly the first word is the verb already.
    if cue is None or not (_is_light(read, cue[0]) and all(_is_light(read, i) for i in range(*cue))):
        return None
    for i in range(cue[1], min(cue[1] + VERB_REACH, len(read.text))):
        if _is_light(read, i) or read.lower[i] in ("heard", "seen", "quoted"):
            continue
        return (i, i + 1) if read.lower[i] in SAYING and read.tag[i].startswith("VB") else None
    return None


def _is_light(read: Columns, i: int) -> bool:
    return read.tag[i] in _BEFORE_VERB or read.lower[i] in _AUXILIARIES


def without_phrase(doc: Doc, read: Columns, attribution: Attribution) -> Attribution:
    """The attribution without a phrase of channel between its verb and its words."""
    verb = last_verb(read, attribution)
    if verb is None or attribution.cue is None:
        return attribution
    pieces = attribution.content
    at = next((n for n, (start, _) in enumerate(pieces) if start >= attribution.cue[1]), None)
    if at is None:
        return attribution
    start, end = pieces[at]
    between = range(verb + 1, min(start + 1, verb + PHRASE_REACH))
    if start not in between:
        return attribution
    said = read.lower[between.start : between.stop]
    if _HOW.isdisjoint(said) or not _STOPS.isdisjoint(said):
        return attribution
    preposition = next(i for i in reversed(between) if read.lower[i] in _HOW)
    behind = phrase_end(doc, read, preposition, end)
    if behind is None or behind <= start:
        return attribution
    begin = words_behind(doc, behind, end)
    content = (*pieces[:at], *([(begin, end)] if begin else []), *pieces[at + 1 :])
    if not content:
        return attribution
    cue = (attribution.cue[0], max(verb + 1, min(attribution.cue[1], preposition)))
    return msgspec.structs.replace(attribution, cue=cue, content=content)


def last_verb(read: Columns, attribution: Attribution) -> int | None:
    """The last finite verb of saying in the cue."""
    if attribution.cue is None:
        return None
    for i in reversed(range(*attribution.cue)):
        if read.lower[i] in SAYING and read.tag[i] in _VERBS:
            return i
    return None


def phrase_end(doc: Doc, read: Columns, preposition: int, end: int) -> int | None:
    """Where the noun phrase behind the preposition ends, if it names a channel."""
    head = head_of(read, preposition + 1, end)
    if head is None:
        return None
    entries = nouns().get(read.lower[head], ())
    if any(read.lower[preposition] in noun.by and noun.type != "unspecified" for noun in entries):
        return head + 1
    name = find_names(doc).get(head)
    return head + 1 if name is not None and name.kind == "platform" else None


def words_behind(doc: Doc, behind: int, end: int) -> int | None:
    """Where the reported words start behind the phrase: at "that", at marks, or at a clause."""
    for i in range(behind, min(behind + PHRASE_REACH, end)):
        token = doc[i]
        if token.lower_ == "that" or token.text in _OPENING:
            return i
        if token.dep_ in ("nsubj", "nsubj:pass", "expl") and token.left_edge.i >= behind:
            return token.left_edge.i
    return None
