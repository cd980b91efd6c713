"""What each part of the network is worth, and what more training articles would bring.

    python -m training.ablation [--effort SHARE] [RUN …]

Each run trains a network with one thing changed, puts it into the shipped pipeline and scores that on
PolNeAR dev. All runs of a call share seed and effort, so they compare with each other, and with the
shipped network only if it was trained as long. Figures are added to `training/work/ablation.json`.
"""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import msgspec
import torch
from torch import nn

from attribution import pipeline
from attribution.network import Network as Engine
from attribution.network import Shape
from training import network
from training.evaluation import GoldSet, score
from training.paths import DATA, WORK

RESULTS = WORK / "ablation.json"
DEV = DATA / "polnear" / "dev.jsonl"


def silence(*tables: str) -> Callable[[network.Network], None]:
    """Keep these tables, or the static vectors, at zero throughout the training."""

    def prepare(trained: network.Network) -> None:
        for name in tables:
            if name == "vector":
                trained.vectors.zero_()
            elif name == "transitions":
                trained.transitions.requires_grad_(False)
            else:
                table = getattr(trained, name)
                nn.init.zeros_(table.weight)
                table.weight.requires_grad_(False)

    return prepare


class Run(NamedTuple):
    """One change."""

    share: float = 1.0
    """Share of PolNeAR's articles that is used."""
    shape: Shape = Shape()
    prepare: Callable[[network.Network], None] = silence()
    tasks: frozenset[str] = network.TASKS


RUNS = {
    "as shipped": Run(),
    "10% of train": Run(share=0.1),
    "30% of train": Run(share=0.3),
    "without words, affixes, shapes": Run(prepare=silence("words", "prefix", "suffix", "word_shape")),
    "without static vectors": Run(prepare=silence("vector")),
    "without places in quotations": Run(prepare=silence("place", "length")),
    "without moves between labels": Run(prepare=silence("transitions")),
    "convolutions not dilated": Run(shape=Shape(upper=(1, 1, 1, 1), link_dilations=(1, 1, 1))),
    "taught attributions alone": Run(tasks=frozenset({"tag", "retag", "cue", "role", "link", "opens"})),
    "the accurate network": Run(shape=network.SHAPES["accurate"]),
    "192 wide": Run(shape=Shape(width=192)),
}


def figures(engine: Engine, predicted: Path) -> dict[str, float]:
    """What the scorer says of the whole pipeline with this network."""
    nlp = pipeline.load()
    nlp.get_pipe("attribution_tags").network = engine
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
    parser.add_argument(
        "--effort", type=float, default=0.5, help="share of the epochs that the shipped one has had"
    )
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    for name in asked.runs or RUNS:
        change = RUNS[name]
        trained = network.train(
            network.data(share=change.share, seed=asked.seed),
            network.vector_table(),
            change.shape,
            seed=asked.seed,
            phases=[
                phase._replace(epochs=max(round(phase.epochs * asked.effort), 1)) for phase in network.PHASES
            ],
            prepare=change.prepare,
            tasks=change.tasks,
        )
        results[name] = {
            "effort": asked.effort,
            **figures(trained.engine(), WORK / "ablation.predicted.jsonl"),
        }
        print(name, results[name], flush=True)
        RESULTS.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
