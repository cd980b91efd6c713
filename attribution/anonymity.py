"""Whether a source is named, unnamed, anonymous at its own request, or no person at all.

Decides the standing of every attribution from the name and kind that speakers.py gave its source, from
the head noun of the mention (descriptions.py) and from ground rules that the article states for the
source in that sentence or earlier (ground_rules.py). It does not decide who the source is: one that was
not resolved is `unknown`, which is never counted as anonymous.

Two readings of the label set are worth knowing. "The prime minister" without a name anywhere is an
`unnamed_individual`, since `named` asks for a name; it is not anonymous, since the office tells who
speaks. "An unnamed official" is an `unnamed_individual` too, and anonymous: the adjective says that a
name is missing, not that somebody refused it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace
from spacy.language import Language
from spacy.tokens import Doc

from attribution import reasons, withholding
from attribution.annotations import Attribution, Entity, Range, Standing
from attribution.descriptions import PERSONAL, Description, Role, describe, is_definite
from attribution.full_names import NameReader
from attribution.ground_rules import Holder, describe_source, ground_rules
from attribution.phrases import sentence_starts, word_set
from attribution.results import AnonymityStatus
from attribution.withholding import Kind, Withholding

#: How often a decision of each sort is right: estimates, to be calibrated.
CERTAIN, LIKELY, FAIR, GUESS = 0.97, 0.9, 0.75, 0.5

#: What a head noun makes of a source without a name, alone and in the plural.
_STATUS_OF_ROLE: dict[Role, tuple[AnonymityStatus, AnonymityStatus]] = {
    "spokesperson": ("unnamed_spokesperson", "unnamed_spokesperson"),
    "organization": ("organization", "unnamed_group"),
    "group": ("unnamed_group", "unnamed_group"),
    "document": ("document", "document"),
    "rumour": ("unattributed", "unattributed"),
    "event": ("unattributed", "unattributed"),
}
_STATUS_OF_PERSON: tuple[AnonymityStatus, AnonymityStatus] = ("unnamed_individual", "unnamed_group")
_STATUS_OF_KIND: dict[str, AnonymityStatus] = {
    "organization": "organization",
    "place": "organization",
    "document": "document",
    "group": "unnamed_group",
    "person": "unnamed_individual",
}
#: What a source must be for a request of anonymity to be its own.
_CAN_ASK: frozenset[AnonymityStatus] = frozenset(
    ("unnamed_individual", "unnamed_group", "unnamed_spokesperson", "unknown")
)
#: Unnamed people of these roles count as anonymous: they speak for what they do or know.
_ANONYMOUS_ROLES: frozenset[Role] = frozenset(("official", "insider"))

#: Words that are a source only by what they refer to.
_REFERRING = word_set(
    "he she it they we you i him her them us me his hers its their theirs our my your who whom whose "
    "which that this these those himself herself itself themselves what there"
)
#: A source so introduced is a new one, whatever entity it was put with.
_OTHERS = word_set("another other others")
_ORDINALS = word_set("second third fourth fifth other different separate")
#: Active verbs of speech: who spoke stands somewhere, even where it was not found.
_SPEECH = word_set("said says say saying told tells tell added adds wrote writes tweeted asked explained")
_PASSIVE = word_set("is are was were be been being 's 're get got gets")
#: Verbs of texts and happenings.
_EVIDENTIAL = word_set(
    "show shows showed shown showing suggest suggests suggested indicate indicates indicated reveal "
    "reveals revealed reflect reflects reflected contain contains contained lists listed require "
    "requires required allow allows allowed feature features featured demonstrate demonstrates "
    "demonstrated"
)


@Language.factory(
    "attribution_anonymity",
    assigns=["doc._.anonymity"],
    requires=["token.tag", "token.dep", "doc.ents", "doc._.attributions", "doc._.entities", "doc._.speakers"],
)
def make_anonymity(nlp: Language, name: str) -> "Anonymity":
    """The component; it has no settings and no trained state."""
    return Anonymity()


class Anonymity:
    """Writes `doc._.anonymity`, one standing an attribution."""

    def __init__(self) -> None:
        # Read now, so that the first article does not wait for them.
        withholding.lexicon()
        reasons.lexicon()

    def __call__(self, doc: Doc) -> Doc:
        doc._.anonymity = standings(doc)
        return doc


class _Source(NamedTuple):
    """All that bears on the standing of one attribution's source."""

    doc: Doc
    cue: Range | None
    mention: Range | None
    entity: Entity | None
    described: tuple[Range, Description] | None
    """What the entity's mentions say of it: the first that says something."""
    rules: Sequence[Withholding]
    names: NameReader


class _Verdict(NamedTuple):
    """A status by words alone, with the mention that decided it and what it says."""

    status: AnonymityStatus
    probability: float
    evidence: Range | None = None
    description: Description | None = None
    roles: frozenset[Role | None] = frozenset()


def standings(doc: Doc) -> tuple[Standing, ...]:
    """The standing of every attribution, in their order."""
    attributions: Sequence[Attribution] = doc._.attributions
    if not attributions:
        return ()
    entities: Sequence[Entity] = doc._.entities
    rules = ground_rules(doc)
    described = [describe_source(doc, entity.mentions) for entity in entities]
    sentence_ends = [*sentence_starts(doc)[1:], len(doc)]
    names = NameReader(doc)

    def single(index: int, speaker: int | None, mention: Range | None) -> Standing:
        attribution = attributions[index]
        own = rules.get(Holder(None, index), ())
        if speaker is None or own:
            return standing_of(_Source(doc, attribution.cue, mention, None, None, own, names))
        stated = _stated(doc, attribution, rules.get(Holder(speaker, None), ()), sentence_ends)
        entity = entities[speaker]
        return standing_of(_Source(doc, attribution.cue, mention, entity, described[speaker], stated, names))

    def standing(index: int) -> Standing:
        speaker = doc._.speakers[index]
        members = () if speaker is None else entities[speaker].members
        if members:
            return _best_known([single(index, member, None) for member in members])
        return single(index, speaker, attributions[index].source)

    return tuple(map(standing, range(len(attributions))))


def standing_of(source: _Source) -> Standing:
    """The standing of a single source: a name first, then a ground rule, then what its noun says."""
    entity = source.entity
    if entity is not None and _is_person_by_name(entity, source.described):
        return _standing_of_name(source, entity)
    verdict = _verdict(source)
    if rule := _latest(source.rules, "pseudonym", "alias"):
        return Standing(
            status="pseudonymous", is_anonymous=True, evidence=(rule.start, rule.end), probability=FAIR
        )
    if (rule := _latest(source.rules, "request", "partial")) and verdict.status in _CAN_ASK:
        return _standing_of_request(source, rule, verdict)
    rule = _latest(source.rules, "unnamed")
    is_unnamed = verdict.status in {"unnamed_individual", "unnamed_group"}
    return Standing(
        status=verdict.status,
        is_anonymous=is_unnamed and (rule is not None or not _ANONYMOUS_ROLES.isdisjoint(verdict.roles)),
        evidence=(rule.start, rule.end) if rule is not None and is_unnamed else verdict.evidence,
        count=verdict.description.count
        if verdict.description and verdict.status == "unnamed_group"
        else None,
        probability=verdict.probability,
    )


# Ground rules


def _stated(
    doc: Doc, attribution: Attribution, rules: Sequence[Withholding], sentence_ends: Sequence[int]
) -> Sequence[Withholding]:
    """The rules that the reader has met by the end of the sentence of the attribution.

    A source introduced as another than those before brings only the rules of its own sentence.
    """
    if not rules:
        return rules
    ranges = [*attribution.content, *(r for r in (attribution.cue, attribution.source) if r is not None)]
    first, last = min(start for start, _ in ranges), max(end for _, end in ranges)
    end = sentence_ends[bisect_right(sentence_ends, last - 1)]
    rules = rules[: bisect_left(rules, end, key=lambda rule: rule.start)]
    if attribution.source is not None and _is_new(doc, attribution.source):
        return [rule for rule in rules if first < rule.sentence[1]]
    return rules


def _is_new(doc: Doc, source: Range) -> bool:
    first, second = doc[source[0]].lower_, doc[min(source[0] + 1, source[1] - 1)].lower_
    return first in _OTHERS or (first in {"a", "an", "one"} and second in _ORDINALS)


def _latest(rules: Sequence[Withholding], *kinds: Kind) -> Withholding | None:
    return next((rule for rule in reversed(rules) if rule.kind in kinds), None)


def _standing_of_request(source: _Source, rule: Withholding, verdict: _Verdict) -> Standing:
    reason = next((r.reason for r in reversed(source.rules) if r.reason is not None), None)
    description = verdict.description
    return Standing(
        status="anonymous_requested",
        is_anonymous=True,
        evidence=(rule.start, rule.end),
        reason=reason.label if reason is not None else None,
        reason_evidence=reason.evidence if reason is not None else None,
        count=description.count if description is not None else None,
        probability=FAIR if rule.implied else LIKELY,
    )


# Names


def _is_person_by_name(entity: Entity, described: tuple[Range, Description] | None) -> bool:
    """Whether the name is a person's; of unknown kind it is, unless a noun says otherwise."""
    if entity.name is None or entity.kind not in {"person", "unknown"}:
        return False
    return entity.kind == "person" or described is None or described[1].role in PERSONAL


def _standing_of_name(source: _Source, entity: Entity) -> Standing:
    rules = source.rules
    completeness, probability = source.names.completeness(entity)
    if _latest(rules, "mononym"):
        return Standing(status="named", is_anonymous=False, probability=LIKELY)
    if (rule := _latest(rules, "pseudonym")) or (
        completeness != "full" and (rule := _latest(rules, "alias"))
    ):
        return Standing(
            status="pseudonymous", is_anonymous=True, evidence=(rule.start, rule.end), probability=LIKELY
        )
    mention = entity.mentions[0] if entity.mentions else None
    if completeness == "handle":
        return Standing(status="pseudonymous", is_anonymous=True, evidence=mention, probability=probability)
    rule = _latest(rules, "partial", "request")
    if len((entity.name or "").split()) == 1 and rule is not None:
        return Standing(
            status="partially_named",
            is_anonymous=True,
            evidence=(rule.start, rule.end),
            reason=rule.reason.label if rule.reason is not None else None,
            reason_evidence=rule.reason.evidence if rule.reason is not None else None,
            probability=LIKELY,
        )
    if completeness == "partial":
        return Standing(
            status="partially_named", is_anonymous=False, evidence=mention, probability=probability
        )
    return Standing(status="named", is_anonymous=False, probability=probability)


def _best_known(members: Sequence[Standing]) -> Standing:
    """The standing of joint speakers: the best known of them tells the reader whose word it is."""
    known: tuple[AnonymityStatus, ...] = ("named", "organization")
    for status in known:
        if chosen := next((member for member in members if member.status == status), None):
            return chosen
    return members[0]


# Nouns


def _verdict(source: _Source) -> _Verdict:
    """What the words make of a source that no person's name stands for."""
    doc, entity, mention = source.doc, source.entity, source.mention
    if mention is None and entity is None:
        return _without_source(doc, source.cue)
    own = None if mention is None or _is_referring(doc, mention) else describe(doc, mention)
    if own is None and entity is None:
        return _Verdict("unknown", FAIR)
    if entity is not None and entity.name is not None and not (own and _is_common_noun(doc, own)):
        return _of_body(source, entity)
    evidence, description = _telling(source, own)
    if description is not None and description.role is not None:
        probability = LIKELY if description is own else FAIR
        roles = frozenset(d.role for d in (own, source.described and source.described[1]) if d)
        return _Verdict(_status_of(description), probability, evidence, description, roles)
    if entity is not None and entity.kind != "unknown":
        return _Verdict(_status_of_kind(entity, own), FAIR, evidence, own)
    return _of_unknown_noun(source, evidence, own)


def _of_body(source: _Source, entity: Entity) -> _Verdict:
    """A source with a name that is no person's: a body, unless the name is a text's or a people's."""
    described = source.described
    if entity.kind == "document":
        return _Verdict("document", CERTAIN, source.mention)
    if entity.kind == "unknown" and described is not None and described[1].role == "document":
        return _Verdict("document", FAIR, source.mention)
    if described is not None and described[1].role == "person" and described[1].plural:
        return _Verdict("unnamed_group", LIKELY, described[0], described[1])
    return _Verdict("organization", LIKELY, source.mention)


def _telling(source: _Source, own: Description | None) -> tuple[Range | None, Description | None]:
    """The mention that says most of the source: its own noun, or an earlier one where that is vague.

    "One said" and "the group said" take up a noun from before; how many they are is their own matter.
    """
    earlier = source.described
    if own is None or (own.role is None and earlier is not None):
        return earlier or (source.mention, own)
    if earlier is None or own.role not in {"person", "group"} or earlier[1].role == own.role:
        return source.mention, own
    return source.mention, replace(own, role=earlier[1].role)


def _status_of(description: Description) -> AnonymityStatus:
    assert description.role is not None
    one, several = _STATUS_OF_ROLE.get(description.role, _STATUS_OF_PERSON)
    is_body = description.role == "organization" and description.definite
    return several if description.plural and not is_body else one


def _status_of_kind(entity: Entity, own: Description | None) -> AnonymityStatus:
    """The status of a source without a telling noun, by its kind alone."""
    status = _STATUS_OF_KIND[entity.kind]
    if not entity.plural and not (own is not None and own.plural):
        return status
    is_body = status == "organization" and is_definite((entity.description or "").split()[:1])
    return status if is_body or status == "document" else "unnamed_group"


def _without_source(doc: Doc, cue: Range | None) -> _Verdict:
    """Where nobody is given the words: told by a passive or "reportedly", or a speaker that was missed."""
    if cue is None:
        return _Verdict("unknown", GUESS)
    words = [token.lower_ for token in doc[cue[0] : cue[1]]]
    before = doc[max(0, cue[0] - 2) : cue[0]]
    is_passive = not _PASSIVE.isdisjoint([*words, *(token.lower_ for token in before)])
    if words[-1] in _SPEECH and not is_passive:
        return _Verdict("unknown", GUESS)
    return _Verdict("unattributed", LIKELY, cue)


def _of_unknown_noun(source: _Source, evidence: Range | None, own: Description | None) -> _Verdict:
    """A guess by the form of the noun and by its verb: only texts and happenings "reflect" and "show"."""
    doc = source.doc
    head = doc[own.head] if own is not None else None
    if head is None:
        return _Verdict("unknown", FAIR)
    if head.tag_ == "NNPS" and head.ent_type_ != "ORG":
        return _Verdict("unnamed_group", GUESS, evidence, own)
    if head.ent_type_ == "PERSON" or (not head.ent_type_ and head.tag_ == "NNP"):
        return _Verdict("named", GUESS)
    if head.ent_type_:
        return _Verdict("organization", GUESS, evidence)
    if source.cue is not None and doc[source.cue[1] - 1].lower_ in _EVIDENTIAL:
        return _Verdict("unattributed", GUESS, evidence)
    return _Verdict("unnamed_group" if own and own.plural else "unnamed_individual", GUESS, evidence, own)


def _is_referring(doc: Doc, mention: Range) -> bool:
    """Whether the mention is a pronoun, with nothing but possessed words behind it ("his eyes")."""
    return doc[mention[0]].lower_ in _REFERRING and mention[1] - mention[0] == 1


def _is_common_noun(doc: Doc, description: Description) -> bool:
    """Whether a mention calls its referent by a noun of the lexicon, not by name."""
    return (
        description.role is not None
        and description.role != "organization"
        and doc[description.head].tag_ in {"NN", "NNS"}
    )
