"""How sure each decision is, as calibrated probabilities.

The stages before leave raw numbers: the network's probabilities of a cue and of its labels, and rules
of thumb for the rest. A logistic regression a decision turns them, with what is known of the words
themselves, into the share of such decisions that are right (Platt 1999). training/calibration.py fits the
weights on articles that the network was not trained on, and measures them.

    quote      the words are attributed to somebody, about as far as the content reaches (selection.py)
    source     ... and the mention is the one they are attributed to
    speaker    ... and that mention is whom `speakers` says
    anonymity  the status is right
    channel    the channel is right
"""

import math
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
from spacy.language import Language
from spacy.tokens import Doc

from attribution.annotations import Sureness

#: Weights by decision and feature. A later decision can have an earlier one among its features.
Weights = Mapping[str, Mapping[str, float]]

DECISIONS = ("quote", "source", "speaker", "anonymity", "channel")

#: Log odds are kept within this: nothing is surer than 0.999.
HIGHEST = math.log(999)

#: Weights that pass the raw numbers through.
RAW: Weights = {
    "quote": {"cue": 1.0},
    "source": {"labels": 1.0},
    "speaker": {"resolved": 1.0},
    "anonymity": {"status": 1.0},
    "channel": {"route": 1.0},
}


@Language.factory(
    "attribution_confidence",
    assigns=["doc._.confidence"],
    requires=["doc._.attributions", "doc._.speakers", "doc._.anonymity", "doc._.channels"],
)
def make_confidence(nlp: Language, name: str) -> "Confidences":
    """The component without weights; they come with `from_disk`."""
    return Confidences()


class Weighted:
    """A component with weights; until it has read them, the raw numbers pass as they are."""

    def __init__(self, weights: Weights = RAW) -> None:
        self.weights = weights

    def to_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> None:
        Path(path).mkdir(parents=True, exist_ok=True)
        encoded = msgspec.json.format(msgspec.json.encode(self.weights), indent=1)
        (Path(path) / "weights.json").write_bytes(encoded + b"\n")

    def from_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> "Weighted":
        encoded = (Path(path) / "weights.json").read_bytes()
        self.weights = msgspec.json.decode(encoded, type=dict[str, dict[str, float]])
        return self


class Confidences(Weighted):
    """Writes `doc._.confidence`, one an attribution."""

    def __call__(self, doc: Doc) -> Doc:
        doc._.confidence = tuple(sureness(self.weights, features) for features in features_of(doc))
        return doc


def features_of(doc: Doc) -> Iterator[dict[str, float]]:
    """What the decisions about each attribution are judged by; probabilities as log odds."""
    resolved: list[float] = doc.user_data["speaker_probability"]
    found = zip(doc._.attributions, resolved, doc._.speakers, doc._.anonymity, doc._.channels, strict=True)
    for attribution, probability, speaker, standing, route in found:
        yield {
            "bias": 1.0,
            "quote": log_odds(attribution.probability),
            "labels": log_odds(attribution.source_probability),
            "no cue": float(attribution.cue is None),
            "no source": float(attribution.source is None),
            "resolved": log_odds(probability),
            "unresolved": float(speaker is None),
            "status": log_odds(standing.probability),
            "route": log_odds(route.probability),
        }


def scored(weights: Weights, features: Mapping[str, float]) -> dict[str, float]:
    """The features, and the log odds of each decision whose features are known, in the order of `DECISIONS`."""
    known = dict(features)
    for decision in DECISIONS:
        table = weights.get(decision)
        if table is not None and table.keys() <= known.keys():
            score = 0.0
            for name, weight in table.items():
                score += weight * known[name]
            known[decision] = min(max(score, -HIGHEST), HIGHEST)
    return known


def sureness(weights: Weights, features: Mapping[str, float]) -> Sureness:
    """The probabilities of one attribution's decisions."""
    known = scored(weights, features)
    return Sureness(
        quote=squashed(known["quote"]),
        speaker=squashed(known["speaker"]),
        anonymity=squashed(known["anonymity"]),
        channel=squashed(known["channel"]),
    )


def log_odds(probability: float) -> float:
    """The logarithm of p / (1 - p), bounded."""
    p = min(max(probability, _LEAST), _MOST)
    return math.log(p / (1 - p))


def squashed(score: float) -> float:
    """The probability of these log odds."""
    return 1 / (1 + math.exp(-score))


_LEAST, _MOST = squashed(-HIGHEST), squashed(HIGHEST)
