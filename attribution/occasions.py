"""Channels that a sentence of its own tells, as "He was speaking at a rally in Ohio" does.

Decides which words beside such a sentence were uttered on the occasion that it tells: those just before a
sentence that says where somebody spoke, and those just after one that says what its subject put out or
where, without quoting ("In a statement, Lowe was more careful.").
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import compress, count

from attribution.annotations import Attribution, Entity, Route
from attribution.carry_over import goes_on_telling, hull, told_of
from attribution.channel_phrases import Scope, phrases
from attribution.channel_sightings import Page, Sighting
from attribution.columns import Columns
from attribution.ranges import among
from attribution.word_places import places_of

#: How many attributions before it a sentence such as "He was speaking in Ohio" holds for.
_BACK = 8
#: How long a sentence is read for its occasion, in tokens.
_SENTENCE = 40
#: How far before an attribution a sentence may start that tells its occasion, in tokens.
_BEFORE = 60
_DETERMINERS = frozenset(["the", "his", "her", "their", "those"])
_SPEAKING = frozenset(["speaking", "talking"])
_REMARKS = frozenset(["comments", "comment", "remarks", "remark"])
_TELLING = _SPEAKING | _REMARKS
_STOPS = frozenset([".", "!", "?"])
_SUBJECT = frozenset(["PRP", "NNP", "NNPS", "DT", "NN", "JJ"])


def told_apart(
    page: Page, attributions: Sequence[Attribution], speakers: Sequence[int | None]
) -> Iterator[tuple[int, Route]]:
    """The attributions whose occasion a sentence beside them tells, each with its route."""
    yield from _told_afterwards(page, attributions, speakers)
    if page.doc._.entities:
        yield from _told_before(page, attributions, speakers)


def _told_afterwards(
    page: Page, attributions: Sequence[Attribution], speakers: Sequence[int | None]
) -> Iterator[tuple[int, Route]]:
    """After the words: "He was speaking in Ohio" holds for one speaker's here and a paragraph before."""
    read, place = page.read, page.place
    starts: list[int] = []
    for start in places_of(page.doc, _TELLING):
        if read.text[start] not in _TELLING or not _tells_occasion(read, start):
            continue
        starts = starts or [hull(attribution)[0] for attribution in attributions]
        end = start
        while end < min(start + _SENTENCE, len(read.text)) and not _ends_sentence(read, end):
            end += 1
        seen = max(phrases(page, Scope(range(start, end))), key=_by_rank, default=None)
        if seen is None:
            continue
        voices = set[int | None]()
        last = bisect_left(starts, start)
        for i in range(last - 1, max(last - 1 - _BACK, -1), -1):
            stop = hull(attributions[i])[1]
            voices.add(speakers[i] if speakers else None)
            if stop > start or place[start] - place[stop - 1] > 1 or len(voices) > 1:
                break
            yield i, told_of(seen.route(), 0.75)


def _told_before(
    page: Page, attributions: Sequence[Attribution], speakers: Sequence[int | None]
) -> Iterator[tuple[int, Route]]:
    """Before the words: "In a statement, Lowe was more careful. She called …", of the next speaker."""
    place = page.place
    entities: Sequence[Entity] = page.doc._.entities
    mentions = [sorted(start for start, _ in entity.mentions) for entity in entities]
    ends = sorted([*places_of(page.doc, _STOPS), *compress(count(), page.read.is_space)])
    told = 0
    for i, (attribution, speaker) in enumerate(zip(attributions, speakers, strict=False)):
        start, end = hull(attribution)
        first = max(told, start - _BEFORE)
        told = max(told, end)
        if speaker is None:
            continue
        opens = mentions[speaker]
        mentioned = among(opens, first, start)
        if not mentioned or not goes_on_telling(page.read, attribution):
            continue
        for opening, closing in _sentences(ends, first, start):
            near = place[start] - place[opening] <= 1
            if near and any(opening <= mention < closing for mention in mentioned):
                seen = max(_of_sentence(page, opening, closing), key=_by_rank, default=None)
                if seen is not None:
                    yield i, told_of(seen.route(), 0.7)


def _of_sentence(page: Page, start: int, end: int) -> Iterator[Sighting]:
    """The phrases that govern a whole sentence: at its head, or put out by its first verb."""
    read = page.read
    verb = next((i for i in range(start, end) if read.tag[i] in ("VBD", "VBZ", "VBN")), start)
    for seen in phrases(page, Scope(range(start, end), acts=(verb,))):
        if seen.evidence[0] in (start, verb):
            yield seen


def _sentences(ends: Sequence[int], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The whole sentences between two positions, the last one first; `ends` are those of all sentences."""
    first, last = bisect_left(ends, start), bisect_left(ends, end)
    for i in range(last - 1, first - 1, -1):
        opening = ends[i - 1] + 1 if i > first else start
        if ends[i] > opening + 1:
            yield opening, ends[i]


def _tells_occasion(read: Columns, i: int) -> bool:
    """Whether a sentence's main verb is "was speaking", or "made the remarks", of the one just quoted."""
    before = read.lower[i - 1] if i > 0 else ""
    if read.lower[i] in _SPEAKING:
        verb, fits = i - 1, before in ("was", "were")
    else:
        verb, fits = i - 2, i > 1 and before in _DETERMINERS and read.lower[i - 2] == "made"
    if not fits:
        return False
    first = next((j + 1 for j in range(verb - 1, max(verb - 6, -1), -1) if _ends_sentence(read, j)), None)
    return first is not None and all(read.tag[j] in _SUBJECT for j in range(first, verb))


def _ends_sentence(read: Columns, i: int) -> bool:
    return read.text[i] in _STOPS or read.is_space[i]


def _by_rank(sighting: Sighting) -> int:
    return sighting.rank
