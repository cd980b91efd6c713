"""Where the names of people, bodies and places stand in an article.

Capitalised words in one piece are read from their parts: a title before a given name, a noun for a
body at the end, a place or outlet that is listed. The name recogniser has a voice where the words
tell nothing. In lines of title case only names that the body of the article gives are found.
Which names are of one person is left to inventory.py.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import zip_longest
from typing import Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from attribution.annotations import Range
from attribution.gazetteer import (
    Gender,
    bodies,
    body_nouns,
    common_nouns,
    fold,
    given_names,
    peoples,
    places,
    role_nouns,
    titles,
)
from attribution.descriptions import head_noun, singular
from attribution.names import FAMILY_FIRST, PARTICLES, SUFFIXES, Name, is_initial, surname_keys
from attribution.roles import apposition, is_role_noun
from attribution.words import Words

NameKind = Literal["person", "organization", "place", "unknown"]

#: A name has at most this many words; what is longer is no name.
LONGEST = 12

#: Capitalised words that begin no name: function words, days, months.
_NO_NAME = frozenset(
    "i a an the this that these those he she it we you they his her its our your their him them me us my who whom whose "
    "which what when where why how and or but nor so yet if then than as at by for from in into of off on onto out over "
    "to up with without about above across after against along among around before behind below beneath beside between "
    "beyond despite down during except inside near outside since through throughout toward towards under until upon via "
    "within is are was were be been being am do does did has have had will would can could may might must shall should "
    "not no yes there here now also just only even still again once never always often perhaps maybe however meanwhile "
    "moreover furthermore nevertheless although though because while whether unless both either neither each every all "
    "any some many much more most few several other another such same own one two three four five six seven eight nine "
    "ten monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun january february march "
    "april june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec "
    "today tomorrow yesterday please thanks thank hello ok okay oh well let lets according asked added earlier later last "
    "former late then instead like unlike including given regarding yeah hey dear".split()
) - {"will", "may", "june", "april", "mark", "august", "jan"}
#: Words that a listed name or a given name may begin with all the same.
_MONTHS = frozenset("may june april august jan".split())

#: Words that begin a name where another capitalised word follows: "New York", "First Minister".
_BEFORE_NAMES = frozenset("new next first second third old great big south north east west".split())

#: Nouns, capitalised, at the end of a body's name or before "of" and "for".
_BODY_ENDINGS = frozenset(
    "inc corp ltd llc plc co company group holdings partners bros industries motors airlines airways systems technologies "
    "technology pharmaceuticals pharma energy entertainment pictures records studios media news times post tribune "
    "journal herald guardian gazette press review radio tv television affairs enforcement investigations services "
    "reserve treasury nations archives museum library theatre theater orchestra fc afc united rovers wanderers athletic "
    "capital ventures securities investments insurance financial international worldwide solutions labs software "
    "networks communications broadcasting corporation coalition caucus initiative project fund trust society institute "
    "dispatch chronicle observer examiner inquirer globe star sun mirror telegraph standard courier citizen sentinel "
    "foods stores supermarkets hotels homes water rail railway railways trains buses gas electric steel chemicals brewery "
    "estates properties products brands logistics express engineering construction builders beverages petroleum "
    "magazine daily weekly monitor register bulletin report wire today street-journal committee conference congress "
    "works forum action watch rights party campaign organisation organization relations security commons lords".split()
)
_PLACE_ENDINGS = frozenset(
    "city county town village island islands river lake mountain mountains valley street road avenue boulevard square park "
    "bay beach coast strip peninsula desert forest canyon harbor harbour heights hills springs falls port province state "
    "district region township borough airport bridge tower building plaza stadium arena centre".split()
)
#: Words of no body and no place: names of laws, prizes, events.
_THING_ENDINGS = frozenset(
    "act bill amendment law treaty agreement accord accords deal constitution charter war day week month year award awards "
    "prize cup olympics games championship league series festival show convention debate plan program programme "
    "protocol code rule rules report study poll survey index scandal crisis revolution reform medicare obamacare brexit "
    "christmas easter ramadan thanksgiving election elections season championships".split()
) - {"league", "report", "convention"}

_PARTIES = frozenset(
    "republican republicans democrat democrats democratic conservative conservatives tory tories labour gop independent "
    "libertarian liberal lib dem dems green ukip snp socialist communist social christian muslim islamic jewish "
    "catholic protestant western eastern northern southern african-american latino hispanic black white asian arab european "
    "african british latin gulf".split()
)

_PARTY_MARKS = frozenset("R D I Con Lab LD".split())
_HYPHENS = frozenset("-‐‑–")
_JOINING = frozenset("of for on and & the at to in".split())


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


class Unit(NamedTuple):
    """A word of a capitalised run; hyphens glue its parts together."""

    start: int
    end: int
    folded: str


def find_mentions(words: Words) -> list[Mention]:
    """All names in order; none overlaps another."""
    lowered = _Spellings(words)
    found: list[Mention] = []
    for run in runs(words, lowered):
        found.extend(read_run(words, run))
    found = list(share_surnames(words, settle_kinds(words, found)))
    elsewhere = [*find_known(words, found), *find_at_openings(words, found)]
    return sorted([*found, *elsewhere], key=lambda mention: mention.start)


class _Spellings:
    """How the article writes its words where nothing obliges it to a capital.

    Attributes:
        small: words written small somewhere.
        capital: words written with a capital inside a sentence.
        pairs: words so written with the capitalised word behind them.
    """

    def __init__(self, words: Words) -> None:
        self.small = frozenset(word for word in set(words.text) if word.islower())
        self.capital = frozenset(
            word
            for i, word in enumerate(words.text)
            if word[:1].isupper() and not words.initial[i] and not words.title_case[i]
        )
        self.pairs = frozenset(
            (word, words.text[i + 1])
            for i, word in enumerate(words.text[:-1])
            if word in self.capital and words.text[i + 1][:1].isupper() and not words.initial[i]
        )


def is_capitalised(word: str) -> bool:
    """Whether the word could be of a name: "Smith", "O'Brien", "U.N.", "iPhone", "@handle"."""
    return word[:1].isupper() or word[:1] == "@" and len(word) > 2 or word[:1].islower() and word[1:2].isupper()


def runs(words: Words, lowered: _Spellings) -> Iterator[list[Unit]]:
    """Capitalised words in one piece, small words inside bodies' names included; no lines of title case."""
    i = 0
    n = len(words)
    while i < n:
        if words.title_case[i] or not _opens(words, i, lowered):
            i += 1
            continue
        run = [_unit(words, i)]
        while len(run) < LONGEST:
            following = _next_units(words, run)
            if not following:
                break
            run.extend(following)
        yield run
        i = run[-1].end


def _word(words: Words, i: int) -> str:
    return words.text[i] if i < len(words) else ""


def _opens(words: Words, i: int, lowered: _Spellings) -> bool:
    """Whether a name can begin at `i`."""
    word = words.text[i]
    if word in _PARTY_MARKS and (words.text[i - 1] in "(" or _word(words, i + 1) == "-" and words.text[i - 1] == ","):
        # "(R-Utah)", "(Lab)", "Ann Marsh, R-Utah,"
        return False
    if not is_capitalised(word) or words.lower[i] in _NO_NAME and not _is_abbreviated(word):
        return False
    if words.lower[i] in _BEFORE_NAMES and (words.initial[i] and not is_capitalised(_word(words, i + 1)) or words.title_case[i]):
        return False
    if words.lower[i] in _MONTHS and words.text[i + 1 : i + 2] and words.text[i + 1][:1].isdigit():
        return False
    common = words.lower[i] in common_nouns() or singular(words.lower[i]) in common_nouns()
    if common and _word(words, i + 1)[:1].isdigit():
        # "Article 21", "Chapter 11"
        return False
    if not words.initial[i] or word[0] == "@":
        return True
    if common and not is_capitalised(_word(words, i + 1)) and not is_title(fold(word)):
        return False
    return _opens_sentence(words, i, lowered)


def _opens_sentence(words: Words, i: int, spelled: _Spellings) -> bool:
    """Whether the first word of a sentence, written with a capital in any case, begins a name."""
    word, lower = words.text[i], words.lower[i]
    following = _word(words, i + 1)
    is_proper = words.tag[i].startswith("NNP")
    if word in spelled.capital and (lower not in spelled.small or is_proper and is_capitalised(following)):
        return True
    known = fold(word)
    if known in bodies() and is_proper or (word, following) in spelled.pairs or f"{known} {fold(following)}" in bodies() and is_capitalised(following):
        return True
    office = following == "of" and known in role_nouns() and is_capitalised(_word(words, i + 2))
    if is_title(known) and (is_capitalised(following) or following == "." or office):
        return True
    if known in titles().modifying and is_title(fold(following)) and is_capitalised(following):
        # "Prime Minister"
        return lower not in {"former", "late", "then", "retired"}
    if known in given_names() or lower in titles().gender or known in places():
        return lower not in spelled.small or is_proper
    if lower in spelled.small or lower.endswith("ing"):
        return False
    if known in FAMILY_FIRST and is_capitalised(following) and words.text[i + 2 : i + 3] == ["-"]:
        return True
    if fold(following) in given_names() and known not in peoples() and known not in FAMILY_FIRST:
        # "Hold Melania Trump to …"
        return False
    if known in common_nouns() or singular(known) in common_nouns() or lower in _NO_NAME:
        return False
    return is_proper or _is_abbreviated(word)


def _is_abbreviated(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _unit(words: Words, i: int) -> Unit:
    """The word at `i` with what hyphens glue to it, and the full stop of a title."""
    end = i + 1
    while (
        end + 1 < len(words)
        and words.text[end] in _HYPHENS
        and words.glued[end - 1]
        and words.glued[end]
        and words.text[end + 1][:1].isalpha()
        # "Washington-based" is no name.
        and (words.text[end + 1][:1].isupper() or len(words.text[end + 1]) <= 4 and end + 2 <= i + 4 and not _is_common(words, end + 1))
    ):
        end += 2
    text = "".join(words.text[i:end])
    if end < len(words) and words.text[end] == "." and words.glued[end - 1] and f"{words.lower[i]}." in titles().short:
        end += 1
    return Unit(i, end, fold(text.replace("–", "-").replace("‐", "-").replace("‑", "-")))


def _is_common(words: Words, i: int) -> bool:
    return words.tag[i] in {"VBN", "VBD", "VBG", "JJ"} and words.lower[i] not in {"in", "un"}


def _next_units(words: Words, run: list[Unit]) -> list[Unit]:
    """The units by which the run goes on: the next word, or a small word with the word behind it."""
    i = run[-1].end
    n = len(words)
    if i >= n or words.title_case[i]:
        return []
    word, lower = words.text[i], words.lower[i]
    if is_capitalised(word) and (lower not in _NO_NAME or _is_abbreviated(word) and lower != "i" or lower in _MONTHS):
        goes_on = not words.initial[i] or _is_cut_short(words, run[-1])
        return [_unit(words, i)] if goes_on else []
    if lower in ("'s", "’s", "'", "’") and i + 1 < n and is_capitalised(words.text[i + 1]):
        possessed = fold(words.text[i + 1])
        if possessed in _BODY_ENDINGS | body_nouns().keys() and run[-1].folded in _PEOPLE_GENITIVES:
            return [Unit(i, i + 1, "'s"), _unit(words, i + 1)]
        return []
    if lower in PARTICLES and not words.text[i][0].isupper() and i + 1 < n:
        after = i + 2 if words.lower[i + 1] in PARTICLES and i + 2 < n else i + 1
        if is_capitalised(words.text[after]) and lower not in {"a", "e", "y", "d", "o", "st"} and words.lower[after] not in _NO_NAME:
            return [Unit(j, j + 1, fold(words.text[j])) for j in range(i, after)] + [_unit(words, after)]
    if lower in _JOINING and i + 1 < n:
        return _joined(words, run, i)
    return []


def _is_cut_short(words: Words, unit: Unit) -> bool:
    """Whether the full stop behind a word belongs to it: "J.", "Sen."."""
    text = words.slice((unit.start, unit.end))
    return text.endswith(".") and (is_initial(unit.folded) or f"{unit.folded}." in titles().short | titles().gender)


_NOBLE = frozenset("duke duchess earl countess prince princess marquess marchioness viscount viscountess baroness".split())
_PEOPLE_GENITIVES = frozenset("children people women men veterans magistrates writers king queen st girls boys workers farmers teachers citizens lloyd".split())


def _joined(words: Words, run: list[Unit], i: int) -> list[Unit]:
    """The units from the small word at `i` on, where it joins two parts of one name."""
    n = len(words)
    link = words.lower[i]
    after = i + 1
    if words.lower[after] == "the" and after + 1 < n and link in {"of", "for", "on"}:
        after += 1
    if not is_capitalised(words.text[after]) or words.lower[after] in _NO_NAME:
        return []
    head = run[-1].folded
    heads = {head, *(unit.folded for unit, link_unit in zip(run, run[1:], strict=False) if link_unit.folded == "of")}
    is_body = any(word in _BODY_ENDINGS or word in body_nouns() or word.rstrip("s") in body_nouns() for word in heads)
    joins = False
    if link == "&":
        joins = True
    elif link == "of":
        joins = is_body or head in _OF_NAMES
    elif link in {"for", "on"}:
        joins = is_body and len(run) <= 6
    elif link in {"and", "the", "at", "to", "in"}:
        joins = link == "and" and _ends_as_body(words, run, after)
    if not joins:
        return []
    return [Unit(j, j + 1, fold(words.text[j])) for j in range(i, after)] + [_unit(words, after)]


_OF_NAMES = frozenset(
    "states gulf isle house bank university court church republic department ministry board city state district kingdom "
    "duke duchess prince princess earl archbishop bishop chief secretary minister leader lords commons daughters sons "
    "college school chamber institute conference league order knights secretary-general director ombudsman".split()
)


def _ends_as_body(words: Words, run: list[Unit], after: int) -> bool:
    """Whether "and" stands inside a body's name: "Securities and Exchange Commission".

    The words behind it go on to a noun for a body, and those before it are no name of their own.
    """
    if run[0].folded in given_names() or len(run) > 6:
        return False
    before = {unit.folded for unit in run}
    opened = bool({"of", "for", "on"} & before)
    if not opened and (len(run) > 3 or " ".join(u.folded for u in run) in places() | bodies().keys()):
        return False
    if words.lower[after] in titles().gender or fold(words.text[after]) in given_names():
        return False
    if opened:
        return run[-1].folded not in _BODY_ENDINGS and not (fold(words.text[after]) in places())
    j = after
    while j < len(words) and j < after + 4 and is_capitalised(words.text[j]):
        if fold(words.text[j]) in _BODY_ENDINGS or fold(words.text[j]) in body_nouns():
            return True
        j += 1
    return False


def read_run(words: Words, run: list[Unit]) -> list[Mention]:
    """The names of a run: the person behind a title, or the run as a whole, without what is no part of it."""
    while run and run[-1].folded in PARTICLES | _JOINING:
        run = run[:-1]
    if not run:
        return []
    titled = split_title(run)
    if titled is not None:
        at = titled
        person = _until_link(run[at:])
        gender = _gender_of_title(words, run[:at])
        mention = Mention(
            person[0].start, person[-1].end, _name(person), "person", (run[0].start, run[at - 1].end), gender
        )
        # What stands before the title may be a body's name: "White House", "Ohio Democratic Party".
        return [*_body_before_title(run[:at]), mention]
    if len(run) > 2 and run[1].folded == "of" and is_title(run[0].folded):
        # "Mayor of London" is an office, "Duke of Sussex" a name.
        noble = run[0].folded in _NOBLE
        return [Mention(run[0].start, run[-1].end, _name(run), "person")] if noble else []
    if run[-1].folded in role_nouns() and run[0].folded not in given_names():
        # An office without its holder: "Prime Minister", "White House Doctor".
        return _body_before_title(run)
    run = _without_people(run)
    if not run:
        return []
    listed = " ".join(unit.folded for unit in run) in bodies()
    if len(run) > 1 and not listed and run[-1].folded.endswith("s") and (run[-1].folded in _PARTIES or run[-1].folded in peoples()):
        # "Oversight Committee Republicans"
        return _body_before_title(run)
    kind = kind_of(run)
    if kind == "thing":
        return []
    return [Mention(run[0].start, run[-1].end, _name(run), kind)]


def split_title(run: list[Unit]) -> int | None:
    """Where the person's name begins in a run that holds a title before it; None without one."""
    known = given_names()
    for at in range(len(run) - 1, 0, -1):
        title = run[at - 1]
        if not is_title(title.folded):
            continue
        rest = run[at:]
        if all(unit.folded in SUFFIXES for unit in rest):
            continue
        if rest[0].folded in _JOINING:
            # "Secretary of State John Kerry": the name begins at the given name.
            start = next((i for i in range(at + 2, len(run)) if run[i].folded in known and i + 1 < len(run)), None)
            if start is not None and all(unit.folded not in _JOINING for unit in run[start:]):
                return start
            continue
        if at > 1 and run[at - 2].folded in known and title.folded not in titles().gender:
            # "Alan Judge Smith": the noun belongs to the name.
            continue
        if _is_body_or_place(rest) and not (title.folded in titles().short or title.folded in _STRICT):
            continue
        if all(is_title(unit.folded) or unit.folded in titles().modifying for unit in rest):
            # "Mr. Chief Justice"; a surname may be such a word too: "Mr. Judge".
            if len(rest) > 1 or title.folded not in _STRICT:
                continue
        return at
    return None


_STRICT = frozenset("mr mrs ms miss sir dr dame lady lord sen rep gov prof rev".split())


def is_title(folded: str) -> bool:
    """Whether the word can stand right before a name as its title."""
    table = titles()
    return (
        folded in table.gender
        or folded in table.short
        or folded in role_nouns()
        or folded.endswith("s") and folded[:-1] in role_nouns()
        or folded.split("-")[-1] in role_nouns()
        or folded.endswith(("woman", "person", "women")) and len(folded) > 6
        or folded.endswith(("man", "men")) and folded[: -3] in _OFFICES_OF_MEN
    )


def _is_body_or_place(units: list[Unit]) -> bool:
    """Whether the words end in a noun for a body or place, or hold one before "of"."""
    heads = [[first] for first, link in zip(units, units[1:], strict=False) if link.folded in {"of", "for"}]
    return any(map(_ends_body_or_place, [units, *heads]))


#: What a committeeman, a tribesman and the like are of.
_OFFICES_OF_MEN = frozenset("committee council assembly congress spokes chair select state fire police tribes clergy news anchor business".split())


def _ends_body_or_place(units: list[Unit]) -> bool:
    last = units[-1].folded
    return last in _BODY_ENDINGS or last in _PLACE_ENDINGS or last in body_nouns() or last in _THING_ENDINGS


def _until_link(units: list[Unit]) -> list[Unit]:
    """A person's name ends before "of": "Lord Burnett of Maldon"."""
    for i, unit in enumerate(units):
        if i and unit.folded in {"of", "for", "and", "the"}:
            return units[:i]
    return units


def _gender_of_title(words: Words, units: list[Unit]) -> Gender | None:
    table = titles()
    for unit in reversed(units):
        word = unit.folded
        gender = table.gender.get(word) or table.gender.get(f"{word}.") or table.sex.get(word)
        if gender:
            return gender
    return None


def _body_before_title(units: list[Unit]) -> list[Mention]:
    """The body whose office a title tells: "White House Chief of Staff", "Ohio Democratic Party Chairman"."""
    for end in range(len(units) - 1, 0, -1):
        name = " ".join(unit.folded for unit in units[:end])
        if name in bodies() or name in places() or units[end - 1].folded in _BODY_ENDINGS and end > 1:
            kind: NameKind = "place" if name in places() else "organization"
            return [Mention(units[0].start, units[end - 1].end, _name(units[:end]), kind)]
    return []


def _without_people(run: list[Unit]) -> list[Unit]:
    """The run without words for a people or party before a name; nothing where it holds only those."""
    known = given_names()
    at = 0
    while at < len(run) and _is_people(run, at):
        at += 1
    if at == len(run):
        return [] if " ".join(unit.folded for unit in run) not in bodies() else run
    # "American Simone Biles", but "American Airlines", "British Gas".
    if at and len(run) - at >= 2 and run[at].folded in known and not _ends_body_or_place(run):
        return run[at:]
    return run


def _is_people(run: list[Unit], at: int) -> bool:
    word = run[at].folded
    pair = f"{word} {run[at + 1].folded}" if at + 1 < len(run) else ""
    before = f"{run[at - 1].folded} {word}" if at else ""
    return word in peoples() or word in _PARTIES or pair in peoples() or before in peoples() or word.rstrip("s") in _PARTIES


def kind_of(run: list[Unit]) -> Literal["person", "organization", "place", "unknown", "thing"]:
    """What a run without a title names, as far as its words tell."""
    content = [unit for unit in run if unit.folded not in ("'s",)]
    name = " ".join(unit.folded for unit in content)
    last = content[-1].folded
    if name in places():
        return "place"
    if name in bodies():
        return "organization"
    if last.startswith("@"):
        return "person"
    head = next((content[i - 1].folded for i, unit in enumerate(content) if i and unit.folded in {"of", "for", "on"}), last)
    if last in _THING_ENDINGS and len(content) > 1:
        return "thing"
    if len(content) > 1 and (head in _BODY_ENDINGS or head in body_nouns() and head not in _PLACE_ENDINGS):
        return "organization"
    if len(content) > 1 and head in _PLACE_ENDINGS:
        return "place"
    if content[0].folded in given_names() and 2 <= len(content) <= 5 and not {"of", "for", "&", "and"} & {u.folded for u in content}:
        return "person"
    if content[0].folded in FAMILY_FIRST and len(content) == 2 and "-" in last:
        return "person"
    if {"&", "of", "for"} & {unit.folded for unit in content}:
        return "organization"
    return "unknown"


def _name(units: list[Unit]) -> Name:
    return tuple(unit.folded for unit in units)


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
    settled = []
    for mention in found:
        if mention.kind == "unknown" and (votes := voices[mention.words]):
            kind = max(("person", "organization", "place"), key=lambda k: votes[k])
            if votes[kind] > 0:
                mention = replace(mention, kind=kind)
        settled.append(mention)
    return settled


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
        if joined and following is not None:
            last = _unit_before(words, following.end)
            yield replace(mention, words=(*mention.words, following.words[-1]), kind="person", surname=last)
        else:
            yield mention


def _unit_before(words: Words, end: int) -> Range:
    """The last word of a name that ends at `end`, with what hyphens glue to it."""
    start = end - 1
    while start > 1 and words.text[start - 1] in _HYPHENS:
        start -= 2
    return start, end


def evidence(words: Words, mention: Mention, alone: Counter[str]) -> Iterator[tuple[NameKind, int]]:
    """What one mention tells of its kind, each with its weight; the weights are set by hand."""
    start, end = mention.start, mention.end
    types = Counter(words.name[i] for i in range(start, end))
    for label, kind in (("PERSON", "person"), ("ORG", "organization"), ("LOC", "place")):
        if types[label] * 2 > end - start:
            yield kind, 2
    before = words.lower[start - 1] if start else ""
    after = words.lower[end] if end < len(words) else ""
    beyond = words.text[end + 1] if end + 1 < len(words) else ""
    if before == "the":
        yield "organization", 4
    elif before in {"in", "near"}:
        yield "place", 2 if len(mention.words) == 1 else 1
    elif before == "at":
        yield "organization", 2
    if before in role_nouns():
        yield "person", 5
    if after == "," and beyond.isdigit() and len(beyond) < 3:
        yield "person", 8
    if after in {"who", "whom"} or after == "," and beyond == "who":
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


def _is_taken_up(words: Words, mention: Mention) -> bool:
    """Whether "he" or "she" follows in the sentence before another name does."""
    for i in range(mention.end, min(mention.end + 15, len(words))):
        if words.sentence[i] != words.sentence[mention.start] or is_capitalised(words.text[i]):
            return False
        if words.lower[i] in {"he", "she", "his", "her", "him", "himself", "herself"}:
            return True
    return False


def find_at_openings(words: Words, found: list[Mention]) -> Iterator[Mention]:
    """Surnames at the start of sentences, where a capital tells nothing, of people whom the article names in full."""
    surnames = {key for mention in found if mention.kind == "person" for key in surname_keys(mention.words)}
    taken = {i for mention in found for i in range(mention.start, mention.end)}
    for i, word in enumerate(words.text):
        if words.initial[i] and i not in taken and not words.title_case[i] and is_capitalised(word):
            unit = _unit(words, i)
            if unit.folded in surnames and words.lower[i] not in _NO_NAME:
                yield Mention(i, unit.end, (unit.folded,), "person")


def find_known(words: Words, found: list[Mention]) -> Iterator[Mention]:
    """Names in lines of title case: those that the body of the article gives, whole or by surname.

    Where it gives none, a given name with the capitalised word behind it.
    """
    known: dict[str, dict[Name, Mention]] = defaultdict(dict)
    for mention in found:
        known[mention.words[0]].setdefault(mention.words, mention)
        if mention.kind == "person":
            last = mention.words[-1:]
            known[last[0]].setdefault(last, mention)
    i = 0
    while i < len(words):
        glued = i > 0 and words.text[i - 1] in _HYPHENS and words.glued[i - 1]
        looked = words.title_case[i] and not glued and is_capitalised(words.text[i])
        mention = _known_at(words, i, known) if looked else None
        if mention is not None:
            yield mention
            i = mention.end
        else:
            i += 1


def _known_at(words: Words, i: int, known: dict[str, dict[Name, Mention]]) -> Mention | None:
    first = _unit(words, i)
    units = [first]
    while len(units) < LONGEST and units[-1].end < len(words) and words.title_case[units[-1].end]:
        units.append(_unit(words, units[-1].end))
    names = known.get(first.folded, {})
    for size in range(min(len(units), LONGEST), 0, -1):
        name = _name(units[:size])
        if name in names:
            return Mention(i, units[size - 1].end, name, names[name].kind)
    if len(units) > 1 and first.folded in given_names() and is_capitalised(words.text[units[1].start]):
        second = units[1]
        plain = second.folded not in _NO_NAME and words.tag[second.start].startswith("NNP") and words.tag[i].startswith("NNP")
        if plain and second.folded.isalpha() and not _ends_body_or_place([second]):
            return Mention(i, second.end, _name(units[:2]), "person")
    whole = " ".join(unit.folded for unit in units[:2])
    if whole in bodies() or whole in places():
        return Mention(i, units[min(1, len(units) - 1)].end, _name(units[:2]), "place" if whole in places() else "organization")
    if first.folded in places():
        return Mention(i, first.end, _name([first]), "place")
    if first.folded in bodies() and first.folded not in _NO_NAME:
        return Mention(i, first.end, _name([first]), "organization")
    return None
