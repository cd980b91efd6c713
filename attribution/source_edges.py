"""Where a source ends: before how the words reached the reporter, and at the same word for every verb that it has.

"said Ana Lind, an engineer, | in a statement on Monday": the phrase belongs to the verb. It is cut off where
it is set off by a comma, or where the source stands behind its cue and the phrase is indefinite: "said a
spokesman | in an email". "An official on the call said" keeps its phrase, which says who it was.
"""

from bisect import bisect_left
from collections.abc import Iterable
from functools import cache

import msgspec

from attribution.annotations import Attribution, Range
from attribution.channel_words import nouns
from attribution.columns import Columns
from attribution.outlets import LEXICONS

#: Prepositions that lead to a channel, and how many words behind one its noun stands at most.
_LEADING = frozenset(["in", "on", "at", "during", "via", "through", "by", "from", "over"])
REACH = 6
_INDEFINITE = frozenset(["a", "an"])


def without_channel(read: Columns, source: Range, cue: Range | None) -> Range:
    """The source up to a phrase that says by which channel it spoke."""
    start, end = source
    inverted = cue is not None and cue[1] <= start
    for i in range(start + 1, end - 1):
        if read.lower[i] not in _LEADING or not _leads_to_channel(read, i + 1, end):
            continue
        if read.text[i - 1] == ",":
            return (start, i - 1)
        if inverted and read.lower[i + 1] in _INDEFINITE:
            return (start, i)
    return source


def _leads_to_channel(read: Columns, start: int, end: int) -> bool:
    """Whether the noun phrase at `start` has a noun for a channel for its head, or is a platform."""
    for i in range(start, min(start + REACH, end)):
        if read.text[i] in platforms() or (read.lower[i] in nouns() and not _is_joined(read, i, end)):
            return True
        if not read.tag[i].startswith(("DT", "JJ", "NN", "VBN", "VBG", "PRP$", "CD", "POS", "HYPH")):
            return False
    return False


def _is_joined(read: Columns, i: int, end: int) -> bool:
    """Whether another noun follows: an email address is no email."""
    return i + 1 < end and read.tag[i + 1].startswith("NN")


def aged_name(read: Columns, cue: Range) -> Range | None:
    """The name and age right before a cue: "Speaking in Leeds, | Marchand, 49, | said"."""
    end = cue[0]
    text = read.text
    if (
        end < 4
        or text[end - 1] != ","
        or text[end - 3] != ","
        or not text[end - 2].isdecimal()
        or len(text[end - 2]) > 3
    ):
        return None
    start = end - 3
    while start > 0 and read.tag[start - 1] == "NNP":
        start -= 1
    return (start, end) if start < end - 3 else None


def one_mention(found: Iterable[Attribution]) -> list[Attribution]:
    """Give the verbs of one subject the same words for their source: the longest in which no cue stands.

    "An aide in the room said it was late | but added …": the network may see "an aide" before "added", or all
    that stands before it.
    """
    found = list(found)
    cues = sorted(a.cue[0] for a in found if a.cue)
    ends: dict[int, set[int]] = {}
    for attribution in found:
        if attribution.source:
            ends.setdefault(attribution.source[0], set()).add(attribution.source[1])
    chosen = {}
    for start, others in ends.items():
        at = bisect_left(cues, start)
        before = cues[at] if at < len(cues) else max(others)
        chosen[start] = max((end for end in others if end <= before), default=min(others))
    return [
        a
        if a.source is None or chosen[a.source[0]] == a.source[1]
        else msgspec.structs.replace(a, source=(a.source[0], chosen[a.source[0]]))
        for a in found
    ]


@cache
def platforms() -> frozenset[str]:
    """Names of social networks and messengers."""
    return frozenset((LEXICONS / "channel_platforms.txt").read_text(encoding="utf-8").splitlines())
