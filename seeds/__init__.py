"""News articles written for this project, each with the quotes an editor would mark.

An article is two files: `NAME.txt`, the text exactly as posted, and `NAME.json`, the marks. The marks
are strings; this module finds them in the text and gives character positions (code points), in the
form in which gold articles are scored. What the fields mean and how a repeated string is told from
its twins is written in README.md beside this file.
"""

from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from attribution.results import AnonymityStatus, ChannelType, RefusalKind

__all__ = ("Attribution", "Declined", "Seed", "SeedError", "load")

FOLDER = Path(__file__).parent

Range = tuple[int, int]
Punctuation = Literal["american", "british"]


class SeedError(ValueError):
    """A marked string does not stand in its article where the marks say."""


class Attribution(Struct, frozen=True, kw_only=True):
    """One quote of an article. The ranges are half-open; `cue` and `source` hold at most one."""

    id: str
    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]
    speaker: str | None
    anonymity: AnonymityStatus
    channel: ChannelType


class Declined(Struct, frozen=True, kw_only=True):
    """One refusal to comment."""

    speaker: str | None
    evidence: Range
    kind: RefusalKind


class Seed(Struct, frozen=True, kw_only=True):
    """An article with its marks: attributions in order of content, refusals in order of evidence."""

    name: str
    title: str
    beat: str
    punctuation: Punctuation
    text: str
    attributions: tuple[Attribution, ...]
    declined: tuple[Declined, ...]


class _Quote(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    content: tuple[str, ...]
    cue: str | None
    source: str | None
    speaker: str | None
    anonymity: AnonymityStatus
    channel: ChannelType
    content_at: tuple[int, ...] | None = None
    cue_at: int | None = None
    source_at: int | None = None


class _Refusal(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    speaker: str | None
    evidence: str
    kind: RefusalKind
    evidence_at: int | None = None


class _Marks(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    title: str
    beat: str
    punctuation: Punctuation
    quotes: tuple[_Quote, ...]
    declined: tuple[_Refusal, ...]


def load(folder: Path = FOLDER) -> list[Seed]:
    """Every article of the folder, in order of name.

    Raises:
        SeedError: a marked string is not in its article, or stands before the mark it should follow.
        msgspec.ValidationError: a file of marks has an unknown field or label.
    """
    return [_read(marks) for marks in sorted(folder.glob("*.json"))]


def _read(path: Path) -> Seed:
    marks = msgspec.json.decode(path.read_bytes(), type=_Marks)
    text = path.with_suffix(".txt").read_bytes().decode()
    try:
        attributions, declined = _attributions(text, marks.quotes), _refusals(text, marks.declined)
    except SeedError as error:
        raise SeedError(f"{path.name}: {error}") from None
    return Seed(
        name=path.stem,
        title=marks.title,
        beat=marks.beat,
        punctuation=marks.punctuation,
        text=text,
        attributions=attributions,
        declined=declined,
    )


def _attributions(text: str, quotes: Sequence[_Quote]) -> tuple[Attribution, ...]:
    found: list[Attribution] = []
    after = 0
    for number, quote in enumerate(quotes):
        content = _content(text, quote, after)
        found.append(
            Attribution(
                id=f"a{number}",
                source=_beside(text, quote.source, quote.source_at, content),
                cue=_beside(text, quote.cue, quote.cue_at, content),
                content=content,
                speaker=quote.speaker,
                anonymity=quote.anonymity,
                channel=quote.channel,
            )
        )
        after = content[0][0] + 1
    return tuple(found)


def _refusals(text: str, refusals: Sequence[_Refusal]) -> tuple[Declined, ...]:
    found: list[Declined] = []
    after = 0
    for refusal in refusals:
        evidence = _following(text, refusal.evidence, refusal.evidence_at, after)
        found.append(Declined(speaker=refusal.speaker, evidence=evidence, kind=refusal.kind))
        after = evidence[1]
    return tuple(found)


def _content(text: str, quote: _Quote, after: int) -> tuple[Range, ...]:
    """The pieces in order: the first not before `after`, each other behind the one before it."""
    pieces: list[Range] = []
    for position, piece in enumerate(quote.content):
        nth = quote.content_at[position] if quote.content_at else None
        pieces.append(_following(text, piece, nth, pieces[-1][1] if pieces else after))
    return tuple(pieces)


def _following(text: str, wanted: str, nth: int | None, after: int) -> Range:
    """The occurrence number `nth`, or the first that starts at `after` or later."""
    places = _occurrences(text, wanted)
    chosen = bisect_left(places, (after, 0)) if nth is None else nth
    if chosen >= len(places) or places[chosen][0] < after:
        raise SeedError(f"{wanted!r} (number {chosen}) does not stand at or after position {after}")
    return places[chosen]


def _beside(text: str, wanted: str | None, nth: int | None, content: tuple[Range, ...]) -> tuple[Range, ...]:
    """The occurrence number `nth`, or the one nearest to the first piece and outside every piece."""
    if wanted is None:
        return ()
    places = _occurrences(text, wanted)
    if nth is not None:
        if nth >= len(places):
            raise SeedError(f"{wanted!r} stands only {len(places)} times in the text")
        return (places[nth],)
    outside = [place for place in places if not any(_overlap(place, piece) for piece in content)]
    if not outside:
        raise SeedError(f"{wanted!r} does not stand outside the content {text[slice(*content[0])]!r}")
    return (min(outside, key=lambda place: _gap(place, content[0])),)


def _occurrences(text: str, wanted: str) -> list[Range]:
    """Where the string stands in the text as whole words, in order; they do not overlap."""
    places: list[Range] = []
    start = text.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        if not (_inside_word(text, start) or _inside_word(text, end)):
            places.append((start, end))
        start = text.find(wanted, end)
    if not places:
        raise SeedError(f"{wanted!r} does not stand in the text")
    return places


def _inside_word(text: str, position: int) -> bool:
    """Whether letters or digits stand on both sides of the position."""
    return 0 < position < len(text) and text[position - 1].isalnum() and text[position].isalnum()


def _overlap(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _gap(one: Range, other: Range) -> int:
    return max(one[0] - other[1], other[0] - one[1])
