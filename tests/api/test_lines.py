import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.lines import Line, Splitter


def split(chunks: list[bytes], longest: int = 1000) -> list[Line]:
    splitter = Splitter(longest)
    return [line for chunk in chunks for line in splitter.feed(chunk)] + list(splitter.end())


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", []),
        (b"\n\n \r\n\t", []),
        (b"a\nb\n", [(1, b"a"), (2, b"b")]),
        (b"a\nb", [(1, b"a"), (2, b"b")]),
        (b"\n\na\r\n \nb", [(3, b"a\r"), (5, b"b")]),
        (b"\xef\xbb\xbfa\n\xef\xbb\xbfb", [(1, b"a"), (2, b"\xef\xbb\xbfb")]),
        (b"\xef\xbb\xbf\na", [(2, b"a")]),
        ("caf\u00e9\u2028\u0085\n".encode(), [(1, "caf\u00e9\u2028\u0085".encode())]),
    ],
)
def test_lines_end_at_line_feeds_alone_and_blank_ones_count(body, expected):
    assert split([body]) == expected


@pytest.mark.parametrize("size", [1, 3, 4, 100])
def test_lines_that_are_too_long_are_passed_over(size):
    body = b"abcd\nabcde\nabc\n" + b"x" * 50 + b"\nab"
    chunks = [body[i : i + size] for i in range(0, len(body), size)]
    assert split(chunks, longest=4) == [(1, b"abcd"), (2, None), (3, b"abc"), (4, None), (5, b"ab")]


@given(st.lists(st.binary(max_size=8) | st.sampled_from([b"\n", b" ", b"\n\n", b"ab\n"])))
def test_lines_are_the_same_however_they_arrive(chunks):
    assert split(chunks, longest=6) == split([b"".join(chunks)], longest=6)


def test_lines_hold_no_more_than_the_longest():
    splitter = Splitter(1000)
    for _ in range(10_000):
        assert list(splitter.feed(b"x" * 300)) == []
        assert len(splitter._held) <= 1000
    assert list(splitter.feed(b"\ny\n")) == [(1, None), (2, b"y")]
