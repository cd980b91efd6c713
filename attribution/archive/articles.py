"""From records to articles, in the worker: each is decoded once, with the columns that are passed on.

A record that is no article becomes a problem in its place, as in `attribution.lines`.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, cast

import msgspec
import pyarrow as pa
from msgspec import UNSET

from attribution import lines, problems
from attribution.archive.fitting import fitted
from attribution.archive.recipe import Recipe
from attribution.archive.records import Lines, Records, Rows
from attribution.lines import MAX_LINE, Article
from attribution.problems import Problem

#: Every field that an article may have.
FIELDS = tuple(field.name for field in msgspec.structs.fields(Article))


class Entry(NamedTuple):
    """One record."""

    record: int
    """Its index in the job."""
    number: int
    """Its line or row in the file, from 1."""
    article: Article | Problem


class Batch:
    """The records of a job, decoded one after the other.

    Attributes:
        kept: after the last record, the columns that are passed on: a row for each record.
    """

    def __init__(self, records: Records, recipe: Recipe) -> None:
        self._records, self._recipe = records, recipe
        self.kept: Any = None

    def __iter__(self) -> Iterator[Entry]:
        return (
            self._of_rows(self._records) if isinstance(self._records, Rows) else self._of_lines(self._records)
        )

    def _of_lines(self, records: Lines) -> Iterator[Entry]:
        keep = tuple(self._recipe.keep.values())
        decode, taken = decoder(tuple(self._recipe.columns.items()), keep)
        kept: list[list[str | None]] = [[] for _ in keep]
        for index, line in enumerate(records.lines):
            article = (
                problems.too_large(MAX_LINE) if line.data is None else lines.read_article(line.data, decode)
            )
            for values, field in zip(kept, taken, strict=True):
                values.append(written(getattr(article, field, None)))
            yield Entry(index, line.number, named(article))
        self.kept = pa.RecordBatch.from_arrays(
            [
                fitted(pa.array(values, pa.string()), field.type)
                for values, field in zip(kept, self._recipe.kept, strict=True)
            ],
            schema=self._recipe.kept,
        )

    def _of_rows(self, records: Rows) -> Iterator[Entry]:
        batch, columns = records.batch, self._recipe.columns
        present = {
            field: columns.get(field, field)
            for field in FIELDS
            if columns.get(field, field) in batch.schema.names
        }
        for index, (number, row) in enumerate(
            zip(records.numbers, batch.select(list(present.values())).to_pylist(), strict=True)
        ):
            yield Entry(index, number, of_row({field: row[name] for field, name in present.items()}))
        self.kept = pa.RecordBatch.from_arrays(
            [
                batch.column(self._recipe.keep[field.name])
                if self._recipe.keep[field.name] in batch.schema.names
                else pa.nulls(len(records), field.type)
                for field in self._recipe.kept
            ],
            schema=self._recipe.kept,
        )


@cache
def decoder(
    columns: tuple[tuple[str, str], ...], keep: tuple[str, ...]
) -> tuple[Callable[[bytes], Article], tuple[str, ...]]:
    """Reads an article with fields called as `columns` says, and with those to keep, in one go.

    Returns:
        The decoder, and the attribute that holds each of the fields to keep.
    """
    called = dict(columns)
    names = {field: called.get(field, field) for field in FIELDS}
    by_name = {name: field for field, name in names.items()}
    taken = [by_name.get(name, f"kept_{i}") for i, name in enumerate(keep)]
    names |= {f"kept_{i}": name for i, name in enumerate(keep) if name not in by_name}
    article = msgspec.defstruct(
        "ArticleOfArchive",
        [
            *(
                (field.name, str | int | None if field.name == "id" else field.type, field.default)
                for field in msgspec.structs.fields(Article)
            ),
            *((field, Any, None) for field in names if field not in FIELDS),
        ],
        bases=(Article,),
        rename=names,
        frozen=True,
        kw_only=True,
    )
    return cast("Callable[[bytes], Article]", msgspec.json.Decoder(article).decode), tuple(taken)


def of_row(row: Mapping[str, Any]) -> Article | Problem:
    """The article of a row: a null is a field that is not there, and JSON documents may stand as text."""
    given: dict[str, Any] = {}
    for field, value in row.items():
        if isinstance(value, bytes):
            try:
                value = value.decode("utf-8")
            except UnicodeDecodeError as error:
                return problems.malformed(f"The column is not UTF-8 (byte {error.start}).")
        if isinstance(value, str) and len(value) > MAX_LINE:
            return problems.too_large(MAX_LINE)
        if value is not None:
            given[field] = str(value) if field == "id" else value
    document, format = given.get("document"), given.get("format")
    if isinstance(document, str) and format != "nitf":
        try:
            given["document"] = lines.decode_any(document.encode())
        except (ValueError, RecursionError):
            return problems.malformed("The document is not JSON.")
    try:
        return lines.checked(msgspec.convert(given, Article))
    except msgspec.ValidationError as error:
        return problems.invalid(problems.fault_of(error))


def named(article: Article | Problem) -> Article | Problem:
    """The article with an id that is text; archives often number their articles."""
    if isinstance(article, Problem) or article.id is None:
        return article
    return msgspec.structs.replace(article, id=str(article.id))


def written(value: object) -> str | None:
    """A field of any type as the tables have it: text as it is, and all else as JSON."""
    if value is None or value is UNSET:
        return None
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
