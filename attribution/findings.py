"""What a standards editor would look at before an article is published.

Decides which figures of the sourcing report are worth a finding, and how grave each is. The rules behind
them are those that newsrooms publish:

- AP (The Associated Press, "News Values and Principles", anonymous sources): information and no opinion or
  speculation; more than one source; say why anonymity was asked for; "a source" alone will not do.
- Reuters (Handbook of Journalism, "The essentials of Reuters sourcing"): unnamed sources are the weakest;
  no attack from behind anonymity; no plural for one source; other people's reports are told as such.
- The New York Times ("Anonymous sources"): a last resort; no personal attack; who they are as precisely
  as can be.

A finding is a reason to look, no verdict: a rule may be kept in ways that the text does not show (an editor
who knows the name), and what is found depends on attributions that can be wrong. What the rules ask and a
text does not show (how the source knows, what moves it, whether it could be named) is no finding.
"""

from collections.abc import Iterable, Iterator, Sequence

from attribution.report_wording import is_judgement, is_vague
from attribution.results import Answer, Finding, FindingCode, Quote, Report, Severity

#: Above this part of the quoted words an article counts as resting on anonymous sources.
MOST = 0.5


def findings_of(answer: Answer, report: Report) -> list[Finding]:
    """The findings on `answer`, the gravest first; `report` holds its figures."""
    return [*_high(answer, report), *_medium(answer, report), *_low(answer, report)]


def _high(answer: Answer, report: Report) -> Iterator[Finding]:
    anonymous = [quote for quote in answer.quotes if quote.anonymity.is_anonymous]
    if report.sources and len(report.anonymous_sources) == report.sources:
        yield _finding("all_anonymous", "high", "Every source of the article is anonymous.", anonymous)
    if judging := [quote for quote in anonymous if is_judgement(quote) and not _is_public(quote)]:
        what = _number(judging, "quote from an anonymous source is", "quotes from anonymous sources are")
        detail = f"{what} worded as an opinion, a guess, a joke or an attack; anonymity is for information."
        yield _finding("anonymous_judgement", "high", detail, judging)
    if alone := _with_ids(answer.quotes, report.one_unnamed_source):
        what = _number(alone, "quote rests on one unnamed person", "quotes rest on one unnamed person each")
        detail = f"{what}, and no other source here makes the claim in similar words."
        yield _finding("one_unnamed_source", "high", detail, alone)


def _medium(answer: Answer, report: Report) -> Iterator[Finding]:
    anonymous = [quote for quote in answer.quotes if quote.anonymity.is_anonymous]
    if unexplained := report.anonymous_without_reason:
        what = _number(unexplained, "anonymous source", "anonymous sources")
        detail = f"For {what} the article does not say why the name is withheld."
        yield _finding("reason_missing", "medium", detail, _of_speakers(anonymous, unexplained))
    if report.anonymous_word_share > MOST and len(report.anonymous_sources) < report.sources:
        detail = f"{report.anonymous_word_share:.0%} of the quoted words come from anonymous sources."
        yield _finding("mostly_anonymous", "medium", detail, anonymous)
    hidden = set(report.anonymous_sources)
    if vague := [speaker.id for speaker in answer.speakers if speaker.id in hidden and is_vague(speaker)]:
        what = _number(vague, "anonymous source is", "anonymous sources are")
        detail = f"{what} described so generally that anybody could be meant."
        yield _finding("vague_description", "medium", detail, _of_speakers(anonymous, vague))
    attributed = [quote for quote in answer.quotes if quote.speaker is not None]
    if report.sources == 1 and len(attributed) > 1:
        yield _finding("one_source", "medium", "All quotes come from one and the same source.", attributed)
    if sourceless := [q for q in answer.quotes if q.speaker is None and q.anonymity.status == "unattributed"]:
        what = _number(sourceless, "quote has no source", "quotes have no source")
        yield _finding("source_missing", "medium", f"{what} in the text.", sourceless)


def _low(answer: Answer, report: Report) -> Iterator[Finding]:
    if groups := _uncounted_groups(answer.quotes):
        what = _number(groups, "anonymous group", "anonymous groups")
        detail = f"For {what} the article does not say how many people speak."
        yield _finding("number_missing", "low", detail, _of_speakers(answer.quotes, groups))
    if passed_on := _with_ids(answer.quotes, report.second_hand):
        what = _number(passed_on, "quote was passed on", "quotes were passed on")
        detail = f"{what} by somebody other than the speaker; the original is worth a look."
        yield _finding("second_hand", "low", detail, passed_on)
    if open_ := [q for q in answer.quotes if q.speaker is None and q.anonymity.status != "unattributed"]:
        what = _number(open_, "quote was", "quotes were")
        detail = f"The speaker of {what} not resolved; this is a limit of the engine, not of the article."
        yield _finding("speaker_unresolved", "low", detail, open_)


def _finding(code: FindingCode, severity: Severity, detail: str, quotes: Sequence[Quote]) -> Finding:
    """A finding about these quotes and their sources."""
    return Finding(
        code=code,
        severity=severity,
        detail=detail,
        quote_ids=[quote.id for quote in quotes],
        speaker_ids=list(dict.fromkeys(quote.speaker.id for quote in quotes if quote.speaker is not None)),
    )


def _is_public(quote: Quote) -> bool:
    """Whether the source is people at large, such as "world leaders": nobody spoke from behind anonymity."""
    return quote.anonymity.status == "unnamed_group" and quote.anonymity.count == "plural"


def _uncounted_groups(quotes: Sequence[Quote]) -> list[str]:
    """The anonymous groups of which no quote tells a number: "officials said"."""
    groups = [quote for quote in quotes if quote.speaker is not None and quote.anonymity.is_anonymous]
    told = {quote.speaker.id for quote in groups if quote.speaker and quote.anonymity.count != "plural"}
    return list(dict.fromkeys(q.speaker.id for q in groups if q.speaker and q.speaker.id not in told))


def _with_ids(quotes: Sequence[Quote], ids: Iterable[str]) -> list[Quote]:
    chosen = set(ids)
    return [quote for quote in quotes if quote.id in chosen]


def _of_speakers(quotes: Sequence[Quote], ids: Iterable[str]) -> list[Quote]:
    chosen = set(ids)
    return [quote for quote in quotes if quote.speaker is not None and quote.speaker.id in chosen]


def _number(things: Sequence[object], one: str, many: str) -> str:
    """`1 quote rests`, `12 quotes rest`."""
    return f"{len(things):,} {one if len(things) == 1 else many}"
