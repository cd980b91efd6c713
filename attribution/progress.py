"""A bar that shows how far long work has come, for people at a terminal."""

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn


def progress(console: Console, total: int | None) -> Progress:
    """A bar with percentage, speed and time left, where a person looks on; `total` is in bytes."""
    return Progress(
        BarColumn(16),
        *([TaskProgressColumn()] if total is not None else []),
        TextColumn("{task.fields[speed]}"),
        *([TimeRemainingColumn(), TextColumn("left")] if total is not None else []),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
