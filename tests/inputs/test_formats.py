"""Each format gives the same article: its quotes, its blocks, and clear words where there is none."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.inputs.formats import read as read_form
from attribution.inputs.names import DOCUMENT_FORMATS
from attribution.inputs.original import Original
from attribution.inputs.unreadable import UnreadableInput
from tests.inputs.samples import FIXTURES, FORMATS, read, shown

QUOTES = [
    (["“We won’t close the harbour,”", "“It is the heart of this town.”"], "Ines Carver", "named"),
    (["that a buyer had been found"], None, "anonymous_requested"),
    (["The berths will be dredged before the winter storms set in."], "Tom Reed", "named"),
    (["“I have fished here for forty years,”"], "Mia Falk", "named"),
]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_the_same_quotes(analyse, name):
    answer = analyse(read(name))
    found = [
        ([span.text for span in quote.spans], quote.speaker and quote.speaker.name, quote.anonymity.status)
        for quote in answer.quotes
    ]
    for quote in QUOTES:
        assert found.count(quote) == 1
    # A pull quote, an embedded post, a comment and a caption have none of their own.
    assert sum("heart" in span.text for quote in answer.quotes for span in quote.spans) == 1
    assert not {"Jon Roe", "harbourfan99", "Jo Park"} & {speaker.name for speaker in answer.speakers}
    assert [refusal.evidence.text for refusal in answer.declined] == ["declined to comment"]


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("wordpress-classic.json",)])
def test_a_repeated_pull_quote_is_told_once(analyse, name):
    answer = analyse(read(name))
    (warning,) = [warning for warning in answer.warnings if warning.code == "repeated_pull_quote"]
    assert "heart of this town" in answer.text[warning.start : warning.end]
    assert warning.original.element


HEAD, TAIL = "paragraph paragraph pull_quote", "heading paragraph quote citation"


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("ans.json", f"heading heading byline caption {HEAD} pull_quote {TAIL} list_item list_item paragraph "
         "embed embed table_cell table_cell"),
        ("ninjs-1.4.json", f"heading byline {HEAD} {TAIL} paragraph"),
        ("ninjs-2.1.json", f"heading byline {HEAD} {TAIL} paragraph"),
        ("ninjs-3.0.json", f"heading byline {HEAD} {TAIL} paragraph"),
        ("nitf.xml", f"heading byline dateline caption {HEAD} pull_quote {TAIL} paragraph byline"),
        ("wordpress-rendered.json", f"heading byline {HEAD} pull_quote {TAIL} caption paragraph"),
        ("wordpress-raw.json", f"heading {HEAD} pull_quote {TAIL} embed paragraph"),
        ("wordpress-classic.json", f"heading paragraph paragraph caption {TAIL} paragraph"),
    ],
)  # fmt: skip
def test_blocks_are_told_apart(name, kinds):
    assert [kind for kind, _ in shown(read(name))] == kinds.split()


NITF = "<nitf><head><title>x</title></head><body><body.content><p>a</p></body.content></body></nitf>"


def old(content_type: str) -> dict[str, str]:
    return {"contenttype": content_type, "value": "a"}


def new(content_type: str, value: str = "a") -> dict[str, str]:
    return {"contentType": content_type, "value": value}


def ninjs(**fields: object) -> str:
    original = read_form(document={"uri": "x", **fields}, format="ninjs")
    assert isinstance(original, Original)
    return str(original.blocks[0].place)


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"body_text": "a", "body_html": "<p>a"}, "/body_html"),
        ({"body_text": "a", "body_html": "<p>a", "body_xhtml": "<p>a</p>"}, "/body_xhtml"),
        ({"body_text": "a", "body_xhtml": "<p> </p>"}, "/body_text"),
        ({"body_short_text": "a", "body_text": "b"}, "/body_text"),
        ({"bodies": [old("text/plain"), old("text/html")]}, "/bodies/1/value"),
        ({"bodies": [new("text/plain"), new("body_xhtml")]}, "/bodies/1/value"),
        ({"bodies": [new("text/html"), {"role": "main", **new("text/html")}]}, "/bodies/1/value"),
        ({"bodies": [new("text/vnd.IPTC.NITF", NITF), new("text/plain")]}, "/bodies/1/value"),
        ({"bodies": [new("text/vnd.IPTC.NITF", NITF)]}, "/bodies/0/value"),
        ({"bodies": [{"value": "a"}, 3, None, {"value": 4}]}, "/bodies/0/value"),
    ],
)  # fmt: skip
def test_ninjs_is_read_from_the_body_with_most_structure(fields, pointer):
    assert ninjs(**fields) == pointer


def test_plain_bodies_are_read_as_they_stand():
    body = "EASTPORT (HTN) — “A,”\r\nshe said.\r\n\r\nB &amp; c"
    original = read_form(document={"body_text": body}, format="ninjs")
    assert original.text == body


def test_wordpress_of_other_makes_is_read():
    assert read_form(document={"title": "A", "content": "<p>B"}, format="wordpress").text == "A\n\nB"


def test_classic_posts_are_parted_by_blank_lines():
    shortcodes = "[caption id='1']<img> B[/caption]\n\n[gallery ids=\"1,2\"]"
    raw = f"“A,”\nshe said.\r\n\r\n{shortcodes}\n\nShe said [the town] was [sic] C."
    original = read_form(document={"content": {"raw": raw}}, format="wordpress")
    assert shown(original) == [
        ("paragraph", "“A,”\nshe said."),
        ("caption", "B"),
        ("paragraph", "She said [the town] was [sic] C."),
    ]


def test_nitf_in_a_namespace_and_with_entities_is_read():
    document = (
        '<?xml version="1.0" encoding="iso-8859-1"?><!DOCTYPE nitf SYSTEM "nitf.dtd">'
        '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.content>'
        "<p>a&rsquo;b <![CDATA[<c>]]><!-- x --> d&unknown;</p></body.content></body></nitf>"
    )
    assert read_form(document=document, format="nitf").text == "a’b <c> d"


UNREADABLE = [
    ("ninjs", {}, "#/document/body_xhtml"),
    ("ninjs", {"headlines": []}, "#/document/bodies"),
    ("ninjs", {"bodies": [{"contentType": "text/html", "value": "<p></p>"}]}, "#/document/bodies/0/value"),
    ("ninjs", {"body_text": 3}, "#/document/body_xhtml"),
    ("ninjs", "a", "#/document"),
    ("ans", {}, "#/document/content_elements"),
    ("ans", {"headlines": {"basic": "a"}, "content_elements": [{"type": "text"}, 3]}, "#/document/content_elements"),
    ("wordpress", {}, "#/document/content/rendered"),
    ("wordpress", {"content": {"rendered": "", "protected": True}}, "#/document/content/rendered"),
    ("wordpress", [{"content": {"rendered": "a"}}], "#/document"),
    ("nitf", {}, "#/document"),
    ("nitf", "", "#/document"),
    ("nitf", "secret words", "#/document"),
    ("nitf", "<nitf><body/></nitf>", "#/document"),
    ("nitf", "<nitf><body.content/></nitf>", "#/document"),
    ("nitf", "<nitf><body.content><p>a</nitf>", "#/document"),
    ("nitf", "<nitf>" + "<p>" * 100_000, "#/document"),
    ("nitf", "\x00", "#/document"),
    ("docx", {}, "#/format"),
]  # fmt: skip


@pytest.mark.parametrize(("format", "document", "pointer"), UNREADABLE, ids=lambda value: str(value)[:30])
def test_documents_without_an_article_are_told(format, document, pointer):
    with pytest.raises(UnreadableInput) as caught:
        read_form(document=document, format=format)
    assert caught.value.pointer == pointer
    assert caught.value.detail.endswith(".")
    assert "secret" not in str(caught.value)


DECLARED = {
    "a heap": ('<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">', "&b;"),
    "a file": ('<!ENTITY a SYSTEM "file:///etc/hostname">', "&a;"),
    "an address": ('<!ENTITY % a SYSTEM "http://x.example/a">%a;', ""),
}


@pytest.mark.parametrize("name", DECLARED)
def test_nitf_with_entities_of_its_own_is_refused(name):
    declared, used = DECLARED[name]
    document = f"<!DOCTYPE nitf [{declared}]><nitf><body.content><p>x {used}</p></body.content></nitf>"
    with pytest.raises(UnreadableInput, match="entities"):
        read_form(document=document, format="nitf")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=15,
)


@given(st.data())
def test_damaged_documents_are_read_or_told(data):
    name = data.draw(
        st.sampled_from([name for name, format in FORMATS.items() if format not in ("html", "nitf")])
    )
    document = json.loads((FIXTURES / name).read_text(encoding="utf-8"))
    holder = document
    while True:
        key = data.draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
        if not isinstance(holder[key], dict | list) or not holder[key] or data.draw(st.booleans()):
            break
        holder = holder[key]
    holder[key] = data.draw(VALUES)
    try:
        original = read_form(document=document, format=FORMATS[name])
    except UnreadableInput as error:
        assert error.pointer.startswith("#/document")
    else:
        assert original.text.strip()


@given(VALUES, st.sampled_from(DOCUMENT_FORMATS))
def test_any_value_is_told_to_be_no_document(value, format):
    with pytest.raises(UnreadableInput):
        read_form(document=value, format=format)


def test_nesting_without_end_is_cut_off():
    element: dict[str, object] = {"type": "text", "content": "a"}
    for _ in range(900):
        element = {"type": "element_group", "content_elements": [element]}
    with pytest.raises(UnreadableInput):
        read_form(document={"content_elements": [element]}, format="ans")
