"""Spans for OpenTelemetry, one a request: the extra `otel`, and the standard `OTEL_*` variables.

A span has what the log has, and nothing else: the instrumentation that OpenTelemetry offers for ASGI
records paths, queries and headers, in which clients may put what they like. For the same reason only
`traceparent`, which is numbers, is taken over from the client, and neither `tracestate` nor baggage.

Where tracing is off, nothing of OpenTelemetry is imported.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from litestar.datastructures import Headers
from litestar.types import Scope

from api.settings import SettingsError
from api.visits import OTHER_METHOD, PROBES, Visit

NAME = "quote-attribution"
PARENT = "traceparent"

SERVER_ERROR = 500


class Tracing:
    """Makes the spans, and sends them in a thread of its own to where `OTEL_EXPORTER_OTLP_*` says."""

    def __init__(self) -> None:
        """Prepare the exporter; nothing is sent yet.

        Raises:
            SettingsError: the extra is not installed.
        """
        try:
            from opentelemetry import trace
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
            from opentelemetry.sdk.resources import Resource
            from opentelemetry.sdk.trace import TracerProvider
            from opentelemetry.sdk.trace.export import BatchSpanProcessor
            from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
        except ImportError:
            raise SettingsError(
                "ATTRIBUTION_TRACING needs OpenTelemetry: install the project with the extra `otel`."
            ) from None
        resource = Resource.create()  # of OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES
        if str(resource.attributes["service.name"]).startswith("unknown_service"):
            resource = resource.merge(Resource({"service.name": NAME}))
        self._provider: TracerProvider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer(NAME)
        self._propagator = TraceContextTextMapPropagator()
        self._trace = trace

    def close(self) -> None:
        """Send what is not sent yet. Blocks."""
        self._provider.shutdown()

    @contextmanager
    def traced(self, visit: Visit, scope: Scope) -> Iterator[None]:
        """Make a span of a request; an observer of visits."""
        if scope["path"] in PROBES:
            yield
            return
        parent = Headers.from_scope(scope).get(PARENT, "")
        span = self._tracer.start_span(
            visit.method,
            context=self._propagator.extract({PARENT: parent}),
            kind=self._trace.SpanKind.SERVER,
        )
        visit.trace = format(span.get_span_context().trace_id, "032x")
        try:
            yield
        finally:
            span.update_name(f"{visit.method} {visit.route}")
            span.set_attributes(attributes(visit))
            if visit.status >= SERVER_ERROR:
                span.set_status(self._trace.StatusCode.ERROR)
            span.end()


def attributes(visit: Visit) -> dict[str, str | int | bool]:
    """What a span tells of a request, in OpenTelemetry's words; the path and the query are left out."""
    told: dict[str, str | int | bool | None] = {
        "http.request.method": "_OTHER" if visit.method == OTHER_METHOD else visit.method,
        "http.route": visit.route,
        "http.response.status_code": visit.status,
        "http.request.body.size": visit.request_bytes,
        "http.response.body.size": visit.response_bytes,
        "attribution.request_id": visit.request,
        "attribution.key": visit.key,
        "attribution.is_complete": visit.is_complete,
    }
    return {name: value for name, value in told.items() if value is not None}
