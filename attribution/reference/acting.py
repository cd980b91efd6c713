"""Who acts in an article without a name and without words of his own: "A man fled. He".

Such people and bodies come into the focus too, so that a pronoun behind them finds them; so do those who
keep their names back. Also the sexes that pronouns tell of the people named before them.
"""

from collections import Counter, defaultdict
from collections.abc import Collection

from attribution.descriptions import describe
from attribution.labels import DEPS
from attribution.reference.bodies import body_spoken_of, resolve_group
from attribution.reference.cast import Cast, Query, Source
from attribution.reference.gazetteer import Gender, body_nouns
from attribution.reference.people import resolve_person
from attribution.reference.sources import LONGEST_TITLE, Reading
from attribution.reference.words import GENDERS, Words, noun_phrase_start
from attribution.role_nouns import PERSONAL, is_person_noun

_NOUNS = frozenset(["NN", "NNS"])
_SUBJECTS = frozenset(dep for dep in DEPS if dep.startswith("nsubj"))


def acting_nouns(words: Words, told: Collection[int]) -> list[int]:
    """The nouns for people and bodies that are the subject of a clause outside quotations.

    Args:
        words: the article.
        told: tokens that tell the role of somebody named beside them.
    """
    bodies, tag, lower, quotation, title_case = (
        body_nouns(),
        words.tag,
        words.lower,
        words.quotation,
        words.title_case,
    )
    return [
        i
        for i, dep in enumerate(words.dep)
        if dep in _SUBJECTS
        and tag[i] in _NOUNS
        and quotation[i] < 0
        and not title_case[i]
        and (is_person_noun(lower[i]) or lower[i] in bodies)
        and i not in told
    ]


def see_acting(cast: Cast, i: int) -> None:
    """Take note of whom the noun at `i` means."""
    words = cast.words
    phrase = (noun_phrase_start(words, i), i + 1)
    if any(cast.mention_at.get(j) is not None for j in range(*phrase)) or is_named_behind(cast, i):
        return
    what = describe(words.doc, phrase)
    if what.head != i or (what.role not in PERSONAL and not what.definite):
        return
    query = Query(Reading(form="description", span=phrase, noun_phrase=phrase), Source(phrase))
    meant: int | None
    if what.plural:
        meant = resolve_group(cast, query, what).referent
    elif what.role in PERSONAL:
        meant = resolve_person(cast, query, what).referent
    else:
        body = body_spoken_of(cast, query, what, cast.noun(i))
        meant = cast.unnamed(query.reading, what, "organization") if body is None else body.referent
    if meant is not None:
        # "The man" may well be somebody named that the article has not said to be one.
        known = cast.referents[meant].name is not None or not what.definite
        cast.see(phrase[0], meant, subject=known)
        cast.referents[meant].mentions.append(phrase)


def is_named_behind(cast: Cast, i: int) -> bool:
    """Whether a name stands in apposition to the noun at `i`: "her father, the actor Colm Lee"."""
    words = cast.words
    for j in range(i + 2, min(i + 2 + LONGEST_TITLE, len(words))):
        if words.text[i + 1] != "," or words.text[j] == "," or words.tag[j].startswith("VB"):
            return False
        if j in cast.mention_at:
            return True
    return False


def learn_sexes(cast: Cast) -> None:
    """Set the sex of people whose names do not tell it from "he" and "she" that follow their names alone."""
    words = cast.words
    heard: dict[int, Counter[Gender]] = defaultdict(Counter)
    owner: int | None = None
    reach = 0
    for i in sorted({*cast.mention_at, *words.pronouns}):
        mention = cast.mention_at.get(i)
        if mention is not None:
            if mention.kind == "person":
                # A second person in reach leaves it open who is meant.
                index = cast.of(mention)
                owner = index if owner in (None, index) or words.sentence[i] > reach else None
                reach = words.sentence[i] + 1
        elif owner is not None and words.sentence[i] <= reach:
            heard[owner][GENDERS[words.lower[i]]] += 1
    for index, counts in heard.items():
        (gender, most), *others = counts.most_common()
        if cast.referents[index].gender is None and most > 2 * sum(n for _, n in others):
            cast.referents[index].gender = gender
