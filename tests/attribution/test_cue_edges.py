"""Cues that the network cuts in the wrong place, mended."""

import pytest


@pytest.mark.parametrize(
    ("text", "cue", "content", "channel"),
    [
        pytest.param(
            "The county sheriff's office said in a news release that two people were missing.",
            "said",
            "that two people were missing",
            "statement",
            id="a phrase cut out of the content",
        ),
        pytest.param(
            "The health secretary said at a virtual news conference that cases were falling.",
            "said",
            "that cases were falling",
            "press_conference",
            id="a verb that lost its content to the phrase",
        ),
        pytest.param(
            "The coach said on a Zoom call with reporters that Hale would start.",
            "said",
            "that Hale would start",
            "press_conference",
            id="both",
        ),
        pytest.param(
            "The captain said on the “Deep Water” podcast that he would sail in June.",
            "said",
            "that he would sail in June",
            "broadcast",
            id="a title in the phrase",
        ),
    ],
)
def test_the_phrase_that_says_how_is_no_part_of_what_was_said(analyse, text, cue, content, channel):
    (quote,) = analyse(text).quotes
    assert quote.cue.text.startswith(cue)
    assert [span.text for span in quote.spans] == [content]
    assert quote.channel.type == channel


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The mayor called on the council to release the report.", "the council to release the report"),
        ("The mayor spoke in parliament.", None),
    ],
)
def test_what_a_verb_asks_for_stays(analyse, text, content):
    found = [span.text for quote in analyse(text).quotes for span in quote.spans]
    assert content is None or content in found
