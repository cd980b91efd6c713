"""Patterns over the words of an article."""

import pytest
import spacy

from attribution.phrases import Phrases, expand, sentence_starts

PHRASES = Phrases(
    {"declined": ["(declined|refused) to (speak|comment)"], "silent": ["{not} a word"]},
    triggers=["comment", "speak", "word"],
    macros={"not": "(not|n't)"},
)


@pytest.fixture
def doc():
    return spacy.blank("en")(
        "He didn’t say\u00a0a word, not a word. She declined to  comment.\n\nThey refused to\n\nspeak."
    )


def test_phrases_are_found_in_order_with_their_labels(doc):
    found = [(phrase.label, doc[phrase.start : phrase.end].text) for phrase, _ in PHRASES.find(doc)]
    assert found == [("silent", "not a word"), ("declined", "declined to  comment")]


def test_quoted_words_are_passed_over(doc):
    quoted = [token.text == "comment" for token in doc]
    assert [phrase.label for phrase, _ in PHRASES.find(doc, quoted)] == ["silent"]


def test_article_without_a_trigger_has_no_phrases():
    assert list(PHRASES.find(spacy.blank("en")("Nobody declined."))) == []


def test_pattern_matches_whole_words_only():
    assert list(PHRASES.find(spacy.blank("en")("They declined to comments, comment."))) == []


def test_macros_are_put_in_and_groups_capture_nothing():
    assert expand("(do|did) {not} comment", {"not": "(not|n't)"}) == "(?:do|did) (?:not|n't) comment"


def test_article_without_sentences_is_one(doc):
    assert sentence_starts(doc) == [0]
