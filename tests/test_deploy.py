"""The container file, the systemd unit and the operator's guide say what is so."""

import configparser
import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from api.metrics import OUTCOMES
from api.patience import MAX_HEAD_BYTES
from api.problems import KINDS
from api.settings import FIELDS, variable
from api.visits import Visit, shown
from tests.api import engines
from tests.api.conftest import serving

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
UNIT = ROOT / "deploy" / "attribution.service"


def instructions():
    """The instructions of the container file, with lines that go on put together."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Containerfile").read_text(), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [tuple(line.split(None, 1)) for line in lines if line.strip()]


def of(name):
    return [rest for instruction, rest in instructions() if instruction == name]


def test_container_has_two_stages_and_installs_what_is_pinned():
    assert [rest.split()[0] for rest in of("FROM")] == ["docker.io/library/python:3.11-slim"] * 2
    (install,) = of("RUN")
    assert "--constraint constraints.txt" in install
    assert "dev" not in install


def test_container_does_not_run_as_root():
    (user,) = of("USER")
    assert all(int(number) >= 1000 for number in user.split(":"))


def test_container_is_made_of_files_that_are_sent_to_the_builder():
    sources = [part for copy in of("COPY") if "--from" not in copy for part in copy.split()[:-1]]
    sent = {line.removeprefix("!") for line in (ROOT / ".dockerignore").read_text().split() if line[0] == "!"}
    assert sources
    assert set(sources) == sent
    assert all((ROOT / source).exists() for source in sources)


def test_container_sets_only_what_can_be_set():
    names = re.findall(r"(\w+)=", " ".join(of("ENV")))
    assert {name for name in names if not name.startswith("PYTHON")} <= set(map(variable, FIELDS))


def test_container_checks_its_health_and_can_make_keys():
    (check,) = of("HEALTHCHECK")
    command = json.loads(check.partition("CMD")[2])
    assert command[0].endswith("/python")
    compile(command[2], "HEALTHCHECK", "exec")
    assert "/health/ready" in command[2]
    (entry,) = of("ENTRYPOINT")
    python, *arguments = json.loads(entry)
    assert python == command[0]
    made = subprocess.run(
        [sys.executable, *arguments, "keys", "new", "desk"], capture_output=True, text=True, cwd=ROOT.parent
    )
    assert "[desk]" in made.stdout, made.stderr


def unit():
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str
    parser.read_string(UNIT.read_text())
    return parser["Service"]


def test_unit_starts_the_service_with_nothing_to_write_to():
    service = unit()
    assert shlex.split(service["ExecStart"])[1:] == ["-P", "-m", "api"]
    for name in ("DynamicUser", "NoNewPrivileges", "PrivateTmp", "PrivateDevices", "RestrictSUIDSGID"):
        assert service[name] == "yes"
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""
    assert service["MemoryMax"]
    assert int(service["TimeoutStopSec"]) > FIELDS["timeout_s"].default


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_unit_is_one_that_systemd_can_read(tmp_path):
    path = tmp_path / UNIT.name
    path.write_text(UNIT.read_text().replace("/opt/attribution/bin/python", sys.executable))
    checked = subprocess.run(["systemd-analyze", "verify", path], capture_output=True, text=True)
    assert [line for line in checked.stderr.splitlines() if UNIT.name in line] == []


def test_guide_lists_every_metric_and_its_labels():
    with serving(load=engines.echoing) as client:
        client.post("/v1/quotes", json={"text": "a"})
        text = client.get("/metrics").text
    ours = set(re.findall(r"^# HELP (attribution_\w+) ", text, re.MULTILINE))
    ours = {name for name in ours if not name.endswith("_created")}
    assert ours == set(re.findall(r"^\| `(attribution_\w+)` \|", GUIDE, re.MULTILINE))
    for name, kind in re.findall(r"^\| `(attribution_\w+)` \| (\w+) \|", GUIDE, re.MULTILINE):
        assert f"# TYPE {name} {kind}\n" in text
    for name in ours:
        meaning = re.search(rf"# HELP {name} (.*)", text)[1]
        assert meaning in GUIDE
    assert "`, `".join(OUTCOMES.values()) in GUIDE


def test_guide_lists_every_field_of_a_request_in_the_log():
    visit = Visit(method="GET", request="r", trace="t", key="k")
    listed = re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", GUIDE, re.MULTILINE)))
    assert set(shown(visit)) <= set(listed)


def test_guide_tells_limits_and_settings_that_there_are():
    assert f"| {MAX_HEAD_BYTES // 1024} KB |" in GUIDE
    for name in re.findall(r"ATTRIBUTION_[A-Z_]+", GUIDE):
        assert name in {"ATTRIBUTION_CONFIG", *map(variable, FIELDS)}
    statuses = {kind.status for kind in KINDS}
    assert {int(status) for status in re.findall(r"answered (\d{3})", GUIDE)} <= statuses | {499}


def test_guide_shows_a_file_of_settings_that_can_be_used(tmp_path):
    from api.settings import Settings

    (shown_file,) = re.findall(r"```toml\n# attribution\.toml\n(.*?)```", GUIDE, re.DOTALL)
    (tmp_path / "attribution.toml").write_text(shown_file)
    assert Settings.from_environ({}, folder=tmp_path).keys_file == "keys.toml"


def test_guide_refers_to_its_own_sections():
    headings = {
        re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^## (.*)$", GUIDE, re.MULTILINE)
    }
    assert set(re.findall(r"\(#([a-z0-9-]+)\)", GUIDE)) == headings
