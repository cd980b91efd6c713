"""Who the sources are: every source resolved over the whole article to one entity.

Writes the speakers of attributions and those who refuse to comment as entities, each with name, kind,
title, affiliation and all its mentions, and for each attribution the index of its speaker. How likely
each is the right one goes to `doc.user_data["speaker_probability"]`, a list with one number from 0 to
1 an attribution, estimated from the kind of evidence; 1 means sure. Whether a source counts as
anonymous is left to anonymity.py.

Whom the words refer to is worked out in the package `reference`.
"""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec
import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from attribution.annotations import Attribution, Entity, Range
from attribution.assumed_names import AssumedName, assumed_names
from attribution.reference.cast import Cast, Resolved, Source
from attribution.reference.headlines import find_repeated
from attribution.reference.inventory import Inventory
from attribution.reference.mentions import find_mentions
from attribution.reference.referents import Party, Referent
from attribution.reference.resolution import resolve
from attribution.reference.roles import affiliation, office
from attribution.reference.words import Words
from attribution.refusals import find_refusals
from attribution.withholding import Withholding, find_withholdings

#: Where the text has no source, there is hardly a speaker.
NOBODY = Resolved(None, 0.95)


@Language.factory(
    "attribution_speakers",
    assigns=["doc._.entities", "doc._.speakers"],
    requires=["token.tag", "token.dep", "doc.ents", "doc._.blocks", "doc._.quotations", "doc._.attributions"],
)
def make_speakers(nlp: Language, name: str) -> "Speakers":
    """The component; it has no settings."""
    return Speakers()


class Speakers:
    """Writes `doc._.entities` and `doc._.speakers`."""

    def __call__(self, doc: Doc) -> Doc:
        attributions: tuple[Attribution, ...] = doc._.attributions
        subjects = refusal_subjects(doc)
        words = Words(doc)
        names = find_repeated(words, find_mentions(words))
        cast, resolved = resolve(words, Inventory(words, names), gather(attributions, subjects))
        answers = [resolved.get(a.source, NOBODY) if a.source else NOBODY for a in attributions]
        speakers = [answer.referent for answer in answers]
        wanted = [*speakers, *(resolved[subject].referent for subject in subjects)]
        entities, index = build_entities(words, cast, [r for r in wanted if r is not None])
        found = [None if s is None else index[s] for s in speakers]
        rules = find_withholdings(doc)
        entities, found = with_assumed_names(doc, attributions, entities, found, assumed_names(doc, rules))
        doc._.entities = tuple(described(doc, entities, rules))
        doc._.speakers = carried_on(doc, attributions, found)
        doc.user_data["speaker_probability"] = [answer.probability for answer in answers]
        return doc


def with_assumed_names(
    doc: Doc,
    attributions: tuple[Attribution, ...],
    entities: tuple[Entity, ...],
    speakers: list[int | None],
    names: list[AssumedName],
) -> tuple[tuple[Entity, ...], list[int | None]]:
    """Name unnamed entities by the stand-in names that they go by, and join those called so to them."""
    changed = list(entities)
    speakers = list(speakers)
    for name, bearer in names:
        text = doc[slice(*name)].text
        called = {
            speakers[i]
            for i, attribution in enumerate(attributions)
            if attribution.source and doc[slice(*attribution.source)].text == text
        }
        owner = next(
            (
                i
                for i, entity in enumerate(changed)
                if any(start <= bearer < end for start, end in entity.mentions) or i in called
            ),
            None,
        )
        if owner is None or changed[owner].plural or changed[owner].kind not in ("person", "unknown"):
            continue
        mentions = {*changed[owner].mentions, name, (bearer, bearer + 1)}
        mentions |= {m for i in called if i is not None for m in changed[i].mentions}
        kept = [m for m in mentions if not any(o != m and o[0] <= m[0] and m[1] <= o[1] for o in mentions)]
        changed[owner] = msgspec.structs.replace(
            changed[owner], name=changed[owner].name or text, kind="person", mentions=tuple(sorted(kept))
        )
        speakers = [owner if s is not None and s in called else s for s in speakers]
    return tuple(changed), speakers


def described(doc: Doc, entities: tuple[Entity, ...], rules: list[Withholding]) -> Iterator[Entity]:
    """Descriptions of the unnamed without the clause that withholds the name, and without a sentence's capital.

    "An official who declined to be named" is described as "an official".
    """
    rules = [rule for rule in rules if rule.adjacent and rule.target is not None]
    for entity in entities:
        if entity.name is not None or entity.description is None:
            yield entity
            continue
        words = entity.description
        for start, end in entity.mentions:
            if " ".join(doc[start:end].text.split()).rstrip(", ") != words:
                continue
            for rule in rules:
                if rule.target is not None and start <= rule.target < rule.start < end:
                    end = cut_before(doc, rule.target + 1, rule.start)
            words = " ".join(doc[start:end].text.split()).rstrip(", ")
            if doc[start].is_sent_start and doc[start].tag_ in ("DT", "CD", "JJ", "NNS", "PDT", "PRP$"):
                words = words[0].lower() + words[1:]
            break
        yield msgspec.structs.replace(entity, description=words)


def cut_before(doc: Doc, least: int, end: int) -> int:
    """`end` moved before the pronoun, commas and verb that lead up to a clause: ", who | asked | not to be named"."""
    while end > least and (
        doc[end - 1].is_punct or doc[end - 1].tag_ in ("WP", "WDT", "RB", "VBD", "VBZ", "VBP", "CC")
    ):
        end -= 1
    return end


def carried_on(
    doc: Doc, attributions: tuple[Attribution, ...], speakers: list[int | None]
) -> tuple[int | None, ...]:
    """The speakers, where speech without cue and source goes on with the speaker before.

    In news a paragraph of quoted words alone is the last speaker's; it must follow that one's words at once,
    or with another such paragraph between.
    """
    paragraph = np.zeros(len(doc), dtype=np.int64)
    for number, block in enumerate(block for block in doc._.blocks if block.kind != "space"):
        paragraph[block.start : block.end] = number
    carried = list(speakers)
    for i in range(1, len(attributions)):
        here, before = attributions[i], attributions[i - 1]
        if here.cue is None and here.source is None:
            apart = paragraph[here.content[0][0]] - paragraph[before.content[-1][1] - 1]
            carried[i] = carried[i - 1] if apart <= 1 else None
    return tuple(carried)


def refusal_subjects(doc: Doc) -> list[Range]:
    """The tokens of those who decline to comment."""
    return [subject for subject, _, _ in find_refusals(doc) if subject is not None]


def gather(attributions: tuple[Attribution, ...], subjects: list[Range]) -> list[Source]:
    """The sources to resolve, each once, with all the words attributed to it."""
    sources: dict[Range, Source] = {}
    for attribution in attributions:
        if attribution.source is not None:
            sources.setdefault(attribution.source, Source(attribution.source)).contents.extend(
                attribution.content
            )
    for subject in subjects:
        sources.setdefault(subject, Source(subject))
    return list(sources.values())


def build_entities(words: Words, cast: Cast, wanted: list[int]) -> tuple[tuple[Entity, ...], dict[int, int]]:
    """Entities for the referents that speak, in order of first mention, and where each referent stands."""
    referents = cast.referents
    needed = set(wanted)
    for i in wanted:
        referent = referents[i]
        if isinstance(referent, Party):
            needed.update(referent.members)
    ordered = sorted(needed, key=lambda i: (min(referents[i].mentions, default=(len(words), 0)), i))
    index = {referent: n for n, referent in enumerate(ordered)}
    names = names_in(cast)
    return tuple(entity_of(words, referents[i], index, names) for i in ordered), index


class Names(NamedTuple):
    """Where names stand in the article."""

    tokens: frozenset[int]
    bodies: dict[int, str]
    """Names of bodies by their first token."""


def names_in(cast: Cast) -> Names:
    """The names of the article, those of bodies with the fullest form."""
    mentions = cast.mention_at.values()
    bodies = {m.start: cast.referents[cast.of(m)].name or "" for m in mentions if m.kind == "organization"}
    return Names(frozenset(i for m in mentions for i in range(m.start, m.end)), bodies)


def entity_of(words: Words, referent: Referent, index: dict[int, int], names: Names) -> Entity:
    """The entity of a referent."""
    mentions = tuple(sorted(set(referent.mentions)))
    if isinstance(referent, Party):
        return Entity(
            name=referent.name,
            description=referent.description,
            kind="group" if referent.plural and referent.form == "person" else referent.form,
            title=None,
            affiliation=None,
            mentions=mentions,
            members=tuple(index[i] for i in referent.members),
            plural=referent.plural,
        )
    if referent.kind != "person":
        return Entity(
            name=referent.name,
            description=None,
            kind=referent.kind,
            title=None,
            affiliation=None,
            mentions=mentions,
        )
    roles = sorted(referent.roles, key=lambda role: (not role.before, role.span))
    longest = max(referent.roles, key=lambda role: role.span[1] - role.span[0], default=None)
    return Entity(
        name=referent.name,
        description=" ".join(words.slice(longest.span).split()) if longest else None,
        kind="person",
        title=next((text for role in roles if (text := office(words, role, names.tokens))), None),
        affiliation=affiliation(words, list(mentions), roles, names.bodies),
        mentions=mentions,
    )
