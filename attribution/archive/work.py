"""What a worker does: from the records of a job to the files of the tables. It reads and writes nothing else.

One article that the engine fails on becomes an error. One that ends the process, or holds it longer than
the limit, which ends it too, is for `crew.py` to find.
"""

import importlib
import signal
from collections.abc import Iterable, Iterator
from itertools import tee

import pyarrow as pa
from msgspec import UNSET, Struct

from attribution import lines
from attribution.archive import schemas
from attribution.archive.articles import Batch, Entry
from attribution.archive.recipe import Recipe
from attribution.archive.records import Fault, Records
from attribution.archive.tables import Tables
from attribution.lines import Article, Load
from attribution.problems import Problem
from attribution.results import Answer


class Job(Struct, frozen=True, kw_only=True):
    """Records that are worked on at once."""

    file: str
    records: Records


class Counts(Struct, frozen=True, kw_only=True):
    """How much was done."""

    articles: int = 0
    words: int = 0
    quotes: int = 0
    errors: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            articles=self.articles + other.articles,
            words=self.words + other.words,
            quotes=self.quotes + other.quotes,
            errors=self.errors + other.errors,
        )


class Done(Struct, frozen=True, kw_only=True):
    """What became of a job: the Parquet file of each table that has rows."""

    tables: dict[str, bytes]
    counts: Counts


class Analyst:
    """An engine, and what to do with it."""

    def __init__(self, load: Load, recipe: Recipe) -> None:
        # The work of a process is for one core, and none of it shall count as the first article's.
        pa.set_cpu_count(1)
        importlib.import_module("attribution.inputs.formats")
        self._engine, self._recipe = load(), recipe
        self._schemas = schemas.schemas(recipe.kept, with_findings="report" in recipe.options.include)

    def work(self, job: Job) -> Done:
        """Analyse every record of a job."""
        tables = Tables(self._schemas)
        batch = Batch(job.records, self._recipe)
        try:
            words = sum(self._add(tables, job, entry, result) for entry, result in self._answered(batch))
        finally:
            live_for(0)
        return Done(
            tables=tables.encoded(batch.kept),
            counts=Counts(
                articles=len(tables.articles),
                words=words,
                quotes=len(tables.quotes),
                errors=len(tables.errors),
            ),
        )

    def _answered(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, Answer | Problem]]:
        """Each entry with its answer, within the limit of time; what is read together has that of one article."""
        entries, same = tee(entries)
        live_for(self._recipe.time_limit)
        for pair in zip(
            entries,
            lines.answers((entry.article for entry in same), self._engine, self._recipe.options),
            strict=True,
        ):
            yield pair
            live_for(self._recipe.time_limit)

    def _add(self, tables: Tables, job: Job, entry: Entry, result: Answer | Problem) -> int:
        """Add what becomes of a record to the tables; returns how many words were analysed."""
        article, options = entry.article, self._recipe.options
        if isinstance(result, Problem):
            identity = job.records.identity(entry.record, self._recipe.columns.get("id", "id"))
            tables.add_fault(job.file, fault_of(result, entry.number, identity))
            return 0
        assert isinstance(article, Article)
        text = article.text if result.text is UNSET else result.text
        assert text is not UNSET
        words = len(text.split())
        place = {
            "source_file": job.file,
            "source_row": entry.number,
            "article_id": article.id,
            "publication": article.publication or options.publication,
        }
        tables.add(entry.record, place, text, words, result)
        return words


def fault_of(problem: Problem, number: int, identity: str | None) -> Fault:
    """The row of `errors` for an article that cannot be analysed."""
    return Fault(
        source_row=number,
        article_id=identity,
        kind=problem.type.rpartition("/")[2],
        detail=problem.detail,
        pointer=problem.errors[0].pointer if problem.errors else None,
    )


def live_for(seconds: float) -> None:
    """End this process in so many seconds, whatever it is doing then; 0 is never.

    The alarm is the system's, and nobody takes it: it also ends a process that hangs in compiled code.
    """
    signal.setitimer(signal.ITIMER_REAL, seconds)
