"""JSON lines in, JSON lines out: in the place of each article its answer, or what is wrong with it.

Lines are independent: a bad one becomes an error line and the rest go on. With several processes that also holds
of a line that ends the process which works on it. Answers keep the order of the articles and are the same for any
number of processes. However long the input, only the chunks in work are held in memory. Where the lines come from
and where the answers go is left to the caller.
"""

import contextlib
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Annotated, Any, BinaryIO

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from attribution import problems
from attribution.inputs.names import DocumentFormat
from attribution.inputs.unreadable import UnreadableInput
from attribution.problems import Fault, Problem
from attribution.processes import CHANCES, FALSE_STARTS, LostError, Process, WorkersEndedError
from attribution.requests import Options, Request
from attribution.results import Answer, Include, OffsetUnit, Probability, QuoteKind

#: The longest line that is read, in bytes: some 2.5 million words.
MAX_LINE = 16 * 1024 * 1024

#: What one process takes at once. Large enough to make the hand-over cheap, small enough that all
#: processes finish at about the same time.
CHUNK_LINES = 16
CHUNK_BYTES = 256 * 1024

#: How many chunks wait for each process, so that none is idle while a slow chunk before it is awaited.
AHEAD = 4


class Article(Struct, frozen=True, kw_only=True):
    """One line of input. Other fields are ignored; an option that is absent or null takes the run's value.

    Its words stand in one of `text`, `html` and `document`, the last with its `format`.
    """

    text: str | UnsetType = UNSET
    html: str | UnsetType = UNSET
    document: dict[str, Any] | str | UnsetType = UNSET
    format: DocumentFormat | UnsetType = UNSET
    id: str | None = None
    language: str | None = None
    publication: str | None = None
    offset_unit: OffsetUnit | None = None
    kinds: Annotated[tuple[QuoteKind, ...], Meta(min_length=1)] | None = None
    min_confidence: Probability | None = None
    include: tuple[Include, ...] | None = None


class ErrorLine(Struct, frozen=True, kw_only=True):
    """What stands in the output in the place of a bad line."""

    id: str | None
    line: int
    """Its number in the input, from 1."""
    error: Problem


class Line(Struct, frozen=True):
    """A line of input that is not blank."""

    number: int
    data: bytes | None
    """Null for a line longer than `MAX_LINE`, which is passed over."""


class Chunk(Struct, frozen=True, kw_only=True):
    """Consecutive lines, worked on by one process."""

    lines: tuple[Line, ...]
    size: int
    """How far this chunk moves on in the input, in bytes."""


class Done(Struct, frozen=True, kw_only=True):
    """A chunk that has been worked on."""

    output: bytes
    """The lines of output, each ended by a line feed."""
    articles: int
    errors: int
    words: int
    size: int


#: Gives for each request its answer, or what was raised over it, in order; problems are passed on. See
#: `pipeline.analyse_all`.
Engine = Callable[[Iterable[Request | Problem]], Iterator[Answer | Exception | Problem]]

#: Makes an engine. With several processes it is called in each, and must be a module's function.
Load = Callable[[], Engine]

decode_article = msgspec.json.Decoder(Article).decode
decode_any = msgspec.json.Decoder().decode
encode = msgspec.json.Encoder().encode


def annotate(
    source: BinaryIO, load: Load, options: Options, processes: int = 1
) -> Generator[Done, None, None]:
    """Work through the lines of `source`, and yield what is done, in order.

    With one process each article of a pipe is yielded as soon as it is done; else a chunk at a time. Several
    processes end when the generator is closed, whatever they are doing.

    Raises:
        WorkersEndedError: processes end before they are ready, as when memory is short.
    """
    if processes == 1:
        engine = load()
        # Whoever writes to a pipe may wait for each answer; the lines of a file are all there.
        for chunk in read_chunks(source, lines=CHUNK_LINES if source.seekable() else 1):
            yield work(chunk, engine, options)
        return
    workers = [Process(_worker, load, options) for _ in range(processes)]
    free = deque(workers)

    def work_in_free(chunk: Chunk) -> Done:
        worker = free.pop()
        try:
            return _work_in(worker, chunk)
        finally:
            free.append(worker)

    # There are as many threads as processes, so that one of these is free for each.
    with ThreadPoolExecutor(processes) as pool:
        try:
            yield from _in_order(pool, work_in_free, read_chunks(source), ahead=processes * AHEAD)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in workers:
                worker.stop()


def read_lines(source: BinaryIO) -> Iterator[tuple[Line | None, int]]:
    """Each line of `source` with its size in bytes; None for a blank one. A byte order mark is left out."""
    number = 0
    while data := source.readline(MAX_LINE + 1):
        number += 1
        size = len(data)
        if size > MAX_LINE and not data.endswith(b"\n"):
            size += _skip_line(source)
            yield Line(number, None), size
            continue
        if number == 1:
            data = data.removeprefix(b"\xef\xbb\xbf")
        yield Line(number, data) if data.strip() else None, size


def read_chunks(source: BinaryIO, lines: int = CHUNK_LINES) -> Iterator[Chunk]:
    """The lines of `source` in chunks of at most so many lines, fewer where they are long."""
    waiting: list[Line] = []
    size = 0
    for line, line_size in read_lines(source):
        size += line_size
        if line is not None:
            waiting.append(line)
        if waiting and (len(waiting) >= lines or size >= CHUNK_BYTES):
            yield Chunk(lines=tuple(waiting), size=size)
            waiting, size = [], 0
    if waiting or size:
        yield Chunk(lines=tuple(waiting), size=size)


def read_article(data: bytes, decode: Callable[[bytes], Article] = decode_article) -> Article | Problem:
    """The article of a line, or what is wrong with it; `decode` may know fields that are called otherwise."""
    try:
        # msgspec leaves the bytes of fields that it passes over unchecked.
        data.decode("utf-8")
        article = decode(data)
    except UnicodeDecodeError as error:
        return problems.malformed(f"The line is not UTF-8 (byte {error.start}).")
    except RecursionError:
        return problems.malformed("The JSON is nested too deeply.")
    except msgspec.ValidationError as error:
        return problems.invalid(problems.fault_of(error))
    except msgspec.DecodeError as error:
        found = str(error).removeprefix("JSON is malformed: ").lower()
        return problems.malformed(f"The line is not JSON: {found}.")
    return checked(article)


def checked(article: Article) -> Article | Problem:
    """The article, or what is wrong with it beyond the types of its fields."""
    if article.language not in (None, "en"):
        return problems.invalid(Fault(detail='Only English, "en", is supported.', pointer="#/language"))
    given = [name for name in ("text", "html", "document") if getattr(article, name) is not UNSET]
    if not given:
        return problems.invalid(Fault(detail="Required field.", pointer="#/text"))
    if len(given) > 1:
        return problems.invalid(Fault(detail=f"Stands beside {given[0]}.", pointer=f"#/{given[1]}"))
    if article.text is not UNSET and not article.text.strip():
        return problems.invalid(Fault(detail="The article is empty.", pointer="#/text"))
    return article


def work(chunk: Chunk, engine: Engine, options: Options) -> Done:
    """Answer every line of a chunk. Never raises: a line on which the engine fails is an error line."""
    output = bytearray()
    errors = words = 0
    articles = [
        problems.too_large(MAX_LINE) if line.data is None else read_article(line.data) for line in chunk.lines
    ]
    for line, article, result in zip(chunk.lines, articles, answers(articles, engine, options), strict=True):
        if isinstance(result, Problem):
            errors += 1
            output += error_line(line, result)
        else:
            assert isinstance(article, Article)
            text = article.text if result.text is UNSET else result.text
            words += len(text.split()) if text is not UNSET else 0
            output += encode(result) + b"\n"
    return Done(
        output=bytes(output), articles=len(chunk.lines) - errors, errors=errors, words=words, size=chunk.size
    )


def answers(
    articles: Iterable[Article | Problem], engine: Engine, options: Options
) -> Iterator[Answer | Problem]:
    """The answer for each article, in order. Never raises: where the engine fails there is a problem."""
    for result in engine(requested(article, options) for article in articles):
        yield problems.internal() if isinstance(result, Exception) else result


def answer_of(engine: Engine, request: Request) -> Answer:
    """The answer for one article. What is raised over it is raised here."""
    (result,) = engine([request])
    if isinstance(result, Exception):
        raise result
    assert isinstance(result, Answer)
    return result


def requested(article: Article | Problem, options: Options) -> Request | Problem:
    """What the engine is asked for an article, or what is wrong with it. Never raises."""
    if isinstance(article, Problem):
        return article
    chosen = Options(
        publication=article.publication or options.publication,
        offset_unit=article.offset_unit or options.offset_unit,
        kinds=options.kinds if article.kinds is None else article.kinds,
        min_confidence=options.min_confidence if article.min_confidence is None else article.min_confidence,
        include=options.include if article.include is None else article.include,
    )
    # Imported here, so that --help is answered at once.
    from attribution.inputs import formats

    try:
        read = formats.read(
            text=article.text, html=article.html, document=article.document, format=article.format
        )
    except UnreadableInput as error:
        return problems.invalid(Fault(detail=error.detail, pointer=error.pointer))
    except Exception:  # noqa: BLE001 - whatever the defect, the other articles are still wanted
        return problems.internal()
    return Request(article=read, id=article.id, options=chosen)


def error_line(line: Line, problem: Problem) -> bytes:
    """What stands in the output in the place of a line with a problem."""
    return encode(ErrorLine(id=identity(line.data), line=line.number, error=problem)) + b"\n"


def identity(data: bytes | None) -> str | None:
    """The id of a bad line, where it can be told."""
    name = member(data, "id")
    return name if isinstance(name, str) else None


def member(data: bytes | None, name: str) -> object:
    """A field of a line that need not be an article; null where it cannot be told."""
    try:
        found = decode_any(data or b"null")
    except (ValueError, RecursionError):
        return None
    return found.get(name) if isinstance(found, dict) else None


def _skip_line(source: BinaryIO) -> int:
    """Read to the end of the line, holding little of it; returns the number of bytes read."""
    size = 0
    while data := source.readline(CHUNK_BYTES):
        size += len(data)
        if data.endswith(b"\n"):
            break
    return size


def _in_order(
    pool: ThreadPoolExecutor, work: Callable[[Chunk], Done], chunks: Iterable[Chunk], ahead: int
) -> Iterator[Done]:
    """The results in the order of the chunks, with at most `ahead` of them in work or waiting."""
    waiting: deque[Future[Done]] = deque()
    for chunk in chunks:
        waiting.append(pool.submit(work, chunk))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _worker(load: Load, options: Options) -> Callable[[Chunk], Done]:
    """What a process does with a chunk."""
    return partial(work, engine=load(), options=options)


def _work_in(worker: Process[Chunk, Done], chunk: Chunk) -> Done:
    """Answer every line of a chunk in a process; a line on which it always ends is an error line."""
    with contextlib.suppress(LostError):
        return _done_by(worker, chunk)
    # Which line it was only shows where each stands alone.
    done = [_work_alone(worker, line) for line in chunk.lines]
    return Done(
        output=b"".join(one.output for one in done),
        articles=sum(one.articles for one in done),
        errors=sum(one.errors for one in done),
        words=sum(one.words for one in done),
        size=chunk.size,
    )


def _work_alone(worker: Process[Chunk, Done], line: Line) -> Done:
    for _ in range(CHANCES):
        with contextlib.suppress(LostError):
            return _done_by(worker, Chunk(lines=(line,), size=0))
    return Done(output=error_line(line, problems.worker_lost()), articles=0, errors=1, words=0, size=0)


def _done_by(worker: Process[Chunk, Done], chunk: Chunk) -> Done:
    """What the process makes of a chunk; it is replaced first where it has ended on the one before."""
    starts = 0
    while not worker.is_ready:
        if starts == FALSE_STARTS:
            raise WorkersEndedError
        starts += 1
        with contextlib.suppress(LostError):
            worker.start()
    return worker.do(chunk)
