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
        go_betweens = GoBetweens(doc)
        doc._.provenance = tuple(chain(doc, i, go_betweens) for i in range(len(doc._.attributions)))
        return doc


def chain(doc: Doc, i: int, go_betweens: GoBetweens) -> tuple[Step, ...]:
    """The steps of attribution `i` in order; stations that the article does not name are left out."""
    steps: list[Step] = []
    role: HopRole = "speaker"
    for teller in tellers(doc, i):
        route: Route = doc._.channels[teller]
        around = None if route.retold_in is None else doc._.channels[route.retold_in]
        steps += _stations(doc, teller, role, around, go_betweens)
        role = "relayer"
    if doc._.publication is not None:
        steps.append(Step(role="publication", name=doc._.publication))
    return tuple(steps)


def tellers(doc: Doc, i: int) -> Iterator[int]:
    """The attribution, the one whose speaker tells of it, the one whose speaker tells of that, and so on.

    Each holds the one before it, so that none comes twice.
    """
    routes: Sequence[Route] = doc._.channels
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


def _stations(
    doc: Doc, i: int, role: HopRole, around: Route | None, go_betweens: GoBetweens
) -> Iterator[Step]:
    """Who speaks in attribution `i`, who passed that on, and by which channels.

    Args:
        doc: the article.
        i: the attribution.
        role: of the one who speaks: of the words in question, or of another's.
        around: the route of the words that these stand in; what it tells is their teller's.
        go_betweens: those who only pass words on.
    """
    attribution: Attribution = doc._.attributions[i]
    route: Route = doc._.channels[i]
    number: int | None = doc._.speakers[i] if doc._.speakers else None
    speaker: Entity | None = None if number is None else doc._.entities[number]
    of_teller = () if around is None else {part.evidence for part in (around, *around.also)}
    # The general channel stands nearer to the speaker: a statement first, then the platform it is put on.
    channels = [
        Step(role="channel", channel=part.type, name=part.name, evidence=part.evidence)
        for part in (*reversed(route.also), route)
        if part.type not in ("unspecified", "relayed") and part.evidence not in of_teller
    ]
    who = [_who(doc, i, speaker, role)]
    told = route.type == "relayed" and route.retold_in is not None
    issuer = None if told or route.evidence in of_teller else route.issuer
    if issuer is not None and _is_text(issuer, attribution, speaker):
        # "A statement issued by the palace said": the palace is where the text's own words begin.
        who.insert(0, go_betweens.step(issuer, number, "issuer"))
    elif issuer is not None and not _is_speaker(issuer, attribution, speaker):
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


def _who(doc: Doc, i: int, speaker: Entity | None, role: HopRole) -> Step:
    mention: Range | None = doc._.attributions[i].source
    standing: Standing | None = doc._.anonymity[i] if doc._.anonymity else None
    described = doc[slice(*mention)].text if mention else None
    return Step(
        role=role,
        name=speaker.name if speaker is not None else None,
        description=speaker.description if speaker is not None else described,
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


def _is_speaker(issuer: Range, attribution: Attribution, speaker: Entity | None) -> bool:
    """Whether the one who put the words out is the one whose words they are."""
    own = [*(speaker.mentions if speaker is not None else ()), *filter(None, [attribution.source])]
    return any(meet(issuer, part) for part in own)
