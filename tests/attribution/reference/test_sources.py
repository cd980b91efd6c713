"""The noun phrase of a source read for the names in head position."""

import pytest

from attribution.pipeline import READING
from attribution.reference.cast import Cast
from attribution.reference.headlines import find_repeated
from attribution.reference.inventory import Inventory
from attribution.reference.mentions import find_mentions
from attribution.reference.sources import read_source
from attribution.reference.words import Words


@pytest.mark.parametrize(
    ("source", "form", "heads"),
    [
        ("Marc Dorn, a lawyer for Tom Harker", "names", ["Marc Dorn"]),
        ("A lawyer for the outlets, David Shaw,", "names", ["David Shaw"]),
        ("Harker lawyer Marc Dorn", "names", ["Marc Dorn"]),
        ("NBC's Dante Chin", "names", ["Dante Chin"]),
        ("Tom Harker and Ann Marsh", "names", ["Tom Harker", "Ann Marsh"]),
        ("Tom Harker, Ann Marsh and Bob Ray", "names", ["Tom Harker", "Ann Marsh", "Bob Ray"]),
        ("Tom Harker, a friend of Ann Marsh and Bob Ray,", "names", ["Tom Harker"]),
        ("critics like Ann Marsh and Bob Ray", "names", ["Ann Marsh", "Bob Ray"]),
        ("secretary of state Ann Marsh", "names", ["Ann Marsh"]),
        ("the mother of Ann Marsh", "description", []),
        ("a slide that Ann Marsh carries", "description", []),
        ("the Harker campaign", "description", []),
        ("Ann Marsh's brief", "description", []),
        ("Another critic, Bob Ray,", "names", ["Bob Ray"]),
        ("Another, Bob Ray, 71,", "names", ["Bob Ray"]),
        ("a man named Bob Ray", "names", ["Bob Ray"]),
        ("Senators Ann Marsh of Kansas and Bob Ray of Iowa", "names", ["Ann Marsh", "Bob Ray"]),
        ("Speaking to reporters, Bob Ray, 19,", "names", ["Bob Ray"]),
        ("a speech Ann Marsh gave in Leeds", "description", []),
        ("from her", "pronoun", []),
        ("—", "empty", []),
    ],
)
def test_heads(nlp, source, form, heads):
    text = f"Tom Harker left. Yesterday {source} said it was late."
    with nlp.select_pipes(enable=list(READING)):
        doc = nlp(text)
    words = Words(doc)
    cast = Cast(words, Inventory(words, find_repeated(words, find_mentions(words))))
    start = text.index(source, 17)
    span = doc.char_span(start, start + len(source), alignment_mode="expand")
    reading = read_source(words, (span.start, span.end), cast.readable)
    assert reading.form == form
    assert [words.slice((name.start, name.end)) for name in reading.names] == heads
