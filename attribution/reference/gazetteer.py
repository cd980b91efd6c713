"""What is known of names before an article is read: given names, titles, countries, places, bodies.

Loads the lists `lexicons/names_…`, `lexicons/places…`, `lexicons/titles.toml`, and from those of other
stages the names of outlets and the nouns for people. Nothing here looks at an article. Words are
folded (`fold`), names are folded words joined by spaces.
"""

import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

Gender = Literal["male", "female"]

_PERSONAL = ("spokesperson", "official", "insider", "representative", "bench", "expert", "person", "office")

#: Outlets by medium are outlets too.
_OUTLETS = {kind: (kind, "outlet") for kind in ("newspaper", "broadcaster", "magazine")}
_COLOURS = frozenset({"white", "black"})

#: Of so many different words it is kept what their letters tell.
WORDS_KEPT = 1 << 14

_LEXICONS = Path(__file__).parent.with_name("lexicons")


class Country(NamedTuple):
    """A country by the first of its names, folded."""

    key: str
    names: tuple[str, ...]
    capitals: tuple[str, ...]


class Parts(NamedTuple):
    """Words inside names and at their edges; the lexicon says what each list is for."""

    no_name: frozenset[str]
    months: frozenset[str]
    before_names: frozenset[str]
    joining: frozenset[str]
    before_of: frozenset[str]
    genitives: frozenset[str]
    party_marks: frozenset[str]
    noble: frozenset[str]
    men_of: frozenset[str]
    strict: frozenset[str]
    address: frozenset[str]
    people: frozenset[str]
    no_title: frozenset[str]
    founders: frozenset[str]
    surnames: frozenset[str]
    masses: frozenset[str]
    role_surnames: frozenset[str]
    place_endings: frozenset[str]
    thing_endings: frozenset[str]
    body_endings: dict[str, frozenset[str]]
    """The last word of a body's name to the classes it tells, which may be none."""


class Called(NamedTuple):
    """Nouns by which an article calls what it names elsewhere; the lexicon says what each list is for."""

    epithets: frozenset[str]
    one_of_a_people: tuple[str, ...]
    opinions: frozenset[str]
    composed: frozenset[str]
    belonging: frozenset[str]
    kinds: frozenset[str]
    parts: frozenset[str]
    untold: frozenset[str]
    countries: frozenset[str]
    places: frozenset[str]
    groups: frozenset[str]
    generic: frozenset[str]
    fresh: frozenset[str]
    parties: dict[str, str]


class Titles(NamedTuple):
    """Forms of address and offices that stand before a name, lower-cased."""

    gender: dict[str, Gender | None]
    short: dict[str, str]
    """"sen." -> "senator"."""
    modifying: frozenset[str]
    called: dict[str, frozenset[str]]
    """What an article calls the holder of an office: "judge" -> judge, jurist."""
    sex: dict[str, Gender]
    """Nouns that tell the sex: "actress"."""


@lru_cache(maxsize=WORDS_KEPT)
def fold(word: str) -> str:
    """Lower case without accents, full stops or the marks around a word: "Peña," -> "pena"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return plain.replace("’", "'").strip(".,;:()[]'\"‘“”").replace(".", "").casefold()


@cache
def given_names() -> dict[str, Gender | None]:
    """Given names, folded; None where women and men alike bear the name."""
    genders: dict[str, Gender | None] = {}
    for gender in ("female", "male"):
        genders |= dict.fromkeys(map(fold, _words(f"names_{gender}.txt")), gender)
    return genders | dict.fromkeys(map(fold, _words("names_either.txt")), None)


@cache
def leanings() -> dict[str, Gender]:
    """Given names of either sex, folded, to the one that mostly bears them."""
    table = _toml("names_leaning.toml")
    return {word: sex for sex in ("male", "female") for word in table[sex].split()}


@cache
def rather_given_names() -> frozenset[str]:
    """Given names, folded, that are rather somebody's first name than their last."""
    return frozenset(given_names().keys() - set(map(fold, _words("names_surnames.txt"))))


@cache
def short_forms() -> dict[str, frozenset[str]]:
    """A short given name to the names it may stand for: "bill" -> william."""
    full: dict[str, set[str]] = {}
    for line in _lines("names_short.txt"):
        for entry in line.split(";"):
            words = entry.split()
            for word in words[1:]:
                full.setdefault(word, set()).add(words[0])
    return {word: frozenset(names) for word, names in full.items()}


@cache
def titles() -> Titles:
    """The titles that stand before names."""
    tables = _toml("titles.toml")
    gender: dict[str, Gender | None] = dict.fromkeys(tables["either"])
    gender |= dict.fromkeys(tables["male"], "male") | dict.fromkeys(tables["female"], "female")
    return Titles(
        gender=gender,
        short=tables["short"],
        modifying=frozenset(tables["parts"]["modifying"]),
        called={noun: frozenset(others) for noun, others in tables["called"].items()},
        sex={noun: sex for sex in ("male", "female") for noun in tables["sex"][sex].split()},
    )


@cache
def abbreviated_titles() -> frozenset[str]:
    """Titles that end in a full stop, without it: "sen"."""
    table = titles()
    return frozenset(word[:-1] for word in (*table.short, *table.gender) if word.endswith("."))


@lru_cache(maxsize=WORDS_KEPT)
def is_title(word: str) -> bool:
    """Whether a folded word can stand right before a name as its title."""
    table = titles()
    nouns = role_nouns()
    if word in parts().no_title:
        return False
    return (
        word in table.gender
        or word in table.short
        or word in nouns
        or (word.endswith("s") and word[:-1] in nouns)
        or word.split("-")[-1] in nouns
        or (word.endswith(("woman", "person", "women")) and len(word) > 6)
        or (word.endswith(("man", "men")) and word[:-3] in parts().men_of)
    )


@cache
def parts() -> Parts:
    """Words inside names and at their edges."""
    table = _toml("names_parts.toml")
    endings: dict[str, set[str]] = {}
    for name, words in table["body_endings"].items():
        for word in words.split():
            endings.setdefault(word, set()).update(_OUTLETS.get(name, () if name == "none" else (name,)))
    lists = {name: frozenset(words.split()) for name, words in table.items() if isinstance(words, str)}
    return Parts(
        **lists,
        place_endings=frozenset(table["place_endings"]["words"].split()),
        thing_endings=frozenset(table["thing_endings"]["words"].split()),
        body_endings={word: frozenset(classes) for word, classes in endings.items()},
    )


@cache
def called() -> Called:
    """Nouns by which an article calls what it names elsewhere."""
    table = _toml("names_called.toml")
    endings = tuple(table.pop("one_of_a_people").split())
    parties = {word: party for party, words in table.pop("parties").items() for word in words.split()}
    lists = {name: frozenset(words.split()) for name, words in table.items()}
    return Called(**lists, one_of_a_people=endings, parties=parties)


@cache
def role_nouns() -> frozenset[str]:
    """Nouns for one person by office, occupation or part played, singular."""
    classes = _toml("roles.toml")["nouns"]
    nouns = {word for role in _PERSONAL for word in classes[role].split()}
    return frozenset((nouns - _COLOURS) | titles().called.keys())


@cache
def common_nouns() -> frozenset[str]:
    """Nouns for people, bodies, texts and events: a capital alone makes no name of them."""
    return frozenset(word for words in _toml("roles.toml")["nouns"].values() for word in words.split())


@cache
def countries() -> dict[str, Country]:
    """Countries by each of their names, folded, words joined by spaces."""
    return {name: country for country, _ in _countries() for name in country.names}


@cache
def capitals() -> dict[str, Country]:
    """Countries by the names of their capitals."""
    return {name: country for country, _ in _countries() for name in country.capitals}


@cache
def peoples() -> dict[str, Country]:
    """Countries by the words for their people: "mexican", "mexicans"."""
    return {word: country for country, words in _countries() for word in words}


@cache
def places() -> frozenset[str]:
    """Names of places, folded, words joined by spaces; countries and capitals among them."""
    named = {folded(name) for line in _lines("places.txt") for name in line.split(",")}
    return frozenset(named | countries().keys() | capitals().keys())


@cache
def body_nouns() -> dict[str, frozenset[str]]:
    """A noun for a body to the classes it belongs to: "bank" -> company."""
    classes: dict[str, set[str]] = {}
    for line in _lines("names_body_nouns.txt"):
        name, nouns = line.split(":")
        for noun in nouns.split():
            classes.setdefault(noun, set()).add(name)
    return {noun: frozenset(names) for noun, names in classes.items()}


@cache
def bodies() -> dict[str, frozenset[str]]:
    """Names of bodies and outlets, folded, words joined by spaces, to the classes they belong to."""
    classes: dict[str, set[str]] = {}
    for line in _lines("names_bodies.txt"):
        name, names = line.split(":", 1)
        for body in names.split(","):
            classes.setdefault(folded(body), set()).add(name)
    for kind, outlets in _toml("outlets.toml").items():
        for outlet in outlets:
            # "?" marks an ordinary word, or another thing's name.
            if not outlet.endswith("?"):
                classes.setdefault(folded(outlet), set()).update(("outlet", kind))
    return {name: frozenset(of) for name, of in classes.items() if name not in places()}


def folded(name: str) -> str:
    """Each word folded, without an article before them."""
    words = [fold(word) for word in name.split()]
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _lines(file: str) -> list[str]:
    text = (_LEXICONS / file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _words(file: str) -> list[str]:
    return [word for line in _lines(file) for word in line.split()]


def _toml(file: str) -> dict[str, Any]:
    return tomllib.loads((_LEXICONS / file).read_text(encoding="utf-8"))


@cache
def _countries() -> tuple[tuple[Country, tuple[str, ...]], ...]:
    found = []
    for line in _lines("places_countries.txt"):
        names, people, capital = (part.strip() for part in line.split(";"))
        spelled = tuple(folded(name) for name in names.split(","))
        seats = tuple(folded(name) for name in capital.split(",") if name)
        # "North Korean" is two words; a list of one-word names keeps its order.
        words = _people_words(people)
        found.append((Country(spelled[0], spelled, seats), words))
    return tuple(found)


def _people_words(people: str) -> tuple[str, ...]:
    """The words for a country's people; a compass point or "New" belongs to the word after it."""
    words: list[str] = []
    before = ""
    for word in people.split():
        if word in _PREFIXES:
            before += fold(word) + " "
        else:
            words.append(before + fold(word))
            before = ""
    return tuple(words)


#: First words of names for a people that consist of several words.
_PREFIXES = frozenset("North South Northern New Sri Central Costa Cape Papua Sierra Solomon Puerto".split())
