"""What the engine says of an article: the answer of the contract, as msgspec Structs.

Spans are half-open and exact slices of the text as sent, in the `offset_unit` of the answer; of HTML and
documents, of the text that the answer has, with pointers into what was sent.
Probabilities are calibrated where MODEL_CARD.md says so: of the decisions given 0.8, about 80%
are right.
"""

from typing import Annotated, Literal, get_args

from msgspec import UNSET, Meta, Struct, UnsetType

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

#: What an answer holds on request only.
Include = Literal["report", "selectors"]

#: Code points before and after words that tell them from the same words elsewhere; what Hypothesis keeps.
AROUND = 32

FindingCode = Literal[
    "all_anonymous",
    "anonymous_judgement",
    "one_unnamed_source",
    "reason_missing",
    "mostly_anonymous",
    "vague_description",
    "one_source",
    "source_missing",
    "number_missing",
    "second_hand",
    "speaker_unresolved",
]

Severity = Literal["high", "medium", "low"]

Probability = Annotated[float, Meta(ge=0, le=1)]


class Pointer(Struct, frozen=True, kw_only=True):
    """A stretch of the HTML or document that was sent, from its first character to its last."""

    element: Annotated[
        str,
        Meta(
            description="Where it starts. HTML: the block element, as a relative XPath (`article[1]/p[3]`; `.` is "
            "the whole). JSON documents: the field, as a JSON Pointer (`/content_elements/4/content`). NITF: the "
            "block element, as an absolute XPath."
        ),
    ]
    start: Annotated[
        int,
        Meta(
            ge=0,
            description="First position, in the answer's offset unit: in the HTML as sent, in the string of the "
            "field, or in the text of the NITF element.",
        ),
    ]
    end: Annotated[
        int, Meta(ge=0, description="One past the last position; in `end_element` if there is one.")
    ]
    end_element: Annotated[
        str | UnsetType, Meta(description="Where it ends, if that is another element or field.")
    ] = UNSET


class Span(Struct, frozen=True, kw_only=True):
    """A stretch of the article."""

    start: Annotated[int, Meta(ge=0, description="First position, in the answer's offset unit.")]
    end: Annotated[int, Meta(ge=0, description="One past the last position.")]
    text: Annotated[
        str, Meta(description="The exact slice of the text as sent, or of the answer's `text` if it has one.")
    ]
    prefix: Annotated[
        str | UnsetType,
        Meta(
            description=f"Up to {AROUND} code points before it; only of a quote's `spans`, and only where "
            "the request includes `selectors`."
        ),
    ] = UNSET
    suffix: Annotated[
        str | UnsetType, Meta(description=f"Up to {AROUND} code points after it, likewise.")
    ] = UNSET
    original: Annotated[
        Pointer | UnsetType, Meta(description="The same words in the HTML or document that was sent.")
    ] = UNSET


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
    name: Annotated[
        str | None, Meta(description="Who or what it is, by the fullest name that the article gives.")
    ] = None
    description: Annotated[str | None, Meta(description="How the article describes it.")] = None
    channel: Annotated[
        ChannelType | None,
        Meta(description="Type of a hop of the role `channel`; `relayed` for who told the words."),
    ] = None
    anonymity: Annotated[
        AnonymityStatus | None, Meta(description="How openly somebody is named; null for channels.")
    ] = None
    evidence: Annotated[Span | None, Meta(description="The words that tell of it.")] = None


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
    speaker: Annotated[
        SpeakerReference | None,
        Meta(
            description="Who said it. Null where the text tells no source (`unattributed`), or the engine did not "
            "resolve it (`unknown`): `anonymity.status` says which."
        ),
    ]
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

    id: Annotated[str, Meta(description="Identifies the speaker within this answer.")]
    name: Annotated[
        str | None,
        Meta(
            description="The fullest proper name the article gives, without title; null where it gives none."
        ),
    ]
    description: Annotated[str | None, Meta(description="How the article describes the source.")]
    kind: SpeakerKind
    title: Annotated[str | None, Meta(description="Office or form of address: 'Secretary of State'.")]
    affiliation: Annotated[str | None, Meta(description="The body the speaker belongs to or speaks for.")]
    mentions: Annotated[list[Span], Meta(description="Every mention found, in order.")]
    anonymity: AnonymityStatus
    quote_ids: Annotated[list[str], Meta(description="Ids of the speaker's quotes, in order.")]


class Refusal(Struct, frozen=True, kw_only=True):
    """A refusal to comment: no quote, but an editor wants to see it."""

    speaker: Annotated[
        SpeakerReference | None, Meta(description="Who did not comment; null where that is not resolved.")
    ]
    evidence: Annotated[Span, Meta(description="The words that tell of it.")]
    kind: RefusalKind


class Warning(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something a client should know about this answer."""

    code: Annotated[
        str,
        Meta(
            description="Stable, for programs: `not_english`, `unclosed_quotation`, `repeated_pull_quote`, "
            "`embed_left_out`, `furniture_left_out`. More may be added."
        ),
    ]
    detail: Annotated[str, Meta(description="One sentence for people; never holds article text.")]
    start: Annotated[
        int | None,
        Meta(
            description="First position that it is about, in the answer's offset unit; absent where there is none."
        ),
    ] = None
    end: Annotated[int | None, Meta(description="One past the last position, likewise.")] = None
    original: Annotated[
        Pointer | UnsetType, Meta(description="What it is about in the HTML or document that was sent.")
    ] = UNSET


class Model(Struct, frozen=True, kw_only=True):
    """The engine that gave the answer."""

    name: Annotated[str, Meta(description="Name of its pipeline.")]
    version: Annotated[
        str, Meta(description="Changes whenever the same article might be answered otherwise.")
    ]


class Voice(Struct, frozen=True, kw_only=True):
    """How much of an article one source says."""

    speaker: SpeakerReference
    is_anonymous: Annotated[bool, Meta(description="Whether any quote of the source counts as anonymous.")]
    quotes: Annotated[int, Meta(ge=1, description="Number of its quotes.")]
    words: Annotated[int, Meta(ge=0, description="Words of those quotes, each counted once an article.")]
    word_share: Annotated[Probability, Meta(description="Its part of all quoted words, from 0 to 1.")]


class Finding(Struct, frozen=True, kw_only=True):
    """Something that a standards editor would look at before the article is published."""

    code: FindingCode
    severity: Annotated[
        Severity, Meta(description="How much the rules of AP, Reuters and others make of it.")
    ]
    detail: Annotated[str, Meta(description="One sentence for people; never holds article text.")]
    quote_ids: Annotated[list[str], Meta(description="The quotes that it is about, in order.")]
    speaker_ids: Annotated[list[str], Meta(description="The sources that it is about, in order.")]


class Report(Struct, frozen=True, kw_only=True):
    """How an article is sourced: counts over the quotes of the answer, and what an editor would look at.

    A source is a speaker with at least one quote. Quoted words are the words of all quotes, paraphrase
    included; those of a quote inside another are counted with the outer one.
    """

    quotes: Annotated[int, Meta(ge=0, description="Number of quotes.")]
    words: Annotated[int, Meta(ge=0, description="Number of quoted words.")]
    sources: Annotated[int, Meta(ge=0, description="Number of sources.")]
    refusals: Annotated[int, Meta(ge=0, description="Number of refusals to comment.")]
    sources_by_status: Annotated[
        dict[AnonymityStatus, int], Meta(description="Sources by their status; those that occur.")
    ]
    quotes_by_channel: Annotated[
        dict[ChannelType, int], Meta(description="Quotes by type of channel; those that occur.")
    ]
    anonymous_quotes: Annotated[int, Meta(ge=0, description="Number of quotes from anonymous sources.")]
    anonymous_words: Annotated[int, Meta(ge=0, description="Number of quoted words from them.")]
    anonymous_quote_share: Annotated[
        Probability, Meta(description="Part of all quotes that is from anonymous sources; 0 without quotes.")
    ]
    anonymous_word_share: Annotated[
        Probability, Meta(description="Part of all quoted words that is from them; 0 without words.")
    ]
    anonymous_sources: Annotated[list[str], Meta(description="Ids of the sources with an anonymous quote.")]
    anonymous_without_reason: Annotated[
        list[str], Meta(description="Ids of those for which no reason is stated anywhere.")
    ]
    one_unnamed_source: Annotated[
        list[str],
        Meta(
            description="Ids of quotes of one unnamed person whose claim no other source makes in similar words."
        ),
    ]
    second_hand: Annotated[list[str], Meta(description="Ids of quotes that somebody else passed on.")]
    without_speaker: Annotated[
        list[str],
        Meta(description="Ids of quotes without a speaker: none is told, or ours is not resolved."),
    ]
    most_quoted: Annotated[
        list[Voice], Meta(max_length=5, description="The sources with most words, at most five.")
    ]
    findings: Annotated[list[Finding], Meta(description="The gravest first.")]


class Answer(Struct, frozen=True, kw_only=True):
    """All that the engine found in one article."""

    id: Annotated[str | None, Meta(description="The id that was sent with the article.")]
    language: Annotated[Literal["en"], Meta(description="What the article was read as.")]
    offset_unit: Annotated[OffsetUnit, Meta(description="What every `start` and `end` counts.")]
    model: Model
    quotes: Annotated[list[Quote], Meta(description="In order of their first character.")]
    speakers: Annotated[list[Speaker], Meta(description="One a distinct source, in order of first mention.")]
    declined: Annotated[list[Refusal], Meta(description="Refusals to comment, in order.")]
    warnings: Annotated[
        list[Warning], Meta(description="What a client should know: text left out, marks without a partner.")
    ]
    text: Annotated[
        str | UnsetType,
        Meta(
            description="Of HTML and documents: the text that `start` and `end` of every span refer to. Absent "
            "where plain text was sent."
        ),
    ] = UNSET
    report: Annotated[
        Report | UnsetType,
        Meta(description="How the article is sourced; only where the request includes it."),
    ] = UNSET
