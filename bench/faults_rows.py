"""How the outcome of a fault is told: a row of a Markdown table."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from bench.faults_clients import CORRECT, LOST, OTHER, REFUSED, WRONG, Record
from bench.faults_process import State


class Row(Struct, frozen=True):
    """What was done to the service and what became of it; as a string, the row of the table."""

    fault: str
    seconds: float | None
    record: Record
    figures: dict[str, object]
    broken: int
    """Promises that were broken, however many times."""

    def __str__(self) -> str:
        duration = "" if self.seconds is None else f", {self.seconds:g} s"
        figures = "; ".join(f"{name}: {value}" for name, value in self.figures.items())
        return f"| {self.fault}{duration} | {verdicts(self.record)} | {figures} |"


def verdicts(record: Record) -> str:
    """How many requests ended in which way; those that never should are always told."""
    told = {name: record.outcomes[name] for name in (CORRECT, REFUSED, WRONG, LOST)}
    told |= {OTHER: record.outcomes[OTHER]} if record.outcomes[OTHER] else {}
    how = "".join(f" ({count:,} {end})" for end, count in record.broken.items())
    return ", ".join(f"{count:,} {name}" for name, count in told.items()) + how


def memory(states: Sequence[State], after: State) -> str:
    """Megabytes at first, at most and at last, of the service and of its largest worker."""

    def told(name: str) -> str:
        values = [getattr(state, name) for state in states]
        return f"{values[0]:.0f} / {max(values):.0f} / {getattr(after, name):.0f} MB"

    return f"service {told('service_mb')}, worker {told('workers_mb')}"


def slope(states: Sequence[State]) -> str:
    """How fast memory grows, by least squares, in megabytes an hour."""
    if len(states) < 3:
        return "too short to tell"
    seconds = [state.seconds for state in states]

    def hourly(values: list[float]) -> float:
        return float(np.polyfit(seconds, values, 1)[0]) * 3600

    service = hourly([state.service_mb for state in states])
    worker = hourly([state.workers_mb for state in states])
    return f"service {service:+.1f}, worker {worker:+.1f} MB an hour"


def bad(record: Record) -> int:
    """Requests that were neither answered as the engine would nor refused with 503."""
    return sum(count for outcome, count in record.outcomes.items() if outcome not in (CORRECT, REFUSED))


def quantiles(record: Record, outcome: str, *, longest: bool = False) -> str:
    """Half of the latencies, 99 of 100, and the longest, in milliseconds."""
    shares = [0.5, 0.99, *([1.0] if longest else [])]
    return " / ".join(f"{record.quantile(outcome, share):.0f}" for share in shares)
