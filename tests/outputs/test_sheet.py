import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.outputs.sheet import COLUMNS, FORMULA, render, written
from attribution.results import Anonymity, Channel, Hop
from tests.outputs.answers import ARTICLE, answer, quote, said_by, span, speaker


def rows(rendered: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(rendered.decode("utf-8"), newline=""), strict=True))


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that keeps it from being a formula: what docs/outputs.md advises."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell[1:]) else cell


@pytest.mark.parametrize("unit", ["codepoint", "utf16", "utf8"])
def test_sheet_has_a_row_for_each_quote(answers, unit):
    found = answers[unit]
    table = rows(render(found, ARTICLE))
    assert [row["quote_id"] for row in table] == [quote.id for quote in found.quotes]
    for row, quote_ in zip(table, found.quotes, strict=True):
        assert unguarded(row["text"]) == " … ".join(piece.text for piece in quote_.spans)
        assert (int(row["start"]), int(row["end"])) == (quote_.spans[0].start, quote_.spans[-1].end)
        assert row["offset_unit"] == unit
        assert row["anonymity"] == quote_.anonymity.status
        assert row["is_anonymous"] == str(quote_.anonymity.is_anonymous).lower()
        assert row["channel"] == quote_.channel.type
        assert unguarded(row["speaker_name"]) == ((quote_.speaker and quote_.speaker.name) or "")
        assert float(row["confidence_quote"]) == quote_.confidence.quote


def test_sheet_names_its_columns_also_without_quotes():
    assert render(answer([]), "No.") == (",".join(COLUMNS) + "\r\n").encode()
    assert len(set(COLUMNS)) == len(COLUMNS)


def test_sheet_is_what_rfc_4180_says():
    text = 'He said, "no"\nand left'
    rendered = render(said_by(speaker(name="Æ, \U0001f418"), text), text).decode("utf-8")
    assert not rendered.startswith("\ufeff")
    assert rendered.endswith("\r\n")
    assert '"He said, ""no""\nand left"' in rendered
    assert '"Æ, \U0001f418"' in rendered
    # Outside quoted fields every line ends in CR LF.
    assert "\n" not in re.sub(r'"(?:[^"]|"")*"', "", rendered).replace("\r\n", "")


def test_sheet_tells_provenance_and_what_is_empty():
    found = said_by(
        speaker(description="an official"),
        anonymity=Anonymity(status="unnamed_individual", is_anonymous=True, count=2),
        channel=Channel(type="statement", mode="mediated"),
        provenance=[
            Hop(role="speaker", description="an official"),
            Hop(role="issuer", name="Port Office", channel="statement"),
        ],
    )
    (row,) = rows(render(found, "No."))
    assert row["provenance"] == "speaker: an official > issuer: Port Office (statement)"
    assert row["anonymity_count"] == "2"
    assert row["channel_inherited"] == "false"
    assert (row["article_id"], row["speaker_name"], row["cue"], row["parent_quote_id"]) == ("", "", "", "")


def test_sheet_leaves_the_speaker_empty_where_there_is_none():
    (row,) = rows(render(answer([quote([span("No.", 0, 3)])]), "No."))
    assert {value for name, value in row.items() if name.startswith("speaker_")} == {""}


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u00a0=1",
        "\ufeff=1",
        "＝1",
        "＠A",
        "'=1",
        "''=1",
        "\0=1",
        '=cmd|"/C calc"!A0',
    ],
)
def test_sheet_has_no_formula(cell):
    (row,) = rows(render(said_by(speaker(name=cell, description=cell), cell), cell))
    for column in ("text", "speaker_name", "speaker_description"):
        assert row[column] == f"'{cell}"


@pytest.mark.parametrize("cell", ["“=1”", '"-1"', "'tis", "a=b", "—no", "…", "", "1-1"])
def test_sheet_leaves_other_text_as_it_is(cell):
    assert written(cell) == cell


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("'=+-@\t\r\n ,\"")))
def test_sheet_gives_back_any_text(cell):
    table = io.StringIO(newline="")
    csv.writer(table, lineterminator="\r\n").writerow(["x", written(cell)])
    assert not re.match("[=+@\t\r-]", written(cell))
    ((_, back),) = csv.reader(io.StringIO(table.getvalue(), newline=""), strict=True)
    assert unguarded(back) == cell
