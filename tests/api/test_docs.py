"""The page at /docs and all that it loads come from the service itself."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from api.controllers.docs import ASSETS


class Addresses(HTMLParser):
    """Every address that a page refers to."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found += [(tag, value) for name, value in attributes if name in {"src", "href"}]


def addresses(page: str) -> list[tuple[str, str]]:
    parser = Addresses()
    parser.feed(page)
    return parser.found


def test_docs_page_loads_only_what_the_service_has(client):
    page = client.get("/docs")
    assert page.headers["content-type"].startswith("text/html")
    found = addresses(page.text)
    assert {tag for tag, _ in found} >= {"link", "script"}
    for _, address in found:
        assert not urlsplit(address).netloc
        assert client.get(address).status_code == 200


def test_docs_page_may_load_nothing_from_elsewhere(client):
    policy = client.get("/docs").headers["content-security-policy"]
    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    assert directives["default-src"] == "'none'"
    allowed = {source for sources in directives.values() for source in sources.split()}
    assert allowed == {"'none'", "'self'", "'unsafe-inline'", "data:"}
    assert "'unsafe-inline'" not in directives["script-src"]


@pytest.mark.parametrize("sheet", sorted(ASSETS.rglob("*.css")), ids=lambda path: path.name)
def test_docs_styles_load_nothing_from_elsewhere(sheet):
    text = sheet.read_text(encoding="utf-8")
    assert not re.search(r"@import|url\((?!\s*['\"]?(data:|#))", text)


def test_docs_page_asks_no_validator_and_reads_the_contract(client):
    script = client.get("/assets/docs.js").text
    assert "validatorUrl: null" in script
    assert 'url: "/openapi.json"' in script


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/assets/favicon.svg", "image/svg+xml"),
        ("/assets/docs.js", "text/javascript"),
        ("/assets/swagger-ui-5.35.0/swagger-ui.css", "text/css"),
        ("/assets/swagger-ui-5.35.0/swagger-ui-bundle.js", "text/javascript"),
        ("/assets/swagger-ui-5.35.0/LICENSE", None),
        ("/assets/swagger-ui-5.35.0/swagger-ui-bundle.js.LICENSE.txt", "text/plain"),
    ],
)
def test_docs_assets_are_served_with_their_type(client, path, media_type):
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "max-age" in response.headers["cache-control"]
    if media_type:
        assert response.headers["content-type"].startswith(media_type)
