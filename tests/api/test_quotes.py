import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import jsonschema
import pytest

from api.controllers.docs import CONTRACT
from api.samples import ARTICLE
from tests.api.conftest import Client

URL = "/v1/quotes"

ASTRAL = (
    "At the zoo \U0001f418 a keeper smiled. "
    '"We fed the \U0001f412 twice — and it naïvely came back," Ana Ruiz said.'
)


def ask(client: Client, article: dict[str, Any]) -> dict[str, Any]:
    response = client.post(URL, json=article)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].partition(";")[0] == "application/json"
    return response.json()


def spans(value: Any) -> list[dict[str, Any]]:
    """Every span of an answer, however deep."""
    if isinstance(value, list):
        return [span for item in value for span in spans(item)]
    if isinstance(value, dict):
        own = [value] if value.keys() == {"start", "end", "text"} else []
        return own + [span for item in value.values() for span in spans(item)]
    return []


def test_quotes_answer_names_what_it_found(client):
    answer = ask(client, {"text": ARTICLE, "id": "harbour"})
    assert answer["id"] == "harbour"
    assert answer["language"] == "en"
    assert answer["offset_unit"] == "codepoint"
    texts = ["".join(span["text"] for span in quote["spans"]) for quote in answer["quotes"]]
    assert any("We will not close the harbour" in text for text in texts)


def test_quotes_id_is_null_when_none_was_sent(client):
    assert ask(client, {"text": ARTICLE})["id"] is None


@pytest.mark.parametrize("text", [ARTICLE, ASTRAL])
def test_quotes_answer_fits_the_committed_contract(client, text):
    contract = json.loads(CONTRACT.read_bytes())
    schema = {"$ref": "#/components/schemas/Answer", "components": contract["components"]}
    jsonschema.Draft202012Validator(schema).validate(ask(client, {"text": text}))


@pytest.mark.parametrize(
    ("unit", "encoding", "width"),
    [("codepoint", "utf-32-le", 4), ("utf16", "utf-16-le", 2), ("utf8", "utf-8", 1)],
)
def test_quotes_offsets_count_in_the_unit_asked_for(client, unit, encoding, width):
    answer = ask(client, {"text": ASTRAL, "offset_unit": unit})
    assert answer["offset_unit"] == unit
    found = spans(answer)
    assert found
    encoded = ASTRAL.encode(encoding)
    for span in found:
        assert encoded[span["start"] * width : span["end"] * width].decode(encoding) == span["text"]


def test_quotes_text_is_taken_as_sent(client):
    text = "\r\n\ufeff " + ARTICLE.replace("\n\n", "\r\n\r\n") + "\u00a0\n"
    for span in spans(ask(client, {"text": text})):
        assert text[span["start"] : span["end"]] == span["text"]


def test_quotes_keeps_only_the_kinds_asked_for(client):
    answer = ask(client, {"text": ARTICLE, "kinds": ["direct"]})
    assert {quote["kind"] for quote in answer["quotes"]} == {"direct"}


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"id": "a/b", "language": "en", "publication": "The Harbour Times", "offset_unit": "utf16"},
        {"kinds": ["direct"]},
        {"kinds": ["direct", "mixed"]},
    ],
)
@pytest.mark.parametrize("text", [ARTICLE, ASTRAL])
def test_quotes_plain_text_is_answered_like_json(client, text, options):
    response = client.post(
        URL, content=text.encode(), params=options, headers={"Content-Type": "text/plain; charset=UTF-8"}
    )
    assert response.status_code == 200, response.text
    assert response.content == client.post(URL, json={"text": text, **options}).content


@pytest.mark.parametrize(
    "text",
    [
        ".",
        "\x00\x01\x1f",
        "\u202e\u200f\u2066",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 50,
        '"' * 20_000,
        "'" * 20_000,
        "“" * 20_000,
        "said " * 20_000,
        "word" * 50_000,
        "\n" * 50_000 + "x",
        '"a" said B. ' * 300,
        "\u0301" * 1_000,
    ],
    ids=lambda text: f"{text[:6]!a}x{len(text)}",
)
def test_quotes_of_hostile_text_are_exact_slices(client, text):
    for span in spans(ask(client, {"text": text})):
        assert text[span["start"] : span["end"]] == span["text"]


def test_quotes_answers_are_the_same_for_any_order_and_worker(client):
    articles = [{"text": ARTICLE, "id": str(number)} for number in range(12)]
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda article: ask(client, article), articles))
    assert [answer.pop("id") for answer in answers] == [article["id"] for article in articles]
    assert all(answer == answers[0] for answer in answers)


def test_quotes_of_a_long_article_leave_the_service_free(client):
    long = {"text": (ARTICLE + "\n\n") * 400}
    with ThreadPoolExecutor(1) as threads:
        answer = threads.submit(ask, client, long)
        healthy = client.get("/health/live")
        assert healthy.status_code == 200
        assert not answer.done()
        assert answer.result()["quotes"]


def test_quotes_answer_is_kept_by_no_cache(client):
    assert client.post(URL, json={"text": ARTICLE}).headers["cache-control"] == "no-store"
