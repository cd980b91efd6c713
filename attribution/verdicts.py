"""What the words make of a source that no person's name stands for.

Decides its status by the head noun of the mention, by the entity's other mentions and kind, and where
there is no mention by the cue: a passive leaves out who spoke, an active verb of speech was misread.
Ground rules and names are left to anonymity.py.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace
from spacy.tokens import Doc

from attribution.annotations import Entity, Range
from attribution.columns import Columns, columns
from attribution.descriptions import Description, describe, is_definite
from attribution.full_names import NameReader
from attribution.phrases import word_set
from attribution.results import AnonymityStatus
from attribution.role_nouns import Role
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
_SPEECH = word_set(
    "said says say saying told tells tell added adds wrote writes tweeted asked asks explained explains insisted "
    "insists argued argues replied recalled joked complained admitted shouted testified"
)
_PASSIVE = word_set("is are was were be been being 's 're get got gets")
_PERFECT = word_set("has have had having 've 'd")
#: So many mentions before a pronoun are looked at for one that tells whom it means.
_LOOK_BACK = 12
#: Hearsay that names nobody.
_HEARSAY = word_set("reportedly allegedly supposedly purportedly apparently ostensibly")
#: Participles that the tagger takes for the past tense: "the only country considered able".
_MOSTLY_PASSIVE = word_set(
    "considered known called named dubbed expected accused described seen viewed deemed believed thought rumored "
    "rumoured billed touted hailed labeled labelled regarded"
)
#: Verbs of seeming and being, which have no speaker.
_IMPERSONAL = word_set(
    "seem seems seemed seeming appear appears appeared look looks looked emerge emerges emerged is are was "
    "were be been being 's 're run runs ran remain remains remained mean means meant turns turned happens "
    "happened abound abounds swirl swirled persist persisted mount mounted spread circulated"
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
        return _without_source(columns(doc), source.cue)
    own = None if mention is None or _is_referring(doc, mention) else describe(doc, mention)
    if own is None and entity is None:
        return Verdict("unknown", FAIR)
    if entity is not None and entity.name is not None and not (own and _is_other_noun(doc, own, entity)):
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
    mention = _telling_mention(source)
    if entity.kind == "document":
        return Verdict("document", CERTAIN, mention)
    if entity.kind == "unknown" and described is not None and described[1].role == "document":
        return Verdict("document", FAIR, mention)
    if described is not None and described[1].role == "person" and described[1].plural:
        return Verdict("unnamed_group", LIKELY, described[0], described[1])
    return Verdict("organization", LIKELY, mention)


def _telling_mention(source: Source) -> Range | None:
    """The mention, or where it is a pronoun the last one before it that is none."""
    doc, entity, mention = source.doc, source.entity, source.mention
    if entity is None or mention is None or not _is_referring(doc, mention):
        return mention
    before = bisect_left(entity.mentions, mention)
    nouns = (
        m
        for m in reversed(entity.mentions[max(0, before - _LOOK_BACK) : before])
        if not _is_referring(doc, m)
    )
    return next(nouns, mention)


def _telling(source: Source, own: Description | None) -> tuple[Range | None, Description | None]:
    """The mention that says most of the source: its own noun, or an earlier one where that is vague.

    "One said" and "the group said" take up a noun from before; how many they are is their own matter.
    """
    earlier = source.described
    if own is None or (own.role is None and earlier is not None):
        return earlier or (_telling_mention(source), own)
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


def _without_source(read: Columns, cue: Range | None) -> Verdict:
    """Where nobody is given the words: told by a passive or "reportedly", or a speaker that was missed.

    A verb in the active voice has somebody who speaks, unless it is one of seeming ("it seems that"), a
    command, or an infinitive that means anybody ("hard to say").
    """
    if cue is None:
        return Verdict("unknown", GUESS)
    verb = next((i for i in range(cue[1] - 1, cue[0] - 1, -1) if read.tag[i].startswith("VB")), None)
    words = set(read.lower[cue[0] : cue[1]])
    if verb is None or words & _HEARSAY or "it" in words or not _has_subject(read, verb):
        return Verdict("unattributed", LIKELY, cue)
    return Verdict("unknown", GUESS)


def _has_subject(read: Columns, verb: int) -> bool:
    """Whether somebody must do what the verb tells: in a finite form of the active voice, or "saying"."""
    word, tag = read.lower[verb], read.tag[verb]
    if word in _IMPERSONAL or _is_passive(read, verb):
        return False
    if tag == "VB":
        return "MD" in read.tag[max(0, verb - 3) : verb]
    if tag == "VBG":
        return word in _SPEECH
    return tag != "VBD" or word not in _MOSTLY_PASSIVE


def _is_passive(read: Columns, verb: int) -> bool:
    """Whether the verb, a participle, has a form of "be" before it, or no auxiliary at all."""
    before = read.lower[max(0, verb - 3) : verb]
    if not _PASSIVE.isdisjoint(before):
        return read.tag[verb] in {"VBN", "VBD"}
    return read.tag[verb] == "VBN" and _PERFECT.isdisjoint(before)


def _of_unknown_noun(source: Source, evidence: Range | None, own: Description | None) -> Verdict:
    """A guess for a noun that is none for people, bodies or texts: of what is no name, only people "say"."""
    read = columns(source.doc)
    if own is None:
        return Verdict("unknown", FAIR)
    tag, name = read.tag[own.head], read.ent_type[own.head]
    if tag == "NNPS" and name != "ORG":
        return Verdict("unnamed_group", GUESS, evidence, own)
    if name == "PERSON" or (not name and tag == "NNP"):
        return Verdict("named", GUESS)
    if name:
        return Verdict("organization", GUESS, evidence)
    if source.cue is not None and _SPEECH.isdisjoint(read.lower[slice(*source.cue)]):
        return Verdict("unattributed", GUESS, evidence)
    return Verdict("unnamed_group" if own.plural else "unnamed_individual", GUESS, evidence, own)


def _is_referring(doc: Doc, mention: Range) -> bool:
    """Whether the mention is a pronoun, with nothing but possessed words behind it ("his eyes")."""
    return mention[1] - mention[0] == 1 and columns(doc).lower[mention[0]] in _REFERRING


def _is_other_noun(doc: Doc, description: Description, entity: Entity) -> bool:
    """Whether a mention calls its referent by a noun of the lexicon that says more than its name.

    "The miner" says no more where that is the firm.
    """
    read = columns(doc)
    if entity.kind == "organization" and description.definite and not description.plural:
        return False
    return (
        description.role is not None
        and description.role != "organization"
        and read.tag[description.head] in {"NN", "NNS"}
        and read.text[description.head] not in (entity.name or "").split()
    )
