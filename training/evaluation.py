"""Score the shipped models against gold articles: PolNeAR dev, its labelled part, and our own seeds.

    python -m training.evaluation [--processes N]

Predictions land in `training/work/evaluation/`, the scorer's full figures in
`training/work/evaluation.json`, those of the table in `bench/results/accuracy.json`, where
`python -m bench.report` finds them. The scorer is a program of its own, so that what it counts does
not depend on this project.
"""

import argparse
import json
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import NamedTuple, get_args

from rich.console import Console
from rich.table import Table

from attribution import lines
from attribution.cli import count, load_engine
from attribution.models import ModelName
from attribution.requests import Options
from training.paths import DATA, ROOT, SCORER, WORK

#: Columns of the table.
HEADINGS = ("gold", "tokens", "exact", "match", "source", "direct", "speaker", "anon", "chan")

FOLDER = WORK / "evaluation"
REPORT = WORK / "evaluation.json"
FIGURES = ROOT / "bench" / "results" / "accuracy.json"


class GoldSet(NamedTuple):
    """Articles with the attributions that people marked in them, one a line, as the scorer reads them."""

    name: str
    path: Path
    by: str | None = None
    """A field of the articles; the figures are also given for each of its values."""


def gold_sets() -> list[GoldSet]:
    """What there is to score against; the seeds are written out on the way."""
    seeds = FOLDER / "seeds.gold.jsonl"
    seeds.write_bytes(
        subprocess.run([sys.executable, "-m", "seeds"], cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    )
    polnear = DATA / "polnear"
    return [
        GoldSet("polnear-dev", polnear / "dev.jsonl", by="publisher"),
        GoldSet("polnear-labelled", polnear / "dev.labelled.jsonl"),
        GoldSet("seeds", seeds),
    ]


def predict(gold: GoldSet, processes: int, model: ModelName) -> tuple[Path, dict]:
    """Annotate the articles of a gold set; returns the file of answers, and counts.

    An article on which the engine fails has no quotes, and so counts as missed; `errors` tells how many.
    """
    predicted = FOLDER / f"{gold.name}.{model}.predicted.jsonl"
    articles = errors = words = 0
    started = time.perf_counter()
    with gold.path.open("rb") as source, predicted.open("wb") as sink:
        for done in lines.annotate(source, partial(load_engine, model), Options(), processes):
            sink.write(done.output)
            articles, errors, words = articles + done.articles, errors + done.errors, words + done.words
    seconds = round(time.perf_counter() - started, 1)
    return predicted, {"articles": articles, "errors": errors, "words": words, "seconds": seconds}


def score(gold: GoldSet, predicted: Path) -> dict:
    """The scorer's figures by part: `all`, and each value of `gold.by`."""
    by = ["--by", gold.by] if gold.by else []
    command = [sys.executable, SCORER, gold.path, predicted, "--json", *by]
    figures = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return figures if by else {"all": figures}


def evaluate(processes: int = 1) -> dict:
    """Annotate and score every gold set; returns `{model: {name: {"run": counts, "scores": figures by part}}}`."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    report: dict = {model: {} for model in get_args(ModelName)}
    for gold in gold_sets():
        for model, found in report.items():
            predicted, run = predict(gold, processes, model)
            found[gold.name] = {"run": run, "scores": score(gold, predicted)}
    REPORT.write_text(json.dumps(report, indent=1) + "\n")
    figures = {
        model: {
            name: dict(zip(HEADINGS, row(one["scores"]["all"]), strict=True)) for name, one in found.items()
        }
        for model, found in report.items()
    }
    FIGURES.write_text(json.dumps(figures, indent=1) + "\n")
    return report


def table_of(model: str, report: dict) -> Table:
    """A row for each gold set and each part of it, in per cent."""
    table = Table(
        title=f"{model}: F1, or share of the gold attributions, in %",
        title_justify="left",
        box=None,
        padding=(0, 1, 0, 0),
    )
    table.add_column("", no_wrap=True)
    for heading in HEADINGS:
        table.add_column(heading, justify="right", no_wrap=True)
    for name, result in report.items():
        for part, figures in result["scores"].items():
            table.add_row(name if part == "all" else f"  {part}", *row(figures))
    return table


def row(figures: dict) -> list[str]:
    """Gold attributions, F1 of tokens, exact, matched and matched+source, direct ones attributed, labels."""
    overlaps = [percent(figures[key]["f1"]) for key in ("tokens", "exact", "matched", "matched+source")]
    labels = [percent(figures.get(key, {}).get("accuracy")) for key in ("speaker", "anonymity", "channel")]
    return [f"{figures['gold']:,}", *overlaps, percent(figures["direct"]["attributed"]), *labels]


def percent(share: float | None) -> str:
    """`61.3`, or nothing where there is no figure."""
    return "" if share is None else f"{share * 100:.1f}"


def main() -> None:
    """Run the evaluation, or say what it needs."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluation", description="Score the engine.")
    parser.add_argument("--processes", type=count, default=1, metavar="N", help="work in N processes")
    asked = parser.parse_args()
    console = Console(highlight=False)
    if absent := [path for path in (DATA / "polnear" / "dev.jsonl", SCORER) if not path.exists()]:
        console.print(
            f"Nothing to score with: put the corpora and the scorer at {' and '.join(map(str, absent))}, "
            "or set ATTRIBUTION_SHARED to the folder that holds data/ and evaluate/.",
            soft_wrap=True,
        )
        return
    report = evaluate(asked.processes)
    for model, found in report.items():
        console.print(table_of(model, found))
        for name, result in found.items():
            run = result["run"]
            console.print(f"{name}: {run['articles']} articles, {run['errors']} errors, {run['seconds']} s")
    console.print(f"All figures: {REPORT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
