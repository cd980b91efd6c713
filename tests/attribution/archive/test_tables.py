"""The tables with the shipped engine, against the CSV of the same articles."""

import csv
import io
from functools import partial

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import seeds
from attribution import pipeline
from attribution.archive.recipe import Recipe
from attribution.archive.records import Lines
from attribution.archive.schemas import TAKEN
from attribution.archive.work import Analyst, Job
from attribution.lines import Line, encode
from attribution.outputs import sheet
from attribution.requests import Options

SEEDS = seeds.load()[:4]


@pytest.fixture(scope="module")
def done(nlp):
    def load():
        return partial(pipeline.analyse_all, nlp)

    recipe = Recipe(options=Options(include=("report",)), columns={}, keep={}, kept=pa.schema([]))
    records = [
        Line(number, encode({"id": seed.name, "text": seed.text})) for number, seed in enumerate(SEEDS, 1)
    ]
    return Analyst(load, recipe).work(Job(file="seeds", records=Lines(tuple(records))))


def table(done, name):
    return pq.read_table(pa.BufferReader(done.tables[name])).to_pylist()


def test_quotes_are_those_of_the_csv(done, nlp):
    wanted = []
    for seed in SEEDS:
        answer = pipeline.analyse(nlp, seed.text, id=seed.name)
        wanted += csv.DictReader(io.StringIO(sheet.render(answer, seed.text).decode(), newline=""))
    found = [
        {name: "" if row[name] is None else str(sheet.written(row[name])) for name in sheet.COLUMNS}
        for row in table(done, "quotes")
    ]
    assert found == wanted


def test_spans_are_slices_of_the_article(done):
    texts = {seed.name: seed.text for seed in SEEDS}
    quotes = table(done, "quotes")
    for row in quotes:
        text = texts[row["article_id"]]
        assert " … ".join(text[span["start"] : span["end"]] for span in row["spans"]) == row["text"]
        if row["cue"] is not None:
            assert text[row["cue_start"] : row["cue_end"]] == row["cue"]
        assert (row["relayed_by"] is None) or row["is_second_hand"]
    assert any(row["relayed_by"] for row in quotes)


def test_articles_count_what_the_other_tables_have(done):
    quotes, speakers = table(done, "quotes"), table(done, "speakers")
    for row in table(done, "articles"):
        own = [quote for quote in quotes if quote["article_id"] == row["article_id"]]
        assert row["quotes"] == len(own)
        assert row["anonymous_quotes"] == sum(quote["is_anonymous"] for quote in own)
        assert row["second_hand_quotes"] == sum(quote["is_second_hand"] for quote in own)
        assert row["speakers"] == sum(speaker["article_id"] == row["article_id"] for speaker in speakers)
        assert row["words"] == len(
            next(seed.text for seed in SEEDS if seed.name == row["article_id"]).split()
        )
    assert done.counts.quotes == len(quotes)
    assert {row["declined"] for row in speakers} >= {None}
    assert sum(row["quotes"] for row in speakers) == sum(quote["speaker_id"] is not None for quote in quotes)


def test_no_column_of_a_table_can_be_taken_by_one_that_is_kept(done):
    for name in ("quotes", "speakers", "articles"):
        assert set(table(done, name)[0]) <= TAKEN
