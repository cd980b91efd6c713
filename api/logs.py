"""How lines of log look: for people, or as JSON for programs.

Neither shows the message of an exception, which may hold article text; they tell the place instead. This
holds for every logger, also those of libraries, as it is done where lines are written.
"""

import datetime
import logging
import sys
from types import TracebackType
from typing import Any, Literal, TextIO

import msgspec

from api.worker import place

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class TextFormatter(logging.Formatter):
    """A line for people."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        line = f"{self.formatTime(record)} {record.levelname} {record.name} {record.getMessage().rstrip()}"
        return f"{line}: {places(record.exc_info)}" if record.exc_info else line


class JsonFormatter(logging.Formatter):
    """A JSON object: `time`, `level`, `logger`, and either the fields of a request or a `message`."""

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        line: dict[str, Any] = {
            "time": time.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        line |= getattr(record, "fields", None) or {"message": record.getMessage().rstrip()}
        if record.exc_info:
            line["exception"] = places(record.exc_info)
        return msgspec.json.encode(line).decode()


def places(info: ExceptionInfo) -> str:
    """Where an exception arose, and those that led to it, without their messages."""
    found, error = [], info[1]
    while error is not None:
        found.append(place(error))
        if isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        else:
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return ", from ".join(found)


def configure(form: Literal["text", "json"], stream: TextIO | None = None) -> None:
    """Have all loggers write lines of this form, to standard error by default."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter() if form == "json" else TextFormatter())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
