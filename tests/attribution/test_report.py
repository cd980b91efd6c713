import msgspec
import pytest

from attribution.report import report_of
from attribution.results import UNSET, Answer, Report
from tests.attribution.answers import answer, quote

ARTICLE = """\
“We will rebuild the bridge before the winter,” Mayor Elena Torres told reporters on Monday.

“The money is gone,” said a city official, who spoke on condition of anonymity because she was not \
authorized to discuss the budget.

Another official said that the engineers were told in June.

The contractor declined to comment.
"""


def test_quotes_and_words_are_counted():
    report = report_of(
        answer(
            quote("“It held,” … “for now – 12 years.”", "Ana Lind"),
            quote("the bridge is safe", "Ana Lind"),
            quote("it is not", "an inspector", "unnamed_individual"),
            quote("nobody was told", None, "unattributed"),
            declined=["Kai Moss"],
        )
    )
    assert (report.quotes, report.words, report.sources, report.refusals) == (4, 16, 2, 1)
    assert (report.anonymous_quotes, report.anonymous_words) == (1, 3)
    assert report.anonymous_quote_share == 0.25
    assert report.anonymous_word_share == round(3 / 16, 4)


def test_words_inside_anothers_words_are_counted_once_and_for_the_outer_speaker():
    outer = quote("Lind had said that the bridge would hold", "an aide", "unnamed_individual")
    inner = quote(
        "the bridge would hold", parent=outer.id, at=outer.spans[0].start + 19, second_hand=True, cue=None
    )
    report = report_of(answer(outer, inner))
    assert (report.quotes, report.words) == (2, 8)
    assert {voice.speaker.id: voice.words for voice in report.most_quoted} == {"an aide": 8, "Ana Lind": 0}
    assert report.anonymous_word_share == 1


def test_nothing_quoted_is_no_share_of_anything():
    report = report_of(answer(declined=["Kai Moss"]))
    assert (report.quotes, report.words, report.sources, report.refusals) == (0, 0, 0, 1)
    assert report.anonymous_quote_share == report.anonymous_word_share == 0
    assert report.sources_by_status == report.quotes_by_channel == {}
    assert report.most_quoted == report.findings == []


def test_sources_by_status_and_quotes_by_channel_the_commonest_first():
    report = report_of(
        answer(
            quote("one", "Ana Lind", channel="court"),
            quote("two", "Ana Lind", channel="court"),
            quote("three", "a clerk", "unnamed_individual", channel="interview"),
            quote("four", "Ben Okri", channel="speech"),
            quote("five", None, "unattributed", channel="speech"),
            declined=["Kai Moss"],
        )
    )
    assert list(report.sources_by_status.items()) == [("named", 2), ("unnamed_individual", 1)]
    # Of equals the one that the contract names first.
    assert list(report.quotes_by_channel.items()) == [("speech", 2), ("court", 2), ("interview", 1)]
    assert sum(report.quotes_by_channel.values()) == report.quotes
    assert sum(report.sources_by_status.values()) == report.sources


def test_a_reason_stated_once_holds_for_the_source():
    report = report_of(
        answer(
            quote("it broke", "an engineer", "anonymous_requested"),
            quote("it was old", "an engineer", "anonymous_requested", reason="retaliation"),
            quote("it will break again", "an aide", "unnamed_individual"),
            quote("nobody checked", "two clerks", "unnamed_group", count=2),
            quote("it rained", "a passer-by", "unnamed_individual", anonymous=False),
        )
    )
    assert report.anonymous_sources == ["an engineer", "an aide", "two clerks"]
    assert report.anonymous_without_reason == ["an aide", "two clerks"]


def test_quotes_without_speaker_and_second_hand_quotes_are_named():
    passed_on = quote("we lost", second_hand=True)
    nobodys = quote("the talks failed", None, "unattributed")
    unresolved = quote("they had met", None, "unknown")
    report = report_of(answer(passed_on, nobodys, unresolved))
    assert report.second_hand == [passed_on.id]
    assert report.without_speaker == [nobodys.id, unresolved.id]
    assert report.anonymous_quotes == 0


def test_most_quoted_are_the_five_with_most_words():
    said = [quote("word " * number, f"Speaker {number}") for number in (2, 6, 4, 6, 1, 5, 3)]
    report = report_of(answer(*said, quote("aye", "Speaker 4"), quote("no", "a clerk", "unnamed_individual")))
    assert [(voice.speaker.id, voice.quotes, voice.words) for voice in report.most_quoted] == [
        ("Speaker 6", 2, 12),
        ("Speaker 4", 2, 5),
        ("Speaker 5", 1, 5),
        ("Speaker 3", 1, 3),
        ("Speaker 2", 1, 2),
    ]
    assert report.most_quoted[0].word_share == round(12 / 29, 4)
    assert not any(voice.is_anonymous for voice in report.most_quoted)


@pytest.fixture(scope="module")
def reported(analyse):
    return analyse(ARTICLE, include=["report"])


def test_the_engine_reports_on_its_own_answer(reported):
    report = reported.report
    assert isinstance(report, Report)
    assert report == report_of(reported)
    official, other = (speaker for speaker in reported.speakers if speaker.name is None and speaker.quote_ids)
    assert (report.quotes, report.sources, report.refusals) == (3, 3, 1)
    assert report.anonymous_sources == [official.id, other.id]
    assert report.anonymous_without_reason == [other.id]
    assert report.one_unnamed_source == [*official.quote_ids, *other.quote_ids]
    assert report.quotes_by_channel["press_conference"] == 1


def test_without_a_request_the_answer_has_no_such_field(reported, analyse):
    plain = analyse(ARTICLE)
    assert plain.report is UNSET
    assert "report" not in msgspec.to_builtins(plain)
    assert plain == msgspec.structs.replace(reported, report=UNSET)


def test_a_report_survives_the_way_to_the_client(reported):
    assert msgspec.json.decode(msgspec.json.encode(reported), type=Answer) == reported


def test_the_report_is_on_the_kinds_that_were_asked_for(analyse):
    direct = analyse(ARTICLE, kinds=["direct"], include=["report"])
    assert direct.report.quotes == len(direct.quotes) == 2
    assert direct.report.sources == 2
