"""The service on a port: what the terminal shows, and an orderly end on SIGTERM or Ctrl-C."""

import asyncio
import logging
import math
import os
import shlex
import socket
import sys
from types import FrameType

import msgspec
import uvicorn

from api.app import create_app
from api.engine import Engine, Unavailable
from api.samples import ARTICLE
from api.settings import Settings, SettingsError

#: Addresses that mean every interface, with one that a client on this machine can use.
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared with, not listened on

OK, FAILED, UNUSABLE, INTERRUPTED = 0, 1, 2, 130


class Server(uvicorn.Server):
    """Listens at once, says so once articles can be sent, and ends when the model cannot be loaded."""

    def __init__(self, settings: Settings) -> None:
        app = create_app(settings)
        self.engine: Engine = app.state.engine
        self.settings = settings
        self.has_failed = False
        super().__init__(
            uvicorn.Config(
                app,
                host=settings.host,
                port=settings.port,
                lifespan="on",
                log_config=None,
                access_log=False,  # it would log query strings; api.requests logs instead
                server_header=False,
                timeout_graceful_shutdown=math.ceil(settings.timeout_s),
            )
        )

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._greeting = asyncio.create_task(self.greet())

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.engine.drain()
        super().handle_exit(sig, frame)

    async def greet(self) -> None:
        """Tell the terminal where the service is, once it is ready."""
        try:
            await self.engine.settled()
        except Unavailable as error:
            sys.stderr.write(f"The model cannot be loaded: {error}\n")
            self.has_failed = self.should_exit = True
            return
        _, port, *_ = self.servers[0].sockets[0].getsockname()
        sys.stdout.write(greeting(self.settings.host, port))
        sys.stdout.flush()


def greeting(host: str, port: int) -> str:
    """Where the service is, and a command that shows what it does."""
    host = EVERYWHERE.get(host, host)
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    body = msgspec.json.encode({"text": ARTICLE}).decode()
    return (
        f"\nReady: {address}\n"
        f"Docs:  {address}/docs\n"
        f"Try:   curl {address}/v1/quotes -H 'Content-Type: application/json' -d {shlex.quote(body)}\n\n"
    )


def main() -> int:
    """Serve until a signal comes; the exit code."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr
    )
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    try:
        settings = Settings.from_environ(os.environ)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return UNUSABLE
    server = Server(settings)
    try:
        server.run()
    except KeyboardInterrupt:
        return INTERRUPTED
    return FAILED if server.has_failed else OK
