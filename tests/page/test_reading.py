"""An editor takes a sample and reads who said what, by eye, by keyboard and by ear."""

import json
import random
import re
import shutil
import subprocess
from typing import get_args

import pytest
from playwright.sync_api import expect

from api.controllers.page import BASE
from attribution.results import (
    AnonymityReason,
    AnonymityStatus,
    ChannelMode,
    ChannelType,
    HopRole,
    QuoteKind,
    RefusalKind,
    Severity,
)
from tests.page.conftest import answered, take

#: The words of each mark by the id of its quote, without the badges.
WORDS = """() => {
  const words = {};
  for (const mark of document.querySelectorAll("#marked mark")) {
    const copy = mark.cloneNode(true);
    for (const badge of copy.querySelectorAll(".badge")) badge.remove();
    (words[mark.dataset.quote] ??= []).push(copy.textContent);
  }
  return words;
}"""


def answer(page):
    """The raw JSON that the page shows."""
    page.locator("#json-details").evaluate("details => { details.open = true }")
    page.wait_for_function("document.getElementById('json').textContent")
    return json.loads(page.locator("#json").text_content())


def place(mark):
    """A point in the first line of a mark, whose box would hold words of others as well."""
    mark.scroll_into_view_if_needed()
    box = mark.evaluate("mark => mark.getClientRects()[0].toJSON()")
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def without_space(words):
    return re.sub(r"\s", "", words)


def test_every_quote_is_marked_with_all_its_pieces(harbour):
    quotes = answer(harbour)["quotes"]
    words = harbour.evaluate(WORDS)
    assert len(quotes) > 10
    assert any(len(quote["spans"]) > 1 for quote in quotes)
    for quote in quotes:
        marks = iter(words[quote["id"]])
        for span in quote["spans"]:
            # A piece in which another mark begins is two marks; none reaches into the next piece.
            piece = next(marks)
            while len(piece) < len(span["text"]):
                piece += next(marks)
            assert piece == span["text"]
        assert next(marks, None) is None


def test_a_quote_inside_another_is_a_mark_inside_a_mark(visit, address):
    with visit(address) as page:
        take(page, "water-bill.txt")
        inner = [quote for quote in answer(page)["quotes"] if quote["parent"]]
        assert inner
        for quote in inner:
            outer = page.locator(f"mark[data-quote='{quote['parent']}'] mark[data-quote='{quote['id']}']")
            expect(outer).to_have_count(len(quote["spans"]))


def test_offsets_are_those_of_javascript(visit, address):
    with visit(address) as page:
        page.locator("#article").fill(
            "\U0001d54f\U0001f6a2 “It held \U0001f600,” said Ana Lind. “Still \U0001d54f.”"
        )
        # The answer is on what was sent, whatever stands in the form when it comes.
        page.evaluate("() => { send.click(); article.value = 'Something else.'; }")
        answered(page)
        (quote,) = answer(page)["quotes"]
        (words,) = page.evaluate(WORDS).values()
        assert words == [span["text"] for span in quote["spans"]]
        assert words[-1] == "“Still \U0001d54f.”"


def test_anonymous_sources_are_told_in_words_and_not_by_colour_alone(harbour):
    for quote in answer(harbour)["quotes"]:
        mark = harbour.locator(f"mark[data-quote='{quote['id']}']").first
        badge = mark.locator("> .badge")
        if quote["anonymity"]["is_anonymous"]:
            expect(badge).to_contain_text("anonymous")
            assert mark.evaluate("mark => getComputedStyle(mark).borderBottomStyle") == "dashed"
        else:
            expect(badge).not_to_contain_text("anonymous")
            assert mark.evaluate("mark => getComputedStyle(mark).borderBottomStyle") != "dashed"


def test_each_quote_takes_the_focus_once_and_is_described(harbour):
    quotes = answer(harbour)["quotes"]
    assert harbour.locator("#marked [tabindex='0']").count() == len(quotes)
    for number, quote in enumerate(quotes, 1):
        mark = harbour.locator(f"#quote-{number}")
        speaker = quote["speaker"]
        name = (speaker["name"] or speaker["description"]) if speaker else "No speaker"
        expect(mark).to_have_accessible_description(re.compile(re.escape(name)))
        if quote["anonymity"]["is_anonymous"]:
            expect(mark).to_have_accessible_description(re.compile("Anonymous source"))
        if evidence := quote["channel"]["evidence"]:
            expect(mark).to_have_accessible_description(re.compile(re.escape(evidence["text"])))


def test_keyboard_goes_from_the_sample_to_a_quote_and_its_details_and_back(visit, address):
    with visit(address) as page:
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        expect(page.locator(".skip")).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.locator("[data-sample]").first).to_be_focused()
        page.keyboard.press("Enter")
        answered(page)
        expect(page.locator("#results-title")).to_be_focused()
        expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+ quotes from \d+ sources found\. "))
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Edit the article")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.locator("#quote-1")).to_be_focused()
        outline = page.locator("#quote-1").evaluate("mark => getComputedStyle(mark).outlineStyle")
        assert outline == "solid"
        expect(page.locator("#details")).to_contain_text("Quote 1 of")
        page.keyboard.press("Enter")
        expect(page.locator("#details-title")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Next quote")).to_be_focused()
        expect(page.locator("#details-title")).to_have_text(re.compile("^Quote 2 of"))
        page.keyboard.press("Escape")
        expect(page.locator("#quote-2")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("#details")).not_to_contain_text("Quote 2")


def test_details_tell_channel_and_evidence_while_a_quote_is_pointed_at(harbour):
    quotes = answer(harbour)["quotes"]
    number, quote = next(
        (i, quote) for i, quote in enumerate(quotes, 1) if quote["channel"]["type"] == "pool_report"
    )
    details = harbour.locator("#details")
    harbour.mouse.move(*place(harbour.locator(f"#quote-{number}")))
    expect(details).to_contain_text("Pool report")
    expect(details).to_contain_text(f"“{quote['channel']['evidence']['text']}”")
    shown = harbour.evaluate("[...CSS.highlights.get('evidence')].map(String)")
    assert quote["channel"]["evidence"]["text"] in shown
    assert harbour.evaluate("[...CSS.highlights.get('attributed-by')].map(String)") == [
        quote["cue"]["text"],
        quote["source"]["text"],
    ]
    details.get_by_role("button", name="Next quote").hover()
    expect(details).to_contain_text("Pool report")
    details.get_by_role("button", name="Close the details").click()
    expect(details).not_to_contain_text("Pool report")


def test_a_tap_opens_the_details_over_the_end_of_a_phone_and_leaves_the_quote_in_view(visit, address):
    with visit(address, viewport={"width": 360, "height": 740}, has_touch=True) as page:
        take(page, "port-talks.txt")
        expect(page.locator("#details")).to_be_hidden()
        for number in (1, 6, 9):
            mark = page.locator(f"#quote-{number}")
            page.touchscreen.tap(*place(mark))
            expect(page.locator("#details")).to_contain_text(f"Quote {number} of")
            bottom = mark.evaluate("mark => mark.getClientRects()[0].bottom")
            assert bottom <= page.locator("#details").bounding_box()["y"]
            page.get_by_role("button", name="Close the details").tap()
            expect(page.locator("#details")).to_be_hidden()


def test_sources_lead_to_their_quotes_and_can_be_shown_alone(visit, address):
    with visit(address) as page:
        take(page, "port-talks.txt")
        found = answer(page)
        for speaker in found["speakers"]:
            entry = page.locator(f"#sources [data-source='{speaker['id']}']")
            expect(entry.locator("a")).to_have_count(len(speaker["quote_ids"]))
            if speaker["quote_ids"]:
                expect(entry).to_contain_text(speaker["name"] or speaker["description"])
        speaker = max(found["speakers"], key=lambda speaker: len(speaker["quote_ids"]))
        entry = page.locator(f"#sources [data-source='{speaker['id']}']")
        entry.get_by_role("button").click()
        expect(entry.get_by_role("button")).to_have_attribute("aria-pressed", "true")
        for mark in page.locator("#marked mark").all():
            faded = "faded" in mark.get_attribute("class")
            assert faded == (mark.get_attribute("data-source") != speaker["id"])
        entry.get_by_role("button").click()
        expect(page.locator("mark.faded")).to_have_count(0)
        entry.locator("a").last.click()
        number = int(entry.locator("a").last.inner_text())
        expect(page.locator(f"#quote-{number}")).to_be_focused()


def test_report_and_refusals_are_those_of_the_answer(harbour):
    found = answer(harbour)
    report = found["report"]
    expect(harbour.locator("#figures")).to_contain_text(
        f"{len(report['anonymous_sources'])} anonymous source"
    )
    for finding in report["findings"]:
        expect(harbour.locator("#report")).to_contain_text(finding["detail"])
    for voice in report["most_quoted"]:
        expect(harbour.get_by_role("table", name="Most quoted")).to_contain_text(
            voice["speaker"]["name"] or voice["speaker"]["description"]
        )
    assert found["declined"]
    for i, refusal in enumerate(found["declined"], 1):
        expect(harbour.locator("#declined")).to_contain_text(refusal["evidence"]["text"])
        expect(harbour.locator(f"#declined-{i}")).to_have_text(refusal["evidence"]["text"])


@pytest.mark.skipif(
    not (shutil.which("bash") and shutil.which("curl")), reason="bash or curl is not installed"
)
def test_curl_line_gives_the_same_answer(harbour):
    shown = answer(harbour)
    harbour.locator("#curl-details").evaluate("details => { details.open = true }")
    harbour.wait_for_function("document.getElementById('curl').textContent")
    command = harbour.locator("#curl").text_content()
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=True, timeout=60)
    assert json.loads(done.stdout) == shown


def test_html_is_read_as_html_and_its_text_shown(visit, address):
    with visit(address) as page:
        take(page, "harbour.html")
        found = answer(page)
        words = page.evaluate(WORDS)
        for quote in found["quotes"]:
            assert without_space("".join(words[quote["id"]])) == without_space(
                "".join(span["text"] for span in quote["spans"])
            )
        expect(page.locator("#marked")).to_contain_text("Mayor Ines Carver told reporters")
        expect(page.locator("#marked .left-out").first).to_be_visible()
        expect(page.locator("#warnings")).to_contain_text("Left out as no part of the article")


def test_markup_in_an_article_is_shown_and_not_run(visit, address):
    hostile = '<img src="/x" onerror="alert(1)"> “<b>It</b> <script>alert(1)</script>,” said Ana <i>Lind</i>.'
    with visit(address) as page:
        page.locator("#article").fill(hostile)
        page.locator("#send").click()
        answered(page)
        expect(page.locator("#marked")).to_contain_text('<img src="/x" onerror="alert(1)">')
        assert page.locator("#results :is(img, script, b b, i)").count() == 0


def test_options_ask_again_and_the_reader_stays_where_he_is(visit, address):
    with visit(address) as page:
        take(page, "port-talks.txt")
        page.get_by_label("indirect").uncheck()
        expect(page.locator("#marked .kind-indirect")).to_have_count(0)
        expect(page.get_by_label("indirect")).to_be_focused()
        page.get_by_label("indirect").check()
        page.get_by_label("set it myself").check()
        page.get_by_role("slider").fill("0.95")
        expect(page.locator("#threshold")).to_have_text("95%")
        assert answer(page)
        expect(page.locator("#json")).not_to_have_text(re.compile(r'"quote": 0\.([0-8]|9[0-4])'))
        assert page.evaluate(WORDS).keys() == {quote["id"] for quote in answer(page)["quotes"]}


def test_nothing_is_kept(visit, address):
    with visit(address) as page:
        take(page, "port-talks.txt")
        kept = "[localStorage.length, sessionStorage.length, document.cookie, location.search, location.hash]"
        assert page.evaluate(kept) == [0, 0, "", "", ""]
        page.reload()
        expect(page.locator("#article")).to_have_value("")


def test_marks_hold_their_words_however_they_overlap(harbour):
    """Pieces at random, over paragraphs and each other: every character is in the marks of its quotes and no other."""
    draw = random.Random(7)
    text = "One two, \U0001f600 three.\n\nFour five six.\n  \n\nSeven, eight\nnine ten."
    length = len(text.encode("utf-16-le")) // 2
    cases = [
        [sorted(draw.sample(range(length + 1), 2)) for _ in range(draw.randint(1, 5))] for _ in range(40)
    ]
    marked = harbour.evaluate(
        """async ([path, text, cases]) => {
          const { MarkedArticle } = await import(path);
          return cases.map((pieces) => {
            const quotes = pieces.map(([start, end], i) => ({ id: String(i), number: i + 1, spans: [{ start, end }] }));
            const answer = { warnings: [], declined: [] };
            const reading = { text, quotes, answer, lookOf: () => "", sourceOf: () => undefined };
            for (const quote of quotes) quote.anonymity = { is_anonymous: false };
            const place = document.createElement("div");
            new MarkedArticle(place, reading);
            for (const badge of place.querySelectorAll(".badge")) badge.remove();
            const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
            const held = [];
            while (walker.nextNode()) {
              const found = [];
              for (let at = walker.currentNode.parentElement; at !== place; at = at.parentElement) {
                if (at.dataset.quote) found.push(at.dataset.quote);
              }
              for (const unit of walker.currentNode.data.split("")) held.push([unit, found.sort().join()]);
            }
            return held;
          });
        }""",
        [f"{BASE}/assets/article.js", text, cases],
    )
    units = [text.encode("utf-16-le")[2 * i : 2 * i + 2] for i in range(length)]
    for pieces, held in zip(cases, marked, strict=True):
        expected = [
            ",".join(str(i) for i, (start, end) in enumerate(pieces) if start <= at < end)
            for at, unit in enumerate(units)
            if unit.decode("utf-16-le", "replace").strip()
        ]
        assert [quotes for unit, quotes in held if unit.strip()] == expected


@pytest.mark.parametrize(
    ("table", "labels"),
    [
        ("STATUS", AnonymityStatus),
        ("REASON", AnonymityReason),
        ("CHANNEL", ChannelType),
        ("MODE", ChannelMode),
        ("KIND", QuoteKind),
        ("ROLE", HopRole),
        ("REFUSAL", RefusalKind),
        ("SEVERITY", Severity),
    ],
)
def test_every_label_of_the_contract_is_put_into_words(harbour, table, labels):
    words = harbour.evaluate(f"import('{BASE}/assets/wording.js').then((wording) => wording.{table})")
    assert words.keys() == set(get_args(labels))
