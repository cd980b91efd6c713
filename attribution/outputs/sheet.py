"""A row for each quote as comma-separated values (RFC 4180, in UTF-8), for spreadsheets.

A cell that a spreadsheet would take for a formula is kept text by an apostrophe before it, as OWASP
advises (CSV injection, CWE-1236): an article is written by others, and an editor will open the file.
"""

import csv
import io
import re
from collections.abc import Mapping

from attribution.outputs import wording
from attribution.results import Answer, Hop, Quote, Span, Speaker

Cell = str | int | float | bool | None

#: What begins a formula: also behind white space, and in the full-width forms that some locales take.
#: Apostrophes before it count as well, so that who takes one away from such a cell has what was there.
FORMULA = re.compile(r"['\s\u200b\ufeff]*[=+\-@＝＋－＠]|'*[\t\r\n\0]")

QUOTE_COLUMNS = (
    *("article_id", "quote_id", "kind", "text", "start", "end", "offset_unit", "cue", "source"),
    *("anonymity", "is_anonymous", "anonymity_evidence", "anonymity_reason", "anonymity_count"),
    *("channel", "channel_mode", "channel_name", "channel_evidence", "channel_inherited"),
    *("is_second_hand", "provenance", "parent_quote_id"),
    *("confidence_quote", "confidence_speaker", "confidence_anonymity", "confidence_channel"),
)
SPEAKER_COLUMNS = (
    *("speaker_id", "speaker_name", "speaker_description", "speaker_kind"),
    *("speaker_title", "speaker_affiliation"),
)
#: The speaker stands behind the quote and before what is said of the source.
COLUMNS = (*QUOTE_COLUMNS[:9], *SPEAKER_COLUMNS, *QUOTE_COLUMNS[9:])


def render(answer: Answer, text: str, url: str | None = None) -> bytes:
    """The table in UTF-8, without a byte order mark: the names of the columns, then a row for each quote."""
    speakers = {speaker.id: speaker for speaker in answer.speakers}
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for quote in answer.quotes:
        cells = quote_cells(answer, quote)
        if quote.speaker is not None:
            cells = {**cells, **speaker_cells(speakers[quote.speaker.id])}
        writer.writerow({column: written(cell) for column, cell in cells.items()})
    return table.getvalue().encode()


def quote_cells(answer: Answer, quote: Quote) -> Mapping[str, Cell]:
    """The cells under `QUOTE_COLUMNS`; positions are in the answer's unit."""
    anonymity, channel, confidence = quote.anonymity, quote.channel, quote.confidence
    return {
        "article_id": answer.id,
        "quote_id": quote.id,
        "kind": quote.kind,
        "text": wording.content(quote),
        "start": quote.spans[0].start,
        "end": quote.spans[-1].end,
        "offset_unit": answer.offset_unit,
        "cue": words(quote.cue),
        "source": words(quote.source),
        "anonymity": anonymity.status,
        "is_anonymous": anonymity.is_anonymous,
        "anonymity_evidence": words(anonymity.evidence),
        "anonymity_reason": anonymity.reason,
        "anonymity_count": anonymity.count,
        "channel": channel.type,
        "channel_mode": channel.mode,
        "channel_name": channel.name,
        "channel_evidence": words(channel.evidence),
        "channel_inherited": channel.inherited,
        "is_second_hand": quote.is_second_hand,
        "provenance": " > ".join(map(station, quote.provenance)),
        "parent_quote_id": quote.parent,
        "confidence_quote": confidence.quote,
        "confidence_speaker": confidence.speaker,
        "confidence_anonymity": confidence.anonymity,
        "confidence_channel": confidence.channel,
    }


def speaker_cells(speaker: Speaker) -> Mapping[str, Cell]:
    """The cells under `SPEAKER_COLUMNS`, which are empty where there is no speaker."""
    return {
        "speaker_id": speaker.id,
        "speaker_name": speaker.name,
        "speaker_description": speaker.description,
        "speaker_kind": speaker.kind,
        "speaker_title": speaker.title,
        "speaker_affiliation": speaker.affiliation,
    }


def written(cell: Cell) -> Cell:
    """How a cell stands in the file: truth values as in JSON, nothing as nothing, and no formula."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str):
        return f"'{cell}" if FORMULA.match(cell) else cell
    return cell


def words(span: Span | None) -> str | None:
    """The words of a span."""
    return None if span is None else span.text


def station(hop: Hop) -> str:
    """A station of the provenance: "issuer: Ministry of Ports (statement)"."""
    who = hop.name or hop.description or hop.anonymity or "not named"
    return f"{hop.role}: {who} ({hop.channel})" if hop.channel else f"{hop.role}: {who}"
