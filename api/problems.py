"""Every way to fail, in one table: what the client is told, the documentation and the tests come from it.

Problems are RFC 9457 `application/problem+json`. They never hold article text, query strings or the
message of an unforeseen exception.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.openapi import ResponseSpec
from litestar.openapi.spec import Example
from litestar.types import ExceptionHandlersMap
from msgspec import Struct

from api import engine
from api.requests import request_id
from api.schemas import Fault, Problem
from api.worker import place

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


class Kind(Struct, frozen=True):
    """A row of the table."""

    slug: str
    status: int
    title: str
    """The same for every problem of the kind."""
    detail: str
    """What is said where nothing more can be told of this one."""
    meaning: str
    """When it is sent and what to do, as a sentence or two of Markdown."""
    retry_after_s: int | None = None

    @property
    def type(self) -> str:
        return f"/problems/{self.slug}"


MALFORMED_BODY = Kind(
    "malformed-body",
    400,
    "The body cannot be read",
    "The body is empty.",
    "The body is empty, is not JSON, is not UTF-8 (without a byte order mark in JSON), or is broken gzip.",
)
UNAUTHORIZED = Kind(
    "unauthorized",
    401,
    "An API key is needed",
    "The request brings no API key.",
    "Send a key that is valid as `Authorization: Bearer …` or `X-API-Key: …`; the operator gives it to you.",
)
NOT_FOUND = Kind(
    "not-found",
    404,
    "Nothing is here",
    "There is nothing at this path.",
    "The path is wrong; `/docs` lists every path.",
)
METHOD_NOT_ALLOWED = Kind(
    "method-not-allowed",
    405,
    "The method is not allowed here",
    "This path does not know the method.",
    "The `Allow` header lists the methods of this path.",
)
NOT_ACCEPTABLE = Kind(
    "not-acceptable",
    406,
    "No such response format",
    "Answers come as application/json.",
    "The `Accept` header admits none of the formats that this path answers in; `detail` lists them.",
)
REQUEST_TIMEOUT = Kind(
    "request-timeout",
    408,
    "The body did not come in time",
    "The body took longer than this service waits.",
    "The operator sets the limit with `ATTRIBUTION_READ_TIMEOUT_S`.",
)
BODY_TOO_LARGE = Kind(
    "body-too-large",
    413,
    "The body is too large",
    "The body is larger than this service accepts.",
    "The operator sets the limit with `ATTRIBUTION_MAX_BODY_BYTES`. It holds also for what a compressed body "
    "unpacks to, which may be no more than 100 times its size.",
)
UNSUPPORTED_MEDIA_TYPE = Kind(
    "unsupported-media-type",
    415,
    "The body has the wrong format",
    "The Content-Type header must say which of these the body is: application/json, text/plain, text/html.",
    "The `Accept` header of the response lists the formats that can be sent. Text is UTF-8; it may be gzip.",
)
INVALID_REQUEST = Kind(
    "invalid-request",
    422,
    "The request is not valid",
    "One part of the request cannot be used.",
    "The body can be read, but something in it cannot be used. `errors` lists every fault with its place.",
)
RATE_LIMITED = Kind(
    "rate-limited",
    429,
    "Too many articles",
    "More articles were sent than you may send.",
    "Wait for `Retry-After` seconds. `RateLimit-Policy` has the limit, `RateLimit` what is left of it; each "
    "article of a batch counts.",
)
INTERNAL_ERROR = Kind(
    "internal-error",
    500,
    "The service failed",
    "Something unforeseen happened.",
    "A mistake of the service. Tell the operator the `request_id`: the log has the place, never the article.",
)
OVERLOADED = Kind(
    "overloaded",
    503,
    "Too many articles are waiting",
    "As many articles are waiting as this service lets wait.",
    "Send the article again after `Retry-After` seconds.",
    retry_after_s=1,
)
TIMED_OUT = Kind(
    "timed-out",
    503,
    "The answer took too long",
    "The article was not answered in the time that a request may take.",
    "The service was too busy, or the article is very long. The operator sets the limit with "
    "`ATTRIBUTION_TIMEOUT_S`.",
    retry_after_s=5,
)
WORKER_LOST = Kind(
    "worker-lost",
    503,
    "The analysis was cut short",
    "Two processes in turn ended while they worked on the article.",
    "Send the article again after `Retry-After` seconds; where this repeats, tell the operator.",
    retry_after_s=5,
)
NOT_READY = Kind(
    "not-ready",
    503,
    "The service is not ready",
    "The workers are loading the model, or the service is about to end.",
    "It is starting, stopping, or cannot load its model. Send articles elsewhere, or later.",
    retry_after_s=5,
)

KINDS = (
    MALFORMED_BODY,
    UNAUTHORIZED,
    NOT_FOUND,
    METHOD_NOT_ALLOWED,
    NOT_ACCEPTABLE,
    REQUEST_TIMEOUT,
    BODY_TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    INVALID_REQUEST,
    RATE_LIMITED,
    INTERNAL_ERROR,
    OVERLOADED,
    TIMED_OUT,
    WORKER_LOST,
    NOT_READY,
)


class Rejection(Exception):  # noqa: N818 - not an error of the service
    """A request that is answered with a problem."""

    def __init__(
        self,
        kind: Kind,
        detail: str | None = None,
        *,
        errors: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail or kind.detail)
        self.kind = kind
        self.detail = detail or kind.detail
        self.errors = errors
        self.headers = headers or {}


#: What the framework raises, by status.
OF_FRAMEWORK: Mapping[int, Kind] = {
    kind.status: kind for kind in (MALFORMED_BODY, NOT_FOUND, METHOD_NOT_ALLOWED, BODY_TOO_LARGE)
}

#: What the engine raises.
OF_ENGINE: Mapping[type[engine.EngineError], Kind] = {
    engine.Overloaded: OVERLOADED,
    engine.TimedOut: TIMED_OUT,
    engine.WorkerLost: WORKER_LOST,
    engine.Unavailable: NOT_READY,
}


def problem(rejection: Rejection, request: str) -> Problem:
    """What the client is told of `rejection`; `request` is the request's id."""
    kind = rejection.kind
    return Problem(
        type=kind.type,
        title=kind.title,
        status=kind.status,
        detail=rejection.detail,
        errors=rejection.errors,
        request_id=request,
    )


def respond(request: Request[Any, Any, Any], rejection: Rejection) -> Response[bytes]:
    """The response that tells the client of `rejection`."""
    kind = rejection.kind
    retry = {} if kind.retry_after_s is None else {"Retry-After": str(kind.retry_after_s)}
    return Response(
        msgspec.json.encode(problem(rejection, request_id(request.scope))),
        status_code=kind.status,
        media_type=MEDIA_TYPE,
        headers={**retry, **rejection.headers},
    )


def on_framework_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """What the router and the reader of bodies raise. Their own words are dropped: they repeat the query.

    Handlers get all they have validated by `api.bodies`; so a 400 of the framework is an absent body.
    """
    if error.status_code not in OF_FRAMEWORK:
        return on_bug(request, error)
    kind = OF_FRAMEWORK[error.status_code]
    limit = request.app.request_max_body_size
    detail = f"The body is larger than {limit:,} bytes." if kind is BODY_TOO_LARGE else None
    return respond(request, Rejection(kind, detail, headers=error.headers))


def on_engine_error(request: Request[Any, Any, Any], error: engine.EngineError) -> Response[bytes]:
    """An article without an answer."""
    return respond(request, rejection_of(error, request_id(request.scope)))


def on_bug(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Anything unforeseen."""
    return respond(request, rejection_of(error, request_id(request.scope)))


def rejection_of(error: Exception, request: str) -> Rejection:
    """What to answer to an article whose analysis raised; `request` is the request's id.

    Of anything unforeseen the place goes to the log, the message nowhere.
    """
    if isinstance(error, Rejection):
        return error
    if isinstance(error, engine.Unreadable):
        fault = Fault(detail=error.reason.detail, pointer=error.reason.pointer)
        return Rejection(INVALID_REQUEST, errors=[fault])
    if isinstance(error, engine.EngineError):
        if type(error) in OF_ENGINE:
            return Rejection(OF_ENGINE[type(error)])
        log.error("request=%s the analysis failed: %s", request, error)
        return Rejection(INTERNAL_ERROR, "The analysis of the article failed.")
    log.error("request=%s %s", request, place(error))
    return Rejection(INTERNAL_ERROR)


EXCEPTION_HANDLERS: ExceptionHandlersMap = {
    Rejection: respond,
    HTTPException: on_framework_error,
    engine.EngineError: on_engine_error,
    Exception: on_bug,
}


#: What can become of a request whose answer is the engine's.
OF_ANALYSIS = (
    MALFORMED_BODY,
    NOT_ACCEPTABLE,
    BODY_TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    INVALID_REQUEST,
    OVERLOADED,
    TIMED_OUT,
    WORKER_LOST,
    NOT_READY,
)


def documented(*kinds: Kind) -> dict[int, ResponseSpec]:
    """The `responses` of a handler that can answer with these problems, and with an internal error."""
    statuses: dict[int, list[Kind]] = {}
    for kind in (*kinds, INTERNAL_ERROR):
        statuses.setdefault(kind.status, []).append(kind)
    return {
        status: ResponseSpec(
            Problem,
            media_type=MEDIA_TYPE,
            generate_examples=False,
            description=" ".join(f"`{kind.slug}`: {kind.meaning}" for kind in same),
            examples=[Example(id=kind.slug, summary=kind.title, value=example(kind)) for kind in same],
        )
        for status, same in statuses.items()
    }


def example(kind: Kind) -> dict[str, Any]:
    """A problem of this kind for the documentation."""
    faults = [Fault(detail="Required field.", pointer="#/text")] if kind is INVALID_REQUEST else []
    shown = problem(Rejection(kind, errors=faults), "0b9f4a52c1d84fd0a3a4f1c6b8a2e7d5")
    return msgspec.to_builtins(shown)  # type: ignore[no-any-return]
