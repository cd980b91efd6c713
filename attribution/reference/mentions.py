"""The names of an article: where they stand, and whether they are of people, bodies or places.

A run of capitals (capitals.py) is read from its words: a title before a given name, a noun for a body
at the end, a place or outlet that is listed. Where the words tell nothing, all mentions of the name
together speak for its kind, and the name recogniser has a voice among them. Which names are of one
and the same is left to inventory.py.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise, zip_longest
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from attribution.annotations import Range
from attribution.descriptions import head_noun, singular
from attribution.reference.capitals import HYPHENS, Unit, runs, unit_words
from attribution.reference.gazetteer import (
    Gender,
    bodies,
    body_nouns,
    given_names,
    is_title,
    parts,
    peoples,
    places,
    role_nouns,
    titles,
)
from attribution.reference.names import FAMILY_FIRST, PARTICLES, SUFFIXES, Name
from attribution.reference.roles import apposition, is_role_noun
from attribution.reference.words import Words, is_capitalised

NameKind = Literal["person", "organization", "place", "unknown"]

#: A pronoun takes up a name within so many tokens.
TAKEN_UP = 15

_LINKS = frozenset("of for and the".split())


class Mention(Struct, frozen=True):
    """A name in the article."""

    start: int
    end: int
    """Token range of the name without title."""
    words: Name
    """The folded words; what hyphens join is one word."""
    kind: NameKind
    title: Range | None = None
    """Title and other words of the same run before the name: "Republican Senator"."""
    gender: Gender | None = None
    """What a form of address tells: "Mrs."."""
    surname: Range | None = None
    """Where the surname stands that a given name shares: "[David] and Jeanne Heidler"."""


def find_mentions(words: Words) -> list[Mention]:
    """The names in order, lines of title case left out; none overlaps another."""
    found = [mention for run in runs(words) for mention in read_run(run)]
    return list(share_surnames(words, settle_kinds(words, found)))


def read_run(run: list[Unit]) -> list[Mention]:
    """The names of a run: the person behind a title, or the run as a whole, without what is no part of it."""
    while run and (run[-1].folded in PARTICLES or run[-1].folded in parts().joining):
        run = run[:-1]
    if not run:
        return []
    at = split_title(run)
    if at is not None:
        person = _until_link(run[at:])
        title = (run[0].start, run[at - 1].end)
        named = Mention(
            person[0].start, person[-1].end, unit_words(person), "person", title, _gender_of_title(run[:at])
        )
        # What stands before the title may be a body's name: "White House", "Ohio Democratic Party".
        return [*_body_before(run[:at]), named]
    if any(is_title(title.folded) for title, link in pairwise(run) if link.folded == "of"):
        # "Prime Minister of Norway" is an office, "Duke of Sussex" a name.
        return [_whole(run, "person")] if run[0].folded in parts().noble else []
    if run[-1].folded in role_nouns() and run[0].folded not in given_names():
        # An office without its holder: "Prime Minister", "White House Doctor".
        return _body_before(run)
    run = _without_people(run)
    if not run:
        return []
    if len(run) > 1 and _is_people_noun(run[-1].folded) and " ".join(unit_words(run)) not in bodies():
        # "Oversight Committee Republicans"
        return _body_before(run)
    kind = kind_of(run)
    return [] if kind == "thing" else [_whole(run, kind)]


def _whole(run: list[Unit], kind: NameKind) -> Mention:
    return Mention(run[0].start, run[-1].end, unit_words(run), kind)


def split_title(run: list[Unit]) -> int | None:
    """Where the person's name begins in a run that holds a title before it; None without one."""
    known = given_names()
    table = titles()
    for at in range(len(run) - 1, 0, -1):
        title = run[at - 1].folded
        rest = run[at:]
        if not is_title(title) or all(unit.folded in SUFFIXES for unit in rest):
            continue
        if rest[0].folded in parts().joining:
            # "Secretary of State John Kerry": the name begins at the given name.
            start = next((i for i in range(at + 2, len(run) - 1) if run[i].folded in known), None)
            if start is not None and not any(unit.folded in parts().joining for unit in run[start:]):
                return start
            continue
        if at > 1 and run[at - 2].folded in known and title not in table.gender:
            # "Alan Judge Smith": the noun belongs to the name.
            continue
        strict = title in parts().strict
        if _is_body_or_place(rest) and not strict and title not in table.short:
            continue
        if all(is_title(unit.folded) or unit.folded in table.modifying for unit in rest) and (
            len(rest) > 1 or not strict
        ):
            # "Mr. Chief Justice"; a surname may be such a word too: "Mr. Judge".
            continue
        return at
    return None


def _is_body_or_place(units: list[Unit]) -> bool:
    """Whether the words end in a noun for a body, place or thing, or hold one before "of"."""
    heads = [first for first, link in pairwise(units) if link.folded in {"of", "for"}]
    return any(_is_ending(unit.folded) for unit in (units[-1], *heads))


def _is_ending(word: str) -> bool:
    lists = parts()
    return (
        word in lists.body_endings
        or word in lists.place_endings
        or word in lists.thing_endings
        or word in body_nouns()
    )


def _until_link(units: list[Unit]) -> list[Unit]:
    """A person's name ends before "of": "Lord Burnett of Maldon"."""
    end = next((i for i, unit in enumerate(units) if i and unit.folded in _LINKS), len(units))
    return units[:end]


def _gender_of_title(units: list[Unit]) -> Gender | None:
    table = titles()
    for unit in reversed(units):
        word = unit.folded
        gender = table.gender.get(word) or table.gender.get(f"{word}.") or table.sex.get(word)
        if gender:
            return gender
    return None


def _body_before(units: list[Unit]) -> list[Mention]:
    """The body whose office a title tells: "White House Chief of Staff", "Ohio Democratic Party Chairman"."""
    for end in range(len(units) - 1, 0, -1):
        name = " ".join(unit_words(units[:end]))
        if name in places():
            return [_whole(units[:end], "place")]
        if name in bodies() or (end > 1 and units[end - 1].folded in parts().body_endings):
            return [_whole(units[:end], "organization")]
    return []


def _without_people(run: list[Unit]) -> list[Unit]:
    """The run without words for a people or party before a name; nothing where it holds only those."""
    at = 0
    while at < len(run) and _is_people(run, at):
        at += 1
    if at == len(run):
        return run if " ".join(unit_words(run)) in bodies() else []
    # "American Simone Biles", but "American Airlines", "British Gas".
    is_person = len(run) - at >= 2 and run[at].folded in given_names() and not _is_ending(run[-1].folded)
    return run[at:] if is_person else run


def _is_people(run: list[Unit], at: int) -> bool:
    word = run[at].folded
    pair = f"{word} {run[at + 1].folded}" if at + 1 < len(run) else ""
    before = f"{run[at - 1].folded} {word}" if at else ""
    return _is_people_noun(word) or word in peoples() or pair in peoples() or before in peoples()


def _is_people_noun(word: str) -> bool:
    """Whether the word, in the plural, is for people by party, creed or nation."""
    if word in parts().people or singular(word) in parts().people:
        return True
    return word.endswith("s") and word in peoples()


def kind_of(run: list[Unit]) -> Literal["person", "organization", "place", "unknown", "thing"]:
    """What a run without a title names, as far as its words tell."""
    content = [unit.folded for unit in run if unit.folded != "'s"]
    name = " ".join(content)
    last = content[-1]
    if name in places():
        return "place"
    if name in bodies():
        return "organization"
    if last.startswith("@"):
        return "person"
    if len(content) == 1:
        return "unknown"
    lists = parts()
    head = next((content[i - 1] for i, word in enumerate(content) if i and word in {"of", "for", "on"}), last)
    if last in lists.thing_endings:
        return "thing"
    if head in lists.body_endings or (head in body_nouns() and head not in lists.place_endings):
        return "organization"
    if head in lists.place_endings:
        return "place"
    if {"of", "for", "&"} & set(content):
        return "organization"
    if content[0] in given_names() and len(content) <= 5 and "and" not in content:
        return "person"
    if content[0] in FAMILY_FIRST and len(content) == 2 and "-" in last:
        return "person"
    return "unknown"


def settle_kinds(words: Words, found: list[Mention]) -> list[Mention]:
    """Give each name of unknown kind the one that all its mentions in the article speak for."""
    alone = Counter(mention.words[0] for mention in found if len(mention.words) == 1)
    voices: dict[Name, Counter[NameKind]] = defaultdict(Counter)
    for mention in found:
        if mention.kind == "unknown":
            for kind, weight in evidence(words, mention, alone):
                voices[mention.words][kind] += weight
    for name, votes in voices.items():
        # What is known of the surname alone goes for the whole name.
        if len(name) > 1 and name[-1:] in voices:
            votes.update(voices[name[-1:]])
    return [replace(m, kind=_elected(voices[m.words])) if m.kind == "unknown" else m for m in found]


def _elected(votes: Counter[NameKind]) -> NameKind:
    candidates: tuple[NameKind, ...] = ("person", "organization", "place")
    kind = max(candidates, key=lambda kind: votes[kind])
    return kind if votes[kind] > 0 else "unknown"


def evidence(words: Words, mention: Mention, alone: Counter[str]) -> Iterator[tuple[NameKind, int]]:
    """What one mention tells of its kind, each with its weight; the weights are set by hand.

    Args:
        words: the article.
        mention: a name of unknown kind.
        alone: how often each word is a name by itself.
    """
    start, end = mention.start, mention.end
    types = Counter(words.name[start:end])
    for label, kind in _RECOGNISED:
        if types[label] * 2 > end - start:
            yield kind, 2
    before = words.lower[start - 1] if start else ""
    after, beyond = words.at(end).lower(), words.at(end + 1)
    match before:
        case "the":
            yield "organization", 4
        case "in" | "near":
            yield "place", 2 if len(mention.words) == 1 else 1
        case "at":
            yield "organization", 2
        case _ if before in role_nouns():
            yield "person", 5
    if after == "," and beyond.isdigit() and len(beyond) < 3:
        yield "person", 8
    if after in {"who", "whom"} or (after == "," and beyond == "who"):
        yield "person", 4
    if end < len(words) and words.tag[end] in {"NN", "NNS"} and after not in role_nouns():
        yield "organization", 2
    role = apposition(words, end)
    if role is not None and is_role_noun(words.lower[head_noun(words.doc, *role)]):
        yield "person", 5
    if _is_taken_up(words, mention):
        yield "person", 3
    if len(mention.words) > 1:
        first, last = alone[mention.words[0]], alone[mention.words[-1]]
        if last > first:
            yield "person", 4
        elif first > last:
            yield "organization", 2
    elif len(mention.words[0]) > 1 and words.text[start].isupper() and end - start == 1:
        yield "organization", 3


_RECOGNISED: tuple[tuple[str, NameKind], ...] = (
    ("PERSON", "person"),
    ("ORG", "organization"),
    ("LOC", "place"),
)


def _is_taken_up(words: Words, mention: Mention) -> bool:
    """Whether "he" or "she" follows in the sentence before another name does."""
    for i in range(mention.end, min(mention.end + TAKEN_UP, len(words))):
        if words.sentence[i] != words.sentence[mention.start] or is_capitalised(words.text[i]):
            return False
        if words.lower[i] in {"he", "she", "his", "her", "him", "himself", "herself"}:
            return True
    return False


def share_surnames(words: Words, found: list[Mention]) -> Iterator[Mention]:
    """Give a given name the surname of the name it is joined with: "David and Jeanne Heidler"."""
    for mention, following in zip_longest(found, found[1:]):
        joined = (
            following is not None
            and len(mention.words) == 1
            and mention.words[0] in given_names()
            and following.kind == "person"
            and len(following.words) > 1
            and following.words[0] in given_names()
            and following.title is None
            and words.lower[mention.end : following.start] in (["and"], ["&"])
        )
        if joined:
            shared = _last_word(words, following.end)
            yield replace(mention, words=(*mention.words, following.words[-1]), kind="person", surname=shared)
        else:
            yield mention


def _last_word(words: Words, end: int) -> Range:
    """The last word of a name that ends at `end`, with what hyphens glue to it."""
    start = end - 1
    while start > 1 and words.text[start - 1] in HYPHENS:
        start -= 2
    return start, end
