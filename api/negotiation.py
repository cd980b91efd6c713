"""Guards: whether a handler can read what the request brings and write what the client takes.

The framework would read any body as JSON whatever its Content-Type, and ignore Accept.
"""

from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from api.problems import NOT_ACCEPTABLE, UNSUPPORTED_MEDIA_TYPE, Rejection

#: Charset parameters that text in UTF-8 may carry.
UTF8 = frozenset({"utf-8", "utf8", "us-ascii"})


def consumes(*media_types: str) -> Guard:
    """A guard that lets pass bodies of these media types, in UTF-8 and uncompressed."""
    listed = ", ".join(media_types)

    def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
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
        if connection.headers.get("content-encoding", "identity").lower() != "identity":
            raise Rejection(
                UNSUPPORTED_MEDIA_TYPE,
                "The body must not be compressed.",
                headers={"Accept-Encoding": "identity"},
            )

    return guard


def produces(*media_types: str) -> Guard:
    """A guard that lets pass requests whose Accept header admits one of these media types."""

    def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        assert isinstance(connection, Request)
        if connection.headers.get("accept") and connection.accept.best_match(list(media_types)) is None:
            raise Rejection(NOT_ACCEPTABLE, f"Answers come as {', '.join(media_types)}.")

    return guard
