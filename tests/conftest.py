"""What every test shares: the shipped engine, loaded once, and how hard Hypothesis tries.

`pytest --hypothesis-profile=thorough` runs each property on 10,000 inputs.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, settings
from spacy.language import Language

from attribution.results import Answer

settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("local"), derandomize=True, print_blob=True)
settings.register_profile("thorough", parent=settings.get_profile("local"), max_examples=10_000)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Nothing may be fetched: neither a model at first run nor an asset of the docs page."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = address[0] if isinstance(address, tuple) else address
            assert host in ("127.0.0.1", "::1", "localhost"), f"a test tried to reach {host}"
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The shipped pipeline."""
    # Imported here: tests that need no engine do not wait for one.
    from attribution import pipeline

    return pipeline.load()


@pytest.fixture(scope="session")
def analyse(nlp: Language) -> Callable[..., Answer]:
    """From text to answer with the shipped pipeline: `analyse(text, **options)`."""
    from attribution import pipeline

    def run(text: str, **options: object) -> Answer:
        return pipeline.analyse(nlp, text, **options)

    return run


@pytest.fixture(scope="session")
def service() -> Iterator[str]:
    """The address of the service as an operator starts it, for clients that are programs of their own."""
    settings = {"HOST": "", "PORT": "0", "ATTRIBUTION_WORKERS": "1", "ATTRIBUTION_TIMEOUT_S": "600"}
    with subprocess.Popen(
        [sys.executable, "-m", "api"],
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            ready = next((line for line in process.stdout if line.startswith("Ready:")), None)
            assert ready, "the service did not start"
            yield ready.split()[1]
        finally:
            process.kill()
