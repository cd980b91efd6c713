"""Runs whose processes end at the wrong moment. bench/archive_faults.py has longer ones."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from attribution.processes import WorkersEndedError
from tests.attribution.archive import engines
from tests.attribution.archive.runs import article, rows, run_here, run_in_processes, tables, write_lines

ROOT = Path(__file__).resolve().parents[3]


def test_an_article_that_ends_its_process_is_in_errors_and_all_others_in_the_tables(tmp_path):
    articles = [article(i) for i in range(20)]
    articles[7] = {"id": "p7", "text": "KILL"}
    (tmp_path / "source").mkdir()
    write_lines(tmp_path / "source" / "1.jsonl", articles)
    write_lines(tmp_path / "source" / "2.jsonl", [{"id": "p20", "text": "HANG"}])
    # Much longer than any other article takes, also where the tests have little of the machine.
    run_in_processes(tmp_path / "source", tmp_path / "t", engines.poisonous, time_limit=2)
    found = tables(tmp_path / "t")
    assert [
        (row["source_file"], row["source_row"], row["article_id"], row["kind"]) for row in found["errors"]
    ] == [
        ("1.jsonl", 8, "p7", "worker-lost"),
        ("2.jsonl", 1, "p20", "worker-lost"),
    ]
    (tmp_path / "sound").mkdir()
    articles[7] = b""
    write_lines(tmp_path / "sound" / "1.jsonl", articles)
    run_here(tmp_path / "sound", tmp_path / "undisturbed")
    for table in ("quotes", "speakers", "articles"):
        assert found[table] == rows(tmp_path / "undisturbed", table)


def test_a_process_that_ends_while_it_answers_is_lost_like_any_other(tmp_path):
    source = write_lines(tmp_path / "a.jsonl", [article(0)])
    run_in_processes(source, tmp_path / "t", engines.cut_off, 1)
    assert [row["kind"] for row in rows(tmp_path / "t", "errors")] == ["worker-lost"]


def test_an_engine_that_cannot_be_loaded_ends_the_run(tmp_path):
    source = write_lines(tmp_path / "a.jsonl", [article(0)])
    with pytest.raises(RuntimeError, match="no model"):
        run_in_processes(source, tmp_path / "t", engines.broken, 1)
    with pytest.raises(WorkersEndedError, match="is memory short"):
        run_in_processes(source, tmp_path / "t", engines.deadly, 1)


#: The command, with an engine of the tests.
COMMAND = """
from attribution import cli
from attribution.archive import run
from tests.attribution.archive import engines

if __name__ == "__main__":
    run.PART_BYTES = (8_000, 8_000)
    raise SystemExit(cli.main(load=engines.timed))
"""


def test_a_run_that_is_killed_goes_on_to_the_same_tables(tmp_path):
    source = write_lines(tmp_path / "a.jsonl", [article(i, words=2) for i in range(800)])
    script = tmp_path / "command.py"
    script.write_text(COMMAND)
    command = [sys.executable, str(script), "archive", str(source), str(tmp_path / "t"), "--processes", "2"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = tmp_path / "t" / "_archive" / "done"
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        while not done.is_dir() or len(list(done.iterdir())) < 3:
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    wait_until_nobody_is_left(process.pid)
    ended = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)
    assert ended.stderr.startswith("800 articles, 9,600 words, 1,600 quotes, 0 errors; ")
    assert "of them done before" in ended.stderr
    run_here(source, tmp_path / "whole")
    assert tables(tmp_path / "t") == tables(tmp_path / "whole")
    entries = [json.loads(path.read_bytes()) for path in done.iterdir()]
    assert sum(entry["counts"]["articles"] for entry in entries) == 800
    assert sum(entry["size"] for entry in entries) == source.stat().st_size


def wait_until_nobody_is_left(group):
    """Wait until all processes of a group have ended: workers do when the run has."""
    for _ in range(1000):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.01)
    raise AssertionError("a worker is left")
