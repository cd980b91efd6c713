"""`python -m bench.report`: the figures of the last `make bench` as the tables and plots of bench/README.md.

What is written by hand in the README stays; a table stands between `<!-- NAME -->` and `<!-- end -->`. Tables for
which there are no figures stay as they are.
"""

import re
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from bench import plots
from bench.tables import (
    Benchmarks,
    by_length,
    by_stage,
    html_reading,
    machine,
    memory_over_time,
    models,
    processes,
    side_by_side,
    start,
)

FOLDER = Path(__file__).parent
README = FOLDER / "README.md"
RESULTS = FOLDER / "results"


def main() -> None:
    """Write what there are figures for."""
    benchmarks = Benchmarks(_decoded("engine.json"))
    longer, accuracy = (
        _decoded(name) if (RESULTS / name).exists() else None for name in ("memory.json", "accuracy.json")
    )
    found = {
        "machine": machine(benchmarks),
        "side by side": side_by_side(benchmarks),
        "models": models(benchmarks, accuracy),
        "stages": by_stage(benchmarks),
        "length": by_length(benchmarks),
        "processes": processes(benchmarks),
        "memory": memory_over_time(benchmarks, longer),
        "start": start(benchmarks),
        "html": html_reading(benchmarks),
        "service": _service(),
    }
    text = README.read_text()
    for name, lines in found.items():
        text = replaced(text, name, lines)
    README.write_text(text)
    plots.draw(benchmarks, accuracy, FOLDER)


def replaced(text: str, name: str, lines: Sequence[str]) -> str:
    """The text with these lines between the marks of that name; as it is where there are none.

    Raises:
        ValueError: the text has no such marks.
    """
    if not lines:
        return text
    inner = "\n".join(chain([f"<!-- {name} -->", ""], lines, ["", "<!-- end -->"]))
    pattern = rf"<!-- {re.escape(name)} -->.*?<!-- end -->"
    text, count = re.subn(pattern, lambda _: inner, text, count=1, flags=re.DOTALL)
    if not count:
        raise ValueError(f"{README.name} has no place for {name}.")
    return text


def _decoded(name: str) -> dict[str, Any]:
    return msgspec.json.decode((RESULTS / name).read_bytes())


def _service() -> list[str]:
    from bench import service

    path = RESULTS / "service.json"
    if not path.exists():
        return []
    return service.markdown(msgspec.json.decode(path.read_bytes(), type=service.Measurement)).splitlines()


if __name__ == "__main__":
    main()
