"""The sample articles load, their marks are where they say, and they cover the label sets."""

import json
import runpy
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import get_args

import msgspec
import pytest

import seeds
from attribution.results import AnonymityStatus, ChannelType, RefusalKind

SEEDS = seeds.load()

#: `unknown` is a failure to resolve a source, never what an editor would mark.
STATUSES = set(get_args(AnonymityStatus)) - {"unknown"}

each_seed = pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)


@each_seed
def test_every_mark_is_the_exact_string_of_its_file(seed):
    folder = Path(seeds.__file__).parent
    marks = json.loads((folder / f"{seed.name}.json").read_text("utf-8"))
    assert len(marks["quotes"]) == len(seed.attributions)
    for quote, found in zip(marks["quotes"], seed.attributions, strict=True):
        assert [seed.text[slice(*piece)] for piece in found.content] == quote["content"]
        assert [seed.text[slice(*cue)] for cue in found.cue] == [cue for cue in [quote["cue"]] if cue]
        assert [seed.text[slice(*source)] for source in found.source] == [s for s in [quote["source"]] if s]
    for refusal, found in zip(marks["declined"], seed.declined, strict=True):
        assert seed.text[slice(*found.evidence)] == refusal["evidence"]


@each_seed
def test_marks_stand_in_order_and_apart(seed):
    starts = [attribution.content[0][0] for attribution in seed.attributions]
    assert starts == sorted(set(starts))
    for attribution in seed.attributions:
        pieces = sorted(attribution.content + attribution.cue + attribution.source)
        assert all(before[1] <= after[0] for before, after in pairwise(pieces))
        assert list(attribution.content) == sorted(attribution.content)
    evidence = [refusal.evidence for refusal in seed.declined]
    assert evidence == sorted(evidence)


@each_seed
def test_cue_and_source_stand_in_the_sentence_or_paragraph_of_the_content(seed):
    for attribution in seed.attributions:
        for start, end in attribution.cue + attribution.source:
            between = sorted([start, end, *attribution.content[0]])[1:3]
            assert seed.text[slice(*between)].count("\n\n") <= 1


@each_seed
def test_labels_agree_with_each_other(seed):
    for attribution in seed.attributions:
        if attribution.anonymity == "named":
            assert attribution.speaker
        if attribution.anonymity in ("anonymous_requested", "unnamed_individual", "unnamed_group"):
            assert attribution.speaker is None
        if attribution.anonymity == "unattributed":
            assert attribution.source == ()
        for name in (attribution.speaker or "").split(" & "):
            assert name in seed.text
            assert not name.lower().startswith("the ")


@each_seed
def test_articles_are_of_the_length_and_density_of_news(seed):
    assert 300 <= len(seed.text.split()) <= 900
    assert 8 <= len(seed.attributions) <= 25
    assert seed.text.strip("\n").count("\n\n") >= 8


def test_every_anonymity_status_and_channel_and_refusal_is_there_twice():
    attributions = [attribution for seed in SEEDS for attribution in seed.attributions]
    statuses = Counter(attribution.anonymity for attribution in attributions)
    channels = Counter(attribution.channel for attribution in attributions)
    refusals = Counter(refusal.kind for seed in SEEDS for refusal in seed.declined)
    assert {status for status, count in statuses.items() if count >= 2} == STATUSES
    assert {channel for channel, count in channels.items() if count >= 2} == set(get_args(ChannelType))
    assert {kind for kind, count in refusals.items() if count >= 2} == set(get_args(RefusalKind))


def test_beats_and_punctuation_differ():
    assert len({seed.beat for seed in SEEDS}) == len(SEEDS) >= 12
    assert sum(seed.punctuation == "british" for seed in SEEDS) >= 4
    straight = [seed for seed in SEEDS if not any(mark in seed.text for mark in "“”‘’")]
    assert 3 <= len(straight) < len(SEEDS) / 2


def test_module_writes_one_gold_article_a_line(capsys):
    runpy.run_module("seeds", run_name="__main__")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["id"] for line in lines] == [seed.name for seed in SEEDS]
    first, gold = SEEDS[0].attributions[0], lines[0]["attributions"][0]
    assert gold == {
        "id": first.id,
        "source": [list(span) for span in first.source],
        "cue": [list(span) for span in first.cue],
        "content": [list(span) for span in first.content],
        "speaker": first.speaker,
        "anonymity": first.anonymity,
        "channel": first.channel,
    }


TEXT = 'He said the end was near. "Go," he said. "Go now," the others said. "Go," he said.'


def article(folder, *, quotes=(), declined=()):
    quote = {"cue": "said", "source": "he", "speaker": None, "anonymity": "named", "channel": "unspecified"}
    marks = {
        "title": "t",
        "beat": "b",
        "punctuation": "american",
        "quotes": [{**quote, **fields} for fields in quotes],
        "declined": list(declined),
    }
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "a.json").write_text(json.dumps(marks), "utf-8")
    return folder


def test_repeated_strings_are_told_apart(tmp_path):
    folder = article(
        tmp_path,
        quotes=[
            {"content": ["the end was near"], "source": "He"},
            {"content": ['"Go,"']},
            {"content": ['"Go now,"'], "source": "the others", "cue_at": 2},
            {"content": ['"Go,"'], "cue_at": 3},
        ],
    )
    (seed,) = seeds.load(folder)
    found = [(a.content[0][0], a.cue[0][0], a.source[0][0]) for a in seed.attributions]
    assert found == [(8, 3, 0), (26, 35, 32), (41, 62, 51), (68, 77, 74)]


def test_source_is_never_taken_from_the_content(tmp_path):
    (seed,) = seeds.load(article(tmp_path, quotes=[{"content": ['"Go,"'], "source": "Go"}]))
    assert seed.attributions[0].source == ((42, 44),)


@pytest.mark.parametrize(
    ("marks", "message"),
    [
        ({"quotes": [{"content": ["absent"]}]}, "'absent' does not stand in the text"),
        ({"quotes": [{"content": ["ear"]}]}, "'ear' does not stand in the text"),
        ({"quotes": [{"content": ['"Go,"'], "cue": "shouted"}]}, "'shouted' does not stand in the text"),
        ({"quotes": [{"content": ["near"], "source": "near"}]}, "does not stand outside the content"),
        ({"quotes": [{"content": ['"Go,"'], "cue_at": 4}]}, "only 4 times"),
        ({"quotes": [{"content": ['"Go now,"']}, {"content": ["the end"]}]}, "at or after position 42"),
        ({"declined": [{"speaker": None, "evidence": "no reply", "kind": "no_response"}]}, "'no reply'"),
    ],
)
def test_marks_that_are_not_in_the_text_are_an_error(tmp_path, marks, message):
    folder = article(tmp_path, **marks)
    with pytest.raises(seeds.SeedError, match=message) as raised:
        seeds.load(folder)
    assert str(raised.value).startswith("a.json: ")


def test_unknown_labels_are_an_error(tmp_path):
    with pytest.raises(msgspec.ValidationError, match="channel"):
        seeds.load(article(tmp_path, quotes=[{"content": ["near"], "channel": "telepathy"}]))
