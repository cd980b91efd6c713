"""How fast an archive is worked through, what the process that reads and writes costs, and what all of it would take.

    python -m bench.archive_speed speed [--articles 300] [--ray]      words/s with 1 and 2 processes or actors
                                  --asleep                            with an engine that only sleeps
    python -m bench.archive_speed overhead                            what is not the engine's, a word
    python -m bench.archive_speed memory [--articles 100000]          of the process that reads and writes
    python -m bench.archive_speed paper WORDS_PER_SECOND EFFICIENCY   200 million articles, on paper

Figures of one call are of one state of the machine: compare those alone.
"""

import argparse
import contextlib
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

# As in the command, before numpy is loaded.
from attribution.threads import one_thread_each

one_thread_each()

import seeds  # noqa: E402
from attribution.archive.crew import Worker  # noqa: E402
from attribution.archive.processes import processes  # noqa: E402
from attribution.archive.run import Request, Run  # noqa: E402
from attribution.archive.work import Analyst, Job  # noqa: E402
from attribution.cli import load_engine  # noqa: E402
from attribution.lines import Engine, Load  # noqa: E402
from attribution.requests import Options  # noqa: E402
from attribution.results import Answer  # noqa: E402

#: Quotebank (Vaucher et al., WSDM 2021): English news articles of 2008 to 2020, and words of such an article.
ARTICLES, WORDS = 200_000_000, 600

#: Dollars for an hour of a rented core, on demand; spot machines cost a third.
DOLLARS = 0.045

#: Words that the engine which sleeps does in a second.
ASLEEP = 25_000

#: Cores of the clusters that are reckoned with.
CORES = (2, 64, 512)


def write(path: Path, articles: int, shortened: int | None = None) -> Path:
    """JSON lines of our own articles, over and over, each from another place on; or of so many characters each."""
    texts = [seed.text for seed in seeds.load()]
    with path.open("w", encoding="utf-8") as file:
        for number in range(articles):
            text = texts[number % len(texts)]
            file.write(json.dumps({"id": str(number), "text": text[:shortened], "date": "2026-01-01"}) + "\n")
    return path


def seconds_of(run: Run, workers: Sequence[Worker]) -> tuple[float, int]:
    """Seconds from when the first part is done until all are, and the words of the others.

    The start of engines is left out: it is the same for an archive of any size.
    """
    begun = time.perf_counter()
    words = 0
    with run.begin() as ledger:
        for number, step in enumerate(run.work(ledger, workers)):
            if number < len(workers):
                begun = time.perf_counter()
            else:
                words += step.counts.words
    return time.perf_counter() - begun, words


def asleep() -> Engine:
    """An engine that needs no core: two of them keep out of each other's way on a machine that has other work."""
    from tests.attribution.archive import engines

    def engine(text: Any, name: str | None, options: Options) -> Answer:
        time.sleep(len(text.split()) / ASLEEP)
        return engines.analysed(text, name, options)

    return engines.each(engine)


@contextlib.contextmanager
def workers_of(kind: str, count: int, load: Load, run: Run) -> Iterator[Sequence[Any]]:
    if kind == "processes":
        with processes(count, load, run.recipe) as workers:
            yield workers
        return
    # Ray would report its use to its makers.
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    from attribution.archive.cluster import actors

    with actors("local", count, load, run.recipe) as workers:
        yield workers


def speed(articles: int, load: Load, with_ray: bool) -> None:
    """Words/s of one and two workers, and the second's part."""
    for kind in ("processes", "actors") if with_ray else ("processes",):
        rates = {}
        for count in (1, 2):
            with tempfile.TemporaryDirectory() as folder:
                source = write(Path(folder) / "a.jsonl", articles * count)
                # As long a part for each worker, and enough of them that the last ones matter little.
                request = Request(source=str(source), target=f"{folder}/t", part_bytes=40_000)
                run = Run(request, {})
                with workers_of(kind, count, load, run) as workers:
                    taken, words = seconds_of(run, workers)
                rates[count] = words / taken
        print(
            f"{kind}: {rates[1]:,.0f} words/s with one, {rates[2]:,.0f} with two: {rates[2] / rates[1]:.2f} times, "
            f"efficiency {rates[2] / rates[1] / 2:.2f}"
        )


def overhead() -> None:
    """Processor time of the engine and of all else, in one process."""
    with tempfile.TemporaryDirectory() as folder:
        source = write(Path(folder) / "a.jsonl", 28)
        run = Run(Request(source=str(source), target=f"{folder}/t", keep={"date": "date"}), {})
        begun = time.process_time()
        parts = list(run._reading.parts((), ()))
        reading = time.process_time() - begun
        spent = 0.0
        engine = load_engine()

        def timed(requests: Any) -> Any:
            nonlocal spent
            asked = list(requests)
            begun = time.process_time()
            answers = list(engine(asked))
            spent += time.process_time() - begun
            return iter(answers)

        analyst = Analyst(lambda: timed, run.recipe)
        jobs = [Job(file=part.file, records=part.records) for part in parts]
        analyst.work(jobs[0])
        spent, begun = 0.0, time.process_time()
        words = sum(analyst.work(job).counts.words for job in jobs)
        rest = time.process_time() - begun - spent
    print(
        f"engine {spent / words * 1e6:.1f} µs a word, tables {rest / words * 1e6:.2f} ({rest / spent:.1%}), "
        f"reading and cutting {reading / words * 1e6:.3f}"
    )


def memory(articles: int) -> None:
    """Megabytes that this process, which reads and writes, holds while many short articles pass through."""
    # Imported here: engines of the tests do next to nothing, so that this process is the busiest it can be.
    from tests.attribution.archive import engines

    with tempfile.TemporaryDirectory() as folder:
        source = write(Path(folder) / "a.jsonl", articles, shortened=300)
        run = Run(Request(source=str(source), target=f"{folder}/t"), {})
        begun, used, done = time.perf_counter(), time.process_time(), 0
        with run.begin() as ledger, processes(2, engines.quick, run.recipe) as workers:
            for number, step in enumerate(run.work(ledger, workers)):
                done += step.counts.articles
                if number % 20 == 0:
                    print(f"{done:9,} articles {resident():7.1f} MB")
        taken = time.process_time() - used
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{done:9,} articles {resident():7.1f} MB, most {most:.1f}; "
            f"{time.perf_counter() - begun:.1f} s, of which this process worked {taken:.2f}: "
            f"{source.stat().st_size / taken / 1e6:.0f} MB/s"
        )


def resident() -> float:
    """Megabytes that this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def paper(words_per_second: float, efficiency: float) -> None:
    """Core hours, days and dollars for `ARTICLES`, from what one core does and what a further one adds."""
    core_hours = ARTICLES * WORDS / words_per_second / efficiency / 3600
    print(f"{core_hours:,.0f} core hours, {core_hours * DOLLARS:,.0f} dollars at {DOLLARS} an hour of a core")
    for cores in CORES:
        print(f"{cores:4} cores: {core_hours / cores / 24:,.1f} days")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("speed", "overhead", "memory", "paper"))
    parser.add_argument("figures", nargs="*", type=float)
    parser.add_argument("--articles", type=int)
    parser.add_argument("--ray", action="store_true")
    parser.add_argument("--asleep", action="store_true")
    asked = parser.parse_args()
    if asked.what == "speed":
        speed(asked.articles or 300, asleep if asked.asleep else load_engine, asked.ray)
    elif asked.what == "overhead":
        overhead()
    elif asked.what == "memory":
        memory(asked.articles or 100_000)
    else:
        paper(*asked.figures)


if __name__ == "__main__":
    sys.exit(main())
