import pytest

from attribution.backing import COMMON, is_one_unnamed_person, rests_on_one_unnamed_source
from tests.attribution.answers import quote

CLAIM = "the plant will close in May and move 300 jobs abroad"


def claim(words=CLAIM, who="an official", status="unnamed_individual", **options):
    return quote(words, who, status, **options)


@pytest.mark.parametrize(
    ("status", "options", "expected"),
    [
        ("unnamed_individual", {}, True),
        ("anonymous_requested", {}, True),
        ("anonymous_requested", {"count": 1}, True),
        ("pseudonymous", {}, True),
        ("partially_named", {}, True),
        ("anonymous_requested", {"count": 3}, False),
        ("anonymous_requested", {"count": "plural"}, False),
        ("unnamed_group", {"count": 2}, False),
        ("unnamed_individual", {"anonymous": False}, False),
        ("unnamed_spokesperson", {}, False),
        ("named", {}, False),
        ("unknown", {}, False),
    ],
)
def test_one_unnamed_person(status, options, expected):
    assert is_one_unnamed_person(claim(status=status, **options)) is expected


@pytest.mark.parametrize(
    ("other", "backed"),
    [
        (lambda: quote("nobody has been asked"), False),
        (lambda: quote("the plant would be closing in May, with 300 jobs lost"), True),
        (lambda: quote("“It closes in May, and the 300 jobs at this plant move abroad”"), True),
        (lambda: quote(CLAIM, "a memo", "document"), True),
        (lambda: quote(CLAIM, "a second official", "unnamed_individual"), True),
        (lambda: quote("the plant matters"), False),
        (lambda: quote("the plant will close"), False),
        (lambda: quote(CLAIM, "an official", "unnamed_individual"), False),
        (lambda: quote(CLAIM, None, "unattributed"), False),
        (lambda: quote(CLAIM, second_hand=True), False),
        (lambda: quote(CLAIM, cue="denied"), False),
        (lambda: quote(CLAIM, cue="has ruled out"), False),
        (lambda: quote(CLAIM, cue="was asked about"), False),
        (lambda: quote("the plant will not close in May and move 300 jobs abroad"), False),
        (lambda: quote("the plant won’t close in May and move 300 jobs abroad"), False),
        (lambda: quote("the plant will close in May and move 20 jobs abroad"), False),
        (lambda: quote(CLAIM, "Ana Lind", cue=None), True),
    ],
)
def test_what_backs_a_claim(other, backed):
    assert rests_on_one_unnamed_source([claim(), other()])[0] is not backed
    assert rests_on_one_unnamed_source([other(), claim()])[1] is not backed


def test_words_inside_one_another_do_not_back_each_other():
    outer = quote(f"an official had said that {CLAIM}", "Ana Lind", cue="recalled")
    inner = claim(parent=outer.id, at=outer.spans[0].start + 26)
    assert rests_on_one_unnamed_source([outer, inner]) == [False, True]


def test_a_claim_without_telling_words_is_not_backed_by_another():
    assert rests_on_one_unnamed_source([claim("it is so"), quote("it is so")]) == [True, False]


def test_a_word_of_the_whole_article_tells_no_claim():
    chorus = [quote(f"the harbour dredging and matter {number}", f"Speaker {number}") for number in range(40)]
    claimed = claim("the harbour dredging was paid twice")
    assert len(chorus) > COMMON
    assert rests_on_one_unnamed_source([claimed, *chorus])[0]


def test_no_quotes():
    assert rests_on_one_unnamed_source([]) == []
