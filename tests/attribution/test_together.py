"""Articles that are read together: answered as each alone, in order, and unharmed by those beside them."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import seeds
from attribution import pipeline, requests
from attribution.inputs.assembly import read_html
from attribution.requests import Options, Request, together

TEXTS = [seed.text for seed in seeds.load()]


def asked(length):
    return Request(article="a" * length)


def answers(nlp, *asked):
    return list(pipeline.analyse_all(nlp, asked))


@pytest.mark.parametrize("at_once", [1, 2, 5, 16])
def test_articles_are_answered_as_each_alone(nlp, analyse, monkeypatch, at_once):
    monkeypatch.setattr(requests, "TOGETHER", at_once)
    monkeypatch.setattr(requests, "CHARACTERS", 10**6)
    found = answers(nlp, *(Request(article=text, id=str(number)) for number, text in enumerate(TEXTS)))
    assert list(map(msgspec.json.encode, found)) == [
        msgspec.json.encode(analyse(text, id=str(number))) for number, text in enumerate(TEXTS)
    ]


def test_each_article_has_its_own_options(nlp, analyse):
    page = read_html(f"<p>{TEXTS[0]}</p>")
    first, second, third = answers(
        nlp,
        Request(article=TEXTS[0], options=Options(offset_unit="byte", kinds=("direct",), min_confidence=0.9)),
        Request(article=page, id="page", options=Options(include=("report",))),
        Request(article=TEXTS[1], options=Options(publication="The Harbour Post")),
    )
    assert first == analyse(TEXTS[0], offset_unit="byte", kinds=("direct",), min_confidence=0.9)
    assert second == analyse(page, id="page", include=("report",))
    assert third == analyse(TEXTS[1], publication="The Harbour Post")


def test_an_article_that_fails_harms_no_other(nlp, analyse, monkeypatch):
    def careless(doc):
        if doc.text == "boom":
            raise ValueError(doc.text)
        return doc

    pipe = [*nlp.pipeline[:3], ("careless", careless), *nlp.pipeline[3:]]
    monkeypatch.setattr(type(nlp), "pipeline", pipe)
    first, failed, last = answers(
        nlp, Request(article=TEXTS[0]), Request(article="boom"), Request(article=TEXTS[1])
    )
    assert (first, last) == (analyse(TEXTS[0]), analyse(TEXTS[1]))
    assert isinstance(failed, ValueError)
    with pytest.raises(ValueError, match="boom"):
        analyse("boom")


def test_what_is_no_request_is_passed_on_in_its_place(nlp, analyse):
    found = answers(nlp, "a", Request(article=TEXTS[0]), "b", "c", Request(article=TEXTS[1]), "d")
    assert found == ["a", analyse(TEXTS[0]), "b", "c", analyse(TEXTS[1]), "d"]
    assert answers(nlp) == []


@given(st.lists(st.one_of(st.integers(0, 30_000).map(asked), st.just("other")), max_size=30))
def test_groups_keep_everything_in_order_and_stay_within_their_bounds(mixed):
    groups = list(together(mixed))
    assert [one for group in groups for one in group] == mixed
    for group in groups:
        lengths = [len(one.text) for one in group if one != "other"]
        assert len(lengths) <= requests.TOGETHER
        assert len(lengths) <= 1 or sum(lengths) <= requests.CHARACTERS


def test_only_as_much_is_read_ahead_as_is_worked_on_at_once():
    taken = []

    def reading():
        for number in range(100):
            taken.append(number)
            yield asked(10)

    next(together(reading()))
    assert len(taken) == requests.TOGETHER + 1
