"""A name for every request, and the headers that every response has."""

import re
import uuid

from litestar.datastructures import Headers, MutableScopeHeaders
from litestar.types import Message, Scope

HEADER = "X-Request-ID"

#: A client's own id is taken over when it is harmless in a header, a log line and a URL.
HARMLESS = re.compile(r"[A-Za-z0-9._~:@=+/-]{1,128}")

#: What browsers must not do with a response. Pages have a policy of their own for what they load.
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def request_id(scope: Scope) -> str:
    """The id of the request: the client's own `X-Request-ID`, or a new one that stays the same henceforth."""
    state = scope["state"]
    if "request_id" not in state:
        sent = Headers.from_scope(scope).get(HEADER, "")
        state["request_id"] = sent if HARMLESS.fullmatch(sent) else new_id()
    return str(state["request_id"])


def new_id() -> str:
    """An id that no other request has."""
    return uuid.uuid4().hex


async def finish(message: Message, scope: Scope) -> None:
    """Send the request's id back, and the headers of every response; for `before_send`."""
    if message["type"] == "http.response.start":
        headers = MutableScopeHeaders.from_message(message)
        headers[HEADER] = request_id(scope)
        for name, value in SECURITY_HEADERS.items():
            headers.setdefault(name, value)
