"""The application: which resources it has, and what holds for all of them."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from litestar import Litestar
from litestar.concurrency import sync_to_thread
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.di import Provide

from api.access import Access
from api.admission import admitting
from api.controllers.batch import BatchController
from api.controllers.compare import CompareController
from api.controllers.docs import DocsController, assets
from api.controllers.health import HealthController
from api.controllers.metrics import MetricsController
from api.controllers.page import PageController
from api.controllers.page import files as page_files
from api.controllers.quotes import QuotesController
from api.controllers.stream import StreamController
from api.cors import allow_origins
from api.decompression import Decompression
from api.engine import Engine
from api.limits import announce
from api.metrics import Metrics
from api.patience import Patience
from api.problems import EXCEPTION_HANDLERS
from api.requests import finish
from api.settings import Settings
from api.tracing import Tracing
from api.visits import Watch, logged
from api.worker import LOADS, Load


def provide_engine(state: State) -> Engine:
    """The engine of the application that serves the request."""
    engine: Engine = state.engine
    return engine


def provide_metrics(state: State) -> Metrics:
    """The metrics of the application that serves the request."""
    metrics: Metrics = state.metrics
    return metrics


#: Every resource of the contract.
RESOURCES = (
    QuotesController,
    BatchController,
    StreamController,
    CompareController,
    HealthController,
    DocsController,
    PageController,
)

#: What handlers can ask for by name.
DEPENDENCIES = {
    "engine": Provide(provide_engine, sync_to_thread=False),
    "metrics": Provide(provide_metrics, sync_to_thread=False),
}

#: Answers of at least a kilobyte are compressed for whoever takes it, streams line by line. Assets are not:
#: browsers keep them, and a megabyte would hold up the event loop.
COMPRESSION = CompressionConfig(backend="gzip", minimum_size=1000, gzip_compress_level=5, exclude="^/assets/")


def create_app(settings: Settings, *, load: Load | None = None) -> Litestar:
    """The application, not yet started; its engine stands in `app.state.engine`.

    Args:
        settings: what the operator chose.
        load: makes the analysis inside each worker process, instead of the shipped engine.

    Raises:
        SettingsError: keys are needed and there are none, or something that is to be used is not installed.
    """
    engine = Engine(
        workers=settings.workers,
        queue=settings.queue,
        timeout_s=settings.timeout_s,
        load=load or LOADS[settings.model],
    )
    metrics = Metrics(engine)
    tracing = Tracing() if settings.tracing else None
    watch = Watch([logged, metrics.counted, *([tracing.traced] if tracing else [])])
    access = Access(settings)
    app = Litestar(
        [*RESOURCES, assets, page_files, *([] if settings.metrics == "off" else [MetricsController])],
        lifespan=[engine, *([closing(tracing)] if tracing else [])],
        state=State({"engine": engine, "metrics": metrics, "access": access}),
        dependencies=DEPENDENCIES,
        exception_handlers=EXCEPTION_HANDLERS,
        guards=[access],
        middleware=[Patience(settings.read_timeout_s), Decompression()],
        compression_config=COMPRESSION,
        before_send=[finish, announce],
        request_max_body_size=settings.max_body_bytes,
        # The contract is a committed file, written by api.openapi and served by DocsController.
        openapi_config=None,
        # Its default logs every exception with its message, which may hold article text.
        logging_config=None,
    )
    admitted = admitting(app.asgi_handler, engine, watch, settings.max_requests)
    app.asgi_handler = watch.around(allow_origins(admitted, settings.cors_origins))
    return app


def closing(tracing: Tracing) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    """For `lifespan`: sends the spans that are left before the service ends."""

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        yield
        await sync_to_thread(tracing.close)

    return lifespan
