"""What happens in a worker process: load the engine, then answer one article after the other.

The service's own process never imports spaCy; only this module's `load_engine` does, in the worker.
Only an article's answer, or the place where it failed, goes back: an exception's message may hold
article text and stays here.
"""

import signal
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec

from api.samples import ARTICLE
from api.schemas import Article

#: From an article to the JSON of its answer.
Analyse = Callable[[Article], bytes]

#: Makes an `Analyse` inside the worker process; must be a function of a module, so that it can be sent there.
Load = Callable[[], Analyse]


def load_engine() -> Analyse:
    """The shipped engine."""
    from attribution import pipeline

    nlp = pipeline.load()

    def analyse(article: Article) -> bytes:
        return msgspec.json.encode(
            pipeline.analyse(
                nlp,
                article.text,
                id=article.id,
                publication=article.publication,
                offset_unit=article.offset_unit,
                kinds=article.kinds,
            )
        )

    # What is set up with the first article, a fifth of a second, is set up now; and a model that
    # loads but cannot be used is found out before any client meets it.
    analyse(Article(text=ARTICLE))
    return analyse


def run(connection: Connection, load: Load) -> None:
    """Serve `connection` until its other end is closed.

    Sends `(True, b"")` once loaded, or `(False, reason)`; then for every article received `(True, answer)`
    or `(False, place)`.
    """
    # Ctrl-C and a supervisor's SIGTERM reach the whole process group. The service decides when its
    # workers go; were it killed outright, the closed connection ends this loop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        analyse = load()
    except Exception as error:  # noqa: BLE001 - whatever it is, the service must hear of it
        connection.send((False, f"{type(error).__name__}: {error}"))
        return
    reply: tuple[bool, bytes | str] = True, b""
    try:
        while True:
            connection.send(reply)
            article = connection.recv()
            try:
                reply = True, analyse(article)
            except Exception as error:  # noqa: BLE001 - one article must not end the worker
                reply = False, place(error)
    except (EOFError, OSError):
        return


def place(error: BaseException) -> str:
    """What kind of exception arose where, without its message: "KeyError at links.py:120 in nearest"."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno} in {frames[-1].name}" if frames else ""
    return f"{type(error).__name__}{where}"
