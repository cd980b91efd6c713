"""What the service sends at `/`, seen without a browser."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from api.controllers.page import BASE, FOLDER, version_of
from tests.api.conftest import serving
from tests.api.engines import echoing
from tests.test_setup import ROOT

SAMPLES = sorted((FOLDER / "samples").iterdir())


class Markup(HTMLParser):
    """The tags of a page with their attributes, and the text of its scripts and styles."""

    def __init__(self, page):
        super().__init__()
        self.tags = []
        self.inline = ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        if self.tags and self.tags[-1][0] in ("script", "style"):
            self.inline += data.strip()


@pytest.fixture(scope="module")
def client():
    with serving(ready=False, load=echoing) as client:
        yield client


@pytest.fixture(scope="module")
def markup(client):
    return Markup(client.get("/").text)


def test_page_is_html_that_is_asked_for_anew(client):
    response = client.get("/")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")
    assert response.headers["cache-control"] == "no-cache"


def test_policy_allows_nothing_but_files_of_this_host(client):
    policy = client.get("/").headers["content-security-policy"]
    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    assert directives["default-src"] == directives["form-action"] == directives["frame-ancestors"] == "'none'"
    assert {sources for name, sources in directives.items() if name.endswith("-src")} == {"'none'", "'self'"}
    assert directives["require-trusted-types-for"] == "'script'"


def test_no_script_or_style_stands_in_the_page(markup):
    assert markup.inline == ""
    attributes = {name for _, attributes in markup.tags for name in attributes}
    assert "style" not in attributes
    assert not [name for name in attributes if name.startswith("on")]


def test_everything_that_the_page_refers_to_is_there(client, markup):
    addresses = {value for _, tag in markup.tags for name, value in tag.items() if name in ("src", "href")}
    assert len(addresses) > 5
    for address in addresses:
        assert not urlsplit(address).netloc
        assert address.startswith("#") or client.get(address).status_code == 200


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.*")), ids=lambda path: path.name)
def test_files_can_be_kept_for_good_under_the_name_of_their_version(client, path):
    response = client.get(f"{BASE}/{path.relative_to(FOLDER).as_posix()}")
    assert response.content == path.read_bytes()
    assert {"immutable", "max-age=31536000"} <= set(response.headers["cache-control"].split(", "))
    kinds = {".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".txt": "text/plain"}
    assert response.headers["content-type"].startswith(kinds[path.suffix])


def test_version_changes_with_any_file(tmp_path):
    (tmp_path / "a.css").write_text("a")
    before = version_of(tmp_path)
    assert version_of(tmp_path) == before
    (tmp_path / "a.css").write_text("b")
    changed = version_of(tmp_path)
    (tmp_path / "a.css").rename(tmp_path / "b.css")
    assert len({before, changed, version_of(tmp_path)}) == 3


def test_every_sample_is_offered_and_there(markup):
    offered = [tag["data-sample"] for _, tag in markup.tags if "data-sample" in tag]
    assert sorted(offered) == [path.name for path in SAMPLES]


@pytest.mark.parametrize(
    "sample", [path for path in SAMPLES if path.suffix == ".txt"], ids=lambda path: path.stem
)
def test_text_samples_are_those_whose_quotes_are_marked(sample):
    assert sample.read_bytes() == (ROOT / "seeds" / sample.name).read_bytes()


@pytest.mark.parametrize("script", sorted(FOLDER.rglob("*.js")), ids=lambda path: path.name)
def test_scripts_make_no_markup_of_text_and_keep_nothing(script):
    forbidden = (
        "innerHTML|outerHTML|insertAdjacent|document.write|eval|localStorage|sessionStorage|indexedDB|cookie"
    )
    assert not re.search(forbidden, script.read_text(encoding="utf-8"))
