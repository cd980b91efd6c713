"""The engine: the order of its stages, and from text to answer."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from attribution import annotations
from attribution.answer import answer_for
from attribution.inputs.original import Original
from attribution.models import ACCURATE, MODEL, ModelName, name_of
from attribution.requests import Options, Request, together
from attribution.results import QUOTE_KINDS, Answer, Include, OffsetUnit, QuoteKind
from attribution.vocabulary import article_memory

#: What is passed on by `analyse_all`.
Passed = TypeVar("Passed")

#: Characters of the longest text that `load`'s pipeline takes.
LONGEST_TEXT = 50_000_000

#: Every stage in order. Each is a spaCy component in the module of its name.
STAGES = (
    "attribution_blocks",
    "attribution_tags",
    "attribution_quotations",
    "attribution_syntax",
    "attribution_links",
    "attribution_selection",
    "attribution_speakers",
    "attribution_anonymity",
    "attribution_channels",
    "attribution_refusals",
    "attribution_provenance",
    "attribution_confidence",
)

#: Those that tell words, names and trees; what they write is all that the others need of the language.
READING = STAGES[: STAGES.index("attribution_syntax") + 1]


def load(path: Path = MODEL, *, model: ModelName = "fast") -> Language:
    """Load the pipeline; reads only files below `path`, and those of the accurate model if that is asked for."""
    annotations.register()
    nlp = spacy.load(path)
    if model == "accurate":
        for folder in ACCURATE.iterdir():
            nlp.get_pipe(folder.name).from_disk(folder)  # type: ignore[attr-defined]
        nlp.meta["name"] = name_of(model, nlp.meta["name"])
    # spaCy's bound guards models that are hungrier for memory; how long an article may be is for the caller to say.
    nlp.max_length = LONGEST_TEXT
    return nlp


def analyse(
    nlp: Language,
    text: str | Original,
    *,
    id: str | None = None,
    publication: str | None = None,
    offset_unit: OffsetUnit = "codepoint",
    kinds: Collection[QuoteKind] = QUOTE_KINDS,
    min_confidence: float | None = None,
    include: Collection[Include] = (),
) -> Answer:
    """The answer for one article. Deterministic: the same text gives the same answer.

    Args:
        nlp: what `load` returned.
        text: the article, as plain text, or as `inputs.formats.read` gives it; offsets in the answer refer to
            the text, and those under `original` to what was read.
        id: echoed in the answer.
        publication: the outlet that the article appeared in; told "The Times" is an interview in The Times.
        offset_unit: the unit of every offset in the answer.
        kinds: the kinds of quote to keep.
        min_confidence: keep the quotes whose `confidence.quote` is at least this; without it, those that the engine
            takes for attributed, at the balance of precision and recall that was best on the dev articles.
        include: what is added on request: `report`, how the article is sourced; `selectors`, what stands around
            the spans of quotes.
    """
    options = Options(
        publication=publication,
        offset_unit=offset_unit,
        kinds=tuple(kinds),
        min_confidence=min_confidence,
        include=tuple(include),
    )
    (answer,) = _read_together(nlp, [Request(article=text, id=id, options=options)])
    return answer


def analyse_all(nlp: Language, requests: Iterable[Request | Passed]) -> Iterator[Answer | Exception | Passed]:
    """The answer for each of many articles, in order, the same as `analyse` gives; sooner, if they are short.

    Args:
        nlp: what `load` returned.
        requests: read a few ahead. What is no request, such as the problem with an article that could not be read,
            is passed on in its place.

    Returns:
        In the place of each request its answer, or what was raised over it. The others are not harmed.
    """
    for group in together(requests):
        answers = iter(_answers(nlp, [request for request in group if isinstance(request, Request)]))
        for request in group:
            yield next(answers) if isinstance(request, Request) else request


def _answers(nlp: Language, requests: Sequence[Request]) -> Sequence[Answer | Exception]:
    try:
        return _read_together(nlp, requests)
    except Exception as error:  # noqa: BLE001 - whatever the defect, the other articles are still wanted
        if len(requests) == 1:
            return [error]
        return [answer for request in requests for answer in _answers(nlp, [request])]


def _read_together(nlp: Language, requests: Sequence[Request]) -> list[Answer]:
    """The answers for articles that go through the stages together."""
    with article_memory(nlp, [request.text for request in requests]):
        docs = [_document(nlp, request) for request in requests]
        for _, stage in nlp.pipeline:
            docs = (
                [*stage.pipe(docs, batch_size=len(docs))] if hasattr(stage, "pipe") else [*map(stage, docs)]
            )
        return [_answer(nlp, doc, request) for doc, request in zip(docs, requests, strict=True)]


def _document(nlp: Language, request: Request) -> Doc:
    doc = nlp.make_doc(request.text)
    doc._.original = None if isinstance(request.article, str) else request.article
    doc._.publication = request.options.publication
    doc._.min_confidence = request.options.min_confidence
    return doc


def _answer(nlp: Language, doc: Doc, request: Request) -> Answer:
    answer = answer_for(
        doc,
        model=described(nlp),
        id=request.id,
        offset_unit=request.options.offset_unit,
        kinds=request.options.kinds,
        include=request.options.include,
    )
    # Much of what the stages keep there refers to the document: without this the collector would have to find it.
    doc.user_data.clear()
    return answer


#: What spaCy puts together anew each time that it is asked.
_described: WeakKeyDictionary[Language, dict[str, Any]] = WeakKeyDictionary()


def described(nlp: Language) -> dict[str, Any]:
    """The pipeline's meta data."""
    if nlp not in _described:
        _described[nlp] = nlp.meta
    return _described[nlp]
