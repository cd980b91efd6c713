"""Put the trained parts together into the pipeline that ships in attribution/model."""

import json
import shutil
from pathlib import Path

import spacy
from spacy.language import Language

from attribution import annotations, pipeline, tokens
from attribution.confidence import Weights
from attribution.network import Network
from training.paths import MODEL, WORK

NAME = "quote_attribution"


def syntax_pipeline(syntax: Path = WORK / "syntax" / "model-best") -> Language:
    """The stages that the attribution network is trained on."""
    annotations.register()
    nlp = spacy.load(syntax, exclude=["ner"])
    tokens.customise(nlp)
    nlp.add_pipe("attribution_blocks", first=True)
    nlp.add_pipe("attribution_quotations")
    return nlp


def assemble(
    network: Network,
    weights: Weights,
    syntax: Path = WORK / "syntax" / "model-best",
    names: Path = WORK / "names" / "model-best",
    target: Path = MODEL,
    version: str = "0.1.0",
) -> None:
    nlp = syntax_pipeline(syntax)
    # The names were trained on the same static vectors, so the component moves over as it is.
    nlp.add_pipe("ner", source=spacy.load(names), name="ner", before="attribution_quotations")
    for stage in pipeline.STAGES[pipeline.STAGES.index("attribution_links") :]:
        nlp.add_pipe(stage)
    nlp.get_pipe("attribution_links").network = network
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
    if tuple(nlp.pipe_names) != pipeline.STAGES:
        raise ValueError(f"stages out of order: {nlp.pipe_names}")
    shutil.rmtree(target, ignore_errors=True)
    nlp.to_disk(target)
    keep_labels_only(nlp, target / "vocab" / "strings.json")
    size = sum(f.stat().st_size for f in target.rglob("*") if f.is_file())
    print(f"{target}: {size / 1e6:.1f} MB")


def keep_labels_only(nlp: Language, path: Path) -> None:
    """Store the strings that labels need, and none of the words that training happened to meet.

    Static vectors are found by hash; the words behind them would only add size, and corpus words.
    """
    labels = {"", *(label for labels in nlp.pipe_labels.values() for label in labels)}
    # Transition labels are written "B-PERSON" and "L-nsubj": the parts are labels too.
    labels |= {label.partition("-")[2] for label in labels} | {"ROOT", "dep", "_SP", "SPACE"}
    path.write_text(json.dumps(sorted(labels)), encoding="utf-8")
