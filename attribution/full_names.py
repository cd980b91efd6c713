"""Whether the name that an article gives a person identifies one.

Decides by the form of the name and, for a single word, by its company in the article: "Warren" beside
"Elizabeth Warren" or "Senator Warren" is a full name cut short, "Amal, 34," is a first name and no more.
Which mentions belong to one person is left to speakers.py.
"""

import re
from typing import Literal

from spacy.tokens import Doc

from attribution.annotations import Entity, Range
from attribution.columns import columns
from attribution.reference.gazetteer import fold, is_title, rather_given_names

Completeness = Literal["full", "partial", "handle"]

_HANDLE = re.compile(r"@\w+|[a-z][a-z.-]*[\d_]\w*|[a-z]{2,}")


class NameReader:
    """Reads the names of one article, whose words are looked through once, when first needed."""

    def __init__(self, doc: Doc) -> None:
        self._read = columns(doc)
        self._companions: frozenset[str] | None = None
        #: What was read of an entity, by its identity; the entity is kept so that no other gets the same.
        self._known: dict[int, tuple[Entity, tuple[Completeness, float]]] = {}

    def completeness(self, entity: Entity) -> tuple[Completeness, float]:
        """How much of a person's name the article gives, and how likely that is so.

        >>> NameReader(doc).completeness(Entity(name="Maria G.", ...))
        ("partial", 0.9)
        """
        if id(entity) not in self._known:
            self._known[id(entity)] = entity, self._completeness(entity)
        return self._known[id(entity)][1]

    def _completeness(self, entity: Entity) -> tuple[Completeness, float]:
        name = entity.name
        assert name is not None
        words = name.split()
        if _HANDLE.fullmatch(name):
            return "handle", 0.9
        if len(words) > 1:
            is_cut = len(words) == 2 and _is_initials(words[1]) and not words[0].isupper()
            return ("partial", 0.85) if is_cut else ("full", 0.97)
        titled = any(self._is_titled(mention) for mention in entity.mentions)
        if _is_initials(name) and not titled:
            return "partial", 0.85
        if titled or name.lower() in self._with_companions():
            return "full", 0.95
        is_given = fold(name) in rather_given_names()
        if self._has_age(entity):
            return "partial", 0.8 if is_given else 0.65
        return ("partial", 0.7) if is_given else ("full", 0.75)

    def _is_titled(self, mention: Range) -> bool:
        """Whether a title stands before the name or opens it: "Senator Warren", "the mayor, Ms. Hall"."""
        text = self._read.text
        start, end = mention
        last = start - 1 if start > 0 and text[start - 1] != "." else start - 2
        before = (start, last) if end - start > 1 and last >= 0 else (last,)
        return any(i >= 0 and text[i][:1].isupper() and is_title(fold(text[i])) for i in before)

    def _with_companions(self) -> frozenset[str]:
        """Words, in lower case, that stand beside another word of a name somewhere in the article."""
        if self._companions is None:
            read = self._read
            proper = [
                tag == "NNP" and word[:1].isupper() for tag, word in zip(read.tag, read.text, strict=True)
            ]
            pairs = (i for i in range(len(proper) - 1) if proper[i] and proper[i + 1])
            self._companions = frozenset(word for i in pairs for word in read.lower[i : i + 2])
        return self._companions

    def _has_age(self, entity: Entity) -> bool:
        """Whether a mention is followed by an age, as a person's name is when it is first given."""
        text = self._read.text
        return any(
            end + 1 < len(text) and text[end] == "," and text[end + 1].isdecimal() and len(text[end + 1]) < 4
            for _, end in entity.mentions
        )


def _is_initials(word: str) -> bool:
    letters = word.replace(".", "")
    return letters.isupper() and (len(letters) == 1 or ("." in word and len(letters) < 4))
