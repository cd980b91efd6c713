"""Whole runs, in this process, with an engine that is quick."""

import errno
import os

import fsspec
import pandas as pd
import pyarrow as pa
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from attribution.archive.refusal import Refusal
from attribution.archive.run import Request, Run
from attribution.archive.schemas import TABLES
from attribution.requests import Options
from tests.attribution.archive.runs import (
    ENGINE,
    article,
    rows,
    run_here,
    tables,
    write_lines,
    write_parquet,
)

BAD = b"nonsense"


@pytest.fixture
def source(tmp_path):
    """Three files of two kinds, with a bad line and articles without quotes."""
    folder = tmp_path / "source"
    folder.mkdir()
    write_lines(
        folder / "1.jsonl",
        [article(i, words=i % 3) | {"text": "x" * (1 + i)} if i % 4 == 0 else article(i) for i in range(30)],
    )
    write_lines(folder / "2.jsonl.gz", [*(article(i) for i in range(30, 60)), b"", BAD, article(60)])
    write_parquet(folder / "3.parquet", [article(i) for i in range(61, 90)])
    return folder


def test_every_article_is_in_the_tables_once(source, tmp_path):
    steps = run_here(source, tmp_path / "t", part_bytes=2000, keep={"day": "date"})
    found = tables(tmp_path / "t")
    assert sorted(int(row["article_id"][1:]) for row in found["articles"]) == list(range(90))
    assert len(found["quotes"]) == sum(row["quotes"] for row in found["articles"]) == 82
    assert len(found["speakers"]) == 82
    assert [(row["source_file"], row["source_row"], row["kind"]) for row in found["errors"]] == [
        ("2.jsonl.gz", 32, "malformed-body")
    ]
    assert sum(step.counts.articles for step in steps) == 90
    assert sum(step.counts.words for step in steps) == sum(row["words"] for row in found["articles"])
    assert sum(step.counts.quotes for step in steps) == 82
    assert sum(step.counts.errors for step in steps) == 1
    assert sum(step.size for step in steps) == sum(path.stat().st_size for path in source.iterdir())
    quote = next(row for row in found["quotes"] if row["article_id"] == "a77")
    assert quote["text"] == "“It held 77,”"
    assert (quote["speaker_name"], quote["day"], quote["source_file"]) == (
        "Ana Lind",
        "2026-01-22",
        "3.parquet",
    )
    assert quote["spans"] == [{"start": quote["start"], "end": quote["end"]}]


@pytest.mark.parametrize("stops", [[3, 1], [2, 2]])
def test_a_run_that_was_stopped_goes_on_to_the_same_tables(source, tmp_path, stops):
    whole = run_here(source, tmp_path / "whole", part_bytes=2000)
    done = [run_here(source, tmp_path / "t", part_bytes=2000, stop_after=stop) for stop in stops]
    done.append(run_here(source, tmp_path / "t", part_bytes=2000))
    assert tables(tmp_path / "t") == tables(tmp_path / "whole")
    assert sum(map(len, done)) == len(whole)
    assert run_here(source, tmp_path / "t", part_bytes=2000) == []


def test_what_a_part_left_that_was_not_done_is_taken_away(source, tmp_path):
    run_here(source, tmp_path / "t", part_bytes=2000, stop_after=2)
    for name in ("quotes/00000-000003.parquet", "errors/00001-000000.parquet", "quotes/x.parquet.unfinished"):
        (tmp_path / "t" / name).write_bytes(b"half")
    (tmp_path / "t" / "_archive" / "done" / "00000-000001.json").write_bytes(b'{"cou')
    (tmp_path / "t" / "articles" / "00000-000000.parquet").unlink()
    run_here(source, tmp_path / "t", part_bytes=2000)
    run_here(source, tmp_path / "whole", part_bytes=2000)
    assert tables(tmp_path / "t") == tables(tmp_path / "whole")


def test_the_size_of_parts_changes_no_row(source, tmp_path):
    for name, size in [("small", 300), ("large", 1_000_000)]:
        run_here(source, tmp_path / name, part_bytes=size)
    assert tables(tmp_path / "small") == tables(tmp_path / "large")


def test_tables_can_be_read_whatever_they_hold(tmp_path):
    source = write_lines(tmp_path / "a.jsonl", [{"text": "Nothing was said."}])
    run_here(source, tmp_path / "t")
    for table in TABLES:
        assert len(rows(tmp_path / "t", table)) == (1 if table == "articles" else 0)
        assert len(pd.read_parquet(tmp_path / "t" / table)) == (1 if table == "articles" else 0)


def test_source_and_target_may_be_object_stores(tmp_path, source):
    store = fsspec.filesystem("memory")
    store.put(f"{source}/", "/of-run/in/", recursive=True)
    run_here("memory://of-run/in", "memory://of-run/out", part_bytes=2000, stop_after=3)
    run_here("memory://of-run/in", "memory://of-run/out", part_bytes=2000)
    store.get("/of-run/out/", f"{tmp_path / 'fetched'}/", recursive=True)
    run_here(source, tmp_path / "t", part_bytes=2000)
    assert tables(tmp_path / "fetched") == tables(tmp_path / "t")


def test_a_target_without_room_ends_the_run_and_loses_nothing(tmp_path, source, monkeypatch):
    left = 0
    put = MemoryFileSystem.pipe_file

    def put_if_there_is_room(system, path, value, **options):
        nonlocal left
        left -= len(value)
        if left < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        put(system, path, value, **options)

    monkeypatch.setattr(MemoryFileSystem, "pipe_file", put_if_there_is_room)
    ended = 0
    while ended < 20:
        # Enough for the files of some part, and not for all.
        left = 35_000
        try:
            run_here(source, "memory://of-full/out", part_bytes=2000)
        except OSError as error:
            assert error.errno == errno.ENOSPC
            ended += 1
        else:
            break
    assert 1 < ended < 20
    fsspec.filesystem("memory").get("/of-full/out/", f"{tmp_path / 'fetched'}/", recursive=True)
    run_here(source, tmp_path / "t", part_bytes=2000)
    assert tables(tmp_path / "fetched") == tables(tmp_path / "t")


def test_a_file_that_cannot_be_written_whole_is_not_there(tmp_path, source, monkeypatch):
    from attribution.archive import store

    def full(descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    run_here(source, tmp_path / "t", part_bytes=2000, stop_after=2)
    there = sorted(tmp_path.joinpath("t").rglob("*"))
    with monkeypatch.context() as patch:
        patch.setattr(store.os, "fsync", full)
        with pytest.raises(OSError, match="No space left"):
            run_here(source, tmp_path / "t", part_bytes=2000)
    assert sorted(tmp_path.joinpath("t").rglob("*")) == there
    run_here(source, tmp_path / "t", part_bytes=2000)
    run_here(source, tmp_path / "whole", part_bytes=2000)
    assert tables(tmp_path / "t") == tables(tmp_path / "whole")


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"options": Options(publication="The Times")}, 'publication was not given and is "The Times"'),
        ({"options": Options(kinds=("direct",))}, "kinds was"),
        ({"keep": {"desk": "desk"}}, "keep was not given"),
        ({"columns": {"text": "body"}}, "columns was not given"),
        ({"engine": {"model": "m 2", "package": "1"}}, 'model was "m 1" and is "m 2"'),
        ({"part_bytes": 999}, "the size of parts"),
    ],
)
def test_a_target_that_was_begun_otherwise_is_refused(source, tmp_path, other, why):
    (source / "3.parquet").unlink()
    run_here(source, tmp_path / "t", part_bytes=2000, stop_after=1)
    with pytest.raises(Refusal, match=why):
        run_here(source, tmp_path / "t", **{"part_bytes": 2000, **other})


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda folder: (folder / "1.jsonl").write_bytes(b"{}"), "1.jsonl of the source has changed"),
        (lambda folder: (folder / "1.jsonl").unlink(), "had a file 1.jsonl, which is gone"),
        (lambda folder: (folder / "4.jsonl").write_bytes(b"{}"), "has a file 4.jsonl, which is new"),
    ],
)
def test_a_source_that_has_changed_is_refused(source, tmp_path, change, why):
    run_here(source, tmp_path / "t", stop_after=1)
    change(source)
    with pytest.raises(Refusal, match=why):
        run_here(source, tmp_path / "t")


def test_a_target_with_files_of_others_is_refused(source, tmp_path):
    path = tmp_path / "t" / "quotes" / "mine.parquet"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"mine")
    with pytest.raises(Refusal, match="no run of this command has begun"):
        run_here(source, tmp_path / "t")
    assert path.read_bytes() == b"mine"


def test_two_runs_at_once_are_refused(source, tmp_path):
    run = Run(Request(source=str(source), target=str(tmp_path / "t")), ENGINE)
    with run.begin(), pytest.raises(Refusal, match="another run is at work"):
        run_here(source, tmp_path / "t")
    assert run_here(source, tmp_path / "t")


def test_a_target_inside_the_source_is_refused(source):
    with pytest.raises(Refusal, match="inside the source"):
        run_here(source, source / "t")


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        ({"columns": {"body": "text"}}, "body is no field of an article"),
        ({"keep": {"kind": "genre"}}, "have a column kind already"),
        ({"keep": {"x": "none"}}, "has no column none"),
        ({"columns": {"text": "none"}}, "has no column none"),
    ],
)
def test_names_that_cannot_be_used_are_refused(tmp_path, request_, why):
    source = write_parquet(tmp_path / "a.parquet", [article(1)])
    with pytest.raises(Refusal, match=why):
        run_here(source, tmp_path / "t", **request_)
    assert not (tmp_path / "t").exists()


def test_parquet_that_holds_no_articles_is_refused(tmp_path):
    source = write_parquet(tmp_path / "a.parquet", [{"body": "A"}])
    with pytest.raises(Refusal, match="has no column text or html or document"):
        run_here(source, tmp_path / "t")


def test_columns_may_have_other_names_and_are_kept_in_their_type(tmp_path):
    table = pa.table(
        {
            "body": ["“It held,” said Ana Lind.", None, "No."],
            "url": pa.array([7, 8, 9], pa.int64()),
            "published": pa.array([0, 1, None], pa.timestamp("ns")),
            "tags": pa.array([["a"], [], None], pa.list_(pa.string())),
            "desk": pa.array(["x", "y", "x"]).dictionary_encode(),
        }
    )
    source = write_parquet(tmp_path / "a.parquet", table)
    run_here(
        source,
        tmp_path / "t",
        columns={"text": "body", "id": "url"},
        keep={"date": "published", "tags": "tags", "desk": "desk", "address": "url"},
    )
    found = pd.read_parquet(tmp_path / "t" / "articles")
    assert list(found["article_id"]) == ["7", "9"]
    assert str(found["date"].dtype).startswith("datetime64")
    assert [list(tags) if tags is not None else None for tags in found["tags"]] == [["a"], None]
    assert list(found["desk"]) == ["x", "x"]
    assert list(found["address"]) == [7, 9]
    (error,) = rows(tmp_path / "t", "errors")
    assert (error["source_row"], error["article_id"], error["pointer"]) == (2, "8", "#/text")
    (quote,) = rows(tmp_path / "t", "quotes")
    assert (quote["article_id"], quote["desk"], quote["address"]) == ("7", "x", 7)


def test_files_may_differ_in_what_is_kept(tmp_path):
    (tmp_path / "source").mkdir()
    write_parquet(tmp_path / "source" / "1.parquet", pa.table({"text": ["A"], "x": [1]}))
    write_parquet(tmp_path / "source" / "2.parquet", pa.table({"text": ["A", "B"], "x": [[1], [2]]}))
    write_parquet(tmp_path / "source" / "3.parquet", pa.table({"text": ["A"]}))
    write_lines(tmp_path / "source" / "4.jsonl", [{"text": "A", "x": 4}, {"text": "A", "x": "four"}])
    run_here(tmp_path / "source", tmp_path / "t", keep={"x": "x"})
    assert not rows(tmp_path / "t", "errors")
    found = [(row["source_file"], row["x"]) for row in rows(tmp_path / "t", "articles")]
    assert found == [
        ("1.parquet", 1),
        ("2.parquet", None),
        ("2.parquet", None),
        ("3.parquet", None),
        ("4.jsonl", 4),
        ("4.jsonl", None),
    ]


def test_of_json_lines_all_that_is_kept_is_text(tmp_path):
    source = write_lines(
        tmp_path / "a.jsonl",
        [
            {"body": "A", "no": 1, "date": "2026-01-02", "tags": ["a", {"b": 1}]},
            {"body": "B", "no": 2.5, "date": None},
            {"no": 3, "text": "not this field"},
        ],
    )
    run_here(
        source,
        tmp_path / "t",
        columns={"text": "body", "id": "no"},
        keep={"date": "date", "tags": "tags", "number": "no", "title": "title"},
    )
    found = rows(tmp_path / "t", "articles")
    assert [(row["article_id"], row["date"], row["tags"], row["number"], row["title"]) for row in found] == [
        ("1", "2026-01-02", '["a",{"b":1}]', "1", None)
    ]
    assert [(row["source_row"], row["pointer"]) for row in rows(tmp_path / "t", "errors")] == [
        (2, "#/no"),
        (3, "#/text"),
    ]


def test_errors_tell_where_and_what_and_no_text(tmp_path):
    source = write_lines(
        tmp_path / "a.jsonl",
        [
            {"id": "good", "text": "A"},
            b"SECRET nonsense",
            {"id": "empty", "text": " "},
            {"id": "fails", "text": "SECRET FAIL"},
            {"id": "german", "text": "SECRET", "language": "de"},
            {"id": 7, "text": 7},
        ],
    )
    run_here(source, tmp_path / "t")
    found = rows(tmp_path / "t", "errors")
    assert [(row["source_row"], row["article_id"], row["kind"], row["pointer"]) for row in found] == [
        (2, None, "malformed-body", None),
        (3, "empty", "invalid-request", "#/text"),
        (4, "fails", "internal-error", None),
        (5, "german", "invalid-request", "#/language"),
        (6, "7", "invalid-request", "#/text"),
    ]
    assert "SECRET" not in str(found)
    assert "insides" not in str(found)


def test_documents_in_parquet_may_stand_as_text(tmp_path):
    source = write_parquet(
        tmp_path / "a.parquet",
        [
            {"document": '{"body_text": "“It held,” said Ana Lind."}', "format": "ninjs"},
            {"document": "{", "format": "ninjs"},
        ],
    )
    run_here(source, tmp_path / "t")
    assert [row["speaker_name"] for row in rows(tmp_path / "t", "quotes")] == ["Ana Lind"]
    assert [row["kind"] for row in rows(tmp_path / "t", "errors")] == ["malformed-body"]


def test_the_report_adds_its_findings(tmp_path):
    source = write_lines(tmp_path / "a.jsonl", [article(1)])
    run_here(source, tmp_path / "t", options=Options(include=("report",)))
    (found,) = rows(tmp_path / "t", "articles")
    assert found["findings"] == []
