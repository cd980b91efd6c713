"""Which pages of other origins may call the service, and that caches hand no answer to the wrong one."""

import pytest

from tests.api import engines
from tests.api.conftest import serving

URL = "/v1/quotes"
CMS, OTHER = "https://cms.example", "https://elsewhere.example"
GOOD = {"text": "Nobody spoke."}
ASKED = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,content-type",
}
FIELDS = ("origin", "methods", "headers", "max-age", "expose-headers", "credentials")


@pytest.fixture(scope="module")
def listed():
    """A service that pages of two origins may call."""
    origins = (CMS, "http://localhost:3000")
    with serving(load=engines.echoing, cors_origins=origins, rate=60) as client:
        yield client


def allowed(response):
    return [name for name in response.headers if name.startswith("access-control")]


def varies(response):
    return {part.strip().lower() for part in response.headers.get("vary", "").split(",") if part.strip()}


@pytest.mark.parametrize("origin", [CMS, "http://localhost:3000"])
def test_cors_answers_a_preflight_of_a_listed_origin(listed, origin):
    response = listed.options(URL, headers={"Origin": origin, **ASKED})
    assert response.status_code == 204
    assert response.headers["access-control-allow-origin"] == origin
    assert "POST" in response.headers["access-control-allow-methods"]
    may_send = {name.strip().lower() for name in response.headers["access-control-allow-headers"].split(",")}
    assert {"authorization", "content-type", "content-encoding", "x-api-key", "x-request-id"} <= may_send
    assert int(response.headers["access-control-max-age"]) > 0
    assert "origin" in varies(response)
    assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize(
    "origin", [OTHER, "null", CMS + ".evil.example", CMS.upper(), "https://cms.example:8443"]
)
def test_cors_tells_other_origins_nothing(listed, origin):
    for response in (
        listed.options(URL, headers={"Origin": origin, **ASKED}),
        listed.post(URL, json=GOOD, headers={"Origin": origin}),
    ):
        assert response.status_code < 300
        assert allowed(response) == []
        assert "origin" in varies(response)


def test_cors_lets_a_listed_page_read_answers_and_problems(listed):
    answers = [
        listed.post(URL, json=GOOD, headers={"Origin": CMS}),
        listed.post(URL, json={"text": 1}, headers={"Origin": CMS}),
        listed.get("/nowhere", headers={"Origin": CMS}),
    ]
    assert [answer.status_code for answer in answers] == [200, 422, 404]
    for answer in answers:
        assert answer.headers["access-control-allow-origin"] == CMS
        assert "X-Request-ID" in answer.headers["access-control-expose-headers"]
        assert "Retry-After" in answer.headers["access-control-expose-headers"]
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"


def test_cors_keeps_what_else_an_answer_depends_on(listed):
    answer = listed.post(
        URL, json={"text": "Nobody spoke. " * 200}, headers={"Origin": CMS, "Accept-Encoding": "gzip"}
    )
    assert answer.headers["content-encoding"] == "gzip"
    assert varies(answer) >= {"origin", "accept-encoding", "accept"}
    # Without an Origin as well: a cache must not give this answer to a page.
    assert "origin" in varies(listed.get("/openapi.json"))


def test_cors_is_off_by_default():
    with serving(load=engines.echoing) as client:
        for response in (
            client.options(URL, headers={"Origin": CMS, **ASKED}),
            client.post(URL, json=GOOD, headers={"Origin": CMS}),
        ):
            assert allowed(response) == []
            assert "origin" not in varies(response)


def test_cors_can_be_open_to_every_page():
    with serving(load=engines.echoing, cors_origins=("*",)) as client:
        response = client.post(URL, json=GOOD, headers={"Origin": OTHER})
        assert response.headers["access-control-allow-origin"] == "*"
        assert "origin" not in varies(response)
        assert client.options(URL, headers={"Origin": OTHER, **ASKED}).status_code == 204


def test_cors_asks_for_no_key_before_the_page_may_send_one(tmp_path):
    from api.keys import entry, new_key

    secret = new_key()
    (tmp_path / "keys.toml").write_text(entry("page", secret))
    with serving(load=engines.echoing, cors_origins=(CMS,), keys_file=str(tmp_path / "keys.toml")) as client:
        assert client.options(URL, headers={"Origin": CMS, **ASKED}).status_code == 204
        refused = client.post(URL, json=GOOD, headers={"Origin": CMS})
        assert refused.status_code == 401
        assert refused.headers["access-control-allow-origin"] == CMS
        sent = {"Origin": CMS, "Authorization": f"Bearer {secret}"}
        assert client.post(URL, json=GOOD, headers=sent).status_code == 200
