import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.outputs.fragment import paragraphs, render
from attribution.results import Anonymity, Channel
from tests.outputs.answers import ARTICLE, answer, quote, reference, said_by, span, speaker

LINE_END = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")

ATTRIBUTES = {
    "div": {"class", "lang"},
    "p": set(),
    "br": set(),
    "mark": {
        *("class", "title", "aria-describedby", "data-quote", "data-kind", "data-speaker-id"),
        *("data-speaker", "data-anonymity", "data-channel"),
    },
    "ul": {"class", "hidden"},
    "li": {"id"},
}
CLASSES = {"qa-quote", "qa-direct", "qa-mixed", "qa-indirect", "qa-anonymous", "qa-inner"}


class Reader(HTMLParser):
    """Reads a fragment as a browser would, and refuses what it should not have."""

    def __init__(self, rendered: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, Any]]] = []
        self.paragraphs: list[str] = []
        self.pieces: list[tuple[tuple[str, ...], str]] = []
        """Stretches of text with the quotes that they stand in, the outermost first."""
        self.marks: dict[str, dict[str, Any]] = {}
        self.notes: dict[str, str] = {}
        self.feed(rendered.decode("utf-8"))
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        assert len(attributes) == len(attrs)
        assert attributes.keys() == ATTRIBUTES[tag]
        if tag == "p":
            self.paragraphs.append("")
        if tag == "mark":
            assert set(attributes["class"].split()) <= CLASSES
            same = self.marks.setdefault(attributes["data-quote"], attributes)
            assert same == attributes
        if tag == "br":
            self.paragraphs[-1] += "\n"
        else:
            self.open.append((tag, attributes))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self.open]
        if "p" in tags:
            # The line end behind <br> is for who reads the source.
            data = data.removeprefix("\n") if self.paragraphs[-1].endswith("\n") else data
            self.paragraphs[-1] += data
            quotes = tuple(attributes["data-quote"] for tag, attributes in self.open if tag == "mark")
            self.pieces.append((quotes, data))
        elif tags[-1:] == ["li"]:
            self.notes[self.open[-1][1]["id"]] = data
        else:
            assert not data.strip()

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment")

    handle_decl = handle_pi = unknown_decl = handle_comment

    def words_of(self, quote_id: str) -> str:
        return "".join(data for quotes, data in self.pieces if quote_id in quotes)


def shown(text: str) -> list[str]:
    """The paragraphs of a text as a browser has them: what blank lines part, each end of line a line feed."""
    lines = LINE_END.sub("\n", text.replace("\u2029", "\n\n")).replace("\0", "\ufffd")
    blocks: list[list[str]] = [[]]
    for line in lines.split("\n"):
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return ["\n".join(block) for block in blocks if block]


@pytest.mark.parametrize("unit", ["codepoint", "utf16", "utf8"])
def test_fragment_shows_the_article_and_marks_its_quotes(answers, unit):
    found = answers[unit]
    read = Reader(render(found, ARTICLE))
    assert read.paragraphs == shown(ARTICLE)
    assert len(read.paragraphs) == 4
    for quote_ in found.quotes:
        assert read.words_of(quote_.id) == "".join(piece.text for piece in quote_.spans)


def test_fragment_mark_tells_who_how_openly_and_by_what_way():
    who = speaker(name='Ana "<Ruiz>"', description="the head keeper")
    found = said_by(
        who,
        anonymity=Anonymity(status="anonymous_requested", is_anonymous=True),
        channel=Channel(type="broadcast", mode="mediated", name="Radio 1 & 2"),
        parent="q0",
    )
    read = Reader(render(found, "No."))
    note = 'ANONYMOUS: Ana "<Ruiz>"; name withheld on request; broadcast (Radio 1 & 2)'
    assert read.marks == {
        "q1": {
            "class": "qa-quote qa-direct qa-anonymous qa-inner",
            "title": note,
            "aria-describedby": "qa-note-q1",
            "data-quote": "q1",
            "data-kind": "direct",
            "data-speaker-id": "s1",
            "data-speaker": 'Ana "<Ruiz>"',
            "data-anonymity": "anonymous_requested",
            "data-channel": "broadcast",
        }
    }
    assert read.notes == {"qa-note-q1": note}


def test_fragment_marks_have_a_note_each(answers):
    read = Reader(render(answers["codepoint"], ARTICLE))
    assert [mark["aria-describedby"] for mark in read.marks.values()] == list(read.notes)
    assert all(read.notes.values())


@pytest.mark.parametrize(
    ("quoted", "expected"),
    [
        ({"q1": [(0, 8)]}, "q1:ab q1:cd q1:e :fg"),
        ({"q1": [(0, 5)], "q2": [(3, 4)]}, "q1:ab q1>q2:c q1:d :efg"),
        ({"q1": [(0, 4)], "q2": [(1, 5)]}, "q1:a q1>q2:b q1>q2:c q2:d :efg"),
        ({"q1": [(0, 2), (7, 9)]}, "q1:ab :cd q1:ef :g"),
        ({"q1": [(0, 5)], "q2": [(0, 5)]}, "q1>q2:ab q1>q2:cd :efg"),
    ],
    ids=["over paragraphs", "nested", "overlapping", "in pieces", "the same words"],
)
def test_fragment_splits_marks_where_it_must(quoted, expected):
    text = "ab\ncd\n\nefg"
    quotes = [quote([span(text, *place) for place in places], id=name) for name, places in quoted.items()]
    read = Reader(render(answer(quotes), text))
    assert read.paragraphs == ["ab\ncd", "efg"]
    assert " ".join(f"{'>'.join(names)}:{data}" for names, data in read.pieces if data) == expected


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</mark></p></div><script>alert(1)</script>",
    '" onmouseover="alert(1)" x="',
    "' onmouseover='alert(1)' x='",
    "<!-- ",
    "-->",
    "]]>",
    "<![CDATA[",
    "<?php echo 1 ?>",
    "&lt;script&gt;",
    "&#60;script&#62;",
    "&amp;lt;",
    "\0<\0script\0>",
    "<svg/onload=alert(1)>",
    "javascript:alert(1)",
    "<a href=javascript:alert(1)>x</a>",
    "<textarea>",
    "<plaintext>",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_fragment_lets_no_markup_of_the_article_through(hostile):
    who = speaker(name=hostile, description=hostile)
    channel = Channel(type="document", mode=None, name=hostile)
    text = f"{hostile} said: {hostile}"
    start = len(text) - len(hostile)
    found = quote([span(text, start, len(text))], speaker=reference(who), channel=channel)
    read = Reader(render(answer([found], who), text))
    assert read.paragraphs == shown(text)
    assert read.words_of("q1") == hostile.replace("\0", "\ufffd")
    assert read.marks["q1"]["data-speaker"] == hostile.replace("\0", "\ufffd")


TEXTS = st.lists(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
    | st.sampled_from(["\n", "\n\n", "\r\n", " \n \n", "\u2029", "\U0001f418", "“no,” ", *HOSTILE]),
    max_size=12,
).map("".join)


@given(st.data())
def test_fragment_of_any_text_shows_it_whole(data):
    text = data.draw(TEXTS)
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    # Between carriage return and line feed no span begins or ends: the engine's are of whole tokens.
    whole = places.filter(
        lambda place: place[0] < place[1] and not any(text[i - 1 : i + 1] == "\r\n" for i in place if i)
    )
    drawn = data.draw(st.lists(whole, max_size=6)) if len(text) > 1 else []
    unit = data.draw(st.sampled_from(["codepoint", "utf16", "utf8"]))
    quotes = [quote([span(text, *place, unit)], id=f"q{i}") for i, place in enumerate(drawn)]
    read = Reader(render(answer(quotes, offset_unit=unit), text))
    assert read.paragraphs == shown(text)


def test_fragment_paragraphs_are_what_blank_lines_part():
    text = " \n\na\nb\n \t\nc\r\n\r\nd\u2029e\n"
    assert [text[start:end] for start, end in paragraphs(text)] == ["a\nb", "c", "d", "e"]
