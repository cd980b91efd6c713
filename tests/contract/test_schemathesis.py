"""Schemathesis finds nothing: it makes requests from the contract, good ones and bad, and holds the answers to it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from api.controllers.docs import CONTRACT

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(sys.executable).with_name("schemathesis")


@pytest.mark.skipif(not PROGRAM.exists(), reason="Schemathesis is not installed: pip install '.[dev]'")
def test_schemathesis_finds_nothing(service: str):
    done = subprocess.run(
        [
            *(str(PROGRAM), "run", str(CONTRACT), "--url", service, "--no-color"),
            *("--phases", "examples,coverage,fuzzing", "--max-examples", "5", "--seed", "1"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    operations = sum(map(len, json.loads(CONTRACT.read_bytes())["paths"].values()))
    assert f"{operations} selected / {operations} total" in done.stdout
    assert "warning" not in done.stdout.lower()
