"""Put the trained parts together into the pipeline that ships in attribution/model."""

import json
import shutil
from pathlib import Path

import spacy

from attribution import annotations, pipeline, tokens
from attribution.confidence import Weights
from attribution.labels import DEPS, NAMES, TAGS
from attribution.network import Network
from training.paths import MODEL, WORK

NAME = "quote_attribution"


def assemble(network: Network, weights: Weights, target: Path = MODEL, version: str = "0.1.0") -> None:
    """Write the pipeline: the words' static vectors, the network, and the weights of the confidences."""
    annotations.register()
    nlp = tokens.customise(spacy.load(WORK / "vectors"))
    for stage in pipeline.STAGES:
        nlp.add_pipe(stage)
    nlp.get_pipe("attribution_tags").network = network
    nlp.get_pipe("attribution_selection").weights = {"quote": weights["quote"]}
    nlp.get_pipe("attribution_confidence").weights = {k: w for k, w in weights.items() if k != "quote"}
    nlp.meta.update(
        name=NAME,
        version=version,
        license="see MODEL_CARD.md",
        description="Quotes of a news article with speaker, anonymity and channel",
        author="",
        email="",
        url="",
        performance={},
        sources=[],
    )
    shutil.rmtree(target, ignore_errors=True)
    nlp.to_disk(target)
    keep_labels_only(target / "vocab" / "strings.json")
    size = sum(f.stat().st_size for f in target.rglob("*") if f.is_file())
    print(f"{target}: {size / 1e6:.1f} MB")


def keep_labels_only(path: Path) -> None:
    """Store the strings that labels need, and none of the words that training happened to meet.

    Static vectors are found by hash; the words behind them would only add size, and corpus words.
    """
    path.write_text(json.dumps(sorted({"", "dep", *TAGS, *DEPS, *NAMES})), encoding="utf-8")
