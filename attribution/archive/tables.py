"""Rows of the tables from answers, and their files: Parquet, compressed with Zstandard."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import UNSET

from attribution.archive.records import Fault
from attribution.archive.schemas import TABLES
from attribution.outputs import sheet, wording
from attribution.results import Answer, Quote

#: The roles of stations of which the nearest to the speaker has passed the words on.
RELAYING = ("relayer", "issuer")


class Rows:
    """Rows of one table while they grow."""

    def __init__(self, schema: Any) -> None:  # noqa: ANN401 - pyarrow has no types
        self._schema = schema
        self._names: list[str] = []
        self._rows: list[tuple[Any, ...]] = []
        #: Of each row, the record it comes from.
        self._records: list[int] = []

    def add(self, record: int, *cells: Mapping[str, Any]) -> None:
        """A row of the cells of several mappings, each time with the same names in the same order.

        Together they have every column of the table but those that are passed on.
        """
        if not self._names:
            self._names = [name for some in cells for name in some]
        self._records.append(record)
        self._rows.append(tuple(chain.from_iterable(some.values() for some in cells)))

    def __len__(self) -> int:
        return len(self._rows)

    def table(self, kept: Any) -> Any:  # noqa: ANN401
        """All rows; `kept` has the columns that are passed on, a row for each record."""
        columns = dict(zip(self._names, zip(*self._rows, strict=True), strict=True))
        passed_on = kept.take(pa.array(self._records, pa.int64())) if kept.num_columns else kept
        return pa.Table.from_arrays(
            [
                passed_on.column(field.name)
                if field.name in passed_on.schema.names
                else pa.array(columns[field.name], field.type)
                for field in self._schema
            ],
            schema=self._schema,
        )


class Tables:
    """The rows of all tables that a worker fills."""

    def __init__(self, schemas: Mapping[str, Any]) -> None:
        self.quotes, self.speakers, self.articles, self.errors = (Rows(schemas[name]) for name in TABLES)
        self._has_findings = "findings" in schemas["articles"].names

    def add(self, record: int, place: Mapping[str, Any], text: str, words: int, answer: Answer) -> None:
        """All rows of an article.

        Args:
            record: the index of its record.
            place: the cells under `schemas.ARTICLE`.
            text: what was analysed.
            words: how many it has.
            answer: what was found in it.
        """
        by_id = {speaker.id: sheet.speaker_cells(speaker) for speaker in answer.speakers}
        refusals = {
            refusal.speaker.id: refusal.kind for refusal in answer.declined if refusal.speaker is not None
        }
        for quote in answer.quotes:
            speaker = NOBODY if quote.speaker is None else by_id[quote.speaker.id]
            cells = dict(sheet.quote_cells(answer, quote))
            del cells["article_id"]
            count = cells["anonymity_count"]
            cells["anonymity_count"] = None if count is None else str(count)
            self.quotes.add(record, place, cells, speaker, more_of_quote(quote))
        for speaker_found in answer.speakers:
            more = {
                "anonymity": speaker_found.anonymity,
                "quotes": len(speaker_found.quote_ids),
                "mentions": len(speaker_found.mentions),
                "declined": refusals.get(speaker_found.id),
            }
            self.speakers.add(record, place, by_id[speaker_found.id], more)
        counts = {
            "words": words,
            "characters": len(text),
            "quotes": len(answer.quotes),
            "anonymous_quotes": sum(quote.anonymity.is_anonymous for quote in answer.quotes),
            "second_hand_quotes": sum(quote.is_second_hand for quote in answer.quotes),
            "speakers": len(answer.speakers),
            "declined": len(answer.declined),
            "warnings": [warning.code for warning in answer.warnings],
        }
        if self._has_findings:
            found = [] if answer.report is UNSET else answer.report.findings
            counts["findings"] = [finding.code for finding in found]
        self.articles.add(record, place, counts)

    def add_fault(self, file: str, fault: Fault) -> None:
        """A row of `errors`."""
        self.errors.add(0, {"source_file": file, **msgspec.structs.asdict(fault)})

    def encoded(self, kept: Any) -> dict[str, bytes]:  # noqa: ANN401
        """The file of each table that has rows."""
        nothing = pa.RecordBatch.from_arrays([], names=[])
        rows = {"quotes": self.quotes, "speakers": self.speakers, "articles": self.articles}
        files = {name: encoded(some.table(kept)) for name, some in rows.items() if len(some)}
        return {**files, "errors": encoded(self.errors.table(nothing))} if len(self.errors) else files


NOBODY: Mapping[str, None] = dict.fromkeys(sheet.SPEAKER_COLUMNS)


def more_of_quote(quote: Quote) -> dict[str, Any]:
    """The cells of a quote that the CSV has not."""
    relayer = next((hop for hop in quote.provenance if hop.role in RELAYING), None)
    cue, source = quote.cue, quote.source
    return {
        "relayed_by": (relayer.name or relayer.description) if relayer and quote.is_second_hand else None,
        "words": len(wording.content(quote).split()),
        "spans": [{"start": span.start, "end": span.end} for span in quote.spans],
        "cue_start": cue and cue.start,
        "cue_end": cue and cue.end,
        "source_start": source and source.start,
        "source_end": source and source.end,
    }


def encoded(table: Any) -> bytes:  # noqa: ANN401
    """A table as a Parquet file."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue().to_pybytes())


def joined(files: Sequence[bytes]) -> bytes:
    """Files of one table as one, in this order."""
    if len(files) == 1:
        return files[0]
    return encoded(pa.concat_tables(pq.read_table(pa.BufferReader(file)) for file in files))


def of_faults(file: str, faults: Sequence[Fault], schemas: Mapping[str, Any]) -> dict[str, bytes]:
    """The file of `errors` with these rows; nothing where there are none."""
    tables = Tables(schemas)
    for fault in faults:
        tables.add_fault(file, fault)
    return tables.encoded(pa.RecordBatch.from_arrays([], names=[]))
