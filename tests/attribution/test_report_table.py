import io

import pytest
from rich.console import Console

from attribution import report_table
from attribution.report import report_of
from tests.attribution.answers import answer, quote

AIDE = ("an aide to the mayor", "unnamed_individual")


def shown(found, width=80):
    console = Console(file=io.StringIO(), width=width)
    console.print(report_table.render(found, report_of(found)))
    return console.file.getvalue()


def folded(text):
    return " ".join(text.split())


def test_figures_voices_and_findings_are_told():
    page = folded(
        shown(
            answer(
                quote("the bridge held all winter", channel="press_conference"),
                quote("“It leaks,”", *AIDE),
                quote("the talks failed", None, "unattributed"),
                quote("“It leaks badly,”", *AIDE, reason="safety"),
                declined=["Kai Moss"],
            )
        )
    )
    for part in (
        "Sourcing report 4 quotes with 13 quoted words from 2 sources",
        "From anonymous sources: 2 of 4 quotes (50%), 5 of 13 quoted words (38%)",
        "Anonymous sources: 1, of them without a stated reason: 0",
        "Quotes that rest on one unnamed source: 2",
        "Second-hand quotes: 0",
        "Quotes without a speaker: 1",
        "Refusals to comment: 1",
        "Sources by status: named 1, unnamed individual 1",
        "Quotes by channel: unspecified 3, press conference 1",
        "Most quoted an aide to the mayor ANONYMOUS 2 quotes 5 words 38% Ana Lind 1 quote 5 words 38%",
        "HIGH 2 quotes rest on one unnamed person each",
        "Quotes 2, 4: an aide to the mayor",
        "medium 1 quote has no source in the text. Quote 3",
    ):
        assert part in page


def test_nothing_to_look_at_is_said():
    page = folded(shown(answer(quote("it held"), quote("it did", "Ben Okri"))))
    assert page.endswith("To look at nothing")
    assert "Anonymous sources:" not in page


def test_an_article_without_quotes():
    page = folded(shown(answer()))
    assert "0 quotes with 0 quoted words from 0 sources" in page
    assert "Most quoted" not in page


@pytest.mark.parametrize("width", [60, 80, 120])
def test_lines_fit_the_terminal(width):
    crowd = [quote(f"word {n}", f"an official {'of the harbour ' * 9}{n}", AIDE[1]) for n in range(30)]
    page = shown(answer(*crowd), width)
    assert max(map(len, page.splitlines())) <= width
    assert "12 and 18 more" in folded(page)
    assert "and 24 more" in folded(page)


def test_names_cannot_act_on_the_terminal():
    assert "\x1b" not in shown(
        answer(quote("it held", "Ana \x1b[31mLind"), quote("[bold]it[/bold] did", *AIDE))
    )
