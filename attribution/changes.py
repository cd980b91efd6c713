"""What became of an article's quotes between two of its versions, as msgspec Structs.

Quotes are named by the ids that they have in the answers to the two versions. Spans are of the version
named, in the `offset_unit` of its answer.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from attribution.results import Span

ChangeType = Literal["kept", "moved", "altered", "added", "removed"]

Operation = Literal["equal", "delete", "insert", "replace"]

Field = Literal["kind", "speaker", "description", "anonymity", "channel", "channel_name", "is_second_hand"]

Count = Annotated[int, Meta(ge=0)]


class Piece(Struct, frozen=True, kw_only=True):
    """A run of words of an altered quote: the same in both versions, or what one has in place of the other's."""

    operation: Operation
    before: Annotated[
        list[Span],
        Meta(
            description="The words in the earlier version; several spans where a cue or source interrupts "
            "them, none for an insertion."
        ),
    ]
    after: Annotated[list[Span], Meta(description="The words in the later version; none for a deletion.")]


class Difference(Struct, frozen=True, kw_only=True):
    """Something that the two versions do not say alike of the same words."""

    field: Annotated[
        Field,
        Meta(
            description="speaker: another one, by name or description; description: an unnamed source "
            "described more or less closely; anonymity: the status; channel: the type; the others as in "
            "the quote."
        ),
    ]
    before: Annotated[
        str | bool | None,
        Meta(description="Its value in the earlier version; of a speaker the name, or else the description."),
    ]
    after: Annotated[str | bool | None, Meta(description="Its value in the later version.")]


class Change(Struct, frozen=True, kw_only=True):
    """What became of one quote."""

    type: Annotated[
        ChangeType,
        Meta(
            description="kept: the same words in the same order among the quotes; moved: the same words, "
            "elsewhere; altered: other words; added and removed: in one version alone. Capitals, "
            "punctuation and quotation marks are no words."
        ),
    ]
    before: Annotated[str | None, Meta(description="Id of the quote in the earlier version.")]
    after: Annotated[str | None, Meta(description="Id of the quote in the later version.")]
    diff: Annotated[
        list[Piece], Meta(description="Every word of an altered quote, in order; empty for the others.")
    ]
    differences: Annotated[
        list[Difference],
        Meta(description="What is said differently of a quote that both versions have."),
    ]


class ChangeSummary(Struct, frozen=True, kw_only=True):
    """How many quotes changed in what way. The first five add up to all quotes of both versions."""

    kept: Annotated[Count, Meta(description="The same words in the same order.")]
    moved: Annotated[Count, Meta(description="The same words, elsewhere.")]
    altered: Annotated[Count, Meta(description="Other words.")]
    added: Annotated[Count, Meta(description="In the later version alone.")]
    removed: Annotated[Count, Meta(description="In the earlier version alone.")]
    reattributed: Annotated[
        Count, Meta(description="Given to another speaker, who is as anonymous or not as the one before.")
    ]
    made_anonymous: Annotated[Count, Meta(description="Of a source that is anonymous now and was not.")]
    no_longer_anonymous: Annotated[Count, Meta(description="Of a source that was anonymous and is not now.")]
    rerouted: Annotated[Count, Meta(description="Said to have come by another channel.")]


class Changes(Struct, frozen=True, kw_only=True):
    """What became of the quotes of one article between two versions."""

    summary: ChangeSummary
    changes: Annotated[
        list[Change],
        Meta(
            description="One for each quote, in the order of the later version; a removed quote stands "
            "where it would be."
        ),
    ]
