"""`attribution extract --as FORMAT`."""

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from attribution import cli
from attribution.outputs.media_types import BY_NAME
from attribution.outputs.rendering import render
from tests.outputs.answers import ARTICLE

ADDRESS = "https://example.org/zoo"


@pytest.fixture(scope="module")
def engine(nlp):
    return cli.load_engine()


@pytest.fixture
def run(engine, capfdbinary) -> Callable[..., tuple[int, bytes]]:
    def run(*arguments: object) -> tuple[int, bytes]:
        code = cli.main(["extract", *map(str, arguments)], load=lambda: engine)
        sys.stdout.flush()
        return code, capfdbinary.readouterr().out

    return run


@pytest.fixture
def files(tmp_path) -> list[Path]:
    """Two articles, the second without a quote."""
    paths = [tmp_path / "zoo.txt", tmp_path / "quiet.txt"]
    for path, text in zip(paths, [ARTICLE, "Nothing happened.\n"], strict=True):
        path.write_text(text, encoding="utf-8", newline="")
    return paths


@pytest.mark.parametrize("output", BY_NAME)
def test_command_writes_each_format(run, files, analyse, output):
    code, written = run("--as", output, "--url", ADDRESS, "--id", "zoo", "--offset-unit", "utf16", files[0])
    expected = render(output, analyse(ARTICLE, id="zoo", offset_unit="utf16"), ARTICLE, ADDRESS)
    assert code == 0
    assert written.removesuffix(b"\n") == expected.removesuffix(b"\n")


def test_command_json_is_one_of_the_formats(run, files):
    assert run("--json", *files) == run("--as", "json", *files)


def test_command_table_of_several_articles_names_its_columns_once(run, files):
    _, written = run("--as", "csv", files[1], files[0], files[1])
    first, *rows = csv.reader(io.StringIO(written.decode(), newline=""))
    assert first[:2] == ["article_id", "quote_id"]
    assert {row[0] for row in rows} == {str(files[0])}
    assert rows


@pytest.mark.parametrize("output", ["webannotation", "schema"])
def test_command_json_of_several_articles_is_a_line_each(run, files, output):
    _, written = run("--as", output, *files)
    assert [json.loads(line)["@context"] for line in written.splitlines()] == [
        {"webannotation": "http://www.w3.org/ns/anno.jsonld", "schema": "https://schema.org"}[output]
    ] * 2


def test_command_msgpack_of_several_articles_is_a_stream(run, files):
    _, written = run("--as", "msgpack", *files)
    _, single = run("--as", "msgpack", files[0])
    assert msgspec.msgpack.decode(single)["id"] == str(files[0])
    assert written.startswith(single)
    assert msgspec.msgpack.decode(written[len(single) :])["id"] == str(files[1])


@pytest.mark.parametrize("url", ["zoo", "ftp://example.org/a", "https://", "https://a b"])
def test_command_address_must_be_one(run, files, url):
    with pytest.raises(SystemExit) as ended:
        run("--as", "schema", "--url", url, files[0])
    assert ended.value.code == 2


def test_command_address_is_of_one_article(run, files):
    assert run("--as", "schema", "--url", ADDRESS, *files)[0] == 2
