from itertools import pairwise
from typing import get_args

import pytest

from attribution.report import report_of
from attribution.results import FindingCode, Severity
from tests.attribution.answers import answer, quote

AIDE = ("an aide to the mayor", "unnamed_individual")
WORKERS = ("four bridge workers", "unnamed_group")


def findings(*quotes, **options):
    return {finding.code: finding for finding in report_of(answer(*quotes, **options)).findings}


def test_an_article_of_named_sources_has_no_findings():
    assert findings(quote("the bridge held"), quote("it did", "Ben Okri"), declined=["Kai Moss"]) == {}


@pytest.mark.parametrize(
    ("code", "severity", "quotes", "about"),
    [
        ("all_anonymous", "high", [quote("it held", *AIDE), quote("yes", *AIDE)], [0, 1]),
        ("anonymous_judgement", "high", [quote("she is a coward", *AIDE), quote("he is a liar")], [0]),
        ("one_unnamed_source", "high", [quote("the bridge leaks", *AIDE), quote("all is well")], [0]),
        (
            "reason_missing",
            "medium",
            [
                quote("it leaks", *AIDE),
                quote("it rusts", "a diver", "anonymous_requested", reason="safety"),
                quote("it leaks a lot", *AIDE),
            ],
            [0, 2],
        ),
        ("mostly_anonymous", "medium", [quote("it leaks at both ends", *AIDE), quote("no")], [0]),
        ("vague_description", "medium", [quote("it leaks", "a source", AIDE[1]), quote("no")], [0]),
        ("one_source", "medium", [quote("it held"), quote("and will"), quote("so", None, "unknown")], [0, 1]),
        (
            "source_missing",
            "medium",
            [quote("it failed", None, "unattributed"), quote("so", None, "unknown")],
            [0],
        ),
        (
            "number_missing",
            "low",
            [
                quote("it leaks", "workers", WORKERS[1], count="plural"),
                quote("it rusts", *WORKERS, count=4),
                quote("it moves", "critics", WORKERS[1], anonymous=False, count="plural"),
            ],
            [0],
        ),
        ("second_hand", "low", [quote("it held"), quote("it did", second_hand=True)], [1]),
        (
            "speaker_unresolved",
            "low",
            [quote("it failed", None, "unattributed"), quote("so", None, "unknown")],
            [1],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_findings(code, severity, quotes, about):
    finding = findings(*quotes)[code]
    chosen = [quotes[i] for i in about]
    assert finding.severity == severity
    assert finding.quote_ids == [q.id for q in chosen]
    assert finding.speaker_ids == list(dict.fromkeys(q.speaker.id for q in chosen if q.speaker))
    # One sentence, and no words of the article in it.
    assert finding.detail[0].isupper() or finding.detail[0].isdecimal()
    assert finding.detail.endswith(".")
    assert not any(q.speaker and q.speaker.id in finding.detail for q in quotes)
    assert not any(q.spans[0].text in finding.detail for q in quotes if len(q.spans[0].text) > 4)


@pytest.mark.parametrize(
    ("code", "quotes"),
    [
        ("all_anonymous", [quote("it leaks", *AIDE), quote("no")]),
        ("anonymous_judgement", [quote("she is a coward"), quote("it leaks", *AIDE)]),
        # Nobody spoke from behind anonymity.
        (
            "anonymous_judgement",
            [quote("the test", "world leaders", WORKERS[1], cue="denounced", count="plural")],
        ),
        ("one_unnamed_source", [quote("the bridge leaks oil", *AIDE), quote("the bridge leaks oil")]),
        ("mostly_anonymous", [quote("it leaks", *AIDE), quote("it does not leak at all")]),
        ("mostly_anonymous", [quote("it leaks", *AIDE)]),
        ("vague_description", [quote("it leaks", "a source", AIDE[1], anonymous=False)]),
        ("one_source", [quote("it held")]),
        ("one_source", [quote("it held"), quote("so it did", "Ben Okri")]),
        (
            "number_missing",
            [
                quote("it leaks", *WORKERS, count=4),
                quote("it rusts", *WORKERS, count="plural"),
            ],
        ),
    ],
)
def test_no_finding(code, quotes):
    assert code not in findings(*quotes)


def test_the_gravest_come_first_and_each_once():
    found = report_of(
        answer(
            quote("she is a coward", "a source", "unnamed_individual"),
            quote("they did it", "officials", "unnamed_group", count="plural", second_hand=True),
            quote("it failed", None, "unattributed"),
            quote("so", None, "unknown"),
        )
    ).findings
    ranks = [get_args(Severity).index(finding.severity) for finding in found]
    assert len(found) == 9
    assert all(before <= after for before, after in pairwise(ranks))
    order = [get_args(FindingCode).index(finding.code) for finding in found]
    assert order == sorted(order)


def test_numbers_are_told_in_the_singular_and_the_plural():
    one = findings(quote("it leaks", *AIDE), quote("no"))["one_unnamed_source"]
    two = findings(quote("it leaks", *AIDE), quote("it rusts", *AIDE), quote("no"))["one_unnamed_source"]
    assert one.detail.startswith("1 quote rests on")
    assert two.detail.startswith("2 quotes rest on")
