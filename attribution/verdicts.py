"""What the words make of a source that no person's name stands for.

Decides its status by the head noun of the mention, by the entity's other mentions and kind, and where
there is no mention by the cue: a passive leaves out who spoke, an active verb of speech was misread.
Ground rules and names are left to anonymity.py.
"""

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace
from spacy.tokens import Doc

from attribution.annotations import Entity, Range
from attribution.descriptions import Description, Role, describe, is_definite
from attribution.full_names import NameReader
from attribution.phrases import word_set
from attribution.results import AnonymityStatus
from attribution.withholding import Withholding

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

#: Words that are a source only by what they refer to.
_REFERRING = word_set(
    "he she it they we you i him her them us me his hers its their theirs our my your who whom whose "
    "which that this these those himself herself itself themselves what there"
)
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


class Source(NamedTuple):
    """All that bears on the standing of one attribution's source."""

    doc: Doc
    cue: Range | None
    mention: Range | None
    entity: Entity | None
    described: tuple[Range, Description] | None
    """What the entity's mentions say of it: the first that says something."""
    rules: Sequence[Withholding]
    names: NameReader


class Verdict(NamedTuple):
    """A status by words alone, with the mention that decided it and what it says."""

    status: AnonymityStatus
    probability: float
    evidence: Range | None = None
    description: Description | None = None
    roles: frozenset[Role | None] = frozenset()


def verdict_of(source: Source) -> Verdict:
    """What the words make of a source that no person's name stands for."""
    doc, entity, mention = source.doc, source.entity, source.mention
    if mention is None and entity is None:
        return _without_source(doc, source.cue)
    own = None if mention is None or _is_referring(doc, mention) else describe(doc, mention)
    if own is None and entity is None:
        return Verdict("unknown", FAIR)
    if entity is not None and entity.name is not None and not (own and _is_common_noun(doc, own)):
        return _of_body(source, entity)
    evidence, description = _telling(source, own)
    if description is not None and description.role is not None:
        probability = LIKELY if description is own else FAIR
        roles = frozenset(d.role for d in (own, source.described and source.described[1]) if d)
        return Verdict(_status_of(description), probability, evidence, description, roles)
    if entity is not None and entity.kind != "unknown":
        return Verdict(_status_of_kind(entity, own), FAIR, evidence, own)
    return _of_unknown_noun(source, evidence, own)


def _of_body(source: Source, entity: Entity) -> Verdict:
    """A source with a name that is no person's: a body, unless the name is a text's or a people's."""
    described = source.described
    if entity.kind == "document":
        return Verdict("document", CERTAIN, source.mention)
    if entity.kind == "unknown" and described is not None and described[1].role == "document":
        return Verdict("document", FAIR, source.mention)
    if described is not None and described[1].role == "person" and described[1].plural:
        return Verdict("unnamed_group", LIKELY, described[0], described[1])
    return Verdict("organization", LIKELY, source.mention)


def _telling(source: Source, own: Description | None) -> tuple[Range | None, Description | None]:
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


def _without_source(doc: Doc, cue: Range | None) -> Verdict:
    """Where nobody is given the words: told by a passive or "reportedly", or a speaker that was missed."""
    if cue is None:
        return Verdict("unknown", GUESS)
    words = [token.lower_ for token in doc[cue[0] : cue[1]]]
    before = doc[max(0, cue[0] - 2) : cue[0]]
    is_passive = not _PASSIVE.isdisjoint([*words, *(token.lower_ for token in before)])
    if words[-1] in _SPEECH and not is_passive:
        return Verdict("unknown", GUESS)
    return Verdict("unattributed", LIKELY, cue)


def _of_unknown_noun(source: Source, evidence: Range | None, own: Description | None) -> Verdict:
    """A guess by the form of the noun and by its verb: only texts and happenings "reflect" and "show"."""
    doc = source.doc
    head = doc[own.head] if own is not None else None
    if head is None:
        return Verdict("unknown", FAIR)
    if head.tag_ == "NNPS" and head.ent_type_ != "ORG":
        return Verdict("unnamed_group", GUESS, evidence, own)
    if head.ent_type_ == "PERSON" or (not head.ent_type_ and head.tag_ == "NNP"):
        return Verdict("named", GUESS)
    if head.ent_type_:
        return Verdict("organization", GUESS, evidence)
    if source.cue is not None and doc[source.cue[1] - 1].lower_ in _EVIDENTIAL:
        return Verdict("unattributed", GUESS, evidence)
    return Verdict("unnamed_group" if own and own.plural else "unnamed_individual", GUESS, evidence, own)


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
