"""`attribution archive` as it is given, with an engine of the tests."""

import pytest

from attribution import cli
from attribution.archive import command
from tests.attribution.archive import engines
from tests.attribution.archive.runs import article, rows, write_lines, write_parquet


@pytest.fixture
def run(capsys):
    def run(*arguments):
        code = cli.main(["archive", *map(str, arguments)], load=engines.quick)
        return code, capsys.readouterr().err

    return run


def test_the_command_writes_tables_and_says_what_it_has_done(run, tmp_path):
    source = write_lines(tmp_path / "a.jsonl.gz", [*(article(i) for i in range(5)), b"nonsense"])
    code, told = run(source, tmp_path / "t", "--processes", "1", "--keep", "date, section=desk", "--report")
    assert code == 0
    assert told.startswith("5 articles, 30 words, 5 quotes, 1 error; ")
    (found,) = [row for row in rows(tmp_path / "t", "articles") if row["article_id"] == "a3"]
    assert (found["date"], found["section"], found["findings"]) == ("2026-01-04", "news", [])
    code, told = run(source, tmp_path / "t", "--processes", "1", "--keep", "date, section=desk", "--report")
    assert code == 0
    assert "5 articles of them done before" in told
    code, told = run(source, tmp_path / "t")
    assert code == 2
    assert "was begun otherwise: include was" in told


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("{0}/none", "{0}/t"), "there is no file there"),
        (("{0}/a.parquet", "{0}/t", "--columns", "text=none"), "has no column none"),
        (("{0}/a.parquet", "{0}/t", "--keep", "kind"), "have a column kind already"),
        (("{0}/a.parquet", "nonsense://x/t"), "no such kind of address"),
    ],
)
def test_what_cannot_be_begun_is_refused(run, tmp_path, arguments, why):
    write_parquet(tmp_path / "a.parquet", [article(1)])
    code, told = run(*(each.format(tmp_path) for each in arguments))
    assert code == 2
    assert why in told
    assert not (tmp_path / "t").exists()


@pytest.mark.parametrize(
    "arguments",
    [("--keep", ""), ("--keep", "a=,b"), ("--columns", "=b"), ("--time-limit", "0"), ("--processes", "0")],
)
def test_wrong_arguments_end_the_program(arguments):
    with pytest.raises(SystemExit) as ended:
        cli.main(["archive", "a", "b", *arguments])
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("ray", "extra"), [([], "quote-attribution[archive]"), (["--ray", "auto"], "quote-attribution[ray]")]
)
def test_the_extra_that_is_missing_is_named(run, tmp_path, monkeypatch, ray, extra):
    monkeypatch.setattr(command.importlib.util, "find_spec", lambda name: None)
    code, told = run("a", "b", *ray)
    assert code == 2
    assert extra in told


def test_a_full_disk_is_told_and_how_to_go_on(run, tmp_path, monkeypatch):
    from attribution.archive import store

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store.os, "fsync", full)
    code, told = run(write_lines(tmp_path / "a.jsonl", [article(1)]), tmp_path / "t")
    assert code == 1
    assert told == (
        f"attribution: {tmp_path / 't'}: no space left on device; nothing that is done is lost. "
        "The same command goes on where this one stopped.\n"
    )


def test_the_engine_of_a_run_is_the_model_that_is_shipped(nlp):
    assert command.engine()["model"] == f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"
