"""Names of requests, and the headers that every response has."""

import pytest

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


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_requests_are_answered_with_headers_that_browsers_heed(client, method, path):
    headers = client.request(method, path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "server" not in headers
