"""Names of requests, and what the log tells of them."""

import logging

import pytest

from tests.api.test_problems import MARKER

PATHS = [
    ("GET", "/health/live"),
    ("POST", "/v1/quotes"),
    ("GET", "/nowhere"),
    ("DELETE", "/docs"),
    ("GET", "/docs"),
]

HARMFUL = ["", "two words", "x" * 129, "a;b", "<script>", "naïve".encode("latin-1")]


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_requests_keep_the_name_that_the_client_gave(client, method, path):
    response = client.request(method, path, headers={"X-Request-ID": "desk/42:a-b_c.d=~@+"})
    assert response.headers["x-request-id"] == "desk/42:a-b_c.d=~@+"


@pytest.mark.parametrize("sent", [None, *HARMFUL])
@pytest.mark.parametrize(("method", "path"), PATHS)
def test_requests_without_a_harmless_name_get_one(client, method, path, sent):
    headers = {} if sent is None else {"X-Request-ID": sent}
    names = {client.request(method, path, headers=headers).headers["x-request-id"] for _ in range(2)}
    assert len(names) == 2
    assert all(len(name) == 32 and name.isalnum() for name in names)


def test_requests_are_logged_by_pattern_status_and_size(client, caplog):
    with caplog.at_level(logging.INFO, "api"):
        client.post(
            "/v1/quotes", content=b"Hello.", headers={"Content-Type": "text/plain", "X-Request-ID": "r1"}
        )
        client.get("/problems/overloaded", headers={"X-Request-ID": "r2"})
        client.get("/some/where", headers={"X-Request-ID": "r3"})
    quotes, problem, nowhere = [
        record.getMessage() for record in caplog.records if record.name == "api.requests"
    ]
    assert quotes.startswith("POST /v1/quotes status=200 duration_ms=")
    assert quotes.endswith("request_bytes=6 request=r1")
    assert problem.startswith("GET /problems/{slug} status=200")
    assert nowhere.startswith("GET (unknown path) status=404")


def test_requests_of_probes_are_not_logged(client, caplog):
    with caplog.at_level(logging.INFO, "api"):
        client.get("/health/live")
        client.get("/health/ready")
    assert not [record for record in caplog.records if record.name.startswith("api")]


@pytest.mark.parametrize(
    "request_",
    [
        {"json": {"text": f"{MARKER} said so.", "id": MARKER, "publication": MARKER}},
        {"json": {"text": f"{MARKER} said so.", "language": MARKER}},
        {"content": f"{MARKER} {{".encode(), "headers": {"Content-Type": "application/json"}},
        {"content": MARKER, "params": {"id": MARKER}, "headers": {"Content-Type": "text/plain"}},
        {"content": MARKER, "params": {MARKER: MARKER}, "headers": {"Content-Type": "text/plain"}},
        {"content": MARKER, "headers": {"Content-Type": f"text/{MARKER}", "User-Agent": MARKER}},
    ],
)
def test_requests_leave_no_word_of_theirs_in_the_log(client, caplog, request_):
    with caplog.at_level(logging.DEBUG):
        client.post("/v1/quotes", **request_)
        client.post(f"/{MARKER}", **request_)
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("http")]
    assert len([line for line in ours if "status=" in line]) == 2
    assert MARKER not in "\n".join(ours)
