"""Long articles, read in parts: nothing is lost where they are cut, and little is read otherwise."""

from itertools import pairwise

import pytest

import seeds
from attribution import parts

ARTICLE = "\n\n".join(seed.text for seed in seeds.load()[:3])


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(parts, "LONGEST", 120)


def read(nlp, text):
    doc = parts.annotate(nlp, nlp.make_doc(text))
    return doc, {tuple(doc[s:e].text for s, e in a.content) for a in doc._.attributions}


def test_parts_are_a_partition_at_paragraphs(nlp, short):
    doc, _ = read(nlp, ARTICLE)
    found = list(parts.parts(doc))
    assert found[0][0] == 0
    assert found[-1][1] == len(doc)
    assert all(one[1] == other[0] for one, other in pairwise(found))
    begins = {block.start for block in doc._.blocks}
    long = {
        i for block in doc._.blocks if block.end - block.start > 120 for i in range(block.start, block.end)
    }
    assert len(found) > 5
    assert all(end - start <= 120 for start, end in found)
    assert all(start in begins or start in long for start, _ in found)


def test_one_endless_paragraph_is_cut_anyway(nlp, short):
    doc, _ = read(nlp, "He said that it was so and " * 100)
    assert [end - start for start, end in parts.parts(doc)] == [120] * 5 + [100]


def test_parts_hardly_change_what_is_found(nlp, monkeypatch):
    _, whole = read(nlp, ARTICLE)
    monkeypatch.setattr(parts, "LONGEST", 120)
    doc, found = read(nlp, ARTICLE)
    assert len(whole & found) >= 0.95 * len(whole | found)
    assert doc.tensor.shape[0] == len(doc)
    assert doc.has_annotation("DEP")
    assert all(not token.is_sent_start for token in doc if token.is_space and token.i)


def test_a_short_article_is_read_as_the_pipeline_reads_it(nlp):
    text = seeds.load()[0].text
    _, found = read(nlp, text)
    doc = nlp(text)
    assert found == {tuple(doc[s:e].text for s, e in a.content) for a in doc._.attributions}
