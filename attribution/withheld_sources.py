"""The cue behind a ground rule: "An official who asked not to be named because … | told reporters".

The clause that withholds a name stands between the source and its verb, and the longer it is the
less surely the network ties the two together. The first verb of saying behind such a clause is taken
for the cue of the noun that the clause belongs to.
"""

from collections.abc import Sequence

import msgspec
from spacy.tokens import Doc

from attribution.annotations import Attribution, Range
from attribution.quotation_use import SAYING
from attribution.ranges import meet
from attribution.reading import Reading
from attribution.relays import FINITE
from attribution.withholding import Withholding

#: How far behind the clause its verb may stand, and how far before its noun the noun phrase may start, in tokens.
REACH = 25
LONGEST_LEAD = 10

#: Tags of what may stand between a source and its verb: "has also | said".
BEFORE_VERB = frozenset(["RB", "MD", "VBD", "VBZ", "VBP"])

#: How often a verb found in this way is the cue: an estimate, too rare in PolNeAR dev to measure.
PROBABILITY = 0.9


def tie_withheld(
    doc: Doc, found: list[Attribution], reading: Reading, rules: Sequence[Withholding]
) -> list[Attribution]:
    """`found` with the attributions to sources that stand behind a ground rule."""
    if not rules:
        return found
    at = {i: number for number, a in enumerate(found) if a.cue for i in range(*a.cue)}
    found = list(found)
    verbs: dict[int, Withholding] = {}
    for rule in rules:
        verb = verb_behind(doc, rule)
        if verb is None:
            continue
        if verb not in at:
            verbs.setdefault(verb, rule)
        elif (source := found[at[verb]].source) is None or rule.start <= source[0] < rule.end:
            # None, or one within the clause: "who asked to be identified by | their middle names | said".
            found[at[verb]] = msgspec.structs.replace(found[at[verb]], source=noun_phrase(doc, rule, verb))
    linked = reading.link([(verb, verb + 1) for verb in verbs], [PROBABILITY] * len(verbs))
    added = []
    for (verb, rule), attribution in zip(verbs.items(), linked, strict=True):
        content = tuple(piece for piece in attribution.content if piece[0] > verb or piece[1] <= rule.start)
        if content:
            source = noun_phrase(doc, rule, verb)
            added.append(msgspec.structs.replace(attribution, content=content, source=source))
    if not added:
        return found
    # What the network made of the same words instead had its cue inside the clause.
    kept = [a for a in found if not any(clash(a, other) for other in added)]
    return kept + added


def verb_behind(doc: Doc, rule: Withholding) -> int | None:
    """The first finite verb of saying behind a clause that belongs to a noun, in its sentence."""
    if rule.target is None or not rule.adjacent:
        return None
    end = min(rule.sentence[1], rule.end + REACH)
    for i in range(rule.end, end):
        if doc[i].is_quote:
            return None
        if doc[i].tag_ in FINITE and doc[i].lower_ in SAYING and doc[i - 1].tag_ not in ("PRP", "TO", "WP"):
            return i
    return None


def noun_phrase(doc: Doc, rule: Withholding, verb: int) -> Range:
    """From the start of the noun's phrase to the verb, without a comma at the end."""
    assert rule.target is not None
    start = max(doc[rule.target].left_edge.i, rule.target - LONGEST_LEAD, rule.sentence[0])
    while start < rule.target and (
        doc[start].is_punct or doc[start].is_space or doc[start].tag_ in ("IN", "CC")
    ):
        start += 1
    end = verb
    while end - 1 > rule.target and (
        doc[end - 1].text == "," or doc[end - 1].tag_ in ("RB", "MD", "VBD", "VBZ", "VBP")
    ):
        end -= 1
    return start, end


def clash(one: Attribution, other: Attribution) -> bool:
    """Whether both claim the same words."""
    return any(meet(a, b) for a in one.content for b in other.content) and one.cue != other.cue
