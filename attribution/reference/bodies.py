"""Which body or place a noun means: "the bank", "the appeals court", "the Trump campaign", "the state".

A body named by the phrase itself; the one spoken of that can be called so; in a headline or lead also
one that is named later; or an unnamed one. Also what the plural of such nouns takes up.
"""

from collections.abc import Iterable

from attribution.annotations import Range
from attribution.descriptions import Description
from attribution.reference.cast import NAMESAKES, Cast, Query, Resolved
from attribution.reference.focus import Agreements, best_first, probability
from attribution.reference.gazetteer import body_nouns, called, countries, fold, peoples
from attribution.reference.mentions import Mention
from attribution.reference.people import FUNCTION, LEAD_TOKENS, described_by, in_lead
from attribution.reference.pronouns import rank_people
from attribution.reference.referents import Party, Referent
from attribution.reference.words import GENDERS
from attribution.results import SpeakerKind
from attribution.role_nouns import PERSONAL, singular

#: How well a noun goes with a body: it stands in the name, or tells its class, or the name tells none.
IN_NAME, IN_CLASS, UNTOLD, OF_PLACE = 5.0, 4.0, 1.0, 2.0
#: What a word before the noun counts for a body that has it in its name, and for one that has none.
SHARED_WORD, NOTHING_SHARED = 4.0, -3.0
#: The salience of a body that the article has not mentioned for long.
FORGOTTEN = -4.0
#: "The company" is the one that the article is about, by the logarithm of how often it is named.
NAMED_OFTEN = 1.0
#: A body is taken up by its noun with more than this score, and named later with at least this fit.
TAKEN_UP, AHEAD = -3.0, 1.0
#: Every so many tokens to where it is named cost one point of fit.
AHEAD_TOKENS = 400

#: What is called so has the noun in its name, or no noun for a body.
_OWN_NAME = frozenset("council committee subcommittee court bank party church parliament".split())
_FAMILIES = frozenset("family clan dynasty".split())
#: A body of these is named by the matter that it is for: "the environment committee".
_OF_MATTERS = frozenset("committee subcommittee ministry".split())
_INDEFINITE = frozenset("a an one some any".split())


def resolve_body(cast: Cast, query: Query, what: Description) -> Resolved:
    """Which body or place a noun phrase means."""
    words = cast.words
    start = query.reading.noun_phrase[0]
    noun = cast.noun(what.head)
    named = _named_by_phrase(cast, query, what)
    if named is not None:
        return Resolved(named, 0.9)
    first = words.lower[start]
    fresh = first in called().fresh or first in _INDEFINITE or bool(query.reading.complements)
    # "His party" is no party that the article speaks of.
    own = words.tag[start] == "PRP$" or query.reading.possessor is not None
    if not own and (not fresh or words.title_case[start]):
        spoken_of = body_spoken_of(cast, query, what, noun)
        if spoken_of is not None:
            return spoken_of
    if not own and in_lead(cast, start):
        ahead = _named_later(cast, query, what, noun)
        if ahead is not None:
            return Resolved(ahead, 0.75)
    return Resolved(cast.unnamed(query.reading, what, "organization", reuse=not fresh), 0.8)


def _named_by_phrase(cast: Cast, query: Query, what: Description) -> int | None:
    """The body that a phrase names: "the Trump campaign", "Charlotte police", "a panel of the Court of Appeals"."""
    words = cast.words
    reading = query.reading
    start = reading.noun_phrase[0]
    noun = words.lower[what.head]
    nouns = {noun, singular(noun)}
    lists = called()
    if noun in lists.parts and reading.complements and words.at(what.head + 1) == "of":
        return cast.of(reading.complements[0])
    people = [m for m in reading.modifiers if m.kind == "person"]
    others = [m for m in reading.modifiers if m.kind in ("organization", "place") and m.end <= what.head]
    if nouns & lists.belonging:
        if people:
            return belong(cast, cast.of(people[-1]), noun, (start, what.head + 1))
        if words.lower[start] in GENDERS:
            ranked = rank_people(cast, start)
            if ranked and cast.referents[ranked[0][1]].name:
                return belong(cast, ranked[0][1], noun, (start, what.head + 1))
    if not nouns & lists.composed:
        by_kind = others and reading.possessor is None and noun in lists.kinds
        return cast.of(others[-1]) if by_kind else None
    nation = any(
        words.text[i][:1].isupper() and fold(words.text[i]) in peoples() for i in range(start, what.head)
    )
    matter = _matter(cast, query, what) if noun in _OF_MATTERS else set()
    if not (others or people or nation or matter):
        return None
    if matter and not (others or people or nation):
        named = next(
            (i for i in bodies_called(cast, noun) if matter <= _variants(cast.referents[i].words)), None
        )
        if named is not None:
            return named
    begin = next((i for i in range(start, what.head) if words.lower[i] not in FUNCTION), what.head)
    return cast.compose(words.slice((begin, what.head + 1)), "organization", nouns, (begin, what.head + 1))


def _matter(cast: Cast, query: Query, what: Description) -> set[str]:
    """The small nouns before the head of a definite phrase: "environment" of "the environment committee"."""
    words = cast.words
    start = query.reading.noun_phrase[0]
    first = what.head
    while (
        first > start and words.tag[first - 1] in {"NN", "NNS", "HYPH"} and words.lower[first - 1] != "select"
    ):
        first -= 1
    return set(words.lower[first : what.head]) - {"-", "select"} if words.lower[start] == "the" else set()


def see_belonging(cast: Cast, mention: Mention) -> None:
    """Take note of the campaign or administration named by whom it is of: "the Trump campaign"."""
    words = cast.words
    if mention.kind != "person":
        return
    i, last = mention.end, len(words.tag) - 1
    if i < last and words.tag[i] == "POS":
        i += 1
    if i > last or (noun := words.lower[i]) not in called().belonging or noun == "team":
        return
    if i == last or words.tag[i + 1] not in {"NN", "NNS"}:
        cast.see(mention.start, belong(cast, cast.of(mention), noun, (mention.start, i + 1)), subject=True)


def belong(cast: Cast, person: int, noun: str, span: Range) -> int:
    """The body named by the surname of whom it works for."""
    referent = cast.referents[person]
    spelled = (referent.name or "").split()
    surname = referent.words[-1] if referent.words else ""
    name = next((word for word in reversed(spelled) if fold(word) == surname), spelled[-1] if spelled else "")
    return cast.compose(f"{name} {noun}", "organization", {noun}, span)


def body_spoken_of(cast: Cast, query: Query, what: Description, noun: str) -> Resolved | None:
    """The body that "the bank" takes up: of those that can be called so, the one last spoken of."""
    start = query.reading.noun_phrase[0]
    near = cast.focus.rank(
        cast.here(start),
        Agreements(lambda r: fits_body(cast, r, query, what, noun)),
        contents=query.source.contents,
    )
    scores = {r: score + NAMED_OFTEN * cast.weight(r) for score, r in near}
    for index in bodies_called(cast, noun):
        fit = fits_body(cast, index, query, what, noun) if cast.named_at[index][0] < start else None
        if fit is not None:
            # What was spoken of a while ago counts no less than what is forgotten.
            forgotten = fit + FORGOTTEN + NAMED_OFTEN * cast.weight(index)
            scores[index] = max(forgotten, scores.get(index, forgotten))
    ranked = best_first([(score, r) for r, score in scores.items()])
    if not ranked or ranked[0][0] <= TAKEN_UP:
        return None
    return Resolved(ranked[0][1], 0.95 * probability(ranked))


def _named_later(cast: Cast, query: Query, what: Description, noun: str) -> int | None:
    """The body that a lead speaks of before it is named."""
    start = query.reading.noun_phrase[0]
    ranked = []
    for index in bodies_called(cast, noun):
        fit = fits_body(cast, index, query, what, noun)
        distance = cast.named_at[index][0] - start
        if fit is not None and fit >= AHEAD and 0 < distance <= LEAD_TOKENS:
            ranked.append((fit - distance / AHEAD_TOKENS, index))
    return best_first(ranked)[0][1] if ranked else None


def bodies_called(cast: Cast, noun: str) -> list[int]:
    """The named bodies and places that the noun may go with, a bounded number of them."""
    keys = (noun, *sorted(body_nouns().get(noun, ())))
    return list(dict.fromkeys(i for key in keys for i in cast.bodies[key][:NAMESAKES]))[:NAMESAKES]


def fits_body(cast: Cast, index: int, query: Query, what: Description, noun: str) -> float | None:
    """How well "the bank" goes with a body or place; None where it cannot be meant."""
    referent = cast.referents[index]
    if isinstance(referent, Party):
        if referent.plural or referent.form not in ("organization", "unknown"):
            return None
        if referent.name is None and noun not in referent.nouns:
            return None
    elif referent.kind == "person":
        return None
    said = described_by(cast, query, what)
    shared = said & (referent.traits | _variants(referent.words))
    overlap = SHARED_WORD * len(shared) if shared or not said else NOTHING_SHARED
    fit = _fits_place(referent, noun) if referent.kind == "place" else _fits_noun(referent, noun)
    return None if fit is None else fit + overlap


def _fits_place(referent: Referent, noun: str) -> float | None:
    is_country = " ".join(referent.words) in countries()
    nouns = called().countries - {"government", "regime", "state"} if is_country else called().places
    return OF_PLACE if noun in nouns else None


def _fits_noun(referent: Referent, noun: str) -> float | None:
    if noun in referent.nouns or noun in referent.words:
        return IN_NAME
    if noun in _OWN_NAME and any(word in body_nouns() for word in referent.words):
        # What is an agency by name is called no council.
        return None
    classes = body_nouns().get(noun, frozenset())
    if classes & referent.classes:
        return IN_CLASS
    return UNTOLD if not referent.classes and classes & called().untold else None


def _variants(name: Iterable[str]) -> set[str]:
    """The words of a name with their singulars and plurals: "appeals", "appeal"."""
    return {variant for word in name for variant in (word, singular(word), word + "s")}


def resolve_group(cast: Cast, query: Query, what: Description) -> Resolved:
    """Whom a plural means: those who spoke jointly, two countries, an unnamed group met before or a new one."""
    words = cast.words
    reading = query.reading
    start = reading.noun_phrase[0]
    noun = cast.noun(what.head)
    is_countries = noun in called().countries
    named = [m for m in reading.complements if m.kind == "place"]
    if noun in _FAMILIES and reading.modifiers and reading.modifiers[-1].end == what.head:
        # "the Wrona family"
        first = reading.modifiers[-1].start
        return Resolved(
            cast.compose(words.slice((first, what.head + 1)), "organization", {noun}, (first, what.head + 1)),
            0.9,
        )
    if is_countries and what.role == "organization" and len(named) > 1:
        # "the governments of Norway and Sweden"
        return Resolved(cast.jointly(tuple(dict.fromkeys(map(cast.of, named)))), 0.9)
    # The reading leaves out "both".
    if what.definite or words.lower[query.source.span[0]] in {"both", "the"}:
        for seen in cast.focus.candidates(cast.here(start)):
            referent = cast.referents[seen.referent]
            if not isinstance(referent, Party) or not (referent.plural or noun in referent.nouns & _FAMILIES):
                continue
            counted = what.role in PERSONAL and what.count == len(referent.members)
            if noun in referent.nouns or counted or (noun in called().groups and referent.members):
                referent.nouns.add(noun)
                return Resolved(seen.referent, 0.9)
        if is_countries and (pair := _two_countries(cast, start)) is not None:
            return Resolved(pair, 0.8)
    return Resolved(cast.unnamed(reading, what, _form_of(what, noun), plural=True), 0.9)


def _form_of(what: Description, noun: str) -> SpeakerKind:
    """What several of a noun are: bodies, people, or by a noun for neither something unknown."""
    if what.role == "organization":
        return "organization"
    return "group" if what.role is not None or noun in called().groups else "unknown"


def _two_countries(cast: Cast, position: int) -> int | None:
    """The two countries last spoken of: "the two countries"."""
    near = dict.fromkeys(
        seen.referent
        for seen in cast.focus.candidates(cast.here(position))
        if cast.referents[seen.referent].kind == "place"
        and " ".join(cast.referents[seen.referent].words) in countries()
    )
    pair = tuple(near)[:2]
    return cast.jointly(pair[::-1]) if len(pair) == 2 else None
