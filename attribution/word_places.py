"""Where each word of an article stands, found once and shared by every rule that looks for a few words.

Decides nothing; what a word means where it stands is left to the rules.
"""

from collections import defaultdict
from collections.abc import Set as AbstractSet

from spacy.tokens import Doc

from attribution.columns import word_columns

#: Where a document keeps the places.
_KEPT = "word places"


def word_places(doc: Doc) -> dict[str, list[int]]:
    """The positions of each word in lower case, in order."""
    kept: dict[str, list[int]] | None = doc.user_data.get(_KEPT)
    if kept is None:
        found = defaultdict[str, list[int]](list)
        for i, word in enumerate(word_columns(doc).lower):
            found[word].append(i)
        kept = doc.user_data[_KEPT] = dict(found)
    return kept


def places_of(doc: Doc, words: AbstractSet[str]) -> list[int]:
    """The positions of all the words, which are in lower case, in order."""
    places = word_places(doc)
    return sorted(i for word in places.keys() & words for i in places[word])
