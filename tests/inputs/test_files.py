"""HTML and documents on the command line: by the name of the file, or by --format."""

import json

import pytest

from attribution import cli
from tests.attribution.archive import engines
from tests.inputs.samples import FIXTURES, FORMATS, read


@pytest.fixture
def load(analyse):
    def engine(article, name, options):
        return analyse(article, id=name, offset_unit=options.offset_unit)

    return lambda: engines.each(engine)


@pytest.mark.parametrize("name", FORMATS)
def test_extract_reads_every_format(load, capfdbinary, name):
    path = str(FIXTURES / name)
    given = [] if name.endswith(".html") else ["--format", FORMATS[name]]
    assert cli.main(["extract", "--json", *given, path], load=load) == cli.OK
    answer = json.loads(capfdbinary.readouterr().out)
    assert answer["text"] == read(name).text
    assert answer["quotes"][1]["spans"][0]["original"]["element"]


def test_extract_shows_html_in_a_table(load, capsys):
    assert cli.main(["extract", str(FIXTURES / "page.html")], load=load) == cli.OK
    assert "Ines Carver" in capsys.readouterr().out


def test_names_tell_html_and_format_stands_above_them(load, capfdbinary, tmp_path):
    path = tmp_path / "a.HTM"
    path.write_text("<p>“It held,” said Ana Lind.</p>", encoding="utf-8")
    assert cli.main(["extract", "--json", str(path)], load=load) == cli.OK
    assert json.loads(capfdbinary.readouterr().out)["text"] == "“It held,” said Ana Lind."
    assert cli.main(["extract", "--json", "--format", "text", str(path)], load=load) == cli.OK
    assert "text" not in json.loads(capfdbinary.readouterr().out)


@pytest.mark.parametrize(
    ("format", "content", "complaint"),
    [
        ("ans", b"{", "Not JSON, as a document in the format ans is."),
        ("ans", b"{}", "An ANS story has its text in the array content_elements."),
        ("nitf", b"<a", "The document is not well-formed XML (line 1, column 3)."),
        ("html", b"<p></p>", "The HTML holds no text."),
        ("html", b"\xff", "not UTF-8 text (byte 0)"),
        ("wordpress", b" \n", "empty"),
    ],
)
def test_files_that_hold_no_article_are_told(load, capsys, tmp_path, format, content, complaint):
    path = tmp_path / "file"
    path.write_bytes(content)
    assert cli.main(["extract", "--format", format, str(path)], load=load) == cli.UNUSABLE
    assert capsys.readouterr().err == f"attribution: {path}: {complaint}\n"


def test_nitf_files_may_be_in_the_encoding_that_they_name(load, capfdbinary, tmp_path):
    path = tmp_path / "a.xml"
    body = '<nitf><body.content><p>"É," said Ana Lind.</p></body.content></nitf>'
    text = f'<?xml version="1.0" encoding="iso-8859-1"?>{body}'
    path.write_bytes(text.encode("iso-8859-1"))
    assert cli.main(["extract", "--json", "--format", "nitf", str(path)], load=load) == cli.OK
    assert json.loads(capfdbinary.readouterr().out)["text"] == '"É," said Ana Lind.'


def test_annotate_takes_any_form_a_line(load, tmp_path):
    corpus, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [
        {"id": "1", "html": "<p>“It held,” said Ana Lind.</p>"},
        {"id": "2", "document": {"body_html": "<p>“It held,” said Ana Lind.</p>"}, "format": "ninjs"},
        {"id": "3", "document": {}, "format": "ninjs"},
        {"id": "4", "html": "<p>a</p>", "text": "a"},
        {"id": "5", "document": {}},
    ]
    corpus.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    assert cli.main(["annotate", str(corpus), str(output)], load=load) == cli.OK
    found = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [answer["quotes"][0]["spans"][0]["original"]["element"] for answer in found[:2]] == [
        "p[1]",
        "/body_html",
    ]
    assert [line["error"]["errors"][0]["pointer"] for line in found[2:]] == [
        "#/document/body_xhtml",
        "#/html",
        "#/format",
    ]
