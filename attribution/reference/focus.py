"""Who was spoken of last, and how strongly each offers itself to a pronoun.

Every mention counts for its referent by how near it stands, whether it is the subject of its sentence,
whether words were attributed to it, and whether it is somebody else's words that mention it (after
Lappin and Leass, 1994, with weights of our own). Whether sex and number agree is for the caller to say.
The look back is bounded, so that an article takes time linear in its length.
"""

from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence

from msgspec import Struct

from attribution.reference.gazetteer import Gender

#: So many mentions are looked back over.
MEMORY = 40
#: Nothing said more paragraphs ago is meant.
PARAGRAPHS = 5

#: Weights, tuned on PolNeAR dev and the pronouns of GUM.
SUBJECT = 4.0
SOURCE = 4.5
POSSESSIVE = -0.2
QUOTED = -5.0
REPORTED = -2.0
SAME_CONTENT = -7.0
PER_SENTENCE = -0.6
PER_PARAGRAPH = -0.8
PER_MENTION_BETWEEN = -0.35
REPEATED = 0.1
FREQUENT = 0.6
UNKNOWN_SEX = -0.5
LEANS_TOWARDS, LEANS_AWAY = -0.2, -5.0

#: A sentence farther away than this counts no less, nor does another mention count more.
FARTHEST_SENTENCE = 4
MOST_REPEATS = 4

#: Scores and referents, best first.
Ranking = list[tuple[float, int]]


class Agreements(dict[int, float | None]):
    """How well referents agree with a pronoun or noun, None where one cannot be meant; each is looked at once."""

    def __init__(self, fits: Callable[[int], float | None]) -> None:
        super().__init__()
        self._fits = fits

    def __missing__(self, referent: int) -> float | None:
        agreement = self[referent] = self._fits(referent)
        return agreement


class Seen(Struct, frozen=True, kw_only=True, gc=False):
    """One mention of a referent."""

    position: int
    referent: int
    sentence: int
    paragraph: int
    subject: bool
    source: bool
    """Whether words are attributed to it."""
    possessive: bool
    quotation: int
    """The quotation of speech it stands in, or -1."""
    reported: bool
    """Whether it stands in words attributed to somebody."""


class Focus:
    """The mentions that a pronoun may refer back to."""

    def __init__(self) -> None:
        self._seen: deque[Seen] = deque(maxlen=MEMORY)

    def see(self, seen: Seen) -> None:
        """Take note of a mention; mentions come in the order of the text."""
        self._seen.append(seen)

    def candidates(self, here: Seen) -> list[Seen]:
        """Mentions near enough before `here`, the last one first."""
        farthest, position = here.paragraph - PARAGRAPHS, here.position
        return [
            seen for seen in reversed(self._seen) if seen.paragraph >= farthest and seen.position < position
        ]

    def rank(
        self,
        here: Seen,
        agreements: Mapping[int, float | None],
        *,
        contents: Sequence[tuple[int, int]] = (),
        excluded: Collection[int] = (),
        weights: Callable[[int], float] = lambda _: 0.0,
    ) -> Ranking:
        """The referents that a pronoun at `here` may mean, best first.

        Args:
            here: where the pronoun stands.
            agreements: how well each referent agrees.
            contents: the words attributed to the pronoun; who is mentioned in them is hardly meant.
            excluded: referents that cannot be meant.
            weights: how much of the article is about a referent.
        """
        scores: dict[int, float] = {}
        times: dict[int, int] = {}
        for n, seen in enumerate(self.candidates(here)):
            referent = seen.referent
            agreement = agreements[referent]
            if agreement is None or referent in excluded:
                continue
            score = agreement + salience(seen, here, contents) + PER_MENTION_BETWEEN * n
            known = scores.get(referent)
            if known is None:
                scores[referent], times[referent] = score, 0
            else:
                times[referent] += 1
                if score > known:
                    scores[referent] = score
        return best_first(
            [
                (score + REPEATED * min(times[r], MOST_REPEATS) + FREQUENT * weights(r), r)
                for r, score in scores.items()
            ]
        )


def salience(seen: Seen, here: Seen, contents: Sequence[tuple[int, int]]) -> float:
    """How strongly one mention speaks for its referent."""
    sentences = here.sentence - seen.sentence
    score = PER_PARAGRAPH * (here.paragraph - seen.paragraph)
    score += PER_SENTENCE * (sentences if sentences < FARTHEST_SENTENCE else FARTHEST_SENTENCE)
    if seen.source:
        score += SOURCE
    elif seen.subject:
        score += SUBJECT
    if seen.possessive:
        score += POSSESSIVE
    if seen.quotation >= 0 and seen.quotation != here.quotation:
        score += QUOTED
    elif seen.reported and not here.reported:
        score += REPORTED
    if contents:
        position = seen.position
        for start, end in contents:
            if start <= position < end:
                return score + SAME_CONTENT
    return score


def best_first(ranking: Ranking) -> Ranking:
    """The ranking in order; of equals the one that was met first."""
    return sorted(ranking, key=lambda pair: (-pair[0], pair[1])) if len(ranking) > 1 else ranking


def agreement_in_sex(pronoun: Gender, known: Gender | None, leaning: Gender | None = None) -> float | None:
    """Agreement of a pronoun with a person of known or unknown sex, whose name may be mostly of one."""
    if known is None:
        return UNKNOWN_SEX if leaning is None else LEANS_TOWARDS if leaning == pronoun else LEANS_AWAY
    return 0.0 if known == pronoun else None


def probability(ranked: Ranking) -> float:
    """How likely the first of the ranked candidates is meant, by its lead over the second."""
    if not ranked:
        return 0.0
    if len(ranked) == 1:
        return 0.95
    return min(0.97, 0.6 + 0.12 * (ranked[0][0] - ranked[1][0]))
