"""What is kept of an article changes no answer, and stops growing."""

import pytest
import spacy

import seeds
from attribution import vocabulary
from attribution.tokens import customise
from attribution.vocabulary import article_memory

ARTICLE = (
    "The mayor doesn't agree, said Olga Petrenko-Hale (the U.S. envoy): “It’s over,” she'd told us at 9p.m."
)


@pytest.fixture
def nlp():
    return customise(spacy.blank("en"))


def tokens(doc):
    return [(token.text, token.idx, token.norm_, bool(token.whitespace_)) for token in doc]


@pytest.mark.parametrize("text", [ARTICLE, "", " \n ", "x" * 100, *(seed.text for seed in seeds.load()[:3])])
def test_learned_words_are_cut_as_before(nlp, text):
    with nlp.memory_zone():
        before = tokens(nlp.make_doc(text))
    for _ in range(2):
        with article_memory(nlp, [text]):
            doc = nlp.make_doc(text)
            assert tokens(doc) == before
            assert doc.text == text


def test_words_of_an_article_are_kept_for_the_next_one(nlp):
    with article_memory(nlp, [ARTICLE]):
        pass
    assert "envoy" in nlp.vocab.strings
    assert "Petrenko" in nlp.vocab.strings


def test_a_full_vocabulary_learns_nothing(nlp, monkeypatch):
    monkeypatch.setattr(vocabulary, "KEPT", len(nlp.vocab.strings))
    kept = list(nlp.vocab.strings)
    with article_memory(nlp, [ARTICLE]):
        assert "envoy" in [token.text for token in nlp.make_doc(ARTICLE)]
    assert list(nlp.vocab.strings) == kept


def test_what_is_long_or_stands_far_down_is_not_kept(nlp):
    long = "ab" * vocabulary.LONGEST
    with article_memory(nlp, [long + " said" * vocabulary.LEARNED + " hindmost"]):
        pass
    assert long not in nlp.vocab.strings
    assert "hindmost" not in nlp.vocab.strings


def test_a_table_of_strings_made_anew_holds_what_was_kept(nlp, monkeypatch):
    monkeypatch.setattr(vocabulary, "GONE", 5)
    monkeypatch.setattr(vocabulary, "KEPT", 0)
    kept = set(nlp.vocab.strings)
    for number in range(4):
        with article_memory(nlp, [ARTICLE]):
            before = tokens(nlp.make_doc(f"{ARTICLE} Zoe{number} Xu{number} Yao{number} Wen{number}"))
        with nlp.memory_zone():
            assert tokens(nlp.make_doc(f"{ARTICLE} Zoe{number} Xu{number} Yao{number} Wen{number}")) == before
        assert kept == set(nlp.vocab.strings)


def test_learning_ends_after_so_many_articles(nlp, monkeypatch):
    monkeypatch.setattr(vocabulary, "TAUGHT", 2)
    for name in ("Aster", "Briony", "Clover"):
        with article_memory(nlp, [f"{name} spoke."]):
            pass
    assert "Briony" in nlp.vocab.strings
    assert "Clover" not in nlp.vocab.strings
