"""The sourcing report of an answer for people to read in a terminal.

Fits 80 columns, and says everything in words. Quotes are named by their number in the table of quotes,
sources by name or description. Decides how the figures are put, never what is counted.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from attribution.results import AnonymityStatus, Answer, ChannelType, Finding, Report, Severity, Voice
from attribution.table import counted, plain, shortened, spaced, speaker

#: How many quotes, and how many sources, are named in a finding before the rest is counted.
QUOTES_NAMED = 12
SOURCES_NAMED = 6

#: Characters of a source's name or description.
SOURCE_SHOWN = 44

HEADINGS: Mapping[Severity, str] = {"high": "HIGH", "medium": "medium", "low": "low"}
STYLES: Mapping[Severity, str] = {"high": "bold red", "medium": "bold", "low": ""}


def render(answer: Answer, report: Report) -> RenderableType:
    """Figures first, then who is quoted most, then what to look at."""
    parts: list[RenderableType] = [
        Text("Sourcing report", "bold"),
        indented(Text("\n".join(figures(report)))),
    ]
    if report.most_quoted:
        parts += [Text("Most quoted", "bold"), indented(voices(report.most_quoted))]
    parts.append(Text("To look at", "bold"))
    parts.append(indented(findings(answer, report.findings) if report.findings else Text("nothing")))
    return Group(*parts)


def figures(report: Report) -> Iterator[str]:
    """A line for each figure, such as `anonymous  2 of 20 quotes (10%), 30 of 222 quoted words (14%)`."""
    quotes, words = counted(report.quotes, "quote"), counted(report.words, "quoted word")
    yield f"{quotes} with {words} from {counted(report.sources, 'source')}"
    yield (
        f"From anonymous sources: {report.anonymous_quotes:,} of {quotes} ({report.anonymous_quote_share:.0%}), "
        f"{report.anonymous_words:,} of {words} ({report.anonymous_word_share:.0%})"
    )
    anonymous, unexplained = len(report.anonymous_sources), len(report.anonymous_without_reason)
    if anonymous:
        yield f"Anonymous sources: {anonymous:,}, of them without a stated reason: {unexplained:,}"
    yield f"Quotes that rest on one unnamed source: {len(report.one_unnamed_source):,}"
    yield f"Second-hand quotes: {len(report.second_hand):,}"
    yield f"Quotes without a speaker: {len(report.without_speaker):,}"
    yield f"Refusals to comment: {report.refusals:,}"
    if report.quotes:
        yield f"Sources by status: {listed(report.sources_by_status)}"
        yield f"Quotes by channel: {listed(report.quotes_by_channel)}"


def listed(numbers: Mapping[AnonymityStatus, int] | Mapping[ChannelType, int]) -> str:
    """`named 4, unnamed individual 2`; `none` where nothing was counted."""
    return ", ".join(f"{spaced(label)} {number:,}" for label, number in numbers.items()) or "none"


def voices(most_quoted: Sequence[Voice]) -> Table:
    """A row for each of the sources that say most."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=False)
    table.add_column(overflow="fold")
    for _ in range(3):
        table.add_column(justify="right", no_wrap=True)
    for voice in most_quoted:
        name = Text(shortened(speaker(voice.speaker).plain, SOURCE_SHOWN))
        if voice.is_anonymous:
            name.append(" ANONYMOUS", "bold red")
        table.add_row(
            name,
            Text(counted(voice.quotes, "quote")),
            Text(counted(voice.words, "word")),
            Text(f"{voice.word_share:.0%}"),
        )
    return table


def findings(answer: Answer, found: Sequence[Finding]) -> Table:
    """A row for each finding: how grave, what, which quotes and whose."""
    numbers = {quote.id: f"{number:,}" for number, quote in enumerate(answer.quotes, start=1)}
    names = {quote.speaker.id: speaker(quote.speaker).plain for quote in answer.quotes if quote.speaker}
    table = Table(box=box.SIMPLE, padding=(0, 2, 0, 0), pad_edge=False, show_header=False, show_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in found:
        quotes = "Quotes " if len(finding.quote_ids) > 1 else "Quote "
        about = quotes + some((numbers[id] for id in finding.quote_ids), ", ", QUOTES_NAMED)
        if finding.speaker_ids:
            sources = (shortened(names[id], SOURCE_SHOWN) for id in finding.speaker_ids)
            about += f": {some(sources, '; ', SOURCES_NAMED)}"
        table.add_row(
            Text(HEADINGS[finding.severity], STYLES[finding.severity]),
            Text(f"{plain(finding.detail)}\n{about}"),
        )
    return table


def some(items: Iterable[str], separator: str, most: int) -> str:
    """The items joined, of which the first `most` are told: `1, 2, 3 and 4 more`."""
    told = list(items)
    rest = len(told) - most
    return separator.join(told[:most]) + (f" and {rest:,} more" if rest > 0 else "")


def indented(part: RenderableType) -> Padding:
    """Set off from the heading above, with a blank line below."""
    return Padding(part, (0, 0, 1, 2))
