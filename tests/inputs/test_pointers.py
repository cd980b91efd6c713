"""Every span of an answer leads back to the same words in what was sent, in every format and unit."""

import html
import json
import re

import lxml.html
import msgspec
import pytest
from lxml import etree

from attribution.inputs.formats import read as read_form
from attribution.results import Pointer
from tests.inputs.samples import FIXTURES, FORMATS, read
from tests.invariants import check, slice_of, spans_of

UNITS = ["codepoint", "utf16", "utf8"]


def words(text: str) -> list[str]:
    return re.findall(r"\w+|[^\w\s]", text)


def plain(markup: str) -> str:
    """The words of a stretch of HTML, by other means than ours."""
    return html.unescape(re.sub(r"<[^>]*>?|^[^<>]*>(?=.*<)", " ", markup, flags=re.DOTALL)).replace(
        "\xad", ""
    )


def resolve(document: object, pointer: str) -> str:
    """What a JSON Pointer leads to."""
    for step in pointer.split("/")[1:]:
        step = step.replace("~1", "/").replace("~0", "~")
        document = document[int(step) if isinstance(document, list) else step]
    assert isinstance(document, str)
    return document


def found_in(name: str, pointer: Pointer, unit: str) -> str:
    """The words that a pointer leads to in a sample."""
    content = (FIXTURES / name).read_text(encoding="utf-8")
    if name == "page.html":
        return plain(slice_of(content, pointer.start, pointer.end, unit))
    if name == "nitf.xml":
        (element,) = etree.fromstring(content.encode()).xpath(pointer.element)
        return slice_of(element.xpath("string()"), pointer.start, pointer.end, unit)
    field = resolve(json.loads(content), pointer.element)
    return plain(slice_of(field, pointer.start, pointer.end, unit))


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("name", FORMATS)
def test_every_span_is_found_in_the_sample(analyse, name, unit):
    original = read(name)
    answer = analyse(original, offset_unit=unit)
    assert answer.text == original.text
    check(answer.text, answer)
    spans = list(spans_of(answer))
    assert len(spans) > 30
    for span in spans:
        assert span.original.end_element is not None
        # Entities part words for `plain`: compared are the letters.
        assert "".join(words(found_in(name, span.original, unit))) == "".join(words(span.text))
    for warning in answer.warnings:
        assert warning.original.start < warning.original.end


def test_plain_text_has_no_original(analyse):
    answer = analyse("“It held,” said Ana Lind.")
    encoded = msgspec.json.encode(answer)
    assert b'"original"' not in encoded
    assert "text" not in msgspec.json.decode(encoded)


@pytest.mark.parametrize(
    ("name", "field"), [("wordpress-rendered.json", "/content/rendered"), ("ninjs-1.4.json", "/body_xhtml")]
)
def test_paths_in_html_are_those_of_another_parser(name, field):
    source = resolve(json.loads((FIXTURES / name).read_text(encoding="utf-8")), field)
    root = lxml.html.fragment_fromstring(source, create_parent="div")
    original = read_form(html=source)
    assert len(original.blocks) > 5
    for block in original.blocks:
        (element,) = root.xpath(str(block.place))
        text = original.text[block.start : block.end]
        assert "".join(words(text)) in "".join(words(element.text_content()))


@pytest.mark.parametrize(
    ("source", "start", "end", "pointer"),
    [
        ("<p>ab</p>", "a", "b", ("p[1]", 3, 5, None)),
        ("ab", "a", "b", (".", 0, 2, None)),
        ("<p>x</p><p>ab</p>", "a", "b", ("p[2]", 11, 13, None)),
        ("<p><b>a</b> <i>b</i></p>", "a", "b", ("p[1]", 6, 16, None)),
        ("<p>a</p><ul><li>b</ul>", "a", "b", ("p[1]", 3, 17, "ul[1]/li[1]")),
        ("<p>&#97;&nbsp;b;</p>", "a", "b", ("p[1]", 3, 15, None)),
        ("<div><p>x<p>a<p>b</div>", "a", "a", ("div[1]/p[2]", 12, 13, None)),
        ("<ARTICLE>a<br>b", "a", "b", ("article[1]", 9, 15, None)),
    ],
)
def test_pointers_into_html(source, start, end, pointer):
    original = read_form(html=source)
    found = original.pointer(original.text.index(start), original.text.index(end) + 1)
    element, first, last, end_element = pointer
    assert (found.element, found.start, found.end) == (element, first, last)
    assert (found.end_element or None) == end_element


def test_pointers_escape_names_of_fields():
    original = read_form(document={"uri": "x", "body_a": "“Go.”"}, format="ninjs")
    assert original.pointer(0, 1).element == "/body_a"
    text = {"type": "text", "content": "a"}
    story = {"content_elements": [{"type": "quote", "content_elements": [text]}, text]}
    original = read_form(document=story, format="ans")
    found = original.pointer(0, len(original.text))
    assert (found.element, found.start) == ("/content_elements/0/content_elements/0/content", 0)
    assert (found.end_element, found.end) == ("/content_elements/1/content", 1)
