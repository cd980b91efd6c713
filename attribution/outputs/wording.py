"""What a format says of a quote in words: who, whether named, and how the words came."""

from collections.abc import Mapping

from attribution.results import AnonymityStatus, Quote

#: Between pieces of a quote that a cue or source interrupts.
OMISSION = " … "

STATUS: Mapping[AnonymityStatus, str] = {
    "named": "named",
    "partially_named": "partly named",
    "pseudonymous": "under a pseudonym",
    "anonymous_requested": "name withheld on request",
    "unnamed_individual": "unnamed person",
    "unnamed_group": "unnamed people",
    "organization": "organization",
    "unnamed_spokesperson": "unnamed spokesperson",
    "document": "document",
    "unattributed": "no source given",
    "unknown": "source not resolved",
}


def content(quote: Quote) -> str:
    """The words of the quote on their own."""
    return OMISSION.join(span.text for span in quote.spans)


def who(quote: Quote) -> str:
    """The speaker's name, or else how the article describes the source; empty where there is none."""
    return "" if quote.speaker is None else quote.speaker.name or quote.speaker.description or ""


def channel(quote: Quote) -> str:
    """How the words came: "broadcast (CNN)"; empty where the article does not say."""
    if quote.channel.type == "unspecified":
        return ""
    kind = quote.channel.type.replace("_", " ")
    return f"{kind} ({quote.channel.name})" if quote.channel.name else kind


def summary(quote: Quote) -> str:
    """A line about the quote: "ANONYMOUS: an official; name withheld on request; pool report"."""
    parts = [
        who(quote),
        STATUS[quote.anonymity.status],
        channel(quote) or "channel not stated",
        "passed on by somebody else" if quote.is_second_hand else "",
    ]
    # A document is both its own status and its channel.
    line = "; ".join(dict.fromkeys(part for part in parts if part))
    return f"ANONYMOUS: {line}" if quote.anonymity.is_anonymous else line
