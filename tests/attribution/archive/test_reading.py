import gzip
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from attribution.archive.reading import Reading
from attribution.archive.records import Rows
from attribution.archive.sources import find
from tests.attribution.archive.runs import article, compressed, write_lines, write_parquet

COLUMNS = ("id", "text", "date")


def parts(path, part_bytes, done=(), finished=(), kept=()):
    return list(Reading(find(str(path)), part_bytes, COLUMNS, pa.schema(kept)).parts(done, finished))


def numbers(part):
    return [part.records.number(i) for i in range(len(part.records))]


def ids(part):
    return [part.records.identity(i, "id") for i in range(len(part.records))]


ARTICLES = [article(i) for i in range(100)]


@pytest.fixture(params=["a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a.parquet", "groups.parquet"])
def path(request, tmp_path):
    """The same hundred articles in every kind of file."""
    path = tmp_path / request.param
    if path.suffix == ".parquet":
        return write_parquet(path, ARTICLES, row_group_size=7 if "groups" in path.name else 1000)
    return write_lines(path, ARTICLES)


def test_every_article_is_in_one_part_and_in_order(path):
    found = parts(path, 2000)
    assert 2 < len(found) < 20
    assert [name for part in found for name in ids(part)] == [f"a{i}" for i in range(100)]
    assert [number for part in found for number in numbers(part)] == list(range(1, 101))
    assert [part.name for part in found] == [f"00000-{i:06}" for i in range(len(found))]
    assert [part.is_last for part in found] == [False] * (len(found) - 1) + [True]
    assert sum(part.size for part in found) == path.stat().st_size
    assert not any(part.faults for part in found)


def test_parts_that_are_done_are_left_out_and_the_others_stay_as_they_are(path):
    found = parts(path, 2000)
    for done in ([0], [1, 2], [len(found) - 1], range(len(found))):
        left = [part for i, part in enumerate(found) if i not in done]
        again = parts(path, 2000, done={found[i].name for i in done})
        assert [(part.name, ids(part), numbers(part), part.size, part.is_last) for part in again] == [
            (part.name, ids(part), numbers(part), part.size, part.is_last) for part in left
        ]


def test_a_file_that_is_finished_is_not_opened(tmp_path):
    path = write_lines(tmp_path / "a.jsonl", ARTICLES)
    reading = Reading(find(str(path)), 2000, COLUMNS, pa.schema([]))
    path.unlink()
    assert not list(reading.parts((), {0}))


def test_a_long_article_is_a_part_of_its_own(tmp_path):
    path = write_lines(tmp_path / "a.jsonl", [article(0), article(1, words=500), article(2)])
    assert [ids(part) for part in parts(path, 300)] == [["a0", "a1"], ["a2"]]


def test_blank_lines_are_counted_and_left_out(tmp_path):
    path = write_lines(tmp_path / "a.jsonl", [b"", article(0), b"  ", b"", article(1)])
    (part,) = parts(path, 10_000)
    assert numbers(part) == [2, 5]


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
@pytest.mark.parametrize("content", [b"", b"\n\n"])
def test_a_file_without_articles_is_one_part_without_articles(tmp_path, suffix, content):
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(compressed(content, suffix))
    (part,) = parts(path, 1000)
    assert (len(part.records), part.is_last, part.faults) == (0, True, ())


def test_parquet_without_rows_is_one_part_without_articles(tmp_path):
    table = pa.table({"text": pa.array([], pa.string())})
    (part,) = parts(write_parquet(tmp_path / "a.parquet", table), 1000)
    assert (len(part.records), part.is_last, part.faults) == (0, True, ())


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_compressed_files_that_were_put_together_are_read_to_the_end(tmp_path, suffix):
    halves = [
        b"".join(json.dumps(line).encode() + b"\n" for line in half)
        for half in (ARTICLES[:50], ARTICLES[50:])
    ]
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(b"".join(compressed(half, suffix) for half in halves))
    assert [name for part in parts(path, 2000) for name in ids(part)] == [f"a{i}" for i in range(100)]


def test_how_a_file_is_compressed_is_seen_in_it_and_not_in_its_name(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(gzip.compress(json.dumps(article(0)).encode()))
    (part,) = parts(path, 1000)
    assert ids(part) == ["a0"]


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_what_stands_before_the_end_of_a_file_that_was_cut_off_is_read(tmp_path, suffix):
    import random

    chance = random.Random(1)
    noisy = [{**article(i), "noise": chance.randbytes(400).hex()} for i in range(2000)]
    path = write_lines(tmp_path / f"a.jsonl{suffix}", noisy)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    *whole, last = parts(path, 100_000)
    assert whole
    assert not any(part.faults for part in whole)
    (fault,) = last.faults
    read = [number for part in (*whole, last) for number in numbers(part)]
    assert read == list(range(1, len(read) + 1))
    assert fault.kind == "unreadable-source"
    assert fault.source_row == len(read) + 1
    assert last.is_last


def test_a_file_that_is_no_parquet_inside_is_a_part_with_a_fault(tmp_path):
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1" + b"nonsense" * 100)
    (part,) = parts(path, 1000)
    (fault,) = part.faults
    assert (len(part.records), part.is_last) == (0, True)
    assert (fault.kind, fault.source_row) == ("unreadable-source", None)
    assert "nonsense" not in fault.detail


def test_a_damaged_row_group_is_given_up_and_the_others_are_read(tmp_path):
    path = write_parquet(tmp_path / "a.parquet", ARTICLES, row_group_size=20, compression="zstd")
    chunk = pq.ParquetFile(path).metadata.row_group(2).column(1)
    data = bytearray(path.read_bytes())
    start = chunk.dictionary_page_offset or chunk.data_page_offset
    data[start : start + chunk.total_compressed_size] = b"\xff" * chunk.total_compressed_size
    path.write_bytes(data)
    found = parts(path, 2000)
    assert [number for part in found for number in numbers(part)] == [*range(1, 41), *range(61, 101)]
    faults = [fault for part in found for fault in part.faults]
    assert faults[0].source_row == 41
    assert all("row" in fault.detail and 41 <= fault.source_row <= 60 for fault in faults)
    again = parts(path, 2000, done={part.name for part in found[:3]})
    assert [(numbers(part), part.faults) for part in again] == [
        (numbers(part), part.faults) for part in found[3:]
    ]


def test_kept_columns_have_the_types_that_are_wanted(tmp_path):
    path = write_parquet(tmp_path / "a.parquet", [{"text": "A", "date": 2026}])
    (part,) = parts(path, 1000, kept=[pa.field("date", pa.string())])
    assert isinstance(part.records, Rows)
    assert part.records.batch.column("date").to_pylist() == ["2026"]


def test_a_piece_of_rows_is_sent_without_the_others(tmp_path):
    import pickle

    path = write_parquet(tmp_path / "a.parquet", [article(i, words=20) for i in range(1000)])
    (part,) = parts(path, 10_000_000)
    piece = part.records.piece(500, 502)
    sent = pickle.dumps(piece)
    assert len(sent) < len(pickle.dumps(part.records)) / 100
    again = pickle.loads(sent)
    assert [again.identity(i, "id") for i in range(2)] == ["a500", "a501"]
    assert again.numbers == (501, 502)
