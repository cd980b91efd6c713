"""Nouns for people, bodies, texts and happenings, and what each says of its referent.

Loads the lexicons `roles.toml` and `roles_people.txt`, and tells the singular of a noun. Which noun heads a
phrase is decided in head_nouns.py, what the whole phrase says in descriptions.py.
"""

import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from attribution.phrases import word_set

Role = Literal[
    "spokesperson",
    "official",
    "insider",
    "representative",
    "bench",
    "expert",
    "person",
    "office",
    "organization",
    "group",
    "document",
    "rumour",
    "event",
]

#: Roles of single people, as against bodies, texts and happenings.
PERSONAL: frozenset[Role] = frozenset(
    ("spokesperson", "official", "insider", "representative", "bench", "expert", "person", "office")
)

#: Of so many different words it is kept what the lexicons say.
WORDS_KEPT = 1 << 14

_LEXICON = Path(__file__).with_name("lexicons") / "roles.toml"
_PEOPLE = _LEXICON.with_name("roles_people.txt")

#: Pronouns that are whole noun phrases, and whether they mean several people.
PRONOUNS: dict[str, bool] = dict.fromkeys(
    word_set(
        "others many some several few most more fewer less half thirds none neither all both two three "
        "four five six seven eight nine ten dozens hundreds thousands millions everyone everybody those"
    ),
    True,
) | dict.fromkeys(word_set("someone somebody anyone anybody one another each nobody"), False)


class Lexicon(NamedTuple):
    """Nouns and phrases, lower-cased, with what they say."""

    nouns: dict[str, Role]
    phrases: dict[tuple[str, ...], Role]
    """Several words that end in a noun of another role: "press secretary"."""
    longest: int
    """How many words the longest phrase has."""
    ends: frozenset[str]
    """The last words of the phrases."""


@cache
def people() -> frozenset[str]:
    """Nouns for one person by craft, kinship or part played, that the lexicon of roles does not have."""
    lines = _PEOPLE.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def lexicon() -> Lexicon:
    """The wording, read once."""
    tables = tomllib.loads(_LEXICON.read_text(encoding="utf-8"))
    nouns: dict[str, Role] = dict.fromkeys(people(), "person")
    nouns |= {word: role for role, words in tables["nouns"].items() for word in words.split()}
    phrases: dict[tuple[str, ...], Role] = {
        tuple(phrase.split()): role for role, many in tables["phrases"].items() for phrase in many
    }
    return Lexicon(nouns, phrases, max(map(len, phrases)), frozenset(phrase[-1] for phrase in phrases))


@lru_cache(maxsize=WORDS_KEPT)
def is_person_noun(word: str) -> bool:
    """Whether a lower-case noun is for people by part, office or craft."""
    nouns = lexicon().nouns
    return (nouns.get(word) or nouns.get(singular(word))) in PERSONAL


@lru_cache(maxsize=WORDS_KEPT)
def is_known(word: str) -> bool:
    """Whether a lower-case word is a noun of the lexicon, in the singular or plural."""
    nouns = lexicon().nouns
    return word in nouns or singular(word) in nouns


@lru_cache(maxsize=WORDS_KEPT)
def singular(word: str) -> str:
    """The singular of a regular plural noun; any other word as it is."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 2:
        return word[:-1]
    return word
