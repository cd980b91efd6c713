"""The names of an article: where they stand, and whether they are of people, bodies or places.

A run of capitals (capitals.py) is read from its words: a title before a given name, a noun for a body
at the end, a place or outlet that is listed. Where the words tell nothing, all mentions of the name
together speak for its kind (kinds.py). Which names are of one and the same is left to inventory.py.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from attribution.annotations import Range
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
    rather_given_names,
    role_nouns,
    titles,
)
from attribution.reference.kinds import NameKind, Voice, evidence
from attribution.reference.names import FAMILY_FIRST, PARTICLES, SUFFIXES, Name, is_initial
from attribution.reference.words import Words, is_capitalised
from attribution.role_nouns import people, singular

#: A listed body before a person's name has at most so many words, less one.
LONGEST_BODY = 4
#: Of so many different runs it is kept what they name.
RUNS_KEPT = 1 << 14
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
    found = [
        placed(run, mention)
        for run in runs(words)
        for mention in _read_words(unit_words(run), is_behind_the(words, run))
    ]
    found = list(without_epithets(split_bodies(words, found)))
    return list(share_surnames(words, with_surnames(words, settle_kinds(words, found))))


def with_surnames(words: Words, found: list[Mention]) -> list[Mention]:
    """The names, with the places of surnames alone that are nouns too: "Baker said", where there is a Tom Baker.

    Alone they are taken for a baker, a king, or whites. Beside a verb, without an article, they are names in any case.
    """
    lasts = {m.words[-1] for m in found if m.kind == "person" and len(m.words) > 1}
    surnames, in_any_case = set(filter(_is_noun, lasts)), parts().role_surnames
    lower = words.lower
    places = [i for i in words.capitalised if lower[i] in surnames or lower[i] in in_any_case]
    if not places:
        return found
    taken = {i for m in found for i in range(m.start if m.title is None else m.title[0], m.end)}
    alone = [
        Mention(i, i + 1, (lower[i],), "person")
        for i in places
        if i not in taken and (lower[i] in surnames or _has_verb(words, i)) and _stands_alone(words, i)
    ]
    named = [replace(m, kind="person") if len(m.words) == 1 and m.words[0] in surnames else m for m in found]
    return sorted([*named, *alone], key=lambda m: m.start)


def _has_verb(words: Words, i: int) -> bool:
    """Whether a finite verb stands on either side: "White said", "said White"."""
    return any(0 <= j < len(words.tag) and words.tag[j] in ("VBD", "VBZ") for j in (i - 1, i + 1))


def _is_noun(word: str) -> bool:
    lists = parts()
    return word in lists.surnames or word in lists.role_surnames or is_title(word) or _is_people_noun(word)


def _stands_alone(words: Words, i: int) -> bool:
    """Whether a capital is a name's, and no part of a longer one: for sentences' first words see headlines.py."""
    if i in words.initial or words.title_case[i]:
        return False
    is_part = is_capitalised(words.at(i + 1)) or is_capitalised(words.text[i - 1])
    # "Black and White voters"
    return not is_part and not (i + 1 < len(words.tag) and words.tag[i + 1].startswith("NN"))


def is_behind_the(words: Words, run: list[Unit]) -> bool:
    """Whether the definite article stands before a run."""
    return run[0].start > 0 and words.lower[run[0].start - 1] == "the"


def placed(run: list[Unit], mention: Mention) -> Mention:
    """The mention whose places count the words of a run, in tokens."""
    title = mention.title
    return Mention(
        run[mention.start].start,
        run[mention.end - 1].end,
        mention.words,
        mention.kind,
        None if title is None else (run[title[0]].start, run[title[1] - 1].end),
        mention.gender,
    )


@lru_cache(maxsize=RUNS_KEPT)
def _read_words(words: Name, behind_the: bool) -> list[Mention]:
    """The names of a run of these words, their places counted in words: the same run is always read alike."""
    return read_run([Unit(n, n + 1, word) for n, word in enumerate(words)], behind_the)


def read_run(run: list[Unit], behind_the: bool = False) -> list[Mention]:
    """The names of a run: the person behind a title, or the run as a whole, without what is no part of it.

    Args:
        run: capitalised words in one piece.
        behind_the: whether the definite article stands before them.
    """
    while run and (run[-1].folded in PARTICLES or run[-1].folded in parts().joining):
        run = run[:-1]
    if not run:
        return []
    if run[0].folded in parts().founders and len(run) > 2 and run[1].folded in {"for", "against"}:
        return [_whole(run, "organization")]
    given, last, link = (*unit_words(run[:3]), "", "", "")[:3]
    if link == "of" and given in rather_given_names() and last in parts().surnames | parts().role_surnames:
        # "Ann Church of Halden Labs"
        return [*read_run(run[:2]), *read_run(run[3:])]
    at = split_title(run)
    if at is not None:
        person = _until_link(run[at:])
        title = (run[0].start, run[at - 1].end)
        named = Mention(
            person[0].start,
            person[-1].end,
            unit_words(person),
            "person",
            title,
            _gender_behind(run[:at], person),
        )
        # What stands before the title may be a body's name: "White House", "Ohio Democratic Party".
        return [*_body_before(run[:at]), named]
    if any(is_title(title.folded) for title, link in pairwise(run) if link.folded == "of"):
        # "Prime Minister of Norway" is an office, "Duke of Sussex" a name.
        return [_whole(run, "person")] if run[0].folded in parts().noble else []
    of_body = any(_is_ending(noun.folded) for noun, link in pairwise(run) if link.folded == "of")
    is_two = len(run) == 2 and run[-1].folded in parts().role_surnames
    if is_two and run[0].folded not in given_names() and not is_title(run[0].folded):
        # "Hiro King", "Hiro White", if the words around it say that it is a person.
        return _named(run)
    if run[-1].folded in role_nouns() and run[0].folded not in given_names() and not of_body:
        # An office without its holder: "Prime Minister", "White House Doctor"; but "the Coldwater Courier".
        return [_whole(run, "organization")] if behind_the and _is_newspaper(run) else _body_before(run)
    run = _without_people(run)
    if not run:
        return []
    if (at := _behind_body(run)) is not None:
        return [_whole(run[:at], "organization"), _whole(run[at:], "person")]
    may_be_person = run[0].folded in given_names() and run[-1].folded in parts().role_surnames
    is_of_people = len(run) > 1 and _is_people_noun(run[-1].folded) and not may_be_person
    if is_of_people and " ".join(unit_words(run)) not in bodies():
        # "Oversight Committee Republicans"
        return _body_before(run)
    return _named(run)


def _named(run: list[Unit]) -> list[Mention]:
    """The run as one name, unless it names a thing."""
    kind = kind_of(run)
    return [] if kind == "thing" else [_whole(run, kind)]


def _behind_body(run: list[Unit]) -> int | None:
    """Where a person's name begins behind a listed body's: "[former Speaker of the] House Newt Gingrich"."""
    known = given_names()
    for at in range(1, min(len(run) - 1, LONGEST_BODY)):
        listed = run[0].folded not in known and " ".join(unit_words(run[:at])) in bodies()
        if listed and run[at].folded in known and kind_of(run[at:]) == "person":
            return at
    return None


def _is_newspaper(run: list[Unit]) -> bool:
    """Whether a run is a place, or a word that tells nothing, and a noun for a newspaper."""
    before = run[:-1]
    named = " ".join(unit_words(before)) in places() or not any(
        is_title(unit.folded) or unit.folded in titles().modifying or _is_ending(unit.folded)
        for unit in before
    )
    return bool(before) and named and "newspaper" in parts().body_endings.get(run[-1].folded, ())


def split_bodies(words: Words, found: list[Mention]) -> Iterator[Mention]:
    """The names, those of a listed body and a surname of the article parted: "the Washington Post [Trump] said"."""
    surnames = {m.words[-1] for m in found if m.kind == "person" and len(m.words) > 1}
    for mention in found:
        last = mention.words[-1]
        parted = mention.kind != "person" and last in surnames and words.lower[mention.end - 1] == last
        if parted and " ".join(mention.words[:-1]) in bodies():
            end = mention.end - 1
            yield replace(mention, end=end, words=mention.words[:-1], kind="organization")
            yield Mention(end, mention.end, (last,), "person")
        else:
            yield mention


def without_epithets(found: Iterable[Mention]) -> Iterator[Mention]:
    """The names, a person's without what one puts before it whom the article calls otherwise: "Lucky Ann Lee"."""
    mentions = list(found)
    full = {m.words for m in mentions if len(m.words) > 1 and _is_given_name(m.words[0])}
    for mention in mentions:
        first, *rest = mention.words
        is_more = tuple(rest) in full and not _is_given_name(first) and not is_initial(first)
        if is_more and mention.end - mention.start == len(mention.words):
            yield replace(mention, start=mention.start + 1, words=tuple(rest), kind="person")
        else:
            yield mention


def _is_given_name(word: str) -> bool:
    return word in given_names() and word not in PARTICLES


def _whole(run: list[Unit], kind: NameKind) -> Mention:
    return Mention(run[0].start, run[-1].end, unit_words(run), kind)


def split_title(run: list[Unit]) -> int | None:
    """Where the person's name begins in a run that holds a title before it; None without one."""
    known = given_names()
    table = titles()
    for at in range(len(run) - 1, 0, -1):
        title = run[at - 1].folded
        rest = run[at:]
        is_named_behind = len(rest) > 1 and rest[0].folded in known
        # "Student Maya Lund", but "Student Union".
        may_be_title = is_title(title) or (
            is_named_behind and (title in role_nouns() or (title in people() and title not in known))
        )
        if not may_be_title or all(unit.folded in SUFFIXES for unit in rest):
            continue
        if rest[0].folded in parts().joining:
            # "Secretary of State John Kerry": the name begins at the given name.
            start = next((i for i in range(at + 2, len(run) - 1) if run[i].folded in known), None)
            if start is not None and not any(unit.folded in parts().joining for unit in run[start:]):
                return start
            continue
        if at > 1 and run[at - 2].folded in known and title not in table.gender and not is_named_behind:
            # "Alan Judge Smith": the noun belongs to the name; but "Charlotte Mayor Jennifer Rourke".
            continue
        if title in known and len(rest) == 1 and title not in table.gender:
            # "Rovers manager Dean Hall", "Marshal Cole": a given name rather than an office.
            continue
        strict = title in parts().strict
        is_person = is_named_behind and len(rest) == 2
        if _is_body_or_place(rest) and not (strict or is_person or title in table.short):
            # "House Speaker Tom Brand", but "Commissioner Street"
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


def _gender_behind(title: list[Unit], person: list[Unit]) -> Gender | None:
    """The sex that a title tells, unless the given name tells another: "Chairman Janet Lowe" is a woman."""
    told, named = _gender_of_title(title), given_names().get(person[0].folded)
    is_address = any(unit.folded in parts().address for unit in title)
    return told if is_address or named is None or len(person) == 1 or named == told else None


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
    if last.startswith("@") or "_" in last:
        return "person"
    if len(content) == 1:
        return "unknown"
    lists = parts()
    # "Sandra L. Mills", but "The Ann Lee Show"
    first_names = all(is_initial(word) or word in given_names() for word in content[1:-1])
    if content[0] in given_names() and first_names and last in lists.surnames:
        # "Kari Lake" may be a person and a lake: the words around it tell.
        return "unknown"
    head = next((content[i - 1] for i, word in enumerate(content) if i and word in {"of", "for", "on"}), last)
    if last in lists.thing_endings:
        return "thing"
    if head in lists.body_endings or (head in body_nouns() and head not in lists.place_endings):
        return "organization"
    if head in lists.place_endings:
        return "place"
    if {"of", "for", "&", "against"} & set(content):
        return "organization"
    if content[0] in given_names() and len(content) <= 5 and "and" not in content:
        return "person"
    if content[0] in FAMILY_FIRST and len(content) == 2 and "-" in last:
        return "person"
    return "unknown"


def settle_kinds(words: Words, found: list[Mention]) -> list[Mention]:
    """Give each name of unknown kind the one that all its mentions in the article speak for."""
    alone = Counter([mention.words[0] for mention in found if len(mention.words) == 1])
    voices: dict[Name, list[Voice]] = defaultdict(list)
    for mention in found:
        if mention.kind == "unknown":
            voices[mention.words] += evidence(words, (mention.start, mention.end), mention.words, alone)
    # What is known of the surname alone goes for the whole name.
    elected = {
        name: _elected(heard + voices.get(name[-1:], []) if len(name) > 1 else heard)
        for name, heard in voices.items()
    }
    settled = (replace(m, kind=elected[m.words]) if m.kind == "unknown" else m for m in found)
    # "Pastry Cook" names nobody.
    return [
        m
        for m in settled
        if m.kind != "unknown" or len(m.words) != 2 or m.words[-1] not in parts().role_surnames
    ]


def _elected(voices: Iterable[Voice]) -> NameKind:
    """The kind with the most weight behind it, of equals the one that a name is likelier to be."""
    votes: dict[NameKind, int] = {"person": 0, "organization": 0, "place": 0}
    for kind, weight in voices:
        votes[kind] += weight
    most = max(votes, key=votes.__getitem__)
    return most if votes[most] > 0 else "unknown"


def share_surnames(words: Words, found: list[Mention]) -> Iterator[Mention]:
    """Give a given name the surname of the name it is joined with: "David and Jeanne Heidler"."""
    for mention, following in zip_longest(found, found[1:]):
        joined = (
            following is not None
            and following.start == mention.end + 1
            and words.lower[mention.end] in {"and", "&"}
            and all(is_initial(word) for word in mention.words[1:])
            and mention.words[0] in given_names()
            and following.kind == "person"
            and len(following.words) > 1
            and following.words[0] in given_names()
            and following.title is None
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
