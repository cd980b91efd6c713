"""Guards: whether a handler can read what the request brings and write what the client takes.

The framework would read any body as JSON whatever its Content-Type, and its own reading of `Accept` takes
a refusal (`q=0`) for a wish and a comma inside quotation marks for the end of a type.

Content negotiation is that of RFC 9110, section 12.5.1. Of several formats that a client likes equally
well it gets one that it names rather than one that falls under a `*`, then what it names first, then what
the handler lists first.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.request import parse_http_list

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from api.decompression import UNPACKED
from api.problems import NOT_ACCEPTABLE, UNSUPPORTED_MEDIA_TYPE, Rejection

#: Charset parameters that text in UTF-8 may carry.
UTF8 = frozenset({"utf-8", "utf8", "us-ascii"})

_TCHARS = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_TYPE = re.compile(rf"\s*({_TCHARS})/({_TCHARS})\s*(?=;|$)")
#: Between semicolons there may be nothing.
_PARAMETER = re.compile(rf';\s*(?:({_TCHARS})\s*=\s*("[^"]*"|[^";\s]*)\s*)?(?=;|$)')
#: Java leaves out the zero.
_WEIGHT = re.compile(r"0?\.\d+|0\.?|1(?:\.0*)?")


class MediaRange(NamedTuple):
    """One or all media types of a name: `text/csv`, `text/*`, `*/*`, with parameters that narrow it."""

    type: str
    subtype: str
    parameters: Mapping[str, str]
    weight: float = 1.0
    """How welcome it is, from 0 (refused) to 1."""

    @property
    def wildcards(self) -> int:
        return (self.type == "*") + (self.subtype == "*")

    def includes(self, other: "MediaRange") -> bool:
        """Whether a media type, which has no wildcard, is one of these."""
        return (
            self.type in ("*", other.type)
            and self.subtype in ("*", other.subtype)
            and all(same_parameter(name, value, other) for name, value in self.parameters.items())
        )


def same_parameter(name: str, value: str, offered: MediaRange) -> bool:
    """Whether a media type has a parameter of a range."""
    own = offered.parameters.get(name)
    match name:
        case "charset":
            # What has no charset parameter, as JSON, is in UTF-8 as well.
            return value.lower() in UTF8 if own is None else value.lower() == own.lower()
        case "profile":
            return not profiles(value).isdisjoint(profiles(own or ""))
        case _:
            return own is not None and value.lower() == own.lower()


def profiles(value: str) -> set[str]:
    """The profiles that a parameter lists; http and https, and a slash at the end, make no difference."""
    return {re.sub("^https?://", "", uri).rstrip("/") for uri in value.split()}


def read_accept(header: str) -> list[MediaRange]:
    """The ranges of an `Accept` header, in order; what cannot be read is left out."""
    return [found for element in parse_http_list(header) if (found := read_range(element))]


def read_range(element: str) -> MediaRange | None:
    """The media range or type that `element` is, or None."""
    names = _TYPE.match(element)
    if names is None or (names[1] == "*" and names[2] != "*"):
        return None
    parameters = {}
    position = names.end()
    while found := _PARAMETER.match(element, position):
        if found[1]:
            parameters[found[1].lower()] = found[2].strip('"')
        position = found.end()
    weight = parameters.pop("q", "1")
    if position < len(element) or not _WEIGHT.fullmatch(weight):
        return None
    return MediaRange(names[1].lower(), names[2].lower(), parameters, float(weight))


def choose(header: str, offered: Sequence[str]) -> str | None:
    """The media type of those offered that an `Accept` header likes best, or None.

    Args:
        header: its value; an empty one takes anything.
        offered: media types with their parameters, the best first.
    """
    if not header.strip():
        return offered[0]
    ranges = read_accept(header)
    ranked = []
    for place, media_type in enumerate(offered):
        own = read_range(media_type)
        assert own is not None, media_type
        including = [
            (found.wildcards, -len(found.parameters), position, found.weight)
            for position, found in enumerate(ranges)
            if found.includes(own)
        ]
        if including:
            # The range that says most of this type decides on it.
            wildcards, _, position, weight = min(including)
            ranked.append((-weight, wildcards, position, place))
    best = min(ranked, default=(0.0, 0, 0, 0))
    return offered[best[-1]] if best[0] else None


def wanted(connection: ASGIConnection[Any, Any, Any, Any], offered: Sequence[str]) -> str:
    """The media type of those offered that the client likes best.

    Raises:
        Rejection: 406 where it takes none of them.
    """
    chosen = choose(", ".join(connection.headers.getall("accept", [])), offered)
    if chosen is None:
        raise Rejection(NOT_ACCEPTABLE, f"Answers come as {', '.join(offered)}.", headers={"Vary": "Accept"})
    return chosen


def consumes(*media_types: str) -> Guard:
    """A guard that lets pass bodies of these media types, in UTF-8; those that are gzip come unpacked."""
    listed = ", ".join(media_types)

    async def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        assert isinstance(connection, Request)
        media_type, parameters = connection.content_type
        if media_type not in media_types:
            raise Rejection(
                UNSUPPORTED_MEDIA_TYPE,
                f"The Content-Type header must say which of these the body is: {listed}.",
                headers={"Accept": listed},
            )
        if parameters.get("charset", "utf-8").lower() not in UTF8:
            raise Rejection(
                UNSUPPORTED_MEDIA_TYPE,
                "The body must be in UTF-8.",
                headers={"Accept": f"{media_type};charset=utf-8"},
            )
        coding = connection.headers.get("content-encoding", "identity").lower()
        if coding != "identity" and UNPACKED not in connection.scope["state"]:
            raise Rejection(
                UNSUPPORTED_MEDIA_TYPE,
                "The body may be compressed by gzip, once, and by nothing else.",
                headers={"Accept-Encoding": "gzip, identity"},
            )

    return guard


def produces(*media_types: str) -> Guard:
    """A guard that lets pass requests whose Accept header admits one of these media types."""

    async def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        wanted(connection, media_types)

    return guard
