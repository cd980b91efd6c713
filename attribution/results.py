"""What the engine says of an article: the answer of the contract, as msgspec Structs.

Spans are half-open and exact slices of the text as sent, in the `offset_unit` of the answer.
Probabilities are calibrated where MODEL_CARD.md says so: of the decisions given 0.8, about 80%
are right.
"""

from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct

OffsetUnit = Literal["codepoint", "utf16", "utf8"]

QuoteKind = Literal["direct", "mixed", "indirect"]
QUOTE_KINDS: tuple[QuoteKind, ...] = get_args(QuoteKind)

SpeakerKind = Literal["person", "group", "organization", "place", "document", "unknown"]

AnonymityStatus = Literal[
    "named",
    "partially_named",
    "pseudonymous",
    "anonymous_requested",
    "unnamed_individual",
    "unnamed_group",
    "organization",
    "unnamed_spokesperson",
    "document",
    "unattributed",
    "unknown",
]

AnonymityReason = Literal[
    "not_authorized",
    "sensitivity",
    "ongoing",
    "not_public",
    "retaliation",
    "safety",
    "privacy",
    "legal",
    "candor",
    "policy",
    "confidential_agreement",
    "other",
]

ChannelType = Literal[
    "interview",
    "press_conference",
    "speech",
    "proceedings",
    "statement",
    "pool_report",
    "news_report",
    "broadcast",
    "social_media",
    "correspondence",
    "phone_call",
    "document",
    "court",
    "legislation",
    "data",
    "recording",
    "relayed",
    "own_reporting",
    "unspecified",
]

ChannelMode = Literal["direct", "mediated", "record"]

HopRole = Literal["speaker", "issuer", "relayer", "channel", "publication"]

RefusalKind = Literal["declined", "no_response", "unreachable"]

Probability = Annotated[float, Meta(ge=0, le=1)]


class Span(Struct, frozen=True, kw_only=True):
    """A stretch of the article."""

    start: Annotated[int, Meta(ge=0, description="First position, in the answer's offset unit.")]
    end: Annotated[int, Meta(ge=0, description="One past the last position.")]
    text: Annotated[str, Meta(description="The exact slice of the text as sent.")]


class SpeakerReference(Struct, frozen=True, kw_only=True):
    """The speaker of a quote; the whole entry stands in `speakers` under the same id."""

    id: Annotated[str, Meta(description="Identifies the speaker within this answer.")]
    name: Annotated[
        str | None,
        Meta(
            description="The fullest proper name the article gives, without title; joint speakers "
            "are joined with ' & '. Null for a source without a name."
        ),
    ]
    description: Annotated[
        str | None,
        Meta(description="How the article describes the source: 'an official accompanying the delegation'."),
    ]
    kind: SpeakerKind


class Anonymity(Struct, frozen=True, kw_only=True):
    """Whether the reader can know who the source is, and why not."""

    status: AnonymityStatus
    is_anonymous: Annotated[
        bool, Meta(description="Whether a standards editor would count the source as anonymous.")
    ]
    evidence: Annotated[Span | None, Meta(description="The words that decide the status.")] = None
    reason: Annotated[
        AnonymityReason | None, Meta(description="Why the name is withheld, where the article says so.")
    ] = None
    reason_evidence: Annotated[Span | None, Meta(description="The words that state the reason.")] = None
    count: Annotated[
        int | Literal["plural"] | None,
        Meta(description="How many people stand behind an unnamed group, where it is told."),
    ] = None


class Channel(Struct, frozen=True, kw_only=True):
    """How the words reached the article, where it says so."""

    type: ChannelType
    mode: Annotated[
        ChannelMode | None,
        Meta(
            description="direct: said to the reporter or in the reporter's hearing; mediated: by way "
            "of a statement, an outlet, a platform; record: read in a document or on a recording."
        ),
    ]
    evidence: Annotated[Span | None, Meta(description="The words that tell the channel.")] = None
    name: Annotated[
        str | None, Meta(description="Outlet, programme, platform, court or document by name.")
    ] = None
    inherited: Annotated[
        bool, Meta(description="Carried over from an earlier attribution to the same speaker.")
    ] = False


class Hop(Struct, frozen=True, kw_only=True):
    """One station on the way of the words from their origin to the reader."""

    role: HopRole
    name: str | None = None
    description: str | None = None
    channel: ChannelType | None = None
    anonymity: AnonymityStatus | None = None
    evidence: Span | None = None


class Confidence(Struct, frozen=True, kw_only=True):
    """How sure the engine is of each decision, from 0 to 1."""

    quote: Annotated[Probability, Meta(description="That these words are attributed to somebody.")]
    speaker: Annotated[Probability, Meta(description="That the speaker is the right one.")]
    anonymity: Annotated[Probability, Meta(description="That the status is the right one.")]
    channel: Annotated[Probability, Meta(description="That the channel is the right one.")]


class Quote(Struct, frozen=True, kw_only=True):
    """Words that the article attributes to a source."""

    id: Annotated[
        str,
        Meta(
            description="Depends on the quoted words alone: it stays when the rest of the article is edited."
        ),
    ]
    kind: Annotated[
        QuoteKind,
        Meta(
            description="direct, mixed, indirect: every, some or no word of the content stands in quotation marks."
        ),
    ]
    spans: Annotated[
        list[Span],
        Meta(min_length=1, description="The content, in pieces where a cue or source interrupts it."),
    ]
    cue: Annotated[Span | None, Meta(description="'said', 'according to', 'tweeted', ':'.")]
    source: Annotated[
        Span | None, Meta(description="The mention that the text attributes the words to: 'he'.")
    ]
    speaker: SpeakerReference | None
    anonymity: Anonymity
    channel: Channel
    provenance: Annotated[list[Hop], Meta(description="From the origin of the words to the reader.")]
    is_second_hand: Annotated[
        bool, Meta(description="Whether somebody other than the speaker passed the words on.")
    ]
    parent: Annotated[str | None, Meta(description="The id of the quote whose words hold this one.")]
    confidence: Confidence


class Speaker(Struct, frozen=True, kw_only=True):
    """A source that is quoted or that declined to comment."""

    id: str
    name: str | None
    description: str | None
    kind: SpeakerKind
    title: Annotated[str | None, Meta(description="Office or form of address: 'Secretary of State'.")]
    affiliation: Annotated[str | None, Meta(description="The body the speaker belongs to or speaks for.")]
    mentions: Annotated[list[Span], Meta(description="Every mention found, in order.")]
    anonymity: AnonymityStatus
    quote_ids: Annotated[list[str], Meta(description="Ids of the speaker's quotes, in order.")]


class Refusal(Struct, frozen=True, kw_only=True):
    """A refusal to comment: no quote, but an editor wants to see it."""

    speaker: SpeakerReference | None
    evidence: Span
    kind: RefusalKind


class Warning(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something a client should know about this answer."""

    code: Annotated[str, Meta(description="Stable, for programs: 'furniture_left_out'.")]
    detail: Annotated[str, Meta(description="One sentence for people; never holds article text.")]
    start: int | None = None
    end: int | None = None


class Model(Struct, frozen=True, kw_only=True):
    """The engine that gave the answer."""

    name: str
    version: str


class Answer(Struct, frozen=True, kw_only=True):
    """All that the engine found in one article."""

    id: Annotated[str | None, Meta(description="The id that was sent with the article.")]
    language: Literal["en"]
    offset_unit: OffsetUnit
    model: Model
    quotes: Annotated[list[Quote], Meta(description="In order of their first character.")]
    speakers: Annotated[list[Speaker], Meta(description="One a distinct source, in order of first mention.")]
    declined: Annotated[list[Refusal], Meta(description="Refusals to comment, in order.")]
    warnings: list[Warning]
