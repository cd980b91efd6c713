"""A run: from a source to the tables of a target, by workers, a part at a time.

The order of things is what makes a stop harmless: what a run would write is fixed before it begins, workers
only compute, and the one process that writes does so part by part (`manifest.py`).
"""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct

from attribution.archive import tables
from attribution.archive.articles import FIELDS
from attribution.archive.crew import Crew, Worker
from attribution.archive.cuts import DAMAGE
from attribution.archive.manifest import Ledger, Manifest, begin
from attribution.archive.reading import Reading
from attribution.archive.recipe import TIME_LIMIT, Recipe
from attribution.archive.records import Fault, Part
from attribution.archive.refusal import Refusal
from attribution.archive.schemas import TAKEN, schemas
from attribution.archive.sources import Source, find, kind_of
from attribution.archive.store import Store
from attribution.archive.work import Counts, Done
from attribution.requests import Options

#: A source is cut into about so many parts, so that many workers end at about the same time …
PARTS = 1024

#: … and these are the bytes of article text that a part may have: enough to be worth its files, and few
#: enough that a worker is not long at one.
PART_BYTES = (256 * 1024, 32 * 1024 * 1024)


class Request(Struct, frozen=True, kw_only=True):
    """What is asked for."""

    source: str
    target: str
    options: Options = Options()
    columns: Mapping[str, str] = {}
    """Fields of an article that have another name in the input, and that name."""
    keep: Mapping[str, str] = {}
    """Columns that the tables shall have, and their names in the input."""
    time_limit: float = TIME_LIMIT
    """Seconds that one article may take."""
    part_bytes: int | None = None
    """Bytes of article text in a part; by default what suits the size of the source."""


class Step(Struct, frozen=True, kw_only=True):
    """A part that has been done."""

    size: int
    """How far the run has moved on in the source, in bytes as stored."""
    counts: Counts


class Run:
    """A run that can begin.

    Args:
        request: what is asked for.
        engine: name and version of the model, and whatever else the answers depend on.

    Raises:
        Refusal: source, target or settings cannot be used.

    Attributes:
        source: the files that are read.
        recipe: what the workers have to know.
    """

    def __init__(self, request: Request, engine: Mapping[str, str]) -> None:
        self.source = find(request.source)
        check_names(request)
        kept = kept_schema(self.source, request.keep, request.columns)
        self.recipe = Recipe(
            options=request.options,
            columns=request.columns,
            keep=request.keep,
            kept=kept,
            time_limit=request.time_limit,
        )
        self._schemas = schemas(kept, with_findings="report" in request.options.include)
        self._store = Store(request.target)
        if f"{self._store.root}/".startswith(f"{self.source.root}/") and len(self.source.files) > 1:
            raise Refusal(f"{request.target}: is inside the source")
        part_bytes = request.part_bytes or min(max(self.source.size // PARTS, PART_BYTES[0]), PART_BYTES[1])
        self._manifest = Manifest(
            engine=dict(engine),
            settings={
                "columns": dict(request.columns),
                "keep": dict(request.keep),
                **msgspec.structs.asdict(request.options),
            },
            part_bytes=part_bytes,
            files=self.source.files,
        )
        self._reading = Reading(
            self.source,
            part_bytes,
            [*(request.columns.get(field, field) for field in FIELDS), *request.keep.values()],
            pa.schema([pa.field(request.keep[field.name], field.type) for field in kept]),
        )

    @contextmanager
    def begin(self) -> Iterator[Ledger]:
        """Begin the target, or go on with what is there; other runs are kept out while the block lasts.

        Raises:
            Refusal: what is there was begun otherwise, or another run is at work.
            OSError: the target cannot be written.
        """
        empty = {name: schema.empty_table() for name, schema in self._schemas.items()}
        with self._store.alone():
            yield begin(self._store, self._manifest, empty)

    def work(self, ledger: Ledger, workers: Sequence[Worker]) -> Generator[Step, None, None]:
        """Do the parts that are not done; the workers are left as they are then.

        Raises:
            OSError: the target cannot be written any more; what is done is done, and a run can go on.
        """
        parts = self._reading.parts(ledger.done, ledger.finished_files())
        for part, results in Crew(workers, parts, self._given_up).finished():
            done = self._whole(part, results)
            ledger.commit(part, done.tables, done.counts)
            yield Step(size=part.size, counts=done.counts)

    def _whole(self, part: Part, results: Sequence[Done]) -> Done:
        """What became of a part."""
        if part.faults:
            results = [*results, self._only_errors(part.file, part.faults)]
        if len(results) == 1:
            return results[0]
        files = {
            name: tables.joined([done.tables[name] for done in results if name in done.tables])
            for name in self._schemas
            if any(name in done.tables for done in results)
        }
        return Done(tables=files, counts=sum((done.counts for done in results), Counts()))

    def _given_up(self, part: Part, index: int) -> Done:
        """What becomes of an article that ends every worker."""
        return self._only_errors(
            part.file,
            (
                Fault(
                    source_row=part.records.number(index),
                    article_id=part.records.identity(index, self.recipe.columns.get("id", "id")),
                    kind="worker-lost",
                    detail="The process that analysed the article ended each time, or took longer than the limit.",
                ),
            ),
        )

    def _only_errors(self, file: str, faults: Sequence[Fault]) -> Done:
        return Done(tables=tables.of_faults(file, faults, self._schemas), counts=Counts(errors=len(faults)))


def check_names(request: Request) -> None:
    """Pass where names of fields and columns can be what they are given as.

    Raises:
        Refusal: says which cannot.
    """
    if unknown := request.columns.keys() - set(FIELDS):
        raise Refusal(f"{min(unknown)} is no field of an article; these are: {', '.join(FIELDS)}")
    if taken := request.keep.keys() & TAKEN:
        name = min(taken)
        raise Refusal(
            f"the tables have a column {name} already; keep it under another name: other={request.keep[name]}"
        )


def kept_schema(source: Source, keep: Mapping[str, str], columns: Mapping[str, str]) -> Any:  # noqa: ANN401
    """The columns to keep, with the types that they have in the first file if that is Parquet; else they are text.

    Raises:
        Refusal: that file lacks one of them, or has no column that holds articles.
    """
    types: dict[str, Any] = {}
    if (found := first_schema(source)) is not None:
        of_text = [columns.get(field, field) for field in ("text", "html", "document")]
        if not any(name in found.names for name in of_text):
            raise Refusal(
                f"{source.files[0].name}: has no column {' or '.join(of_text)}; say which holds the articles"
            )
        wanted = [*keep.values(), *columns.values()]
        if missing := [name for name in wanted if name not in found.names]:
            raise Refusal(f"{source.files[0].name}: has no column {missing[0]}")
        types = {name: plain(found.field(name).type) for name in keep.values()}
    return pa.schema([pa.field(name, types.get(column, pa.string())) for name, column in keep.items()])


def first_schema(source: Source) -> Any:  # noqa: ANN401
    """The columns of the first file, if that is Parquet."""
    try:
        with source.open(source.files[0]) as stream:
            return pq.read_schema(stream) if kind_of(stream)[0] == "parquet" else None
    except DAMAGE:
        # Told in its place, as of any other file.
        return None


def plain(type: Any) -> Any:  # noqa: ANN401
    """The type of the values of a dictionary; any other is itself."""
    return type.value_type if pa.types.is_dictionary(type) else type
