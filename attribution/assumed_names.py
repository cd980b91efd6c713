"""Names that stand in for a person's own: "gave his name only as Baz", "uses the handle nullheron".

Such a name is what the article calls the person from then on, so it names the entity, though it may
identify nobody: whether it does is decided in anonymity.py.
"""

from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from attribution.annotations import Range
from attribution.withholding import Withholding

#: Kinds of withholding that put another name, or part of one, in the place of the whole.
STANDING_IN = frozenset(["partial", "pseudonym", "alias"])

#: Tokens between the wording and the name: "only by her first name, “ Amal".
GAP = 3
LONGEST = 4


class AssumedName(NamedTuple):
    """A stand-in name and the noun of whoever bears it."""

    name: Range
    bearer: int


def assumed_names(doc: Doc, rules: Sequence[Withholding]) -> list[AssumedName]:
    """The stand-in names that the rules introduce, where the wording tells the bearer, in order."""
    found = []
    for rule in rules:
        if rule.kind in STANDING_IN and rule.target is not None:
            name = named_by(doc, rule)
            if name is not None:
                found.append(AssumedName(name, rule.target))
    return found


def named_by(doc: Doc, rule: Withholding) -> Range | None:
    """The name that the wording introduces: right behind it, or on the word that it concerns."""
    if rule.target is not None and is_name_like(doc, rule.target):
        return None  # The bearer is called by the name already.
    start = rule.end
    while start < min(rule.end + GAP, len(doc)) and (doc[start].is_punct or doc[start].is_quote):
        start += 1
    if start >= len(doc) or not (
        is_name_like(doc, start) or (rule.kind == "alias" and is_handle(doc, start))
    ):
        return None
    end = start + 1
    while end < min(start + LONGEST, len(doc)) and is_name_like(doc, end):
        end += 1
    return start, end


def is_name_like(doc: Doc, i: int) -> bool:
    """Whether the token looks like part of a name."""
    return doc[i].text[0].isupper() and doc[i].is_alpha and doc[i].tag_ not in ("PRP", "DT", "IN")


def is_handle(doc: Doc, i: int) -> bool:
    """Whether the token can be a name of a user: one word, no function word."""
    return not doc[i].is_stop and not doc[i].is_punct and not doc[i].is_space
