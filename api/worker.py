"""What happens in a worker process: load the engine, then answer what comes, some articles at a time.

The service's own process never imports spaCy; only this module's `load_engine` does, in the worker.
Only an article's answer, or the place where it failed, goes back: an exception's message may hold
article text and stays here.
"""

import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

import msgspec
from msgspec import UNSET, Raw

from api.many import VersionComparison, VersionPair
from api.rendering import Rendering
from api.samples import ARTICLE
from api.schemas import Article
from api.wire import Reply, packed, receive_all
from attribution.inputs.unreadable import UnreadableInput
from attribution.models import ModelName
from attribution.requests import Options, Request
from attribution.results import Answer

#: What a worker is asked: see `perform`.
Task = Article | VersionPair | Rendering

#: From articles to the JSON of their answers, or what was raised over them, in order.
Analyse = Callable[[Sequence[Article]], Iterator[bytes | Exception]]

#: Makes an `Analyse` inside the worker process; must be a function of a module, so that it can be sent there.
Load = Callable[[], Analyse]


@cache
def load_engine(model: ModelName = "fast") -> Analyse:
    """The shipped engine, loaded once a process."""
    from attribution import pipeline
    from attribution.collector import settle
    from attribution.inputs import formats

    nlp = pipeline.load(model=model)

    def requested(article: Article) -> Request | Exception:
        try:
            read = formats.read(
                text=article.text, html=article.html, document=article.document, format=article.format
            )
        except Exception as error:  # noqa: BLE001 - whatever it is, the other articles are still wanted
            return error
        options = Options(
            publication=article.publication,
            offset_unit=article.offset_unit,
            kinds=article.kinds,
            min_confidence=article.min_confidence,
            include=article.include,
        )
        return Request(article=read, id=article.id, options=options)

    def analyse(articles: Sequence[Article]) -> Iterator[bytes | Exception]:
        for answer in pipeline.analyse_all(nlp, map(requested, articles)):
            yield answer if isinstance(answer, Exception) else msgspec.json.encode(answer)

    # What is set up with the first article, a fifth of a second, is set up now; and a model that
    # loads but cannot be used is found out before any client meets it.
    answer_of(Article(text=ARTICLE), analyse)
    settle()
    return analyse


def load_accurate() -> Analyse:
    """The shipped engine with the accurate model."""
    return load_engine("accurate")


#: How the shipped engine is loaded, by the model.
LOADS: dict[ModelName, Load] = {"fast": load_engine, "accurate": load_accurate}


def run(connection: socket.socket, load: Load) -> None:
    """Serve `connection`, as `api.wire` describes, until its other end is closed."""
    # Ctrl-C and a supervisor's SIGTERM reach the whole process group. The service decides when its
    # workers go; were it killed outright, the closed connection ends this loop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        analyse = load()
    except Exception as error:  # noqa: BLE001 - whatever it is, the service must hear of it
        connection.sendall(packed(f"{type(error).__name__}: {error}"))
        return
    fall_silent()
    try:
        connection.sendall(packed(None))
        while True:
            replies = attempt(receive_all(connection), analyse)
            connection.sendall(b"".join(map(packed, replies)))
    except (EOFError, OSError):
        return


def fall_silent() -> None:
    """Close the service's own output to this process: what a library prints of an article would stand in its log."""
    with Path(os.devnull).open("wb") as nothing:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        for descriptor in (1, 2):
            os.dup2(nothing.fileno(), descriptor)


def attempt(tasks: Sequence[Task], analyse: Analyse) -> list[Reply]:
    """What becomes of tasks; of several, all are articles."""
    if len(tasks) > 1:
        # An engine that raises where it should yield gets them one by one.
        with suppress(Exception):
            articles = [task for task in tasks if isinstance(task, Article)]
            return [told(found) for found in analyse(articles)]
    return [attempt_alone(task, analyse) for task in tasks]


def attempt_alone(task: Task, analyse: Analyse) -> Reply:
    """What becomes of a task, whatever it is."""
    try:
        return perform(task, analyse)
    except Exception as error:  # noqa: BLE001 - one article must not end the worker
        return told(error)


def told(found: bytes | Exception) -> Reply:
    """What the service is told."""
    return found if isinstance(found, bytes | UnreadableInput) else place(found)


def perform(task: Task, analyse: Analyse) -> bytes:
    """The answer to an article, as JSON or as its rendering; or what became of the quotes of two versions."""
    if isinstance(task, Article):
        return answer_of(task, analyse)
    if isinstance(task, Rendering):
        return rendered(task, analyse)
    from attribution.comparison import compare

    before, after = version(task.before, "before", analyse), version(task.after, "after", analyse)
    found = compare(msgspec.json.decode(before, type=Answer), msgspec.json.decode(after, type=Answer))
    return msgspec.json.encode(
        VersionComparison(before=Raw(before), after=Raw(after), summary=found.summary, changes=found.changes)
    )


def answer_of(article: Article, analyse: Analyse) -> bytes:
    """The JSON of the answer to one article. What is raised over it is raised here."""
    (found,) = analyse([article])
    if isinstance(found, Exception):
        raise found
    return found


def version(article: Article, name: str, analyse: Analyse) -> bytes:
    """The answer to one of two versions.

    Raises:
        UnreadableInput: with a pointer that begins at the pair.
    """
    try:
        return answer_of(article, analyse)
    except UnreadableInput as error:
        raise UnreadableInput(f"#/{name}{error.pointer[1:]}", error.detail) from None


def rendered(task: Rendering, analyse: Analyse) -> bytes:
    """The answer to an article in the format that is wanted."""
    from attribution.outputs.rendering import render

    article = task.article
    answer = msgspec.json.decode(answer_of(article, analyse), type=Answer)
    # Of HTML and documents the answer itself tells the text that its offsets refer to.
    text = article.text if answer.text is UNSET else answer.text
    assert text is not UNSET
    return render(task.output, answer, text, article.url)


def place(error: BaseException) -> str:
    """What kind of exception arose where, without its message: "KeyError at links.py:120 in nearest"."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno} in {frames[-1].name}" if frames else ""
    return f"{type(error).__name__}{where}"
