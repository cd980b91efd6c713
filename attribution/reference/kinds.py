"""What one mention of a name tells of the kind of thing it names: a person, a body or a place.

Looks at the words around it: an age, a role, "which", the pronoun that takes it up; the name recogniser has
a voice too. What all mentions of a name tell together is weighed in mentions.py.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from attribution.annotations import Range
from attribution.head_nouns import head_noun
from attribution.reference.gazetteer import body_nouns, parts, rather_given_names, role_nouns
from attribution.reference.names import Name
from attribution.reference.roles import apposition, is_role_noun
from attribution.reference.words import Words, is_capitalised
from attribution.role_nouns import singular

NameKind = Literal["person", "organization", "place", "unknown"]
#: A kind and how much speaks for it.
Voice = tuple[NameKind, int]

#: A pronoun takes up a name within so many tokens.
TAKEN_UP = 15

#: Marks that may close a name: "“J.T.”, a pupil".
CLOSING = frozenset("\"”’»'")
_OF_PEOPLE = frozenset("he she his her him himself herself".split())
_AGES = frozenset("two three four five six seven eight nine ten eleven twelve".split())
_WILL = frozenset("will would has had plans planned expects expected".split())


def evidence(words: Words, span: Range, name: Name, alone: Counter[str]) -> Iterator[Voice]:
    """What one mention tells of its kind, each with its weight; the weights are set by hand.

    Args:
        words: the article.
        span: where a name of unknown kind stands.
        name: its folded words.
        alone: how often each word is a name by itself.
    """
    start, end = span
    types = words.name[start:end]
    for label, kind in _RECOGNISED:
        if types.count(label) * 2 > end - start:
            yield kind, 2
    before = words.lower[start - 1] if start else ""
    after, beyond = words.at(end).lower(), words.at(end + 1)
    if len(name) == 1 and "club" in parts().body_endings.get(name[0], ()):
        yield "organization", 4
    modifies = end < len(words.tag) and words.tag[end] in {"NN", "NNS"} and after not in role_nouns()
    match before:
        case "the" if not modifies:
            yield "organization", 4
        case "in" | "near":
            yield "place", 2 if len(name) == 1 else 1
        case "at":
            yield "organization", 2
        case _ if before in role_nouns():
            yield "person", 5
        case "," if after == "," and name[0] in rather_given_names() and is_role_noun(words.lower[start - 2]):
            # "His attorney, Sandra Mills, said"
            yield "person", 5
    if name[-1] in parts().surnames:
        # "Kari Lake": what it would be that is no person.
        is_place = name[-1] in parts().place_endings
        yield "place" if is_place else "organization", 1
        if len(name) > 1 and name[0] in rather_given_names():
            # More parks than churches are called after somebody's given name.
            yield "person", 2 if is_place else 3
    if after == "," and ((beyond.isdigit() and len(beyond) < 3) or beyond in _AGES):
        yield "person", 8
    if len(name) == 1 and name[0] in rather_given_names():
        yield "person", 2
    if after in {"who", "whom"} or (after == "," and beyond == "who"):
        yield "person", 4
    if after == "," and beyond == "which":
        yield "organization", 4
    if after == ":" and words.text[start].isupper() and _opens_paragraph(words, start):
        # In a transcript: "WALLACE: Let's start".
        yield "person", 8
    if modifies:
        # "The Google engineer", but "the Bush years" too.
        yield "organization", 2
    role = apposition(words, end + (words.at(end) in CLOSING))
    if role is not None:
        noun = words.lower[head_noun(words.doc, *role)]
        if is_role_noun(noun):
            yield "person", 5
        elif noun in body_nouns() or singular(noun) in body_nouns():
            yield "organization", 5
    if after not in role_nouns():
        # "The Wealdshire captain said he": that is the captain.
        yield from _taken_up(words, span)
    if len(name) > 1:
        first, last = alone[name[0]], alone[name[-1]]
        if last > first:
            yield "person", 4
        elif first > last:
            yield "organization", 2
    elif len(name[0]) > 1 and words.text[start].isupper() and end - start == 1:
        yield "organization", 3


_RECOGNISED: tuple[tuple[str, NameKind], ...] = (
    ("PERSON", "person"),
    ("ORG", "organization"),
    ("LOC", "place"),
)


def _opens_paragraph(words: Words, start: int) -> bool:
    """Whether a name begins its paragraph, a quotation mark before it left aside."""
    i = start - 1
    while i >= 0 and not words.text[i][0].isalnum():
        if words.paragraph[i] != words.paragraph[start]:
            return True
        i -= 1
    return i < 0 or words.paragraph[i] != words.paragraph[start]


def _taken_up(words: Words, span: Range) -> Iterator[Voice]:
    """What the first pronoun behind the name in its sentence tells, before another name comes."""
    start, end = span
    sentence = words.sentence[start]
    for i in range(end, min(end + TAKEN_UP, len(words))):
        if words.sentence[i] != sentence:
            return
        lower = words.lower[i]
        if lower in _OF_PEOPLE:
            yield "person", 3
            return
        if lower == "its":
            yield "organization", 3
            return
        if lower == "it" and words.at(i + 1) in _WILL and words.at(i + 2) != "be":
            yield "organization", 2
        elif is_capitalised(words.text[i]) and lower not in parts().no_name:
            return
