"""The least confidence over HTTP: a field of JSON bodies, a query parameter of bare articles."""

import pytest

from api.samples import ARTICLE
from tests.api.conftest import Client

URL = "/v1/quotes"
PLAIN = {"Content-Type": "text/plain; charset=utf-8"}


def test_a_quote_stays_when_it_is_sure_enough(client: Client):
    everything = client.post(URL, json={"text": ARTICLE, "min_confidence": 0}).json()["quotes"]
    for least in sorted({quote["confidence"]["quote"] for quote in everything}):
        kept = client.post(URL, json={"text": ARTICLE, "min_confidence": least}).json()["quotes"]
        assert [quote["id"] for quote in kept] == [
            quote["id"] for quote in everything if quote["confidence"]["quote"] >= least
        ]


def test_it_is_a_query_parameter_of_plain_text(client: Client):
    by_body = client.post(URL, json={"text": ARTICLE, "min_confidence": 0.9})
    by_query = client.post(URL, content=ARTICLE.encode(), headers=PLAIN, params={"min_confidence": "0.9"})
    assert by_query.status_code == 200
    assert by_query.content == by_body.content


@pytest.mark.parametrize("value", [-0.1, 1.5, "high", [0.5], True])
def test_what_is_no_probability_is_refused(client: Client, value):
    response = client.post(URL, json={"text": ARTICLE, "min_confidence": value})
    assert response.status_code == 422
    assert [fault["pointer"] for fault in response.json()["errors"]] == ["#/min_confidence"]


@pytest.mark.parametrize("value", ["2", "-1", "high", "nan", ""])
def test_nor_in_the_query(client: Client, value):
    response = client.post(URL, content=ARTICLE.encode(), headers=PLAIN, params={"min_confidence": value})
    assert response.status_code == 422
    assert [fault["pointer"] for fault in response.json()["errors"]] == ["#/min_confidence"]
