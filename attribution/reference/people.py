"""Whom a noun for one person means: "the senator", "his lawyer", "a Leeds judge", "the Italian".

The one named person whom the article calls so, in a headline or lead also one who is named later; an
unnamed one met before; or by an epithet whoever is spoken of.
"""

from bisect import bisect_left
from collections.abc import Iterable

from attribution.descriptions import Description
from attribution.reference.cast import NAMESAKES, Cast, Query, Resolved
from attribution.reference.focus import Agreements, Ranking, agreement_in_sex, best_first, probability
from attribution.reference.gazetteer import body_nouns, called, fold, peoples, role_nouns, titles
from attribution.reference.pronouns import rank_people
from attribution.reference.referents import Party, Referent
from attribution.reference.words import GENDERS

#: In so many paragraphs from the top a description may be of somebody named later.
LEAD_PARAGRAPHS = 4
#: And the name must follow within so many tokens.
LEAD_TOKENS = 700

#: "A judge" in the lead is the one judge who is named within so many tokens.
INTRODUCED = 150

#: A word of the description that the article says of a person elsewhere.
SHARED_WORD = 2.0
#: What is spoken of counts less for "the senator" than for "he".
SALIENCE = 0.4
#: The score of whom the article has not mentioned for long, and of whom it has yet to name.
FORGOTTEN = -6.0
AHEAD = -1.0

#: An epithet is of whom it fits with at least this score.
EPITHET = -2.5
#: It is less likely of somebody whom the article calls something else.
CALLED_OTHERWISE = -4.0

#: "His lawyer" is the lawyer named so many tokens before, farther where it was "his lawyer" there too.
BOND = 40
SAME_BOND = 150

_SOME = frozenset("one another some any each many several".split())
DEFINITE = frozenset("the this that these those both same".split())
FUNCTION = frozenset(
    "a an the of in on at to for from by with and or both all its his her their our my this that these "
    "those 's ’s".split()
)


def resolve_person(cast: Cast, query: Query, what: Description) -> Resolved:
    """Whom a noun phrase for one person means."""
    words = cast.words
    start = query.reading.noun_phrase[0]
    noun = cast.noun(what.head)
    said = set(words.lower[start : what.head]) - DEFINITE
    fresh = bool(said & called().fresh) or words.lower[start] in called().fresh
    if words.lower[start] == "the" and "other" in said and _was_another(cast, noun):
        # "Jones and another official …. The other official said"
        fresh = False
    # Without an article, as headlines have it, the noun is definite too.
    definite = what.definite or words.title_case[start] or start == what.head
    # Who asked not to be named is nobody whom the article names.
    nameless = fresh or what.head in cast.nameless
    taken_up = definite and not fresh
    known = (
        cast.unnamed_before(noun, first="first" in said) if taken_up and words.tag[start] != "PRP$" else None
    )
    if not nameless:
        named = _called_so(cast, query, what, noun, definite=definite)
        # Whoever was met last: "One minister said …. The minister said".
        met = cast.last_seen
        if named is not None and (known is None or met.get(known, -1) < met.get(named.referent or 0, -1)):
            return named
    if taken_up:
        earlier = _unnamed_lately(cast, query, what, noun) if known is None else known
        if earlier is not None:
            return Resolved(earlier, 0.85)
        epithet = None if nameless else resolve_epithet(cast, query, what, noun)
        if epithet is not None:
            return epithet
    return Resolved(cast.unnamed(query.reading, what, "person", reuse=False), 0.85)


def _was_another(cast: Cast, noun: str) -> bool:
    """Whether the unnamed person of the noun met last was introduced as one beside somebody named."""
    known = cast.unnamed_before(noun)
    return known is not None and (cast.party(known).description or "").lower().startswith("another ")


def _unnamed_lately(cast: Cast, query: Query, what: Description, noun: str) -> int | None:
    """The unnamed person who spoke last, in this paragraph or the one before, where a noun fits anybody."""
    start, end = query.reading.noun_phrase
    if noun not in called().generic or end - start > 2 or not what.definite:
        return None
    here = cast.here(start)
    sex = titles().sex.get(noun)
    for seen in cast.focus.candidates(here):
        referent = cast.referents[seen.referent]
        if not seen.source or here.paragraph - seen.paragraph > 1:
            continue
        if not isinstance(referent, Party) or referent.name or referent.plural or referent.form != "person":
            return None
        fits = sex is None or agreement_in_sex(sex, referent.gender) is not None
        return seen.referent if fits else None
    return None


def in_lead(cast: Cast, position: int) -> bool:
    """Whether the article may speak here of what it names later."""
    return cast.words.title_case[position] or cast.words.paragraph[position] < LEAD_PARAGRAPHS


def described_by(cast: Cast, query: Query, what: Description) -> set[str]:
    """The words of a noun phrase beside its head that tell something."""
    words = cast.words.lower
    beside = (words[i] for i in range(*query.reading.noun_phrase) if i != what.head)
    return {word for word in beside if word.isalnum()} - FUNCTION


def _called_so(cast: Cast, query: Query, what: Description, noun: str, *, definite: bool) -> Resolved | None:
    """The named person whom the article calls by the noun; between several the words before it decide."""
    candidates = [i for i in cast.called[noun][:NAMESAKES] if i not in query.excluded]
    if not candidates:
        return None
    words = cast.words
    start = query.reading.noun_phrase[0]
    said = described_by(cast, query, what)
    own = words.tag[start] == "PRP$" or query.reading.possessor is not None
    one_of_many = words.lower[start] in _SOME
    compound = _compound(cast, start, what.head)
    spoken_of = cast.focus.rank(
        cast.here(start),
        Agreements(lambda r: 0.0 if r in candidates else None),
        contents=query.source.contents,
        weights=cast.weight,
    )
    salient = {r: score for score, r in spoken_of}
    ranked: Ranking = []
    for index in candidates:
        referent = cast.referents[index]
        if not _may_be_called(referent, noun, said):
            continue
        shared = said & (referent.traits | set(referent.words))
        if compound and not compound & shared:
            # "The band leader" is no party leader.
            continue
        overlap = SHARED_WORD * len(shared)
        named_at = cast.named_at[index]
        before = bisect_left(named_at, start)
        if not before:
            ahead = (named_at[0] - start) / LEAD_TOKENS
            introduced = definite or overlap or (len(candidates) == 1 and named_at[0] - start < INTRODUCED)
            if in_lead(cast, start) and ahead < 1 and (overlap or not own) and introduced and not one_of_many:
                ranked.append((AHEAD + overlap - ahead, index))
        elif (definite or (in_lead(cast, start) and words.title_case[named_at[0]])) and (
            not own or _is_bound(cast, query, referent, named_at[before - 1])
        ):
            ranked.append((overlap + SALIENCE * max(salient.get(index, FORGOTTEN), FORGOTTEN), index))
    if not ranked:
        return None
    ranked = best_first(ranked)
    return Resolved(ranked[0][1], min(0.95, probability(ranked)))


def _compound(cast: Cast, start: int, head: int) -> set[str]:
    """The nouns right before the head that tell it from others: "band" of "the band leader", no bodies."""
    words = cast.words
    first = head
    while first > start and words.tag[first - 1] in {"NN", "NNS", "HYPH"}:
        first -= 1
    if words.title_case[start] or (first > start and words.tag[first - 1].startswith(("NNP", "POS"))):
        return set()
    said = {word for word in words.lower[first:head] if word.isalpha()}
    return set() if any(word in body_nouns() or word in role_nouns() for word in said) else said


def _may_be_called(referent: Referent, noun: str, said: set[str]) -> bool:
    """Whether neither kind, sex nor party of a referent forbids the description."""
    sex = titles().sex.get(noun)
    if referent.kind not in ("person", "unknown") or (sex and referent.gender and referent.gender != sex):
        return False
    theirs, meant = _parties(referent.traits), _parties(said)
    return not theirs or not meant or bool(theirs & meant)


def _parties(said: Iterable[str]) -> set[str]:
    """The parties that words name."""
    parties = called().parties
    return {parties[word] for word in said if word in parties}


def _is_bound(cast: Cast, query: Query, referent: Referent, last: int) -> bool:
    """Whether "his lawyer" can be the lawyer whom the article names: somebody's own, or named close by."""
    start = query.reading.noun_phrase[0]
    traits = {fold(word) for word in referent.traits}
    if query.reading.possessor is not None:
        return bool(set(cast.referents[cast.of(query.reading.possessor)].words) & traits)
    pronoun = cast.words.lower[start]
    if pronoun in GENDERS:
        ranked = rank_people(cast, start)
        if ranked and set(cast.referents[ranked[0][1]].words) & traits:
            return True
    return start - last < (SAME_BOND if pronoun in referent.traits else BOND)


def resolve_epithet(cast: Cast, query: Query, what: Description, noun: str) -> Resolved | None:
    """Whom "the billionaire" means where the article calls nobody so: whoever is spoken of."""
    words = cast.words
    reading = query.reading
    start, end = reading.noun_phrase
    if noun not in called().epithets and noun not in peoples():
        return None
    # "The former first lady and U.S. senator" is one person.
    two_roles = words.lower[what.head + 1] == "and" if what.head + 1 < end else False
    if words.lower[start] not in {"the", "this"} or reading.possessor is not None:
        return None
    if reading.complements and not two_roles:
        return None
    of_state = words.lower[what.head + 1 : end] == ["of", "state"]
    goes_on = end - what.head > 1 and noun != YEARS and not two_roles and not of_state
    if goes_on or any(words.tag[i] == "POS" for i in range(start, what.head)):
        return None
    sex = titles().sex.get(noun)
    is_office = noun in titles().called

    def fits(index: int) -> float | None:
        referent = cast.referents[index]
        if referent.kind != "person" or isinstance(referent, Party):
            return None
        agreement = agreement_in_sex(sex, referent.gender) if sex else 0.0
        if agreement is None or not (is_office and referent.nouns):
            return agreement
        return agreement + CALLED_OTHERWISE

    ranked = cast.focus.rank(
        cast.here(start), Agreements(fits), contents=query.source.contents, excluded=query.excluded
    )
    if not ranked or ranked[0][0] < EPITHET:
        return None
    return Resolved(ranked[0][1], 0.8 * probability(ranked))


#: How `resolve_epithet` is told of "the 31-year-old".
YEARS = "year-old"


def plain_epithet(cast: Cast, query: Query, what: Description) -> str | None:
    """The epithet of "the 31-year-old" or "the Scot"; None for any other phrase."""
    words = cast.words
    start, end = query.reading.noun_phrase
    if any(words.lower[i] == "year" and words.at(i + 2) == "old" for i in range(start, end)):
        return YEARS
    noun = cast.noun(what.head)
    people = fold(words.text[what.head]) in peoples() and words.lower[start] == "the"
    return noun if people and noun.endswith(called().one_of_a_people) else None
