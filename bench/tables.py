"""The tables of bench/README.md from what pytest-benchmark has written."""

from collections.abc import Iterable, Mapping, Sequence
from math import log
from statistics import linear_regression, median
from typing import Any

#: The contestants of a race beside the engine, and what a reader calls them.
YARDSTICKS = {
    "one by one": "the same, each article by itself",
    "accurate model": "the same with the accurate model",
    "bare pipeline": "bare tagger, parser and names, width 96, depth 4",
    "textacy": "textacy's direct quotations upon it",
    "tokenizer, first pass": "spaCy's tokenizer alone, new",
    "tokenizer": "spaCy's tokenizer alone, having seen every word",
}


class Benchmarks:
    """The benchmarks of a run by name; those that a run left out are empty."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.machine: dict[str, Any] = document["machine_info"]
        self.date: str = document["datetime"]
        self._by_name = {found["name"]: found for found in document["benchmarks"]}

    def extra(self, name: str) -> dict[str, Any]:
        """What a benchmark told beyond the seconds of its rounds."""
        return self._by_name.get(name, {}).get("extra_info", {})

    def over(self, name: str) -> list[dict[str, Any]]:
        """The same of a benchmark that ran over several collections or in several ways."""
        return [found["extra_info"] for key, found in self._by_name.items() if key.startswith(f"{name}[")]

    def labels(self, name: str) -> list[str]:
        """What stands in the brackets of those."""
        return [key[len(name) + 1 : -1] for key in self._by_name if key.startswith(f"{name}[")]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a table; all columns but the first are figures."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]


def machine(benchmarks: Benchmarks) -> list[str]:
    """What was measured on, and when."""
    told = benchmarks.machine
    if not told:
        return []
    libraries = ", ".join(f"{name} {version}" for name, version in told["libraries"].items())
    return [f"{benchmarks.date[:10]}, {told['cores']} cores of {told['processor']}, {libraries}."]


def contestants(race: Mapping[str, Any]) -> dict[str, list[float]]:
    """Seconds of each, by round: textacy's are those of the bare pipeline and its own."""
    seconds = dict(race["seconds"])
    own = seconds.pop("textacy's own part")
    return seconds | {
        "textacy": [read + found for read, found in zip(seconds["bare pipeline"], own, strict=True)]
    }


def ratios(seconds: Mapping[str, Sequence[float]], name: str) -> list[float]:
    """How many times as fast as it the engine is, by round."""
    return [theirs / ours for theirs, ours in zip(seconds[name], seconds["engine"], strict=True)]


def side_by_side(benchmarks: Benchmarks) -> list[str]:
    """Words a second of the engine and of what it is held against."""
    races = benchmarks.over("test_side_by_side")
    if not races:
        return []
    columns = [(race["words"], contestants(race)) for race in races]
    head = [""]
    for race in races:
        head += [f"{race['corpus']}, words/s", "engine / it", "in rounds"]
    rows = [["**whole engine**"] + [cell for c in columns for cell in (speed(c[0], c[1]["engine"]), "1", "")]]
    for name, told in YARDSTICKS.items():
        row = [told]
        for words, seconds in columns:
            by_round = ratios(seconds, name)
            row += [
                speed(words, seconds[name]),
                f"{median(by_round):.2f}",
                f"{min(by_round):.2f} to {max(by_round):.2f}",
            ]
        rows.append(row)
    notes = [
        f"{race['corpus']}: {race['articles']} articles, {race['words']:,} words; the engine gives "
        f"{race['engine_quotes']:,} quotes of every kind with all labels, textacy {race['textacy_quotations']:,} "
        f"direct ones, and none of {race['textacy_refused']} articles with an odd number of marks."
        for race in races
    ]
    return [*table(head, rows), "", *notes]


def by_stage(benchmarks: Benchmarks) -> list[str]:
    """Microseconds a word by stage, and its share."""
    runs = benchmarks.over("test_by_stage")
    if not runs:
        return []
    head = ["stage"]
    for run in runs:
        head += [f"{run['corpus']}, µs a word", "share"]
    rows = []
    wholes = [sum(median(seconds) for seconds in run["seconds"].values()) for run in runs]
    for stage in runs[0]["seconds"]:
        row = [stage.removeprefix("attribution_")]
        for run, whole in zip(runs, wholes, strict=True):
            seconds = median(run["seconds"][stage])
            row += [f"{seconds / run['words'] * 1e6:.1f}", f"{seconds / whole:.0%}"]
        rows.append(row)
    whole_row = ["**whole**"]
    for run, whole in zip(runs, wholes, strict=True):
        whole_row += [f"{whole / run['words'] * 1e6:.1f}", ""]
    return table(head, [*rows, whole_row])


def lengths(run: Mapping[str, Any]) -> list[tuple[float, float]]:
    """Words of an article and the seconds that one takes, by length."""
    return [
        (run["words"][key] / run["articles"][key], median(seconds) / run["articles"][key])
        for key, seconds in run["seconds"].items()
    ]


def slope(points: Sequence[tuple[float, float]]) -> float:
    """The exponent by which seconds grow with words: of the line through the logarithms, by least squares."""
    return linear_regression([log(words) for words, _ in points], [log(s) for _, s in points]).slope


def by_length(benchmarks: Benchmarks) -> list[str]:
    """Seconds and words a second by length."""
    run = benchmarks.extra("test_by_length")
    if not run:
        return []
    points = lengths(run)
    rows = [[f"{w:,.0f}", f"{s:.3g}", f"{w / s:,.0f}", f"{s / w * 1e6:.0f}"] for w, s in points]
    longer = [point for point in points if point[0] >= 1_000]
    told = f"Seconds grow with words to the power of {slope(points):.3f}; from 1,000 words on, of {slope(longer):.3f}."
    lines = [*table(["words of the article", "seconds", "words/s", "µs a word"], rows), "", told]
    memory = benchmarks.extra("test_memory_of_the_longest")
    if memory:
        lines.append(
            f"A process that analyses an article of {memory['words']:,} words holds {memory['peak_mb']:.0f} MB at "
            f"most, {memory['before_mb']:.0f} MB before and {memory['after_mb']:.0f} MB after."
        )
    return lines


def processes(benchmarks: Benchmarks) -> list[str]:
    """Words a second with one process and with more."""
    run = benchmarks.extra("test_processes")
    if not run:
        return []
    seconds = run["seconds"]
    rows = []
    for number, own in seconds.items():
        gains = [one / many for one, many in zip(seconds["1"], own, strict=True)]
        rows.append(
            [
                number,
                speed(run["words"], own),
                f"{median(gains):.2f}",
                f"{median(gains) / int(number):.0%}",
                f"{min(gains):.2f} to {max(gains):.2f}",
            ]
        )
    return table(["processes", "words/s", "times one", "efficiency", "in rounds"], rows)


def memory_over_time(benchmarks: Benchmarks, longer: Mapping[str, Any] | None) -> list[str]:
    """Megabytes of a process at some moments, and how they grow."""
    runs = [run for run in (benchmarks.extra("test_memory"), longer) if run]
    if not runs:
        return []
    moments = {key: f"{run[key]:.0f}" for run in runs for key in run if key.startswith("after ")}
    rows = [
        ["loaded, one article read", f"{runs[0]['loaded_mb']:.0f}"],
        *([k, v] for k, v in moments.items()),
    ]
    for run in runs:
        quarter = max(1, len(run["samples"]) // 4)
        for number, megabytes in run["samples"][quarter::quarter]:
            rows.append(
                [f"{number:,} of {run['articles']:,} short articles, ever new names", f"{megabytes:.0f}"]
            )
    last = runs[-1]
    return [
        *table(["moment", "resident, MB"], rows),
        "",
        f"Over the second half of {last['articles']:,} articles it grows by {growth(last['samples']):.3f} MB a "
        f"thousand articles ({last['words'] / last['articles']:.0f} words each). Most ever: {last['peak_mb']:.0f} MB.",
    ]


def growth(samples: Sequence[Sequence[float]]) -> float:
    """Megabytes a thousand articles, by least squares over the second half."""
    later = samples[len(samples) // 2 :]
    return 1000 * linear_regression([n for n, _ in later], [megabytes for _, megabytes in later]).slope


def start(benchmarks: Benchmarks) -> list[str]:
    """Seconds until the first answer."""
    run = benchmarks.extra("test_first_answer")
    if not run:
        return []
    rows = [[step, f"{median(run[step]):.2f}"] for step in run]
    return table(["from the start of a process", "seconds"], rows)


def models(benchmarks: Benchmarks, accuracy: Mapping[str, Any] | None) -> list[str]:
    """The two models by speed and by what the scorer says of them."""
    races = benchmarks.over("test_side_by_side")
    if not races or not accuracy:
        return []
    race = races[-1]
    measures = list(next(iter(accuracy["fast"].values())))[1:]
    rows = []
    for gold in accuracy["fast"]:
        for model, contestant in (("fast", "engine"), ("accurate", "accurate model")):
            figures = accuracy[model][gold]
            rows.append(
                [f"{gold}, {model}", speed(race["words"], race["seconds"][contestant])]
                + [figures[measure] for measure in measures]
            )
    return table(["", f"words/s, {race['corpus']}", *measures], rows)


def html_reading(benchmarks: Benchmarks) -> list[str]:
    """Words a second of reading HTML."""
    found = zip(benchmarks.labels("test_html"), benchmarks.over("test_html"), strict=True)
    rows = [[label, f"{run['words_per_second']:,}"] for label, run in found]
    return table(["HTML of", "words/s"], rows) if rows else []


def speed(words: float, seconds: Sequence[float]) -> str:
    """Words a second, of the round in the middle."""
    return f"{words / median(seconds):,.0f}"
