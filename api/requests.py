"""A name for every request, and one line of log about it: counts and durations, never what was sent.

The line has the route's pattern where a path would have what the client typed, and no query string.
"""

import logging
import re
import time
import uuid
from typing import Any

from litestar import Request
from litestar.datastructures import Headers, MutableScopeHeaders
from litestar.types import Message, Scope

log = logging.getLogger(__name__)

HEADER = "X-Request-ID"

#: A client's own id is taken over when it is harmless in a header, a log line and a URL.
HARMLESS = re.compile(r"[A-Za-z0-9._~:@=+/-]{1,128}")

#: Probes come every few seconds and say nothing about the work done.
UNLOGGED = ("/health/live", "/health/ready")


def request_id(scope: Scope) -> str:
    """The id of the request: the client's own `X-Request-ID`, or a new one that stays the same henceforth."""
    state = scope["state"]
    if "request_id" not in state:
        sent = Headers.from_scope(scope).get(HEADER, "")
        state["request_id"] = sent if HARMLESS.fullmatch(sent) else uuid.uuid4().hex
    return str(state["request_id"])


def start_clock(request: Request[Any, Any, Any]) -> None:
    """Remember when the work on the request began; for `before_request`."""
    request.scope["state"]["started"] = time.perf_counter()


async def finish(message: Message, scope: Scope) -> None:
    """Send the request's id back, and log the request once it is answered; for `before_send`."""
    if message["type"] == "http.response.start":
        headers = MutableScopeHeaders.from_message(message)
        headers[HEADER] = request_id(scope)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        scope["state"]["status"] = message["status"]
    elif message["type"] == "http.response.body" and not message.get("more_body"):
        record(scope)


def record(scope: Scope) -> None:
    """Write the line of a request that is answered."""
    pattern = scope.get("path_template") or "(unknown path)"
    if pattern in UNLOGGED:
        return
    state = scope["state"]
    started = state.get("started")
    log.info(
        "%s %s status=%d duration_ms=%.1f request_bytes=%s request=%s",
        scope.get("method"),
        pattern,
        state.get("status", 0),
        0.0 if started is None else 1000 * (time.perf_counter() - started),
        Headers.from_scope(scope).get("content-length", "-"),
        request_id(scope),
    )
