"""The save hook of the guide, with a service that is busy, refuses, hangs or is away."""

import importlib.util
import json
import logging
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.test_guides import GUIDES, blocks

Reply = tuple[int, dict[str, str]]


@pytest.fixture(scope="module")
def hook_module(tmp_path_factory) -> Any:
    page = (GUIDES / "save-hook.md").read_text(encoding="utf-8")
    (code,) = [block.text for block in blocks(page) if block.file == "quote_hook.py"]
    path = tmp_path_factory.mktemp("hook") / "quote_hook.py"
    path.write_text(code, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("quote_hook", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Service:
    """Answers each request as the next of `replies` says, the last one for ever; an answer repeats the article."""

    def __init__(self, *replies: Reply) -> None:
        self.replies = list(replies)
        self.seen: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.gate = threading.Event()
        self.gate.set()

    def reply(self, article: dict[str, Any], key: str | None) -> Reply:
        self.seen.append(article)
        self.keys.append(key)
        self.gate.wait(30)
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


@pytest.fixture
def serve() -> Iterator[Callable[[Service], str]]:
    servers: list[ThreadingHTTPServer] = []

    def start(service: Service) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, headers = service.reply(json.loads(body), self.headers["X-API-Key"])
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), Handler))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_hook_sends_again_when_the_service_is_busy(hook_module, serve):
    service = Service((503, {"Retry-After": "0"}), (429, {}), (200, {}))
    found: dict[str, Any] = {}
    hook = hook_module.QuoteHook(serve(service), found.__setitem__, key="qa_x", retry_s=0)
    hook.saved({"id": "a", "text": "x"})
    assert hook.settled(30)
    assert found == {"a": {"id": "a", "text": "x"}}
    assert service.keys == ["qa_x"] * 3


def test_hook_returns_while_the_service_hangs_and_then_sends_the_last_version_alone(hook_module, serve):
    service = Service((200, {}))
    service.gate.clear()
    found: dict[str, Any] = {}
    hook = hook_module.QuoteHook(serve(service), found.__setitem__)
    for version in "1234":
        hook.saved({"id": "a", "text": version})
        hook.saved({"id": "b", "text": version})
    assert not hook.settled(0)
    assert found == {}
    service.gate.set()
    assert hook.settled(30)
    assert {name: answer["text"] for name, answer in found.items()} == {"a": "4", "b": "4"}
    assert len(service.seen) < 8


def test_hook_prefers_a_version_that_came_while_it_waited(hook_module, serve):
    service = Service((503, {"Retry-After": "0"}), (200, {}))
    service.gate.clear()
    found: dict[str, Any] = {}
    hook = hook_module.QuoteHook(serve(service), found.__setitem__)
    hook.saved({"id": "a", "text": "old"})
    while not service.seen:
        pass
    hook.saved({"id": "a", "text": "new"})
    service.gate.set()
    assert hook.settled(30)
    assert [article["text"] for article in service.seen] == ["old", "new"]
    assert found["a"]["text"] == "new"


def test_hook_gives_up_what_is_refused_and_goes_on(hook_module, serve, caplog):
    service = Service((422, {}), (200, {}))
    found: dict[str, Any] = {}
    hook = hook_module.QuoteHook(serve(service), found.__setitem__)
    with caplog.at_level(logging.ERROR):
        hook.saved({"id": "a"})
        assert hook.settled(30)
        hook.saved({"id": "b"})
        assert hook.settled(30)
    assert list(found) == ["b"]
    assert "the quotes of a were refused: 422" in caplog.text


def test_hook_survives_a_store_that_fails_and_a_service_that_is_away(hook_module, serve, caplog):
    def store(name: str, answer: dict[str, Any]) -> None:
        raise OSError("disk full")

    hook = hook_module.QuoteHook(serve(Service((200, {}))), store)
    hook.saved({"id": "a"})
    assert hook.settled(30)
    assert "the quotes of a were not stored" in caplog.text

    away = hook_module.QuoteHook("http://127.0.0.1:9", store, retry_s=0.01)
    away.saved({"id": "a"})
    assert not away.settled(0.1)
