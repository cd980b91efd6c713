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
from attribution.outlets import Name, find_names
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
    moved = {i: verb for i, a in enumerate(proposed) if (verb := verb_behind(doc, a)) is not None}
    known = {a.cue for a in proposed}
    moved = {i: cue for i, cue in moved.items() if cue not in known}
    linked = reading.link(list(moved.values()), [proposed[i].probability for i in moved])
    again = {
        i: a for i, a in zip(moved, linked, strict=True) if a.content and (a.source or not proposed[i].source)
    }
    names = _Names(doc)
    whole = joined(doc, [again.get(i, a) for i, a in enumerate(proposed)])
    return [without_phrase(doc, a, names) for a in whole]


def joined(doc: Doc, proposed: Sequence[Attribution]) -> list[Attribution]:
    """The proposals, each verb without content with the phrase behind it that has taken it."""
    found: list[Attribution] = []
    verb: Attribution | None = None
    for attribution in sorted(proposed, key=lambda a: a.cue or (0, 0)):
        if verb is not None and _takes_over(doc, verb, attribution):
            sure = max(verb.source_probability, attribution.source_probability)
            found[-1] = msgspec.structs.replace(verb, content=attribution.content, source_probability=sure)
            verb = None
            continue
        found.append(attribution)
        verb = attribution if not attribution.content and last_verb(doc, attribution) is not None else None
    return found


def _takes_over(doc: Doc, verb: Attribution, phrase: Attribution) -> bool:
    """Whether the phrase stands behind the verb in its clause and before the content, without a verb in it."""
    if verb.cue is None or phrase.cue is None or not phrase.content:
        return False
    start, end = verb.cue[1], phrase.content[0][0]
    if not (start <= phrase.cue[0] and phrase.cue[1] <= end <= start + PHRASE_REACH):
        return False
    c = columns(doc)
    return not any(
        c.tag[i].startswith(("VB", "MD")) or c.text[i] in _STOPS or c.is_space[i] for i in range(start, end)
    )


def verb_behind(doc: Doc, attribution: Attribution) -> Range | None:
    """The verb of saying that a cue without a verb leads up to."""
    c = columns(doc)
    if attribution.cue is None or not all(_is_light(c, i) for i in range(*attribution.cue)):
        return None
    for i in range(attribution.cue[1], min(attribution.cue[1] + VERB_REACH, len(doc))):
        if _is_light(c, i) or c.lower[i] in ("heard", "seen", "quoted"):
            continue
        return (i, i + 1) if c.lower[i] in SAYING and c.tag[i].startswith("VB") else None
    return None


def _is_light(c: Columns, i: int) -> bool:
    return c.tag[i] in _BEFORE_VERB or c.lower[i] in _AUXILIARIES


class _Names:
    """The names of outlets and platforms in an article, looked for when first asked for."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.found: dict[int, Name] | None = None

    def is_platform(self, i: int) -> bool:
        if self.found is None:
            self.found = find_names(self.doc)
        name = self.found.get(i)
        return name is not None and name.kind == "platform"


def without_phrase(doc: Doc, attribution: Attribution, names: _Names) -> Attribution:
    """The attribution without a phrase of channel between its verb and its words."""
    verb = last_verb(doc, attribution)
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
    lower = columns(doc).lower
    preposition = next((i for i in reversed(between) if lower[i] in _HOW), None)
    if preposition is None or any(lower[i] in _STOPS for i in between):
        return attribution
    behind = phrase_end(doc, preposition, end, names)
    if behind is None or behind <= start:
        return attribution
    begin = words_behind(doc, behind, end)
    content = (*pieces[:at], *([(begin, end)] if begin else []), *pieces[at + 1 :])
    if not content:
        return attribution
    cue = (attribution.cue[0], max(verb + 1, min(attribution.cue[1], preposition)))
    return msgspec.structs.replace(attribution, cue=cue, content=content)


def last_verb(doc: Doc, attribution: Attribution) -> int | None:
    """The last finite verb of saying in the cue."""
    if attribution.cue is None:
        return None
    c = columns(doc)
    verbs = (i for i in reversed(range(*attribution.cue)) if c.lower[i] in SAYING and c.tag[i] in _VERBS)
    return next(verbs, None)


def phrase_end(doc: Doc, preposition: int, end: int, names: _Names) -> int | None:
    """Where the noun phrase behind the preposition ends, if it names a channel."""
    head = head_of(doc, preposition + 1, end)
    if head is None:
        return None
    lower = columns(doc).lower
    named = any(
        lower[preposition] in noun.by and noun.type != "unspecified" for noun in nouns().get(lower[head], ())
    )
    return head + 1 if named or names.is_platform(head) else None


def words_behind(doc: Doc, behind: int, end: int) -> int | None:
    """Where the reported words start behind the phrase: at "that", at marks, or at a clause."""
    for i in range(behind, min(behind + PHRASE_REACH, end)):
        token = doc[i]
        if token.lower_ == "that" or token.text in _OPENING:
            return i
        if token.dep_ in ("nsubj", "nsubj:pass", "expl") and token.left_edge.i >= behind:
            return token.left_edge.i
    return None
