"""Memory of a process that runs the engine, as a worker of the service or of the command line does.

    python -m bench.memory --articles 50000 --write    # some minutes
    python -m bench.memory --longest 200000

The first analyses so many short articles, each with surnames that none before had, after our own articles and
PolNeAR's dev articles where they are at hand; the second one article of so many words. Prints what it found as
JSON; with --write it stands in bench/results/memory.json as well, where `python -m bench.report` finds it.
Linux only: memory is read from /proc.
"""

import argparse
import gc
import json
import resource
import time
from pathlib import Path

from attribution.threads import one_thread_each

MEGABYTE = 1_000_000
RESULT = Path(__file__).parent / "results" / "memory.json"

#: Words of a short article.
SHORT = 60

#: How many times the memory is read on the way.
SAMPLES = 40


def resident() -> float:
    """Megabytes of memory that this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * resource.getpagesize() / MEGABYTE, 2)


def peak() -> float:
    """The most that it ever held."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGABYTE, 2)


def longest(words: int) -> dict[str, object]:
    """The memory that an article of so many words takes."""
    from attribution import pipeline
    from bench import articles

    text = next(articles.of_length(words))
    nlp = pipeline.load()
    pipeline.analyse(nlp, articles.ours()[0])
    before = resident()
    pipeline.analyse(nlp, text)
    return {"words": articles.length(text), "before_mb": before, "peak_mb": peak(), "after_mb": resident()}


def over_time(articles_wanted: int) -> dict[str, object]:
    """The memory over so many short articles."""
    from itertools import islice

    from attribution import pipeline
    from bench import articles

    nlp = pipeline.load()
    pipeline.analyse(nlp, articles.ours()[0])
    gc.collect()
    gc.freeze()
    figures: dict[str, object] = {"loaded_mb": resident()}
    for name, texts in articles.corpora().items():
        for text in texts:
            pipeline.analyse(nlp, text)
        figures[f"after {name}"] = resident()
    every = max(1, articles_wanted // SAMPLES)
    begun = time.perf_counter()
    samples = [(0, resident())]
    words = 0
    for number, text in enumerate(islice(articles.of_length(SHORT), articles_wanted), 1):
        pipeline.analyse(nlp, text)
        words += articles.length(text)
        if number % every == 0:
            samples.append((number, resident()))
    return figures | {
        "articles": articles_wanted,
        "words": words,
        "seconds": round(time.perf_counter() - begun, 1),
        "samples": samples,
        "peak_mb": peak(),
    }


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.memory",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("--articles", type=int, help="how many short articles")
    asked.add_argument("--longest", type=int, help="the words of one article")
    parser.add_argument("--write", action="store_true", help=f"also to {RESULT.name}, for the report")
    arguments = parser.parse_args()
    one_thread_each()
    figures = longest(arguments.longest) if arguments.longest else over_time(arguments.articles)
    print(json.dumps(figures))
    if arguments.write:
        RESULT.parent.mkdir(exist_ok=True)
        RESULT.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
