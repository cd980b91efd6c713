"""The command line with the shipped engine."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from attribution import cli, lines
from attribution.results import Answer

ROOT = Path(__file__).resolve().parent.parent

ARTICLE = """\
“We will rebuild the bridge before the winter,” Mayor Elena Torres told reporters on Monday.

“The money is gone,” said a city official, who spoke on condition of anonymity because she was not \
authorized to discuss the budget.

The contractor declined to comment.
"""


@pytest.fixture(scope="session")
def engine(nlp):
    """The engine of the command line, loaded once for all tests of one process."""
    return cli.load_engine()


@pytest.fixture
def run(engine, capfdbinary, monkeypatch):
    """Run a command: its exit code, standard output and standard error."""

    def run(*arguments, stdin=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        monkeypatch.setenv("COLUMNS", "80")
        code = cli.main(list(map(str, arguments)), load=lambda: engine)
        sys.stdout.flush()
        output, errors = capfdbinary.readouterr()
        return code, output.decode(), errors.decode()

    return run


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def in_process(*arguments, **options):
    """The command as a user starts it."""
    environment = {**os.environ, "PYTHONWARNINGS": "error", "COLUMNS": "80"}
    return subprocess.Popen(
        [sys.executable, "-m", "attribution", *arguments], cwd=ROOT, env=environment, **options
    )


# extract


def test_extract_shows_a_table(run, article):
    code, page, errors = run("extract", article)
    words = " ".join(page.split())
    assert code == 0
    assert errors == ""
    assert "2 quotes, 2 speakers, 1 from anonymous sources" in words
    assert page.count("ANONYMOUS") == 1
    for part in (
        "“We will rebuild",
        "Torres",
        "named",
        "requested",
        "authorized",
        "conference",
        "said",
        "told",
    ):
        assert part in page
    assert "declined to comment" in words
    assert "\x1b" not in page
    assert max(map(len, page.splitlines())) <= 80


def test_extract_json_is_the_answer_of_the_engine(run, article, analyse):
    code, output, _ = run("extract", "--json", article)
    assert code == 0
    assert output.encode() == msgspec.json.encode(analyse(ARTICLE, id=str(article))) + b"\n"
    assert len(json.loads(output)["quotes"]) == 2


def test_extract_with_the_accurate_model_says_so(article, capfdbinary):
    assert cli.main(["extract", "--json", "--model", "accurate", str(article)]) == 0
    answer = json.loads(capfdbinary.readouterr().out)
    assert answer["model"]["name"].endswith("_accurate")
    assert len(answer["quotes"]) == 2


def test_extract_json_of_several_files_is_one_line_a_file(run, article, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("Nobody spoke.", encoding="utf-8")
    code, output, _ = run("extract", "--json", article, other)
    answers = [json.loads(line) for line in output.splitlines()]
    assert code == 0
    assert [answer["id"] for answer in answers] == [str(article), str(other)]
    assert [len(answer["quotes"]) for answer in answers] == [2, 0]


def test_extract_reads_standard_input(run, analyse):
    code, output, _ = run("extract", "--json", "-", stdin=ARTICLE.encode())
    assert code == 0
    assert msgspec.json.decode(output, type=Answer) == analyse(ARTICLE)


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        (["--id", "a-1"], {"id": "a-1"}),
        (["--kinds", "indirect"], {"kinds": ["indirect"]}),
        (["--kinds", "mixed,direct"], {"kinds": ["direct", "mixed"]}),
        (["--offset-unit", "utf8"], {"offset_unit": "utf8"}),
        (["--offset-unit", "utf16"], {"offset_unit": "utf16"}),
        (["--publication", "The Harbour Times"], {"publication": "The Harbour Times"}),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_extract_options_reach_the_engine(run, analyse, arguments, options):
    text = ARTICLE.replace("reporters", "The Harbour Times \U0001f600")
    _, output, _ = run("extract", "--json", *arguments, "-", stdin=text.encode())
    assert msgspec.json.decode(output, type=Answer) == analyse(text, **options)


def test_offsets_refer_to_the_file_with_its_line_ends(run):
    text = ARTICLE.replace("\n", "\r\n")
    _, output, _ = run("extract", "--json", "-", stdin=text.encode())
    spans = [span for quote in json.loads(output)["quotes"] for span in quote["spans"]]
    assert spans
    assert all(text[span["start"] : span["end"]] == span["text"] for span in spans)


def test_extract_report_follows_the_table(run, article):
    code, page, errors = run("extract", "--report", article)
    words = " ".join(page.split())
    assert (code, errors) == (0, "")
    assert words.index("2 quotes, 2 speakers") < words.index("No comment") < words.index("Sourcing report")
    for part in (
        "2 quotes with 12 quoted words from 2 sources",
        "From anonymous sources: 1 of 2 quotes (50%), 4 of 12 quoted words (33%)",
        "Anonymous sources: 1, of them without a stated reason: 0",
        "Most quoted Elena Torres 1 quote 8 words 67%",
        "HIGH 1 quote rests on one unnamed person",
        "Quote 2: a city official",
    ):
        assert part in words
    assert max(map(len, page.splitlines())) <= 80
    assert "Sourcing report" not in run("extract", article)[1]


def test_extract_json_holds_the_report_on_request(run, article, analyse):
    code, output, _ = run("extract", "--json", "--report", article)
    assert code == 0
    assert msgspec.json.decode(output, type=Answer) == analyse(ARTICLE, id=str(article), include=["report"])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "no such file or directory"),
        (b"\xff\xfe\x00", "not UTF-8 text (byte 0)"),
        ("“Well,” she said".encode("cp1252"), "not UTF-8 text (byte 0)"),
        (b"", "empty"),
        (b" \n\n", "empty"),
    ],
)
@pytest.mark.parametrize("form", [[], ["--json"]], ids=["table", "json"])
def test_extract_reports_what_it_cannot_read_and_goes_on(run, article, tmp_path, content, message, form):
    bad = tmp_path / "bad.txt"
    if content is not None:
        bad.write_bytes(content)
    code, output, errors = run("extract", *form, bad, article)
    assert code == 2
    assert errors == f"attribution: {bad}: {message}\n"
    assert "rebuild" in output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "COMMAND"),
        (["extract"], "FILE"),
        (["extract", "--kinds", "loud", "a.txt"], "'loud': choose from direct, mixed, indirect"),
        (["extract", "--kinds", "", "a.txt"], "choose from direct, mixed, indirect"),
        (["extract", "--offset-unit", "bytes", "a.txt"], "--offset-unit"),
        (["annotate", "in.jsonl"], "OUT.jsonl"),
        (["annotate", "--processes", "0", "in.jsonl", "-"], "'0' is not a number of processes"),
        (["annotate", "--processes", "two", "in.jsonl", "-"], "'two' is not a number of processes"),
    ],
)
def test_wrong_arguments_end_with_code_2(capfd, arguments, message):
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2
    assert message in capfd.readouterr().err


def test_an_id_for_several_files_is_refused(run, article):
    code, output, errors = run("extract", "--id", "a", article, article)
    assert (code, output) == (2, "")
    assert "--id names one article" in errors


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--help"], ["extract", "annotate", "anonymous"]),
        (
            ["extract", "--help"],
            ["--json", "--publication", "--offset-unit", "--kinds", "--report", "--id", "standard input"],
        ),
        (["annotate", "--help"], ["--processes", "IN.jsonl", "OUT.jsonl", "error line"]),
        (["--version"], ["attribution 0."]),
    ],
)
def test_help_and_version(capfd, arguments, expected):
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 0
    page = capfd.readouterr().out
    assert [part for part in expected if part not in page] == []


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["table", "json"])
def test_a_reader_that_goes_away_is_no_error(article, form):
    process = in_process(
        "extract", *form, *[str(article)] * 3, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.close()
    _, errors = process.communicate()
    assert errors == b""
    assert process.returncode == 1


# annotate


def articles(number):
    """So many lines of input, no two alike, with a bad line in every ten."""
    for i in range(number):
        if i % 10 == 9:
            yield f'{{"id": "a{i}", "text": {i}}}\n'
        else:
            text = ARTICLE.replace("Torres", f"Torres{'son' * (i % 3)}") * (1 + i % 4)
            yield (
                json.dumps({"id": f"a{i}", "text": text, "section": "local"}, ensure_ascii=i % 2 == 0) + "\n"
            )


@pytest.fixture(scope="session")
def corpus(tmp_path_factory):
    path = tmp_path_factory.mktemp("corpus") / "in.jsonl"
    path.write_text("".join(articles(60)), encoding="utf-8")
    return path


def test_annotate_answers_each_line_in_order(run, corpus, tmp_path, analyse):
    output = tmp_path / "out.jsonl"
    code, printed, errors = run("annotate", corpus, output)
    assert (code, printed) == (0, "")
    assert errors.startswith("54 articles, 6 errors in ")
    answers = output.read_bytes().splitlines()
    given = [json.loads(line) for line in corpus.read_text(encoding="utf-8").splitlines()]
    assert [json.loads(answer)["id"] for answer in answers] == [article["id"] for article in given]
    assert answers[0] == msgspec.json.encode(analyse(given[0]["text"], id="a0"))
    assert json.loads(answers[9])["error"]["errors"] == [
        {"detail": "Expected `str`, got `int`.", "pointer": "#/text"}
    ]
    assert list(tmp_path.iterdir()) == [output]


def test_annotate_adds_the_report_to_lines_that_do_not_say_otherwise(run):
    given = [{"text": ARTICLE}, {"text": ARTICLE, "include": []}, {"text": ARTICLE, "include": ["report"]}]
    stdin = "\n".join(map(json.dumps, given)).encode()
    asked, plain = (
        [
            "report" in json.loads(line)
            for line in run("annotate", *option, "-", "-", stdin=stdin)[1].splitlines()
        ]
        for option in (["--report"], [])
    )
    assert asked == [True, False, True]
    assert plain == [False, False, True]


@pytest.mark.parametrize("processes", [2, 3])
def test_annotate_gives_the_same_answers_in_any_number_of_processes(run, corpus, tmp_path, processes):
    alone, together = tmp_path / "alone.jsonl", tmp_path / "together.jsonl"
    run("annotate", corpus, alone)
    assert cli.main(["annotate", str(corpus), str(together), "--processes", str(processes)]) == 0
    assert together.read_bytes() == alone.read_bytes()


def test_annotate_reads_standard_input_and_writes_standard_output(run, corpus, tmp_path):
    output = tmp_path / "out.jsonl"
    run("annotate", corpus, output)
    code, printed, _ = run("annotate", "-", "-", stdin=corpus.read_bytes())
    assert code == 0
    assert printed == output.read_text(encoding="utf-8")


def test_annotate_may_write_over_its_input(run, tmp_path):
    path = tmp_path / "articles.jsonl"
    path.write_text('{"id": "1", "text": "Nobody spoke."}\n', encoding="utf-8")
    assert run("annotate", path, path)[0] == 0
    assert json.loads(path.read_bytes())["quotes"] == []


@pytest.mark.parametrize("broken", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_annotate_that_breaks_off_leaves_the_old_output(run, corpus, tmp_path, monkeypatch, broken):
    output = tmp_path / "out.jsonl"
    output.write_text("old")

    def break_off(*_):
        assert (tmp_path / "out.jsonl.part").exists()
        raise broken

    monkeypatch.setattr(lines, "work", break_off)
    code, _, errors = run("annotate", corpus, output)
    assert code == (130 if broken is KeyboardInterrupt else 1)
    assert errors.count("\n") == 1
    assert list(tmp_path.iterdir()) == [output]
    assert output.read_text() == "old"


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        ("none.jsonl", "out.jsonl", "none.jsonl: no such file or directory"),
        (".", "out.jsonl", ".: is a directory"),
        ("in.jsonl", ".", ".: is a directory"),
        ("in.jsonl", "none/out.jsonl", "none/out.jsonl: no such file or directory"),
    ],
)
def test_annotate_reports_files_that_it_cannot_use(run, tmp_path, monkeypatch, source, target, message):
    monkeypatch.chdir(tmp_path)
    Path("in.jsonl").write_text('{"text": "Nobody spoke."}')
    code, _, errors = run("annotate", source, target)
    assert (code, errors) == (2, f"attribution: {message}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_annotate_writes_to_a_pipe_or_device_as_it_is(run, corpus):
    assert run("annotate", corpus, os.devnull)[0] == 0
    assert not Path(os.devnull).is_file()


def test_a_reader_of_annotated_lines_that_goes_away_is_no_error(corpus):
    process = in_process("annotate", str(corpus), "-", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    _, errors = process.communicate()
    assert errors == b""
    assert process.returncode == 1
