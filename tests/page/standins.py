"""Stand-ins for the engine whose answers the page can read: an article in which nobody is quoted."""

import time
from pathlib import Path

import msgspec

from api.schemas import Article
from api.worker import Analyse
from attribution.report import report_of
from attribution.results import Answer, Model
from tests.api.engines import TICK_S, each

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


ANSWER = msgspec.json.encode(msgspec.structs.replace(NOTHING, report=report_of(NOTHING)))


def answering() -> Analyse:
    """Answers that there is no quote."""
    return each(lambda _: ANSWER)


def gated(folder: Path) -> Analyse:
    """Leaves a file `begun` in `folder`, and answers once a file `open` is there."""

    def analyse(article: Article) -> bytes:
        (folder / "begun").touch()
        while not (folder / "open").exists():
            time.sleep(TICK_S)
        return ANSWER

    return each(analyse)
