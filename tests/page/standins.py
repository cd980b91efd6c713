"""Stand-ins for the engine whose answers the page can read: an article in which nobody is quoted."""

import time
from pathlib import Path

import msgspec

from api.schemas import Article
from api.worker import Analyse
from attribution.report import report_of
from attribution.results import Answer, Model
from tests.api.engines import TICK_S

NOTHING = Answer(
    id=None,
    language="en",
    offset_unit="utf16",
    model=Model(name="stand-in", version="0"),
    quotes=[],
    speakers=[],
    declined=[],
    warnings=[],
)


def answering() -> Analyse:
    """Answers that there is no quote."""
    answer = msgspec.json.encode(msgspec.structs.replace(NOTHING, report=report_of(NOTHING)))
    return lambda _: answer


def gated(folder: Path) -> Analyse:
    """Leaves a file `begun` in `folder`, and answers once a file `open` is there."""
    answer = answering()

    def analyse(article: Article) -> bytes:
        (folder / "begun").touch()
        while not (folder / "open").exists():
            time.sleep(TICK_S)
        return answer(article)

    return analyse
