"""API keys: who is let in, what is stored of a key, and what an operator sees who gets it wrong."""

import datetime
import hashlib
import os
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import httpx
import pytest
from litestar.routes import HTTPRoute

from api import keys
from api.access import METRICS
from api.app import create_app
from api.keys import Keyring, digest, entry, is_loopback, new_key
from api.server import UNUSABLE
from api.settings import Settings, SettingsError
from api.visits import WORK
from tests.api import engines
from tests.api.conftest import serving
from tests.api.launch import spawned
from tests.api.test_problems import check

URL = "/v1/quotes"
GOOD = {"text": "Nobody spoke."}
TODAY = datetime.datetime.now(datetime.UTC).date()
DAY = datetime.timedelta(days=1)
DESK, ARCHIVE, OLD, LAST_DAY = (new_key() for _ in range(4))

ENTRIES = (
    entry("desk", DESK)
    + entry("archive", ARCHIVE, expires=TODAY + 30 * DAY, rate=600)
    + entry("old", OLD, expires=TODAY - DAY)
    + entry("last-day", LAST_DAY, expires=TODAY)
)


@pytest.fixture(scope="module")
def keys_file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "keys.toml"
    path.write_text(ENTRIES)
    return path


@pytest.fixture(scope="module")
def guarded(keys_file):
    """A service that asks for keys."""
    with serving(load=engines.echoing, keys_file=str(keys_file)) as client:
        yield client


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": f"Bearer {DESK}"},
        {"Authorization": f"bearer   {DESK} "},
        {"X-API-Key": DESK},
        {"X-API-Key": ARCHIVE},
        {"X-API-Key": LAST_DAY},
        {"Authorization": "Basic dXNlcjpwYXNz", "X-API-Key": DESK},
    ],
)
def test_keys_that_are_valid_are_let_in(guarded, headers):
    assert guarded.post(URL, json=GOOD, headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("headers", "detail", "is_told_invalid"),
    [
        ({}, "brings no API key", False),
        ({"X-API-Key": ""}, "brings no API key", False),
        ({"Authorization": "Bearer "}, "brings no API key", False),
        ({"Authorization": f"Basic {DESK}"}, "brings no API key", False),
        ({"X-API-Key": DESK[:-1]}, "not known", True),
        ({"X-API-Key": DESK.lower()}, "not known", True),
        ({"X-API-Key": digest(DESK)}, "not known", True),
        ({"Authorization": "Bearer née".encode("latin-1")}, "not known", True),
        ({"Authorization": "Bearer nobody", "X-API-Key": DESK}, "not known", True),
        ({"X-API-Key": OLD}, f"has expired: its last day was {TODAY - DAY}", True),
    ],
)
def test_keys_that_are_not_valid_are_told_why(guarded, headers, detail, is_told_invalid):
    response = guarded.post(URL, json=GOOD, headers=headers)
    problem = check(response, 401, "unauthorized")
    assert detail in problem["detail"]
    challenge = response.headers["www-authenticate"]
    assert challenge.startswith('Bearer realm="')
    assert ('error="invalid_token"' in challenge) == is_told_invalid
    for secret in (DESK, OLD):
        assert secret not in response.text


def test_keys_are_asked_for_before_anything_is_read(guarded):
    # Too large, and of no known type: a client with a key would be told so.
    check(guarded.post(URL, content=b"x" * 5_000_000), 401, "unauthorized")


def test_keys_guard_whatever_does_work_and_nothing_else(guarded):
    open_to_all, needing_keys = set(), set()
    for route in guarded.app.routes:
        assert isinstance(route, HTTPRoute)
        for method in set(route.route_handler_map) - {"OPTIONS", "HEAD"}:
            path = route.path_format.replace("{", "").replace("}", "")
            status = guarded.request(method, path).status_code
            (needing_keys if status == 401 else open_to_all).add((method, route.path))
    assert {method for method, _ in open_to_all} == {"GET"}
    assert all(path.startswith(WORK) or path == METRICS for _, path in needing_keys)
    assert not [path for _, path in open_to_all if path.startswith(WORK)]
    assert ("POST", "/v1/quotes/stream") in needing_keys
    assert {("GET", "/docs"), ("GET", "/health/ready"), ("GET", "/openapi.json")} <= open_to_all


def test_keys_are_not_needed_by_default():
    with serving(load=engines.echoing) as client:
        assert client.post(URL, json=GOOD).status_code == 200
        # A key that a client was told to send does no harm.
        assert client.post(URL, json=GOOD, headers={"X-API-Key": "any"}).status_code == 200


def test_keys_are_compared_in_constant_time_and_all_of_them(keys_file, monkeypatch):
    compared = []
    monkeypatch.setattr(
        keys.hmac, "compare_digest", lambda sent, known: compared.append(known) or sent == known
    )
    for secret in (DESK, "unknown"):
        compared.clear()
        Keyring(keys_file).find(secret)
        assert len(compared) == len(tomllib.loads(ENTRIES))


def test_keys_are_stored_as_hashes_alone():
    for secret in (DESK, ARCHIVE, OLD):
        assert secret not in ENTRIES
        assert hashlib.sha256(secret.encode()).hexdigest() in ENTRIES
    assert len({new_key() for _ in range(100)}) == 100
    assert all(len(new_key()) == len("qa_") + 43 for _ in range(100))  # 256 bits in base64


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "has no keys"),
        ("[desk\n", "is not TOML"),
        ('desk = "x"', "'desk'"),
        ("[desk]\n", "missing required field `sha256`"),
        (f'[desk]\nsha256 = "{DESK}"', "$.sha256"),
        (f'[desk]\nkey = "{DESK}"', "unknown field `key`"),
        (f'[desk]\nsha256 = "{digest(DESK)}"\nexpires = "soon"', "expires"),
        (f'[desk]\nsha256 = "{digest(DESK)}"\nrate = -1', ">= 0"),
        (f'["the desk"]\nsha256 = "{digest(DESK)}"', "'the desk'"),
        (f'[a]\nsha256 = "{digest(OLD)}"\n[b]\nsha256 = "short"', "'b'"),
        (entry("desk", DESK) * 2, "is not TOML"),
    ],
)
def test_keys_file_that_cannot_be_used_is_named_and_not_repeated(tmp_path, content, told):
    path = tmp_path / "keys.toml"
    path.write_text(content)
    with pytest.raises(SettingsError) as failure:
        Keyring(path)
    message = str(failure.value)
    assert str(path) in message
    assert told in message.replace("`$...", "$.").replace("$[...].", "$.")
    assert DESK not in message
    assert digest(DESK) not in message


def test_keys_file_must_be_there(tmp_path):
    with pytest.raises(SettingsError, match="cannot be read"):
        create_app(Settings(keys_file=str(tmp_path / "absent.toml")))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "news.example"])
def test_keys_are_needed_where_other_machines_can_come(host):
    with pytest.raises(SettingsError, match=r"ATTRIBUTION_KEYS_FILE.*ATTRIBUTION_AUTH=off"):
        create_app(Settings(host=host))
    assert create_app(Settings(host=host, auth="off")).state.access.keyring is None


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), ("localhost.x.y", False)],
)
def test_keys_know_the_addresses_of_this_machine(host, expected):
    assert is_loopback(host) == expected


def test_keys_can_be_demanded_on_this_machine_too():
    with pytest.raises(SettingsError, match="ATTRIBUTION_AUTH=on needs"):
        create_app(Settings(auth="on"))


def test_keys_can_be_turned_off_although_there_is_a_file(keys_file):
    with serving(load=engines.echoing, keys_file=str(keys_file), auth="off") as client:
        assert client.post(URL, json=GOOD).status_code == 200


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "api", *arguments], capture_output=True, text=True)


def test_keys_command_makes_a_key_whose_lines_go_to_the_file(tmp_path):
    path = tmp_path / "keys.toml"
    made = [command("keys", "new", "desk"), command("keys", "new", "cms-2", "--days", "7", "--rate", "120")]
    path.write_text("".join(run.stdout for run in made))
    ring = Keyring(path)
    secrets = [run.stderr.split("once: ")[1].split()[0] for run in made]
    assert [ring.find(secret)[0] for secret in secrets] == ["desk", "cms-2"]
    _, key = ring.find(secrets[1])
    assert TODAY + 6 * DAY <= key.expires <= TODAY + 8 * DAY
    assert key.rate == 120
    assert not any(secret in path.read_text() for secret in secrets)


@pytest.mark.parametrize(
    "arguments", [["two words"], ["a.b"], ["desk", "--days", "0"], ["desk", "--rate", "x"], []]
)
def test_keys_command_refuses_what_it_cannot_use(arguments, capsys):
    from api.command import main

    with pytest.raises(SystemExit) as end:
        main(["keys", "new", *arguments])
    assert end.value.code == UNUSABLE
    assert "qa_" not in "".join(capsys.readouterr())


def test_server_reads_the_keys_again_on_a_signal_and_keeps_them_where_it_cannot(tmp_path):
    path = tmp_path / "keys.toml"
    path.write_text(entry("desk", DESK))

    with spawned(keys_file=str(path)) as service, httpx.Client(base_url=service.address) as client:
        assert "-H 'X-API-Key: …'" in service.greeting

        def statuses() -> list[int]:
            sent = [{"X-API-Key": secret} for secret in (DESK, ARCHIVE)]
            return [client.post(URL, json=GOOD, headers=headers).status_code for headers in sent]

        assert statuses() == [200, 401]
        path.write_text(entry("archive", ARCHIVE))
        os.kill(service.process.pid, signal.SIGHUP)
        service.wait_for_log("were read again")
        assert statuses() == [401, 200]
        path.write_text("broken")
        os.kill(service.process.pid, signal.SIGHUP)
        service.wait_for_log("stay as they were")
        assert statuses() == [401, 200]
