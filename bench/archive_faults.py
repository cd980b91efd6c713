"""What faults do to an archive run: each is made to happen, and the tables are compared with an undisturbed run's.

    python -m bench.archive_faults [--articles 4000] [--kills 20] [FAULT …]

Prints a row a fault. The engine is the one of the tests, which sleeps a millisecond an article: what is looked
at is whether anything is lost or comes twice, not how fast it goes. `full` needs root, for a disk of its own.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.attribution.archive.runs import article, rows, run_here, tables, write_lines, write_parquet

ROOT = Path(__file__).resolve().parent.parent

#: The command with an engine of the tests, in parts small enough that there are many.
COMMAND = """
from attribution import cli
from attribution.archive import run
from tests.attribution.archive import engines

if __name__ == "__main__":
    run.PART_BYTES = (16_000, 16_000)
    raise SystemExit(cli.main(load=engines.{engine}))
"""


def command(folder: Path, source: Path, target: Path, engine: str = "timed", *options: str) -> list[str]:
    script = folder / f"{engine}.py"
    script.write_text(COMMAND.format(engine=engine))
    return [sys.executable, str(script), "archive", str(source), str(target), "--processes", "2", *options]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def killed(folder: Path, articles: int, kills: int) -> str:
    """The whole run ended by SIGKILL at random moments, its workers left to themselves."""
    source = write_lines(folder / "a.jsonl", [article(i, words=2) for i in range(articles)])
    line = command(folder, source, folder / "t")
    chance = random.Random(7)
    whole = articles * 0.001 / 2
    done = folder / "t" / "_archive" / "done"
    moments = []
    for _ in range(kills):
        with subprocess.Popen(line, env=environment(), stderr=subprocess.DEVNULL) as process:
            # So long after the start of the work that the kills are spread over all of it.
            there = len(list(done.iterdir())) if done.is_dir() else 0
            while process.poll() is None and (len(list(done.iterdir())) if done.is_dir() else 0) == there:
                time.sleep(0.002)
            time.sleep(chance.uniform(0, 2 * whole / kills))
            process.send_signal(signal.SIGKILL)
        moments.append(len(list(done.iterdir())))
    subprocess.run(line, env=environment(), check=True, stderr=subprocess.DEVNULL)
    return f"killed {kills} times, after {moments} of {len(list(done.iterdir()))} parts: {compared(folder, source)}"


def machine(folder: Path, articles: int, kills: int) -> str:
    """A machine of a Ray cluster taken away."""
    source = write_lines(folder / "a.jsonl", [article(i, words=2) for i in range(articles)])
    subprocess.run(
        [sys.executable, "-m", "tests.attribution.archive.on_cluster", str(source), str(folder / "t")],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return f"one machine of two taken away: {compared(folder, source)}"


def full(folder: Path, articles: int, kills: int) -> str:
    """A disk that is full again and again, and gets a little more room each time."""
    source = write_lines(folder / "a.jsonl", [article(i, words=2) for i in range(articles)])
    with disk(folder / "t") as enlarge:
        line = command(folder, source, folder / "t" / "archive", "quick")
        ended = 0
        while (found := subprocess.run(line, env=environment(), check=False, capture_output=True)).returncode:
            assert b"no space left on device" in found.stderr, found.stderr
            ended += 1
            enlarge()
        return f"disk full {ended} times: {compared(folder, source, folder / 't' / 'archive')}"


@contextmanager
def disk(path: Path) -> Iterator[Callable[[], None]]:
    """A disk in memory; gives what makes it larger."""
    size = 200
    path.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(path)], check=True)

    def enlarge() -> None:
        nonlocal size
        size += 100
        subprocess.run(["mount", "-o", f"remount,size={size}k", str(path)], check=True)

    try:
        yield enlarge
    finally:
        subprocess.run(["umount", str(path)], check=True)


def poison(folder: Path, articles: int, kills: int) -> str:
    """Articles that kill, crash or hang the process that analyses them."""
    lines = [article(i, words=2) for i in range(articles)]
    ways = ("KILL", "CRASH", "HANG")
    places = random.Random(7).sample(range(articles), 6)
    for number, place in enumerate(places):
        lines[place] = {"id": f"p{place}", "text": ways[number % 3]}
    source = write_lines(folder / "a.jsonl", lines)
    line = command(folder, source, folder / "t", "poisonous", "--time-limit", "1")
    subprocess.run(line, env=environment(), check=True, capture_output=True)
    found = {row["source_row"] - 1 for row in rows(folder / "t", "errors")}
    sound = write_lines(
        folder / "sound.jsonl", [b"" if i in places else line for i, line in enumerate(lines)]
    )
    told = "all in errors" if found == set(places) else f"in errors: {found}"
    others = compared(folder, sound, rename="a.jsonl")
    return f"{len(places)} articles that end their process, {told}; the others: {others}"


def damage(folder: Path, articles: int, kills: int) -> str:
    """Files that are cut off or damaged among sound ones."""
    source = folder / "source"
    source.mkdir()
    third = articles // 3
    cut = write_lines(source / "1.jsonl.gz", [article(i, words=2) for i in range(third)])
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size // 2])
    bad = write_parquet(source / "2.parquet", [article(i, words=2) for i in range(third)], row_group_size=100)
    data = bytearray(bad.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 2000] = b"\xff" * 2000
    bad.write_bytes(data)
    write_lines(source / "3.jsonl.zst", [article(i, words=2) for i in range(third)])
    subprocess.run(
        command(folder, source, folder / "t", "quick"), env=environment(), check=True, capture_output=True
    )
    read = {}
    for row in rows(folder / "t", "articles"):
        read[row["source_file"]] = read.get(row["source_file"], 0) + 1
    faults = [(row["source_file"], row["detail"]) for row in rows(folder / "t", "errors")]
    return f"of {third} articles each, read {read}, errors {faults}: {compared(folder, source)}"


def compared(folder: Path, source: Path, target: Path | None = None, rename: str | None = None) -> str:
    """How the tables differ from those of an undisturbed run in one process."""
    run_here(source, folder / "undisturbed")
    wanted, found = tables(folder / "undisturbed"), tables(target or folder / "t")
    answer = []
    for table in ("quotes", "speakers", "articles"):
        right = [row | {"source_file": rename or row["source_file"]} for row in wanted[table]]
        missing = sum(row not in found[table] for row in right) if right != found[table] else 0
        answer.append(
            f"{table} {len(right):,} rows, equal"
            if right == found[table]
            else f"{table} {len(found[table]):,} rows, {missing:,} MISSING or OTHER"
        )
    return ", ".join(answer)


FAULTS = {each.__name__: each for each in (killed, machine, full, poison, damage)}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("faults", nargs="*", metavar="FAULT", help=f"of {', '.join(FAULTS)} (default: all)")
    parser.add_argument("--articles", type=int, default=4000)
    parser.add_argument("--kills", type=int, default=20)
    asked = parser.parse_args()
    for name in asked.faults or FAULTS:
        with tempfile.TemporaryDirectory() as folder:
            begun = time.perf_counter()
            print(f"{name}: {FAULTS[name](Path(folder), asked.articles, asked.kills)}", end="")
            print(f" ({time.perf_counter() - begun:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
