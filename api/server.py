"""The service on a port: what the terminal shows, and an orderly end on SIGTERM or Ctrl-C."""

import asyncio
import logging
import math
import os
import resource
import shlex
import signal
import socket
import sys
import threading
from types import FrameType

import msgspec
import uvicorn

from api.access import Access
from api.app import create_app
from api.engine import Engine, Unavailable
from api.keys import KEY_HEADER, is_loopback
from api.logs import configure
from api.patience import MAX_HEAD_BYTES, patient_protocol
from api.samples import ARTICLE
from api.settings import Settings, SettingsError, mistaken
from api.worker import Load

log = logging.getLogger(__name__)

#: Addresses that mean every interface, with one that a client on this machine can use.
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared with, not listened on

OK, FAILED, UNUSABLE, INTERRUPTED = 0, 1, 2, 130

#: Files that the service opens beside its connections: the model, pipes to its workers, new ones in their place.
OTHER_FILES = 64
FILES_A_WORKER = 8


class Server(uvicorn.Server):
    """Listens at once, says so once articles can be sent, and ends when the model cannot be loaded."""

    def __init__(self, settings: Settings, *, load: Load | None = None) -> None:
        app = create_app(settings, load=load)
        self.engine: Engine = app.state.engine
        self.access: Access = app.state.access
        self.settings = settings
        self.has_failed = False
        super().__init__(
            uvicorn.Config(
                app,
                host=settings.host,
                port=settings.port,
                lifespan="on",
                log_config=None,
                http=patient_protocol(settings.read_timeout_s, settings.max_connections),
                ws="none",
                h11_max_incomplete_event_size=MAX_HEAD_BYTES,
                # X-Forwarded-For is believed of these alone; by default the server believes this machine.
                proxy_headers=bool(settings.trusted_proxies),
                forwarded_allow_ips=list(settings.trusted_proxies),
                access_log=False,  # it would log query strings; api.visits logs instead
                server_header=False,
                # Longer than clients keep idle connections: of two who let go of one at the same moment, one sends a
                # request that nobody hears.
                timeout_keep_alive=math.ceil(settings.read_timeout_s),
                timeout_graceful_shutdown=math.ceil(settings.timeout_s),
            )
        )

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._greeting = asyncio.create_task(self.greet())
        # Without keys a terminal that is closed ends the service, as it does any program.
        is_main = threading.current_thread() is threading.main_thread()
        if self.access.keyring is not None and is_main and hasattr(signal, "SIGHUP"):
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self.reload_keys)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.engine.drain()
        super().handle_exit(sig, frame)

    def reload_keys(self) -> None:
        """Read the file of keys again, or keep the keys where it cannot be used."""
        assert self.access.keyring is not None
        try:
            self.access.keyring.reload()
        except SettingsError as error:
            log.error("the API keys stay as they were: %s", error)
        else:
            log.info("the API keys were read again")

    async def greet(self) -> None:
        """Tell the terminal where the service is, once it is ready."""
        try:
            await self.engine.settled()
        except Unavailable as error:
            sys.stderr.write(f"The model cannot be loaded: {error}\n")
            self.has_failed = self.should_exit = True
            return
        _, port, *_ = self.servers[0].sockets[0].getsockname()
        sys.stdout.write(greeting(self.settings.host, port, is_keyed=self.access.keyring is not None))
        sys.stdout.flush()


def greeting(host: str, port: int, *, is_keyed: bool = False) -> str:
    """Where the service is, and a command that shows what it does."""
    host = EVERYWHERE.get(host, host)
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    body = msgspec.json.encode({"text": ARTICLE}).decode()
    key = f"-H '{KEY_HEADER}: …' " if is_keyed else ""
    return (
        f"\nReady: {address}\n"
        f"Docs:  {address}/docs\n"
        f"Try:   curl {address}/v1/quotes {key}-H 'Content-Type: application/json' -d {shlex.quote(body)}\n\n"
    )


def allow_files(settings: Settings) -> None:
    """Have the system allow as many open files as the settings need, of which shells often give a process 1,024."""
    needed = settings.max_connections + FILES_A_WORKER * settings.workers + OTHER_FILES
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if resource.RLIM_INFINITY in (allowed, most) or allowed >= needed:
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(needed, most), most))
    if most < needed:
        log.warning("the system allows %d open files, and max_connections needs %d", most, needed)


def main() -> int:
    """Serve until a signal comes; the exit code."""
    try:
        settings = Settings.from_environ(os.environ)
        configure(settings.log_format)
        server = Server(settings)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return UNUSABLE
    for warning in mistaken(os.environ):
        log.warning(warning)
    allow_files(settings)
    if server.access.keyring is None and not is_loopback(settings.host):
        log.warning("API keys are off: everybody who can reach %s may use the service", settings.host)
    try:
        server.run()
    except KeyboardInterrupt:
        return INTERRUPTED
    return FAILED if server.has_failed else OK
