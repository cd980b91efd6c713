"""Speech that two attributions claim is left to one of them."""

import pytest

from attribution.annotations import Attribution
from attribution.contested import before_outer, settle_contested

TEXT = "“Run,” said Awa Diallo. “Who will answer for this?” Her neighbor Issa Sow said soldiers had fired."


def made(doc, content, cue, probability, source=None):
    """An attribution with these words; a cue given with a number is that one of several of the word."""

    def tokens(words, start=0):
        at = doc.text.index(words, start)
        span = doc.char_span(at, at + len(words))
        return span.start, span.end

    word, start = cue
    return Attribution(
        content=tuple(map(tokens, content)),
        cue=tokens(word, start),
        source=source and tokens(source),
        probability=probability,
        source_probability=1,
    )


@pytest.mark.parametrize("likelier", [0, 1])
def test_speech_goes_on_rather_than_begin_what_somebody_else_reports(nlp, likelier):
    doc = nlp(TEXT)
    second = doc.text.index("Issa")
    before = made(doc, ["“Run,”", "“Who will answer for this?”"], ("said", 0), 0.9 - likelier / 2)
    behind = made(doc, ["“Who will answer for this?”", "soldiers had fired"], ("said", second), 0.7)
    kept = settle_contested(doc, [before, behind])
    assert kept[0] == before
    assert [doc[start:end].text for start, end in kept[1].content] == ["soldiers had fired"]


def test_speech_belongs_to_the_verb_of_saying_and_what_is_left_with_nothing_goes(nlp):
    doc = nlp("“I would,” Mina Kerr said to the camera.")
    said = made(doc, ["“I would,”"], ("said", 0), 0.5)
    to = made(doc, ["“I would,”"], ("to", 0), 0.9)
    assert settle_contested(doc, [said, to]) == [said]


def test_what_is_told_within_the_words_of_another_is_nobody_elses(nlp):
    doc = nlp("Kerr said he had answered: “Never again.”")
    outer = made(doc, ["he had answered:", "“Never again.”"], ("said", 0), 0.9)
    inner = made(doc, ["“Never again.”"], ("answered", 0), 0.8)
    assert settle_contested(doc, [outer, inner]) == [outer, inner]


def test_the_words_of_an_inner_attribution_end_where_the_outer_one_breaks_in(nlp):
    doc = nlp("Reyes has told friends that he is “exhausted,” one of them said.")
    told = made(doc, ["that he is “exhausted,” one of them said"], ("told", 0), 0.9)
    said = made(doc, ["Reyes has told friends that he is “exhausted,”"], ("said", 0), 0.9, "one of them")
    inner, outer = before_outer(doc, [told, said])
    assert [doc[start:end].text for start, end in inner.content] == ["that he is “exhausted,”"]
    assert outer == said


def test_speech_before_a_sentence_that_reports_is_of_who_was_quoted_before(nlp):
    doc = nlp("“I froze,” she said. “I remember it.” Her lawyer Ian Frome suggested that it was made up.")
    said = made(doc, ["“I froze,”"], ("said", 0), 0.9)
    suggested = made(doc, ["“I remember it.”", "that it was made up"], ("suggested", 0), 0.9)
    kept = settle_contested(doc, [said, suggested])
    assert [doc[start:end].text for start, end in kept[1].content] == ["that it was made up"]
    # At the head of its paragraph there is nobody else whose it might be.
    doc = nlp("“I remember it.” Her lawyer Ian Frome suggested that it was made up.")
    alone = made(doc, ["“I remember it.”", "that it was made up"], ("suggested", 0), 0.9)
    assert settle_contested(doc, [alone]) == [alone]
