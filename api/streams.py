"""A request whose body is answered line by line while it is still being sent.

    client -> lines -> at most `width` articles on their way -> answers in order -> client

A line is taken when the client has taken an earlier answer, and no more is read than the line that is
being received: who does not read is not read from, and memory is the same however long the stream.
A client that has gone ends all work for it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from litestar.types import (
    HTTPReceiveMessage,
    HTTPResponseBodyEvent,
    Receive,
    Scope,
    Send,
    WebSocketReceiveMessage,
)

from api.lines import Line, Splitter
from api.problems import Rejection

#: The next message of the client.
Coming = asyncio.Future[HTTPReceiveMessage | WebSocketReceiveMessage]


class LineStream:
    """The response, as an ASGI application.

    The framework's own streaming response listens for the client's leaving while it sends, and would
    swallow what of the request's body arrives meanwhile.
    """

    def __init__(
        self,
        answer: Callable[[Line], Awaitable[bytes]],
        *,
        headers: Mapping[str, str],
        width: int,
        longest: int,
        stop: asyncio.Event,
        farewell: Callable[[int, Rejection | None], bytes],
    ) -> None:
        """Describe the response.

        Args:
            answer: what stands in the place of a line, without an end of line. Must not raise.
            headers: of the response.
            width: how many lines are taken whose answers are not.
            longest: bytes that a line may have.
            stop: set when no more lines are to be taken.
            farewell: what to send then, or when the server refuses to receive more of the body, given the
                number of the first line that was not taken.
        """
        self._answer = answer
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        self._places = asyncio.Semaphore(width)
        self._splitter = Splitter(longest)
        self._stop = stop
        self._farewell = farewell
        self._answers: asyncio.Queue[asyncio.Future[bytes] | None] = asyncio.Queue()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # A client may wait for "100 Continue", which the server sends when it is asked for the body.
        coming = asyncio.ensure_future(receive())
        reading = asyncio.create_task(self._read(coming, receive))
        await asyncio.sleep(0)
        await send({"type": "http.response.start", "status": 200, "headers": self._headers})
        writing = asyncio.create_task(self._write(send))
        try:
            await asyncio.wait({reading, writing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            unwanted = [self._answers.get_nowait() for _ in range(self._answers.qsize())]
            await cancel(reading, writing, *filter(None, unwanted))
        for task in (reading, writing):
            if not task.cancelled():
                task.result()

    async def _read(self, coming: Coming, receive: Receive) -> None:
        """Take lines while there are places for them; ends when the client has gone."""
        more = True
        while more:
            refusal = None
            try:
                message = await self._unless_stopped(coming)
            except Rejection as raised:
                message, refusal = None, raised
            if message is None:
                self._answers.put_nowait(done(self._farewell(self._splitter.number, refusal)))
                break
            if message["type"] != "http.request":
                return
            for line in self._splitter.feed(message.get("body", b"")):
                await self._take(line)
            if more := message.get("more_body", False):
                coming = asyncio.ensure_future(receive())
        else:
            for line in self._splitter.end():
                await self._take(line)
        self._answers.put_nowait(None)
        while (await receive())["type"] == "http.request":
            pass

    async def _unless_stopped(self, coming: Coming) -> HTTPReceiveMessage | WebSocketReceiveMessage | None:
        """The next message of the client, or None when no more lines are to be taken."""
        stopping = asyncio.create_task(self._stop.wait())
        either: set[asyncio.Future[Any]] = {coming, stopping}
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            return coming.result() if coming.done() else None
        finally:
            await cancel(*either)

    async def _take(self, line: Line) -> None:
        await self._places.acquire()
        self._answers.put_nowait(asyncio.ensure_future(self._answer(line)))

    async def _write(self, send: Send) -> None:
        """Send the answers in order; ends when all are sent."""
        while answer := await self._answers.get():
            await send(body(await answer + b"\n", more=True))
            self._places.release()
        await send(body(b"", more=False))


def body(data: bytes, *, more: bool) -> HTTPResponseBodyEvent:
    """A piece of the response."""
    return {"type": "http.response.body", "body": data, "more_body": more}


def done(answer: bytes) -> asyncio.Future[bytes]:
    """An answer that need not be waited for."""
    future = asyncio.get_running_loop().create_future()
    future.set_result(answer)
    return future


async def cancel(*futures: asyncio.Future[Any]) -> None:
    """Return once all have ended."""
    for future in futures:
        future.cancel()
    await asyncio.gather(*futures, return_exceptions=True)
