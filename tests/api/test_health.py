from functools import partial

from tests.api import engines
from tests.api.test_problems import check


def test_health_of_a_service_that_runs(client):
    assert client.get("/health/live").json() == {"status": "live"}
    assert client.get("/health/ready").json() == {"status": "ready"}


def test_health_is_live_but_not_ready_while_the_model_loads(serve, tmp_path):
    load = partial(engines.slow_to_load, tmp_path)
    with serve(load=load, ready=False, workers=2) as client:
        assert client.get("/health/live").status_code == 200
        response = client.get("/health/ready")
        check(response, 503, "not-ready")
        assert int(response.headers["retry-after"]) > 0
        (tmp_path / "open").touch()
        client.blocking_portal.call(client.app.state.engine.settled)
        assert client.get("/health/ready").status_code == 200


def test_health_is_not_ready_while_the_service_drains_but_articles_are_answered(serve):
    with serve(load=engines.echoing) as client:
        client.app.state.engine.drain()
        assert client.get("/health/live").status_code == 200
        check(client.get("/health/ready"), 503, "not-ready")
        assert client.post("/v1/quotes", json={"text": "a"}).status_code == 200


def test_health_is_not_ready_without_a_model(serve):
    with serve(load=engines.unloadable, ready=False) as client:
        assert client.get("/health/live").status_code == 200
        check(client.get("/health/ready"), 503, "not-ready")
