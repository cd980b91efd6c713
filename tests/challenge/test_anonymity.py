"""Passages written for one rule each, of every standing, and near misses of the explicit ones.

A passage gives the attribution and its source as the stages before would: `source` is the mention,
`name` and `kind` are the entity's, `mentions` are all its mentions in order where there are several,
`others` are entities beside it, and `unresolved` says that no entity was found.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest

from attribution.annotations import Entity, Range
from attribution.anonymity import Anonymity
from attribution.results import AnonymityStatus
from tests.marked import marked_doc

PASSAGES: list[dict[str, Any]] = [
    json.loads(line)
    for line in Path(__file__).with_name("anonymity.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: f"{passage['status']}: {passage['rule']}")
def test_standing_of_a_passage(nlp, passage):
    doc = marked_doc(nlp, passage["text"], [passage])
    doc._.entities = entities(doc, passage)
    doc._.speakers = (0 if doc._.entities and not passage.get("unresolved") else None,)
    standing = Anonymity()(doc)._.anonymity[0]

    assert standing.status == passage["status"], standing
    if "anonymous" in passage:
        assert standing.is_anonymous == passage["anonymous"]
    if "evidence" in passage:
        assert doc[slice(*standing.evidence)].text == passage["evidence"]
    if "reason" in passage:
        assert standing.reason == passage["reason"], standing
        assert standing.reason_evidence is not None
    if "count" in passage:
        assert standing.count == passage["count"]
    assert (standing.status == "anonymous_requested") <= standing.is_anonymous


def entities(doc, passage) -> tuple[Entity, ...]:
    """The passage's own source first, then the others."""
    source = doc._.attributions[0].source
    if source is None or passage.get("unresolved"):
        return ()
    mentions = in_order(doc, passage["mentions"]) if "mentions" in passage else (source,)
    own = Entity(
        name=passage.get("name"),
        description=None,
        kind=passage.get("kind", "unknown"),
        title=passage.get("title"),
        affiliation=None,
        mentions=mentions,
    )
    others = (
        Entity(
            name=other.get("name"),
            description=None,
            kind=other["kind"],
            title=None,
            affiliation=None,
            mentions=in_order(doc, other["mentions"]),
        )
        for other in passage.get("others", ())
    )
    return (own, *others)


def in_order(doc, mentions) -> tuple[Range, ...]:
    """Where the words of each mention stand, each behind the one before."""
    found, start = [], 0
    for words in mentions:
        start = doc.text.index(words, start)
        span = doc.char_span(start, start + len(words), alignment_mode="expand")
        found.append((span.start, span.end))
        start += len(words)
    return tuple(found)


def test_passages_cover_every_status():
    counted = Counter(passage["status"] for passage in PASSAGES)
    assert all(counted[status] >= 12 for status in get_args(AnonymityStatus))
    assert sum(passage.get("near_miss", False) for passage in PASSAGES) >= 60
