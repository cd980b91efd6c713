import fsspec
import pytest

from attribution.archive.refusal import Refusal
from attribution.archive.sources import find


@pytest.fixture
def folder(tmp_path):
    for name in (
        "b/2.jsonl",
        "b/10.jsonl.gz",
        "a.parquet",
        "C.NDJSON.ZST",
        "notes.txt",
        ".hidden.jsonl",
        "_archive/x.parquet",
    ):
        path = tmp_path / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return tmp_path / "source"


def test_a_folder_is_searched_for_files_of_articles_in_the_order_of_their_names(folder):
    found = find(str(folder))
    assert [file.name for file in found.files] == ["C.NDJSON.ZST", "a.parquet", "b/10.jsonl.gz", "b/2.jsonl"]
    assert found.size == 4
    assert found.open(found.files[1]).read() == b"x"


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("{}/notes.txt", ["notes.txt"]),  # a file that is named is taken whatever it is called
        ("{}/b/*.jsonl", ["2.jsonl"]),
        ("{}/b/", ["10.jsonl.gz", "2.jsonl"]),
        ("file://{}/b", ["10.jsonl.gz", "2.jsonl"]),
    ],
)
def test_a_source_is_a_file_a_folder_or_a_pattern(folder, address, names):
    found = find(address.format(folder))
    assert [file.name for file in found.files] == names
    assert all(found.open(file).read() == b"x" for file in found.files)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("{}/none", "there is no file there"),
        ("{}/_archive", "there is no file there, or none whose name ends in"),
        ("{}/*.csv", "there is no file there"),
        ("nonsense://bucket/folder", "no such kind of address is known"),
    ],
)
def test_a_source_that_cannot_be_used_is_refused(folder, address, why):
    if address.endswith("_archive"):
        (folder / "_archive" / "x.parquet").rename(folder / "_archive" / "x.csv")
    with pytest.raises(Refusal, match=why):
        find(address.format(folder))


def test_a_file_that_is_written_anew_has_another_state(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"x")
    (before,) = find(str(path)).files
    path.write_bytes(b"y")
    (after,) = find(str(path)).files
    assert before.name == after.name
    assert before != after


def test_an_object_store_is_read_as_a_folder_is():
    store = fsspec.filesystem("memory")
    store.pipe_file("/of-sources/a/1.jsonl", b"x")
    found = find("memory://of-sources")
    assert [file.name for file in found.files] == ["a/1.jsonl"]
    assert found.open(found.files[0]).read() == b"x"
