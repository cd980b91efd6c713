"""Block quotations of HTML and documents are quotations, with the speaker of their citation or lead-in."""

import pytest

from attribution.inputs.formats import read
from tests.invariants import check


@pytest.fixture
def quotes(analyse):
    def run(html):
        answer = analyse(read(html=html))
        check(answer.text, answer)
        return [
            (quote.kind, [span.text for span in quote.spans], quote.speaker and quote.speaker.name)
            for quote in answer.quotes
        ]

    return run


LETTER = "We will keep the harbour open. It has stood for a century."


@pytest.mark.parametrize(
    "citation",
    ["Ines Carver", "— Ines Carver, mayor of Eastport", "By Ines Carver", "Ines Carver, in a letter"],
)
def test_a_citation_names_the_speaker(quotes, citation):
    html = f"<p>The letter was short.</p><blockquote><p>{LETTER}</p><cite>{citation}</cite></blockquote>"
    assert ("direct", [LETTER], "Ines Carver") in quotes(html)


def test_a_lead_in_names_the_speaker(quotes):
    found = quotes(f"<p>Mayor Ines Carver said:</p><blockquote><p>{LETTER}</p></blockquote>")
    assert ("direct", [LETTER], "Ines Carver") in found


def test_paragraphs_of_a_block_quotation_are_one_quote(quotes):
    more = "Nobody asked “the men who work there” what they think."
    html = f"<blockquote><p>{LETTER}</p><p>{more}</p><footer>Ines Carver</footer></blockquote>"
    assert quotes(html)[0] == ("direct", [LETTER, more], "Ines Carver")


def test_a_block_quotation_with_marks_is_no_other(quotes):
    html = f"<blockquote><p>“{LETTER}”</p><cite>Ines Carver</cite></blockquote>"
    assert quotes(html) == [("direct", [f"“{LETTER}”"], "Ines Carver")]


def test_a_citation_that_is_a_sentence_names_nobody(quotes):
    html = f"<blockquote><p>{LETTER}</p><cite>This was sent to the council on Monday.</cite></blockquote>"
    assert all(speaker is None for _, words, speaker in quotes(html) if words == [LETTER])


def test_what_the_page_says_stands_above_the_wording(analyse):
    html = "<h2>Sign of hope.</h2><p>“A,” said Ana Lind.</p><ul><li>The quay</li><li>The pier</li></ul><p>It rains.</p>"
    plain = "Sign of hope.\n\n“A,” said Ana Lind.\n\nThe quay\n\nThe pier\n\nIt rains."
    original = read(html=html)
    assert original.text == plain
    assert analyse(original).warnings == []


def test_a_caption_counts_where_it_quotes_somebody(analyse):
    html = (
        "<figure><figcaption>Tom Reed in May.</figcaption></figure><p>It rained.</p>"
        "<figure><figcaption>“We had no boat,” said Mia Falk, a fisher.</figcaption></figure><p>Then it stopped.</p>"
    )
    answer = analyse(read(html=html))
    assert [quote.speaker.name for quote in answer.quotes] == ["Mia Falk"]
    (warning,) = answer.warnings
    assert answer.text[warning.start : warning.end] == "Tom Reed in May."


def test_the_dateline_of_a_document_names_its_agency(analyse):
    html = "<dateline>OSLO (AP) —</dateline><p>“It rains,” Ana Lind said.</p>"
    answer = analyse(read(document={"body_xhtml": html}, format="ninjs"))
    assert [warning.detail for warning in answer.warnings] == [
        "Left out as no part of the article: dateline."
    ]
