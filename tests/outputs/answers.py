"""Answers made by hand, for what the engine cannot be made to say on demand."""

from typing import Any

from attribution.results import (
    Anonymity,
    Answer,
    Channel,
    Confidence,
    Model,
    OffsetUnit,
    Quote,
    Span,
    Speaker,
    SpeakerReference,
)

SURE = Confidence(quote=1.0, speaker=1.0, anonymity=1.0, channel=1.0)

#: Astral characters in front of, inside and behind quotes; a quote in a quote; a cue between two pieces; an
#: anonymous source; channels; markup.
ARTICLE = (
    "\U0001f418 At the zoo <b>everyone</b> smiled & waved.\n\n"
    "“We fed the \U0001f412 twice,” said Ana Ruiz, the head keeper, “and it came back \U0001f34c.” \U0001f389\n\n"
    "An official who asked not to be named because the talks are private told reporters on Monday that "
    "“a <script>alert('\U0001f480')</script> is near.”\n\n"
    "“My colleague Tom Baker said ‘nobody leaves’ and nobody left,” Lena Holm wrote on Twitter.\r\n"
    "The ministry said in a statement that the gate would stay shut.\n"
)


def span(text: str, start: int, end: int, unit: OffsetUnit = "codepoint") -> Span:
    """The span of code points `start` to `end` in a unit."""

    def offset(position: int) -> int:
        encoding, width = {"utf16": ("utf-16-le", 2), "utf8": ("utf-8", 1)}.get(unit, ("utf-32-le", 4))
        return len(text[:position].encode(encoding)) // width

    return Span(start=offset(start), end=offset(end), text=text[start:end])


def quote(spans: list[Span], **fields: Any) -> Quote:
    """A quote with these pieces; what is not given says nothing."""
    return Quote(
        **{
            "id": "q1",
            "kind": "direct",
            "spans": spans,
            "cue": None,
            "source": None,
            "speaker": None,
            "anonymity": Anonymity(status="unattributed", is_anonymous=False),
            "channel": Channel(type="unspecified", mode=None),
            "provenance": [],
            "is_second_hand": False,
            "parent": None,
            "confidence": SURE,
            **fields,
        }
    )


def speaker(**fields: Any) -> Speaker:
    return Speaker(
        **{
            "id": "s1",
            "name": None,
            "description": None,
            "kind": "person",
            "title": None,
            "affiliation": None,
            "mentions": [],
            "anonymity": "named",
            "quote_ids": [],
            **fields,
        }
    )


def reference(speaker: Speaker) -> SpeakerReference:
    return SpeakerReference(
        id=speaker.id, name=speaker.name, description=speaker.description, kind=speaker.kind
    )


def answer(quotes: list[Quote], *speakers: Speaker, **fields: Any) -> Answer:
    return Answer(
        **{
            "id": None,
            "language": "en",
            "offset_unit": "codepoint",
            "model": Model(name="en_test", version="1.0"),
            "quotes": quotes,
            "speakers": list(speakers),
            "declined": [],
            "warnings": [],
            **fields,
        }
    )


def said_by(who: Speaker, text: str = "No.", **fields: Any) -> Answer:
    """An answer with one quote, of this speaker."""
    found = quote([span(text, 0, len(text))], speaker=reference(who), **fields)
    return answer([found], who)
