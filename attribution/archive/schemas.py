"""The columns of the tables. docs/archive.md tells what stands in each."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from attribution.outputs import sheet

TEXT, COUNT, TRUTH, SHARE = pa.string(), pa.int32(), pa.bool_(), pa.float64()

#: Where an article stands in the source: what joins the tables, for ids may be missing or stand twice.
PLACE = {"source_file": TEXT, "source_row": pa.int64()}

#: What every table but `errors` says of the article; the columns that are kept come after these.
ARTICLE = {**PLACE, "article_id": TEXT, "publication": TEXT}

#: Those columns of the CSV that are not text.
_TYPES = {
    **dict.fromkeys(("start", "end"), COUNT),
    **dict.fromkeys(("is_anonymous", "channel_inherited", "is_second_hand"), TRUTH),
    **dict.fromkeys(
        ("confidence_quote", "confidence_speaker", "confidence_anonymity", "confidence_channel"), SHARE
    ),
}

#: The same columns as in the CSV, and what a spreadsheet has no use for.
QUOTES = {
    **{name: _TYPES.get(name, TEXT) for name in sheet.COLUMNS if name != "article_id"},
    "relayed_by": TEXT,
    "words": COUNT,
    "spans": pa.list_(pa.struct({"start": COUNT, "end": COUNT})),
    **dict.fromkeys(("cue_start", "cue_end", "source_start", "source_end"), COUNT),
}

SPEAKERS = {
    **dict.fromkeys(sheet.SPEAKER_COLUMNS, TEXT),
    "anonymity": TEXT,
    "quotes": COUNT,
    "mentions": COUNT,
    "declined": TEXT,
}

ARTICLES = {
    **dict.fromkeys(("words", "characters", "quotes", "anonymous_quotes", "second_hand_quotes"), COUNT),
    **dict.fromkeys(("speakers", "declined"), COUNT),
    "warnings": pa.list_(TEXT),
}

#: Of `articles`, with the sourcing report.
FINDINGS = {"findings": pa.list_(TEXT)}

ERRORS = {**PLACE, **dict.fromkeys(("article_id", "kind", "detail", "pointer"), TEXT)}

#: The names of the tables.
TABLES = ("quotes", "speakers", "articles", "errors")

#: Names that no column which is kept may have.
TAKEN = frozenset({*ARTICLE, *QUOTES, *SPEAKERS, *ARTICLES, *FINDINGS, *ERRORS})


def schemas(kept: Any, *, with_findings: bool) -> Mapping[str, Any]:  # noqa: ANN401 - pyarrow has no types
    """The pyarrow schema of each table; `kept` is that of the columns that are passed on."""
    columns = {
        "quotes": QUOTES,
        "speakers": SPEAKERS,
        "articles": {**ARTICLES, **FINDINGS} if with_findings else ARTICLES,
    }
    before = [pa.field(name, type) for name, type in ARTICLE.items()]
    found = {
        name: pa.schema([*before, *kept, *(pa.field(*column) for column in own.items())])
        for name, own in columns.items()
    }
    return {**found, "errors": pa.schema(list(ERRORS.items()))}
