"""Held to the definitions of schema.org, release 29: which type has which property."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from attribution.outputs.schema_org import render
from attribution.results import Anonymity, Channel, Hop, Span
from tests.outputs.answers import ARTICLE, answer, quote, reference, said_by, span, speaker

URL = "https://example.org/zoo"

THING = {"@type", "@id", "name", "alternateName", "description", "identifier", "url"}
#: Of CreativeWork; its kinds here add none that we use.
WORK = THING | {
    *("text", "inLanguage", "creator", "author", "publisher", "creditText", "keywords"),
    *("isPartOf", "isBasedOn"),
}
#: Of each type the properties that schema.org gives it, of those that we may use.
PROPERTIES = {
    "Quotation": WORK,
    "NewsArticle": WORK,
    "CreativeWork": WORK,
    "Report": WORK,
    "SocialMediaPosting": WORK,
    "Message": WORK,
    "Legislation": WORK,
    "Dataset": WORK,
    "MediaObject": WORK,
    "DefinedTermSet": WORK,
    "DefinedTerm": THING | {"termCode", "inDefinedTermSet"},
    "Person": THING | {"honorificPrefix", "jobTitle", "affiliation"},
    "Organization": THING,
}
#: What may stand as the value of a property.
RANGES = {
    "creator": {"Person", "Organization"},
    "author": {"Person", "Organization"},
    "publisher": {"Person", "Organization"},
    "affiliation": {"Organization"},
    "keywords": {"DefinedTerm"},
    "inDefinedTermSet": {"DefinedTermSet"},
    "isPartOf": set(PROPERTIES) - {"Person", "Organization", "DefinedTerm"},
    "isBasedOn": set(PROPERTIES) - {"Person", "Organization", "DefinedTerm"},
}

ANONYMOUS = Anonymity(status="anonymous_requested", is_anonymous=True)
NAMED = Anonymity(status="named", is_anonymous=False)


def graph(found: Any, text: str = "No.", url: str | None = URL) -> list[dict[str, Any]]:
    document = json.loads(render(found, text, url))
    assert document.keys() == {"@context", "@graph"}
    assert document["@context"] == "https://schema.org"
    return document["@graph"]


def only(found: Any) -> dict[str, Any]:
    (quotation,) = graph(found)
    return quotation


def nodes(value: Any, within: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every node with the property that it is a value of."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield within, item
            for name, inner in item.items():
                yield from nodes(inner, name)


def check(quotations: list[dict[str, Any]]) -> None:
    """Only properties that schema.org defines, with values of the types that it allows."""
    for within, node in nodes(quotations):
        assert node.keys() <= PROPERTIES[node["@type"]], node
        if within:
            assert node["@type"] in RANGES[within], (within, node)


def terms(quotation: dict[str, Any]) -> dict[str, str]:
    return {term["inDefinedTermSet"]["name"]: term["termCode"] for term in quotation["keywords"]}


@pytest.mark.parametrize("url", [URL, None])
def test_schema_org_uses_what_schema_org_defines(answers, url):
    quotations = graph(answers["codepoint"], ARTICLE, url)
    check(quotations)
    assert {quotation["@type"] for quotation in quotations} == {"Quotation"}
    for quotation, quote_ in zip(quotations, answers["codepoint"].quotes, strict=True):
        assert quotation["identifier"] == quote_.id
        assert quotation["text"] == " … ".join(piece.text for piece in quote_.spans)
        assert terms(quotation) == {
            "kind": quote_.kind,
            "anonymity.status": quote_.anonymity.status,
            "channel.type": quote_.channel.type,
        }
        assert quotation["isPartOf"][0] == ({"@type": "NewsArticle"} | ({"url": url} if url else {}))


def test_schema_org_creator_of_the_named_is_a_person_with_title_and_affiliation():
    who = speaker(name="Ana Ruiz", title="Head Keeper", affiliation="City Zoo", description="the head keeper")
    assert only(said_by(who, anonymity=NAMED))["creator"] == {
        "@type": "Person",
        "@id": "_:s1",
        "name": "Ana Ruiz",
        "description": "the head keeper",
        "jobTitle": "Head Keeper",
        "affiliation": {"@type": "Organization", "name": "City Zoo"},
    }


@pytest.mark.parametrize("title", ["Dr.", "Mr.", "mrs", "Sir"])
def test_schema_org_form_of_address_is_no_job(title):
    creator = only(said_by(speaker(name="Ana Ruiz", title=title), anonymity=NAMED))["creator"]
    assert creator["honorificPrefix"] == title
    assert "jobTitle" not in creator


def test_schema_org_creator_of_the_anonymous_has_a_description_and_no_name():
    who = speaker(description="an official", anonymity="anonymous_requested")
    assert only(said_by(who, anonymity=ANONYMOUS))["creator"] == {
        "@type": "Person",
        "@id": "_:s1",
        "description": "an official",
    }


def test_schema_org_pseudonym_is_no_name():
    who = speaker(name="Blue", description="a diver", anonymity="pseudonymous")
    found = only(said_by(who, anonymity=Anonymity(status="pseudonymous", is_anonymous=True)))
    assert found["creator"]["alternateName"] == "Blue"
    assert "name" not in found["creator"]


@pytest.mark.parametrize(
    ("kind", "name", "type_"),
    [
        ("person", "Ana Ruiz", "Person"),
        ("group", None, "Person"),
        ("group", "Friends of the Zoo", "Organization"),
        ("organization", "City Zoo", "Organization"),
        ("place", "Norway", "Organization"),
        ("unknown", "Ruiz", "Person"),
    ],
)
def test_schema_org_creator_is_of_the_kind_of_the_speaker(kind, name, type_):
    found = only(said_by(speaker(kind=kind, name=name, description="someone"), anonymity=NAMED))
    check([found])
    assert found["creator"]["@type"] == type_


def test_schema_org_joint_speakers_are_several_creators():
    together = speaker(id="s3", name="Ana Ruiz & City Zoo", kind="organization")
    members = speaker(id="s1", name="Ana Ruiz"), speaker(id="s2", name="City Zoo", kind="organization")
    found = answer([quote([span("No.", 0, 3)], speaker=reference(together))], *members, together)
    assert [(who["@type"], who["name"]) for who in only(found)["creator"]] == [
        ("Person", "Ana Ruiz"),
        ("Organization", "City Zoo"),
    ]


def test_schema_org_ampersand_in_a_name_parts_nobody():
    found = only(said_by(speaker(name="Smith & Sons", kind="organization"), anonymity=NAMED))
    assert found["creator"]["name"] == "Smith & Sons"


def test_schema_org_document_is_what_the_words_come_from():
    who = speaker(kind="document", description="the study", anonymity="document")
    found = only(said_by(who, channel=Channel(type="data", mode="record")))
    assert "creator" not in found
    assert found["isBasedOn"] == {"@type": "Dataset", "description": "the study"}


def test_schema_org_statement_has_its_issuer_and_the_words_that_tell_of_it():
    ministry = speaker(id="s2", name="Ministry of Tides", kind="organization")
    who = speaker(name="Ana Ruiz")
    channel = Channel(type="statement", mode="mediated", evidence=Span(start=0, end=2, text="in a statement"))
    provenance = [Hop(role="speaker", name="Ana Ruiz"), Hop(role="issuer", name="Ministry of Tides")]
    words = quote([span("No.", 0, 3)], speaker=reference(who), channel=channel, provenance=provenance)
    found = only(answer([words], who, ministry))
    check([found])
    assert found["isBasedOn"] == {
        "@type": "CreativeWork",
        "description": "in a statement",
        "author": {"@type": "Organization", "@id": "_:s2", "name": "Ministry of Tides"},
    }


@pytest.mark.parametrize(
    ("channel", "work"),
    [
        (
            "social_media",
            {"@type": "SocialMediaPosting", "publisher": {"@type": "Organization", "name": "X"}},
        ),
        ("news_report", {"@type": "NewsArticle", "publisher": {"@type": "Organization", "name": "X"}}),
        ("document", {"@type": "CreativeWork", "name": "X"}),
        ("legislation", {"@type": "Legislation", "name": "X"}),
        ("recording", {"@type": "MediaObject", "name": "X"}),
        ("correspondence", {"@type": "Message"}),
        ("interview", None),
        ("speech", None),
        ("unspecified", None),
    ],
)
def test_schema_org_channel_that_is_a_work_is_what_the_words_come_from(channel, work):
    found = only(said_by(speaker(name="Ana Ruiz"), channel=Channel(type=channel, mode=None, name="X")))
    check([found])
    assert found.get("isBasedOn") == work


def test_schema_org_inner_quotation_is_part_of_the_outer():
    text = "He said no."
    outer = quote([span(text, 0, 11)], id="q1")
    inner = quote([span(text, 8, 10)], id="q2", parent="q1")
    first, second = graph(answer([outer, inner]), text)
    assert second["isPartOf"][1] == {"@type": "Quotation", "@id": first["@id"]}
    check([first, second])


@pytest.mark.parametrize(
    ("kind", "verbatim"), [("direct", None), ("mixed", "Verbatim where"), ("indirect", "not verbatim")]
)
def test_schema_org_says_what_is_not_verbatim(kind, verbatim):
    description = only(said_by(speaker(name="Ana Ruiz"), kind=kind)).get("description")
    assert description is None if verbatim is None else verbatim in description


def test_schema_org_can_stand_in_a_script_element():
    text = "</script><!-- no"
    rendered = render(said_by(speaker(name="<b>"), text), text, URL)
    assert b"<" not in rendered
    assert json.loads(rendered)["@graph"][0]["text"] == text
