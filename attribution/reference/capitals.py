"""Capitalised words in one piece: where a name may stand.

Decides where a run of capitals begins and ends, small words inside the names of bodies included
("Department of Health and Human Services"), and whether the first word of a sentence, which has a
capital in any case, belongs to it. What the run names is left to mentions.py; lines of title case, in
which capitals tell nothing, to headlines.py.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from attribution.reference.gazetteer import (
    WORDS_KEPT,
    abbreviated_titles,
    bodies,
    body_nouns,
    common_nouns,
    fold,
    given_names,
    is_title,
    parts,
    peoples,
    places,
    role_nouns,
    titles,
)
from attribution.reference.names import FAMILY_FIRST, PARTICLES, SYLLABLES, Name, is_initial
from attribution.reference.words import Words, is_capitalised
from attribution.role_nouns import singular

#: A run has at most this many words; what is longer is no name.
LONGEST = 12

HYPHENS = frozenset("-‐‑–")
#: Particles that are rather words of a sentence where a capital follows.
_NO_PARTICLE = frozenset("a e y d o st".split())
#: A word that may be a given name is a month behind these: "in May".
_BEFORE_MONTHS = frozenset(
    "in since until by last next late early mid of from through this during on before after".split()
)
#: Verbs that a name may stand behind at the start of a sentence.
_COMMANDS = frozenset(
    "meet vote ask hold call let tell see watch thank give make keep put bring send stop help trust remember take get "
    "elect blame imagine picture read hear praise bless god enter exit free save support ban join follow find".split()
)
_CAUSES = frozenset(["for", "against"])
_GENITIVES = frozenset(["'s", "’s", "'", "’"])
_MARKS = frozenset("\"“”'‘’„«»")


class Unit(NamedTuple):
    """A word of a run, tokens `[start, end)`; hyphens glue its parts together."""

    start: int
    end: int
    folded: str


def unit_words(units: list[Unit]) -> Name:
    """The folded words of a run."""
    return tuple([unit.folded for unit in units])


class Spellings:
    """How the article writes its words where nothing obliges it to a capital.

    Attributes:
        written: words as they are written: one in lower case is among them where it is written small.
        capital: words written with a capital inside a sentence.
        pairs: words so written with the word behind them.
    """

    def __init__(self, words: Words) -> None:
        text, initial, title_case = words.text, words.initial, words.title_case
        free = [
            i for i in words.capitalised if i not in initial and not title_case[i] and text[i][0].isupper()
        ]
        self.written = frozenset(text)
        self.capital = frozenset([text[i] for i in free])
        self.pairs = frozenset([(text[i], text[i + 1]) for i in free if i + 1 < len(text)])


def runs(words: Words) -> Iterator[list[Unit]]:
    """Capitalised words in one piece, in order, lines of title case left out."""
    spelled = Spellings(words)
    behind = 0
    for i in words.capitalised:
        if i < behind or words.title_case[i] or not opens(words, i, spelled):
            continue
        run = [unit_at(words, i)]
        while len(run) < LONGEST and (following := _next_units(words, run)):
            run.extend(following)
        yield run
        behind = run[-1].end


def opens(words: Words, i: int, spelled: Spellings) -> bool:
    """Whether a name can begin at `i`, a capitalised word."""
    word = words.text[i]
    if i not in words.initial and _opens_anywhere(word):
        return True
    lower, following = words.lower[i], words.at(i + 1)
    lists = parts()
    if lower.rstrip(".") in lists.no_name and not _is_abbreviated(word):
        # "No 10" is the one name that begins so.
        return f"{fold(word)} {following}" in bodies()
    if word in lists.party_marks and i > 0:
        before = words.text[i - 1]
        if before == "(" or (before == "," and following == "-"):
            return False
    if lower in lists.before_names and i in words.initial and not is_capitalised(following):
        return False
    beyond = words.at(i + 3) if words.at(i + 2) == "the" else words.at(i + 2)
    if lower in lists.founders and following in _CAUSES and is_capitalised(beyond):
        # "Citizens for Tax Justice"
        return True
    common = is_common_noun(lower)
    if (common or lower in lists.months) and following[:1].isdigit():
        # "Article 21", "May 4"
        return False
    if (
        lower in lists.months
        and i > 0
        and words.lower[i - 1] in _BEFORE_MONTHS
        and not is_capitalised(following)
    ):
        return False
    if i not in words.initial or word[0] == "@" or "_" in word:
        return True
    if following in {"of", "for"} and is_capitalised(words.at(i + 2)) and _is_one_body(fold(word)):
        # "Department of Justice lawyers": a noun for one body, without an article.
        return True
    if common and not is_capitalised(following) and not is_title(fold(word)):
        return False
    return _opens_sentence(words, i, spelled)


@lru_cache(maxsize=WORDS_KEPT)
def _opens_anywhere(word: str) -> bool:
    """Whether a name can begin with the word wherever it stands inside a sentence: it is in none of the lists."""
    lower, lists = word.lower(), parts()
    return not (
        lower.rstrip(".") in lists.no_name
        or word in lists.party_marks
        or lower in lists.months
        or is_common_noun(lower)
    )


@lru_cache(maxsize=WORDS_KEPT)
def _is_one_body(word: str) -> bool:
    """Whether a folded word is for a single body, so that it needs an article where it is no name's beginning."""
    lists = parts()
    return (word in body_nouns() or word in lists.body_endings) and word not in lists.masses


@lru_cache(maxsize=WORDS_KEPT)
def is_common_noun(word: str) -> bool:
    """Whether a lower-case word is a noun for people, bodies or texts, of whom a capital alone makes no name."""
    return word in common_nouns() or singular(word) in common_nouns()


def _opens_sentence(words: Words, i: int, spelled: Spellings) -> bool:
    """Whether the first word of a sentence, written with a capital in any case, begins a name."""
    word, lower, following = words.text[i], words.lower[i], words.at(i + 1)
    known, after = fold(word), fold(following)
    if (
        following in HYPHENS
        and not words.spaced[i]
        and words.at(i + 2)[:1].islower()
        and known not in places()
        and words.lower[i + 2] not in SYLLABLES
    ):
        # "Cross-examined by", "Co-founder"
        return word in spelled.capital and lower not in spelled.written
    # "O'Dowd" and "LeBron" have a capital that no place obliges them to, whatever the tagger says.
    is_proper = words.tag[i].startswith("NNP") or (not word.isupper() and any(map(str.isupper, word[1:])))
    goes_on = is_capitalised(following)
    if word in spelled.capital and (lower not in spelled.written or (is_proper and goes_on)):
        return True
    if (following[:1].isupper() and (word, following) in spelled.pairs) or (known in bodies() and is_proper):
        return True
    if goes_on and f"{known} {after}" in bodies():
        return True
    of_what = words.at(i + 3) if words.at(i + 2) == "the" else words.at(i + 2)
    office = following == "of" and known in role_nouns() and is_capitalised(of_what)
    if is_title(known) and (goes_on or following == "." or office):
        return True
    if known in titles().modifying and goes_on and is_title(after):
        # "Prime Minister"
        return True
    if known in given_names() or lower in titles().gender or known in places():
        return lower not in spelled.written or is_proper
    if lower in spelled.written or lower.endswith("ing"):
        return False
    if "club" in parts().body_endings.get(known, ()):
        # "Rovers said"
        return True
    if known in FAMILY_FIRST:
        return is_proper or (goes_on and words.at(i + 2) in HYPHENS)
    if after in given_names() and known not in peoples():
        # "Meet Ann Lee", but "Keron Blair"
        return is_proper and lower not in _COMMANDS
    return not is_common_noun(known) and (is_proper or _is_abbreviated(word))


def _is_abbreviated(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def unit_at(words: Words, i: int) -> Unit:
    """The word at `i` with what hyphens glue to it, and the full stop of a title."""
    end = i + 1
    text, following = words.text[i], words.at(end)
    if following != "." and following not in HYPHENS and text.isascii() and text[-1] != ".":
        return Unit(i, end, fold(text))
    while _is_glued(words, i, end):
        end += 2
    text = "".join(words.text[i:end])
    folded = fold("".join("-" if c in HYPHENS else c for c in text))
    if words.at(end) == "." and not words.spaced[end - 1] and words.lower[i] in abbreviated_titles():
        end += 1
        text += "."
    if text.endswith(".") and folded not in titles().short:
        # "Del." is a delegate, "Del" a part of a surname.
        folded = titles().short.get(f"{folded}.", folded)
    return Unit(i, end, folded)


def _is_glued(words: Words, i: int, end: int) -> bool:
    """Whether a hyphen at `end` ties the next token to the word that began at `i`: "Jae-in", not "Paris-based"."""
    after = words.at(end + 1)
    if words.at(end) not in HYPHENS or not after[:1].isalpha() or words.spaced[end - 1] or words.spaced[end]:
        return False
    if after[0].isupper():
        return True
    is_common = words.tag[end + 1] in {"VBN", "VBD", "VBG", "JJ"} and words.lower[end + 1] not in {"in", "un"}
    if is_common and i and end == i + 1:
        # "Lin Mei-hua"
        is_common = not (is_capitalised(words.text[i - 1]) and words.lower[i - 1] in FAMILY_FIRST)
    is_common = is_common and words.lower[end + 1] not in SYLLABLES
    return len(after) <= 4 and end <= i + 2 and not is_common


def _next_units(words: Words, run: list[Unit]) -> list[Unit]:
    """The units by which the run goes on: the next word, or small words with the word behind them."""
    i = run[-1].end
    if i >= len(words.text) or not _may_go_on(words.text[i]) or words.title_case[i]:
        return []
    lists = parts()
    word, lower, following = words.text[i], words.lower[i], words.at(i + 1)
    if word.isdigit():
        return [Unit(i, i + 1, word)] if f"{run[-1].folded} {word}" in bodies() else []
    if (after := _behind_nickname(words, i)) is not None and run[-1].folded not in lists.no_name:
        return [unit_at(words, i + 1), unit_at(words, after)]
    if is_capitalised(word):
        named = lower.rstrip(".") not in lists.no_name or (_is_abbreviated(word) and lower != "i")
        # "Mothers Against Drunk Driving"
        named = named or (lower == "against" and run[0].folded in lists.founders)
        goes_on = i not in words.initial or _is_cut_short(words, run[-1])
        return [unit_at(words, i)] if named and goes_on else []
    if lower in _GENITIVES:
        possessed = fold(following)
        is_body = possessed in lists.body_endings or possessed in body_nouns()
        if run[-1].folded in lists.genitives and is_capitalised(following) and is_body:
            return [Unit(i, i + 1, "'s"), unit_at(words, i + 1)]
        return []
    if lower in PARTICLES and lower not in _NO_PARTICLE:
        if words.at(i + 1) in HYPHENS and not words.spaced[i] and not words.spaced[i + 1]:
            # "Nouri al-Maliki": called by what stands behind the hyphen.
            is_name = is_capitalised(words.at(i + 2))
            return [Unit(i, i + 1, fold(word)), unit_at(words, i + 2)] if is_name else []
        after = i + 2 if words.at(i + 1).lower() in PARTICLES else i + 1
        if is_capitalised(words.at(after)) and words.lower[after] not in lists.no_name:
            return _through(words, i, after)
    return _joined(words, run, i) if lower in lists.joining or lower == "against" else []


@lru_cache(maxsize=WORDS_KEPT)
def _may_go_on(word: str) -> bool:
    """Whether a name can go on with the word at all."""
    lower = word.lower()
    return (
        is_capitalised(word)
        or word.isdigit()
        or word in _MARKS
        or lower in _GENITIVES
        or (lower in PARTICLES and lower not in _NO_PARTICLE)
        or lower in parts().joining
        or lower == "against"
    )


def _behind_nickname(words: Words, i: int) -> int | None:
    """Where a name goes on behind a nickname in quotation marks at `i`: 'Marcia "Cia" Price'."""
    if words.text[i] not in _MARKS or words.at(i + 2) not in _MARKS:
        return None
    is_name = is_capitalised(words.text[i + 1]) and words.text[i + 1].isalpha()
    after = words.at(i + 3)
    goes_on = is_capitalised(after) and after.isalpha() and after.lower() not in parts().no_name
    return i + 3 if is_name and goes_on and not words.space[i + 2] else None


def _through(words: Words, i: int, after: int) -> list[Unit]:
    """The small words from `i` on and the word at `after` behind them."""
    return [*(Unit(j, j + 1, fold(words.text[j])) for j in range(i, after)), unit_at(words, after)]


def _is_cut_short(words: Words, unit: Unit) -> bool:
    """Whether the full stop behind a word belongs to it: "J.", "Sen."."""
    text = words.slice((unit.start, unit.end))
    return text.endswith(".") and (is_initial(unit.folded) or unit.folded in abbreviated_titles())


def _joined(words: Words, run: list[Unit], i: int) -> list[Unit]:
    """The units from the small word at `i` on, where it joins two parts of one name."""
    link = words.lower[i]
    after = i + 1
    if words.at(after) in {"the", "a", "an"} and link in {"of", "for", "on"}:
        after += 1
    if not is_capitalised(words.at(after)) or words.lower[after] in parts().no_name:
        return []
    match link:
        case "&":
            joins = True
        case "of":
            # "Bank of America", but not "Halden Farms of Salinas".
            is_firm = "company" in parts().body_endings.get(run[-1].folded, ()) and len(run) > 1
            joins = (_is_body(run) and not is_firm) or run[-1].folded in parts().before_of
        case "for" | "against" if len(run) == 1 and run[0].folded in parts().founders:
            joins = True
        case "for" | "on":
            joins = _is_body(run) and len(run) <= 6
        case "and":
            joins = _ends_as_body(words, run, after)
        case _:
            joins = False
    return _through(words, i, after) if joins else []


def _is_body(run: list[Unit]) -> bool:
    """Whether the run ends in a noun for a body, or has one before an "of"."""
    heads = [unit for unit, link in pairwise(run) if link.folded == "of"]
    return any(is_body_noun(unit.folded) for unit in (run[-1], *heads))


def is_body_noun(word: str) -> bool:
    """Whether a folded word, in a name, is a noun for a body."""
    return word in parts().body_endings or word in body_nouns() or singular(word) in body_nouns()


def _ends_as_body(words: Words, run: list[Unit], after: int) -> bool:
    """Whether "and" stands inside a body's name: "Securities and Exchange Commission".

    The words behind it go on to a noun for a body, and those before it are no name of their own.
    """
    following = fold(words.text[after])
    if run[0].folded in given_names() or following in given_names() or following in titles().gender:
        return False
    if {"of", "for", "on"} & set(unit_words(run)):
        return len(run) <= 6 and run[-1].folded not in parts().body_endings and following not in places()
    name = " ".join(unit_words(run))
    if len(run) > 3 or name in places() or name in bodies():
        return False
    for j in range(after, min(after + 4, len(words))):
        if not is_capitalised(words.text[j]):
            return False
        if fold(words.text[j]) in parts().body_endings or fold(words.text[j]) in body_nouns():
            return True
    return False
