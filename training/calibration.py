"""Fit the weights of attribution/confidence.py, and measure how far its probabilities can be believed.

Whether words are attributed, and to which mention, is fitted on a quarter of PolNeAR train with a
network trained on the other three; that is measured on dev. Whether speaker, anonymity and channel
are right is fitted on the labelled dev articles and our seeds, the only ones with such labels, and
measured by leaving articles out.

    python -m training calibration
"""

import importlib.util
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from attribution import pipeline
from attribution.answer import answer_for
from attribution.columns import columns
from attribution.confidence import RAW, Weighted, Weights, features_of, scored, squashed
from attribution.models import ModelName
from attribution.network import Network as Engine
from attribution.quote_kinds import quote_kind, words_in_marks
from attribution.selection import wording
from training import corpora, network
from training.assemble import TRAINED, Parts, folder, put
from training.paths import DATA, ROOT, SCORER, WORK

FIGURES = WORK / "calibration.json"
PLOT = ROOT / "docs" / "calibration.svg"

#: Every so many articles of train is kept from the network that the fit looks at.
EVERY = 4

FEATURES = {
    "quote": (
        "bias", "cue", "labels", "says", "no source", "all quoted", "some quoted", "length", "pieces", "verb",
        "that", "cue is no verb",
    ),
    "source": ("bias", "quote", "labels", "no cue", "no source"),
    "speaker": ("bias", "source", "resolved", "no source", "unresolved"),
    "anonymity": ("bias", "speaker", "status", "unresolved"),
    "channel": ("bias", "quote", "route"),
}  # fmt: skip


class Judged(NamedTuple):
    """A predicted attribution: what is known of it, and which of its decisions are right (None: not known)."""

    article: str
    features: dict[str, float]
    right: dict[str, bool | None]


class Curve(NamedTuple):
    """What is said of a decision over many quotes, and how it is; the same with the raw numbers."""

    said: NDArray[np.float64]
    right: NDArray[np.bool_]
    raw_said: NDArray[np.float64]
    raw_right: NDArray[np.bool_]

    def figures(self) -> dict[str, float]:
        return {
            "decisions": len(self.said),
            "right": round(float(self.right.mean()), 4),
            "mean probability": round(float(self.said.mean()), 4),
            "error": round(error(self.said, self.right), 4),
            "error before": round(error(self.raw_said, self.raw_right), 4),
        }


def scorer() -> Any:
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("scorer", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judge(nlp: Language, articles: list[dict], least: float | None = None) -> Iterator[Judged]:
    """Run the articles and compare each predicted attribution with the gold one it matches, if any.

    Args:
        nlp: the pipeline.
        articles: gold articles.
        least: keep quotes of this confidence, instead of the usual.
    """
    score = scorer()
    for article in articles:
        text = article["text"]
        doc = nlp.make_doc(text)
        doc._.min_confidence = least
        doc = nlp(doc)
        answer = answer_for(doc, model=nlp.meta)
        marked = words_in_marks(doc)
        known = [
            {**wording(columns(doc), attribution, quote_kind(attribution, marked)), **features}
            for attribution, features in zip(doc._.attributions, features_of(doc), strict=True)
        ]
        tokens = score.words(text)
        gold = [(score.covered(tokens, a["content"]), a) for a in article["attributions"]]
        said = [
            (quote, score.covered(tokens, [(s.start, s.end) for s in quote.spans])) for quote in answer.quotes
        ]
        pairs = sorted(
            (
                (len(g & p) / len(g | p), -a, -b)
                for a, (g, _) in enumerate(gold)
                for b, (_, p) in enumerate(said)
                if g & p
            ),
            reverse=True,
        )
        partner: dict[int, int] = {}
        taken: set[int] = set()
        for overlap, a, b in pairs:
            if overlap >= 0.5 and a not in taken and b not in partner:
                taken.add(a)
                partner[b] = a
        # The quotes are in order of their content, as are the attributions of the document.
        for b, (quote, _) in enumerate(said):
            right: dict[str, bool | None] = dict.fromkeys(FEATURES)
            right["quote"] = -b in partner
            if -b in partner:
                mark = gold[-partner[-b]][1]
                right["source"] = source_agrees(score, text, tokens, mark, quote)
                if "speaker" in mark:
                    name = quote.speaker and quote.speaker.name
                    right["speaker"] = score.same_speaker(mark["speaker"], name)
                if mark.get("anonymity"):
                    right["anonymity"] = quote.anonymity.status == mark["anonymity"]
                if mark.get("channel"):
                    right["channel"] = quote.channel.type == mark["channel"]
            yield Judged(article["id"], known[b], right)


def source_agrees(score: Any, text: str, tokens: Any, mark: dict, quote: Any) -> bool:
    """As the scorer has it: both absent, or a shared word that is not a function word, or one inside the other."""
    gold = score.covered(tokens, mark.get("source") or [])
    said = score.covered(tokens, [(quote.source.start, quote.source.end)] if quote.source else [])
    if not gold or not said:
        return not gold and not said
    both = gold & said
    return bool(both) and (
        both in (gold, said) or any(text[slice(*tokens[k])].lower() not in score.FUNCTION for k in both)
    )


def fit(judged: list[Judged], decision: str, weights: dict[str, dict[str, float]]) -> dict[str, float]:
    """Logistic regression of one decision, given the weights of those before it."""
    from sklearn.linear_model import LogisticRegression

    names = FEATURES[decision]
    rows, right = table(judged, decision, weights)
    model = LogisticRegression(C=1.0, fit_intercept=False, max_iter=2000).fit(rows, right)
    return {name: round(float(w), 4) for name, w in zip(names, model.coef_[0], strict=True)}


def table(
    judged: list[Judged], decision: str, weights: dict[str, dict[str, float]]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The features of a decision where it is known whether it is right."""
    some = [one for one in judged if one.right[decision] is not None]
    known = [scored(weights, one.features) for one in some]
    rows = np.array([[features[name] for name in FEATURES[decision]] for features in known])
    return rows, np.array([bool(one.right[decision]) for one in some])


def error(said: NDArray[np.float64], right: NDArray[np.bool_], bins: int = 10) -> float:
    """Expected calibration error: mean distance of probability and share right, over bins of equal count."""
    order = np.argsort(said, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    return float(sum(abs(said[p].mean() - right[p].mean()) * len(p) for p in parts) / len(said))


def probabilities(
    judged: list[Judged], decision: str, weights: Any
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """What is said of a decision, and whether it is right."""
    some = [one for one in judged if one.right[decision] is not None]
    said = [squashed(scored(weights, one.features)[decision]) for one in some]
    return np.array(said), np.array([bool(one.right[decision]) for one in some])


def folded_network(model: ModelName, seed: int) -> Engine:
    """A network of the shipped make that has not seen every fourth article of train."""
    fold = WORK / f"fold-{model}"
    return Engine.from_disk(fold) if fold.exists() else network.fit(fold, model, seed, leaving_out=EVERY)


def build(seed: int) -> None:
    """Fit the weights of each model, write them and their figures, and draw the reliability plot of the default one."""
    curves = {model: calibrate(model, seed) for model in network.SHAPES}
    figures = {
        model: {decision: curve.figures() for decision, curve in of.items()} for model, of in curves.items()
    }
    FIGURES.write_text(json.dumps(figures, indent=1) + "\n")
    print(json.dumps(figures, indent=1))
    draw(curves["fast"])


def calibrate(model: ModelName, seed: int) -> dict[str, Curve]:
    """Fit and write the weights of a model; returns what is said of each decision with them."""
    nlp = pipeline.load(model=model)
    shipped = nlp.get_pipe("attribution_tags").network
    put(nlp, Parts(folded_network(model, seed), RAW))
    unseen = [a for i, a in enumerate(corpora.polnear("train")) if i % EVERY == 0]
    train = list(judge(nlp, unseen, least=0.0))
    weights: dict[str, dict[str, float]] = {}
    weights["quote"] = fit(train, "quote", weights)
    weights["source"] = fit(train, "source", weights)
    put(nlp, Parts(shipped, RAW))
    dev = list(judge(nlp, corpora.polnear("dev"), least=0.0))
    put(nlp, Parts(shipped, {**RAW, "quote": weights["quote"]}))
    labelled = list(judge(nlp, [*lines_of(DATA / "polnear" / "dev.labelled.jsonl"), *seeds()]))
    before = dict(weights)
    del before["quote"]
    for decision in ("speaker", "anonymity", "channel"):
        before[decision] = fit(labelled, decision, before)
    weights.update(before)
    put(nlp, Parts(shipped, weights))
    for stage in TRAINED:
        nlp.get_pipe(stage).to_disk(folder(model) / stage)
    Weighted(weights).to_disk(result(model))
    return {
        "quote": Curve(*probabilities(dev, "quote", weights), *probabilities(dev, "quote", RAW)),
        **{
            decision: Curve(
                *left_out(labelled, decision, before, random.Random(seed)),
                *probabilities(labelled, decision, RAW),
            )
            for decision in ("speaker", "anonymity", "channel")
        },
    }


def result(model: ModelName) -> Path:
    """Where the weights of a model stand, for `trained`."""
    return WORK / f"confidence-{model}"


def trained(model: ModelName) -> Weights:
    """The weights that `calibrate` found; before its first run, the raw numbers."""
    return Weighted().from_disk(result(model)).weights if result(model).exists() else RAW


def left_out(
    judged: list[Judged],
    decision: str,
    weights: dict[str, dict[str, float]],
    rng: random.Random,
    parts: int = 5,
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Probabilities for each fifth of the articles from weights fitted on the other four."""
    articles = sorted({one.article for one in judged})
    rng.shuffle(articles)
    said, right = [], []
    for part in range(parts):
        out = set(articles[part::parts])
        fitted = fit([one for one in judged if one.article not in out], decision, weights)
        some = probabilities(
            [one for one in judged if one.article in out], decision, {**weights, decision: fitted}
        )
        said.append(some[0])
        right.append(some[1])
    return np.concatenate(said), np.concatenate(right)


def draw(curves: dict[str, Curve]) -> None:
    """Reliability plot: the share that is right against the probability, ten bins of equal count."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "calibration"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, len(curves), figsize=(3 * len(curves), 3.2), sharey=True)
    for axis, (decision, curve) in zip(axes, curves.items(), strict=True):
        said, right = curve.said, curve.right
        order = np.argsort(said, kind="stable")
        parts = np.array_split(order, 10)
        axis.plot([0, 1], [0, 1], color="0.8", linewidth=1)
        axis.plot([said[p].mean() for p in parts], [right[p].mean() for p in parts], marker="o", markersize=4)
        axis.set_title(decision)
        axis.set_xlabel("probability")
        axis.set_xlim(0, 1)
        axis.set_ylim(0, 1)
    axes[0].set_ylabel("share right")
    figure.tight_layout()
    PLOT.parent.mkdir(exist_ok=True)
    figure.savefig(PLOT, metadata={"Date": None})


def lines_of(path: Any) -> list[dict]:
    """The articles of a JSONL file."""
    return [msgspec.json.decode(line) for line in path.read_bytes().splitlines() if line.strip()]


def seeds() -> list[dict]:
    """Our own articles, as gold."""
    printed = subprocess.run(
        [sys.executable, "-m", "seeds"], cwd=ROOT, check=True, stdout=subprocess.PIPE
    ).stdout
    return [msgspec.json.decode(line) for line in printed.splitlines()]
