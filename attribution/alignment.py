"""Which quote of one version of an article is which quote of another.

Decides by the words alone first, and asks for place and speaker where words come twice. A quote whose
words were edited is found by the words that are left of it. What the pairs mean is left to the caller.
Nothing depends on which version is given first. Time is linear in the number of quotes: an edited quote
is held against those that share rare words with it and those that stand in the same place, never all.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from heapq import nlargest
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

#: Shares of content words, from 0 to 1, from which on two quotes are versions of one: anywhere in the
#: article, and for the same speaker between the same unedited neighbours. Set on edits of our own.
FAR, NEAR = 0.5, 0.34
#: A quote cut down to a part of itself is found by this share of the part, which must have some length.
CONTAINED, CONTAINED_WORDS = 0.8, 4

#: A word tells quotes apart while no more of the unpaired ones have it.
RARE = 8
#: Each quote is held against so many others at most.
CANDIDATES = 8
#: So many words of a quote are held against another's.
LONGEST = 2000

#: Words that any two quotes share: the closed classes of English.
FUNCTION_WORDS = frozenset(
    """
    a about above after again against all also am an and any are as at be because been before being below between
    both but by can could d did do does doing down during each either every few for from further had has have having he
    her here hers him his how i if in into is it its itself just ll m may me might more most must my neither no nor
    not of off on once only or other our ours out over own re s shall she should so some such t than that the their
    theirs them then there these they this those through to too under until up upon us ve very was we were what
    when where which while who whom whose why will with within without would you your yours
    """.split()
)

Pair = tuple[int, int]


class Entry(NamedTuple):
    """What a quote is known by."""

    words: tuple[str, ...]
    """In lower case."""
    speaker: str
    """Name or description; compared for equality alone."""


class Alignment(NamedTuple):
    """Which quotes belong together."""

    pairs: list[Pair]
    """Positions in both versions, in order of the first; no position stands in two pairs."""
    unmoved: set[Pair]
    """The most pairs that stand in the same order in both versions."""


def align(before: Sequence[Entry], after: Sequence[Entry]) -> Alignment:
    """Which entries of both versions belong together."""
    # Where two choices are equally good, the versions' own words decide and not which was given first.
    if list(after) < list(before):
        mirrored = align(after, before)
        return Alignment(sorted(map(turned, mirrored.pairs)), set(map(turned, mirrored.unmoved)))
    unpaired = Unpaired(before, after)
    unpaired.pair_alike(lambda entry, _: entry.words, unique=True)
    # Quotes that are in both versions for certain and in the same order divide them into gaps.
    fixed = in_order(unpaired.pairs)
    gaps = (
        gap_numbers(len(before), [i for i, _ in fixed]),
        gap_numbers(len(after), [j for _, j in fixed]),
    )
    unpaired.pair_alike(lambda entry, gap: (entry.words, entry.speaker, gap), gaps)
    unpaired.pair_alike(lambda entry, gap: (entry.words, gap), gaps)
    unpaired.pair_alike(lambda entry, _: (entry.words, entry.speaker))
    unpaired.pair_alike(lambda entry, _: entry.words)
    pairs = sorted(unpaired.pairs + edited(unpaired, gaps))
    return Alignment(pairs, set(in_order(pairs)))


def turned(pair: Pair) -> Pair:
    """The pair as seen from the other version."""
    return pair[1], pair[0]


class Unpaired:
    """The entries of both versions that have no partner yet, and the pairs found so far."""

    def __init__(self, before: Sequence[Entry], after: Sequence[Entry]) -> None:
        self.entries = (before, after)
        self.free = (dict.fromkeys(range(len(before))), dict.fromkeys(range(len(after))))
        self.pairs: list[Pair] = []

    def pair_alike(
        self,
        key: Callable[[Entry, int], Hashable],
        gaps: tuple[Sequence[int], Sequence[int]] | None = None,
        *,
        unique: bool = False,
    ) -> None:
        """Pair entries with the same key in their order; with `unique` only where no other entry has the key."""
        groups: tuple[dict[Hashable, list[int]], ...] = (defaultdict(list), defaultdict(list))
        for side in (0, 1):
            for i in self.free[side]:
                groups[side][key(self.entries[side][i], gaps[side][i] if gaps else 0)].append(i)
        for name in groups[0].keys() & groups[1].keys():
            here, there = groups[0][name], groups[1][name]
            if unique and len(here) + len(there) > 2:
                continue
            for i, j in zip(here, there, strict=False):
                self.pairs.append((i, j))
                del self.free[0][i], self.free[1][j]


def edited(unpaired: Unpaired, gaps: tuple[Sequence[int], Sequence[int]]) -> list[Pair]:
    """Pairs of entries whose words differ, the likest first."""
    before, after = unpaired.entries
    ranked = []
    for i, j in candidates(unpaired, gaps):
        apart = abs(gaps[0][i] - gaps[1][j])
        enough = NEAR if apart == 0 and before[i].speaker == after[j].speaker else FAR
        if (found := likeness(before[i].words, after[j].words)) >= enough:
            # Two pairs that are equal in all of these have no quote in common, so their order is of no account.
            ranked.append((-found, apart, i + j, abs(i - j), i, j))
    pairs = []
    free = (set(unpaired.free[0]), set(unpaired.free[1]))
    for *_, i, j in sorted(ranked):
        if i in free[0] and j in free[1]:
            pairs.append((i, j))
            free[0].remove(i)
            free[1].remove(j)
    return pairs


def candidates(unpaired: Unpaired, gaps: tuple[Sequence[int], Sequence[int]]) -> set[Pair]:
    """Pairs that are worth a closer look."""
    shared = Counter(
        meetings(
            *(
                group(
                    (word, i)
                    for i in unpaired.free[side]
                    for word in content(unpaired.entries[side][i].words)
                )
                for side in (0, 1)
            )
        )
    )
    shared.update(meetings(*(group((gaps[side][i], i) for i in unpaired.free[side]) for side in (0, 1))))
    partners: tuple[dict[int, list[tuple[int, int, Pair]]], ...] = (defaultdict(list), defaultdict(list))
    for (i, j), count in shared.items():
        rank = (count, -abs(gaps[0][i] - gaps[1][j]), (i, j))
        partners[0][i].append(rank)
        partners[1][j].append(rank)
    return {
        pair
        for side in partners
        for ranks in side.values()
        for *_, pair in nlargest(CANDIDATES, ranks, key=lambda rank: (rank[0], rank[1], -sum(rank[2])))
    }


def group(items: Iterable[tuple[Hashable, int]]) -> dict[Hashable, set[int]]:
    """The numbers that come with each name."""
    groups: dict[Hashable, set[int]] = defaultdict(set)
    for name, number in items:
        groups[name].add(number)
    return groups


def meetings(here: dict[Hashable, set[int]], there: dict[Hashable, set[int]]) -> Iterable[Pair]:
    """Pairs under the same name, where it is rare on both sides; a pair once for each such name."""
    for name in here.keys() & there.keys():
        if len(here[name]) <= RARE and len(there[name]) <= RARE:
            yield from ((i, j) for i in here[name] for j in there[name])


def likeness(here: Sequence[str], there: Sequence[str]) -> float:
    """From 0 to 1: the share of content words that two quotes have in common in the same order."""
    a, b = content(here)[:LONGEST], content(there)[:LONGEST]
    if not a or not b:
        return 0.0
    common = LCSseq.similarity(a, b)
    shorter = min(len(a), len(b))
    if shorter >= CONTAINED_WORDS and common >= CONTAINED * shorter:
        return max(FAR, 2 * common / (len(a) + len(b)))
    return 2 * common / (len(a) + len(b))


def content(words: Sequence[str]) -> Sequence[str]:
    """The words without function words; all of them where there are no others."""
    return [word for word in words if word not in FUNCTION_WORDS] or words


def in_order(pairs: Iterable[Pair]) -> list[Pair]:
    """The most pairs that stand in the same order on both sides; patience sorting, O(n log n)."""
    pairs = sorted(pairs)
    # Of the best chain of each length the last pair: what it is on the other side, and where it stands in `pairs`.
    ends: list[int] = []
    tops: list[int] = []
    previous: list[int] = []
    for position, (_, j) in enumerate(pairs):
        pile = bisect_left(ends, j)
        previous.append(tops[pile - 1] if pile else -1)
        ends[pile : pile + 1] = [j]
        tops[pile : pile + 1] = [position]
    chain = []
    at = tops[-1] if tops else -1
    while at >= 0:
        chain.append(pairs[at])
        at = previous[at]
    return chain[::-1]


def gap_numbers(length: int, fixed: Sequence[int]) -> list[int]:
    """For each position how many of `fixed`, which rises, stand before it."""
    return [bisect_left(fixed, position) for position in range(length)]
