"""Put the trained parts together into the pipeline that ships in attribution/model."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import spacy
from spacy.language import Language

from attribution import annotations, pipeline, tokens
from attribution.confidence import Weights
from attribution.labels import DEPS, NAMES, TAGS
from attribution.models import ACCURATE, MODEL, ModelName
from attribution.network import Network
from training.paths import WORK

NAME = "quote_attribution"

#: The stages that hold what is trained.
TRAINED = ("attribution_tags", "attribution_selection", "attribution_confidence")


class Parts(NamedTuple):
    """What is trained of a model."""

    network: Network
    weights: Weights
    """Of the confidences."""


def folder(model: ModelName) -> Path:
    """Where the stages of a model ship that are its own; those of the default one stand in the pipeline."""
    return MODEL if model == "fast" else ACCURATE


def assemble(parts: Mapping[ModelName, Parts], version: str = "0.1.0") -> None:
    """Write the pipeline: the words' static vectors and what is trained, the accurate model beside the fast one."""
    annotations.register()
    nlp = tokens.customise(spacy.load(WORK / "vectors"))
    for stage in pipeline.STAGES:
        nlp.add_pipe(stage)
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
    put(nlp, parts["fast"])
    shutil.rmtree(MODEL, ignore_errors=True)
    nlp.to_disk(MODEL)
    keep_labels_only(MODEL / "vocab" / "strings.json")
    put(nlp, parts["accurate"])
    for stage in TRAINED:
        nlp.get_pipe(stage).to_disk(folder("accurate") / stage)
    for model in parts:
        size = sum(f.stat().st_size for f in folder(model).rglob("*") if f.is_file())
        print(f"{folder(model)}: {size / 1e6:.1f} MB")


def put(nlp: Language, parts: Parts) -> None:
    """Give the pipeline's stages what is trained."""
    network, weights = parts
    nlp.get_pipe("attribution_tags").network = network
    nlp.get_pipe("attribution_selection").weights = {"quote": weights["quote"]}
    nlp.get_pipe("attribution_confidence").weights = {k: w for k, w in weights.items() if k != "quote"}


def keep_labels_only(path: Path) -> None:
    """Store the strings that labels need, and none of the words that training happened to meet.

    Static vectors are found by hash; the words behind them would only add size, and corpus words.
    """
    path.write_text(json.dumps(sorted({"", "dep", *TAGS, *DEPS, *NAMES})), encoding="utf-8")
