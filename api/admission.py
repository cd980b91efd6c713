"""Whether there is room for a request, asked before anything else is done for it.

Under overload most requests are refused, and each refusal takes its time from the articles that are
answered. So it stands before routing, keys, limits and the body, of which nothing is read.

- As many connections as the service keeps: a further one is told so and closed (`api.patience`).
- As many requests under `/v1` as it takes at a time: a further one is refused.
- Every place of the queue taken: one article, or two versions of one, is refused. Articles in numbers wait
  for a place instead (`api.engine`).
"""

import msgspec
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from api.controllers.batch import BatchController
from api.controllers.compare import CompareController
from api.controllers.quotes import QuotesController
from api.controllers.stream import StreamController
from api.engine import Engine, Overloaded
from api.problems import MEDIA_TYPE, OVERLOADED, Rejection, problem
from api.requests import HEADER, SECURITY_HEADERS, new_id, request_id
from api.visits import WORK, Watch

#: Paths that need one place of the queue.
SINGLE = frozenset({QuotesController.path, CompareController.path})

ROUTES = SINGLE | {BatchController.path, StreamController.path}

FULL = Rejection(OVERLOADED)
CROWDED = Rejection(OVERLOADED, "As many requests are open as this service takes at a time.")
UNCONNECTED = Rejection(OVERLOADED, "As many connections are open as this service keeps.")

HEADERS = {
    "Content-Type": MEDIA_TYPE,
    "Retry-After": str(OVERLOADED.retry_after_s),
    **SECURITY_HEADERS,
}


def admitting(app: ASGIApp, engine: Engine, watch: Watch, max_requests: int) -> ASGIApp:
    """The application, for as many requests as there is room for; others are answered 503."""

    async def admitted(scope: Scope, receive: Receive, send: Send) -> None:
        rejection = None
        if scope["type"] == ScopeType.HTTP and scope["method"] == "POST" and scope["path"].startswith(WORK):
            if watch.working > max_requests:
                rejection = CROWDED
            elif engine.is_full and scope["path"] in SINGLE:
                rejection = FULL
                engine.tally.outcomes[Overloaded] += 1
        if rejection is None:
            await app(scope, receive, send)
        else:
            if scope["path"] in ROUTES:
                scope["path_template"] = scope["path"]
            headers, body = response(rejection, request_id(scope))
            await send({"type": "http.response.start", "status": OVERLOADED.status, "headers": headers})
            await send({"type": "http.response.body", "body": body, "more_body": False})

    return admitted


def response(rejection: Rejection, request: str) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """The headers and the body of a refusal, as the application itself would give them."""
    body = msgspec.json.encode(problem(rejection, request))
    headers = {**HEADERS, HEADER: request, "Content-Length": str(len(body))}
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()], body


def unasked() -> bytes:
    """What a connection is told for which there is no room, whatever it would have asked."""
    headers, body = response(UNCONNECTED, new_id())
    lines = [
        b"HTTP/1.1 503 Service Unavailable",
        *(b": ".join(pair) for pair in headers),
        b"connection: close",
    ]
    return b"\r\n".join([*lines, b"", body])
