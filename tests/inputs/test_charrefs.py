"""Character references stand for what browsers show."""

import html
from html.entities import html5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.inputs.charrefs import decode


def test_every_name_of_the_standard_is_known():
    for name, text in html5.items():
        assert decode(f"&{name}") == (text, len(name) + 1)


@given(st.integers(0, 0x110000))
def test_numbers_stand_for_characters(number):
    # Of numbers that stand for no character the library drops some; browsers show U+FFFD.
    expected = html.unescape(f"&#{number};") or "\ufffd"
    for reference in (f"&#{number};", f"&#{number}", f"&#x{number:x};", f"&#X{number:X}", f"&#000{number};"):
        assert decode(reference) == (expected, len(reference))


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("&notit;", ("¬", 4)),
        ("&notin;", ("∉", 7)),
        ("&ampamp", ("&", 4)),
        ("&pound2", ("£", 6)),
        ("&rsquo", ("", 0)),
        ("&nothing", ("¬", 4)),
        ("&unknown;", ("", 0)),
        ("&#" + "9" * 10_000 + ";", ("\ufffd", 10_003)),
        ("&#x" + "0" * 10_000 + "41;", ("A", 10_006)),
        ("&#xD83D;", ("\ufffd", 8)),
        ("&#150;", ("–", 6)),
    ],
    ids=lambda value: str(value)[:12],
)
def test_sloppy_references_are_read_as_browsers_read_them(reference, found):
    assert decode(reference) == found
