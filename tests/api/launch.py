"""The service on a port, by default with the engine that echoes: for what needs real connections."""

import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec

from api.logs import configure
from api.server import Server
from api.settings import Settings
from api.worker import Load
from tests.api import engines


class Service:
    """A service that is ready, in a thread of this process."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.place = ("127.0.0.1", server.servers[0].sockets[0].getsockname()[1])
        self.address = "http://{}:{}".format(*self.place)


@contextlib.contextmanager
def launched(*, load: Load = engines.echoing, **settings: object) -> Iterator[Service]:
    """A service with these settings, on a port that the system chooses."""
    server = Server(Settings(**{"port": 0, "workers": 1} | settings), load=load)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not (server.started and server.engine.is_ready):
            assert thread.is_alive()
            time.sleep(engines.TICK_S)
        yield Service(server)
    finally:
        server.should_exit = True
        thread.join()


def serve(settings: str) -> None:
    """What a process of its own runs."""
    chosen = msgspec.json.decode(settings, type=Settings)
    configure(chosen.log_format)
    Server(chosen, load=engines.echoing).run()


class Process:
    """A service that is ready, in a process of its own, for signals and for what it prints."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.greeting = ""
        for line in process.stdout:
            self.greeting += line
            if line.startswith("Try:"):
                break
        self.address = self.greeting.split("Ready:")[1].split()[0]
        parts = urlsplit(self.address)
        self.place = (parts.hostname, parts.port)

    def wait_for_log(self, words: str) -> str:
        """The next line of the log that has these words."""
        return next(line for line in self.process.stderr if words in line)


@contextlib.contextmanager
def spawned(**settings: object) -> Iterator[Process]:
    """A service with these settings, on a port that the system chooses."""
    chosen = msgspec.json.encode(Settings(**{"port": 0, "workers": 1} | settings)).decode()
    command = "import sys; from tests.api.launch import serve; serve(sys.argv[1])"
    with subprocess.Popen(
        [sys.executable, "-c", command, chosen], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Process(process)
        finally:
            process.kill()
