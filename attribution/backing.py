"""Which quotes rest on one unnamed person.

Decides whether a quote comes from exactly one anonymous person, and whether another source of the article
makes the same claim. What is checked:

- one person: the status is that of an individual, and no number of people is told;
- another source: another speaker, at first hand, whose words are no part of the quote and it no part of
  theirs; a person, a body or a document, named or not;
- the same claim: at least `SHARE` of the telling words are in the other quote, two at the least; the other
  does not deny, doubt or ask it; both are negated or neither; numbers do not disagree.

What is not checked: the same claim in quite other words, one that the article makes in its own voice, one
put together from several quotes, "a second official confirmed the account", and whether the other source
can know it by itself. A quote that is listed may thus be backed after all; one that is not listed shares
its words with another source, which a person should still read. Telling words are all but function words,
compared by their first five letters (truncation stems as well as a stemmer for retrieval: McNamee,
Nicholas and Mayfield, "Addressing morphological variation in alphabetic languages", SIGIR 2009).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from msgspec import Struct
from spacy.lang.en.stop_words import STOP_WORDS

from attribution.report_wording import content, is_negated, speaks_against
from attribution.results import AnonymityStatus, Quote

#: The part of a quote's telling words that another must hold to back it, and their least number.
SHARE = 0.6
FEWEST = 2

#: Letters by which words are compared.
STEM = 5

#: A word that stands in more quotes than this is the article's topic and tells no claim from another.
#: It also keeps the comparison linear: no word leads to more than so many quotes.
COMMON = 12

_WORD = re.compile(r"[^\W_]+")
_INDIVIDUAL: frozenset[AnonymityStatus] = frozenset(
    ("unnamed_individual", "anonymous_requested", "partially_named", "pseudonymous")
)


class _Claim(Struct, frozen=True):
    """What is compared of a quote."""

    speaker: str | None
    extent: tuple[int, int]
    stems: frozenset[str]
    numbers: frozenset[str]
    negated: bool


def rests_on_one_unnamed_source(quotes: Sequence[Quote]) -> list[bool]:
    """For each quote whether it comes from one unnamed person and no other source backs it."""
    claims = [_claim(quote) for quote in quotes]
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for i, quote in enumerate(quotes):
        if quote.speaker is not None and not quote.is_second_hand and not speaks_against(quote):
            for stem in claims[i].stems:
                holders[stem].append(i)

    def is_backed(claim: _Claim) -> bool:
        telling = [stem for stem in claim.stems if len(holders[stem]) <= COMMON]
        shared = Counter(i for stem in telling for i in holders[stem])
        needed = max(FEWEST, SHARE * len(telling))
        return any(number >= needed and _is_another(claim, claims[i]) for i, number in shared.items())

    return [
        is_one_unnamed_person(quote) and not is_backed(claim)
        for quote, claim in zip(quotes, claims, strict=True)
    ]


def is_one_unnamed_person(quote: Quote) -> bool:
    """Whether the source is anonymous and one person, as far as the article tells."""
    found = quote.anonymity
    return found.is_anonymous and found.status in _INDIVIDUAL and found.count in (None, 1)


def _claim(quote: Quote) -> _Claim:
    words = [word for word in _WORD.findall(content(quote)) if word not in STOP_WORDS]
    return _Claim(
        quote.speaker.id if quote.speaker is not None else None,
        (quote.spans[0].start, quote.spans[-1].end),
        frozenset(word[:STEM] for word in words if len(word) > 2 or word.isdecimal()),
        frozenset(word for word in words if word[0].isdecimal()),
        is_negated(quote),
    )


def _is_another(claim: _Claim, other: _Claim) -> bool:
    """Whether another source tells the other claim, apart from this one, and not the contrary."""
    return (
        claim.speaker != other.speaker
        and not (claim.extent[0] < other.extent[1] and other.extent[0] < claim.extent[1])
        and claim.negated == other.negated
        and not (claim.numbers and other.numbers and claim.numbers.isdisjoint(other.numbers))
    )
