"""The application: which resources it has, and what holds for all of them."""

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide

from api.controllers.docs import DocsController, assets
from api.controllers.health import HealthController
from api.controllers.quotes import QuotesController
from api.engine import Engine
from api.problems import EXCEPTION_HANDLERS
from api.requests import finish, start_clock
from api.settings import Settings
from api.worker import Load, load_engine


def provide_engine(state: State) -> Engine:
    """The engine of the application that serves the request."""
    engine: Engine = state.engine
    return engine


#: Every resource of the contract.
RESOURCES = (QuotesController, HealthController, DocsController)

#: What handlers can ask for by name.
DEPENDENCIES = {"engine": Provide(provide_engine, sync_to_thread=False)}


def create_app(settings: Settings, *, load: Load = load_engine) -> Litestar:
    """The application, not yet started; its engine stands in `app.state.engine`.

    Args:
        settings: what the operator chose.
        load: makes the analysis inside each worker process.
    """
    engine = Engine(workers=settings.workers, queue=settings.queue, timeout_s=settings.timeout_s, load=load)
    return Litestar(
        [*RESOURCES, assets],
        lifespan=[engine],
        state=State({"engine": engine}),
        dependencies=DEPENDENCIES,
        exception_handlers=EXCEPTION_HANDLERS,
        before_request=start_clock,
        before_send=[finish],
        request_max_body_size=settings.max_body_bytes,
        # The contract is a committed file, written by api.openapi and served by DocsController.
        openapi_config=None,
        # Its default logs every exception with its message, which may hold article text.
        logging_config=None,
    )
