"""`attribution archive SOURCE TARGET`: the quotes of any number of articles, as Parquet tables."""

import argparse
import contextlib
import errno
import importlib.util
import json
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING

from rich.console import Console

from attribution.archive.recipe import TIME_LIMIT
from attribution.lines import Load
from attribution.models import MODEL, ModelName, name_of
from attribution.progress import progress
from attribution.requests import Options
from attribution.table import counted
from attribution.threads import one_thread_each

if TYPE_CHECKING:
    from attribution.archive.crew import Worker
    from attribution.archive.recipe import Recipe
    from attribution.archive.run import Run, Step
    from attribution.archive.work import Counts

#: The subcommand's name.
NAME = "archive"

OK, BROKEN_OFF, UNUSABLE, INTERRUPTED = 0, 1, 2, 130

#: What writing raises when there is no room: the disk, the user's share of it, the longest file.
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

#: Seconds between lines that say how far a run has come, where nobody looks on.
EVERY = 60.0

GOES_ON = "The same command goes on where this one stopped."


def add_parser(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    common: argparse.ArgumentParser,
    count: Callable[[str], int],
) -> None:
    """Add the subcommand's arguments to those of the command line; `count` reads a number of processes."""
    parser = commands.add_parser(
        NAME,
        parents=[common],
        help="analyse an archive of articles into Parquet tables",
        description="Read articles from Parquet or JSON Lines (plain, gzip or Zstandard) and write the tables quotes, "
        "speakers, articles and errors, as Parquet. A run that was stopped goes on with the same command. What "
        "cannot be read or analysed stands in errors.",
    )
    parser.add_argument(
        "source", metavar="SOURCE", help="a file, a folder, or an address such as s3://bucket/folder"
    )
    parser.add_argument("target", metavar="TARGET", help="the folder or address of the tables")
    parser.add_argument(
        "--columns",
        type=names,
        default={},
        metavar="FIELD=NAME[,…]",
        help="fields of an article (id, text, html, publication …) that have another name in the source",
    )
    parser.add_argument(
        "--keep",
        type=names,
        default={},
        metavar="NAME[=NAME][,…]",
        help="columns of the source that the tables shall have too, as date,desk or date=published_at",
    )
    parser.add_argument(
        "--processes",
        type=count,
        metavar="N",
        help="work in N processes (default: one a core); the tables are the same for any N",
    )
    parser.add_argument(
        "--ray", metavar="ADDRESS", help="work in the Ray cluster there; auto is the one of this machine"
    )
    parser.add_argument(
        "--time-limit",
        type=seconds,
        default=TIME_LIMIT,
        metavar="S",
        help="seconds after which an article is given up (default: %(default)g)",
    )


def names(given: str) -> dict[str, str]:
    """`a,b=c` as {"a": "a", "b": "c"}."""
    found = {}
    for pair in given.split(","):
        name, separator, other = (part.strip() for part in pair.partition("="))
        if not name or (separator and not other):
            raise argparse.ArgumentTypeError(f"{given!r} is not a list of names")
        found[name] = other or name
    return found


def seconds(given: str) -> float:
    """A length of time that is one."""
    try:
        value = float(given)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{given!r} is not a number of seconds")
    return value


def archive(asked: argparse.Namespace, options: Options, load: Load) -> int:
    """Run the command; returns its exit code."""
    if missing := missing_packages(asked.ray is not None):
        extra = "archive" if asked.ray is None else "ray"
        needed = " and ".join(missing)
        return complain(f"archive needs {needed}: pip install 'quote-attribution[{extra}]'", UNUSABLE)
    # Before numpy is loaded, which pyarrow does.
    one_thread_each()
    # Imported here: the packages are an extra.
    from attribution.archive.refusal import Refusal
    from attribution.archive.run import Request, Run
    from attribution.processes import WorkersEndedError

    try:
        request = Request(
            source=asked.source,
            target=asked.target,
            options=options,
            columns=asked.columns,
            keep=asked.keep,
            time_limit=asked.time_limit,
        )
        return work(Run(request, engine(asked.model)), asked, load)
    except Refusal as error:
        return complain(str(error), UNUSABLE)
    except WorkersEndedError as error:
        return complain(f"{error} {GOES_ON}", BROKEN_OFF)
    except OSError as error:
        full = "; nothing that is done is lost" if error.errno in FULL else ""
        return complain(f"{asked.target}: {reason(error)}{full}. {GOES_ON}", BROKEN_OFF)
    except KeyboardInterrupt:
        return complain(f"interrupted. {GOES_ON}", INTERRUPTED)


def work(run: "Run", asked: argparse.Namespace, load: Load) -> int:
    """Do the run, and say how it goes."""
    console = Console(stderr=True, highlight=False)
    with (
        run.begin() as ledger,
        workers(asked, load, run.recipe) as crew,
        progress(console, run.source.size) as bar,
        contextlib.closing(run.work(ledger, crew)) as steps,
    ):
        tally = Tally(ledger.counts, ledger.size)
        task = bar.add_task("", total=run.source.size, completed=tally.size, speed="loading the engine")
        for step in steps:
            tally.add(step)
            bar.update(task, completed=tally.size, speed=tally.speed())
            if not console.is_terminal and tally.is_due():
                console.print(tally.line(run.source.size), soft_wrap=True)
    console.print(tally.summary(), soft_wrap=True)
    return OK


def workers(
    asked: argparse.Namespace, load: Load, recipe: "Recipe"
) -> "contextlib.AbstractContextManager[Sequence[Worker]]":
    """The processes or actors that were asked for."""
    # Imported here: the packages are extras.
    if asked.ray is not None:
        from attribution.archive.cluster import actors

        return actors(asked.ray, asked.processes, load, recipe)
    from attribution.archive.processes import processes

    return processes(asked.processes or cores(), load, recipe)


class Tally:
    """What has been done, by this run and by those before it.

    Args:
        before: what those have done.
        size: how far they came in the source, in bytes.
    """

    def __init__(self, before: "Counts", size: int) -> None:
        self.size = size
        self._before = self._counts = before
        self._started = self._told = time.perf_counter()

    def add(self, step: "Step") -> None:
        """Count a part."""
        self._counts += step.counts
        self.size += step.size

    def is_due(self) -> bool:
        """Whether it is time for a line; then it is told."""
        now = time.perf_counter()
        if now - self._told < EVERY:
            return False
        self._told = now
        return True

    def speed(self) -> str:
        """`7,510 words/s`, the start of the engines included."""
        words = self._counts.words - self._before.words
        return f"{words / (time.perf_counter() - self._started):,.0f} words/s"

    def line(self, whole: int) -> str:
        """`12%: 1,200 articles, 0 errors, 7,510 words/s`."""
        return f"{self.size * 100 // max(whole, 1)}%: {self._amount()}, {self.speed()}"

    def summary(self) -> str:
        """`1,200 articles, 720,000 words, 9,000 quotes, 1 error; 97.6 s, 7,510 words/s`, and what was there before."""
        took = time.perf_counter() - self._started
        before = counted(self._before.articles, "article")
        resumed = f"; {before} of them done before" if self._before.articles else ""
        return f"{self._amount()}; {took:,.1f} s, {self.speed()}{resumed}"

    def _amount(self) -> str:
        counts = self._counts
        return ", ".join(
            (
                counted(counts.articles, "article"),
                counted(counts.words, "word"),
                counted(counts.quotes, "quote"),
                counted(counts.errors, "error"),
            )
        )


def engine(model: ModelName = "fast") -> Mapping[str, str]:
    """What the answers depend on: the model, told without loading it, and the rules of this version."""
    meta = json.loads((MODEL / "meta.json").read_text(encoding="utf-8"))
    return {
        "model": f"{meta['lang']}_{name_of(model, meta['name'])} {meta['version']}",
        "package": version("quote-attribution"),
    }


def missing_packages(with_ray: bool) -> list[str]:
    """The packages of the extra that are not installed."""
    needed = ["fsspec", "pyarrow", *(["ray"] if with_ray else [])]
    return [name for name in needed if importlib.util.find_spec(name) is None]


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def reason(error: OSError) -> str:
    """`no space left on device`."""
    return (error.strerror or str(error)).lower()


def complain(message: str, code: int) -> int:
    """Tell standard error what went wrong; returns the exit code."""
    sys.stderr.write(f"attribution: {message}\n")
    return code
