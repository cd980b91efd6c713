"""What Prometheus reads."""

from typing import Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from prometheus_client.exposition import choose_encoder

from api.access import METRICS
from api.metrics import Metrics


class MetricsController(Controller):
    """`/metrics`, which is no part of the contract."""

    @get(METRICS, include_in_schema=False, sync_to_thread=False)
    def metrics(self, request: Request[Any, Any, Any], metrics: NamedDependency[Metrics]) -> Response[bytes]:
        """The metrics, in the text format that the client prefers."""
        encode, media_type = choose_encoder(request.headers.get("Accept", ""))
        return Response(
            encode(metrics.registry), media_type=media_type, headers={"Cache-Control": "no-store"}
        )
