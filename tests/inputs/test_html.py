"""HTML is read to blocks of which every character can be traced to its source, and nothing makes it fail."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.inputs.assembly import read_html
from attribution.inputs.original import SEPARATOR, Original
from tests import invariants
from tests.inputs.samples import read, shown

TAGS = (
    "<p> </p> <p <br> <ul> <li> </ul> <table><tr><td> </table> <blockquote> </blockquote> <cite> </cite> <aside> "
    "</aside> <figure> <figcaption> </figure> <nav> </nav> <form> <b> </b> <i> </i> <pre> </pre> <h2> </h2> "
    "<script> </script> <head> <body> <div> </div> <plaintext> <svg> </svg> <!-- --> <![CDATA[ ]]>"
).split()
WITH_CLASS = ["<div class='share'>", "<blockquote class='pull-quote tweet'>", "<span hidden>", "</span>"]
REFERENCES = "&amp; &amp &#8220; &#x1F6A2; &nbsp; &shy; &#0; &#10; &#32 &# &".split()
CHARACTERS = [
    "<",
    ">",
    '"',
    "\x00",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\t",
    "\xa0",
    "\u00ad",
    "\u200b",
    "\u2028",
    "\ufeff",
]
WORDS = ["🚢", "é", "a", "word ", "“Go,” she said."]
PIECES = st.sampled_from([*TAGS, *WITH_CLASS, *REFERENCES, *CHARACTERS, *WORDS])
SOURCES = st.text() | st.lists(PIECES).map("".join)

WHITE = set(" \t\n\f\r\xa0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000")


def check(source: str, original: Original) -> None:
    """Raise AssertionError where a character of the text is not what its source makes."""
    text = original.text
    covered = [False] * len(text)
    end = 0
    for segment in original.segments:
        assert end <= segment.source_start, "the text keeps the order of the source"
        end = segment.source_start + segment.source_length
        made = source[segment.source_start : end]
        shown = text[segment.start : segment.start + segment.length]
        assert made
        assert shown
        covered[segment.start : segment.start + segment.length] = [True] * segment.length
        if segment.length == segment.source_length:
            assert all(a == b or (a == " " and b in WHITE) for a, b in zip(shown, made, strict=True))
        elif made[0] == "&":
            # Outside of `pre` any white space is shown as a space.
            meant = html.unescape(made) or "\ufffd"
            assert shown in (meant, meant.translate({ord(c): " " for c in WHITE}))
        elif made[0] == "<":
            assert shown == "\n"
            assert re.match(r"</?br\b", made, re.IGNORECASE)
        else:
            assert shown == " "
            assert set(made) <= WHITE
    for i, block in enumerate(original.blocks):
        assert text[block.start : block.end].strip()
        if i:
            assert text[original.blocks[i - 1].end : block.start] == SEPARATOR
        assert all(covered[block.start : block.end])


@given(SOURCES)
def test_every_character_comes_from_its_source(source):
    check(source, read_html(source))


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Z", "C"], exclude_characters="<&\u00ad"), min_size=1)
    )
)
def test_plain_words_are_their_own_html(words):
    source = "".join(f"<p>{' '.join(words)}</p>" for _ in range(2)) if words else ""
    original = read_html(source)
    assert original.text == (" ".join(words) + SEPARATOR + " ".join(words) if words else "")
    for position in (i for i, character in enumerate(original.text) if character != "\n"):
        start, end, _ = original.source_range(position)
        assert source[start:end] == original.text[position]


@given(SOURCES, st.sampled_from(["codepoint", "utf16", "utf8"]), st.data())
def test_pointers_cover_what_made_the_text(source, unit, data):
    original = read_html(source)
    if not original.text:
        return
    start = data.draw(st.integers(0, len(original.text) - 1))
    end = data.draw(st.integers(start + 1, len(original.text)))
    found = original.pointer(start, end, unit)
    assert found.start <= found.end
    encoding, width = {"codepoint": ("utf-32-le", 4), "utf16": ("utf-16-le", 2), "utf8": ("utf-8", 1)}[unit]
    bytes_ = source.encode(encoding)[found.start * width : found.end * width]
    first, _, _ = original.source_range(start)
    _, last, _ = original.source_range(end - 1)
    assert bytes_.decode(encoding) == source[first:last]


SAYINGS = [
    "<cite>Ana Lind</cite>",
    "<p>Ana Lind said:</p>",
    "<p>“We go,” Ana Lind said.",
    "<figcaption>“No,” said Tom Reed.",
]


@given(
    st.lists(PIECES | st.sampled_from(SAYINGS)).map("".join), st.sampled_from(["codepoint", "utf16", "utf8"])
)
def test_any_html_is_answered_with_exact_spans(analyse, source, unit):
    original = read_html(source)
    answer = analyse(original, offset_unit=unit)
    assert answer.text == original.text
    invariants.check(original.text, answer)
    for span in invariants.spans_of(answer):
        made = invariants.slice_of(source, span.original.start, span.original.end, unit)
        assert made[0] == span.text[0] or made[0] in "& \n"


DEEP = {
    "elements": "<div>" * 100_000 + "“Go,” she said.",
    "inline elements": "<b>" * 20_000 + "x",
    "furniture": "<nav>x" * 20_000,
    "quotations": "<blockquote>x" * 10_000,
    "tables": "<table><tr><td>" * 10_000 + "x",
    "end tags": "</div></p></b>" * 10_000 + "x",
    "misnested": "<b><p>x</b>" * 10_000,
    "references": "&#1&amp&x" * 10_000,
    "open comments": "<!--" * 100_000,
    "open attributes": "<a href='" * 100_000,
    "sections": "<![CDATA[" * 100_000,
    "half tags": "<" * 100_000 + "</" * 100_000,
}


@pytest.mark.parametrize("name", DEEP)
def test_depth_and_heaps_do_no_harm(name):
    original = read_html(DEEP[name])
    check(DEEP[name], original)
    if original.text:
        assert len(original.pointer(0, len(original.text)).element) < 5_000


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        ("a", [("paragraph", "a")]),
        ("<p>a\n   b</p>\n\n<p> c </p>", [("paragraph", "a b"), ("paragraph", "c")]),
        ("<p>a<p>b", [("paragraph", "a"), ("paragraph", "b")]),
        ("<div>a<div>b</div>c</div>", [("paragraph", "a"), ("paragraph", "b"), ("paragraph", "c")]),
        ("<p>a<br>b<br/>\n c", [("paragraph", "a\nb\nc")]),
        ("<p>a<br>  <br>b", [("paragraph", "a"), ("paragraph", "b")]),
        ("<p>a<b>b</b> <i> c</i></p>", [("paragraph", "ab c")]),
        ("<b><p>a</b>b</p>", [("paragraph", "ab")]),
        ("a</p>b", [("paragraph", "a"), ("paragraph", "b")]),
        ("gov&shy;ern\u00adment&#8203;al", [("paragraph", "governmental")]),
        ("a&nbsp;b&#160; c\xa0\xa0d&thinsp;e", [("paragraph", "a b c d e")]),
        ("<p>&nbsp;</p><p>a&nbsp;</p>", [("paragraph", "a")]),
        ("<pre>a\n  b</pre>", [("paragraph", "a\n  b")]),
        ("<h1>a</h1><h2><span>b</span></h2>", [("heading", "a"), ("heading", "b")]),
        ("<ul><li>a<li><p>b</p><ol><li>c</ol></ul>", [("list_item", "a"), ("list_item", "b"), ("list_item", "c")]),
        ("<dl><dt>a<dd>b</dl>", [("list_item", "a"), ("list_item", "b")]),
        ("<table><tr><th>a<td>b<tr><td>c</table>", [("table_cell", "a"), ("table_cell", "b"), ("table_cell", "c")]),
        ("<table><tr><td>a</div></table>b", [("table_cell", "a"), ("paragraph", "b")]),
        ("<figure><img><figcaption>a</figcaption></figure>", [("caption", "a")]),
        ("<div class='wp-caption'><p class='wp-caption-text'>a</p></div>", [("caption", "a")]),
        ("<blockquote><p>a</p>b</blockquote>", [("quote", "a"), ("quote", "b")]),
        ("<blockquote>a<cite>b</cite></blockquote>", [("quote", "a"), ("citation", "b")]),
        ("<blockquote>a<footer>b <cite>c</cite></footer></blockquote>", [("quote", "a"), ("citation", "b c")]),
        ("<figure><blockquote>a</blockquote><figcaption>b</figcaption></figure>", [("quote", "a"), ("citation", "b")]),
        ("<p>In <cite>a</cite> b</p>", [("paragraph", "In a b")]),
        ("<blockquote class='twitter-tweet'><p>a</p>b</blockquote>", [("embed", "a"), ("embed", "b")]),
        ("<p class=byline>By a</p>", [("byline", "By a")]),
        ("<head><title>a</title><p>b", [("paragraph", "b")]),
        ("<template>a</template><noscript>b</noscript>c", [("paragraph", "c")]),
        ("<svg><text>a</text></svg><iframe>b</iframe>c", [("paragraph", "c")]),
        ("<p>a <span class=sr-only>b</span>c <b hidden>d</b></p>", [("paragraph", "a c")]),
        ("a <a class='share-link'><div>b</div></a>c", [("paragraph", "a"), ("paragraph", "c")]),
        ("<article class='tag-comments related-none'>a</article>", [("paragraph", "a")]),
        ("<h2 id=comments>a</h2>", [("heading", "a")]),
        ("<div class=has-sidebar><p>a</p></div>", [("paragraph", "a")]),
    ],
)  # fmt: skip
def test_blocks_are_what_a_reader_sees(source, blocks):
    assert shown(read_html(source)) == blocks


@pytest.mark.parametrize(
    ("beside", "reason"),
    [
        ("<nav>x</nav>", "navigation"),
        ("<footer>x</footer>", "footer"),
        ("<aside>x</aside>", "aside"),
        ("<form>x</form>", "form"),
        ("<div role=complementary>x</div>", "aside"),
        ("<div class='inline-newsletter'>x</div>", "newsletter"),
        ("<div class=RelatedLinks__box--3fA>x</div>", "related"),
        ("<ul class=post-tags><li>x</ul>", "labels"),
        ("<section id=comments>x</section>", "comments"),
        ("<div aria-hidden=true>x</div>", "hidden"),
        ("<div style='display: none'>x</div>", "hidden"),
        ("<a class=share-button>x</a>", "sharing"),
        ("<div class=ad-slot><div class=related>x</div></div>", "advertisement"),
    ],
)
def test_what_stands_beside_the_article_is_left_out_and_told(beside, reason):
    source = f"<p>{'word ' * 30}</p>{beside}<p>{'other ' * 30}</p>"
    original = read_html(source)
    assert "x" not in original.text
    (omission,) = original.left_out
    assert omission.reason == reason
    assert source[omission.start : omission.end] == beside


def test_what_is_beside_and_empty_is_not_told():
    assert read_html("<p>a</p><nav> <ul><li> </ul></nav><script>x</script>").left_out == ()


@pytest.mark.parametrize(
    "wrapper",
    ["<form>", "<div class=share-on>", "<aside>", "<div class=ads><form>", "<app-share class=share>"],
)
def test_a_wrapper_of_the_whole_article_is_not_left_out(wrapper):
    article = f"<p>{'word ' * 30}</p><nav><a>Home</a></nav><p>{'other ' * 30}</p>"
    original = read_html(f"<nav>Menu</nav>{wrapper}{article}")
    assert len(original.blocks) == 2
    assert [omission.reason for omission in original.left_out] == ["navigation", "navigation"]


def test_a_short_article_in_nothing_but_an_aside_is_read():
    assert read_html("<aside><p>“No,” she said.</p></aside>").text == "“No,” she said."


def test_a_page_is_read_for_its_article():
    original = read("page.html")
    text = original.text
    assert text.startswith("Harbour to stay open, mayor says\n\nBy Ana Lind\n\n")
    assert "told reporters on Monday 🚢. “It is" in text
    assert "was £2 million" in text
    for beside in (
        "Not a quote",
        "cookies",
        "Facebook",
        "Advertisement",
        "ferries",
        "Nonsense",
        "rights",
        "Skip",
    ):
        assert beside not in text
    assert [o.reason for o in original.left_out] == [
        "navigation", "consent", "navigation", "sharing", "advertisement", "aside", "comments", "footer",
    ]  # fmt: skip
