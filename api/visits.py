"""Every request as the operator sees it: counts and durations, never what was sent.

The watch stands around the whole application, so that it also sees what no route answers, and measures
from the first byte to the last. Whoever wants to know, the log, the metrics or the traces, looks on:
all that they are told is a `Visit`, which has the route's pattern where the path would have what the
client typed, and neither query nor headers.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from litestar.enums import ScopeType
from litestar.types import (
    ASGIApp,
    HTTPReceiveMessage,
    Message,
    Receive,
    Scope,
    Send,
    WebSocketReceiveMessage,
)

from api.requests import request_id

log = logging.getLogger(__name__)

#: A method can be any word that a client likes.
METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
OTHER_METHOD = "OTHER"

#: Paths that have articles analysed begin with this.
WORK = "/v1/"

UNKNOWN_ROUTE = "(unknown path)"

#: The status of a request whose client had gone before it was answered, by the custom of nginx.
GONE = 499

#: Probes come every few seconds and say nothing about the work done.
PROBES = ("/health/live", "/health/ready", "/metrics")


@dataclass(slots=True, kw_only=True)
class Visit:
    """A request; all but the first three fields are known when it is over."""

    method: str
    request: str
    """Its id."""
    trace: str | None = None
    """Its id among traces."""
    route: str = UNKNOWN_ROUTE
    status: int = GONE
    is_complete: bool = False
    """Whether the last byte of the answer was sent."""
    duration_s: float = 0.0
    request_bytes: int = 0
    """Of the body, as it came; what was not read does not count."""
    response_bytes: int = 0
    """Of the body, as it went."""
    key: str | None = None
    """Name of the API key."""

    @property
    def is_probe(self) -> bool:
        return self.route in PROBES


#: Looks on while a request is answered. The scope is there for its headers alone.
Observer = Callable[[Visit, Scope], AbstractContextManager[None]]


class Watch:
    """Watches all requests."""

    def __init__(self, observers: Sequence[Observer]) -> None:
        self._observers = observers
        self.working = 0
        """Requests under `WORK` that are being answered."""

    def around(self, app: ASGIApp) -> ASGIApp:
        """The application, watched."""

        async def watched(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != ScopeType.HTTP:
                await app(scope, receive, send)
                return
            method = scope["method"] if scope["method"] in METHODS else OTHER_METHOD
            visit = Visit(method=method, request=request_id(scope))
            started = time.perf_counter()
            is_work = scope["path"].startswith(WORK)
            self.working += is_work
            with ExitStack() as looking_on:
                for observer in self._observers:
                    looking_on.enter_context(observer(visit, scope))
                try:
                    await app(scope, counting_receive(receive, visit), counting_send(send, visit))
                finally:
                    self.working -= is_work
                    visit.duration_s = time.perf_counter() - started
                    visit.route = scope.get("path_template") or UNKNOWN_ROUTE
                    visit.key = scope["state"].get("key")

        return watched


def counting_receive(receive: Receive, visit: Visit) -> Receive:
    """`receive`, which counts the bytes of the body."""

    async def counted() -> HTTPReceiveMessage | WebSocketReceiveMessage:
        message = await receive()
        if message["type"] == "http.request":
            visit.request_bytes += len(message.get("body", b""))
        return message

    return counted


def counting_send(send: Send, visit: Visit) -> Send:
    """`send`, which notes the status and counts the bytes of the body."""

    async def counted(message: Message) -> None:
        if message["type"] == "http.response.start":
            visit.status = message["status"]
        await send(message)
        if message["type"] == "http.response.body":
            visit.response_bytes += len(message.get("body", b""))
            visit.is_complete = not message.get("more_body", False)

    return counted


@contextmanager
def logged(visit: Visit, _: Scope) -> Iterator[None]:
    """Write one line about the request once it is over."""
    try:
        yield
    finally:
        if not visit.is_probe:
            fields = shown(visit)
            line = "%(method)s %(route)s " + " ".join(f"{name}=%({name})s" for name in list(fields)[2:])
            log.info(line, fields, extra={"fields": fields})


def shown(visit: Visit) -> dict[str, Any]:
    """What the log tells of a request, in its order; what there is not is left out."""
    told = {
        "method": visit.method,
        "route": visit.route,
        "status": visit.status,
        "duration_ms": round(1000 * visit.duration_s, 1),
        "request_bytes": visit.request_bytes,
        "response_bytes": visit.response_bytes,
        "key": visit.key,
        "request": visit.request,
        "trace": visit.trace,
    }
    told = {name: value for name, value in told.items() if value is not None}
    return told if visit.is_complete else told | {"complete": False}
