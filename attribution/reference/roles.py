"""What an article says of the one behind a name: office, body, what else they are called.

Reads the words right before a name ("MSNBC host Chris Matthews"), the apposition behind or before it
("Ann Lee, a former nurse", "his lawyer, Ann Lee"), the party in parentheses, and "Ann Lee is a nurse".
By words and tags alone; whose name it is, is left to inventory.py.
"""

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from attribution.annotations import Range
from attribution.head_nouns import head_noun
from attribution.reference.gazetteer import (
    WORDS_KEPT,
    Gender,
    called,
    fold,
    parts,
    peoples,
    role_nouns,
    titles,
)
from attribution.reference.words import Words
from attribution.role_nouns import singular

#: An apposition is read over so many tokens, words before a name over fewer.
LONGEST = 30
LONGEST_LEADING = 20
LONGEST_BEFORE = 12

DETERMINERS = frozenset("a an the his her their its our my your another one".split())
DASHES = frozenset("- -- – — ―".split())
RELATIVES = frozenset("who whose which that".split())

_PARTIES = {
    "r": "republican", "d": "democrat", "i": "independent",
    "lab": "labour", "con": "conservative", "ld": "liberal",
}  # fmt: skip
_BELONGING = frozenset("of for at with from to in".split())
_BEFORE = frozenset("NN NNS NNP NNPS JJ JJR JJS HYPH AFX CD VBN VBG POS CC FW".split())
_FINITE = frozenset("VBD VBZ VBP MD".split())
_COPULAS = frozenset(["is", "was"])
#: With what begins that is told behind a name, and of it the apposition.
_BEHIND_NAME = DASHES | _COPULAS | {",", "("}
_OPENING_APPOSITION = DASHES | _COPULAS | {","}
_STOPS = frozenset(', ; : . ) ( ? ! " “ ”'.split())


class Role(Struct, frozen=True):
    """One thing that the article says of somebody named."""

    span: Range
    """The words: "the Republican attorney general of Oklahoma"."""
    nouns: frozenset[str]
    """What they can be called by it: attorney, lawyer, prosecutor."""
    words: frozenset[str]
    """All words of it, lower-cased."""
    gender: Gender | None
    before: bool
    """Whether it stands right before the name, as a title does."""


def roles_at(words: Words, start: int, end: int, title: Range | None) -> list[Role]:
    """The roles told at one mention of a name.

    Args:
        words: the article.
        start: first token of the name.
        end: the token behind it.
        title: what stands before the name in the same run of capitals.
    """
    begins = title[0] if title else start
    if begins and is_role_noun(words.lower[begins - 1]):
        begins = premodifier(words, begins)
    party = behind = leading = None
    if end < len(words.lower) and words.lower[end] in _BEHIND_NAME:
        party, after = party_at(words, end)
        behind = apposition(words, after)
    if begins > 1 and words.text[begins - 1] == ",":
        leading = leading_apposition(words, begins - 1)
    if begins == start and party is None and behind is None and leading is None:
        return []
    return [
        role
        for role in (
            role_of(words, (begins, start), before=True) if begins < start else None,
            party,
            role_of(words, behind, before=False) if behind else None,
            role_of(words, leading, before=False) if leading else None,
        )
        if role is not None
    ]


def premodifier(words: Words, start: int) -> int:
    """Where the words begin that say what a name is, behind a noun for a role: "[Trump lawyer] Marc Kasowitz"."""
    i = start - 1
    while i > 0 and start - i <= LONGEST_BEFORE:
        tag = words.tag[i - 1]
        if tag not in _BEFORE or words.space[i - 1] or words.lower[i - 1] in {"and", "or", "but"}:
            break
        if words.sentence[i - 1] != words.sentence[start]:
            break
        if tag == "VBG" and words.tag[max(0, i - 2)] not in _BEFORE | {"DT"}:
            break
        if tag == "VBN" and i > 1 and words.tag[i - 2].startswith("NN"):
            # "Dean Hall accused referee Simon Petch": a verb that the tagger took for a participle.
            break
        i -= 1
    return i


@lru_cache(maxsize=WORDS_KEPT)
def is_role_noun(word: str) -> bool:
    """Whether the word, in lower case, names a person by part or office."""
    table = titles()
    return (
        word in role_nouns()
        or singular(word) in role_nouns()
        or word in table.short
        or fold(word) in table.short
        or word in table.sex
        or word in {"dr", "dr."}
    )


def role_of(words: Words, span: Range, *, before: bool) -> Role | None:
    """What the words of `span` say; None where they hold no noun for a person or body."""
    start, end = span
    end = next((i for i in range(start, end) if words.lower[i] in RELATIVES), end)
    nouns: set[str] = set()
    genders: list[Gender] = []
    table = titles()
    for i in range(start, end):
        word = words.lower[i]
        gender = table.gender.get(fold(word)) or table.sex.get(word)
        if gender:
            genders.append(gender)
        if is_role_noun(word) and not (i + 1 < end and words.tag[i + 1] == "POS"):
            nouns |= nouns_for(word)
    if not nouns:
        return None
    head = words.lower[head_noun(words.doc, *span)]
    # "the wife's lawyer", "a friend of the actress": the sex is of somebody else.
    own = before or head in table.sex or singular(head) in table.sex
    return Role(
        span,
        frozenset(nouns),
        frozenset(words.lower[slice(*span)]),
        genders[-1] if genders and own else None,
        before,
    )


def nouns_for(word: str) -> frozenset[str]:
    """What the holder of an office can be called: "sen." gives senator, lawmaker and others."""
    table = titles()
    if fold(word) == "dr":
        return frozenset({"doctor", "physician"})
    plain = table.short.get(word) or table.short.get(f"{fold(word)}.") or word
    plain = plain if plain in role_nouns() else singular(plain)
    return frozenset({plain}) | table.called.get(plain, frozenset())


def party_at(words: Words, start: int) -> tuple[Role | None, int]:
    """The party in "(R-Utah)" or ", R-Utah" behind a name, and where that ends.

    Any other parenthesis is passed over.
    """
    n = len(words)
    if words.at(start) == "," and words.at(start + 2) == "-" and not words.spaced[start + 1]:
        end = min(start + 4, n)
    elif words.at(start) == "(":
        closing = next((i for i in range(start + 1, min(start + 8, n)) if words.text[i] == ")"), None)
        if closing is None:
            return None, start
        end = closing + 1
    else:
        return None, start
    party = _PARTIES.get(words.lower[start + 1].rstrip("."))
    if party is None:
        return None, start if words.text[start] == "," else end
    said = frozenset({party, *words.lower[start:end]})
    return Role((start, end), frozenset({party}), said, None, before=False), end


def apposition(words: Words, start: int) -> Range | None:
    """The apposition behind a name: from the comma or dash at `start` to the next; None without one.

    An age may stand before it: "Ann Lee, 43, a nurse". Also "Ann Lee is a nurse".
    """
    if start >= len(words.lower) or (first := words.lower[start]) not in _OPENING_APPOSITION:
        return None
    i = start + 1
    if first in _COPULAS:
        end = _apposition_end(words, i) if words.at(i).lower() in {"a", "an", "the"} else i
        return (i, end) if end > i + 1 else None
    if words.at(i).isdigit() and words.at(i + 1) == ",":
        i += 2
    if words.at(i).lower() == "who":
        # "who is a nurse", "who worked as a nurse"
        i += 2 if words.at(i + 1).lower() in {"is", "was"} else 3 if words.at(i + 2).lower() == "as" else 0
    if i >= len(words) or not _begins_noun_phrase(words, i):
        return None
    end = _apposition_end(words, i)
    # "a blow for Ann Lee, the mayor said": what a verb follows is no apposition.
    followed = end < len(words) and words.tag[end] in _FINITE
    return (i, end) if end > i and not followed else None


def _begins_noun_phrase(words: Words, i: int) -> bool:
    if words.lower[i] in DETERMINERS or words.tag[i] == "PRP$":
        return True
    if words.tag[i] in {"NN", "JJ", "NNP", "AFX", "VBN"} or is_role_noun(words.lower[i]):
        # Without an article the noun must tell a role at once: "director of the institute".
        return is_role_noun(words.lower[head_noun(words.doc, i, min(i + 8, len(words)))])
    return False


def _apposition_end(words: Words, start: int) -> int:
    """The first comma, dash, verb or relative pronoun behind `start`."""
    for i in range(start, min(start + LONGEST, len(words))):
        if words.space[i] or words.text[i] in _STOPS or words.lower[i] in RELATIVES:
            return i
        if words.text[i] in DASHES and words.tag[i] != "HYPH":
            return i
        if words.tag[i] in _FINITE and i > start:
            return i
    return min(start + LONGEST, len(words))


def leading_apposition(words: Words, comma: int) -> Range | None:
    """The noun phrase before the comma before a name: "[his lawyer], Ann Lee"; None without one."""
    for i in range(comma - 1, max(-1, comma - LONGEST_LEADING), -1):
        tag = words.tag[i]
        if words.space[i] or words.text[i] in _STOPS or (tag.startswith("VB") and tag != "VBN"):
            return None
        if words.lower[i] not in DETERMINERS and tag != "POS":
            continue
        first = i + 1 if tag == "POS" else i
        head = head_noun(words.doc, first, comma)
        if first < comma and is_role_noun(words.lower[head]) and words.tag[head] not in {"NNS", "NNPS"}:
            return first, comma
        # The noun before "of" or "for" may be the head: "a lawyer for the owners, Simon Frye".
        if tag == "POS" or i < 2 or words.lower[i - 1] not in _BELONGING:
            return None
    return None


def office(words: Words, role: Role, names: frozenset[int]) -> str | None:
    """The office of a role in the article's words, without names and peoples before it.

    "Ohio Democratic Party Chairman" gives "Chairman", "Secretary of State" itself, "a former nurse"
    gives "former nurse".

    Args:
        words: the article.
        role: the role; its words stand before a name or in apposition to it.
        names: tokens of names, other than the one the role is said of.
    """
    start, end = role.span
    while start < end and _is_before_office(words, start, end, names):
        start += 1
    while end - start > 1 and fold(words.text[end - 1]) in parts().address:
        end -= 1
    if not role.before:
        end = next(
            (i for i in range(start, end) if words.lower[i] in {"at", "in", "with", "who", "and"}), end
        )
    return words.slice((start, end)).strip(" ,") or None


def _is_before_office(words: Words, i: int, end: int, names: frozenset[int]) -> bool:
    lower = words.lower[i]
    return (
        i in names
        or lower in DETERMINERS
        or words.tag[i] in {"POS", "PRP$", "HYPH"}
        or lower in peoples()
        or (lower in called().parties and i + 1 < end)
    )


def affiliation(
    words: Words, mentions: list[Range], roles: list[Role], bodies: Mapping[int, str]
) -> str | None:
    """The body that somebody belongs to or speaks for, by the words around the name; the first one told.

    "MSNBC host Ann Lee", "Ann Lee of Kent Police", "Ann Lee, director of the institute at Yale".

    Args:
        words: the article.
        mentions: where the name stands.
        roles: what the article says of its bearer.
        bodies: names of bodies by their first token.
    """
    lower, n = words.lower, len(words.lower)
    for role in roles:
        for i in range(*role.span):
            if i in bodies:
                return bodies[i]
            owner = i - 2 if i > 1 and words.tag[i - 1] == "POS" else i - 1
            if lower[i] == "campaign" and owner >= 0 and words.text[owner][:1].isupper():
                return f"{words.text[owner]} campaign"
    for _, end in mentions:
        i = end + 1 if words.at(end) == "," else end
        if i < n and lower[i] in _BELONGING:
            i += 2 if words.at(i + 1).lower() == "the" else 1
            if i in bodies:
                return bodies[i]
    for start, _ in mentions:
        # "Harvard's Wendell Price"
        if start > 1 and words.tag[start - 1] == "POS":
            owners = [i for i in range(max(0, start - 7), start - 1) if i in bodies]
            if owners:
                return bodies[owners[-1]]
    return None
