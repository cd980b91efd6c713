"""Passages written for one rule each, of every channel, and near misses that name none."""

import json
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest

from attribution.channels import Channels
from attribution.results import ChannelType
from tests.marked import marked_doc

PASSAGES: list[dict[str, Any]] = [
    json.loads(line)
    for line in Path(__file__).with_name("channels.jsonl").read_text(encoding="utf-8").splitlines()
]


def marked_as_known(passage: dict[str, Any]) -> object:
    """The passage as a parameter; one that the rules cannot tell yet is expected to fail, with its cause."""
    known = [pytest.mark.xfail(strict=True, reason=passage["fails"])] if "fails" in passage else []
    return pytest.param(passage, id=f"{passage['channel']}: {passage['rule']}", marks=known)


@pytest.mark.parametrize("passage", [marked_as_known(passage) for passage in PASSAGES])
def test_channel_of_a_passage(nlp, passage):
    doc = marked_doc(nlp, passage["text"], [*passage.get("before", ()), passage], passage.get("publication"))
    route = Channels()(doc)._.channels[-1]

    def words(span):
        return None if span is None else doc[slice(*span)].text

    assert route.type == passage["channel"], (route, words(route.evidence))
    if "name" in passage:
        assert (route.name or "").casefold() == passage["name"].casefold()
    if "issuer" in passage:
        assert words(route.issuer) == passage["issuer"]
    if "evidence" in passage:
        assert words(route.evidence) == passage["evidence"]
    assert route.inherited == passage.get("inherited", False)
    assert (route.evidence is None) == (route.type == "unspecified")
    assert (route.mode is None) == (route.type == "unspecified")


def test_passages_cover_every_channel():
    counted = Counter(passage["channel"] for passage in PASSAGES)
    assert all(counted[channel] >= 12 for channel in get_args(ChannelType))
    assert counted["unspecified"] >= 150
    assert sum("fails" in passage for passage in PASSAGES) <= len(PASSAGES) * 3 / 100
