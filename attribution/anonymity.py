"""Whether a source is named, unnamed, anonymous at its own request, or no person at all.

Decides the standing of every attribution from the name that speakers.py gave its source, from ground
rules that the article states for the source in that sentence or earlier (ground_rules.py), and from
what its noun and kind say (verdicts.py). It does not decide who the source is: one that was
not resolved is `unknown`, which is never counted as anonymous.

Two readings of the label set are worth knowing. "The prime minister" without a name anywhere is an
`unnamed_individual`, since `named` asks for a name; it is not anonymous, since the office tells who
speaks. "An unnamed official" is an `unnamed_individual` too, and anonymous: the adjective says that a
name is missing, not that somebody refused it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from attribution import reasons, withholding
from attribution.annotations import Attribution, Entity, Range, Standing
from attribution.assumed_names import named_by
from attribution.columns import Columns, columns
from attribution.descriptions import Description
from attribution.full_names import NameReader
from attribution.ground_rules import Holder, describe_source, ground_rules
from attribution.phrases import sentence_starts, word_set
from attribution.results import AnonymityStatus
from attribution.role_nouns import PERSONAL, Role
from attribution.verdicts import FAIR, LIKELY, Source, Verdict, verdict_of
from attribution.withholding import Kind, Withholding

#: What a source must be for a request of anonymity to be its own.
_CAN_ASK: frozenset[AnonymityStatus] = frozenset(
    ("unnamed_individual", "unnamed_group", "unnamed_spokesperson", "unknown")
)
#: Unnamed people of these roles count as anonymous: they speak for what they do or know.
_ANONYMOUS_ROLES: frozenset[Role] = frozenset(("official", "insider"))

#: A source so introduced is a new one, whatever entity it was put with.
_OTHERS = word_set("another other others")
#: A source so introduced, bare or with "of the …", is a member of a group told before.
_MEMBERS = word_set("one another two three four some several many most others both all")
_DEFINITE = word_set("the these those them his her its their")
#: How many attributions back the group may have spoken.
_GROUP_REACH = 12
_ORDINALS = word_set("second third fourth fifth other different separate")


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


def standings(doc: Doc) -> tuple[Standing, ...]:
    """The standing of every attribution, in their order."""
    attributions: Sequence[Attribution] = doc._.attributions
    if not attributions:
        return ()
    entities: Sequence[Entity] = doc._.entities
    rules = ground_rules(doc)
    speakers: Sequence[int | None] = doc._.speakers
    read = columns(doc)
    sentence_ends = [*sentence_starts(doc)[1:], len(doc)]
    names = NameReader(doc)

    @cache
    def described(speaker: int) -> tuple[Range, Description] | None:
        # What else is said of a person does not matter where the name is told.
        is_named = entities[speaker].kind == "person" and entities[speaker].name is not None
        return None if is_named else describe_source(doc, entities[speaker].mentions)

    def single(index: int, speaker: int | None, mention: Range | None) -> Standing:
        attribution = attributions[index]
        own = rules.get(Holder(None, index), ())
        if speaker is None or own:
            return standing_of(Source(doc, attribution.cue, mention, None, None, own, names))
        holder = _whole_group(read, attributions, entities, speakers, index)
        stated = _stated(read, attribution, rules.get(Holder(speaker, None), ()), sentence_ends)
        if holder is not None and not stated:
            stated = _met(attribution, rules.get(Holder(holder, None), ()), sentence_ends)
        entity = entities[speaker]
        return standing_of(Source(doc, attribution.cue, mention, entity, described(speaker), stated, names))

    def standing(index: int) -> Standing:
        speaker = speakers[index]
        members = () if speaker is None else entities[speaker].members
        if members:
            return _best_known([single(index, member, None) for member in members])
        return single(index, speaker, attributions[index].source)

    return tuple(map(standing, range(len(attributions))))


def standing_of(source: Source) -> Standing:
    """The standing of a single source: a name first, then a ground rule, then what its noun says."""
    entity = source.entity
    if entity is not None and _is_person_by_name(entity, source.described):
        return _standing_of_name(source, entity)
    verdict = verdict_of(source)
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
    read: Columns, attribution: Attribution, rules: Sequence[Withholding], sentence_ends: Sequence[int]
) -> Sequence[Withholding]:
    """The rules that the reader has met by the end of the sentence of the attribution.

    A source introduced as another than those before brings only the rules of its own sentence.
    """
    met = _met(attribution, rules, sentence_ends)
    if met and attribution.source is not None and _is_new(read, attribution.source):
        first = _extent(attribution)[0]
        return [rule for rule in met if first < rule.sentence[1]]
    return met


def _met(
    attribution: Attribution, rules: Sequence[Withholding], sentence_ends: Sequence[int]
) -> Sequence[Withholding]:
    """Those of the rules that stand before the end of the attribution's sentence."""
    if not rules:
        return rules
    end = sentence_ends[bisect_right(sentence_ends, _extent(attribution)[1] - 1)]
    return rules[: bisect_left(rules, end, key=lambda rule: rule.start)]


def _extent(attribution: Attribution) -> Range:
    """From the first to the last token of content, cue and source."""
    ranges = [*attribution.content, *(r for r in (attribution.cue, attribution.source) if r is not None)]
    return min(start for start, _ in ranges), max(end for _, end in ranges)


def _is_new(read: Columns, source: Range) -> bool:
    first, second = read.lower[source[0]], read.lower[min(source[0] + 1, source[1] - 1)]
    return first in _OTHERS or (first in {"a", "an", "one"} and second in _ORDINALS)


def _whole_group(
    read: Columns,
    attributions: Sequence[Attribution],
    entities: Sequence[Entity],
    speakers: Sequence[int | None],
    index: int,
) -> int | None:
    """The group that "one of the sources" or a bare "another" is a member of: the last one that spoke.

    A ground rule of the group holds for its members.
    """
    source = attributions[index].source
    if source is None or not _is_member(read, source):
        return None
    nouns = {read.lower[i] for i in range(*source) if read.tag[i] == "NNS"}
    for before in range(index - 1, max(index - _GROUP_REACH, -1), -1):
        speaker = speakers[before]
        if speaker is not None and entities[speaker].plural and entities[speaker].name is None:
            heads = {word for start, end in entities[speaker].mentions[:8] for word in read.lower[start:end]}
            if not nouns or nouns & heads:
                return speaker
    return None


def _is_member(read: Columns, source: Range) -> bool:
    """Whether the source is a part of a group told before: "one of the sources", "another", "two of them"."""
    if read.lower[source[0]] not in _MEMBERS:
        return False
    words = read.lower[source[0] : source[1]]
    return len(words) == 1 or (len(words) > 2 and words[1] == "of" and words[2] in _DEFINITE)


def _latest(rules: Sequence[Withholding], *kinds: Kind) -> Withholding | None:
    return next((rule for rule in reversed(rules) if rule.kind in kinds), None)


def _standing_of_request(source: Source, rule: Withholding, verdict: Verdict) -> Standing:
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


def _standing_of_name(source: Source, entity: Entity) -> Standing:
    rules = source.rules
    completeness, probability = source.names.completeness(entity)
    if _latest(rules, "mononym"):
        return Standing(status="named", is_anonymous=False, probability=LIKELY)
    if (rule := _latest(rules, "pseudonym")) or (
        (rule := _latest(rules, "alias")) and (completeness != "full" or _is_assumed(source, entity, rule))
    ):
        return Standing(
            status="pseudonymous", is_anonymous=True, evidence=(rule.start, rule.end), probability=LIKELY
        )
    mention = entity.mentions[0] if entity.mentions else None
    if completeness == "handle":
        return Standing(status="pseudonymous", is_anonymous=True, evidence=mention, probability=probability)
    rule = _latest(rules, "partial", "request")
    if rule is not None and (completeness == "partial" or len((entity.name or "").split()) == 1):
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


def _is_assumed(source: Source, entity: Entity, rule: Withholding) -> bool:
    """Whether the only name that the article gives is the one that the rule says to be put on."""
    name = named_by(source.doc, rule)
    return name is not None and source.doc[slice(*name)].text == entity.name


def _best_known(members: Sequence[Standing]) -> Standing:
    """The standing of joint speakers: the best known of them tells the reader whose word it is."""
    known: tuple[AnonymityStatus, ...] = ("named", "organization")
    for status in known:
        if chosen := next((member for member in members if member.status == status), None):
            return chosen
    return members[0]
