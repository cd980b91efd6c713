"""What the log, the metrics and the traces tell of a request, and that no word of an article is among it.

A word of ours stands in everything that a client can send; then it is looked for in everything that the
service has put out.
"""

import contextlib
import gzip
import http.server
import io
import json
import logging
import subprocess
import sys
import threading

import httpx
import pytest
from litestar import get
from litestar.response import Stream
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from api.controllers.health import HealthController
from api.keys import entry, new_key
from api.logs import JsonFormatter, TextFormatter, configure, places
from api.settings import SettingsError
from api.tracing import Tracing
from tests.api import engines
from tests.api.conftest import serving
from tests.api.launch import launched
from tests.api.test_problems import FAILURES, MARKER

URL = "/v1/quotes"
GOOD = {"text": f'"So," {MARKER} said.', "id": MARKER, "publication": MARKER}
NDJSON = {"Content-Type": "application/x-ndjson"}
PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
HEADERS = {
    "User-Agent": MARKER,
    "Referer": f"https://{MARKER}.example/",
    "Cookie": f"{MARKER}={MARKER}",
    "X-Forwarded-For": MARKER,
    "X-Request-ID": f"{MARKER} two words",
    "Origin": f"https://{MARKER.lower()}.example",
    "tracestate": f"cms={MARKER}",
    "baggage": f"text={MARKER}",
    "traceparent": PARENT,
    MARKER: MARKER,
}
#: Requests that are answered, or end in ways that the table of problems does not have.
OTHERS = [
    ("POST", URL, {"json": GOOD}),
    ("POST", URL, {"json": GOOD, "params": {"q": MARKER}}),
    (
        "POST",
        URL,
        {"content": gzip.compress(json.dumps(GOOD).encode()), "headers": {"Content-Encoding": "gzip"}},
    ),
    ("POST", URL, {"content": gzip.compress(MARKER.encode())[:-3], "headers": {"Content-Encoding": "gzip"}}),
    ("POST", f"{URL}/batch", {"json": {"articles": [GOOD, {"text": MARKER, MARKER: 1}, MARKER]}}),
    ("POST", f"{URL}/compare", {"json": {"before": GOOD, "after": GOOD}}),
    ("POST", f"{URL}/stream", {"content": f'{{"text": "{MARKER}"}}\n{MARKER}\n'.encode(), "headers": NDJSON}),
    ("POST", URL, {"json": {"html": f"<p {MARKER}='x'>“So,” {MARKER} said. <{MARKER}>"}}),
    ("POST", URL, {"json": {"document": {MARKER: MARKER}, "format": "ninjs"}}),
    ("POST", URL, {"json": {"document": {"content_elements": [{"type": MARKER}]}, "format": "ans"}}),
    ("POST", URL, {"json": {"document": f"<{MARKER}>&{MARKER};", "format": "nitf"}}),
    ("GET", f"/problems/{MARKER}", {}),
    ("OPTIONS", URL, {}),
    (MARKER.upper(), URL, {}),
]
REQUESTS = [*OTHERS, *(row.values[:3] for row in FAILURES)]


def send(client, method, url, request):
    return client.request(method, url, **{**request, "headers": HEADERS | request.get("headers", {})})


@contextlib.contextmanager
def logged(form):
    """All that is logged, by whatever logger and level, as it would be written."""
    stream, root = io.StringIO(), logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        configure(form, stream)
        root.setLevel(logging.DEBUG)
        # What the test's own client logs.
        for name in ("httpx", "httpcore", "asyncio"):
            logging.getLogger(name).setLevel(logging.WARNING)
        yield stream
    finally:
        root.handlers[:] = before
        root.setLevel(level)


@contextlib.contextmanager
def collector():
    """An OpenTelemetry collector: the address for the exporter, and the bodies that it was sent."""
    bodies = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", bodies
        server.shutdown()


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("load", [engines.echoing, engines.failing])
def test_no_word_that_was_sent_is_logged_counted_or_traced(form, load, monkeypatch):
    with collector() as (address, spans), logged(form) as log:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", address)
        with serving(load=load, tracing=True, log_format=form) as client:
            answers = [send(client, *request) for request in REQUESTS]
            metrics = client.get("/metrics").text
    assert log.getvalue().count("/v1/quotes") >= len(REQUESTS) / 2
    assert b"POST /v1/quotes" in b"".join(spans)
    refused = "".join(f"{answer.headers}{answer.text}" for answer in answers if answer.status_code >= 400)
    assert refused.count("request_id") > 40
    for told in (log.getvalue(), metrics, refused):
        assert MARKER.lower() not in told.lower()
        assert "Traceback" not in told
    assert MARKER.lower().encode() not in b"".join(spans).lower()


def test_spans_tell_what_the_log_tells(monkeypatch):
    with collector() as (address, bodies), logged("json") as log:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", address)
        monkeypatch.setenv("OTEL_SERVICE_NAME", "quotes-desk")
        with serving(load=engines.failing, tracing=True) as client:
            client.post(URL, json=GOOD, headers={"traceparent": PARENT, "X-Request-ID": "r1"})
            client.get("/nowhere", headers={"traceparent": MARKER})
            client.get("/health/live")
    (resource,) = [r for body in bodies for r in ExportTraceServiceRequest.FromString(body).resource_spans]
    assert {a.key: a.value.string_value for a in resource.resource.attributes}[
        "service.name"
    ] == "quotes-desk"
    failed, nowhere = [span for scope in resource.scope_spans for span in scope.spans]
    assert (failed.name, nowhere.name) == ("POST /v1/quotes", "GET (unknown path)")
    assert failed.trace_id.hex() == PARENT.split("-")[1]
    assert failed.parent_span_id.hex() == PARENT.split("-")[2]
    assert not nowhere.parent_span_id
    assert failed.kind == failed.SPAN_KIND_SERVER
    assert failed.status.code == failed.status.STATUS_CODE_ERROR
    assert nowhere.status.code == failed.status.STATUS_CODE_UNSET
    assert failed.end_time_unix_nano > failed.start_time_unix_nano
    told = {a.key: a.value.string_value or a.value.int_value for a in failed.attributes}
    assert told["http.route"] == URL
    assert told["http.response.status_code"] == 500
    assert told["attribution.request_id"] == "r1"
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [line["trace"] for line in lines if line.get("route") == URL] == [failed.trace_id.hex()]


def test_tracing_that_is_off_imports_nothing():
    code = (
        "import sys; from api.app import create_app; from api.settings import Settings; create_app(Settings());"
        "sys.exit(any(name.startswith(('opentelemetry.sdk', 'opentelemetry.exporter')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_tracing_without_the_extra_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    with pytest.raises(SettingsError, match="extra `otel`"):
        Tracing()


def requests_of(log):
    return [json.loads(line) for line in log.getvalue().splitlines() if "duration_ms" in line]


def test_log_tells_of_requests_by_pattern_status_size_and_key(tmp_path):
    secret, path = new_key(), tmp_path / "keys.toml"
    path.write_text(entry("desk", secret))
    keyed = {"X-API-Key": secret}
    with logged("json") as log, serving(load=engines.echoing, keys_file=str(path)) as client:
        body = json.dumps({"text": "a"}).encode()
        sent = keyed | {"Content-Type": "application/json", "X-Request-ID": "r1"}
        answer = client.post(URL, content=body, headers=sent)
        client.get("/problems/overloaded")
        client.get("/some/where", headers={"X-API-Key": secret})
        client.post(URL, json=GOOD)
    quotes, problem, nowhere, refused = requests_of(log)
    assert quotes.pop("duration_ms") > 0
    assert quotes.pop("time").endswith("+00:00")
    assert quotes == {
        "level": "info",
        "logger": "api.visits",
        "method": "POST",
        "route": URL,
        "status": 200,
        "request_bytes": len(body),
        "response_bytes": len(answer.content),
        "key": "desk",
        "request": "r1",
    }
    assert (problem["route"], problem["status"]) == ("/problems/{slug}", 200)
    assert (nowhere["route"], nowhere["status"]) == ("(unknown path)", 404)
    assert (refused["status"], refused.get("key")) == (401, None)
    assert secret not in log.getvalue()


def test_log_for_people_has_a_line_for_a_request():
    with logged("text") as log, serving(load=engines.echoing) as client:
        client.post(URL, content=b"Hello.", headers={"Content-Type": "text/plain", "X-Request-ID": "r1"})
        for path in ("/health/live", "/health/ready", "/metrics"):
            client.get(path)
    lines = [line for line in log.getvalue().splitlines() if " api.visits " in line]
    assert len(lines) == 1
    assert "INFO api.visits POST /v1/quotes status=200 duration_ms=" in lines[0]
    assert " request_bytes=6 response_bytes=" in lines[0]
    assert lines[0].endswith(" request=r1")


def careless():
    try:
        raise KeyError(MARKER)
    except KeyError as error:
        raise ValueError(MARKER) from error


@pytest.mark.parametrize("formatter", [TextFormatter(), JsonFormatter()], ids=["text", "json"])
def test_log_tells_the_place_of_an_exception_and_not_its_message(formatter):
    try:
        careless()
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
    record = logging.LogRecord("uvicorn.error", logging.ERROR, "x.py", 1, "Failed\n", (), info)
    line = formatter.format(record)
    assert "\n" not in line
    assert "ValueError at test_logs.py" in line
    assert "in careless, from KeyError at test_logs.py" in line
    assert MARKER not in line


def test_log_survives_an_exception_without_a_place():
    assert places((ValueError, ValueError(MARKER), None)) == "ValueError"


def test_log_has_no_message_of_an_exception_behind_the_first_byte(monkeypatch):
    """Where an answer has begun nothing can be told to the client, and the server logs the exception."""

    async def parts():
        yield b"begun"
        raise ValueError(MARKER)

    @get("/broken", include_in_schema=False)
    async def broken(self) -> Stream:
        return Stream(parts())

    monkeypatch.setattr(HealthController, "broken", broken, raising=False)
    with logged("json") as log, launched() as service, contextlib.suppress(httpx.HTTPError):
        httpx.get(f"{service.address}/health/broken")
    assert MARKER not in log.getvalue()
    assert "ValueError at test_logs.py" in log.getvalue()
    (request,) = requests_of(log)
    assert (request["status"], request["complete"]) == (200, False)
