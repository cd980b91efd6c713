"""Whom "he", "she", "they" and "it" mean.

The focus (focus.py) offers candidates; here it is decided which agree in sex, number and kind.
"who", "I" and "we" go by where they stand and are left to resolution.py.
"""

from attribution.descriptions import describe
from attribution.reference.cast import NAMESAKES, Cast, Query, Resolved
from attribution.reference.focus import Agreements, Ranking, agreement_in_sex, best_first, probability
from attribution.reference.gazetteer import Gender, countries, leanings
from attribution.reference.referents import Party, Referent
from attribution.reference.sources import Reading
from attribution.reference.words import GENDERS, noun_phrase_start
from attribution.results import SpeakerKind
from attribution.role_nouns import PERSONAL

#: A name of unknown kind is less likely a person, one known by a handle much less.
UNKNOWN_KIND = -1.5
HANDLE = -3.0
#: How well referents that are not several people go with "they", and with "it".
THEY_BODY, THEY_PHRASE, THEY_PLACE, THEY_PERSON = -0.8, -0.5, -1.5, -3.0
THEY_SEVERAL = 1.0
IT_PLACE, IT_UNKNOWN = -0.3, -1.0

#: "Ann Lee's speech, in which she": the owner, among so many names before, is meant by so much more.
OWNERS, OWNER = 3, 5.0

#: The people whom "they" takes up in the same sentence stand within so many tokens.
SAME_SENTENCE = 40

THEY = frozenset("they their theirs them these those".split())
IT = frozenset("it its".split())


def resolve_pronoun(cast: Cast, query: Query) -> Resolved:
    """Whom the pronoun that the query reads means; an unnamed source where nobody offers himself."""
    i = query.reading.span[0]
    word = cast.words.lower[i]
    if word in GENDERS:
        return _best(cast, query, rank_people(cast, i, query), "person")
    if word in THEY:
        ranked = cast.focus.rank(
            cast.here(i),
            Agreements(lambda r: fits_they(cast, r)),
            contents=query.source.contents,
            excluded=query.excluded,
        )
        people = people_before(cast, i, query)
        if people is not None and not (ranked and _spoke_in_sentence(cast, ranked[0][1], i)):
            return Resolved(people, 0.6)
        return _best(cast, query, ranked, "group")
    if word in IT:
        ranked = cast.focus.rank(
            cast.here(i),
            Agreements(lambda r: fits_it(cast, r)),
            contents=query.source.contents,
            excluded=query.excluded,
        )
        return _best(cast, query, ranked, "unknown")
    return Resolved(cast.new_unnamed(query.reading.span, "person", i), 0.7)


def _best(cast: Cast, query: Query, ranked: Ranking, form: SpeakerKind) -> Resolved:
    if ranked:
        return Resolved(ranked[0][1], probability(ranked))
    span = query.reading.span
    return Resolved(cast.new_unnamed(span, form, span[0], plural=form == "group"), 0.5)


def rank_people(cast: Cast, i: int, query: Query | None = None) -> Ranking:
    """The people whom the "he" or "she" at token `i` may mean, best first."""
    sex = GENDERS[cast.words.lower[i]]
    here = cast.here(i)
    ranked = cast.focus.rank(
        here,
        agreements_in_sex(cast, sex),
        contents=query.source.contents if query else (),
        excluded=query.excluded if query else (),
        weights=cast.weight,
    )
    if i == 0 or cast.words.lower[i - 1] not in {"which", "where"}:
        return ranked
    owners = {
        s.referent
        for s in cast.focus.candidates(here)[:OWNERS]
        if s.possessive and s.sentence == here.sentence
    }
    return best_first([(score + OWNER * (r in owners), r) for score, r in ranked])


def see_pronoun(cast: Cast, i: int) -> None:
    """Take note of whom a "he" or "she" means that is no source."""
    ranked = rank_people(cast, i)
    if ranked:
        cast.see(i, ranked[0][1], subject=cast.words.lower[i] in {"he", "she"})


def agreements_in_sex(cast: Cast, sex: Gender) -> Agreements:
    """How well referents go with the pronoun of a sex, kept with the cast."""
    known = cast.agreements.get(sex)
    if known is None:
        # Not the cast itself: it would be in a circle with what it keeps.
        referents = cast.referents
        known = cast.agreements[sex] = Agreements(lambda r: fits_person(referents[r], sex))
    return known


def fits_person(referent: Referent, sex: Gender) -> float | None:
    """How well a referent goes with the pronoun of a sex; None where it cannot be meant."""
    if isinstance(referent, Party):
        if referent.form != "person" or referent.plural:
            return None
        return agreement_in_sex(sex, referent.gender)
    if referent.kind not in ("person", "unknown"):
        return None
    leaning = leanings().get(referent.words[0]) if len(referent.words) > 1 else None
    agreement = agreement_in_sex(sex, referent.gender, leaning)
    if agreement is None:
        return None
    if referent.kind == "unknown":
        return agreement + UNKNOWN_KIND
    return agreement + HANDLE if referent.words[0].startswith("@") else agreement


def fits_they(cast: Cast, index: int) -> float | None:
    """How well a referent goes with "they"; None where it cannot be meant."""
    referent = cast.referents[index]
    if isinstance(referent, Party):
        if referent.plural:
            return THEY_SEVERAL
        if referent.form == "person":
            return THEY_PERSON if referent.name is None else None
        return THEY_PHRASE if referent.form == "organization" else None
    if referent.kind == "place":
        return THEY_PLACE if " ".join(referent.words) in countries() else None
    return THEY_BODY if referent.kind == "organization" else None


def fits_it(cast: Cast, index: int) -> float | None:
    """How well a referent goes with "it"; None where it cannot be meant."""
    referent = cast.referents[index]
    if isinstance(referent, Party):
        return None if referent.plural or referent.form == "person" else 0.0
    return {"organization": 0.0, "place": IT_PLACE, "unknown": IT_UNKNOWN}.get(referent.kind)


def people_before(cast: Cast, i: int, query: Query) -> int | None:
    """The unnamed people in the same sentence before "they": "voters, because they"."""
    words = cast.words
    for j in range(i - 1, max(-1, i - SAME_SENTENCE), -1):
        if words.space[j] or words.sentence[j] != words.sentence[i]:
            return None
        if words.tag[j] != "NNS" and words.lower[j] != "people":
            continue
        if cast.name_ending(j + 1) is not None:
            return None
        phrase = (noun_phrase_start(words, j), j + 1)
        what = describe(words.doc, phrase)
        attributed = any(start <= j < end for start, end in query.source.contents)
        if what.role in PERSONAL and what.head == j and words.quotation[j] < 0 and not attributed:
            reading = Reading(form="description", span=phrase, noun_phrase=phrase)
            return cast.unnamed(reading, what, "group", plural=True)
    return None


def _spoke_in_sentence(cast: Cast, index: int, i: int) -> bool:
    """Whether the referent is several people who have spoken in the sentence of token `i`."""
    referent = cast.referents[index]
    sentence = cast.words.sentence
    return (
        isinstance(referent, Party)
        and referent.plural
        and any(sentence[start] == sentence[i] for start, _ in referent.mentions[-NAMESAKES:])
    )
