import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.blocks import dateline_agency, left_out
from attribution.bylines import dateline, is_byline, is_name_line
from attribution.furniture import furniture
from tests.attribution.front import with_blocks

LEAD = "The council voted on Tuesday to close the harbour bridge for a month."
NEXT = "Engineers found rust in two of the nine cables, the mayor said."


def kinds(text: str) -> list[tuple[str, str]]:
    doc = with_blocks(text)
    return [
        (block.kind, doc[block.start : block.end].text) for block in doc._.blocks if block.kind != "space"
    ]


def paragraphs(text: str) -> list[str]:
    return [words for kind, words in kinds(text) if kind == "paragraph"]


def codes(text: str) -> dict[str, str]:
    doc = with_blocks(text)
    return {doc[start:end].text: code for code, (start, end) in left_out(doc)}


# Where paragraphs begin


@pytest.mark.parametrize(
    "separator",
    [
        "\n\n",
        "\n",
        "\r\n\r\n",
        "\r\n",
        "\r",
        "\u2028",
        "\u2029",
        "\n \n",
        "\n\xa0\n",
        "\n\n\n\n",
        " \n\n ",
        "\x0b",
    ],
)
def test_paragraphs_are_parted_by_any_line_break(separator):
    assert paragraphs(f"{LEAD}{separator}{NEXT}") == [LEAD, NEXT]


WRAPPED = """\
The council voted on Tuesday to close the harbour bridge for a month
while engineers look into the rust that was found in two of the nine
cables last week, the mayor told the chamber.

A ferry will run from the old customs house every twenty minutes, and
the fare will be waived for residents, she added.
"""

WRAPPED_WITHOUT_BLANKS = """\
The council voted on Tuesday to close the harbour bridge for a month
while engineers look into the rust that was found in two of the nine
cables last week, the mayor told the chamber.
A ferry will run from the old customs house every twenty minutes, and
the fare will be waived for residents, she added. Two more boats have
been chartered.
"""


@pytest.mark.parametrize("text", [WRAPPED, WRAPPED.replace("\n", "\r\n"), WRAPPED_WITHOUT_BLANKS])
def test_hard_wrapped_lines_are_joined(text):
    found = paragraphs(text)
    assert [p.split()[0] for p in found] == ["The", "A"]
    assert "bridge for a month" in found[0]
    assert found[0].endswith("chamber.")


@pytest.mark.parametrize(
    "text",
    [
        "The harbour bridge will close.\nA ferry will run.\nThe fare is waived.",
        "First point\nSecond point\nThird point\nFourth point",
        f"{LEAD * 3}\n{NEXT * 4}\n{LEAD * 2}",
    ],
)
def test_lines_of_their_own_are_not_joined(text):
    assert len(kinds(text)) == text.count("\n") + 1


def test_a_sentence_broken_once_is_joined():
    assert paragraphs(
        "The council voted to close the harbour bridge\nfor a month, officials said.\n\nNo more."
    )[0] == ("The council voted to close the harbour bridge\nfor a month, officials said.")


def test_a_sentence_starts_with_each_block_and_never_at_white_space():
    doc = with_blocks(f"TOKYO — {LEAD}\n\n{NEXT}\n")
    starts = {token.text for token in doc if token.is_sent_start}
    assert starts == {"TOKYO", "The", "Engineers"}
    assert all(not token.is_sent_start for token in doc if token.is_space)


@given(st.text(st.sampled_from(' \n\r\t\xa0\u2028abA."“”By—(),:1')))
def test_blocks_part_the_tokens(text):
    doc = with_blocks(text)
    borders = [0, *(block.end for block in doc._.blocks)]
    assert [block.start for block in doc._.blocks] == borders[:-1]
    assert borders[-1] == len(doc)
    for block in doc._.blocks:
        assert block.start < block.end
        if block.kind != "space":
            assert not doc[block.start].is_space
            assert not doc[block.end - 1].is_space
        else:
            assert all(token.is_space for token in doc[block.start : block.end])


# Headings


@pytest.mark.parametrize(
    "headline",
    [
        "Harbour bridge to close for a month",
        "Mayor: ‘We had no choice’",
        "HARBOUR BRIDGE SHUT",
        "Harbour Bridge To Close For Month.",
        "Rust found in bridge;",
        "“We had no choice”",
    ],
)
def test_a_headline_stands_first(headline):
    assert kinds(f"{headline}\n\n{LEAD}\n\n{NEXT}")[0] == ("heading", headline)


def test_a_section_head_stands_between_paragraphs():
    assert kinds(f"{LEAD}\n\nWhat engineers found\n\n{NEXT}")[1] == ("heading", "What engineers found")


@pytest.mark.parametrize(
    "line",
    [
        "“We had no choice”",
        "— Jane Doe, mayor",
        "DOE: We had no choice",
        "• two cables",
        "It shut.",
        "and so on",
    ],
)
def test_short_lines_of_other_sorts_are_no_heads(line):
    assert ("heading", line) not in kinds(f"{LEAD}\n\n{line}\n\n{NEXT}")


def test_a_text_of_one_line_is_a_paragraph():
    assert kinds("Harbour bridge to close") == [("paragraph", "Harbour bridge to close")]


# Bylines and datelines


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Doe",
        "BY JANE DOE",
        "By Jane Doe and Richard Roe",
        "By JANE DOE, Political Editor",
        "By Jane Doe in Paris",
        "By Jane Doe | Staff Writer",
        "By The Associated Press",
        "by Jane van der Doe",
        "Written by J. R. O’Doe",
        "By Jane Doe, Reuters",
        "(Reporting by Jane Doe in Paris; Editing by Richard Roe)",
        "Additional reporting by Jane Doe",
        "Contributing: Jane Doe",
        "Jane Doe contributed to this report.",
        "Jane Doe and Richard Roe contributed reporting from Paris.",
        "With files from Reuters",
    ],
)
def test_bylines(line):
    assert is_byline(line)


@pytest.mark.parametrize(
    "line",
    [
        "By Friday the bridge had closed.",
        "By The Numbers",
        "By the time Jane Doe came, the bridge had closed.",
        "By Monday",
        "“By Jane Doe,” the cover said.",
        "Jane Doe stood by Richard Roe.",
        "Bypass Jane Doe",
        "By all means",
    ],
)
def test_sentences_with_by_are_no_bylines(line):
    assert not is_byline(line)


@pytest.mark.parametrize(
    "line", ["Jane Doe in Paris", "Jane Doe, political editor", "Jane Doe Washington correspondent"]
)
def test_a_byline_without_by_stands_under_a_headline(line):
    assert is_name_line(line)
    assert kinds(f"Bridge to close\n{line}\n\n{LEAD}")[1] == ("byline", line)
    assert kinds(f"{LEAD}\n\n{line}\n\n{NEXT}")[1][0] != "byline"


def test_the_by_of_a_sentence_is_left_alone_in_an_article():
    assert paragraphs(f"{LEAD}\n\nBy Friday the queue reached the station.") == [
        LEAD,
        "By Friday the queue reached the station.",
    ]


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("TOKYO — ", None),
        ("TOKYO—", None),
        ("LOS ANGELES -- ", None),
        ("DES MOINES, Iowa - ", None),
        ("WASHINGTON, D.C. — ", None),
        ("LONDON (Reuters) - ", "Reuters"),
        ("PARIS, Aug 31 (Reuters) - ", "Reuters"),
        ("NEW YORK, Nov. 19 (UPI) — ", "UPI"),
        ("WASHINGTON, Oct. 7 (AP) —", "AP"),
        ("NEW YORK (AP) _ ", "AP"),
        ("Cleveland (AFP) – ", "AFP"),
        ("Mexico City, Mexico (AFP) - ", "AFP"),
        ("JERUSALEM/GAZA (Reuters) - ", "Reuters"),
        ("BEIJING, 3 May (Xinhua) -- ", "Xinhua"),
        ("MOSCOW, July 3. /TASS/. ", "TASS"),
        ("(CNN) — ", "CNN"),
        ("ST. PAUL, Minn. (AP) — ", "AP"),
        ("SÃO PAULO — ", None),
    ],
)
def test_datelines(line, agency):
    assert dateline(line + LEAD) == (len(line.rstrip()), agency)
    doc = with_blocks(f"Bridge to close\n\n{line}{LEAD}\n\n{NEXT}")
    assert [b.kind for b in doc._.blocks if b.kind != "space"] == [
        "heading",
        "dateline",
        "paragraph",
        "paragraph",
    ]
    assert dateline_agency(doc) == agency


@pytest.mark.parametrize(
    "text",
    [
        "NATO — the alliance — said so.",
        "A — The first.",
        "John Doe — The man.",
        "DOE: I came.",
        "The (AP) story - It ran.",
        "BREAKING NEWS FROM THE HARBOUR TODAY - Bridge shut.",
        "It was here - They came.",
        "TOKYO",
        "TOKYO —",
        "",
    ],
)
def test_dashes_of_sentences_make_no_dateline(text):
    assert dateline(text) is None


def test_capitals_before_a_dash_are_no_dateline_late_in_an_article():
    text = "\n\n".join(
        [LEAD] * 5 + ["FAREWELL — The old ferry sails on Sunday.", "PORTLAND, Ore. — The new one came."]
    )
    assert [words for kind, words in kinds(text) if kind == "dateline"] == ["PORTLAND, Ore. —"]


# Furniture

LABELLED = {
    "advertisement": [
        "Advertisement",
        "ADVERTISEMENT",
        "Story continues below advertisement",
        "Sponsored content",
        "Skip advert",
    ],
    "related": [
        "Read more: Mayor says bridge ‘was never safe’",
        "RELATED: Ferry fares to rise",
        "See also",
        "Also read: Ferry fares",
        "Most read",
        "More on this story",
        "WATCH: Cables being cut",
        "Recommended for you",
        "Don’t miss",
    ],
    "photo_credit": [
        "Photo: Jane Doe",
        "Photograph: Jane Doe/The Gazette",
        "Getty Images",
        "Jane Doe via Getty Images",
        "(AP Photo/Jane Doe)",
        "Image credit: Jane Doe",
        "Jane Doe/Reuters",
        "File photo",
        "The bridge at dawn on Tuesday. (Jane Doe/AP)",
    ],
    "copyright": [
        "© 2018 The Gazette",
        "Copyright 2018 The Gazette. All rights reserved.",
        "All rights reserved.",
    ],
    "update_note": [
        "This story has been updated with comments from the mayor.",
        "This is a developing story and will be updated.",
    ],
    "correction": [
        "Correction: An earlier version of this article misstated the number of cables.",
        "CORRECTION APPENDED",
        "An earlier version of this story gave the wrong date.",
    ],
    "editors_note": ["Editor’s note: Names have been changed."],
    "timestamp": [
        "Published 10:30 AM EDT, Oct 7, 2018",
        "7 October 2018",
        "Oct. 7, 2018, 4:12 p.m.",
        "3 min read",
        "2 hours ago",
    ],
    "sharing": ["Share this article", "Share on Facebook", "Facebook Twitter Email", "Tweet this", "Share"],
    "navigation": [
        "Skip to content",
        "Back to top",
        "Loading...",
        "Continue reading the main story",
        "Show more",
    ],
    "boilerplate": ["- ENDS -", "Media contact: Jane Doe, 555-0100", "h/t The Gazette"],
    "separator": ["* * *", "———", "###"],
    "markup": ["width:100%;", "text-align: left;", ".bio {"],
}
CLEAR = {
    "related": [
        "Watch the interview below:",
        "Read the full story here.",
        "Read more about the bridge",
        "For more on this, visit our site.",
    ],
    "subscription": [
        "Sign up for our newsletter",
        "Subscribe to The Gazette today for unlimited access.",
        "Already a subscriber? Log in",
        "Get the morning briefing in your inbox",
        "You have read 3 of 5 free articles this month.",
    ],
    "account": [
        "Log in",
        "Please log in to comment",
        "Use the form below to reset your password.",
        "Forgot your password?",
        "You must be logged in to post a comment.",
    ],
    "comments": [
        "Leave a comment",
        "Comments are closed.",
        "Only subscribers are eligible to post comments. Here’s why.",
        "Please be respectful when posting.",
        "12 comments",
        "Join the conversation",
    ],
    "follow": [
        "Follow Jane Doe on Twitter @janedoe",
        "Twitter: @janedoe",
        "jane.doe@gazette.example",
        "Like us on Facebook",
        "Contact Jane Doe at jane@gazette.example",
    ],
    "cookies": [
        "We use cookies to improve your experience. Read our privacy policy.",
        "Accept all cookies",
        "Privacy policy",
        "Please enable JavaScript to view this page.",
    ],
    "copyright": [
        "This article was originally published on The Conversation.",
        "Republished with permission.",
    ],
    "navigation": ["Click here to see the map", "Tap here for the timetable"],
    "boilerplate": ["For more information, visit www.acme.example", "https://www.acme.example/bridge"],
}


@pytest.mark.parametrize(
    ("code", "line"),
    [(code, line) for table in (LABELLED, CLEAR) for code, lines in table.items() for line in lines],
)
def test_furniture_is_told_anywhere(code, line):
    assert codes(f"{LEAD}\n\n{line}\n\n{NEXT}") == {line: code}


SENTENCES = [
    "The company said subscribers would be asked to reset passwords.",
    "“We use cookies to improve your experience,” the company said in its defence.",
    "“Please log in to comment,” the page told her, and she did.",
    "Reuters reported on Tuesday that the bridge would close.",
    "Copyright holders said they would sue.",
    "Watch makers in Geneva reported a fall in orders.",
    "Cookies made by the school were sold out, the head teacher said.",
    "To learn more about the rust, engineers cut a cable open.",
    "The report was published on Tuesday by the ministry.",
    "Comments by the mayor drew applause.",
    "Subscribers to the ferry scheme will pay less.",
    "Follow-up work will take a year.",
    "Already a star at home, she was unknown abroad.",
    "The story has legs, “and we will sign up for it,” he said.",
    "Photographers waited outside.",
    "She voted for the pool.",
    "Tell us about your childhood.",
    "Join them, he thought.",
    "Related documents were seized, police said.",
    "More from the ferry than from the bridge was earned last year.",
    "Full access to the site was denied to the inspectors.",
    "Log cabins burned.",
    "Share prices fell.",
    "Updated figures were expected on Friday.",
    "Twitter fined the newspaper.",
    "Sources: mayor to resign",
]


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("place", ["start", "middle", "end"])
def test_sentences_about_such_things_are_no_furniture(sentence, place):
    rest = [LEAD, NEXT]
    rest.insert({"start": 0, "middle": 1, "end": 2}[place], sentence)
    assert codes("\n\n".join(rest)) == {}


HINT = "If you have an account with us, please use it to post comments below."
BIOGRAPHY = "Jane Doe is a staff writer at The Gazette."


def test_hints_count_at_the_edges_only():
    assert codes(f"{LEAD}\n\n{NEXT}\n\n{HINT}") == {HINT: "account"}
    assert codes(f"{HINT}\n\n{LEAD}\n\n{NEXT}") == {HINT: "account"}
    assert codes(f"{LEAD}\n\n{HINT}\n\n{NEXT}") == {}


def test_a_note_on_the_author_counts_at_the_end_only():
    assert codes(f"{LEAD}\n\n{NEXT}\n\n{BIOGRAPHY}\n\nFollow her on Twitter @janedoe") == {
        BIOGRAPHY: "author_note",
        "Follow her on Twitter @janedoe": "follow",
    }
    assert codes(f"{LEAD}\n\n{BIOGRAPHY}\n\n{NEXT}") == {}


def test_credits_close_the_article():
    line = "Jane Doe and Richard Roe contributed to this report."
    assert codes(f"{LEAD}\n\n{NEXT}\n\n{line}") == {line: "byline"}


def test_headlines_under_a_label_belong_to_it():
    listing = ["Related stories", "Ferry fares to rise in spring", "Mayor faces third vote"]
    assert codes("\n\n".join([LEAD, *listing, NEXT])) == dict.fromkeys(listing, "related")


def test_a_press_release_describes_itself_at_its_end():
    about = [
        "About Acme",
        "Acme is a maker of cables with offices in nine countries.",
        "Its shares are listed in Oslo.",
    ]
    assert codes("\n\n".join([LEAD, NEXT, NEXT, *about])) == dict.fromkeys(about, "boilerplate")
    speech = [*about[:2], "“Acme will pay,” said Jane Doe, its chief executive."]
    assert codes("\n\n".join([LEAD, NEXT, NEXT, *speech])) == {}


def test_the_words_between_two_pieces_of_furniture_go_with_them():
    assert codes(f"{LEAD}\n\n{NEXT}\n\nSign up for our newsletter\n\nHere’s how.\n\nLog in").keys() == {
        "Sign up for our newsletter",
        "Here’s how.",
        "Log in",
    }


def test_left_out_gives_bylines_and_datelines_too_in_order():
    doc = with_blocks(f"Bridge to close\n\nBy Jane Doe\n\nOSLO (AP) — {LEAD}\n\nAdvertisement\n\n{NEXT}")
    assert [(code, doc[start:end].text) for code, (start, end) in left_out(doc)] == [
        ("byline", "By Jane Doe"),
        ("dateline", "OSLO (AP) —"),
        ("advertisement", "Advertisement"),
    ]
    assert dateline_agency(doc) == "AP"


@given(st.text(st.sampled_from("abc .:/@|-—“”'()[]0123©")))
def test_furniture_answers_for_any_line(text):
    reason, strength = furniture(text)
    assert (reason is None) == (strength == 0)


@pytest.mark.parametrize(
    "line",
    [
        "a\n",
        "\n",
        "By Jane Doe\n\n",
        "OSLO — Go\n\n",
        "a via b ",
        "Read more: ",
        "(",
        "is a reporter for ",
        "“\n\n",
    ],
)
def test_long_inputs_are_read(line):
    text = line * (200_000 // len(line))
    doc = with_blocks(text)
    assert doc._.blocks[-1].end == len(doc)
