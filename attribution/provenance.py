"""The way of each attribution's words, station by station, from their origin to the reader.

Decides which stations the article names and in which order they stand: the speaker; who put the words
out for the speaker (issuer); who heard and repeated them (relayer); the channel; the publication. Where a
text speaks, its author comes first, as issuer. It adds nothing that the earlier stages did not find: who
speaks is decided in speakers.py, how openly in anonymity.py, by which channel in channels.py.

The roles follow PROV-O: the speaker is the primary source, a relayer one that the words were quoted
from, an issuer one that they were attributed by.
"""

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span

from attribution import annotations
from attribution.annotations import Attribution, Entity, Range, Route, Standing, Step
from attribution.channels import Combined
from attribution.results import ChannelType

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
        attributions: Sequence[Attribution] = doc._.attributions
        entities: Sequence[Entity] = doc._.entities
        mentioned = {position: i for i, entity in enumerate(entities) for position in _positions(entity)}
        chains = []
        for i, attribution in enumerate(attributions):
            speaker: int | None = doc._.speakers[i] if doc._.speakers else None
            standing: Standing | None = doc._.anonymity[i] if doc._.anonymity else None
            chains.append(
                chain(
                    doc,
                    attribution,
                    None if speaker is None else entities[speaker],
                    standing,
                    doc._.channels[i],
                    _owner(doc._.channels[i].issuer, entities, mentioned, speaker),
                    doc._.publication,
                )
            )
        doc._.provenance = tuple(chains)
        return doc


def chain(
    doc: Doc,
    attribution: Attribution,
    speaker: Entity | None,
    standing: Standing | None,
    route: Route,
    issuer: Entity | None,
    publication: str | None,
) -> tuple[Step, ...]:
    """The steps in order; stations that the article does not name are left out.

    Args:
        doc: the article.
        attribution: the words with their cue and source.
        speaker: who they are attributed to; None where there is no source or it was not resolved.
        standing: how openly.
        route: by which channel; `route.issuer` is where the one who passed them on is named.
        issuer: that one as an entity, where the article's speakers hold it.
        publication: the outlet that the article appeared in.
    """
    steps = [_origin(doc, attribution, speaker, standing)]
    if route.issuer is not None and _is_text(attribution, speaker, route):
        # "A statement issued by the palace said": the palace is where the text's own words begin.
        steps.insert(0, _go_between(doc, route, issuer))
    elif route.issuer is not None and not _is_speaker(route.issuer, attribution, speaker):
        steps.append(_go_between(doc, route, issuer))
    elif route.type == "relayed":
        steps.append(Step(role="relayer", channel="relayed", evidence=route.evidence))
    others = route.also if isinstance(route, Combined) else ()
    # The general channel stands nearer to the speaker: a statement first, then the platform it is put on.
    for part in (*reversed(others), route):
        if part.type not in ("unspecified", "relayed"):
            steps.append(Step(role="channel", channel=part.type, name=part.name, evidence=part.evidence))
    if publication is not None:
        steps.append(Step(role="publication", name=publication))
    return tuple(steps)


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


def _origin(doc: Doc, attribution: Attribution, speaker: Entity | None, standing: Standing | None) -> Step:
    mention = attribution.source
    return Step(
        role="speaker",
        name=speaker.name if speaker is not None else None,
        description=speaker.description
        if speaker is not None
        else (doc[slice(*mention)].text if mention else None),
        anonymity=standing.status if standing is not None else None,
        evidence=mention,
    )


def _go_between(doc: Doc, route: Route, entity: Entity | None) -> Step:
    """Who issued the words, or repeated them."""
    assert route.issuer is not None
    words = doc[slice(*route.issuer)]
    name = entity.name if entity is not None else _own_name(words)
    return Step(
        role="relayer" if route.type == "relayed" else "issuer",
        name=name,
        description=words.text if entity is None or entity.name is None else entity.description,
        channel="relayed" if route.type == "relayed" else None,
        evidence=route.issuer,
    )


def _own_name(words: Span) -> str | None:
    """The name of the one described, where the words hold it: "Moon's press secretary, Yoon Young-chan"."""
    comma = max((token.i - words.start for token in words if token.text == ","), default=-1)
    rest = words[comma + 1 :]
    capitals = all(
        token.text[:1].isupper() or "-" in (token.text, rest[i - 1].text) for i, token in enumerate(rest)
    )
    if comma > 0 and len(rest) > 0 and capitals:
        return rest.text
    return next(
        (name.text for name in words.ents if name.label_ == "PERSON" and len(name) == len(words)), None
    )


def _is_text(attribution: Attribution, speaker: Entity | None, route: Route) -> bool:
    """Whether the source is the text that the words stand in, and not somebody who uttered them."""
    if route.issuer is None or attribution.source is None:
        return False
    start, end = attribution.source
    inside = start <= route.issuer[0] and route.issuer[1] <= end
    return inside or (speaker is not None and speaker.kind == "document")


def _is_speaker(issuer: Range, attribution: Attribution, speaker: Entity | None) -> bool:
    """Whether the one who put the words out is the one whose words they are."""
    own = [*(speaker.mentions if speaker is not None else ()), *filter(None, [attribution.source])]
    return any(start < issuer[1] and issuer[0] < end for start, end in own)


def _owner(
    issuer: Range | None, entities: Sequence[Entity], mentioned: dict[int, int], speaker: int | None
) -> Entity | None:
    """The entity that the issuer's words mention, the speaker apart: the last one, as the name comes last."""
    if issuer is None:
        return None
    found = [mentioned[i] for i in range(*issuer) if i in mentioned and mentioned[i] != speaker]
    return entities[found[-1]] if found else None


def _positions(entity: Entity) -> set[int]:
    return {position for start, end in entity.mentions for position in range(start, end)}
