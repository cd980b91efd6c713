"""What an article speaks of, and how it is named best."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from attribution.annotations import Range
from attribution.reference.gazetteer import Gender, bodies, body_nouns, parts
from attribution.reference.kinds import NameKind
from attribution.reference.names import HONOURS, LINKS, Name
from attribution.reference.roles import Role
from attribution.reference.words import Words
from attribution.results import SpeakerKind
from attribution.role_nouns import singular


@dataclass(slots=True)
class Referent:
    """Somebody or something that the article names."""

    kind: NameKind
    name: str | None
    """As `fullest` spells it."""
    words: Name = ()
    """The folded words of the fullest form."""
    gender: Gender | None = None
    mentions: list[Range] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    nouns: set[str] = field(default_factory=set)
    """What it can be called: "senator", "bank"."""
    traits: set[str] = field(default_factory=set)
    """All words of its roles."""
    classes: frozenset[str] = frozenset()
    """Of a body: the classes of `gazetteer.body_nouns` it belongs to."""


@dataclass(slots=True)
class Party(Referent):
    """A referent without a name of its own: unnamed, known by a phrase, or several jointly."""

    members: tuple[int, ...] = ()
    plural: bool = False
    form: SpeakerKind = "person"
    description: str | None = None


def classes_of(name: Name) -> frozenset[str]:
    """The classes of a body by its name: listed, or by the noun before "of" or at the end."""
    listed = bodies().get(" ".join(name))
    if listed:
        return listed
    for i, word in enumerate(name):
        if word in LINKS and i and (found := _classes_of_noun(name[i - 1])):
            return found
    return _classes_of_noun(name[-1])


def _classes_of_noun(word: str) -> frozenset[str]:
    nouns = body_nouns()
    return nouns.get(word) or nouns.get(singular(word)) or parts().body_endings.get(word, frozenset())


def fullest(words: Words, referent: Referent, surnames: Mapping[int, Range]) -> str | None:
    """The longest form of the name that the article gives, without title and all but some without "the".

    Of forms with equally many words the one with more letters, and of those the earlier; a form in
    capitals alone is taken only where there is no other, and is then spelled as names are.

    Args:
        words: the article.
        referent: whose mentions are looked at.
        surnames: where the surname stands that a mention shares, by the mention's first token.
    """
    forms: dict[str, int] = {}
    for start, end in referent.mentions:
        name = words.slice((start, end))
        if end - start > 1:
            name = " ".join(name.split())
        if start in surnames:
            name = f"{name} {words.slice(surnames[start])}"
        forms.setdefault(name, start)
    best: tuple[bool, int, int, int] | None = None
    text: str | None = None
    for name, start in forms.items():
        plain = name[4:] if name.casefold().startswith("the ") else name
        if referent.kind == "person":
            plain = without_honours(plain)
        shouted = plain.isupper() and len(plain) > 4 and "." not in plain and referent.kind != "organization"
        rank = (not shouted, len(plain.split()), len(plain), -start)
        if best is None or rank > best:
            best, text = rank, plain.title() if shouted and referent.kind == "person" else plain
    return f"The {text}" if text and has_article(words, referent, text) else text


def has_article(words: Words, referent: Referent, name: str) -> bool:
    """Whether "The" belongs to a body's name of one word, as the article writes it within sentences: "The Hill"."""
    return (
        referent.kind == "organization"
        and " " not in name
        and any(
            start
            and words.text[start - 1] == "The"
            and start - 1 not in words.initial
            and not words.title_case[start]
            for start, _ in referent.mentions
        )
    )


def without_honours(name: str) -> str:
    """The name without the letters behind it that are a title: "Miriam Oyelaran KC"."""
    words = name.split()
    kept = len(words)
    while kept > 2 and words[kept - 1].strip(".,").casefold() in HONOURS:
        kept -= 1
    return " ".join(words[:kept]).rstrip(",") if kept < len(words) else name
