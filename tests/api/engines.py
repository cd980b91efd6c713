"""Stand-ins for the engine, for what the real one cannot be made to do on demand.

Each is a `Load` as a module's function, so that it can be sent to a worker process; those with a folder
take it by `functools.partial`.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from api.schemas import Article
from api.worker import Analyse

TICK_S = 0.01


def each(analyse: Callable[[Article], bytes]) -> Analyse:
    """An engine, from what it makes of one article."""

    def analyse_each(articles: Sequence[Article]) -> Iterator[bytes | Exception]:
        for article in articles:
            try:
                yield analyse(article)
            except Exception as error:  # noqa: BLE001 - as the engine does
                yield error

    return analyse_each


def echoing() -> Analyse:
    """Answers with the article itself."""
    return each(msgspec.json.encode)


def gated(folder: Path) -> Analyse:
    """Leaves a file of the article's name in `folder`, and answers once a file `open` is there."""

    def analyse(article: Article) -> bytes:
        (folder / str(article.id)).touch()
        while not (folder / "open").exists():
            time.sleep(TICK_S)
        return msgspec.json.encode(article)

    return each(analyse)


def counted(folder: Path) -> Analyse:
    """As `gated`, and answers with the number of articles that it was given together."""

    def analyse(articles: Sequence[Article]) -> Iterator[bytes | Exception]:
        list(gated(folder)(articles))
        return iter([msgspec.json.encode(len(articles))] * len(articles))

    return analyse


def failing() -> Analyse:
    """Raises an exception that repeats the article, as careless code does."""

    def analyse(article: Article) -> bytes:
        raise ValueError(article.text)

    return each(analyse)


def mortal(folder: Path) -> Analyse:
    """Dies as many times as the article says, by the count of files in `folder`; then answers."""

    def analyse(article: Article) -> bytes:
        deaths = len(list(folder.iterdir()))
        if deaths < int(article.text):
            (folder / str(deaths)).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return msgspec.json.encode(article)

    return each(analyse)


def identified() -> Analyse:
    """Answers with the id of its process."""
    return each(lambda _: msgspec.json.encode(os.getpid()))


def slow_to_load(folder: Path) -> Analyse:
    """Is loaded once a file `open` is in `folder`."""
    while not (folder / "open").exists():
        time.sleep(TICK_S)
    return echoing()


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

    return each(analyse)
