import io

import pytest
from rich.console import Console

from attribution import table
from attribution.results import (
    Anonymity,
    Answer,
    Channel,
    Confidence,
    Model,
    Quote,
    Refusal,
    Span,
    SpeakerReference,
    Warning,
)

SURE = Confidence(quote=1, speaker=1, anonymity=1, channel=1)
MAYOR = SpeakerReference(id="s1", name="Elena Torres", description=None, kind="person")
OFFICIAL = SpeakerReference(id="s2", name=None, description="a city hall official", kind="person")
UNSPECIFIED = Channel(type="unspecified", mode=None)
NAMED = Anonymity(status="named", is_anonymous=False)
REQUESTED = Anonymity(status="anonymous_requested", is_anonymous=True, reason="not_authorized")


def span(text):
    return Span(start=0, end=len(text), text=text)


def quote(
    *words,
    speaker=MAYOR,
    anonymity=NAMED,
    channel=UNSPECIFIED,
    cue="said",
    parent=None,
    second_hand=False,
):
    return Quote(
        id="q",
        kind="direct",
        spans=[span(piece) for piece in words],
        cue=cue and span(cue),
        source=None,
        speaker=speaker,
        anonymity=anonymity,
        channel=channel,
        provenance=[],
        is_second_hand=second_hand,
        parent=parent,
        confidence=SURE,
    )


def answer(*quotes, declined=(), warnings=()):
    return Answer(
        id=None,
        language="en",
        offset_unit="codepoint",
        model=Model(name="m", version="1"),
        quotes=list(quotes),
        speakers=[],
        declined=list(declined),
        warnings=list(warnings),
    )


def shown(found, width=80, **options):
    console = Console(file=io.StringIO(), width=width, **options)
    console.print(table.render(found, "article.txt"))
    return console.file.getvalue()


def folded(text):
    """The words of the output, however they were broken into lines."""
    return " ".join(text.split())


def test_a_wide_table_holds_every_part_of_a_quote_on_its_row():
    spoken = Channel(type="press_conference", mode="direct", name="City Hall")
    page = shown(answer(quote("“We will rebuild,”", "“and soon.”", channel=spoken)), width=200)
    first, second, third = page.splitlines()[4:7]
    for row, parts in (
        (first, ("1", "“We will rebuild,” … “and soon.”", "Elena Torres", "named", "press")),
        (second, ("direct", "said", "conference")),
        (third, ("City Hall",)),
    ):
        for part in parts:
            assert part in row


@pytest.mark.parametrize("width", [60, 80, 120])
def test_lines_fit_the_terminal(width):
    crowded = quote(
        "“" + "very long words " * 40 + "”",
        speaker=SpeakerReference(id="s", name=None, description="official " * 40, kind="person"),
        anonymity=REQUESTED,
        channel=Channel(type="correspondence", mode="mediated", name="The Incomprehensibilities Quarterly"),
        cue="acknowledged",
        second_hand=True,
    )
    page = shown(answer(crowded), width=width)
    assert max(map(len, page.splitlines())) <= width
    assert "…" in page


@pytest.mark.parametrize("colour", [{}, {"force_terminal": True, "color_system": "truecolor"}])
def test_anonymous_sources_are_marked_in_words(colour):
    page = shown(answer(quote("“Gone.”", speaker=OFFICIAL, anonymity=REQUESTED), quote("“Yes.”")), **colour)
    assert page.count("ANONYMOUS") == 1
    assert "1 from anonymous sources" in page
    assert "requested" in page
    assert "not authorized" in folded(page)
    assert "a city hall official" in shown(answer(quote("“Gone.”", speaker=OFFICIAL)), width=160)


def test_without_a_terminal_there_are_no_escapes():
    assert "\x1b" not in shown(
        answer(quote("“Yes.”"), quote("“Gone.”", speaker=OFFICIAL, anonymity=REQUESTED))
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("one\n\ttwo\u00a0three", "one two three"),
        ("red \x1b[31m alert", "red [31m alert"),
        ("\u202eright to left", "right to left"),
        ("[bold]markup[/bold]", "[bold]markup[/bold]"),
        ("bell\x07 and null\x00", "bell and null"),
        ("caf\u00e9 \U0001f600", "caf\u00e9 \U0001f600"),
    ],
)
def test_text_of_the_article_cannot_act_on_the_terminal(words, expected):
    assert table.plain(words) == expected
    assert expected in shown(answer(quote(words)), width=160)


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("short", 10, "short"),
        ("exactly ten", 11, "exactly ten"),
        ("cut between words", 12, "cut between…"),
        ("cut, after a comma", 6, "cut…"),
        ("cut … between pieces", 8, "cut…"),
        ("unbroken", 5, "unbr…"),
        ("", 5, ""),
    ],
)
def test_shortened(text, length, expected):
    assert table.shortened(text, length) == expected
    assert len(table.shortened(text, length)) <= length


def test_what_is_not_there_is_a_dash_and_an_inner_quote_is_set_off():
    page = shown(answer(quote("“outer”"), quote("‘inner’", speaker=None, cue=None, parent="q")), width=160)
    inner = next(line for line in page.splitlines() if "inner" in line)
    assert "> ‘inner’" in inner
    assert inner.count(" - ") == 2


def test_second_hand_is_said_even_where_the_channel_is_not_known():
    assert "(second hand)" in shown(answer(quote("“Yes.”", second_hand=True)), width=160)


@pytest.mark.parametrize(
    ("kind", "speaker", "expected"),
    [
        ("declined", MAYOR, 'Elena Torres declined to comment: "would not say"'),
        ("no_response", OFFICIAL, 'a city hall official did not respond: "would not say"'),
        ("unreachable", None, 'somebody could not be reached: "would not say"'),
    ],
)
def test_refusals_to_comment_are_listed(kind, speaker, expected):
    refusal = Refusal(speaker=speaker, evidence=span("would not say"), kind=kind)
    assert expected in shown(answer(declined=[refusal]), width=160)


def test_a_warning_about_several_places_is_told_once():
    warning = Warning(code="furniture_left_out", detail="Left out.", start=0, end=1)
    page = shown(answer(warnings=[warning, warning]), width=160)
    assert page.count("furniture_left_out") == 1
    assert "furniture_left_out: Left out. (2 times)" in page


def test_warnings_are_listed():
    warning = Warning(code="furniture_left_out", detail="Two paragraphs are no part of the article.")
    assert "furniture_left_out: Two paragraphs are no part" in shown(answer(warnings=[warning]), width=160)


@pytest.mark.parametrize(
    ("quotes", "expected"),
    [
        ([], "0 quotes, 0 speakers, 0 from anonymous sources"),
        ([quote("“Yes.”")], "1 quote, 1 speaker, 0 from anonymous sources"),
        (
            [quote("“Yes.”"), quote("“No.”"), quote("“Gone.”", speaker=OFFICIAL, anonymity=REQUESTED)],
            "3 quotes, 2 speakers, 1 from anonymous sources",
        ),
    ],
)
def test_summary(quotes, expected):
    assert shown(answer(*quotes)).startswith(f"article.txt: {expected}")
