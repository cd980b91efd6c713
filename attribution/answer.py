"""From an annotated `Doc` to the answer of the contract: token ranges become spans of the text."""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

import msgspec
from msgspec import UNSET
from spacy.tokens import Doc

from attribution.annotations import (
    Attribution,
    Declined,
    Entity,
    Range,
    Route,
    Standing,
    Step,
    Sureness,
)
from attribution.nesting import parents
from attribution.notices import warnings
from attribution.provenance import is_second_hand
from attribution.quote_kinds import quote_kind, words_in_marks
from attribution.ranges import meet
from attribution.report import report_of
from attribution.results import (
    QUOTE_KINDS,
    Anonymity,
    AnonymityStatus,
    Answer,
    Channel,
    Confidence,
    Hop,
    Include,
    Model,
    OffsetUnit,
    Quote,
    QuoteKind,
    Refusal,
    Speaker,
    SpeakerReference,
)
from attribution.spans import Offsets

WORD = re.compile(r"[^\W_]+")


def answer_for(
    doc: Doc,
    *,
    model: Mapping[str, Any],
    id: str | None = None,
    offset_unit: OffsetUnit = "codepoint",
    kinds: Collection[QuoteKind] = QUOTE_KINDS,
    include: Collection[Include] = (),
) -> Answer:
    """Assemble the answer from what the stages wrote on `doc`.

    Args:
        doc: a document that passed through the whole pipeline.
        model: the pipeline's meta data, for its name and version.
        id: echoed in the answer.
        offset_unit: the unit of every offset in the answer.
        kinds: the kinds of quote to keep.
        include: what is added on request: `report`, on the quotes that are kept; `selectors`, what stands
            around their spans.
    """
    offsets = Offsets(doc, offset_unit)
    content_span = offsets.anchored if "selectors" in include else offsets.span
    attributions: tuple[Attribution, ...] = doc._.attributions
    entities: tuple[Entity, ...] = doc._.entities
    speakers: tuple[int | None, ...] = doc._.speakers
    standings: tuple[Standing, ...] = doc._.anonymity
    routes: tuple[Route, ...] = doc._.channels
    chains: tuple[tuple[Step, ...], ...] = doc._.provenance
    certainties: tuple[Sureness, ...] = doc._.confidence
    refusals: tuple[Declined, ...] = doc._.refusals
    references = [speaker_reference(i, entity) for i, entity in enumerate(entities)]
    ids = quote_ids(offsets, attributions)
    around = parents(attributions)
    mentions = source_mentions(attributions, speakers)
    marked = words_in_marks(doc)
    quotes: list[Quote] = []
    owned: dict[int, list[str]] = {}
    silent: set[int | None] = set()
    for i, attribution in enumerate(attributions):
        kind = quote_kind(attribution, marked)
        speaker = speakers[i]
        if kind not in kinds:
            silent.add(speaker)
            continue
        standing, route, steps, sure = standings[i], routes[i], chains[i], certainties[i]
        if speaker is not None:
            owned.setdefault(speaker, []).append(ids[i])
        quotes.append(
            Quote(
                id=ids[i],
                kind=kind,
                spans=[content_span(piece) for piece in attribution.content],
                cue=offsets.maybe(attribution.cue),
                source=offsets.maybe(mentions[i]),
                speaker=None if speaker is None else references[speaker],
                anonymity=Anonymity(
                    status=standing.status,
                    is_anonymous=standing.is_anonymous,
                    evidence=offsets.maybe(standing.evidence),
                    reason=standing.reason,
                    reason_evidence=offsets.maybe(standing.reason_evidence),
                    count=standing.count,
                ),
                channel=Channel(
                    type=route.type,
                    mode=route.mode,
                    evidence=offsets.maybe(route.evidence),
                    name=route.name,
                    inherited=route.inherited,
                ),
                provenance=[
                    Hop(
                        role=step.role,
                        name=step.name,
                        description=step.description,
                        channel=step.channel,
                        anonymity=step.anonymity,
                        evidence=offsets.maybe(step.evidence),
                    )
                    for step in steps
                ],
                is_second_hand=is_second_hand(steps),
                parent=None if (parent := around[i]) is None else ids[parent],
                confidence=Confidence(
                    quote=rounded(sure.quote),
                    speaker=rounded(sure.speaker),
                    anonymity=rounded(sure.anonymity),
                    channel=rounded(sure.channel),
                ),
            )
        )
    kept = {quote.id for quote in quotes}
    quotes = [quote if quote.parent in kept else orphaned(quote) for quote in quotes]
    quotes.sort(key=lambda quote: quote.spans[0].start)
    statuses = speaker_statuses(entities, speakers, standings)
    silent -= owned.keys() | {refusal.entity for refusal in refusals}
    silent -= {member for i in owned for member in entities[i].members}
    answer = Answer(
        id=id,
        language="en",
        offset_unit=offset_unit,
        model=Model(name=f"{model.get('lang', 'en')}_{model['name']}", version=model["version"]),
        quotes=quotes,
        speakers=[
            Speaker(
                id=references[i].id,
                name=entity.name,
                description=entity.description,
                kind=entity.kind,
                title=entity.title,
                affiliation=entity.affiliation,
                mentions=[offsets.span(mention) for mention in entity.mentions],
                anonymity=statuses[i],
                quote_ids=owned.get(i, []),
            )
            for i, entity in enumerate(entities)
            if i not in silent
        ],
        declined=[
            Refusal(
                speaker=None if refusal.entity is None else references[refusal.entity],
                evidence=offsets.span(refusal.evidence),
                kind=refusal.kind,
            )
            for refusal in refusals
        ],
        warnings=warnings(doc, offsets),
        text=UNSET if offsets.original is None else offsets.text,
    )
    return msgspec.structs.replace(answer, report=report_of(answer)) if "report" in include else answer


def source_mentions(
    attributions: tuple[Attribution, ...], speakers: tuple[int | None, ...]
) -> list[Range | None]:
    """The mention each is attributed to; speech that goes on with the speaker before has that one's mention.

    Unless the mention stands in that speech itself, as behind a mark that nobody closes.
    """
    mentions: list[Range | None] = []
    for i, attribution in enumerate(attributions):
        goes_on = attribution.source is None and attribution.cue is None and speakers[i] is not None
        mention = mentions[i - 1] if goes_on and i else attribution.source
        apart = mention is None or not any(meet(mention, piece) for piece in attribution.content)
        mentions.append(mention if apart else None)
    return mentions


def rounded(probability: float) -> float:
    """The probability to four places, within [0, 1]."""
    return round(min(max(float(probability), 0.0), 1.0), 4)


def orphaned(quote: Quote) -> Quote:
    """The quote without a parent that `kinds` left out."""
    if quote.parent is None:
        return quote
    return msgspec.structs.replace(quote, parent=None)


def speaker_reference(index: int, entity: Entity) -> SpeakerReference:
    """What a quote says of its speaker."""
    return SpeakerReference(
        id=f"s{index + 1}", name=entity.name, description=entity.description, kind=entity.kind
    )


def quote_ids(offsets: Offsets, attributions: tuple[Attribution, ...]) -> list[str]:
    """Ids from the quoted words alone; words that are quoted again get a running number."""
    seen: Counter[str] = Counter()
    ids = []
    for attribution in attributions:
        words = [word for piece in attribution.content for word in WORD.findall(offsets.words(piece))]
        digest = hashlib.blake2s(" ".join(words).lower().encode(), digest_size=6).hexdigest()
        seen[digest] += 1
        ids.append(f"q{digest}" if seen[digest] == 1 else f"q{digest}-{seen[digest]}")
    return ids


def speaker_statuses(
    entities: tuple[Entity, ...], speakers: tuple[int | None, ...], standings: tuple[Standing, ...]
) -> list[AnonymityStatus]:
    """The status of each entity: that of its quotes where it has any, else from what it is called."""
    statuses: dict[int, AnonymityStatus] = {}
    for speaker, standing in zip(speakers, standings, strict=True):
        if speaker is not None and (speaker not in statuses or standing.status == "anonymous_requested"):
            statuses[speaker] = standing.status
    return [statuses.get(i) or status_unquoted(entity) for i, entity in enumerate(entities)]


def status_unquoted(entity: Entity) -> AnonymityStatus:
    """The status of somebody who only declined to comment."""
    if entity.kind in ("organization", "place"):
        return "organization"
    if entity.kind == "document":
        return "document"
    if entity.name is not None:
        return "named"
    return "unnamed_group" if entity.plural or entity.kind == "group" else "unnamed_individual"
