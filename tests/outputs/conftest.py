from collections.abc import Callable

import pytest

from attribution.results import Answer
from tests.outputs.answers import ARTICLE


@pytest.fixture(scope="session")
def answers(analyse: Callable[..., Answer]) -> dict[str, Answer]:
    """What the engine says of the article, in each offset unit."""
    return {unit: analyse(ARTICLE, offset_unit=unit) for unit in ("codepoint", "utf16", "utf8")}
