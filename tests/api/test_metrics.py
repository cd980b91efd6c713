"""What Prometheus reads: that it counts right, and that its labels are few whatever clients type."""

from functools import partial

import pytest
from prometheus_client.parser import text_string_to_metric_families

from api import engine
from api.engine import EngineError
from api.keys import entry, new_key
from api.metrics import OUTCOMES
from tests.api import engines
from tests.api.conftest import serving
from tests.api.test_problems import MARKER, check

URL = "/v1/quotes"
GOOD = {"text": "Nobody spoke of it."}


def samples(client, **request):
    """Every number of `/metrics`, by name and the values of its labels."""
    response = client.get("/metrics", **request)
    assert response.status_code == 200
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def test_metrics_count_requests_by_route_and_status():
    with serving(load=engines.echoing) as client:
        for body in (GOOD, GOOD, {"text": 1}):
            client.post(URL, json=body)
        client.get("/problems/overloaded")
        client.get(f"/{MARKER}")
        client.delete("/docs")
        client.request("BREW", URL)
        for path in ("/health/live", "/health/ready", "/metrics"):
            client.get(path)
        found = samples(client)
    requests = {key[1:]: value for key, value in found.items() if key[0] == "attribution_http_requests_total"}
    assert requests == {
        ("POST", URL, "200"): 2,
        ("POST", URL, "422"): 1,
        ("GET", "/problems/{slug}", "200"): 1,
        ("GET", "(unknown path)", "404"): 1,
        ("DELETE", "(unknown path)", "405"): 1,
        ("OTHER", "(unknown path)", "405"): 1,
    }
    assert found["attribution_http_request_duration_seconds_count", "POST", URL] == 3
    assert found["attribution_http_request_duration_seconds_sum", "POST", URL] > 0
    assert found["attribution_http_received_bytes_total",] >= 2 * len(GOOD["text"])
    assert found["attribution_http_sent_bytes_total",] > found["attribution_http_received_bytes_total",]
    assert found["attribution_http_requests_open",] == 1  # the one that asks


def test_metrics_count_articles_words_and_workers():
    with serving(load=engines.echoing, workers=2) as client:
        client.post(URL, json=GOOD)
        client.post(f"{URL}/batch", json={"articles": [GOOD, GOOD, {"text": 1}]})
        client.post(
            f"{URL}/stream",
            content=b'{"text": "Two words"}\n',
            headers={"Content-Type": "application/x-ndjson"},
        )
        found = samples(client)
    assert found["attribution_articles_total", "answered"] == 4
    assert found["attribution_words_total",] == 3 * 4 + 2
    assert found["attribution_article_seconds_total",] > 0
    assert found["attribution_articles_open",] == found["attribution_queue_length",] == 0
    assert found["attribution_workers",] == found["attribution_workers_ready",] == 2
    assert found["attribution_ready",] == 1
    assert found["attribution_worker_restarts_total",] == 0


def test_metrics_count_lost_workers_and_failures(tmp_path):
    with serving(load=partial(engines.mortal, tmp_path)) as client:
        check(client.post(URL, json={"text": "1000"}), 503, "worker-lost")
        assert client.post(URL, json={"text": "0"}).status_code == 200
        found = samples(client)
    assert found["attribution_articles_total", "worker_lost"] == 1
    assert found["attribution_articles_total", "answered"] == 1
    assert found["attribution_worker_restarts_total",] == 2


def test_metrics_count_what_fails_and_what_is_refused():
    with serving(load=engines.failing) as client:
        check(client.post(URL, json={"text": MARKER}), 500, "internal-error")
        found = samples(client)
        assert MARKER not in client.get("/metrics").text
    assert found["attribution_articles_total", "failed"] == 1
    assert found["attribution_words_total",] == 0


def test_metrics_have_a_label_for_whatever_becomes_of_an_article():
    raised = {
        error for error in vars(engine).values() if isinstance(error, type) and issubclass(error, EngineError)
    }
    assert raised - {EngineError} <= OUTCOMES.keys()


def test_metrics_of_two_applications_are_their_own():
    with serving(load=engines.echoing) as one, serving(load=engines.echoing) as other:
        one.post(URL, json=GOOD)
        assert samples(one)["attribution_articles_total", "answered"] == 1
        assert samples(other)["attribution_articles_total", "answered"] == 0


def test_metrics_have_few_labels_whatever_clients_type():
    with serving(load=engines.echoing) as client:
        before = len(samples(client))
        for number in range(50):
            client.request(f"M{number}", URL)
            client.get(f"/{number}")
            client.get(f"/problems/{number}")
            client.post(f"{URL}?{number}", json=GOOD, headers={"X-Request-ID": str(number)})
        added = len(samples(client)) - before
    assert added < 100


@pytest.mark.parametrize(
    ("setting", "status_without", "status_with"), [("keyed", 401, 200), ("open", 200, 200), ("off", 404, 404)]
)
def test_metrics_are_shown_to_whom_the_operator_chose(tmp_path, setting, status_without, status_with):
    secret, path = new_key(), tmp_path / "keys.toml"
    path.write_text(entry("prometheus", secret))
    with serving(load=engines.echoing, keys_file=str(path), metrics=setting) as client:
        assert client.get("/metrics").status_code == status_without
        sent = {"Authorization": f"Bearer {secret}"}
        assert client.get("/metrics", headers=sent).status_code == status_with


def test_metrics_come_as_openmetrics_where_that_is_asked_for():
    with serving(load=engines.echoing) as client:
        response = client.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
        assert response.headers["content-type"].startswith("application/openmetrics-text")
        assert response.text.endswith("# EOF\n")
        assert client.get("/metrics").headers["content-type"].startswith("text/plain")
