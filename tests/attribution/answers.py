"""Answers put together by hand: quotes from short words, offsets as if they stood one after the other."""

from attribution.results import (
    Anonymity,
    Answer,
    Channel,
    Confidence,
    Model,
    Quote,
    Refusal,
    Span,
    Speaker,
    SpeakerReference,
)

SURE = Confidence(quote=1, speaker=1, anonymity=1, channel=1)

OPEN = {"named", "organization", "document", "unattributed", "unknown", "unnamed_spokesperson"}


def span(text, start=0):
    return Span(start=start, end=start + len(text), text=text)


def quote(
    words,
    who="Ana Lind",
    status="named",
    *,
    cue="said",
    channel="unspecified",
    parent=None,
    second_hand=False,
    anonymous=None,
    reason=None,
    count=None,
    at=None,
):
    """A quote of `words` (pieces apart by `…`); `who` is a name, a description in lower case, or None."""
    start = quote.end if at is None else at
    pieces = []
    for piece in words.split(" … "):
        pieces.append(span(piece, start))
        start += len(piece) + 5
    quote.end = max(quote.end, start)
    quote.number += 1
    return Quote(
        id=f"q{quote.number}",
        kind="direct" if words.startswith("“") else "indirect",
        spans=pieces,
        cue=cue and span(cue, start),
        source=None,
        speaker=who and reference(who),
        anonymity=Anonymity(
            status=status,
            is_anonymous=status not in OPEN if anonymous is None else anonymous,
            reason=reason,
            count=count,
        ),
        channel=Channel(type=channel, mode=None),
        provenance=[],
        is_second_hand=second_hand,
        parent=parent,
        confidence=SURE,
    )


quote.number = quote.end = 0


def reference(who):
    name = who if who[0].isupper() else None
    return SpeakerReference(id=who, name=name, description=None if name else who, kind="person")


def answer(*quotes, declined=()):
    """The answer with these quotes; speakers have their name or description for an id."""
    owned, statuses = {}, {}
    for each in quotes:
        if each.speaker is not None:
            owned.setdefault(each.speaker.id, []).append(each.id)
            statuses.setdefault(each.speaker.id, each.anonymity.status)
    return Answer(
        id=None,
        language="en",
        offset_unit="codepoint",
        model=Model(name="m", version="1"),
        quotes=list(quotes),
        speakers=[
            *(speaker(who, statuses[who], ids) for who, ids in owned.items()),
            *(speaker(who, "named", []) for who in declined if who not in owned),
        ],
        declined=[
            Refusal(speaker=reference(who), evidence=span("would not say"), kind="declined")
            for who in declined
        ],
        warnings=[],
    )


def speaker(who, status="unnamed_individual", ids=(), affiliation=None):
    found = reference(who)
    return Speaker(
        id=found.id,
        name=found.name,
        description=found.description,
        kind="person",
        title=None,
        affiliation=affiliation,
        mentions=[],
        anonymity=status,
        quote_ids=list(ids),
    )
