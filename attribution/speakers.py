"""Who the sources are: every source resolved over the whole article to one entity.

Writes the speakers of attributions and those who refuse to comment as entities, each with name, kind,
title, affiliation and all its mentions, and for each attribution the index of its speaker. How likely
each is the right one goes to `doc.user_data["speaker_probability"]`, a list with one number from 0 to
1 an attribution, estimated from the kind of evidence; 1 means sure. Whether a source counts as
anonymous is left to anonymity.py.

Whom the words refer to is worked out in the package `reference`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import msgspec
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
from attribution.reference.wording import described
from attribution.reference.words import Words
from attribution.refusals import find_refusals
from attribution.withholding import find_withholdings

#: Kinds of withholding that leave a person without a name.
NAMELESS = frozenset(["request", "unnamed"])

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
        sources = gather(attributions, subjects)
        if not sources:
            doc._.entities, doc._.speakers = (), (None,) * len(attributions)
            doc.user_data["speaker_probability"] = [NOBODY.probability] * len(attributions)
            return doc
        words = Words(doc)
        names = find_repeated(words, find_mentions(words))
        rules = find_withholdings(doc)
        nameless = {r.target for r in rules if r.kind in NAMELESS and r.target is not None}
        cast, resolved = resolve(words, Inventory(words, names), sources, nameless)
        answers = [resolved.get(a.source, NOBODY) if a.source else NOBODY for a in attributions]
        speakers = [answer.referent for answer in answers]
        wanted = [*speakers, *(resolved[subject].referent for subject in subjects)]
        entities, index = build_entities(words, cast, [r for r in wanted if r is not None])
        found = [None if s is None else index[s] for s in speakers]
        entities, found = with_assumed_names(doc, attributions, entities, found, assumed_names(doc, rules))
        doc._.entities = tuple(described(doc, entities, rules))
        doc._.speakers = carried_on(words.paragraph, attributions, found)
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
    if not names:
        return entities, speakers
    changed = list(entities)
    owners = {
        i: index
        for index in reversed(range(len(entities)))
        for mention in entities[index].mentions
        for i in range(*mention)
    }
    called: dict[str, set[int]] = defaultdict(set)
    for attribution, speaker in zip(attributions, speakers, strict=True):
        if attribution.source is not None and speaker is not None:
            called[doc[slice(*attribution.source)].text].add(speaker)
    joined: dict[int, int] = {}
    for name, bearer in names:
        text = doc[slice(*name)].text
        others = {root(joined, i) for i in called.get(text, ())}
        owner = owners.get(bearer, min(others, default=None))
        owner = None if owner is None else root(joined, owner)
        if owner is None or changed[owner].plural or changed[owner].kind not in ("person", "unknown"):
            continue
        mentions = {*changed[owner].mentions, name, (bearer, bearer + 1)}
        mentions |= {mention for i in others for mention in changed[i].mentions}
        changed[owner] = msgspec.structs.replace(
            changed[owner],
            name=changed[owner].name or text,
            kind="person",
            mentions=tuple(outermost(mentions)),
        )
        joined |= {i: owner for i in others if i != owner}
    return without(changed, [None if s is None else root(joined, s) for s in speakers], joined)


def root(joined: dict[int, int], i: int) -> int:
    """What `i` was joined to in the end."""
    while i in joined:
        i = joined[i]
    return i


def outermost(mentions: Collection[Range]) -> Iterator[Range]:
    """The mentions that stand in no other, in order."""
    end = -1
    for mention in sorted(mentions, key=lambda mention: (mention[0], -mention[1])):
        if mention[1] > end:
            yield mention
            end = mention[1]


def without(
    entities: list[Entity], speakers: list[int | None], gone: Collection[int]
) -> tuple[tuple[Entity, ...], list[int | None]]:
    """The entities but those `gone`, whom nobody quotes, and the speakers by their new places."""
    members = {i for entity in entities for i in entity.members}
    kept = [i for i in range(len(entities)) if i not in gone or i in members]
    place = {old: new for new, old in enumerate(kept)}
    remaining = (
        msgspec.structs.replace(entities[i], members=tuple(place[m] for m in entities[i].members))
        for i in kept
    )
    return tuple(remaining), [None if s is None else place[s] for s in speakers]


def carried_on(
    paragraph: Sequence[int], attributions: tuple[Attribution, ...], speakers: list[int | None]
) -> tuple[int | None, ...]:
    """The speakers, where speech without cue and source goes on with the speaker before.

    In news a paragraph of quoted words alone is the last speaker's; it must follow that one's words at once,
    or with another such paragraph between.
    """
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
    told = [role for role in referent.roles if words.text[role.span[0]] not in {"(", ","}]  # No "(D-Va.)".
    roles = sorted(told, key=lambda role: (not role.before, role.span))
    longest = max(told, key=lambda role: role.span[1] - role.span[0], default=None)
    return Entity(
        name=referent.name,
        description=" ".join(words.slice(longest.span).split()) if longest else None,
        kind="person",
        title=next((text for role in roles if (text := office(words, role, names.tokens))), None),
        affiliation=affiliation(words, list(mentions), roles, names.bodies),
        mentions=mentions,
    )
