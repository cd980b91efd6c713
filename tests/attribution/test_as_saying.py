"""What people are quoted as saying is theirs, within the words of who quotes them."""

import pytest


@pytest.mark.parametrize(
    ("text", "speaker", "content", "channel"),
    [
        (
            "The Guardian quoted a former aide as saying the prime minister “never read the papers.”",
            "a former aide",
            "the prime minister “never read the papers.”",
            "news_report",
        ),
        (
            "The newspaper quoted Finance Minister Ann Lee as saying that taxes would rise.",
            "Ann Lee",
            "that taxes would rise",
            "news_report",
        ),
        (
            "The bishop was quoted as saying the money was clean.",
            "the bishop",
            "the money was clean",
            "relayed",
        ),
        ("Ann Lee has been quoted as saying that nobody knew.", "Ann Lee", "that nobody knew", "relayed"),
    ],
)
def test_whoever_is_quoted_speaks(analyse, text, speaker, content, channel):
    quote = analyse(text).quotes[-1]
    assert quote.speaker.name == speaker or quote.speaker.description == speaker
    assert [span.text for span in quote.spans] == [content]
    assert quote.cue.text.endswith("as saying")
    assert quote.channel.type == channel


def test_the_words_stand_in_those_of_who_quotes(analyse):
    outer, inner = analyse("CNN quoted a witness as saying he saw one person in the white truck.").quotes
    assert outer.speaker.name == "CNN"
    assert inner.parent == outer.id
