"""The plots of bench/README.md: words a second side by side and by length, time by stage, accuracy by speed."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from bench.tables import Benchmarks, contestants, lengths

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Stages with less than this share are drawn as one.
LEAST_SHARE = 0.015

COLOUR = "#33658a"
PALE = "#b8c9d6"


def draw(benchmarks: Benchmarks, accuracy: Mapping[str, Any] | None, folder: Path) -> None:
    """Write the plots for which there are figures into the folder, as SVG."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams |= {"svg.hashsalt": "bench", "axes.spines.top": False, "axes.spines.right": False}
    plots = {
        "speed": _speed,
        "length": _length,
        "stages": _stages,
        "models": partial(_models, accuracy=accuracy),
    }
    for name, plot in plots.items():
        _save(benchmarks, folder / f"{name}.svg", plot)


def _save(benchmarks: Benchmarks, path: Path, plot: Callable[[Benchmarks, "Axes"], bool]) -> None:
    from matplotlib import pyplot

    figure, axis = pyplot.subplots(figsize=(6.4, 2.8))
    if plot(benchmarks, axis):
        figure.tight_layout()
        figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)


def _speed(benchmarks: Benchmarks, axis: "Axes") -> bool:
    """Words a second, on the collection that was measured last: the largest."""
    races = benchmarks.over("test_side_by_side")
    if not races:
        return False
    race = races[-1]
    speeds = {name: race["words"] / median(times) for name, times in contestants(race).items()}
    order = sorted(speeds, key=lambda name: speeds[name])
    # Dots: on a logarithmic scale the length of a bar says nothing.
    for name in order:
        axis.plot([speeds[name]], [name], marker="o", color=COLOUR if name == "engine" else PALE)
        axis.annotate(
            f"{speeds[name]:,.0f}", (speeds[name], name), (8, 0), textcoords="offset points", va="center"
        )
    axis.set_xscale("log")
    axis.set_xlim(min(speeds.values()) / 2, 4 * max(speeds.values()))
    axis.grid(axis="x", color="0.9")
    axis.margins(y=0.15)
    axis.set_xlabel(f"words a second on one core, {race['corpus']}")
    return True


def _models(benchmarks: Benchmarks, axis: "Axes", accuracy: Mapping[str, Any] | None) -> bool:
    """Accuracy by speed: a line a measure from the accurate model to the fast one."""
    races = benchmarks.over("test_side_by_side")
    if not races or not accuracy:
        return False
    race = races[-1]
    speeds = [race["words"] / median(race["seconds"][name]) for name in ("accurate model", "engine")]
    gold = next(iter(accuracy["fast"]))
    figures = accuracy["fast"][gold]
    measures = sorted([name for name in figures if figures[name]][1:], key=lambda name: -float(figures[name]))
    for number, measure in enumerate(measures):
        shares = [float(accuracy[model][gold][measure]) for model in ("accurate", "fast")]
        axis.plot(speeds, shares, marker="o", color=COLOUR, linewidth=1)
        # Neighbours are named at different ends, so that the names do not overlap.
        end, aside, to = (0, -8, "right") if number % 2 else (1, 8, "left")
        axis.annotate(
            measure, (speeds[end], shares[end]), (aside, 0), textcoords="offset points", va="center", ha=to
        )
    axis.set_xlim(0, 1.25 * speeds[1])
    axis.set_ylim(50, 100)
    axis.set_xlabel(f"words a second on one core, {race['corpus']}: accurate (left), fast (right)")
    axis.set_ylabel(f"{gold}, %")
    return True


def _length(benchmarks: Benchmarks, axis: "Axes") -> bool:
    run = benchmarks.extra("test_by_length")
    if not run:
        return False
    points = lengths(run)
    axis.plot([w for w, _ in points], [w / s for w, s in points], marker="o", color=COLOUR)
    axis.set_xscale("log")
    axis.set_ylim(bottom=0)
    axis.set_xlabel("words of the article")
    axis.set_ylabel("words a second")
    return True


def _stages(benchmarks: Benchmarks, axis: "Axes") -> bool:
    """Bars of microseconds a word, small stages together."""
    runs = benchmarks.over("test_by_stage")
    if not runs:
        return False
    run = runs[-1]
    costs = {
        stage.removeprefix("attribution_"): median(times) / run["words"] * 1e6
        for stage, times in run["seconds"].items()
    }
    least = LEAST_SHARE * sum(costs.values())
    shown = {stage: cost for stage, cost in costs.items() if cost >= least}
    small = sum(costs.values()) - sum(shown.values())
    if small:
        shown["the others"] = small
    bars = axis.barh(list(shown), list(shown.values()), color=COLOUR)
    axis.invert_yaxis()
    axis.bar_label(bars, fmt="{:.1f}", padding=3)
    axis.margins(x=0.12)
    axis.tick_params(axis="y", labelsize=7)
    axis.set_xlabel(f"microseconds a word, {run['corpus']}")
    return True
