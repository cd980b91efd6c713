"""What each part of the attribution network is worth, and what more training articles would bring.

    python -m training.ablation [--epochs N] [RUN …]

Each run trains a network with one thing changed, puts it into the shipped pipeline and scores that on
PolNeAR dev. All runs of a call share seed and epochs, so they compare with each other, and with the
shipped network only if it was trained as long. Figures are added to `training/work/ablation.json`.
"""

import argparse
import json
import pickle
import random
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import msgspec
import torch
from torch import nn

from attribution import pipeline
from attribution.network import Network as Engine
from attribution.network import Shape
from training import assemble, links
from training.evaluation import GoldSet, score
from training.paths import DATA, WORK

RESULTS = WORK / "ablation.json"
DEV = DATA / "polnear" / "dev.jsonl"


def silence(*tables: str) -> Callable[[links.Network], None]:
    """Keep these tables, or inputs of the mixing layer, at zero throughout the training."""

    def prepare(network: links.Network) -> None:
        for name in tables:
            if name in ("vector", "tensor"):
                end = network.mix.in_features - (network.shape.tensor if name == "vector" else 0)
                mute_columns(network.mix, end - getattr(network.shape, name), end)
            elif name == "transitions":
                network.transitions.requires_grad_(False)
            else:
                table = getattr(network, name)
                nn.init.zeros_(table.weight)
                table.weight.requires_grad_(False)

    return prepare


def mute_columns(layer: nn.Linear, start: int, end: int) -> None:
    """Make a layer deaf to some of its inputs."""
    mask = torch.ones_like(layer.weight)
    mask[:, start:end] = 0
    with torch.no_grad():
        layer.weight.mul_(mask)
    layer.weight.register_hook(lambda gradient: gradient * mask)


class Run(NamedTuple):
    """One change."""

    share: float = 1.0
    """Share of the training articles' paragraphs that is used."""
    shape: Shape = Shape()
    prepare: Callable[[links.Network], None] = silence()


RUNS = {
    "as shipped": Run(),
    "10% of train": Run(share=0.1),
    "30% of train": Run(share=0.3),
    "without words, affixes, shapes": Run(prepare=silence("norm_table", "prefix", "suffix", "word_shape")),
    "without static vectors": Run(prepare=silence("vector")),
    "without the parser's vectors": Run(prepare=silence("tensor")),
    "without tags and parse": Run(prepare=silence("tag", "dep", "up", "down")),
    "without the path to the cue": Run(prepare=silence("up", "down")),
    "without places in quotations": Run(prepare=silence("quote", "quote_length")),
    "without moves between labels": Run(prepare=silence("transitions")),
    "convolutions not dilated": Run(shape=Shape(dilations=(1, 1, 1, 1), link_dilations=(1, 1, 1))),
}


def examples(split: str) -> list[links.Paragraph]:
    """The paragraphs of a split, kept in a file: parsing them takes longer than an epoch."""
    kept = WORK / f"paragraphs-{split}.pickle"
    if not kept.exists():
        kept.write_bytes(pickle.dumps(links.examples_of(split, assemble.syntax_pipeline())))
    paragraphs: list[links.Paragraph] = pickle.loads(kept.read_bytes())
    return paragraphs


def figures(network: Engine, predicted: Path) -> dict[str, float]:
    """What the scorer says of the whole pipeline with this network."""
    nlp = pipeline.load()
    nlp.get_pipe("attribution_links").network = network
    with DEV.open("rb") as source, predicted.open("wb") as sink:
        for line in source:
            article = msgspec.json.decode(line)
            answer = pipeline.analyse(nlp, article["text"], id=article["id"])
            sink.write(msgspec.json.encode(answer) + b"\n")
    scores = score(GoldSet("polnear-dev", DEV), predicted)["all"]
    found = {key: scores[key]["f1"] for key in ("tokens", "exact", "matched", "matched+source")}
    return found | {"direct attributed": scores["direct"]["attributed"], "cue": scores["cue"]["hit"]}


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m training.ablation", description="Train with one thing changed."
    )
    parser.add_argument("runs", nargs="*", metavar="RUN", help=f"default: all of {', '.join(RUNS)}")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    train, dev = examples("train"), examples("dev")
    table = links.vector_table(assemble.syntax_pipeline())
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    for name in asked.runs or RUNS:
        run = RUNS[name]
        some = random.Random(asked.seed).sample(train, round(run.share * len(train)))
        network = links.train(
            some, dev, table, run.shape, epochs=asked.epochs, seed=asked.seed, prepare=run.prepare
        )
        engine = Engine(network.shape, network.export())
        results[name] = {"epochs": asked.epochs, **figures(engine, WORK / "ablation.predicted.jsonl")}
        print(name, results[name], flush=True)
        RESULTS.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
