"""What an article says of the person or body behind a name: office, body, what else it is called.

Reads the words right before a name ("MSNBC host Chris Matthews"), the apposition behind or before
it ("Ann Lee, a former nurse", "his lawyer, Ann Lee"), the party in parentheses, and "Ann Lee is a
nurse". Purely by words and tags; whose name it is, is left to inventory.py.
"""

from collections.abc import Mapping

from msgspec import Struct

from attribution.annotations import Range
from attribution.descriptions import head_noun, singular
from attribution.gazetteer import Gender, fold, peoples, role_nouns, titles
from attribution.words import Words

#: An apposition is read this far.
LONGEST = 30

_DETERMINERS = frozenset("a an the his her their its our my your another one".split())
_DASHES = frozenset("- -- – — ―".split())
_PARTIES = {"r": "republican", "d": "democrat", "i": "independent", "lab": "labour", "con": "conservative", "ld": "liberal"}
#: Words for parties; "the Democratic nominee" is no Republican.
PARTIES = {
    word: party
    for party, words in {
        "republican": "republican republicans gop",
        "democrat": "democrat democratic democrats",
        "labour": "labour",
        "conservative": "tory conservative tories conservatives",
        "independent": "independent",
        "liberal": "liberal lib dem",
    }.items()
    for word in words.split()
}
_BELONGING = frozenset("of for at with from to in".split())
#: Forms of address behind an office are left out of it: "Chief executive Dame Ann Lee".
_ADDRESS = frozenset("mr mrs ms miss sir dame lord lady dr prof".split())
_BEFORE = frozenset("NN NNS NNP NNPS JJ JJR JJS HYPH AFX CD VBN VBG POS CC FW".split())


class Role(Struct, frozen=True):
    """One thing that the article says of a named person or body."""

    span: Range
    """The words: "the Republican attorney general of Oklahoma"."""
    nouns: frozenset[str]
    """What the person can be called by it: attorney, lawyer, prosecutor."""
    words: frozenset[str]
    """All words of it, lower-cased."""
    gender: Gender | None
    before: bool
    """Whether it stands right before the name, as a title does."""
    head: int
    """The token of its head noun."""


def roles_at(words: Words, start: int, end: int, title: Range | None) -> list[Role]:
    """The roles told at one mention of a name, tokens `[start, end)`, with a title of the same run before it."""
    found = []
    before = premodifier(words, title[0] if title else start)
    span = (before if before is not None else title[0] if title else start, start)
    if span[0] < span[1]:
        role = _role(words, span, before=True)
        if role is not None:
            found.append(role)
    after = end
    party, after = _party(words, after)
    if party is not None:
        found.append(party)
    behind = apposition(words, after)
    if behind is not None and (role := _role(words, behind, before=False)):
        found.append(role)
    leading = leading_apposition(words, span[0])
    if leading is not None and (role := _role(words, leading, before=False)):
        found.append(role)
    return found


def premodifier(words: Words, start: int) -> int | None:
    """Where the words right before a name begin that say what it is: "[Trump lawyer] Marc Kasowitz"."""
    i = start - 1
    if i < 0 or not _is_role(words, i):
        return None
    while i > 0 and words.tag[i - 1] in _BEFORE and not words.space[i - 1] and words.lower[i - 1] not in {"and", "or", "but"}:
        if start - i > 12 or words.sentence[i - 1] != words.sentence[start]:
            break
        if words.tag[i - 1] == "VBG" and words.tag[max(0, i - 2)] not in _BEFORE | {"DT"}:
            break
        i -= 1
    return i


def _is_role(words: Words, i: int) -> bool:
    return is_role_noun(words.lower[i])


def is_role_noun(word: str) -> bool:
    """Whether the word, in lower case, names a person by part or office."""
    table = titles()
    return (
        word in role_nouns()
        or word in {"dr", "dr."}
        or singular(word) in role_nouns()
        or fold(word) in table.short
        or word in table.short
        or word in table.sex
        or word in table.called
    )


def _role(words: Words, span: Range, *, before: bool) -> Role | None:
    """What the words of `span` say; None where they hold no noun for a person or body."""
    nouns: set[str] = set()
    gender: Gender | None = None
    table = titles()
    inside = range(*span)
    for i in inside:
        if words.lower[i] in {"who", "whose", "which", "that"}:
            break
        word = words.lower[i]
        known = fold(word)
        if word in table.sex:
            gender = table.sex[word]
        if known in table.gender and table.gender[known]:
            gender = table.gender[known]
        if not is_role_noun(word) or i + 1 < span[1] and words.tag[i + 1] == "POS":
            continue
        if known == "dr":
            nouns.add("doctor")
        plain = table.short.get(word) or table.short.get(f"{known}.") or (word if word in role_nouns() else singular(word))
        nouns.add(plain)
        nouns |= table.called.get(plain, frozenset())
    head = head_noun(words.doc, *span)
    if not nouns:
        return None
    if gender is not None and before is False and words.lower[head] not in table.sex and singular(words.lower[head]) not in table.sex:
        # "the wife's lawyer", "a friend of the actress": the sex is of somebody else.
        gender = None
    return Role(span, frozenset(nouns), frozenset(words.lower[i] for i in inside), gender, before, head)


def _party(words: Words, start: int) -> tuple[Role | None, int]:
    """The party in "(R-Utah)" or ", R-Utah" behind a name, and where that ends; any other parenthesis is passed over."""
    n = len(words)
    if start + 2 < n and words.text[start] == "," and words.text[start + 2] == "-" and words.glued[start + 1]:
        marked = range(start, min(start + 4, n))
    elif start < n and words.text[start] == "(":
        closing = next((i for i in range(start + 1, min(start + 8, n)) if words.text[i] == ")"), None)
        if closing is None:
            return None, start
        marked = range(start, closing + 1)
    else:
        return None, start
    party = _PARTIES.get(words.lower[start + 1].rstrip("."))
    if party is None:
        return None, start if words.text[start] == "," else marked.stop
    inside = frozenset({party, *(words.lower[i] for i in marked)})
    return Role((start, marked.stop), frozenset({party}), inside, None, False, start + 1), marked.stop


def apposition(words: Words, start: int) -> Range | None:
    """The apposition behind a name: from the comma or dash at `start` to the next; None without one.

    An age may stand before it: "Ann Lee, 43, a nurse". Also "Ann Lee is a nurse".
    """
    i = start
    n = len(words)
    if i + 1 >= n:
        return None
    if words.lower[i] in {"is", "was"} and words.lower[i + 1] in {"a", "an", "the"}:
        end = _apposition_end(words, i + 1)
        return (i + 1, end) if end > i + 2 else None
    if words.text[i] != "," and words.text[i] not in _DASHES:
        return None
    i += 1
    if words.text[i].isdigit() and i + 1 < n and words.text[i + 1] == ",":
        i += 2
    if i + 2 < n and words.lower[i] == "who" and words.lower[i + 1] in {"is", "was"}:
        i += 2
    if i + 3 < n and words.lower[i] == "who" and words.lower[i + 2] == "as":
        i += 3
    if i >= n or not _begins_noun_phrase(words, i):
        return None
    end = _apposition_end(words, i)
    return (i, end) if end > i else None


def _begins_noun_phrase(words: Words, i: int) -> bool:
    if words.lower[i] in _DETERMINERS or words.tag[i] == "PRP$":
        return True
    if words.tag[i] in {"NN", "JJ", "NNP", "AFX", "VBN"} or is_role_noun(words.lower[i]):
        # Without an article the noun must tell a role at once: "director of the institute".
        head = head_noun(words.doc, i, min(i + 8, len(words)))
        return is_role_noun(words.lower[head])
    return False


def _apposition_end(words: Words, start: int) -> int:
    """The first comma, dash, verb or relative pronoun behind `start`."""
    i = start
    while i < len(words) and i - start < LONGEST:
        word = words.text[i]
        if words.space[i] or word in {",", ";", ":", ".", ")", "(", "?", "!"} or word in _DASHES and not words.tag[i] == "HYPH":
            break
        if words.lower[i] in {"who", "whose", "which", "that"}:
            break
        if words.tag[i] in {"VBD", "VBZ", "VBP", "MD"} and i > start:
            break
        if word in "\"“”":
            break
        i += 1
    return i


def leading_apposition(words: Words, start: int) -> Range | None:
    """The noun phrase before the comma before a name: "[his lawyer], Ann Lee"; None without one."""
    comma = start - 1
    if comma < 1 or words.text[comma] != ",":
        return None
    i = comma - 1
    while i >= 0 and comma - i <= 20:
        if words.lower[i] in _DETERMINERS or words.tag[i] == "POS":
            first = i if words.tag[i] != "POS" else i + 1
            span = (first, comma)
            if first >= comma:
                return None
            head = head_noun(words.doc, first, comma)
            fits = is_role_noun(words.lower[head]) and words.tag[head] not in {"NNS", "NNPS"}
            # The noun before "of" or "for" may be the head: "a lawyer for the owners, Simon Frye".
            if not fits and i > 1 and words.lower[i - 1] in _BELONGING:
                i -= 1
                continue
            return span if fits else None
        if words.tag[i].startswith("VB") and words.tag[i] != "VBN" or words.text[i] in {",", ".", ";", ":"} or words.space[i]:
            return None
        i -= 1
    return None


def office(words: Words, role: Role, names: frozenset[int]) -> str | None:
    """The office of a role in the article's words, without names and peoples before it.

    "Ohio Democratic Party Chairman" gives "Chairman", "Secretary of State" itself, "a former nurse"
    gives "former nurse".

    Args:
        names: tokens of names, other than the one the role is said of.
    """
    start, end = role.span
    while start < end and (
        start in names
        or words.lower[start] in _DETERMINERS
        or words.tag[start] in {"POS", "PRP$", "HYPH"}
        or words.lower[start] in peoples()
        or words.lower[start] in {"republican", "democratic", "gop", "labour", "tory", "conservative"} and start + 1 < end
    ):
        start += 1
    while end - start > 1 and fold(words.text[end - 1]) in _ADDRESS:
        end -= 1
    if not role.before:
        end = next((i for i in range(start, end) if words.lower[i] in {"at", "in", "with", "who", "and"}), end)
    text = words.slice((start, end)).strip(" ,")
    return text or None


def affiliation(words: Words, mentions: list[Range], roles: list[Role], bodies: Mapping[int, str]) -> str | None:
    """The body that somebody belongs to or speaks for, by the words around the name; the first one told.

    "MSNBC host Ann Lee", "Ann Lee of Kent Police", "Ann Lee, director of the institute at Yale".

    Args:
        bodies: names of bodies by their first token.
    """
    for role in roles:
        start, end = role.span
        for i in range(start, end):
            if i in bodies:
                return bodies[i]
            owner = i - 2 if i > 1 and words.tag[i - 1] == "POS" else i - 1
            if words.lower[i] == "campaign" and owner >= 0 and words.text[owner][:1].isupper():
                return f"{words.text[owner]} campaign"
    for _, end in mentions:
        i = end + 1 if end < len(words) and words.text[end] == "," else end
        if i < len(words) and words.lower[i] in _BELONGING:
            i += 1
            if i < len(words) and words.lower[i] == "the":
                i += 1
            if i in bodies:
                return bodies[i]
    for start, _ in mentions:
        # "Harvard's Wendell Price"
        if start > 1 and words.tag[start - 1] == "POS":
            owner = next((i for i in range(start - 2, max(-1, start - 8), -1) if i in bodies), None)
            if owner is not None:
                return bodies[owner]
    return None
