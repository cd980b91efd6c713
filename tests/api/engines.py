"""Stand-ins for the engine, for what the real one cannot be made to do on demand.

Each is a `Load` as a module's function, so that it can be sent to a worker process; those with a folder
take it by `functools.partial`.
"""

import os
import signal
import time
from pathlib import Path

import msgspec

from api.schemas import Article
from api.worker import Analyse

TICK_S = 0.01


def echoing() -> Analyse:
    """Answers with the article itself."""
    return msgspec.json.encode


def gated(folder: Path) -> Analyse:
    """Leaves a file of the article's name in `folder`, and answers once a file `open` is there."""

    def analyse(article: Article) -> bytes:
        (folder / str(article.id)).touch()
        while not (folder / "open").exists():
            time.sleep(TICK_S)
        return msgspec.json.encode(article)

    return analyse


def failing() -> Analyse:
    """Raises an exception that repeats the article, as careless code does."""

    def analyse(article: Article) -> bytes:
        raise ValueError(article.text)

    return analyse


def mortal(folder: Path) -> Analyse:
    """Dies as many times as the article says, by the count of files in `folder`; then answers."""

    def analyse(article: Article) -> bytes:
        deaths = len(list(folder.iterdir()))
        if deaths < int(article.text):
            (folder / str(deaths)).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return msgspec.json.encode(article)

    return analyse


def identified() -> Analyse:
    """Answers with the id of its process."""
    return lambda _: msgspec.json.encode(os.getpid())


def slow_to_load(folder: Path) -> Analyse:
    """Is loaded once a file `open` is in `folder`."""
    while not (folder / "open").exists():
        time.sleep(TICK_S)
    return msgspec.json.encode


def unloadable() -> Analyse:
    """Has no model."""
    raise FileNotFoundError("no model here")


def fatal_to_load() -> Analyse:
    """Dies while it loads."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def sometimes_endless() -> Analyse:
    """Never answers an article whose text is "endless"; others at once."""

    def analyse(article: Article) -> bytes:
        while article.text == "endless":
            time.sleep(TICK_S)
        return msgspec.json.encode(article)

    return analyse
