"""What an editor is told when an article is not answered, and that it is not lost."""

import contextlib
import re
from functools import partial

import pytest
from playwright.sync_api import expect

from api.keys import entry, new_key
from tests.api.launch import launched
from tests.page import standins
from tests.page.conftest import answered

WORDS = "“It held,” said Ana Lind."


@pytest.fixture
def service():
    with launched(load=standins.answering, max_body_bytes=1000) as service:
        yield service


def send(page, words=WORDS):
    page.locator("#article").fill(words)
    page.locator("#send").click()


def test_faults_are_told_beside_what_they_are_about(visit, service):
    with visit(service.address) as page:
        page.get_by_label("indirect").uncheck()
        page.get_by_label("mixed").uncheck()
        page.get_by_role("checkbox", name="direct", exact=True).uncheck()
        send(page, "")
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text("The article is empty: send at least one word.")
        expect(alert).to_contain_text("direct, mixed, indirect")
        expect(page.locator("#article")).to_have_attribute("aria-invalid", "true")
        alert.get_by_role("link").first.click()
        expect(page.locator("#article")).to_be_focused()
        page.get_by_label("mixed").check()
        send(page)
        answered(page)
        expect(alert).to_be_empty()
        expect(page.locator("#article")).not_to_have_attribute("aria-invalid", "true")
        expect(page.get_by_role("status")).to_have_text("No quote was found.")


def test_too_long_an_article_is_told_with_the_limit_and_stays(visit, service):
    with visit(service.address) as page:
        words = WORDS * 100
        send(page, words)
        expect(page.get_by_role("alert")).to_contain_text("1,000 bytes")
        expect(page.locator("#article")).to_have_value(words)


def test_a_busy_service_is_asked_again_and_a_wait_can_be_stopped(visit, tmp_path):
    with contextlib.ExitStack() as stack:
        service = stack.enter_context(launched(load=partial(standins.gated, tmp_path), queue=0))
        stack.callback((tmp_path / "open").touch)
        first = stack.enter_context(visit(service.address))
        second = stack.enter_context(visit(service.address))
        send(first)
        while not (tmp_path / "begun").exists():
            first.wait_for_timeout(10)
        expect(first.get_by_role("status")).to_have_text("Reading 5 words…")
        expect(first.locator("#working")).to_be_visible()
        send(second)
        expect(second.get_by_role("status")).to_have_text(re.compile(r"Trying again in 1 second…$"))
        second.get_by_role("button", name="Stop").click()
        expect(second.get_by_role("status")).to_have_text("Stopped.")
        send(second)
        expect(second.get_by_role("status")).to_have_text(re.compile("Trying again"))
        (tmp_path / "open").touch()
        answered(first)
        answered(second)
        expect(second.get_by_role("alert")).to_be_empty()


def test_a_key_is_asked_for_where_the_service_asks_and_is_kept_nowhere(visit, tmp_path):
    key = new_key()
    keys = tmp_path / "keys.toml"
    keys.write_text(entry("desk", key))
    with (
        launched(load=standins.answering, auth="on", keys_file=str(keys)) as service,
        visit(service.address) as page,
    ):
        field = page.get_by_label("API key")
        expect(field).to_be_hidden()
        send(page)
        expect(page.get_by_role("alert")).to_contain_text("An API key is needed")
        expect(field).to_be_focused()
        field.fill("qa_wrong")
        field.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("The API key is not known.")
        field.fill(key)
        field.press("Enter")
        answered(page)
        page.locator("#curl-details summary").click()
        expect(page.locator("#curl")).to_contain_text("Bearer $API_KEY")
        assert key not in page.content()
        assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [
            0,
            0,
            "",
        ]
        page.reload()
        expect(page.locator("#key-value")).to_have_value("")


def test_a_service_that_has_gone_is_told_kindly(visit):
    with contextlib.ExitStack() as windows:
        with launched(load=standins.answering) as service:
            page = windows.enter_context(visit(service.address))
        send(page)
        expect(page.get_by_role("alert")).to_contain_text("The service cannot be reached")
        expect(page.locator("#article")).to_have_value(WORDS)
        page.locator("[data-sample]").first.click()
        expect(page.get_by_role("alert")).to_contain_text("The service cannot be reached")
        expect(page.locator("#article")).to_have_value(WORDS)
