"""What became of an article's quotes between two versions."""

import random
import re
from collections.abc import Callable
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.alignment import Entry, align
from attribution.changes import Change, Changes
from attribution.comparison import compare
from attribution.results import (
    Anonymity,
    Answer,
    Channel,
    Confidence,
    Model,
    Quote,
    Span,
    SpeakerReference,
)
from attribution.word_diff import runs
from tests.invariants import slice_of


def said(words: str, speaker: str | None = "Ana Lind", **labels: object) -> dict[str, object]:
    """A quote: its words, ` / ` between pieces; a speaker in small letters has no name."""
    return {"words": words, "speaker": speaker, **labels}


def version(*quotes: dict[str, object] | str, unit: str = "codepoint", start: str = "") -> tuple[str, Answer]:
    """An article of these quotes, each in a paragraph, and the answer to it; a string is words of Ana Lind."""
    text, found = start, []
    for number, quote in enumerate(said(quote) if isinstance(quote, str) else quote for quote in quotes):
        spans = []
        for piece in str(quote["words"]).split(" / "):
            begin = len(text)
            text += piece
            spans.append(span(text, begin, len(text), unit))
            text += ", she said, "
        text += "\n\n"
        found.append(made(f"q{number}", spans, quote))
    return text, Answer(
        id=None,
        language="en",
        offset_unit=unit,
        model=Model(name="none", version="0"),
        quotes=found,
        speakers=[],
        declined=[],
        warnings=[],
    )


def span(text: str, start: int, end: int, unit: str) -> Span:
    encoding, width = {"codepoint": ("utf-32-le", 4), "utf16": ("utf-16-le", 2), "utf8": ("utf-8", 1)}[unit]
    first, last = (len(text[:at].encode(encoding)) // width for at in (start, end))
    return Span(start=first, end=last, text=text[start:end])


def made(name: str, spans: list[Span], quote: dict[str, object]) -> Quote:
    speaker = quote["speaker"]
    named = speaker is not None and str(speaker)[0].isupper()
    return Quote(
        id=name,
        kind=quote.get("kind", "direct"),
        spans=spans,
        cue=None,
        source=None,
        speaker=None
        if speaker is None
        else SpeakerReference(
            id="s1",
            name=speaker if named else None,
            description=None if named else speaker,
            kind="person",
        ),
        anonymity=Anonymity(
            status=quote.get("status", "named"), is_anonymous=quote.get("is_anonymous", False)
        ),
        channel=Channel(type=quote.get("channel", "unspecified"), mode=None, name=quote.get("outlet")),
        provenance=[],
        is_second_hand=quote.get("second_hand", False),
        parent=None,
        confidence=Confidence(quote=1, speaker=1, anonymity=1, channel=1),
    )


def short(changes: Changes) -> list[str]:
    """`kept 0 0`, `removed 3 -`."""
    return [
        f"{change.type} {(change.before or '-').lstrip('q')} {(change.after or '-').lstrip('q')}"
        for change in changes.changes
    ]


def marked(change: Change) -> str:
    """The words of a diff, as wdiff shows them."""
    shown = []
    for piece in change.diff:
        before = " … ".join(span.text for span in piece.before)
        after = " … ".join(span.text for span in piece.after)
        shown += {
            "equal": [after],
            "delete": [f"[-{before}-]"],
            "insert": [f"{{+{after}+}}"],
            "replace": [f"[-{before}-]", f"{{+{after}+}}"],
        }[piece.operation]
    return " ".join(shown)


HARBOUR = "We will not close the harbour this year"
MONEY = "The money was never there"
BOATS = "Every boat in the port has to leave before the storm"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([], [], []),
        ([HARBOUR], [], ["removed 0 -"]),
        ([], [HARBOUR], ["added - 0"]),
        ([HARBOUR, MONEY], [HARBOUR, MONEY], ["kept 0 0", "kept 1 1"]),
        ([HARBOUR, MONEY], [MONEY], ["removed 0 -", "kept 1 0"]),
        ([HARBOUR, MONEY, BOATS], [HARBOUR, BOATS], ["kept 0 0", "removed 1 -", "kept 2 1"]),
        ([HARBOUR, BOATS], [HARBOUR, MONEY, BOATS], ["kept 0 0", "added - 1", "kept 1 2"]),
        ([HARBOUR, MONEY, BOATS], [BOATS, HARBOUR, MONEY], ["moved 2 0", "kept 0 1", "kept 1 2"]),
        # Capitals, punctuation and quotation marks are no words.
        (["“We will not,”"], ["“WE WILL NOT.”"], ["kept 0 0"]),
        (["—"], ["…"], ["kept 0 0"]),
        # Quotes without a word in common are others, also in the same place.
        ([HARBOUR], [MONEY], ["removed 0 -", "added - 0"]),
        (["We will go to them"], ["We will go to court over it"], ["altered 0 0"]),
        (
            ["We are happy with the result"],
            ["We are going to the court over it"],
            ["removed 0 -", "added - 0"],
        ),
        # A short quote needs half of its words.
        (["productive talks"], ["fruitful talks"], ["altered 0 0"]),
        (["cancerous"], ["gangsterlike"], ["removed 0 -", "added - 0"]),
        # What is left of a long one is part of it.
        (
            [
                f"{HARBOUR}, and {MONEY}, so that {BOATS} and nobody knows what becomes of the fish market then"
            ],
            [BOATS],
            ["altered 0 0"],
        ),
        # A quote that was taken apart.
        ([f"{HARBOUR}. {BOATS}"], [HARBOUR, BOATS], ["added - 0", "altered 0 1"]),
    ],
)
def test_comparison_tells_what_became_of_each_quote(before, after, expected):
    assert sorted(short(compare(version(*before)[1], version(*after)[1]))) == sorted(expected)


def test_comparison_keeps_the_order_of_the_later_version_with_removed_quotes_in_their_places():
    before = version(HARBOUR, "No comment at all", MONEY, "Ask the treasurer", BOATS)[1]
    after = version(BOATS, HARBOUR, "Something new is coming", MONEY)[1]
    assert short(compare(before, after)) == [
        "moved 4 0",
        "kept 0 1",
        "removed 1 -",
        "added - 2",
        "kept 2 3",
        "removed 3 -",
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (HARBOUR, "We will close the old harbour next year",
         "We will [-not-] close the {+old+} harbour [-this-] {+next+} year"),
        ("It was a sad day for all of us", "It was a day for us", "It was a [-sad-] day for [-all of-] us"),
        # "to" alone between longer edits is no island.
        (
            "They sold one old ferry to some rich friend before the storm closed the harbour and the market",
            "They gave two new boats to every poor sailor before the storm closed the harbour and the market",
            "They [-sold one old ferry to some rich friend-] {+gave two new boats to every poor sailor+} "
            "before the storm closed the harbour and the market",
        ),
        # Pieces on both sides of the cue.
        ("We will / close the harbour", "We will close / the old harbour", "We will … close the {+old+} harbour"),
        ("Costs rose 5.1 percent", "Costs rose 5.7 percent", "Costs rose 5 [-1-] {+7+} percent"),
        ("We don't know yet", "We don’t know", "We don’t know [-yet-]"),
    ],
)  # fmt: skip
def test_comparison_shows_how_words_were_edited(before, after, expected):
    (change,) = compare(version(before)[1], version(after)[1]).changes
    assert change.type == "altered"
    shown = marked(change)
    assert shown == expected or shown.replace(" … ", " ") == expected.replace(" … ", " ")


@pytest.mark.parametrize("unit", ["codepoint", "utf16", "utf8"])
def test_comparison_gives_offsets_in_the_unit_of_each_version(unit):
    old, before = version("Café \U0001f600 costs rose / \U0001f600 naïvely by ten", unit=unit)
    new, after = version("Café \U0001f600\U0001f600 costs fell / naïvely by ten", start="\U0001f600é ")
    (change,) = compare(before, after).changes
    pieces = [span for piece in change.diff for span in piece.before]
    assert [slice_of(old, span.start, span.end, unit) for span in pieces] == [span.text for span in pieces]
    pieces = [span for piece in change.diff for span in piece.after]
    assert [new[span.start : span.end] for span in pieces] == [span.text for span in pieces]
    assert marked(change) == "Café \U0001f600\U0001f600 costs [-rose-] {+fell+} naïvely by ten"


@pytest.mark.parametrize(
    ("before", "after", "fields", "counted"),
    [
        ({}, {}, [], []),
        ({}, {"speaker": "Bo Ek"}, [("speaker", "Ana Lind", "Bo Ek")], ["reattributed"]),
        # The same person by a shorter or fuller name.
        ({}, {"speaker": "Lind"}, [], []),
        ({"speaker": "the Justice Department"}, {"speaker": "the U.S. Justice Department"},
         [("description", "the Justice Department", "the U.S. Justice Department")], []),
        ({"speaker": "Justice Department"}, {"speaker": "U.S. Justice Department"}, [], []),
        ({"speaker": "Ana Lind & Bo Ek"}, {"speaker": "Lind & Ek"}, [], []),
        ({"speaker": "Ana Lind & Bo Ek"}, {}, [("speaker", "Ana Lind & Bo Ek", "Ana Lind")], ["reattributed"]),
        # An unnamed source that is described more vaguely is the same, and worth a look.
        ({"speaker": "a White House official"}, {"speaker": "an official"},
         [("description", "a White House official", "an official")], []),
        ({"speaker": "an official"}, {"speaker": "the official"}, [], []),
        ({"speaker": "a spokesman"}, {"speaker": "a critic"},
         [("speaker", "a spokesman", "a critic")], ["reattributed"]),
        ({}, {"speaker": None, "status": "unknown"},
         [("speaker", "Ana Lind", None), ("anonymity", "named", "unknown")], ["reattributed"]),
        ({"speaker": None}, {"speaker": None}, [], []),
        ({}, {"speaker": "an official", "status": "unnamed_individual", "is_anonymous": True},
         [("speaker", "Ana Lind", "an official"), ("anonymity", "named", "unnamed_individual")], ["made_anonymous"]),
        ({"speaker": "an official", "status": "unnamed_individual", "is_anonymous": True}, {},
         [("speaker", "an official", "Ana Lind"), ("anonymity", "unnamed_individual", "named")],
         ["no_longer_anonymous"]),
        ({"channel": "interview"}, {"channel": "statement"}, [("channel", "interview", "statement")], ["rerouted"]),
        ({"channel": "news_report", "outlet": "Gazette"}, {"channel": "news_report", "outlet": "Courier"},
         [("channel_name", "Gazette", "Courier")], ["rerouted"]),
        ({}, {"second_hand": True}, [("is_second_hand", False, True)], ["rerouted"]),
        ({}, {"kind": "indirect"}, [("kind", "direct", "indirect")], []),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "words", [(HARBOUR, HARBOUR), (HARBOUR, HARBOUR + " or next")], ids=["kept", "altered"]
)
def test_comparison_tells_what_is_said_differently_of_a_quote(before, after, fields, counted, words):
    old, new = ({**said(text), **labels} for text, labels in zip(words, (before, after), strict=True))
    found = compare(version(old)[1], version(new)[1])
    (change,) = found.changes
    assert [(d.field, d.before, d.after) for d in change.differences] == fields
    names = ("reattributed", "made_anonymous", "no_longer_anonymous", "rerouted")
    assert [name for name in names if getattr(found.summary, name)] == counted


def test_comparison_tells_quotes_of_the_same_words_apart_by_speaker_and_place():
    deal = "no deal"
    before = version(said(deal, "Ana Lind"), HARBOUR, said(deal, "Bo Ek"), said(deal, "Cy Oz"))[1]
    after = version(said(deal, "Cy Oz"), said(deal, "Ana Lind"), HARBOUR, said(deal, "Bo Ek"))[1]
    assert short(compare(before, after)) == ["moved 3 0", "kept 0 1", "kept 1 2", "kept 2 3"]
    # One is taken out: it is the one whose place is empty.
    after = version(HARBOUR, said(deal, "Bo Ek"), said(deal, "Cy Oz"))[1]
    assert short(compare(before, after)) == ["removed 0 -", "kept 1 0", "kept 2 1", "kept 3 2"]


WORDS = st.lists(st.sampled_from("the harbour boat is not a closed storm mayor town".split()), max_size=6)
QUOTES = st.lists(
    st.builds(
        lambda words, speaker: said(" ".join(words) or "…", speaker),
        WORDS,
        st.sampled_from(["Ana Lind", "Bo Ek", "an official", None]),
    ),
    max_size=8,
)


@given(QUOTES)
def test_comparison_of_a_version_with_itself_keeps_everything(quotes):
    answer = version(*quotes)[1]
    found = compare(answer, answer)
    assert short(found) == [f"kept {number} {number}" for number in range(len(quotes))]
    assert not any(change.differences or change.diff for change in found.changes)
    assert found.summary.kept == len(quotes)


@given(QUOTES, QUOTES)
def test_comparison_the_other_way_round_swaps_added_and_removed(before, after):
    there = compare(version(*before)[1], version(*after)[1])
    back = compare(version(*after)[1], version(*before)[1])
    other = {"added": "removed", "removed": "added"}
    assert {(other.get(c.type, c.type), c.after, c.before) for c in there.changes} == {
        (c.type, c.before, c.after) for c in back.changes
    }


@given(QUOTES, QUOTES)
def test_comparison_names_every_quote_once_and_every_word_of_those_that_were_altered(before, after):
    (old, first), (new, second) = version(*before), version(*after, unit="utf16")
    found = compare(first, second)
    assert sorted(c.before for c in found.changes if c.before) == sorted(q.id for q in first.quotes)
    assert [c.after for c in found.changes if c.after] == [q.id for q in second.quotes]
    types = ("kept", "moved", "altered", "added", "removed")
    assert sum(getattr(found.summary, name) for name in types) == len(found.changes)
    quotes = ({q.id: q for q in first.quotes}, {q.id: q for q in second.quotes})
    for change in found.changes:
        assert bool(change.diff) == (change.type == "altered")
        for side, text, answer in (("before", old, first), ("after", new, second)):
            pieces = [span for piece in change.diff for span in getattr(piece, side)]
            for piece in pieces:
                assert slice_of(text, piece.start, piece.end, answer.offset_unit) == piece.text
            if change.diff:
                whole = quotes[side == "after"][getattr(change, side)]
                assert re.findall(r"\w+", " ".join(piece.text for piece in pieces)) == re.findall(
                    r"\w+", " ".join(span.text for span in whole.spans)
                )
        for a, b in pairwise(change.diff):
            assert (a.operation == "equal") != (b.operation == "equal")


def test_comparison_of_a_thousand_edited_quotes_is_no_matter_of_all_pairs():
    rng = random.Random(1)
    vocabulary = [f"word{number}" for number in range(3000)]
    before = [Entry(tuple(rng.choices(vocabulary, k=20)), "") for _ in range(1000)]
    after = [Entry((*entry.words[:15], *rng.choices(vocabulary, k=5)), "") for entry in before]
    rng.shuffle(after)
    found = align(before, after)
    assert len(found.pairs) == 1000
    assert all(before[i].words[:15] == after[j].words[:15] for i, j in found.pairs)


@pytest.mark.parametrize(
    "words",
    [["said"] * 200_000, [f"w{number % 7}" for number in range(100_000)], ["a", "b"] * 50_000],
    ids=["one word", "seven words", "two words"],
)
def test_comparison_of_endless_quotes_ends(words):
    changed = ["x", *words[: len(words) // 2], "y", *words[len(words) // 2 :], "z"]
    found = runs(words, changed)
    assert sum(run[2] - run[1] for run in found) == len(words)
    assert sum(run[4] - run[3] for run in found) == len(changed)
    ((i, j),) = align([Entry(tuple(words), "")], [Entry(tuple(changed), "")]).pairs
    assert (i, j) == (0, 0)


# With the shipped engine.

ARTICLE = """\
“We will not close the harbour this year,” Mayor Ines Carver told reporters on Monday.

“The money was never there,” said Tom Reed, the city treasurer. “We looked everywhere for it.”

“No deal,” Carver said when she was asked about the ferries.

“No deal,” Reed said later.

“Nobody asked us,” said Lena Ortiz, who runs a fish stall.
"""
PARAGRAPHS = ARTICLE.split("\n\n")
NEW = "“It will rain for a week,” said Petra Holm, a forecaster, and the streets were empty."


def identified(answer: Answer) -> dict[str, str]:
    """The words of each quote by its id."""
    return {quote.id: " ".join(span.text for span in quote.spans) for quote in answer.quotes}


@pytest.mark.parametrize(
    "edited",
    [
        "\n\n".join([NEW, *PARAGRAPHS]),
        "\n\n".join([*PARAGRAPHS[:2], NEW, *PARAGRAPHS[2:]]),
        "\n\n".join([*PARAGRAPHS, NEW]),
        ARTICLE.replace("told reporters on Monday", "told reporters at city hall on Monday evening"),
        ARTICLE.replace("said Tom Reed, the city treasurer", "the city treasurer, Tom Reed, said"),
        ARTICLE.replace("“", '"').replace("”", '"'),
        ARTICLE.replace("year,” Mayor", "year!” Mayor"),
        ARTICLE.replace("\n\n", "\r\n\r\n"),
    ],
    ids=["before", "between", "behind", "cue", "source", "marks", "punctuation", "line ends"],
)
def test_ids_of_quotes_stay_when_something_else_is_edited(analyse: Callable[..., Answer], edited):
    before, after = analyse(ARTICLE), analyse(edited)
    twice = [quote for quote in before.quotes if quote.spans[0].text.startswith("“No deal")]
    assert [quote.speaker.name for quote in twice] == ["Ines Carver", "Tom Reed"]
    assert twice[0].id != twice[1].id
    assert identified(before).keys() <= identified(after).keys()
    found = compare(before, after)
    kept = [change for change in found.changes if change.type == "kept"]
    assert [(change.before, change.after) for change in kept] == [(q.id, q.id) for q in before.quotes]


def test_ids_of_quotes_change_with_their_own_words_alone(analyse: Callable[..., Answer]):
    before = analyse(ARTICLE)
    after = analyse(ARTICLE.replace("not close the harbour", "close the harbour"))
    gone = identified(before).keys() - identified(after).keys()
    assert [identified(before)[name] for name in gone] == ["“We will not close the harbour this year,”"]


def test_comparison_tells_a_standards_desk_what_it_wants_to_know(analyse: Callable[..., Answer]):
    edited = (
        ARTICLE.replace("We will not close", "We will close")
        .replace(
            "said Tom Reed, the city treasurer.",
            "said a city official who asked not to be named because he was not authorized to speak.",
        )
        .replace("“Nobody asked us,” said Lena Ortiz, who runs a fish stall.\n", "")
    )
    found = compare(analyse(ARTICLE), analyse(edited))
    assert (found.summary.altered, found.summary.removed, found.summary.added) == (1, 1, 0)
    assert found.summary.made_anonymous == 1
    altered = next(change for change in found.changes if change.type == "altered")
    assert marked(altered) == "We will [-not-] close the harbour this year"
    anonymous = next(c for c in found.changes if any(d.field == "anonymity" for d in c.differences))
    fields = {d.field: (d.before, d.after) for d in anonymous.differences}
    assert fields["anonymity"] == ("named", "anonymous_requested")
    assert fields["speaker"] == ("Tom Reed", "a city official")
    assert msgspec.json.decode(msgspec.json.encode(found), type=Changes) == found
