"""What each stage of the engine writes on a `Doc`, in token positions.

Every stage fills one extension and reads those before it:

    doc._.publication    str | None               the caller      name of the outlet the article appeared in
    doc._.original       Original | None          the caller      the HTML or document that the text is a view of
    doc._.min_confidence float | None             the caller      keep quotes at least this sure
    doc._.blocks         tuple[Block, ...]        blocks.py       a partition of the tokens
    doc._.reading        Reading | None           tags.py          the network's pass, until attributions.py is done
    doc._.quotations     tuple[Quotation, ...]    quotations.py   in order of the opening mark
    doc._.withholdings   list[Withholding] | None withholding.py  in order; read by whichever stage asks first
    doc._.silences       list[Silence] | None     refusals.py     the same
    doc._.attributions   tuple[Attribution, ...]  attributions.py in order of the content; selection.py drops some
    doc._.entities       tuple[Entity, ...]       speakers.py     in order of first mention
    doc._.speakers       tuple[int | None, ...]   speakers.py     an index into entities, one an attribution
    doc._.anonymity      tuple[Standing, ...]     anonymity.py    one an attribution
    doc._.channels       tuple[Route, ...]        channels.py     one an attribution
    doc._.refusals       tuple[Declined, ...]     refusals.py     in order of the evidence
    doc._.provenance     tuple[tuple[Step, ...], ...]  provenance.py  one an attribution
    doc._.confidence     tuple[Sureness, ...]     confidence.py   one an attribution

Positions are half-open token ranges `(start, end)`; `answer.py` turns them into character spans.
"""

from typing import Literal

from msgspec import Struct
from spacy.tokens import Doc

from attribution.results import (
    AnonymityReason,
    AnonymityStatus,
    ChannelMode,
    ChannelType,
    HopRole,
    RefusalKind,
    SpeakerKind,
)

Range = tuple[int, int]


class Block(Struct, frozen=True):
    """A paragraph, a heading, or something that is no part of the article's own words."""

    start: int
    end: int
    kind: Literal["paragraph", "heading", "furniture", "byline", "dateline", "space"]


class Quotation(Struct, frozen=True, kw_only=True):
    """Words between quotation marks, marks included.

    A quote that runs over paragraphs is one Quotation a paragraph, tied by `continues`.
    """

    start: int
    end: int
    level: int
    """0 for an outermost quotation, 1 for one inside it, and so on."""
    opened: bool
    """Whether an opening mark stands at `start`."""
    closed: bool
    """Whether a closing mark stands just before `end`; not so in the earlier paragraphs of a long quote."""
    continues: int | None
    """Index of the quotation in the paragraph before that this one goes on with."""
    use: Literal["speech", "title", "scare"]


class Attribution(Struct, frozen=True, kw_only=True):
    """Content, cue and source tied together (the terms of PARC and PolNeAR)."""

    content: tuple[Range, ...]
    cue: Range | None
    source: Range | None
    probability: float
    """That the content is attributed at all: the network's until selection.py, calibrated from there on."""
    source_probability: float
    """That `source` is the mention it is attributed to (or that there is none)."""
    carrier: Range | None = None
    """What carried the words, where the text says so apart: "…, | according to a pool report |"."""


class Entity(Struct, frozen=True, kw_only=True):
    """A source with all its mentions over the article."""

    name: str | None
    description: str | None
    kind: SpeakerKind
    title: str | None
    affiliation: str | None
    mentions: tuple[Range, ...]
    members: tuple[int, ...] = ()
    """Indices of the entities that speak jointly, where this one is several named sources."""
    plural: bool = False


class Standing(Struct, frozen=True, kw_only=True):
    """The anonymity of one attribution's source."""

    status: AnonymityStatus
    is_anonymous: bool
    evidence: Range | None = None
    reason: AnonymityReason | None = None
    reason_evidence: Range | None = None
    count: int | Literal["plural"] | None = None
    probability: float = 1.0


class Route(Struct, frozen=True, kw_only=True):
    """The channel of one attribution."""

    type: ChannelType
    mode: ChannelMode | None = None
    evidence: Range | None = None
    name: str | None = None
    inherited: bool = False
    issuer: Range | None = None
    """Who put the words out, where that is not the speaker: "a statement issued by Yoon"."""
    also: tuple["Route", ...] = ()
    """Others that hold beside it, the more specific first: a statement that was posted on Facebook."""
    retold_in: int | None = None
    """Index of the attribution in whose words these stand, where its speaker is another one."""
    probability: float = 1.0


class Step(Struct, frozen=True, kw_only=True):
    """One station of the provenance chain."""

    role: HopRole
    name: str | None = None
    description: str | None = None
    channel: ChannelType | None = None
    anonymity: AnonymityStatus | None = None
    evidence: Range | None = None


class Sureness(Struct, frozen=True, kw_only=True):
    """Calibrated probabilities of one attribution's decisions."""

    quote: float
    speaker: float
    anonymity: float
    channel: float


class Declined(Struct, frozen=True, kw_only=True):
    """A refusal to comment."""

    entity: int | None
    evidence: Range
    kind: RefusalKind


EXTENSIONS = (
    "publication",
    "min_confidence",
    "original",
    "blocks",
    "reading",
    "quotations",
    "withholdings",
    "silences",
    "attributions",
    "entities",
    "speakers",
    "anonymity",
    "channels",
    "refusals",
    "provenance",
    "confidence",
)

#: Extensions that are None until somebody sets them.
UNKNOWN_AT_FIRST = ("publication", "min_confidence", "original", "reading", "withholdings", "silences")


def register() -> None:
    """Make the extensions known to spaCy; calling it again changes nothing."""
    for name in EXTENSIONS:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None if name in UNKNOWN_AT_FIRST else ())
