"""The files that make the environment agree with each other and with the shipped pipeline."""

import json
import os
import re
import subprocess
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from attribution.results import __file__ as results_file

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = {
    canonicalize_name(name): release
    for name, release in re.findall(
        r"^([\w.-]+)==(\S+)$", (ROOT / "constraints.txt").read_text(), re.MULTILINE
    )
}
TARGETS = set("help setup serve test fix evaluate bench audit fuzz openapi train clean".split())


def make(*arguments):
    # Not the flags of the make that may be running these tests.
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))
    }
    return subprocess.run(
        ["make", *arguments], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    ).stdout


@pytest.mark.parametrize("needed", [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]])
def test_every_dependency_is_pinned_within_its_range(needed):
    requirement = Requirement(needed)
    assert PINS[canonicalize_name(requirement.name)] in requirement.specifier


def test_constraints_hold_nothing_but_pins():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    assert len([line for line in lines if not line.startswith("#")]) == len(PINS)


def test_the_pinned_spacy_is_the_one_that_the_pipeline_was_trained_with():
    meta = json.loads((Path(results_file).with_name("model") / "meta.json").read_text())
    assert PINS["spacy"] in SpecifierSet(meta["spacy_version"])
    assert PINS["spacy"] in meta["spacy_version"]
    assert version("spacy") == PINS["spacy"]


def test_make_alone_lists_every_target():
    assert set(re.findall(r"^  make (\w+) +\S", make(), re.MULTILINE)) == TARGETS


def test_ci_runs_make_test():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "set -euo pipefail" in script.read_text()
    assert script.read_text().rstrip().endswith("make test")


def test_every_pipeline_stage_is_an_entry_point():
    from attribution.pipeline import STAGES

    ours = {stage for stage in STAGES if stage.startswith("attribution_")}
    assert ours == PROJECT["entry-points"]["spacy_factories"].keys()
