import subprocess
import sys
from pathlib import Path

import pytest

from attribution.archive.refusal import Refusal
from tests.attribution.archive import engines
from tests.attribution.archive.runs import article, run_here, tables, write_lines

ROOT = Path(__file__).resolve().parents[3]


def test_a_machine_that_is_taken_away_changes_nothing(tmp_path):
    source = write_lines(tmp_path / "a.jsonl", [article(i, words=2) for i in range(800)])
    command = [sys.executable, "-m", "tests.attribution.archive.on_cluster", str(source), str(tmp_path / "t")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Counts(articles=800, words=9600, quotes=1600, errors=0)" in done.stdout
    run_here(source, tmp_path / "undisturbed")
    assert tables(tmp_path / "t") == tables(tmp_path / "undisturbed")


def test_a_cluster_that_is_not_there_is_refused():
    from attribution.archive.cluster import actors

    with pytest.raises(Refusal, match="there is no Ray cluster"), actors("nonsense", 1, engines.quick, None):
        pass
