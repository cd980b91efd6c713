"""Names where capitals tell nothing: in lines of title case and at the start of sentences.

There only names are found that the body of the article gives elsewhere, whole or by surname, and in
title case also listed places and bodies, and a given name with the word behind it.
"""

from collections import defaultdict
from collections.abc import Iterator

from attribution.reference.capitals import HYPHENS, LONGEST, Unit, is_body_noun, unit_at, unit_words
from attribution.reference.gazetteer import bodies, given_names, parts, places
from attribution.reference.kinds import NameKind
from attribution.reference.mentions import Mention
from attribution.reference.names import Name, surname_keys
from attribution.reference.words import Words, is_capitalised


def find_repeated(words: Words, found: list[Mention]) -> list[Mention]:
    """All names: those found by their capitals, and their repeats where capitals tell nothing, in order."""
    repeats = [*find_in_title_case(words, found), *find_at_openings(words, found)]
    return sorted([*found, *repeats], key=lambda mention: mention.start)


def find_at_openings(words: Words, found: list[Mention]) -> Iterator[Mention]:
    """Surnames that open sentences, of people whom the article names in full."""
    people = {mention.words for mention in found if mention.kind == "person"}
    surnames = {key for name in people for key in surname_keys(name)}
    taken = {i for mention in found for i in range(mention.start, mention.end)}
    no_name = parts().no_name
    for i in sorted(words.initial - taken):
        if not words.title_case[i] and words.lower[i] not in no_name:
            unit = unit_at(words, i)
            if unit.folded in surnames:
                yield Mention(i, unit.end, (unit.folded,), "person")


def find_in_title_case(words: Words, found: list[Mention]) -> Iterator[Mention]:
    """Names in lines of title case."""
    in_title_case = [i for i in words.capitalised if words.title_case[i]]
    if not in_title_case:
        return
    known: dict[str, dict[Name, NameKind]] = defaultdict(dict)
    for name, kind in dict.fromkeys((mention.words, mention.kind) for mention in found):
        known[name[0]].setdefault(name, kind)
        if kind == "person":
            known[name[-1]].setdefault(name[-1:], kind)
    behind = 0
    for i in in_title_case:
        glued = i > 0 and words.text[i - 1] in HYPHENS and not words.spaced[i - 1]
        if i < behind or glued:
            continue
        repeat = _name_at(words, i, known)
        if repeat is not None:
            yield repeat
            behind = repeat.end


def _name_at(words: Words, i: int, known: dict[str, dict[Name, NameKind]]) -> Mention | None:
    units = [unit_at(words, i)]
    names = known.get(units[0].folded, {})
    longest = max((2, *map(len, names)))
    while (
        len(units) < min(longest, LONGEST) and units[-1].end < len(words) and words.title_case[units[-1].end]
    ):
        units.append(unit_at(words, units[-1].end))
    for size in range(len(units), 0, -1):
        name = unit_words(units[:size])
        if name in names:
            return Mention(i, units[size - 1].end, name, names[name])
    if _is_person(words, units):
        return Mention(i, units[1].end, unit_words(units[:2]), "person")
    for size in (2, 1):
        listed = " ".join(unit_words(units[:size]))
        if (
            len(units) >= size
            and listed not in parts().no_name
            and (listed in places() or listed in bodies())
        ):
            kind: NameKind = "place" if listed in places() else "organization"
            return Mention(i, units[size - 1].end, unit_words(units[:size]), kind)
    return None


def _is_person(words: Words, units: list[Unit]) -> bool:
    """Whether a given name and the proper noun behind it open the units."""
    if len(units) < 2 or units[0].folded not in given_names():
        return False
    second = units[1]
    return (
        is_capitalised(words.text[second.start])
        and second.folded.isalpha()
        and second.folded not in parts().no_name
        and all(words.tag[unit.start].startswith("NNP") for unit in units[:2])
        and not is_body_noun(second.folded)
        and second.folded not in parts().place_endings | parts().thing_endings
    )
