"""A pull quote that repeats the article is marked; one that does not, and a block quotation, are quotations."""

import pytest

from attribution.inputs.assembly import read_html
from tests.inputs.samples import shown

BODY = "<p>“We will not close the harbour while I am in office,” Mayor Ines Carver said. “Not for any price.”</p>"


QUOTATIONS = {
    "<figure class=wp-block-pullquote><blockquote>We will not close the harbour</blockquote></figure>": "pull_quote",
    "<aside class=PullQuote_box>“WE WILL NOT CLOSE the harbour”</aside>": "pull_quote",
    "<p class=pull-quote>[The town] will not close the harbour … not for any price</p>": "pull_quote",
    "<aside><blockquote>Not for any price</blockquote><cite>Ines Carver</cite></aside>": "pull_quote",
    "<blockquote class=pullquote><p>Not for<p>any price</blockquote>": "pull_quote pull_quote",
    "<blockquote class=pullquote>Not now<cite>Ines Carver</cite></blockquote>": "pull_quote pull_quote",
    "<blockquote>We will not close the harbour while I am in office</blockquote>": "pull_quote",
    "<blockquote>not for any price</blockquote>": "quote",
    "<blockquote>We will not close the harbour, the ferries or the school</blockquote>": "quote",
    "<aside class=pullquote>Nobody asked the fishers<cite>Mia Falk</cite></aside>": "quote citation",
}


@pytest.mark.parametrize(("quotation", "kinds"), QUOTATIONS.items())
def test_quotations_that_are_set_off(quotation, kinds):
    for source in (BODY + quotation, quotation + BODY):
        found = [kind for kind, _ in shown(read_html(source)) if kind != "paragraph"]
        assert found == kinds.split()


def test_words_of_a_repeated_pull_quote_are_no_further_quote(analyse):
    pulled = "<aside class=pullquote><p>“We will not close the harbour”</p><cite>Ines Carver</cite></aside>"
    with_it, without = analyse(read_html(BODY + pulled)), analyse(read_html(BODY))
    assert [quote.id for quote in with_it.quotes] == [quote.id for quote in without.quotes]
    (warning,) = with_it.warnings
    assert warning.code == "repeated_pull_quote"
    assert with_it.text[warning.start : warning.end] == "“We will not close the harbour”\n\nInes Carver"
    assert (BODY + pulled)[warning.original.start : warning.original.end].startswith("“We will not close")


def test_time_is_linear_in_quotations_times_body():
    source = BODY * 300 + "<blockquote>We will not close the harbour at any time</blockquote>" * 3_000
    assert len(read_html(source).blocks) == 3_300
