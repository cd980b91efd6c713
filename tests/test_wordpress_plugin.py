"""The WordPress plugin, in as much of WordPress as it meets, against the real service and one that is busy."""

import html
import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PLUGIN = ROOT / "docs" / "guides" / "wordpress" / "quote-attribution.php"
WORDPRESS = ROOT / "tests" / "clients" / "wordpress.php"
NONCE = "nonce-quote_attribution_check_7"

pytestmark = pytest.mark.skipif(shutil.which("php") is None, reason="PHP is not installed (Debian: php-cli)")


def do(address: str, *actions: str) -> list:
    """What each action shows."""
    done = subprocess.run(
        [
            "php",
            "-d",
            "error_reporting=-1",
            "-d",
            "display_errors=stderr",
            WORDPRESS,
            PLUGIN,
            address,
            *actions,
        ],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def busy() -> Iterator[str]:
    """A service that has no room."""

    class Busy(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(503)
            self.send_header("Retry-After", "40")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Busy)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_plugin_asks_after_saving_and_shows_what_was_found(service: str):
    saved, asked, panel, notice, again, content = do(
        f"{service}/", "save", "cron", "panel", "notice", "save", "content"
    )
    assert saved == {"events": [[0, "quote_attribution_analyse", [7, 1]]], "requests": 0}
    (((url, headers),), found) = asked["requests"], asked["meta"]
    assert url == f"{service}/v1/quotes"
    assert headers == {"Content-Type": "application/json"}
    named, anonymous = found["quotes"]
    assert (named["speaker"], named["status"], named["anonymous"]) == ("Ana Lind", "named", False)
    assert (anonymous["anonymous"], anonymous["reason"]) == (True, None)
    place = named["original"]
    assert content.encode()[place["start"] : place["end"]].decode() == named["text"]
    assert "Anonymous, and no reason is given:" in panel
    assert "not been looked at" not in panel
    assert html.escape(anonymous["text"]) in panel
    assert "<b>" not in panel
    assert "1 quote is from an anonymous source" in notice
    assert again["events"] == [], "nothing has changed"


def test_plugin_looks_at_a_post_again_when_it_was_edited(service: str):
    *_, panel, saved = do(service, "save", "cron", "edit=\n\n“It fell,” said Tom Reed.", "panel", "save")
    assert "not been looked at yet" in panel
    assert len(saved["events"]) == 1


def test_plugin_asks_again_where_the_service_is_busy_and_at_last_says_so(busy: str):
    results = do(busy, "save", *["cron"] * 6, "panel")
    waits = [result["events"][0][0] for result in results[1:6]]
    assert waits == [40, 40, 40, 80, 160]
    assert results[6]["events"] == []
    assert "HTTP 503" in results[7]


def test_plugin_waits_for_nobody_who_is_not_there():
    _, asked = do("http://127.0.0.1:9", "save", "cron")
    assert asked["events"][0][2] == [7, 2]
    assert asked["meta"] is None


def test_plugin_shows_what_the_service_refuses(service: str):
    *_, panel = do(f"{service}/nowhere", "save", "cron", "panel")
    assert 'role="alert"' in panel


@pytest.mark.parametrize("status", ["auto-draft", "trash"])
def test_plugin_passes_over_what_is_no_article(status: str):
    assert do("http://127.0.0.1:9", f"status={status}", "save")[-1]["events"] == []


def test_plugin_checks_at_once_only_for_who_may_and_who_meant_to(service: str):
    forged, checked, _, forbidden = do(service, "check=forged", f"check={NONCE}", "may=0", f"check={NONCE}")
    assert (forged, checked, forbidden) == ("link expired", "to edit-7", "You may not edit this post.")


def test_plugin_settings_are_for_administrators_and_never_show_the_key():
    shown = do(
        "http://127.0.0.1:9",
        "set=quote_attribution_url:javascript:alert(1)",
        "set=quote_attribution_url: https://quotes.example/ ",
        "set=quote_attribution_key:qa_secret\n",
        "set=quote_attribution_key:",
        "settings",
        "set=quote_attribution_key:-",
        "may=0",
        "settings",
    )
    assert shown[:4] == ["", "https://quotes.example", "qa_secret", "qa_secret"]
    capability, page = shown[4]
    assert capability == "manage_options"
    assert "nonce-quote_attribution" in page
    assert 'value="https://quotes.example"' in page
    assert "qa_secret" not in page
    assert shown[5] == ""
    assert shown[7][1] == ""


def test_plugin_sends_the_key(service: str):
    *_, asked = do(service, "set=quote_attribution_key:qa_secret", "save", "cron")
    assert asked["requests"][0][1]["X-API-Key"] == "qa_secret"


def test_plugin_leaves_nothing_behind(service: str):
    assert do(service, "save", "cron", "edit=x", "save", "uninstall")[-1] == [[], [], []]
