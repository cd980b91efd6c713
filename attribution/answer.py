"""From an annotated `Doc` to the answer of the contract: token ranges become spans of the text."""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

import msgspec
import numpy as np
from spacy.tokens import Doc

from attribution.annotations import Attribution, Entity, Range, Route, Standing
from attribution.blocks import left_out
from attribution.language import is_english
from attribution.provenance import is_second_hand
from attribution.results import (
    QUOTE_KINDS,
    Anonymity,
    AnonymityStatus,
    Answer,
    Channel,
    Confidence,
    Hop,
    Model,
    OffsetUnit,
    Quote,
    QuoteKind,
    Refusal,
    Span,
    Speaker,
    SpeakerReference,
    Warning,
)

WORD = re.compile(r"[^\W_]+")


class Offsets:
    """Turns token ranges into spans of the text in one offset unit."""

    def __init__(self, doc: Doc, unit: OffsetUnit) -> None:
        self.text = doc.text
        self.starts = [token.idx for token in doc]
        self.ends = [token.idx + len(token) for token in doc]
        self.units = None if unit == "codepoint" else unit_offsets(self.text, unit)

    def span(self, tokens: Range) -> Span:
        start, end = self.starts[tokens[0]], self.ends[tokens[1] - 1]
        text = self.text[start:end]
        if self.units is not None:
            start, end = int(self.units[start]), int(self.units[end])
        return Span(start=start, end=end, text=text)

    def maybe(self, tokens: Range | None) -> Span | None:
        return None if tokens is None else self.span(tokens)


def unit_offsets(text: str, unit: OffsetUnit) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Offset in UTF-16 code units or UTF-8 bytes of each code point, and of the end."""
    points = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
    if unit == "utf16":
        widths = 1 + (points > 0xFFFF)
    else:
        widths = 1 + (points > 0x7F).astype(np.int64) + (points > 0x7FF) + (points > 0xFFFF)
    return np.concatenate([[0], np.cumsum(widths)])


def answer_for(
    doc: Doc,
    *,
    model: Mapping[str, Any],
    id: str | None = None,
    offset_unit: OffsetUnit = "codepoint",
    kinds: Collection[QuoteKind] = QUOTE_KINDS,
) -> Answer:
    """Assemble the answer from what the stages wrote on `doc`.

    Args:
        doc: a document that passed through the whole pipeline.
        model: the pipeline's meta data, for its name and version.
        id: echoed in the answer.
        offset_unit: the unit of every offset in the answer.
        kinds: the kinds of quote to keep.
    """
    offsets = Offsets(doc, offset_unit)
    attributions: tuple[Attribution, ...] = doc._.attributions
    entities: tuple[Entity, ...] = doc._.entities
    references = [speaker_reference(i, entity) for i, entity in enumerate(entities)]
    ids = quote_ids(doc, attributions)
    parents = enclosing(attributions)
    resolved: list[float] = doc.user_data.get("speaker_probability", [1.0] * len(attributions))
    quoted = quoted_tokens(doc)
    quotes: list[Quote] = []
    owned: dict[int, list[str]] = {}
    for i, attribution in enumerate(attributions):
        kind = quote_kind(doc, attribution, quoted)
        if kind not in kinds:
            continue
        speaker: int | None = doc._.speakers[i]
        standing: Standing = doc._.anonymity[i]
        route: Route = doc._.channels[i]
        steps = doc._.provenance[i]
        if speaker is not None:
            owned.setdefault(speaker, []).append(ids[i])
        quotes.append(
            Quote(
                id=ids[i],
                kind=kind,
                spans=[offsets.span(piece) for piece in attribution.content],
                cue=offsets.maybe(attribution.cue),
                source=offsets.maybe(attribution.source),
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
                parent=None if (parent := parents[i]) is None else ids[parent],
                confidence=Confidence(
                    quote=rounded(attribution.probability),
                    speaker=rounded(attribution.source_probability * resolved[i]),
                    anonymity=rounded(standing.probability),
                    channel=rounded(route.probability),
                ),
            )
        )
    kept = {quote.id for quote in quotes}
    quotes = [quote if quote.parent in kept else orphaned(quote) for quote in quotes]
    quotes.sort(key=lambda quote: quote.spans[0].start)
    statuses = speaker_statuses(doc)
    return Answer(
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
        ],
        declined=[
            Refusal(
                speaker=None if refusal.entity is None else references[refusal.entity],
                evidence=offsets.span(refusal.evidence),
                kind=refusal.kind,
            )
            for refusal in doc._.refusals
        ],
        warnings=warnings(doc, offsets),
    )


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


def quote_ids(doc: Doc, attributions: tuple[Attribution, ...]) -> list[str]:
    """Ids from the quoted words alone; words that are quoted again get a running number."""
    seen: Counter[str] = Counter()
    ids = []
    for attribution in attributions:
        words = " ".join(
            word.lower() for start, end in attribution.content for word in WORD.findall(doc[start:end].text)
        )
        digest = hashlib.blake2s(words.encode(), digest_size=6).hexdigest()
        seen[digest] += 1
        ids.append(f"q{digest}" if seen[digest] == 1 else f"q{digest}-{seen[digest]}")
    return ids


def quoted_tokens(doc: Doc) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which tokens stand between quotation marks."""
    inside = np.zeros(len(doc), dtype=bool)
    for quotation in doc._.quotations:
        inside[quotation.start : quotation.end] = True
    return inside


def quote_kind(doc: Doc, attribution: Attribution, quoted: np.ndarray[Any, np.dtype[np.bool_]]) -> QuoteKind:
    """direct, mixed, indirect: every, some or no word of the content stands in quotation marks."""
    words = [
        bool(quoted[i])
        for start, end in attribution.content
        for i in range(start, end)
        if WORD.search(doc[i].text)
    ]
    if words and all(words):
        return "direct"
    return "mixed" if any(words) else "indirect"


def enclosing(attributions: tuple[Attribution, ...]) -> list[int | None]:
    """For each attribution the nearest one in whose words it lies whole, cue included.

    One pass over the attributions in order of their first token, with the contents still open on a stack.
    """

    def extent(a: Attribution) -> Range:
        ranges = [*a.content, *([a.cue] if a.cue else [])]
        return min(r[0] for r in ranges), max(r[1] for r in ranges)

    extents = [extent(a) for a in attributions]
    order = sorted(
        ((start, -end, 0, i, (start, end)) for i, a in enumerate(attributions) for start, end in a.content),
    )
    queries = sorted(range(len(attributions)), key=lambda i: extents[i][0])
    parents: list[int | None] = [None] * len(attributions)
    stack: list[tuple[int, Range]] = []
    position = 0
    for i in queries:
        start, end = extents[i]
        while position < len(order) and order[position][0] <= start:
            stack.append((order[position][3], order[position][4]))
            position += 1
        while stack and stack[-1][1][1] <= start:
            stack.pop()
        for owner, piece in reversed(stack[-8:]):
            if owner != i and piece[0] <= start and end <= piece[1] and extents[owner] != extents[i]:
                parents[i] = owner
                break
    return parents


def speaker_statuses(doc: Doc) -> list[AnonymityStatus]:
    """The status of each entity: that of its quotes where it has any, else from what it is called."""
    statuses: dict[int, AnonymityStatus] = {}
    for speaker, standing in zip(doc._.speakers, doc._.anonymity, strict=True):
        if speaker is not None and (speaker not in statuses or standing.status == "anonymous_requested"):
            statuses[speaker] = standing.status
    return [statuses.get(i) or status_unquoted(entity) for i, entity in enumerate(doc._.entities)]


def status_unquoted(entity: Entity) -> AnonymityStatus:
    """The status of somebody who only declined to comment."""
    if entity.kind in ("organization", "place"):
        return "organization"
    if entity.kind == "document":
        return "document"
    if entity.name is not None:
        return "named"
    return "unnamed_group" if entity.plural or entity.kind == "group" else "unnamed_individual"


def warnings(doc: Doc, offsets: Offsets) -> list[Warning]:
    """What a client should know: another language, text left out, marks without a partner."""
    found = []
    if not is_english(doc):
        found.append(
            Warning(
                code="not_english", detail="The text does not look like English; the answer is unreliable."
            )
        )
    for reason, tokens in left_out(doc):
        span = offsets.span(tokens)
        found.append(
            Warning(
                code="furniture_left_out",
                detail=f"Left out as no part of the article: {reason.replace('_', ' ')}.",
                start=span.start,
                end=span.end,
            )
        )
    carried_on = {quotation.continues for quotation in doc._.quotations}
    for i, quotation in enumerate(doc._.quotations):
        if quotation.level == 0 and not quotation.closed and i not in carried_on:
            span = offsets.span((quotation.start, quotation.end))
            found.append(
                Warning(
                    code="unclosed_quotation",
                    detail="A quotation mark has no partner; the quotation was ended where its paragraph ends.",
                    start=span.start,
                    end=span.end,
                )
            )
    return found
