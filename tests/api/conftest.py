from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from api.app import create_app
from api.settings import Settings

Client = TestClient[Litestar]
Serve = Callable[..., AbstractContextManager[Client]]


@contextmanager
def serving(*, ready: bool = True, workers: int = 1, **options: object) -> Iterator[Client]:
    """A client of an application of its own; `load` and any setting can be given."""
    load = {"load": options.pop("load")} if "load" in options else {}
    app = create_app(Settings(workers=workers, **options), **load)
    with TestClient(app) as client:
        if ready:
            client.blocking_portal.call(app.state.engine.settled)
        yield client


@pytest.fixture
def serve() -> Serve:
    return serving


@pytest.fixture(scope="session")
def client() -> Iterator[Client]:
    """The whole service with the shipped engine, started once for all tests."""
    # On a machine that is busy with other things no answer should be given up.
    with serving(workers=2, timeout_s=3600) as client:
        yield client
