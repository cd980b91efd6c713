"""Held to the Web Annotation Data Model, W3C Recommendation of 23 February 2017; sections in brackets."""

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from attribution.outputs.web_annotation import render
from attribution.results import Anonymity
from tests.outputs.answers import ARTICLE, answer, said_by, speaker

URL = "https://example.org/zoo"

#: printf No. | openssl dgst -sha256 -binary | base64 | tr +/ -_ | tr -d =
SHA256_OF_NO = "OBeKILRwz9GCmfsVk91LpwbxqDMh2sBR0BCG79i3qW8"

IRI = {"type": "string", "pattern": r"^[A-Za-z][A-Za-z0-9+.-]*:\S+$"}

#: What http://www.w3.org/ns/anno.jsonld defines, of the terms that can stand in what we send.
KEYS = {
    *("@context", "id", "type", "partOf", "label", "total", "startIndex", "items"),
    *("motivation", "generator", "name", "body", "target", "purpose", "value", "format", "language"),
    *("source", "selector", "exact", "prefix", "suffix", "start", "end"),
}
MOTIVATIONS = [
    *("assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting"),
    *("identifying", "linking", "moderating", "questioning", "replying", "tagging"),
]


def typed(type_: str, required: list[str], **properties: Any) -> dict[str, Any]:
    """An object of this type with these properties and no other."""
    return {
        "type": "object",
        "properties": {"type": {"const": type_}, **properties},
        "required": ["type", *required],
        "additionalProperties": False,
    }


QUOTE_SELECTOR = typed(  # [4.2.4]
    "TextQuoteSelector",
    ["exact"],
    exact={"type": "string"},
    prefix={"type": "string"},
    suffix={"type": "string"},
)
POSITION_SELECTOR = typed(  # [4.2.5]
    "TextPositionSelector",
    ["start", "end"],
    start={"type": "integer", "minimum": 0},
    end={"type": "integer", "minimum": 0},
)
SPECIFIC_RESOURCE = typed(  # [4, 4.1]
    "SpecificResource",
    ["source"],
    source=IRI,
    purpose={"enum": MOTIVATIONS},
    selector={"type": "array", "items": {"oneOf": [QUOTE_SELECTOR, POSITION_SELECTOR]}, "minItems": 1},
)
TEXTUAL_BODY = typed(  # [3.2.4]
    "TextualBody",
    ["value"],
    value={"type": "string"},
    purpose={"enum": MOTIVATIONS},
    format={"const": "text/plain"},
    language={"type": "string"},
)
ANNOTATION = typed(  # [3.1]
    "Annotation",
    ["id", "target"],
    id=IRI,
    motivation={"enum": MOTIVATIONS},
    generator=typed("Software", ["name"], name={"type": "string"}),
    body={"type": "array", "items": {"oneOf": [TEXTUAL_BODY, SPECIFIC_RESOURCE]}, "minItems": 1},
    target={"type": "array", "items": SPECIFIC_RESOURCE, "minItems": 1},
)
PAGE = typed(  # [5.2]
    "AnnotationPage",
    ["@context", "id", "items"],
    **{
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "id": IRI,
        "partOf": typed(  # [5.1]
            "AnnotationCollection",
            ["id"],
            id=IRI,
            label={"type": "string"},
            total={"type": "integer", "minimum": 0},
        ),
        "startIndex": {"type": "integer", "minimum": 0},
        "items": {"type": "array", "items": ANNOTATION},
    },
)


def page_of(answer: Any, text: str, url: str | None = URL) -> dict[str, Any]:
    return json.loads(render(answer, text, url))


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object, however deep."""
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(item)


def values(annotation: dict[str, Any], purpose: str) -> list[str]:
    return [body["value"] for body in annotation["body"] if body["purpose"] == purpose]


@pytest.mark.parametrize("unit", ["codepoint", "utf16", "utf8"])
@pytest.mark.parametrize("url", [URL, None])
def test_web_annotation_is_a_page_of_the_standard(answers, unit, url):
    page = page_of(answers[unit], ARTICLE, url)
    jsonschema.Draft202012Validator(PAGE).validate(page)
    assert {key for found in objects(page) for key in found} <= KEYS
    assert len(page["items"]) == page["partOf"]["total"] == len(answers[unit].quotes) > 0


@pytest.mark.parametrize("unit", ["codepoint", "utf16", "utf8"])
def test_web_annotation_selectors_find_the_words(answers, unit):
    """By both selectors; positions are code points in whatever unit the answer is."""
    selected = [found for found in objects(page_of(answers[unit], ARTICLE)) if "selector" in found]
    assert any("\U0001f412" in found["selector"][0]["exact"] for found in selected)
    for found in selected:
        words, position = found["selector"]
        start, end = position["start"], position["end"]
        assert ARTICLE[start:end] == words["exact"]
        assert ARTICLE[:start].endswith(words["prefix"])
        assert ARTICLE[end:].startswith(words["suffix"])
        assert len(words["prefix"]) == min(32, start)
        assert len(words["suffix"]) == min(32, len(ARTICLE) - end)


def test_web_annotation_targets_are_the_pieces_of_the_quote(answers):
    annotations = page_of(answers["codepoint"], ARTICLE)["items"]
    for annotation, quote in zip(annotations, answers["codepoint"].quotes, strict=True):
        assert [target["selector"][0]["exact"] for target in annotation["target"]] == [
            span.text for span in quote.spans
        ]
        assert {target["source"] for target in annotation["target"]} == {URL}


def test_web_annotation_bodies_tell_speaker_anonymity_and_channel(answers):
    annotations = page_of(answers["codepoint"], ARTICLE)["items"]
    for annotation, quote in zip(annotations, answers["codepoint"].quotes, strict=True):
        who = quote.speaker and (quote.speaker.name or quote.speaker.description)
        assert values(annotation, "identifying") == ([who] if who else [])
        assert annotation["motivation"] == ("identifying" if who else "classifying")
        assert values(annotation, "classifying") == [
            f"kind:{quote.kind}",
            f"anonymity:{quote.anonymity.status}",
            f"channel:{quote.channel.type}",
        ]
        linked = [body for body in annotation["body"] if body["purpose"] == "linking"]
        assert [body["selector"][0]["exact"] for body in linked] == (
            [quote.source.text] if quote.source else []
        )


def test_web_annotation_says_that_a_source_is_anonymous():
    found = said_by(
        speaker(description="an official"),
        anonymity=Anonymity(status="anonymous_requested", is_anonymous=True),
    )
    (annotation,) = page_of(found, "No.")["items"]
    assert values(annotation, "describing") == [
        "ANONYMOUS: an official; name withheld on request; channel not stated"
    ]


def ids(page: dict[str, Any]) -> list[str]:
    return [found["id"] for found in objects(page) if "id" in found]


@pytest.mark.parametrize(
    ("known_by", "stays"), [({"url": URL}, True), ({"id": "zoo-1"}, True), ({}, False)], ids=str
)
def test_web_annotation_ids_stay_where_the_article_is_known_to_be_the_same(analyse, known_by, stays):
    """An edit in front of all quotes moves them and leaves their ids."""
    pages = [
        page_of(analyse(text, id=known_by.get("id")), text, known_by.get("url"))
        for text in (ARTICLE, f"Updated at noon.\n\n{ARTICLE}")
    ]
    before, after = (ids(page) for page in pages)
    assert len(set(before)) == len(before)
    assert (before == after) == stays
    assert pages[0] != pages[1]


def test_web_annotation_ids_of_two_articles_differ(answers):
    first, second = (page_of(answers["codepoint"], ARTICLE, f"{URL}/{n}") for n in (1, 2))
    assert set(ids(first)).isdisjoint(ids(second))


def test_web_annotation_names_an_article_without_address_by_its_text():
    (annotation,) = page_of(said_by(speaker()), "No.", None)["items"]
    assert annotation["target"][0]["source"] == f"ni:///sha-256;{SHA256_OF_NO}"


def test_web_annotation_page_of_no_quotes_is_empty():
    page = page_of(answer([]), "No.")
    assert (page["items"], page["partOf"]["total"]) == ([], 0)


def test_web_annotation_can_stand_in_a_script_element(answers):
    rendered = render(answers["codepoint"], ARTICLE, URL)
    assert b"<" not in rendered
    assert any("<script>" in found.get("exact", "") for found in objects(json.loads(rendered)))
