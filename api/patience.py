"""How long a client is waited for: bodies that come too slowly, and connections on which nothing comes.

A body must be there in time as a whole. A stream has no end, so that each piece of it must come in time;
while its client is the one who waits, nothing is read and no time runs.

A client that has gone is not worked for: from the end of its body on the server is asked whether it is
still there, and when it is not, its request is cancelled with all that waits for it. A stream, which reads
until its end, finds that out by itself.

Of connections so many are kept; one more is told so and closed, whatever it would have asked.
"""

import asyncio
import math

import h11
from litestar.handlers import HTTPRouteHandler
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPReceiveMessage, Receive, Scope, Send, WebSocketReceiveMessage
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.admission import unasked
from api.problems import MALFORMED_BODY, REQUEST_TIMEOUT, Rejection

#: Bytes that the head of a request may have, more than any that a client of this service needs.
MAX_HEAD_BYTES = 16_384


class Patience(ASGIMiddleware):
    """Answers 408 to bodies that do not come in time, and ends the work for clients that have gone."""

    def __init__(self, timeout_s: float) -> None:
        self._timeout_s = timeout_s

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        handler = scope["route_handler"]
        is_endless = isinstance(handler, HTTPRouteHandler) and handler.resolve_request_max_body_size() is None
        limited = self._limited(receive, is_endless=is_endless)
        if is_endless:
            await next_app(scope, limited, send)
        else:
            await while_present(next_app, scope, limited, send)

    def _limited(self, receive: Receive, *, is_endless: bool) -> Receive:
        deadline, is_over = -math.inf, False

        async def limited() -> HTTPReceiveMessage | WebSocketReceiveMessage:
            nonlocal deadline, is_over
            if is_over:
                return await receive()
            now = asyncio.get_running_loop().time()
            if is_endless or deadline < 0:
                deadline = now + self._timeout_s
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                is_over = True
                raise Rejection(REQUEST_TIMEOUT, headers={"Connection": "close"}) from None
            is_over = not message.get("more_body", False)
            if message["type"] == "http.disconnect" and not is_endless:
                # Nobody hears this; but it is no failure of the service, as the framework would have it.
                raise Rejection(MALFORMED_BODY, "The connection ended before the body.")
            return message

        return limited


async def while_present(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Run the application until it is done or, once the body of the request is there, its client goes."""
    watching: asyncio.Task[None] | None = None

    async def watch() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        presence.reschedule(-math.inf)

    async def noting() -> HTTPReceiveMessage | WebSocketReceiveMessage:
        nonlocal watching
        message = await receive()
        if watching is None and not message.get("more_body", False):
            watching = asyncio.create_task(watch())
        return message

    try:
        async with asyncio.timeout(None) as presence:
            await app(scope, noting, send)
    except TimeoutError:
        if not presence.expired():
            raise
    finally:
        if watching is not None:
            watching.cancel()


#: Seconds in which a client that is turned away may read so. Were its connection closed at once, what it has sent
#: by then would be answered with a reset, which can undo what it was told.
FAREWELL_S = 2.0


def patient_protocol(timeout_s: float, max_connections: int) -> type[H11Protocol]:
    """The server's HTTP protocol, which closes a connection on which no request comes in time.

    The server itself does so after a response, until the first byte of another request; a client that
    sends none, or the head byte by byte, it would wait for without end. Nor does it count connections: each
    holds a file and some memory, whether or not anything comes on it.
    """

    class PatientProtocol(H11Protocol):
        _waiting: asyncio.TimerHandle | None = None
        _is_turned_away = False

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            if len(self.connections) > max_connections:
                self._turn_away()
            else:
                self._watch()

        def data_received(self, data: bytes) -> None:
            if not self._is_turned_away:
                super().data_received(data)

        def handle_events(self) -> None:
            super().handle_events()
            self._watch()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._watch()

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            self._stop()

        def _turn_away(self) -> None:
            self._is_turned_away = True
            self.connections.discard(self)
            self.transport.write(unasked())
            self.transport.write_eof()
            self._waiting = self.loop.call_later(min(timeout_s, FAREWELL_S), self.transport.abort)

        def _watch(self) -> None:
            """Begin to wait, or end it, by whether a request is being answered."""
            if self.cycle is not None and not self.cycle.response_complete:
                self._stop()
            elif self._waiting is None:
                self._waiting = self.loop.call_later(timeout_s, self._give_up)

        def _stop(self) -> None:
            if self._waiting is not None:
                self._waiting.cancel()
                self._waiting = None

        def _give_up(self) -> None:
            if not self.transport.is_closing():
                self.conn.send(h11.ConnectionClosed())
                self.transport.close()

    return PatientProtocol
