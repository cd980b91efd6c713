"""Tags, comments and text are told apart as browsers do, whatever the source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.inputs.markup import attributes_of, tokens

PIECES = st.sampled_from(
    ["<", ">", "</", "/>", "<p", "<p>", "</p>", "<!--", "-->", "--!>", "<![CDATA[", "]]>", "<!DOCTYPE", "<?", '"', "'",
     "=", "&", "&amp;", "&#", ";", "<script>", "</script>", "<title>", "<plaintext>", "<xmp>", "</xmp>", "<style>", "a",
     "é", "\x00", " ", "\n", "<a href=", "<br>", "<br/>", "</br>", "x='>'"]
)  # fmt: skip
SOURCES = st.text() | st.lists(PIECES).map("".join)


@given(SOURCES)
def test_tokens_stand_in_order_and_do_not_overlap(source):
    end = 0
    for token in tokens(source):
        assert end <= token.start < token.end <= len(source)
        end = token.end
        if token.kind in ("open", "close"):
            assert source[token.start] == "<"
            assert source[token.end - 1] == ">"


def texts(source: str) -> list[str]:
    return [source[token.start : token.end] for token in tokens(source) if token.kind == "text"]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("a <b> c", ["a ", " c"]),
        ("1 < 2 <3 a<b", ["1 < 2 <3 a"]),
        ('<img alt="a > b" title=\'c > d\'>e', ["e"]),
        ("<p title=it's>a</p>", ["a"]),
        ("<p class=a/b>a", ["a"]),
        ("a<!-- <p>b</p> -->c", ["a", "c"]),
        ("a<!-->b<!--->c<!-- --!>d", ["a", "b", "c", "d"]),
        ("a<!-- never ended", ["a"]),
        ("a<p never ended", ["a"]),
        ("a</p never ended", ["a"]),
        ("<script>if (a<b) '</p>'</script>c", ["c"]),
        ("<SCRIPT>a</ScRiPt >b", ["b"]),
        ("<script>never ended <p>a", []),
        ("<style></styles></style>a", ["a"]),
        ("<textarea><p>a</textarea>b", ["b"]),
        ("<plaintext>a</p></plaintext>", ["a</p></plaintext>"]),
        ("<![CDATA[a <b>c</b>]]>d", ["a ", "c", "d"]),
        ("<![CDATA[a", ["a"]),
        ("a]]>b", ["a]]>b"]),
        ("<?php echo '<p>'; ?>a", ["'; ?>a"]),
        ("a</>b</ c>d", ["a", "b", "d"]),
        ("<o:p>a</o:p>", ["a"]),
        ('<a href="never closed>a</a> b', ["a", " b"]),
    ],
)  # fmt: skip
def test_text_is_what_browsers_take_for_text(source, found):
    assert texts(source) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>", {}),
        ('<p class="a b" ID=x hidden>', {"class": "a b", "id": "x", "hidden": ""}),
        ("<p class = 'a' class=b>", {"class": "a"}),
        ("<p\n\tdata-x=1/>", {"data-x": "1/"}),
    ],
)
def test_attributes_are_read_as_written(source, found):
    (token,) = tokens(source)
    assert attributes_of(token.attributes) == found
