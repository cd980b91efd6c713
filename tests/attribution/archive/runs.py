"""Runs of an archive within one process, or by processes; and the tables that they write."""

import gzip
import json
from concurrent.futures import Future

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from attribution.archive.processes import processes
from attribution.archive.run import Request, Run
from attribution.archive.schemas import TABLES
from attribution.archive.work import Analyst
from tests.attribution.archive import engines

ENGINE = {"model": "m 1", "package": "1"}


class Here:
    """A worker in this process, which does everything at once."""

    def __init__(self, load, recipe):
        self.load, self.recipe = load, recipe

    def start(self):
        self.analyst = Analyst(self.load, self.recipe)
        return settled(None)

    def submit(self, job):
        return settled(self.analyst.work(job))

    def is_loss(self, error):
        return False


def settled(value):
    future = Future()
    future.set_result(value)
    return future


def run_here(source, target, load=engines.quick, *, stop_after=None, engine=ENGINE, **request):
    """Run in this process, or until so many parts are done; returns what the run has done, part by part."""
    run = Run(Request(source=str(source), target=str(target), **request), engine)
    steps = []
    with run.begin() as ledger:
        for step in run.work(ledger, [Here(load, run.recipe)]):
            steps.append(step)
            if len(steps) == stop_after:
                break
    return steps


def run_in_processes(source, target, load, count=2, **request):
    run = Run(Request(source=str(source), target=str(target), **request), ENGINE)
    with run.begin() as ledger, processes(count, load, run.recipe) as workers:
        return list(run.work(ledger, workers))


def rows(target, table):
    """All rows of a table, in order, as dictionaries, read by DuckDB."""
    assert table in TABLES
    found = duckdb.sql(f"from '{target}/{table}/*.parquet'")
    return sorted((dict(zip(found.columns, row, strict=True)) for row in found.fetchall()), key=str)


def tables(target):
    return {table: rows(target, table) for table in TABLES}


def article(number, words=1):
    """A line of input."""
    text = " ".join(f"“It held {number},” said Ana Lind." for _ in range(words))
    return {"id": f"a{number}", "text": text, "date": f"2026-01-{number % 28 + 1:02}", "desk": "news"}


def write_lines(path, articles):
    """JSON lines, compressed as the name says; anything but a dictionary is a line as it is."""
    data = b"".join(
        (line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in articles
    )
    path.write_bytes(compressed(data, path.suffix))
    return path


def compressed(data, suffix):
    if suffix == ".gz":
        return gzip.compress(data)
    if suffix == ".zst":
        sink = pa.BufferOutputStream()
        with pa.CompressedOutputStream(sink, "zstd") as stream:
            stream.write(data)
        return sink.getvalue().to_pybytes()
    return data


def write_parquet(path, articles, **options):
    pq.write_table(
        articles if isinstance(articles, pa.Table) else pa.Table.from_pylist(articles), path, **options
    )
    return path
