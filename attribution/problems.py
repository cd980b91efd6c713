"""What is wrong with an article that cannot be read, as a problem of RFC 9457.

A problem says which kind of fault it is (`type`, `title`, `status`), what is wrong this time (`detail`)
and where (`errors`, with JSON pointers as URI fragments, as in the RFC's own example). None of them
repeats the article's text. Types and titles are those of the service, so that a client of both needs to
know one list. How a problem is delivered is left to the caller.
"""

import re

import msgspec
from msgspec import Struct

#: One step of the path that msgspec ends its messages with: `.kinds` or `[0]`.
STEP = re.compile(r"\.(\w+)|\[(\d+)\]")


class Fault(Struct, frozen=True, kw_only=True):
    """One thing that is wrong, and where."""

    detail: str
    pointer: str
    """A JSON pointer as a URI fragment: `#/kinds/0`; `#` is the whole article."""


class Problem(Struct, frozen=True, kw_only=True):
    """The members of `application/problem+json`."""

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[Fault, ...] = ()


def malformed(detail: str) -> Problem:
    """Bytes that are not UTF-8, or no JSON."""
    return Problem(
        type="/problems/malformed-body", title="The body cannot be read", status=400, detail=detail
    )


def too_large(limit: int) -> Problem:
    """More bytes than are read at once; `limit` is how many are."""
    return Problem(
        type="/problems/body-too-large",
        title="The body is too large",
        status=413,
        detail=f"At most {limit:,} bytes are read for one article.",
    )


def invalid(*faults: Fault) -> Problem:
    """JSON that is not an article: a field is missing, or has a wrong type or value."""
    return Problem(
        type="/problems/invalid-request",
        title="The request is not valid",
        status=422,
        detail=" ".join(fault.detail for fault in faults),
        errors=faults,
    )


def internal() -> Problem:
    """The engine failed: a defect of ours, told without its insides."""
    return Problem(
        type="/problems/internal-error",
        title="The service failed",
        status=500,
        detail="The engine failed on this article. This is a defect of the engine, not of the article.",
    )


def worker_lost() -> Problem:
    """Processes end on the article, each time that it is tried. To the service, where it may pass, it is a 503."""
    return Problem(
        type="/problems/worker-lost",
        title="The analysis was cut short",
        status=500,
        detail="The process that analysed the article ended each time.",
    )


def fault_of(error: msgspec.ValidationError) -> Fault:
    """Message and place of a validation error: "Expected `str`, got `int` - at `$.id`" -> `#/id`."""
    detail, _, path = str(error).partition(" - at ")
    steps = [name or index for name, index in STEP.findall(path)]
    if missing := re.fullmatch(r"Object missing required field `(\w+)`", detail):
        detail, steps = "Required field", [*steps, missing[1]]
    return Fault(detail=f"{detail}.", pointer="/".join(["#", *steps]))
