"""Confidence: probabilities that can be believed, and what a caller does with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seeds
from attribution import pipeline
from attribution.confidence import HIGHEST, RAW, Weighted, log_odds, squashed, sureness

ARTICLE = (
    "The ferry line will stop in March, its owner said on Monday.\n\n"
    '"We have lost too much money," said Ines Carver, who runs the line.\n\n'
    "Residents fear for the island. Some see a plot, and the mayor is thought to agree.\n\n"
    '"Nobody asked us," Tom Adler, a fisherman, said. He believes that the line could be saved.'
)


@given(st.floats(0.002, 0.998))
def test_log_odds_and_probabilities_are_each_others_inverse(probability):
    assert squashed(log_odds(probability)) == pytest.approx(probability)


@given(st.floats(0, 1))
def test_nothing_is_certain(probability):
    assert -HIGHEST - 1e-9 <= log_odds(probability) <= HIGHEST + 1e-9


def test_weights_of_a_later_decision_read_the_earlier_ones():
    weights = {**RAW, "source": {"quote": 1.0}, "speaker": {"source": 0.5}}
    found = sureness(weights, {"cue": 2.0, "labels": 0.0, "resolved": 0.0, "status": 1.0, "route": -1.0})
    assert found.quote == pytest.approx(squashed(2.0))
    assert found.speaker == pytest.approx(squashed(1.0))
    assert (found.anonymity, found.channel) == (pytest.approx(squashed(1.0)), pytest.approx(squashed(-1.0)))


@pytest.mark.parametrize("stage", ["attribution_selection", "attribution_confidence"])
def test_weights_survive_the_disk(tmp_path, nlp, stage):
    shipped = nlp.get_pipe(stage)
    shipped.to_disk(tmp_path)
    assert Weighted().from_disk(tmp_path).weights == shipped.weights
    assert shipped.weights != RAW


def test_a_plain_quote_is_surer_than_a_hedged_report(analyse):
    quotes = {
        quote.spans[0].text[:8]: quote.confidence for quote in analyse(ARTICLE, min_confidence=0.0).quotes
    }
    plain = next(sure for words, sure in quotes.items() if words.startswith('"We have'))
    assert plain.quote > 0.9
    assert plain.speaker > 0.8
    assert min(sure.quote for sure in quotes.values()) < 0.5


@pytest.fixture(scope="module")
def everything(analyse):
    return {seed.name: analyse(seed.text, min_confidence=0.0) for seed in seeds.load()}


@pytest.mark.parametrize("least", [0.3, 0.8, 0.99])
def test_min_confidence_keeps_just_the_quotes_that_are_sure_enough(analyse, everything, least):
    for seed in seeds.load()[:5]:
        kept = [quote for quote in everything[seed.name].quotes if quote.confidence.quote >= least]
        ids = {quote.id for quote in kept}
        answer = analyse(seed.text, min_confidence=least)
        assert [quote.id for quote in answer.quotes] == [quote.id for quote in kept]
        assert all(quote.parent in {None, *ids} for quote in answer.quotes)
        assert {i for speaker in answer.speakers for i in speaker.quote_ids} <= ids


def test_min_confidence_trades_precision_for_recall(analyse, everything):
    usual = sum(len(analyse(seed.text).quotes) for seed in seeds.load()[:5])
    assert sum(len(everything[seed.name].quotes) for seed in seeds.load()[:5]) > usual


def test_speakers_of_quotes_left_out_are_left_out(analyse):
    answer = analyse(ARTICLE, min_confidence=0.9)
    spoken = {quote.speaker.id for quote in answer.quotes if quote.speaker}
    assert {speaker.id for speaker in answer.speakers} == spoken
    assert spoken


def test_probabilities_agree_with_our_own_marks(everything):
    """Of the quotes given 0.8 and more, at least so many are marked: a coarse guard of the calibration."""
    sure, right = 0, 0
    for seed in seeds.load():
        marked = [
            set(range(s, e)) for a in seed.attributions for s, e in [(a.content[0][0], a.content[-1][1])]
        ]
        for quote in everything[seed.name].quotes:
            if quote.confidence.quote >= 0.8 and quote.parent is None:
                words = set(range(quote.spans[0].start, quote.spans[-1].end))
                sure += 1
                right += any(2 * len(words & m) >= len(words | m) for m in marked)
    assert sure > 100
    assert right / sure >= 0.8


def test_a_document_of_the_pipeline_has_one_confidence_an_attribution(nlp):
    doc = nlp(ARTICLE)
    assert len(doc._.confidence) == len(doc._.attributions) > 0
    assert pipeline.STAGES[-1] == "attribution_confidence"
