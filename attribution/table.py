"""An answer as a table for people to read in a terminal.

Fits 80 columns, and says everything in words: colour only repeats it. Decides how much of a quote is
shown, never which quotes.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from attribution.results import Anonymity, Answer, Channel, Quote, Refusal, Span, SpeakerReference, Warning

#: How many characters of a quote, and of a speaker's description, are shown.
WORDS_SHOWN = 80
SPEAKER_SHOWN = 60

NOTHING = Text("-", "dim")

REFUSALS = {
    "declined": "declined to comment",
    "no_response": "did not respond",
    "unreachable": "could not be reached",
}


def render(answer: Answer, heading: str) -> RenderableType:
    """The heading with a summary, a row for each quote, refusals to comment, and warnings."""
    parts: list[RenderableType] = [Text(f"{plain(heading)}: {summary(answer)}", "bold")]
    if answer.quotes:
        parts.append(quote_table(answer.quotes))
    if answer.declined:
        parts += [Text("No comment", "bold"), *map(refusal_line, answer.declined), Text()]
    if answer.warnings:
        parts += [Text("Warnings", "bold"), *warning_lines(answer.warnings), Text()]
    return Group(*parts)


def summary(answer: Answer) -> str:
    """`3 quotes, 2 speakers, 1 from anonymous sources`: the speakers are those of the quotes."""
    anonymous = sum(quote.anonymity.is_anonymous for quote in answer.quotes)
    speakers = {quote.speaker.id for quote in answer.quotes if quote.speaker}
    return ", ".join(
        [
            counted(len(answer.quotes), "quote"),
            counted(len(speakers), "speaker"),
            f"{anonymous} from anonymous sources",
        ]
    )


def quote_table(quotes: Sequence[Quote]) -> Table:
    """A row for each quote, numbered from 1: the sourcing report names quotes by these numbers."""
    table = Table(
        box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), leading=1, pad_edge=False, header_style="bold", expand=True
    )
    table.add_column("Quote", no_wrap=True)
    table.add_column("Words", ratio=10, overflow="fold")
    table.add_column("Speaker", ratio=7, overflow="fold")
    # As wide as the longest word of a label, "(sensitivity)" and "correspondence".
    table.add_column("Anonymity", max_width=13, overflow="fold")
    table.add_column("Channel", max_width=14, overflow="fold")
    for number, quote in enumerate(quotes, start=1):
        table.add_row(
            Text(f"{number}\n{quote.kind}"),
            words(quote),
            speaker_and_cue(quote),
            anonymity(quote.anonymity),
            channel(quote.channel, second_hand=quote.is_second_hand),
        )
    return table


def words(quote: Quote) -> Text:
    """The start of the words, pieces joined by ` … `; after `>` where they lie inside another's words."""
    shown = shortened(" … ".join(span.text for span in quote.spans), WORDS_SHOWN)
    return Text(f"> {shown}" if quote.parent else shown)


def speaker_and_cue(quote: Quote) -> Text:
    """The speaker, and on a line below the cue that attributes the words."""
    if quote.cue is None:
        return speaker(quote.speaker)
    return Text.assemble(speaker(quote.speaker), (f"\n{shortened(quote.cue.text, SPEAKER_SHOWN)}", "dim"))


def speaker(reference: SpeakerReference | None) -> Text:
    """The name, or else how the article describes the source."""
    if reference is None:
        return NOTHING
    if reference.name:
        return Text(shortened(reference.name, SPEAKER_SHOWN), "cyan")
    return Text(shortened(reference.description or "-", SPEAKER_SHOWN))


def anonymity(found: Anonymity) -> Text:
    """The status; ANONYMOUS stands over it where the source counts as such, and the reason below."""
    reason = f"\n({spaced(found.reason)})" if found.reason else ""
    if not found.is_anonymous:
        return Text(spaced(found.status) + reason)
    status = spaced(found.status.removeprefix("anonymous_"))
    return Text.assemble(("ANONYMOUS", "bold red"), f"\n{status}{reason}")


def channel(found: Channel, *, second_hand: bool) -> Text:
    """The type, the name of outlet or document, and whether somebody passed the words on."""
    if found.type == "unspecified" and not second_hand:
        return NOTHING
    lines = [spaced(found.type)]
    if found.name:
        lines.append(shortened(found.name, SPEAKER_SHOWN))
    if second_hand:
        lines.append("(second hand)")
    return Text("\n".join(lines))


def refusal_line(refusal: Refusal) -> Text:
    """`  the ministry did not respond: "did not return calls"`."""
    who = speaker(refusal.speaker).plain if refusal.speaker else "somebody"
    return Text(f"  {who} {REFUSALS[refusal.kind]}: {quoted(refusal.evidence)}")


def warning_lines(warnings: Sequence[Warning]) -> Iterator[Text]:
    """`  furniture_left_out: … (2 times)`: what is warned of at several places is told once."""
    for (code, detail), times in Counter((warning.code, warning.detail) for warning in warnings).items():
        yield Text(f"  {code}: {plain(detail)}" + (f" ({times:,} times)" if times > 1 else ""))


def quoted(span: Span) -> str:
    """The words of a span between quotation marks."""
    return f'"{shortened(span.text, WORDS_SHOWN)}"'


def spaced(label: str) -> str:
    """A label of the contract as words: `press_conference` -> `press conference`."""
    return label.replace("_", " ")


def counted(number: int, noun: str) -> str:
    """`1 quote`, `2 quotes`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def shortened(text: str, length: int) -> str:
    """At most `length` characters on one line, cut between words where there are any."""
    line = plain(text)
    if len(line) <= length:
        return line
    whole_words, space, _ = line[:length].rpartition(" ")
    return f"{whole_words.rstrip(' ,;:…') if space else line[: length - 1]}…"


def plain(text: str) -> str:
    """One line without what a terminal would act on: escapes, controls, changes of direction."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())
