"""Pages of other origins that may call the service: those that the operator lists (Fetch standard, CORS).

The framework's own middleware is not used: it overwrites Vary where an answer depends on Accept or
Accept-Encoding, and leaves it out of answers to other origins, which caches then hand to listed ones.
"""

from collections.abc import Collection

from litestar.datastructures import Headers, MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

ANY = "*"

#: What a page may send and read beside what every page may.
METHODS = "GET, POST"
REQUEST_HEADERS = (
    "Accept, Authorization, Content-Encoding, Content-Type, X-API-Key, X-Request-ID, traceparent"
)
RESPONSE_HEADERS = "RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate, X-Request-ID"

#: Seconds for which a browser need not ask again.
MAX_AGE_S = "600"


def allow_origins(app: ASGIApp, origins: Collection[str]) -> ASGIApp:
    """The application, whose answers pages of these origins may read."""
    if not origins:
        return app

    async def allowed(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        headers = Headers.from_scope(scope)
        origin = headers.get("Origin")
        is_listed = origin is not None and (origin in origins or ANY in origins)

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableScopeHeaders.from_message(message)
                if ANY not in origins:
                    answer.extend_header_value("Vary", "Origin")
                if is_listed:
                    answer["Access-Control-Allow-Origin"] = ANY if ANY in origins else str(origin)
                    answer["Access-Control-Expose-Headers"] = RESPONSE_HEADERS
                    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
            await send(message)

        if is_listed and scope["method"] == "OPTIONS" and "Access-Control-Request-Method" in headers:
            await answer_preflight(tell)
        else:
            await app(scope, receive, tell)

    return allowed


async def answer_preflight(send: Send) -> None:
    """Tell a browser what a page of a listed origin may do."""
    told = {
        "Access-Control-Allow-Methods": METHODS,
        "Access-Control-Allow-Headers": REQUEST_HEADERS,
        "Access-Control-Max-Age": MAX_AGE_S,
    }
    headers = [(name.lower().encode(), value.encode()) for name, value in told.items()]
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
