"""No word of an article and no key comes out by another way than the answer, whatever goes wrong.

The service runs as a process of its own, so that what its workers print is seen too.
"""

import contextlib
import json
import logging
import os
import subprocess
import sys
import time
import warnings
from pathlib import Path

import httpx
import msgspec
import pytest

from api.keys import entry, new_key
from api.schemas import Article
from api.server import Server
from api.settings import Settings
from api.worker import Analyse
from attribution.outputs.media_types import BY_MEDIA_TYPE
from tests.api.engines import each
from tests.api.launch import Process
from tests.api.test_problems import MARKER
from tests.api.test_server import address, running

URL = "/v1/quotes"
NDJSON = {"Content-Type": "application/x-ndjson"}
#: Ways in which an analysis goes wrong; the article's id tells which. Of the loud ones Python itself, or a
#: library, prints a message to the worker's standard error; the fatal ones cost a worker.
QUIET = ("raise", "chain", "group", "memory", "recursion")
LOUD = ("warn", "log")
FATAL = ("abort", "endless")
FATAL_AND_LOUD = ("exit", "interrupt")


def careless() -> Analyse:
    """An engine that goes wrong in every way, and that tells the article whenever it can."""
    return each(analyse)


def analyse(article: Article) -> bytes:
    text = str(article.text)
    match article.id:
        case "raise":
            raise ValueError(text)
        case "chain":
            with contextlib.suppress(ZeroDivisionError):
                raise KeyError(text) from OSError(text)
        case "group":
            raise ExceptionGroup(text, [ValueError(text)])
        case "memory":
            raise MemoryError(text)
        case "recursion":
            return analyse(article)
        case "exit":
            sys.exit(text)
        case "interrupt":
            raise KeyboardInterrupt(text)
        case "abort":
            os.abort()
        case "endless":
            time.sleep(3600)
        case "warn":
            warnings.warn(text, stacklevel=1)
        case "log":
            logging.getLogger("careless").error("%s", text)
    return msgspec.json.encode({"quotes": [], "speakers": []})


def serve(settings: str) -> None:
    """What the process runs."""
    from api.logs import configure
    from tests.api import test_hostile_leaks

    chosen = msgspec.json.decode(settings, type=Settings)
    configure(chosen.log_format)
    Server(chosen, load=test_hostile_leaks.careless).run()


@contextlib.contextmanager
def careless_service(folder: Path, secret: str):
    """A service with that engine, which asks for a key and gives up soon."""
    path = folder / "keys.toml"
    path.write_text(entry("desk", secret))
    settings = Settings(port=0, workers=2, timeout_s=1, keys_file=str(path), log_format="json")
    command = "import sys; from tests.api.test_hostile_leaks import serve; serve(sys.argv[1])"
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(
            [sys.executable, "-c", command, msgspec.json.encode(settings).decode()],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as process,
    ):
        try:
            yield Process(process)
        finally:
            process.terminate()


@pytest.mark.parametrize(
    ("harmless", "fatal"),
    [
        pytest.param(QUIET, FATAL, id="quiet"),
        pytest.param(LOUD, FATAL_AND_LOUD, id="loud"),
    ],
)
def test_nothing_leaks_where_workers_fail_die_and_hang(tmp_path, harmless, fatal):
    secret = new_key()
    text = f"“So,” {MARKER} said."
    told = []
    with careless_service(tmp_path, secret) as service:
        keyed = {"X-API-Key": secret}
        with httpx.Client(base_url=service.address, headers=keyed, timeout=60) as client:
            for way in (*harmless, *fatal):
                article = {"text": text, "id": way}
                answers = [client.post(URL, json=article)]
                if way in harmless:
                    answers += [
                        client.post(f"{URL}/batch", json={"articles": [article]}),
                        client.post(f"{URL}/compare", json={"before": article, "after": article}),
                        client.post(f"{URL}/stream", content=f"{json.dumps(article)}\n", headers=NDJSON),
                    ]
                assert {answer.status_code for answer in answers} <= {200, 500, 503}
                told += [f"{answer.headers} {answer.text}" for answer in answers]
            told += [
                client.post(URL, json={"text": text}, headers={"X-API-Key": wrong}).text
                for wrong in (secret[:-1], MARKER, f"{secret}{MARKER}")
            ]
            told.append(client.get("/metrics").text)
            restarts = [line for line in told[-1].splitlines() if line.startswith("attribution_worker_rest")]
    assert any(float(line.split()[1]) > 0 for line in restarts)
    told += [(tmp_path / "log").read_text(), service.greeting]
    assert told[-2].count("/v1/quotes") >= 4 * len(harmless) + len(fatal)
    for output in told:
        assert MARKER.lower() not in output.lower()
        assert secret not in output
        assert "Traceback" not in output


def test_nothing_leaks_beside_answers_in_any_format():
    article = {"text": f"“So,” {MARKER} said in a statement.", "url": f"https://{MARKER}.example/a"}
    with running(ATTRIBUTION_LOG_FORMAT="json") as (process, command):
        with httpx.Client(base_url=address(command)) as client:
            for accept in BY_MEDIA_TYPE:
                for body in (article, article | {"text": 1}, article | {f"{MARKER} said so.": 1}):
                    answer = client.post(URL, json=body, headers={"Accept": accept})
                    assert answer.status_code == (200 if body is article else 422)
                    assert MARKER not in str(answer.headers)
                    assert (MARKER in answer.text) == (body is article)
            metrics = client.get("/metrics").text
        process.terminate()
        out, err = process.communicate()
    assert err.count('"route":"/v1/quotes"') == 3 * len(BY_MEDIA_TYPE)
    for told in (out, err, metrics):
        assert MARKER.lower() not in told.lower()


HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": None,
    "content-security-policy": None,
}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/docs"),
        ("GET", "/openapi.json"),
        ("GET", "/health/live"),
        ("GET", "/health/ready"),
        ("GET", "/metrics"),
        ("GET", "/problems/overloaded"),
        ("GET", "/nowhere"),
        ("POST", URL),
        ("PUT", URL),
        ("OPTIONS", URL),
        ("POST", f"{URL}/batch"),
        ("POST", f"{URL}/stream"),
        ("POST", f"{URL}/compare"),
    ],
)
def test_every_answer_has_the_headers_that_keep_browsers_safe(client, method, path):
    answer = client.request(method, path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == (value or answer.headers[name])
    assert "unsafe-eval" not in answer.headers["content-security-policy"]
    assert "server" not in answer.headers
    assert "x-powered-by" not in answer.headers
    assert "set-cookie" not in answer.headers
