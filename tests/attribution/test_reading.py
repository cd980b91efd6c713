"""The network's pass over a document: what it must not depend on."""

import numpy as np
import pytest

import seeds
from attribution import layers, network, pipeline, windows
from attribution.reading import label_ranges
from attribution.results import Answer

ARTICLE = "\n\n".join(seed.text for seed in seeds.load()[:3])


def read(nlp, text):
    doc = nlp.make_doc(text)
    for stage in pipeline.READING:
        doc = nlp.get_pipe(stage)(doc)
    return doc


def found(answer: Answer) -> list:
    return [(quote.spans, quote.cue, quote.source, quote.kind) for quote in answer.quotes]


def test_every_token_has_a_tag_a_head_and_a_sentence(nlp):
    doc = read(nlp, ARTICLE)
    for annotation in ("TAG", "DEP", "ENT_IOB", "SENT_START"):
        assert doc.has_annotation(annotation, require_complete=True)
    for sentence in doc.sents:
        assert sum(token.head.i == token.i for token in sentence) == 1
        assert all(sentence.start <= token.head.i < sentence.end for token in sentence)
    starts = {block.start for block in doc._.blocks if block.kind != "space"}
    assert starts <= {sentence.start for sentence in doc.sents}
    assert all(not token.is_sent_start for token in doc if token.is_space and token.i)


def test_names_do_not_cross_paragraphs(nlp):
    doc = read(nlp, ARTICLE)
    ends = {block.end for block in doc._.blocks}
    assert doc.ents
    assert not any(name.start < end < name.end for name in doc.ents for end in ends)


def test_an_article_is_read_alike_after_any_other(nlp, monkeypatch):
    text = seeds.load()[0].text
    first = pipeline.analyse(nlp, text)
    for other in seeds.load()[1:4]:
        pipeline.analyse(nlp, other.text)
    assert pipeline.analyse(nlp, text) == first
    monkeypatch.setattr(network, "REMEMBERED", 10)
    assert pipeline.analyse(nlp, ARTICLE).quotes
    assert pipeline.analyse(nlp, text) == first


@pytest.mark.parametrize("rows", [64, 10_000])
def test_how_many_rows_are_worked_on_at_a_time_changes_no_words(nlp, monkeypatch, rows):
    usual = pipeline.analyse(nlp, ARTICLE)
    monkeypatch.setattr(layers, "ROWS_AT_ONCE", rows)
    monkeypatch.setattr(network, "CUES_AT_ONCE", 5)
    assert found(pipeline.analyse(nlp, ARTICLE)) == found(usual)


def test_a_long_paragraph_is_cut_at_sentence_ends(nlp):
    doc = nlp.get_pipe("attribution_blocks")(nlp.make_doc("He said that it was so. " * 200))
    found = windows.reading_windows(doc)
    assert [window.start for window in found[1:]] == [window.end for window in found[:-1]]
    assert all(window.end - window.start <= windows.WINDOW for window in found)
    assert all(doc[window.end - 1].text == "." for window in found[:-1])


def test_one_endless_sentence_is_cut_anyway(nlp):
    doc = read(nlp, "He said that it was so and " * 300)
    assert max(window.end - window.start for window in windows.reading_windows(doc)) == windows.WINDOW
    assert doc.has_annotation("DEP", require_complete=True)


def test_a_document_without_words_is_read(nlp):
    for text in ("", " ", "\n\n", "\t\n "):
        assert read(nlp, text).text == text
        assert not pipeline.analyse(nlp, text).quotes


def test_the_reading_is_gone_when_the_document_is_done(nlp):
    doc = nlp(ARTICLE)
    assert doc._.reading is None


def test_which_double_marks_an_outlet_sets_does_not_matter(nlp):
    straight = 'The mayor, Ana Pires, said: "We will rebuild the bridge." She left.'
    tags = [
        [token.tag_ for token in read(nlp, text) if token.is_alpha]
        for text in (
            straight,
            straight.replace(' "', " “").replace('." ', ".” "),
            straight.replace(' "', " «").replace('." ', ".» "),
        )
    ]
    assert tags[0] == tags[1] == tags[2]


@pytest.mark.parametrize(
    ("labels", "ranges"),
    [
        ([[0, 0]], [[]]),
        ([[3, 4, 0, 3]], [[(7, 9), (10, 11)]]),
        ([[3, 3, 4]], [[(7, 8), (8, 10)]]),
        ([[1, 2, 3, 4]], [[(9, 11)]]),
        ([[4, 4]], [[(7, 9)]]),
        # What stands side by side does not run together.
        ([[0, 3], [4, 4], [0], [4]], [[(8, 9)], [(17, 19)], [], [(37, 38)]]),
    ],
)
def test_ranges_of_labels(labels, ranges):
    offsets = [7 + 10 * i for i in range(len(labels))]
    assert label_ranges([np.array(some) for some in labels], 3, 4, offsets) == ranges
