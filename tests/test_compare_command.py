"""`attribution compare` with the shipped engine."""

import io
import json
import re
import sys
from pathlib import Path

import msgspec
import pytest

from attribution import cli
from attribution.changes import Changes
from attribution.comparison import compare

OLD = """\
“We will not close the harbour this year,” Mayor Ines Carver told reporters on Monday.

“The money was never there,” said Tom Reed, the city treasurer.

“Nobody asked us,” said Lena Ortiz, who runs a fish stall.
"""
NEW = """\
“We will close the old harbour next year,” Mayor Ines Carver told reporters on Monday.

“The money was never there,” said a city official who asked not to be named.

“The boats are leaving already,” said Aksel Holm, a fisherman.
"""


@pytest.fixture(scope="module")
def engine(nlp):
    return cli.load_engine()


@pytest.fixture
def files(tmp_path, monkeypatch):
    paths = tmp_path / "old.txt", tmp_path / "new.txt"
    for path, text in zip(paths, (OLD, NEW), strict=True):
        path.write_text(text, encoding="utf-8")
    # Short names: the lines of the table must not depend on where the tests keep their files.
    monkeypatch.chdir(tmp_path)
    return [path.name for path in paths]


@pytest.fixture
def run(engine, capfdbinary, monkeypatch):
    """Run the command: its exit code, standard output and standard error."""

    def run(*arguments, stdin=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        monkeypatch.setenv("COLUMNS", "80")
        code = cli.main(["compare", *arguments], load=lambda: engine)
        sys.stdout.flush()
        output, errors = capfdbinary.readouterr()
        return code, output.decode(), errors.decode()

    return run


def test_compare_shows_what_is_not_the_same(run, files):
    code, page, errors = run(*files)
    assert (code, errors) == (0, "")
    words = " ".join(page.split())
    assert "4 quotes: 1 kept, 1 altered, 1 added, 1 removed; 1 made anonymous" in words
    assert "We will [-not-] close the {+old+} harbour [-this-] {+next+} year" in words
    assert "speaker: Tom Reed -> a city official" in words
    assert "anonymity: named -> anonymous requested" in words
    assert "{+“The boats are leaving already,”+}" in words
    assert "[-“Nobody asked us,”-]" in words
    assert "\x1b" not in page
    assert max(map(len, page.splitlines())) <= 80
    assert not any(line.endswith(" ") for line in page.splitlines()[1:])


def test_compare_of_the_same_text_shows_that_nothing_changed(run, files):
    _, page, _ = run(files[0], files[0])
    assert "3 quotes: 3 kept" in " ".join(page.split())
    assert "“" not in page


def test_compare_json_is_the_comparison_of_both_answers(run, files, analyse):
    code, output, _ = run("--json", "--offset-unit", "utf8", *files)
    found = json.loads(output)
    answers = [
        analyse(text, id=name, offset_unit="utf8") for text, name in zip((OLD, NEW), files, strict=True)
    ]
    assert code == 0
    assert found["before"] == msgspec.to_builtins(answers[0])
    assert found["after"] == msgspec.to_builtins(answers[1])
    changes = {name: found[name] for name in ("summary", "changes")}
    assert msgspec.convert(changes, Changes) == compare(*answers)


def test_compare_reads_standard_input(run, files):
    code, page, _ = run("-", files[1], stdin=OLD.encode())
    assert code == 0
    assert "1 altered" in " ".join(page.split())


def test_compare_reports_a_file_that_it_cannot_read(run, files, tmp_path):
    code, output, errors = run(files[0], str(tmp_path / "none.txt"))
    assert (code, output) == (2, "")
    assert "none.txt: no such file or directory" in errors


def test_compare_shows_text_that_would_steer_a_terminal_as_plain_text(run, files, tmp_path):
    hostile = tmp_path / "hostile.txt"
    hostile.write_text(NEW.replace("The boats", "The\x1b[31m \u202eboats"), encoding="utf-8")
    _, page, _ = run(files[0], str(hostile))
    assert "\x1b" not in page
    assert "\u202e" not in page


def test_compare_answers_the_example_of_its_guide_as_shown(run, tmp_path, monkeypatch):
    guide = (Path(__file__).resolve().parent.parent / "docs" / "compare.md").read_text(encoding="utf-8")
    old, new, shown = re.findall(r"```text\n(.*?)```", guide, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    Path("old.txt").write_text(old, encoding="utf-8")
    Path("new.txt").write_text(new, encoding="utf-8")
    _, page, _ = run("old.txt", "new.txt")
    assert page.split() == shown.split()
