"""What the engine is asked, and which articles it reads together.

Short articles are read several at a time, stage by stage: what a stage needs of the processor's cache is then
there for all but the first. The answers are the same as for each alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from attribution.results import QUOTE_KINDS, Include, OffsetUnit, Probability, QuoteKind

if TYPE_CHECKING:
    from attribution.inputs.original import Original

#: Articles that are read together, and how many characters they have in all; twice as many are no sooner done. A longer
#: article is read alone.
TOGETHER = 16
CHARACTERS = 80_000


class Options(Struct, frozen=True, kw_only=True):
    """How to analyse an article; `pipeline.analyse` says what each means."""

    publication: str | None = None
    offset_unit: OffsetUnit = "codepoint"
    kinds: Sequence[QuoteKind] = QUOTE_KINDS
    min_confidence: Probability | None = None
    include: Sequence[Include] = ()


class Request(Struct, frozen=True, kw_only=True):
    """An article to analyse."""

    article: "str | Original"
    """Plain text, or what `inputs.formats.read` gave."""
    id: str | None = None
    options: Options = Options()

    @property
    def text(self) -> str:
        """What is analysed."""
        return self.article if isinstance(self.article, str) else self.article.text


Other = TypeVar("Other")


def together(requests: Iterable[Request | Other]) -> Iterator[list[Request | Other]]:
    """Neighbours that are read together, none of them lost: what is no request goes along, and takes no room."""
    group: list[Request | Other] = []
    articles = characters = 0
    for request in requests:
        if isinstance(request, Request):
            length = len(request.text)
            if articles and (articles == TOGETHER or characters + length > CHARACTERS):
                yield group
                group, articles, characters = [], 0, 0
            articles += 1
            characters += length
        group.append(request)
    if group:
        yield group
