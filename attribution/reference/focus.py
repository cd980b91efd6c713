"""Whom a pronoun means.

Candidates are the people and bodies mentioned shortly before. Each mention counts for its referent by
how near it stands, whether it is the subject of its sentence, whether the words before were
attributed to it, and whether it is somebody else's words that mention it; sex and number must agree
(after Lappin and Leass, 1994, with weights of our own). The look back is bounded, so that an article
takes time linear in its length.
"""

from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass

from attribution.gazetteer import Gender

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
UNKNOWN_SEX = -0.5
PER_MENTION_BETWEEN = -0.35
REPEATED = 0.1
FREQUENT = 0.6

#: How well a referent agrees with a pronoun, None where it cannot be meant.
Fits = Callable[[int], float | None]

GENDERS: dict[str, Gender] = {
    "he": "male", "him": "male", "his": "male", "himself": "male",
    "she": "female", "her": "female", "hers": "female", "herself": "female",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """One mention of a referent."""

    position: int
    referent: int
    sentence: int
    paragraph: int
    subject: bool
    source: bool
    possessive: bool
    quotation: int
    """The quotation of speech it stands in, or -1."""
    reported: bool = False
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
        return [s for s in reversed(self._seen) if here.paragraph - s.paragraph <= PARAGRAPHS and s.position < here.position]

    def rank(
        self,
        here: Seen,
        *,
        fits: Fits,
        contents: Collection[tuple[int, int]] = (),
        excluded: Collection[int] = (),
        weights: Callable[[int], float] = lambda _: 0.0,
    ) -> list[tuple[float, int]]:
        """The referents that a pronoun at `here` may mean, best first, with their scores.

        Args:
            fits: how well a referent agrees in sex and number; None rules it out.
            contents: the words attributed to the pronoun; who is mentioned in them is hardly meant.
            excluded: referents that cannot be meant.
            weights: how much of the article is about a referent.
        """
        scores: dict[int, float] = {}
        times: dict[int, int] = {}
        for n, seen in enumerate(self.candidates(here)):
            if seen.referent in excluded:
                continue
            agreement = fits(seen.referent)
            if agreement is None:
                continue
            score = agreement + self.score(seen, here, contents) + PER_MENTION_BETWEEN * n
            times[seen.referent] = times.get(seen.referent, 0) + 1
            scores[seen.referent] = max(score, scores.get(seen.referent, score))
        ranked = [
            (score + REPEATED * min(times[r] - 1, 4) + FREQUENT * weights(r), r) for r, score in scores.items()
        ]
        return sorted(ranked, key=lambda pair: (-pair[0], pair[1]))

    @staticmethod
    def score(seen: Seen, here: Seen, contents: Collection[tuple[int, int]]) -> float:
        """How strongly one mention speaks for its referent."""
        score = PER_PARAGRAPH * (here.paragraph - seen.paragraph)
        score += max(PER_SENTENCE * (here.sentence - seen.sentence), 4 * PER_SENTENCE)
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
        if any(start <= seen.position < end for start, end in contents):
            score += SAME_CONTENT
        return score


def fits_gender(pronoun: Gender, known: Gender | None) -> float | None:
    """Agreement of a pronoun with a person of known or unknown sex."""
    if known is None:
        return UNKNOWN_SEX
    return 0.0 if known == pronoun else None


def margin_probability(ranked: list[tuple[float, int]]) -> float:
    """How likely the first of the ranked candidates is meant, from its lead over the second."""
    if not ranked:
        return 0.0
    if len(ranked) == 1:
        return 0.95
    lead = ranked[0][0] - ranked[1][0]
    return min(0.97, 0.6 + 0.12 * lead)
