"""The service in a process of its own, as an operator starts it, and what the system tells of it. Linux only.

Used by the fault scripts: which processes are its workers, what memory and how many files they hold.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

MEGABYTE = 1_000_000
PAGE = os.sysconf("SC_PAGE_SIZE")


class State(Struct, frozen=True):
    """What the service holds at a moment."""

    seconds: float
    """On the clock of `time.monotonic`."""
    service_mb: float
    """Resident memory of the process that speaks HTTP."""
    workers_mb: float
    """That of the largest worker."""
    files: int
    """Open descriptors of the service and its workers together."""


class Service:
    """A service that is ready, with its process and port."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process = process
        self.port = port

    @property
    def pid(self) -> int:
        """Of the process that speaks HTTP."""
        return self.process.pid

    def workers(self) -> list[int]:
        """Processes that analyse: those below the fork server; while one is replaced, it is missing."""
        below = children()
        servers = [pid for pid in below.get(self.pid, []) if below.get(pid)]
        return [worker for server in servers for worker in below[server]]

    def state(self) -> State:
        """What it holds now."""
        workers = self.workers()
        return State(
            time.monotonic(),
            resident_mb(self.pid),
            max(map(resident_mb, workers), default=0.0),
            sum(map(open_files, [self.pid, *workers])),
        )

    def kill_worker(self, number: int) -> bool:
        """End a worker at once; whether there was one."""
        workers = sorted(self.workers())
        if not workers:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(workers[number % len(workers)], signal.SIGKILL)
        return True

    def metric(self, name: str) -> float:
        """The value of a metric without labels."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=60) as answer:
            lines = answer.read().decode().splitlines()
        return next(float(line.split()[1]) for line in lines if line.startswith(f"{name} "))


@contextlib.contextmanager
def running(**settings: object) -> Iterator[Service]:
    """A service with these settings (`workers=2`), on a port that the system chooses."""
    variables = {f"ATTRIBUTION_{name.upper()}": str(value) for name, value in settings.items()}
    with subprocess.Popen(
        [sys.executable, "-m", "api"],
        env={**os.environ, "HOST": "", "PORT": "0", **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            ready = next((line for line in process.stdout if line.startswith("Ready:")), None)
            assert ready, "the service did not start"
            yield Service(process, int(ready.rpartition(":")[2]))
        finally:
            process.kill()


def children() -> dict[int, list[int]]:
    """The living processes of this machine by their parents."""
    found: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
            if state != "Z":
                found.setdefault(int(parent), []).append(int(path.parent.name))
    return found


def resident_mb(pid: int) -> float:
    """Megabytes of memory that a process holds; none where it has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / MEGABYTE
    except (OSError, IndexError):
        return 0.0


def open_files(pid: int) -> int:
    """Descriptors that a process holds; none where it has ended."""
    try:
        return len(os.listdir(f"/proc/{pid}/fd"))  # noqa: PTH208 - only their number
    except OSError:
        return 0
