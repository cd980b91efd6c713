import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.outputs.media_types import BY_MEDIA_TYPE, BY_NAME, OUTPUTS
from attribution.outputs.points import Points
from attribution.outputs.rendering import RENDERERS, render
from attribution.results import Answer
from tests import invariants
from tests.outputs.answers import ARTICLE, answer, quote, span

UNITS = ("codepoint", "utf16", "utf8")


def test_rendering_knows_every_format():
    assert RENDERERS.keys() == BY_NAME.keys()
    assert len(BY_MEDIA_TYPE) == sum(len(output.media_types) for output in OUTPUTS)


@pytest.mark.parametrize("unit", UNITS)
def test_rendering_article_has_what_the_formats_must_cope_with(answers, unit):
    """The other tests here would pass on an answer without quotes."""
    found = answers[unit]
    invariants.check(ARTICLE, found)
    assert any(len(quote.spans) > 1 for quote in found.quotes)
    assert any(quote.anonymity.is_anonymous for quote in found.quotes)
    assert any(quote.channel.type == "social_media" for quote in found.quotes)
    for mark in "\U0001f412", "\U0001f480":
        assert any(mark in quote.spans[0].text for quote in found.quotes)
    assert ARTICLE.index("\U0001f418") < found.quotes[0].spans[0].start


@pytest.mark.parametrize("unit", UNITS)
def test_rendering_json_and_msgpack_are_the_whole_answer(answers, unit):
    found = answers[unit]
    assert msgspec.json.decode(render("json", found, ARTICLE), type=Answer) == found
    assert msgspec.msgpack.decode(render("msgpack", found, ARTICLE), type=Answer) == found
    assert msgspec.msgpack.decode(render("msgpack", found, ARTICLE)) == msgspec.json.decode(
        render("json", found, ARTICLE)
    )


@pytest.mark.parametrize("name", ["webannotation", "schema", "html"])
@pytest.mark.parametrize("url", [None, "https://example.org/a?b=1&c=%3C"])
def test_rendering_does_not_depend_on_the_unit_of_the_answer(answers, name, url):
    first, *others = (render(name, answers[unit], ARTICLE, url) for unit in UNITS)
    assert others == [first, first]


@pytest.mark.parametrize("text", ["", " \n", "No quote here."])
def test_rendering_of_an_article_without_quotes_has_none(text):
    rendered = {name: render(name, answer([]), text) for name in BY_NAME}
    assert msgspec.json.decode(rendered["json"])["quotes"] == []
    assert msgspec.msgpack.decode(rendered["msgpack"])["quotes"] == []
    assert msgspec.json.decode(rendered["schema"])["@graph"] == []
    assert msgspec.json.decode(rendered["webannotation"])["items"] == []
    assert rendered["csv"].count(b"\r\n") == 1
    assert b"<mark" not in rendered["html"]
    assert b"<ul" not in rendered["html"]


@given(st.data())
def test_points_undo_every_unit(data):
    text = data.draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    for unit in UNITS:
        assert Points(text, unit).piece(span(text, start, end, unit)) == (start, end)


@pytest.mark.parametrize("name", ["webannotation", "html"])
def test_rendering_finds_pieces_by_their_place(name):
    """The second of two equal words is meant."""
    text = "\U0001f412no\U0001f412no"
    rendered = {
        render(name, answer([quote([span(text, 4, 6, unit)])], offset_unit=unit), text) for unit in UNITS
    }
    (only,) = rendered
    expected = {
        "html": "\U0001f412no\U0001f412<mark",
        "webannotation": '"start":4,"end":6',
    }
    assert expected[name].encode() in only
