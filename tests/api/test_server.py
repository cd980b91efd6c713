"""`python -m api` as a developer and a supervisor meet it: a process with a terminal and signals."""

import contextlib
import os
import re
import resource
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from api.samples import ARTICLE
from api.server import greeting
from tests.api.test_problems import FAILURES, MARKER

LONG = {"text": (ARTICLE + "\n\n") * 200}


def start(**environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "api"],
        env={**os.environ, "HOST": "", "PORT": "0", "ATTRIBUTION_WORKERS": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextlib.contextmanager
def running(**environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A service that is ready, with the command that its terminal proposes."""
    process = start(**environment)
    try:
        for line in process.stdout:
            if line.startswith("Try:"):
                yield process, line.removeprefix("Try:").strip()
                break
        else:
            pytest.fail(f"the service ended: {process.stderr.read()}")
    finally:
        process.kill()
        process.communicate()


def address(command: str) -> str:
    return re.search(r"http://[^/]+", command)[0]


def descendants(pid: int) -> set[int]:
    """Every process below `pid`."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_server_shows_a_command_that_works():
    with running() as (_, command):
        program, url, option, header, flag, body = shlex.split(command)
        assert (program, option, flag) == ("curl", "-H", "-d")
        name, _, value = header.partition(": ")
        response = httpx.post(url, content=body, headers={name: value})
        assert response.status_code == 200
        assert response.json()["quotes"]


@pytest.mark.parametrize("model", ["fast", "accurate"])
def test_server_runs_the_model_that_was_set(model):
    with running(ATTRIBUTION_MODEL=model) as (_, command):
        answer = httpx.post(f"{address(command)}/v1/quotes", json={"text": ARTICLE}).json()
        assert answer["model"]["name"].endswith("_accurate") == (model == "accurate")
        assert answer["quotes"]


@pytest.mark.parametrize(
    ("host", "port", "expected"),
    [
        ("127.0.0.1", 8000, "http://127.0.0.1:8000"),
        ("0.0.0.0", 80, "http://127.0.0.1:80"),
        ("::", 80, "http://[::1]:80"),
        ("news.example", 1, "http://news.example:1"),
    ],
)
def test_server_shows_an_address_that_can_be_opened(host, port, expected):
    assert f"Ready: {expected}\n" in greeting(host, port)
    assert f"Docs:  {expected}/docs\n" in greeting(host, port)


def test_server_asks_the_system_for_as_many_files_as_it_may_have_connections():
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(512, most), most))
    try:
        with running(ATTRIBUTION_MAX_CONNECTIONS="600") as (process, _):
            resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
            now, _ = resource.prlimit(process.pid, resource.RLIMIT_NOFILE)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
    assert 600 < now < 1000


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"PORT": "eighty"}, "PORT='eighty' cannot be used; it must be a whole number from 0 to 65535. "),
        ({"HOST": "0.0.0.0"}, "There are no API keys, and 0.0.0.0 can be reached from other machines: "),
        ({"ATTRIBUTION_CONFIG": "absent.toml"}, "absent.toml cannot be read: "),
    ],
)
def test_server_ends_with_a_sentence_when_a_setting_is_wrong(environment, sentence):
    process = start(**environment)
    out, err = process.communicate()
    assert process.returncode == 2
    assert err.startswith(sentence)
    assert err.count("\n") == 1
    assert out == ""


def test_server_ends_when_the_port_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = start(PORT=str(taken.getsockname()[1]))
        out, err = process.communicate()
    assert process.returncode > 0
    assert "address already in use" in err
    assert "Ready" not in out


def test_server_answers_what_it_has_begun_before_it_ends():
    with running() as (process, command):
        host, port = address(command).removeprefix("http://").split(":")
        body = httpx.Request("POST", "http://x", json=LONG).content
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(
                b"POST /v1/quotes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % len(body)
            )
            answer = connection.makefile("rb")
            # The service asks for the body: it has begun.
            assert b"100" in answer.readline()
            process.send_signal(signal.SIGTERM)
            connection.sendall(body)
            assert answer.readline() == b"\r\n"
            assert answer.readline().startswith(b"HTTP/1.1 200")
            assert b'"quotes"' in answer.read()
        process.communicate()
        assert process.returncode in (0, -signal.SIGTERM)


@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="needs /proc to see processes")
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_server_leaves_no_process_behind_however_it_ends(end):
    with running(ATTRIBUTION_WORKERS="2") as (process, _):
        below = descendants(process.pid)
        assert len(below) >= 2
        process.send_signal(end)
        process.communicate()
        while any(map(is_alive, below)):
            pass


def test_server_prints_no_word_that_was_sent():
    with running() as (process, command):
        good = {"text": f'"So," {MARKER} said.', "id": MARKER}
        requests = [
            ("POST", "/v1/quotes", {"json": good}),
            ("POST", "/v1/quotes", {"json": good, "params": {"q": MARKER}}),
            # Over a real connection a body that is too large can end in a closed pipe instead of an answer.
            *(row.values[:3] for row in FAILURES if row.values[4] != "body-too-large"),
        ]
        with httpx.Client(base_url=address(command)) as client, ThreadPoolExecutor(4) as threads:
            answers = [
                threads.submit(client.request, method, url, **request) for method, url, request in requests
            ]
            statuses = [answer.result().status_code for answer in answers]
        assert statuses.count(200) == 1
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate()
    assert err.count("status=") == len(answers)
    assert MARKER not in out + err
    assert "Traceback" not in out + err


def test_server_does_not_hold_the_engine_itself():
    code = "import sys, api.server; sys.exit(any(name in sys.modules for name in ('spacy', 'numpy')))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
