"""Where the engine's time goes: each stage of the pipeline timed while `pipeline.analyse` runs, whatever they are."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from spacy.language import Language
from spacy.tokens import Doc

from attribution import pipeline

TOKENIZER = "tokenizer"
ANSWER = "answer"


class Timed:
    """A stage that notes the processor seconds it takes, and is otherwise the stage itself."""

    def __init__(self, stage: Callable[..., Doc]) -> None:
        self.stage = stage
        self.seconds = 0.0

    def __call__(self, *given: object) -> Doc:
        begun = time.process_time()
        doc = self.stage(*given)
        self.seconds += time.process_time() - begun
        return doc

    def __getattr__(self, name: str) -> object:
        return getattr(self.stage, name)


@contextmanager
def watched(nlp: Language) -> Iterator[dict[str, Timed]]:
    """The pipeline with every stage timed, by name; afterwards it is as before."""
    components = list(nlp._components)
    stages = {TOKENIZER: Timed(nlp.make_doc)} | {name: Timed(stage) for name, stage in components}
    nlp.make_doc = stages[TOKENIZER]  # type: ignore[method-assign]
    nlp._components[:] = [(name, stages[name]) for name, _ in components]
    try:
        yield stages
    finally:
        del nlp.make_doc
        nlp._components[:] = components


def by_stage(nlp: Language, texts: Iterable[str]) -> dict[str, float]:
    """Processor seconds by stage, in order; the answer has what no stage accounts for."""
    with watched(nlp) as stages:
        begun = time.process_time()
        for text in texts:
            pipeline.analyse(nlp, text)
        whole = time.process_time() - begun
    seconds = {name: stage.seconds for name, stage in stages.items()}
    return seconds | {ANSWER: whole - sum(seconds.values())}
