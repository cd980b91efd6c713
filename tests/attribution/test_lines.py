import io
import json
import multiprocessing
import os
import signal
from itertools import count, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution import cli, lines
from attribution.lines import Article
from attribution.requests import Options
from attribution.results import Answer, Model
from tests.attribution.archive import engines


def hollow():
    """An engine that finds nothing, and fails on "boom". A module's function: processes can make it."""

    def engine(text, name, options):
        if "boom" in text:
            raise RuntimeError("insides")
        return Answer(
            id=name,
            language="en",
            offset_unit=options.offset_unit,
            model=Model(name=str(options.publication), version=",".join(options.kinds)),
            quotes=[],
            speakers=[],
            declined=[],
            warnings=[],
        )

    return engines.each(engine)


def annotated(data, options=None, processes=1):
    """The output lines for input bytes, and the numbers of answers and of errors."""
    done = list(lines.annotate(io.BytesIO(data), hollow, options or Options(), processes))
    output = b"".join(part.output for part in done)
    return (
        [json.loads(line) for line in output.splitlines()],
        sum(part.articles for part in done),
        sum(part.errors for part in done),
    )


BAD = [
    (b'{"id": "a", "text": "A', 400, None, []),
    (b"nonsense", 400, None, []),
    (b'{"id": "a", "text": "\xff"}', 400, None, []),
    (b'{"id": "a", "text": "A", "other": "\xff"}', 400, None, []),
    (b'{"id": "a", "text": "\\ud800"}', 400, None, []),
    (b'{"id": "a", "text": "A", "deep": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400, None, []),
    (b"[]", 422, None, ["#"]),
    (b"null", 422, None, ["#"]),
    (b'{"id": "a"}', 422, "a", ["#/text"]),
    (b'{"id": "a", "text": null}', 422, "a", ["#/text"]),
    (b'{"id": "a", "text": 7}', 422, "a", ["#/text"]),
    (b'{"id": "a", "text": ""}', 422, "a", ["#/text"]),
    (b'{"id": "a", "text": " \\n\\t"}', 422, "a", ["#/text"]),
    (b'{"id": 7, "text": "A"}', 422, None, ["#/id"]),
    (b'{"id": "a", "text": "A", "language": "de"}', 422, "a", ["#/language"]),
    (b'{"id": "a", "text": "A", "offset_unit": "bytes"}', 422, "a", ["#/offset_unit"]),
    (b'{"id": "a", "text": "A", "kinds": ["direct", "loud"]}', 422, "a", ["#/kinds/1"]),
    (b'{"id": "a", "text": "A", "kinds": []}', 422, "a", ["#/kinds"]),
    (b'{"id": "a", "text": "A", "publication": {}}', 422, "a", ["#/publication"]),
    (b'{"id": "a", "text": "boom"}', 500, "a", []),
]


@pytest.mark.parametrize(("line", "status", "name", "pointers"), BAD, ids=[str(bad[0][:50]) for bad in BAD])
def test_a_bad_line_becomes_an_error_line_in_its_place(line, status, name, pointers):
    good = b'{"id": "good", "text": "A"}\n'
    (first, error, last), articles, errors = annotated(good + line + b"\n" + good)
    assert first["id"] == last["id"] == "good"
    assert error.keys() == {"id", "line", "error"}
    assert (error["id"], error["line"]) == (name, 2)
    problem = error["error"]
    assert problem.keys() == {"type", "title", "status", "detail", "errors"}
    assert problem["status"] == status
    assert problem["detail"].endswith(".")
    assert [fault["pointer"] for fault in problem["errors"]] == pointers
    assert all(fault["detail"] for fault in problem["errors"])
    assert (articles, errors) == (2, 1)


def test_a_failure_of_the_engine_does_not_show_its_insides():
    output, _, _ = annotated(b'{"text": "boom"}')
    assert "insides" not in json.dumps(output)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ({}, (None, "utf16", "The Run", "direct,mixed")),
        (
            {"id": None, "publication": None, "offset_unit": None, "kinds": None},
            (None, "utf16", "The Run", "direct,mixed"),
        ),
        ({"id": "7", "publication": "The Line"}, ("7", "utf16", "The Line", "direct,mixed")),
        ({"offset_unit": "utf8"}, (None, "utf8", "The Run", "direct,mixed")),
        ({"kinds": ["indirect"]}, (None, "utf16", "The Run", "indirect")),
        (
            {"language": "en", "title": "Other fields are ignored", "tags": [1]},
            (None, "utf16", "The Run", "direct,mixed"),
        ),
    ],
    ids=json.dumps,
)
def test_options_of_the_line_come_before_those_of_the_run(line, expected):
    run = Options(publication="The Run", offset_unit="utf16", kinds=("direct", "mixed"))
    (answer,), _, _ = annotated(json.dumps({"text": "A", **line}).encode(), run)
    assert (answer["id"], answer["offset_unit"], *answer["model"].values()) == expected


@pytest.mark.parametrize(
    ("data", "numbers"),
    [
        (b"", []),
        (b"\n \n\r\n", []),
        (b"x", [1]),
        (b"x\nx", [1, 2]),
        (b"x\r\nx\r\n", [1, 2]),
        (b"\n\nx\n\nx\n", [3, 5]),
        (b"\xef\xbb\xbfx\n", [1]),
    ],
)
def test_blank_lines_are_counted_and_left_out(data, numbers):
    output, _, _ = annotated(data)
    assert [line["line"] for line in output] == numbers


def test_a_byte_order_mark_before_the_first_line_is_left_out():
    output, articles, _ = annotated(b'\xef\xbb\xbf{"text": "A"}\n')
    assert articles == 1, output


def test_a_line_that_is_too_long_is_passed_over(monkeypatch):
    monkeypatch.setattr(lines, "MAX_LINE", 1000)
    monkeypatch.setattr(lines, "CHUNK_BYTES", 64)
    long = json.dumps({"id": "long", "text": "A" * 5000}).encode()
    fits = json.dumps({"id": "fits", "text": "A" * 970}).encode()
    output, _, _ = annotated(fits + b"\n" + long + b"\n" + fits + b"\n" + long)
    assert [line.get("error", {}).get("status") for line in output] == [None, 413, None, 413]
    assert [line["id"] for line in output] == ["fits", None, "fits", None]


@given(st.lists(st.one_of(st.binary(max_size=40), st.sampled_from([bad[0] for bad in BAD[:5]])), max_size=8))
def test_every_line_that_is_not_blank_has_one_line_of_output(pieces):
    data = b"\n".join(pieces)
    output, articles, errors = annotated(data)
    given_lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    assert len(output) == articles + errors == sum(1 for line in given_lines if line.strip())


@given(st.text())
def test_read_article_gives_the_text_as_it_stands(text):
    found = lines.read_article(json.dumps({"text": text}).encode())
    if text.strip():
        assert isinstance(found, Article)
        assert found.text == text
    else:
        assert found.status == 422


@pytest.mark.parametrize("processes", [2, 3])
def test_any_number_of_processes_gives_the_same_output(processes):
    data = b"".join(
        json.dumps({"id": str(i), "text": "boom" if i % 7 == 0 else "A " * (i * 40 % 900)}).encode() + b"\n"
        for i in range(1, 200)
    )
    alone, together = annotated(data), annotated(data, processes=processes)
    assert together == alone
    assert [line["id"] for line in together[0]] == [str(i) for i in range(1, 200)]


class Endless(io.RawIOBase):
    """Lines without end, of which it counts those that were read."""

    def __init__(self):
        self.read_so_far = 0

    def readline(self, size=-1):
        self.read_so_far += 1
        return b'{"id": "%d", "text": "A"}\n' % self.read_so_far


@pytest.mark.parametrize(
    ("processes", "bound"), [(1, 1), (2, 2 * lines.AHEAD * lines.CHUNK_LINES)], ids=["one", "two"]
)
def test_the_input_is_read_no_further_than_the_work_needs(processes, bound):
    source = Endless()
    results = lines.annotate(source, hollow, Options(), processes)
    for taken in islice(count(1), 20):
        assert json.loads(next(results).output.splitlines()[0])["id"]
        assert source.read_so_far <= bound + (taken - 1) * (1 if processes == 1 else lines.CHUNK_LINES)
    results.close()


# Processes that end


@pytest.fixture
def bounded():
    """A minute, and no more."""

    def end(*_):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def workers():
    """Gives the processes that were started since the test began; at its end there must be none."""
    before = set(multiprocessing.active_children())

    def started():
        return set(multiprocessing.active_children()) - before

    yield started
    assert not started()


def corpus(texts):
    return io.BytesIO(b"".join(b'{"id": "%d", "text": "%s"}\n' % (i, text) for i, text in enumerate(texts)))


def outputs(texts, load, processes=2):
    return [
        line
        for done in lines.annotate(corpus(texts), load, Options(), processes)
        for line in done.output.splitlines()
    ]


def test_killed_processes_lose_nothing(bounded, workers):
    texts = [b"A%d" % i for i in range(400)]
    killed, output = 0, []
    for done in lines.annotate(corpus(texts), engines.timed, Options(), 2):
        output += done.output.splitlines()
        if killed < 4 and (found := workers()):
            os.kill(min(found, key=lambda process: process.pid).pid, signal.SIGKILL)
            killed += 1
    assert killed == 4
    assert output == outputs(texts, engines.quick, 1)


@pytest.mark.parametrize(
    ("load", "poison"),
    [(engines.poisonous, b"KILL"), (engines.cut_off, "“A” said Ana Lind. ".encode() * 20)],
    ids=["working", "sending a long answer"],
)
def test_a_line_that_ends_every_process_becomes_an_error_line(load, poison, bounded, workers):
    texts = [b"A"] * 40
    expected = outputs(texts, engines.quick, 1)
    for bad in (3, 39):
        texts[bad] = poison
        expected[bad] = json.dumps({"id": str(bad), "line": bad + 1}).encode()
    output = outputs(texts, load)
    for bad in (3, 39):
        line = json.loads(output[bad])
        problem = line.pop("error")
        assert (problem["status"], problem["type"]) == (500, "/problems/worker-lost")
        output[bad] = json.dumps(line).encode()
    assert output == expected


def test_processes_end_when_nobody_wants_their_answers_any_more(bounded, workers):
    results = lines.annotate(corpus([b"A"] * 16 + [b"HANG"] * 200), engines.poisonous, Options(), 2)
    next(results)
    assert workers()
    results.close()
    assert not workers()


def test_an_engine_that_cannot_be_loaded_ends_the_run(bounded, workers, tmp_path, capsys):
    with pytest.raises(RuntimeError, match="no model"):
        outputs([b"A"], engines.broken)
    (tmp_path / "in.jsonl").write_bytes(corpus([b"A"] * 100).getvalue())
    command = ["annotate", str(tmp_path / "in.jsonl"), str(tmp_path / "out.jsonl"), "--processes", "2"]
    assert cli.main(command, load=engines.deadly) == 1
    assert capsys.readouterr().err.endswith(
        "attribution: workers ended before they were ready; is memory short? Try fewer --processes\n"
    )
    assert not (tmp_path / "out.jsonl").exists()


class Pipe(io.BytesIO):
    def seekable(self):
        return False


@pytest.mark.parametrize(("source", "parts"), [(Pipe, 5), (io.BytesIO, 1)])
def test_articles_of_a_pipe_are_answered_at_once_and_those_of_a_file_together(source, parts):
    done = list(lines.annotate(source(b'{"text": "A"}\n' * 5), hollow, Options(), 1))
    assert len(done) == parts
    assert sum(part.articles for part in done) == 5
