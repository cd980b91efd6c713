"""Requests that hold several articles, and what is answered to them.

An article in them is any JSON at first (`msgspec.Raw`): it is read by itself, so that one which cannot
be used takes no other with it. The engine's answers pass through in the same way, as its bytes.
`api.many_openapi` gives both their types in the contract.
"""

from collections.abc import Sequence
from typing import Annotated, Any

from msgspec import UNSET, Meta, Raw, Struct, UnsetType

from api.schemas import Problem, rejection
from attribution.changes import Change, ChangeSummary

#: The most articles of one batch.
MAX_ARTICLES = 100

TOO_MANY = f"Must be a list of at most {MAX_ARTICLES} articles; send more of them to /v1/quotes/stream."

_BEFORE = "The earlier version, with its options."
_AFTER = "The later version, with its options."


class Batch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Articles whose quotes are wanted."""

    articles: Annotated[
        Sequence[Any],
        Meta(
            max_length=MAX_ARTICLES,
            description="Each an article as `/v1/quotes` takes it, with options of its own.",
            extra=rejection(TOO_MANY),
        ),
    ]


class BatchResult(Struct, frozen=True, kw_only=True):
    """What became of one article of a batch: `result` or `error`."""

    index: Annotated[int, Meta(ge=0, description="Position in `articles`, from 0.", examples=[0])]
    id: Annotated[
        str | None, Meta(description="The id that was sent with the article.", examples=["harbour-2031"])
    ]
    status: Annotated[
        int,
        Meta(
            description="The status that `/v1/quotes` would have answered: 200, or that of the problem.",
            examples=[200],
        ),
    ]
    result: Annotated[Raw | UnsetType, Meta(description="The answer; absent where there is none.")] = UNSET
    error: Annotated[
        Problem | UnsetType,
        Meta(
            description="Why there is no answer; absent where there is one. Pointers begin at the batch: "
            "`#/articles/3/text`."
        ),
    ] = UNSET


class BatchAnswer(Struct, frozen=True, kw_only=True):
    """What became of every article of a batch."""

    results: Annotated[Sequence[BatchResult], Meta(description="One for each article, in their order.")]


class ErrorLine(Struct, frozen=True, kw_only=True):
    """What stands in a stream of answers in the place of one that there is not."""

    id: Annotated[
        str | None, Meta(description="The id that was sent with the article, where it can be read.")
    ]
    line: Annotated[
        int,
        Meta(ge=1, description="The line of the request, from 1; blank lines count.", examples=[7]),
    ]
    error: Annotated[
        Problem, Meta(description="Why there is no answer. Pointers begin at the article: `#/text`.")
    ]


class VersionPair(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Two versions of an article whose quotes are to be compared."""

    before: Annotated[Any, Meta(description=_BEFORE)]
    after: Annotated[Any, Meta(description=_AFTER)]


class VersionComparison(Struct, frozen=True, kw_only=True):
    """The quotes of two versions of an article, and what became of each."""

    before: Annotated[Raw, Meta(description="What `/v1/quotes` answers to the earlier version.")]
    after: Annotated[Raw, Meta(description="What `/v1/quotes` answers to the later version.")]
    summary: ChangeSummary
    changes: Annotated[
        Sequence[Change],
        Meta(
            description="One for each quote, in the order of the later version; a removed quote stands "
            "where it would be."
        ),
    ]


class RawBatch(Struct, frozen=True, forbid_unknown_fields=True):
    """A `Batch` whose articles are still to be read."""

    articles: Annotated[list[Raw], Meta(max_length=MAX_ARTICLES)]


class RawPair(Struct, frozen=True, forbid_unknown_fields=True):
    """A `VersionPair` whose articles are still to be read."""

    before: Raw
    after: Raw
