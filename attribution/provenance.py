"""The way of each attribution's words, station by station, from their origin to the reader.

Decides which stations the article names and in which order they stand: the speaker; who put the words
out for the speaker (issuer); who heard and repeated them (relayer); the channel; the publication. Where a
text speaks, its author comes first, as issuer. Words that stand in another's words go on by that one's
way: speaker, the channel by which they were said, the one who tells of them, that one's channel. It adds
nothing that the earlier stages did not find: who speaks is decided in speakers.py, how openly in
anonymity.py, by which channel in channels.py; go-betweens who are not quoted are read in go_betweens.py.

The roles follow PROV-O: the speaker is the primary source, a relayer one that the words were quoted
from, an issuer one that they were attributed by.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from attribution import annotations
from attribution.annotations import Attribution, Entity, Range, Route, Standing, Step
from attribution.go_betweens import GoBetweens
from attribution.ranges import meet
from attribution.results import ChannelType, HopRole

#: Channels that are another's telling: an outlet's, a pool reporter's, a person's.
SECOND_HAND: frozenset[ChannelType] = frozenset({"news_report", "pool_report", "relayed"})


@Language.factory(
    "attribution_provenance",
    assigns=["doc._.provenance"],
    requires=[
        "doc._.attributions",
        "doc._.entities",
        "doc._.speakers",
        "doc._.anonymity",
        "doc._.channels",
    ],
)
def make_provenance(nlp: Language, name: str) -> "Provenance":
    """The component; it has no settings."""
    annotations.register()
    return Provenance()


class Provenance:
    """Writes `doc._.provenance`, one chain an attribution."""

    def __call__(self, doc: Doc) -> Doc:
        told = _Told(
            doc,
            doc._.attributions,
            doc._.entities,
            doc._.speakers,
            doc._.anonymity,
            doc._.channels,
            doc._.publication,
            GoBetweens(doc),
        )
        doc._.provenance = tuple(chain(told, i) for i in range(len(told.attributions)))
        return doc


class _Told(NamedTuple):
    """What the stages before found, one entry an attribution where nothing else is said."""

    doc: Doc
    attributions: Sequence[Attribution]
    entities: Sequence[Entity]
    speakers: Sequence[int | None]
    """Empty where they are not resolved."""
    standings: Sequence[Standing]
    """Empty where they are not known."""
    routes: Sequence[Route]
    publication: str | None
    go_betweens: GoBetweens
    """Those who only pass words on."""


def chain(told: _Told, i: int) -> tuple[Step, ...]:
    """The steps of attribution `i` in order; stations that the article does not name are left out."""
    steps: list[Step] = []
    role: HopRole = "speaker"
    for teller in tellers(told.routes, i):
        outer = told.routes[teller].retold_in
        steps += _stations(told, teller, role, None if outer is None else told.routes[outer])
        role = "relayer"
    if told.publication is not None:
        steps.append(Step(role="publication", name=told.publication))
    return tuple(steps)


def tellers(routes: Sequence[Route], i: int) -> Iterator[int]:
    """The attribution, the one whose speaker tells of it, the one whose speaker tells of that, and so on.

    Each holds the one before it, so that none comes twice.
    """
    teller: int | None = i
    while teller is not None:
        yield teller
        teller = routes[teller].retold_in


def is_second_hand(steps: Sequence[Step]) -> bool:
    """Whether somebody other than the speaker passed the words on to the publication.

    That is any relayer, an issuer that comes after the speaker, or another outlet that tells them. An issuer
    before the speaker is the author of a text that speaks; what is said on the air or posted on a platform
    is heard from the speaker.
    """
    spoken = next((i for i, step in enumerate(steps) if step.role == "speaker"), 0)
    return any(
        step.role in ("relayer", "issuer") or (step.role == "channel" and step.channel in SECOND_HAND)
        for step in steps[spoken:]
    )


def _stations(told: _Told, i: int, role: HopRole, around: Route | None) -> Iterator[Step]:
    """Who speaks in attribution `i`, who passed that on, and by which channels.

    Args:
        told: what the stages before found.
        i: the attribution.
        role: of the one who speaks: of the words in question, or of another's.
        around: the route of the words that these stand in; what it tells is their teller's.
    """
    attribution, route, go_betweens = told.attributions[i], told.routes[i], told.go_betweens
    number = told.speakers[i] if told.speakers else None
    speaker = None if number is None else told.entities[number]
    of_teller = () if around is None else {part.evidence for part in (around, *around.also)}
    # The general channel stands nearer to the speaker: a statement first, then the platform it is put on.
    channels = [
        Step(role="channel", channel=part.type, name=part.name, evidence=part.evidence)
        for part in (*reversed(route.also), route)
        if part.type not in ("unspecified", "relayed") and part.evidence not in of_teller
    ]
    who = [_who(told, i, speaker, role)]
    retold = route.type == "relayed" and route.retold_in is not None
    issuer = None if retold or route.evidence in of_teller else route.issuer
    if issuer is not None and _is_text(issuer, attribution, speaker):
        # "A statement issued by the palace said": the palace is where the text's own words begin.
        who.insert(0, go_betweens.step(issuer, number, "issuer"))
    elif issuer is not None and not _is_speaker(told, issuer, attribution, number):
        relayed = route.type == "relayed"
        who.append(
            go_betweens.step(
                issuer, number, "relayer" if relayed else "issuer", "relayed" if relayed else None
            )
        )
    elif route.type == "relayed" and route.retold_in is None:
        who.append(Step(role="relayer", channel="relayed", evidence=route.evidence))
    # An outlet or a text that holds another's words is the channel that they came by.
    speaks_itself = route.type in SECOND_HAND or (speaker is not None and speaker.kind == "document")
    if role == "speaker" or not (channels and speaks_itself):
        yield from who
    yield from channels


def _who(told: _Told, i: int, speaker: Entity | None, role: HopRole) -> Step:
    mention = told.attributions[i].source
    standing = told.standings[i] if told.standings else None
    described: str | None = None
    if speaker is not None:
        described = speaker.description
    elif mention is not None:
        described = told.doc[slice(*mention)].text
    return Step(
        role=role,
        name=speaker.name if speaker is not None else None,
        description=described,
        channel="relayed" if role == "relayer" else None,
        anonymity=standing.status if standing is not None else None,
        evidence=mention,
    )


def _is_text(issuer: Range, attribution: Attribution, speaker: Entity | None) -> bool:
    """Whether the source is the text that the words stand in, and not somebody who uttered them."""
    if attribution.source is None:
        return False
    start, end = attribution.source
    inside = start <= issuer[0] and issuer[1] <= end
    return inside or (speaker is not None and speaker.kind == "document")


def _is_speaker(told: _Told, issuer: Range, attribution: Attribution, speaker: int | None) -> bool:
    """Whether the one who put the words out is the one whose words they are."""
    if attribution.source is not None and meet(issuer, attribution.source):
        return True
    return speaker is not None and told.go_betweens.is_mentioned(speaker, issuer)
