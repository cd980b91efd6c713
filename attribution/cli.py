"""The command line: `attribution extract` for people and shells, `attribution annotate` for corpora.

Reads files and writes answers; what is found in a text is the engine's. Exit codes: 0 when the work was
done (also where `annotate` met bad lines), 1 when it broke off, 2 for wrong arguments or unreadable input.
"""

import argparse
import contextlib
import io
import os
import stat
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, get_args
from urllib.parse import urlsplit

from msgspec import UNSET
from rich.console import Console

from attribution import compare_command, lines, report_table, table
from attribution.archive import command as archive_command
from attribution.inputs.names import FILE_FORMATS, FileFormat, format_of
from attribution.inputs.unreadable import UnreadableInput
from attribution.lines import Done, Engine, Load, answer_of
from attribution.models import ModelName
from attribution.outputs.media_types import BY_NAME
from attribution.processes import WorkersEndedError
from attribution.progress import progress
from attribution.requests import Options, Request
from attribution.results import QUOTE_KINDS, OffsetUnit, QuoteKind
from attribution.threads import one_thread_each

if TYPE_CHECKING:
    from attribution.inputs.original import Original

STANDARD = "-"

OK, BROKEN_OFF, UNUSABLE, INTERRUPTED = 0, 1, 2, 130


class UnusableError(Exception):
    """Input or output that cannot be used; the message is one sentence for people."""


def load_engine(model: ModelName = "fast") -> Engine:
    """The shipped engine. Takes a second or two."""
    one_thread_each()
    # Imported here, so that --help and wrong arguments are answered at once.
    from attribution import pipeline
    from attribution.collector import settle

    nlp = pipeline.load(model=model)
    settle()

    return partial(pipeline.analyse_all, nlp)


def main(arguments: Sequence[str] | None = None, *, load: Load | None = None) -> int:
    """Run one command and return its exit code; wrong arguments end the program with 2.

    Args:
        arguments: of the command line; those of this process by default.
        load: makes the engine, instead of the shipped one.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that lacks a character shows a question mark instead of ending the program.
        sys.stdout.reconfigure(errors="replace")
    asked = make_parser().parse_args(arguments)
    load = load or partial(load_engine, asked.model)
    options = Options(
        publication=asked.publication,
        offset_unit=asked.offset_unit,
        kinds=asked.kinds,
        min_confidence=asked.min_confidence,
        include=("report",) if asked.report else (),
    )
    try:
        if asked.command == "extract":
            return extract(asked, options, load)
        if asked.command == compare_command.NAME:
            return compare_command.compare(asked, options, load, read_article)
        if asked.command == archive_command.NAME:
            return archive_command.archive(asked, options, load)
        return annotate(asked, options, load)
    except UnusableError as error:
        return complain(str(error), UNUSABLE)
    except BrokenPipeError:
        # The reader has gone, as in `attribution extract … | head`. Python flushes standard output once
        # more when it ends, and would complain then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_OFF
    except OSError as error:
        return complain(f"{error.filename or 'output'}: {reason(error)}", BROKEN_OFF)
    except WorkersEndedError as error:
        return complain(f"{error} Try fewer --processes", BROKEN_OFF)
    except KeyboardInterrupt:
        return complain("interrupted", INTERRUPTED)


def make_parser() -> argparse.ArgumentParser:
    """The arguments of all commands."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--publication",
        type=unicode,
        metavar="NAME",
        help="the outlet that the article appeared in; what a source told it is an interview",
    )
    common.add_argument(
        "--model",
        choices=get_args(ModelName),
        default="fast",
        help="the network that reads the article: accurate takes longer and errs a little less (default: %(default)s)",
    )
    common.add_argument(
        "--offset-unit",
        choices=get_args(OffsetUnit),
        default="codepoint",
        help="the unit of start and end in the answer (default: %(default)s)",
    )
    common.add_argument(
        "--kinds",
        type=kinds,
        default=QUOTE_KINDS,
        metavar="KIND[,KIND]",
        help=f"the kinds of quote to keep, of {', '.join(QUOTE_KINDS)} (default: all)",
    )
    common.add_argument(
        "--min-confidence",
        type=probability,
        metavar="P",
        help="keep every quote that is right with at least this probability, from 0 to 1: a low one finds more, "
        "a high one errs less (default: the balance that was best on the dev articles)",
    )
    common.add_argument(
        "--report",
        action="store_true",
        help="add the sourcing report: who is quoted, how openly, and what an editor should look at",
    )

    parser = argparse.ArgumentParser(
        prog="attribution",
        description="Find every quote in English news articles: who said it, whether the source is named "
        "or anonymous, and how the words reached the reporter.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('quote-attribution')}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    extract = commands.add_parser(
        "extract",
        parents=[common],
        help="show the quotes of articles",
        description="Show the quotes of articles in plain text or HTML (UTF-8), or of documents of a content "
        "management system, as a table.",
    )
    extract.add_argument("files", nargs="+", metavar="FILE", help="a file; - is standard input")
    extract.add_argument(
        "--format",
        choices=FILE_FORMATS,
        help="the format of the files (default: html for names in .html, .htm and .xhtml, else text)",
    )
    extract.add_argument(
        "--json",
        dest="output",
        action="store_const",
        const="json",
        help="write the whole answer instead, one line of JSON a file",
    )
    extract.add_argument(
        "--as",
        dest="output",
        choices=BY_NAME,
        metavar="FORMAT",
        help=f"write the answer in another format instead: {', '.join(BY_NAME)}",
    )
    extract.add_argument(
        "--url", type=address, help="the article's address, for the formats webannotation and schema"
    )
    extract.add_argument("--id", type=unicode, help="the id in the answer (default: the name of the file)")

    annotate = commands.add_parser(
        "annotate",
        parents=[common],
        help="answer every article of a JSON Lines file",
        description='Read articles, one a line ({"id": …, "text": …}, optionally "publication", '
        '"offset_unit", "kinds", "min_confidence" and "include"), and write the answers, one a line, in the '
        "same order. A bad line becomes an error line in its place. The output appears under its name when it is "
        "complete.",
    )
    annotate.add_argument("input", metavar="IN.jsonl", help="articles; - is standard input")
    annotate.add_argument("output", metavar="OUT.jsonl", help="answers; - is standard output")
    annotate.add_argument(
        "--processes",
        type=count,
        default=1,
        metavar="N",
        help="work in N processes (default: 1); the answers are the same for any N",
    )
    compare_command.add_parser(commands, common)
    archive_command.add_parser(commands, common, count)
    return parser


def probability(given: str) -> float:
    """A number from 0 to 1."""
    try:
        value = float(given)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{given!r} is not a number from 0 to 1")
    return value


def kinds(given: str) -> tuple[QuoteKind, ...]:
    """The kinds named in a list with commas, in the order of the contract."""
    names = {name.strip() for name in given.split(",")}
    if unknown := names.difference(QUOTE_KINDS):
        raise argparse.ArgumentTypeError(
            f"{', '.join(sorted(map(repr, unknown)))}: choose from {', '.join(QUOTE_KINDS)}"
        )
    return tuple(kind for kind in QUOTE_KINDS if kind in names)


def address(given: str) -> str:
    """An absolute http or https URL."""
    found = urlsplit(unicode(given))
    if found.scheme not in ("http", "https") or not found.netloc or any(map(str.isspace, given)):
        raise argparse.ArgumentTypeError(f"{given!r} is not an absolute http or https URL")
    return found.geturl()


def count(given: str) -> int:
    """A whole number from 1."""
    if not given.isdecimal() or int(given) < 1:
        raise argparse.ArgumentTypeError(f"{given!r} is not a number of processes")
    return int(given)


def extract(asked: argparse.Namespace, options: Options, load: Load) -> int:
    """Show the quotes of each file; one that cannot be read is reported and the others go on."""
    for option in ("id", "url"):
        if getattr(asked, option) is not None and len(asked.files) > 1:
            raise UnusableError(f"--{option} names one article, and several files were given")
    console = Console(highlight=False)
    engine: Engine | None = None
    code = OK
    is_first = True
    for name in asked.files:
        try:
            article = read_article(name, asked.format)
        except UnusableError as error:
            code = complain(str(error), UNUSABLE)
            continue
        engine = engine or load()
        default_id = None if name == STANDARD else unicode(name)
        id = default_id if asked.id is None else asked.id
        answer = answer_of(engine, Request(article=article, id=id, options=options))
        if asked.output is not None:
            # Imported here: the formats need spaCy, which the engine has loaded by now.
            from attribution.outputs.files import entry

            text = article if isinstance(article, str) else article.text
            sys.stdout.buffer.write(entry(asked.output, answer, text, asked.url, first=is_first))
            sys.stdout.buffer.flush()
            is_first = False
        else:
            console.print(table.render(answer, "standard input" if name == STANDARD else name))
            if answer.report is not UNSET:
                console.print(report_table.render(answer, answer.report))
    return code


def read_article(name: str, format: FileFormat | None = None) -> "str | Original":
    """The article in a file. Text is exactly as it stands, line ends included: offsets refer to it.

    Args:
        name: of the file.
        format: of its content; by default what its name tells.

    Raises:
        UnusableError: there is no such file, it cannot be read, is not UTF-8, or holds no article.
    """
    # Imported here, so that --help is answered at once.
    from attribution.inputs import files

    shown = "standard input" if name == STANDARD else name
    try:
        content = sys.stdin.buffer.read() if name == STANDARD else Path(name).read_bytes()
        if not content.strip():
            raise UnusableError(f"{shown}: empty")
        return files.read(content, format or format_of(name))
    except OSError as error:
        raise UnusableError(f"{shown}: {reason(error)}") from None
    except UnicodeDecodeError as error:
        raise UnusableError(f"{shown}: not UTF-8 text (byte {error.start})") from None
    except UnreadableInput as error:
        raise UnusableError(f"{shown}: {error.detail}") from None


def annotate(asked: argparse.Namespace, options: Options, load: Load) -> int:
    """Answer every line of a file; a summary goes to standard error."""
    tally = Tally()
    console = Console(stderr=True, highlight=False)
    with (
        open_input(asked.input) as source,
        open_output(asked.output) as sink,
        progress(console, size_of(source)) as bar,
        contextlib.closing(lines.annotate(source, load, options, asked.processes)) as results,
    ):
        task = bar.add_task("", total=size_of(source), speed="loading the engine")
        for done in results:
            sink.write(done.output)
            sink.flush()
            tally.add(done)
            bar.update(task, advance=done.size, speed=tally.speed())
    console.print(tally.summary(), soft_wrap=True)
    return OK


class Tally:
    """What a run of `annotate` has done so far."""

    def __init__(self) -> None:
        self.started = time.perf_counter()
        self.articles = 0
        self.errors = 0
        self.words = 0

    def add(self, done: Done) -> None:
        self.articles += done.articles
        self.errors += done.errors
        self.words += done.words

    def speed(self) -> str:
        """`12.3 articles/s, 7,510 words/s`, the start of the engine included."""
        seconds = time.perf_counter() - self.started
        return f"{self.articles / seconds:,.1f} articles/s, {self.words / seconds:,.0f} words/s"

    def summary(self) -> str:
        """`1,200 articles, 1 error in 97.6 s (12.3 articles/s, 7,510 words/s)`."""
        counts = f"{table.counted(self.articles, 'article')}, {table.counted(self.errors, 'error')}"
        return f"{counts} in {time.perf_counter() - self.started:,.1f} s ({self.speed()})"


@contextlib.contextmanager
def open_input(name: str) -> Iterator[BinaryIO]:
    """The named file, or standard input."""
    if name == STANDARD:
        yield sys.stdin.buffer
        return
    with contextlib.ExitStack() as stack:
        try:
            source = stack.enter_context(Path(name).open("rb"))
        except OSError as error:
            raise UnusableError(f"{name}: {reason(error)}") from None
        yield source


@contextlib.contextmanager
def open_output(name: str) -> Iterator[BinaryIO]:
    """The named file, which appears (or replaces the old one) only when all is written; or standard output.

    Until then the output grows in `NAME.part`, which a run that breaks off removes. Devices and pipes are
    written to as they are.
    """
    if name == STANDARD:
        yield sys.stdout.buffer
        return
    path = Path(name).resolve()
    in_place = path.exists() and not path.is_file()
    part = path if in_place else path.with_name(f"{path.name}.part")
    try:
        sink = part.open("wb")
    except OSError as error:
        raise UnusableError(f"{name}: {reason(error)}") from None
    try:
        with sink:
            yield sink
        if not in_place:
            part.replace(path)
    except BaseException:
        if not in_place:
            part.unlink(missing_ok=True)
        raise


def size_of(source: BinaryIO) -> int | None:
    """The number of bytes in a regular file; None for a pipe or a terminal, of which nobody knows."""
    try:
        found = os.fstat(source.fileno())
    except OSError:
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) else None


def unicode(argument: str) -> str:
    """An argument without the bytes that the system could not decode, which JSON cannot carry."""
    return argument.encode(errors="replace").decode()


def reason(error: OSError) -> str:
    """`no such file or directory`."""
    return (error.strerror or str(error)).lower()


def complain(message: str, code: int) -> int:
    """Tell standard error what went wrong; returns the exit code."""
    sys.stderr.write(f"attribution: {message}\n")
    return code
