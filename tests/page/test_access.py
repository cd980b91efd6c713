"""Whether everybody can use the page: axe-core finds nothing, and a phone need not scroll sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.page.conftest import take

PHONE = {"viewport": {"width": 360, "height": 740}}

#: What axe-core is asked: WCAG 2.2 AA and its own best practices.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def violations(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found]


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_whatever_is_shown(visit, address, scheme):
    with visit(address, color_scheme=scheme) as page:
        background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert (background == "rgb(21, 22, 24)") == (scheme == "dark")
        assert violations(page) == []
        page.locator("#send").click()
        expect(page.get_by_role("alert")).not_to_be_empty()
        assert violations(page) == []
        take(page, "voice-notes.txt")
        page.locator("#quote-4").focus()
        page.locator("#curl-details").evaluate("details => { details.open = true }")
        expect(page.locator("#details .verdict")).to_be_visible()
        assert violations(page) == []


def test_phone_needs_no_sideways_scrolling(visit, address):
    with visit(address, **PHONE) as page:
        assert fits(page)
        take(page, "port-talks.txt")
        for details in page.locator(".developers details").all():
            details.evaluate("details => { details.open = true }")
        assert fits(page)
        page.locator("#quote-4").focus()
        expect(page.locator("#details")).to_be_visible()
        assert fits(page)
        assert violations(page) == []


def test_print_has_what_is_known_of_each_quote_and_no_form(visit, address):
    with visit(address) as page:
        take(page, "port-talks.txt")
        page.locator("#quote-4").focus()
        page.emulate_media(media="print")
        expect(page.locator("form")).to_be_hidden()
        expect(page.locator("#details")).to_be_hidden()
        expect(page.locator("#marked")).to_be_visible()
        assert page.locator("#notes li:visible").count() == page.locator("#marked [tabindex='0']").count()


def test_docs_load_nothing_from_another_host(visit, address):
    with visit(f"{address}/docs") as page:
        expect(page.get_by_text("/v1/quotes", exact=True)).to_be_visible()
        page.locator("#operations-Quotes-extractQuotes").locator("button").first.click()
        expect(page.get_by_role("button", name="Execute")).to_be_visible()
