"""What a load balancer or supervisor asks."""

from litestar import Controller, get
from litestar.di import NamedDependency

from api import problems
from api.engine import Engine
from api.problems import NOT_READY, Rejection
from api.schemas import Health


class HealthController(Controller):
    """`/health`."""

    path = "/health"
    tags = ("Health",)

    @get(
        "/live",
        operation_id="getLiveness",
        summary="Whether the process answers",
        description="Restart the service where this fails. Touches neither workers nor model.",
        responses=problems.documented(),
    )
    async def live(self) -> Health:
        return Health(status="live")

    @get(
        "/ready",
        operation_id="getReadiness",
        summary="Whether articles can be sent",
        description="Ready once every worker has loaded the model, until the service is told to end.",
        responses=problems.documented(NOT_READY),
    )
    async def ready(self, engine: NamedDependency[Engine]) -> Health:
        if not engine.is_ready:
            raise Rejection(NOT_READY)
        return Health(status="ready")
