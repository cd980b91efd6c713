"""A real browser before the real service: what it asks for and complains of is watched."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from api.worker import load_engine
from tests.api.launch import launched

#: So that no request of the browser's own leaves the machine, and none of the page's is looked up elsewhere.
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)

#: On a machine that is busy with other things nothing should fail for want of time.
PATIENCE_MS = 60_000

#: What Chromium writes to the console by itself for every answer that is an error.
STATUS = "Failed to load resource"

Open = Callable[..., AbstractContextManager[Page]]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    expect.set_options(timeout=PATIENCE_MS)
    # The browser's own sandbox does not work for root, which tests in a container are.
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=path, args=[*QUIET, *as_root]) as browser,
    ):
        yield browser


@pytest.fixture(scope="package")
def address(browser: Browser) -> Iterator[str]:
    """Of the whole service with the shipped engine. It is not started where there is no browser."""
    with launched(load=load_engine, timeout_s=3600) as service:
        yield service.address


@pytest.fixture(scope="package")
def visit(browser: Browser) -> Open:
    """Opens an address in a window of its own, with any option of a browser context.

    On leaving, fails if the page has asked another host for anything, has raised an exception, or has
    done something that its policy forbids.
    """

    @contextmanager
    def visiting(url: str, **options: object) -> Iterator[Page]:
        with browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options)) as context:
            context.set_default_timeout(PATIENCE_MS)
            asked: list[str] = []
            complaints: list[str] = []
            context.on("request", lambda request: asked.append(request.url))
            context.on("weberror", lambda error: complaints.append(str(error.error)))
            context.on("console", lambda message: complaints.append(message.text) if bad(message) else None)
            page = context.new_page()
            page.goto(url)
            yield page
            assert asked
            assert {urlsplit(each).netloc for each in asked} == {urlsplit(url).netloc}
            assert complaints == []

    return visiting


def bad(message) -> bool:
    return message.type in ("error", "warning") and not message.text.startswith(STATUS)


@pytest.fixture(scope="module")
def harbour(visit: Open, address: str) -> Iterator[Page]:
    """The page with the answer to a sample, for tests that leave it as it is."""
    with visit(address) as page:
        take(page, "port-talks.txt")
        yield page


def take(page: Page, sample: str) -> None:
    """Take a sample and wait for its answer."""
    page.locator(f"[data-sample='{sample}']").click()
    answered(page)


def answered(page: Page) -> None:
    """Wait until the last request is answered."""
    page.locator("#working").wait_for(state="hidden")
    page.locator("#results").wait_for(state="visible")
