"""What the engine has done so far, as plain numbers for whoever shows them."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from api.many import VersionPair
from api.rendering import Rendering
from api.schemas import Article


class Tally:
    """Counts of articles by what became of them."""

    def __init__(self) -> None:
        self.open = 0
        """Articles that have come and are not answered."""
        self.outcomes: Counter[type[BaseException] | None] = Counter()
        """By what was raised, None where they were answered."""
        self.words = 0
        """Of the articles that were answered, by the blanks between them."""
        self.seconds = 0.0
        """From arrival to outcome, in sum."""
        self.restarts = 0
        """Worker processes that were lost and replaced."""

    @contextmanager
    def article(self, article: Article | VersionPair | Rendering) -> Iterator[None]:
        """Count what becomes of an article; two versions of one are one."""
        started = time.perf_counter()
        self.open += 1
        outcome: type[BaseException] | None = None
        try:
            yield
        except BaseException as error:
            outcome = type(error)
            raise
        else:
            self.words += words(article)
        finally:
            self.open -= 1
            self.outcomes[outcome] += 1
            self.seconds += time.perf_counter() - started


def words(article: Article | VersionPair | Rendering) -> int:
    """About how many words there are to analyse."""
    match article:
        case VersionPair():
            return words(article.before) + words(article.after)
        case Rendering():
            return words(article.article)
        case _:
            return sum(
                string.count(" ") + 1 for string in strings([article.text, article.html, article.document])
            )


def strings(value: object) -> Iterator[str]:
    """Every string in a JSON value, however deep."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as string:
                yield string
            case list() as items:
                waiting += items
            case dict() as members:
                waiting += members.values()
