"""Request bodies that come as gzip (RFC 1952), unpacked piece by piece as they come.

What is unpacked is bounded like any body: the framework counts what it is given, and stops at the limit
after a piece more at most. Where there is no such limit, as in a stream, and for all others as well, a
body may not unpack to more than `RATIO` times its size: text does not, what is made to fill memory does.

Several members one after the other are one body; anything else behind a member is a fault. Other codings
are refused by `api.negotiation`.
"""

import asyncio
import zlib
from collections.abc import Iterator

from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPReceiveMessage, Receive, Scope, Send, WebSocketReceiveMessage

from api.problems import BODY_TOO_LARGE, MALFORMED_BODY, Rejection

#: What the body may unpack to, by its size. Text shrinks to a third, repetitive markup to a thirtieth.
RATIO = 100

#: Bytes that any body may unpack to.
FREE = 1_000_000

#: The most bytes that are unpacked at a time.
PIECE = 65_536

#: What zlib calls the gzip format.
GZIP = 31

CODING = b"content-encoding"

#: In the request's state where the body is handed on unpacked.
UNPACKED = "is_unpacked"


class Inflater:
    """Unpacks one body. Memory is bounded and time is linear in what comes and what is made of it."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(GZIP)
        self._is_within = True
        """Whether a member has begun and not ended; a body has one at least."""
        self._taken = 0
        self._given = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What `data` unpacks to, in pieces of which some may be empty.

        Raises:
            Rejection: 400 for what is no gzip, 413 for what unpacks to too much.
        """
        for start in range(0, len(data), PIECE):
            packed = data[start : start + PIECE]
            self._taken += len(packed)
            yield from self._inflate(packed)

    def end(self) -> None:
        """Return if the body is complete.

        Raises:
            Rejection: 400, it is not.
        """
        if self._is_within:
            raise Rejection(MALFORMED_BODY, "The gzip body ends too early.")

    def _inflate(self, packed: bytes) -> Iterator[bytes]:
        while True:
            try:
                piece = self._member.decompress(packed, PIECE)
            except zlib.error:
                raise Rejection(MALFORMED_BODY, "The body is not valid gzip.") from None
            self._given += len(piece)
            if self._given > max(FREE, RATIO * self._taken):
                raise Rejection(BODY_TOO_LARGE, f"The body unpacks to more than {RATIO} times its size.")
            yield piece
            self._is_within = not self._member.eof
            if self._member.eof:
                packed = self._member.unused_data
                if not packed:
                    return
                self._member, self._is_within = zlib.decompressobj(GZIP), True
            else:
                packed = self._member.unconsumed_tail
                if not packed and len(piece) < PIECE:
                    return


class Unpacking:
    """The `receive` of a request whose body is gzip."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._inflater = Inflater()
        self._pieces: Iterator[bytes] = iter(())
        self._is_last = False
        """Whether all of the packed body has come."""
        self._is_over = False
        """Whether the body has been handed on, or found faulty."""

    async def __call__(self) -> HTTPReceiveMessage | WebSocketReceiveMessage:
        while not self._is_over:
            try:
                message = await self._next()
            except Rejection:
                self._is_over = True
                raise
            if message is not None:
                return message
        message = await self._receive()
        # Behind a fault the rest is passed over, so that the end of the connection is still seen.
        return request(b"", more=message["more_body"]) if message["type"] == "http.request" else message

    async def _next(self) -> HTTPReceiveMessage | WebSocketReceiveMessage | None:
        """The next message with a piece of the body, or None where there was nothing to hand on."""
        for piece in self._pieces:
            # A body that unpacks to much must not keep the others waiting.
            await asyncio.sleep(0)
            return request(piece, more=True) if piece else None
        if self._is_last:
            self._inflater.end()
            self._is_over = True
            return request(b"", more=False)
        message = await self._receive()
        if message["type"] != "http.request":
            return message
        self._pieces = self._inflater.feed(message["body"])
        self._is_last = not message["more_body"]
        return None


class Decompression(ASGIMiddleware):
    """Hands bodies that are gzip to the handler as if they had come unpacked."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        codings = [value.strip().lower() for name, value in scope["headers"] if name == CODING]
        if codings in ([b"gzip"], [b"x-gzip"]):
            # The framework keeps headers that it has read, so that removing the coding would not do.
            scope["state"][UNPACKED] = True
            receive = Unpacking(receive)
        await next_app(scope, receive, send)


def request(body: bytes, *, more: bool) -> HTTPReceiveMessage:
    """A message with a piece of the body."""
    return {"type": "http.request", "body": body, "more_body": more}
