"""What the noun phrase of a source says: names, a pronoun, or a description.

Reads the words from left to right, so that a name in head position is told from one that only helps
to describe: "[Marc Kasowitz], a lawyer for Trump", "a lawyer for the outlets, [David Schulz]",
"Critics like [Ann Lee] and [Bob Ray]", "the Trump campaign". Who is meant is left to speakers.py.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from attribution.annotations import Range
from attribution.descriptions import singular
from attribution.gazetteer import body_nouns, common_nouns
from attribution.mentions import Mention
from attribution.roles import is_role_noun
from attribution.words import Words

Form = Literal["names", "pronoun", "description", "empty"]

PRONOUNS = frozenset(
    "he she they it i we you who that which his her him hers their theirs them its my me our us your himself herself "
    "themselves itself myself ourselves whom whose this these those".split()
)
#: Words that a source may begin or end with and that name nobody.
_LEADING = frozenset("from by to of for with according among as in via per both even just only also and but , ; : - – — \" “ ” ' ‘ ’ (".split())
_TRAILING = frozenset("all both each alike himself herself itself themselves who that , ; : - – — \" “ ” ' ‘ ’ . ) ! ?".split())
_APPOSED = frozenset("a an the his her their its one another".split())
_EXAMPLES = frozenset("including like".split())
#: Nouns that say what sort of body a name before them is of.
KINDS = frozenset(
    "chain newspaper magazine network broadcaster website company firm bank group giant agency newswire airline retailer "
    "carmaker automaker manufacturer conglomerate supermarket charity union think-tank thinktank foundation club startup "
    "party movement tabloid broadsheet channel station app platform service consultancy pollster developer publisher"
    .split()
)
_DASHES = frozenset("-- – — ―".split())


class Reading(Struct, frozen=True, kw_only=True):
    """A source, read."""

    form: Form
    span: Range
    """The source without what names nobody at its edges."""
    names: tuple[Mention, ...] = ()
    """The names in head position, where the form is "names"."""
    modifiers: tuple[Mention, ...] = ()
    """Names before the head noun: "[Clinton]'s lawyer", "the [Gannett] chain"."""
    possessor: Mention | None = None
    """The one of the modifiers that carries a genitive."""
    complements: tuple[Mention, ...] = ()
    """Names behind a preposition or in a clause: "a lawyer for [Trump]"."""
    noun_phrase: Range = (0, 0)
    """The phrase up to what is added between commas, where the form is "description"."""
    examples: bool = False
    """Whether the names are examples of a group: "critics like"."""


def read_source(words: Words, source: Range, mentions: Mapping[int, Mention]) -> Reading:
    """Read the source at `source`.

    Args:
        mentions: the names of the article by their first token and by that of a title before them.
    """
    start, end = trimmed(words, source)
    if start >= end:
        return Reading(form="empty", span=source)
    if end - start == 1 and words.lower[start] in PRONOUNS:
        return Reading(form="pronoun", span=(start, end))
    heads, modifiers, complements = [], [], []
    possessor: Mention | None = None
    blocked = examples = False
    first_end = end
    noun_seen = False
    of = -1
    i = start
    while i < end:
        mention = mentions.get(i)
        if mention is not None and mention.end <= end + 1:
            after = _past_parenthesis(words, mention.end, end)
            if blocked and not _is_titled_by(words, mention, of):
                complements.append(mention)
            elif _is_possessive(words, mention.end) and mention.end + 1 < end:
                modifiers.append(mention)
                possessor = mention
                after = mention.end + 1
            elif (behind := _body_by_kind(words, mention, end)) and (not heads or _coordinates(heads[0], mention)):
                heads.append(mention)
                blocked, after = True, behind
            elif _modifies(words, mention.end, end, mentions):
                modifiers.append(mention)
            elif not heads or _coordinates(heads[0], mention):
                heads.append(mention)
                blocked = True
            else:
                complements.append(mention)
                blocked = True
            i = max(after, mention.end)
            continue
        word = words.lower[i]
        if words.text[i] == "(":
            i = _past_parenthesis(words, i, end)
            continue
        if word in {",", ";"} or word in _DASHES:
            first_end = min(first_end, i)
            listed = bool(heads) and words.lower[i + 1] not in _APPOSED and _opens_with_name(words, i + 1, end, mentions)
            added = not heads and noun_seen and _holds_just_name(words, i + 1, end, mentions)
            blocked = not (listed or added or examples)
        elif word in {"and", "&", "or", "nor"}:
            if heads and _directly_behind(words, heads[-1], i) or words.lower[i - 1] == "," and heads:
                blocked = not _opens_with_name(words, i + 1, end, mentions)
            elif not heads and not blocked and noun_seen:
                # "developers and supporters"
                blocked = True
        elif word in _EXAMPLES or word == "as" and words.lower[i - 1] == "such":
            first_end = min(first_end, i - (word == "as"))
            if not heads:
                examples, blocked = True, False
        elif words.tag[i] in {"IN", "TO"} or word in {"who", "whom", "whose", "which", "that"}:
            blocked = True
            of = i if word in {"of", "for"} else -1
        elif words.tag[i] in {"VBG", "VBN", "VBD", "VBZ", "VBP", "MD"} and noun_seen:
            blocked = True
        elif words.tag[i].startswith("NN"):
            noun_seen = True
        i += 1
    span = (start, end)
    if heads:
        return Reading(
            form="names", span=span, names=tuple(heads), modifiers=tuple(modifiers), possessor=possessor,
            complements=tuple(complements), noun_phrase=(start, first_end), examples=examples,
        )  # fmt: skip
    return Reading(
        form="description", span=span, modifiers=tuple(modifiers), possessor=possessor,
        complements=tuple(complements), noun_phrase=(start, max(first_end, start + 1)),
    )  # fmt: skip


def trimmed(words: Words, source: Range) -> Range:
    """The source without prepositions before it, marks around it, and what only stresses it behind."""
    start, end = source
    while start < end and (words.space[start] or words.lower[start] in _LEADING):
        start += 1
    while end > start + 1 and (words.space[end - 1] or words.lower[end - 1] in _TRAILING):
        end -= 1
    # A genitive alone: "Stumpf's".
    if end - start > 1 and words.tag[end - 1] == "POS":
        end -= 1
    return start, end


def _is_titled_by(words: Words, mention: Mention, of: int) -> bool:
    """Whether "of" and nouns before a name belong to its title: "secretary of state [Ann Lee]"."""
    between = range(of + 1, mention.start)
    return (
        of >= 0
        and mention.kind == "person"
        and 1 <= len(between) <= 3
        and all(words.tag[j] in {"NN", "NNS", "JJ"} and words.text[j].islower() for j in between)
        and not is_role_noun(words.lower[mention.start - 1])
    )


def _is_possessive(words: Words, i: int) -> bool:
    return i < len(words) and (words.tag[i] == "POS" or words.lower[i] in {"'s", "’s"})


def _modifies(words: Words, i: int, end: int, mentions: Mapping[int, Mention]) -> bool:
    """Whether a name that ends at `i` stands before the noun it belongs to: "[Trump] lawyer"."""
    if i >= end:
        return False
    if words.text[i] in {"-", "/", "–"} and i + 1 < end and words.glued[i - 1]:
        return True
    if words.lower[i] in {"jr", "jr.", "sr.", "all", "both"}:
        return False
    if i in mentions or is_role_noun(words.lower[i]) or {words.lower[i], singular(words.lower[i])} & (body_nouns().keys() | common_nouns()):
        return True
    if words.title_case[i] and words.text[i][:1].isupper():
        # In a headline the next word may be a verb, whatever its tag.
        return False
    if words.tag[i] in {"NN", "NNS", "JJ", "NNP", "NNPS", "AFX"}:
        return True
    return words.tag[i] in {"VBG", "VBN"} and i + 1 < end and words.tag[i + 1] in {"NN", "NNS"}


def _body_by_kind(words: Words, mention: Mention, end: int) -> int | None:
    """Where "the [Gannett] newspaper chain" ends: a body's name with nouns that only say what it is."""
    if mention.kind == "person":
        return None
    i = mention.end
    while i < end and words.tag[i] in {"NN", "JJ"} and not words.text[i][:1].isupper():
        i += 1
    noun = words.lower[i - 1]
    closed = i >= end or words.text[i] in {",", ";", "("} or words.lower[i] in {"and", "or"}
    return i if i > mention.end and closed and noun in KINDS else None


def _coordinates(head: Mention, other: Mention) -> bool:
    """Whether two names can speak jointly: people with people, bodies and places with their like."""
    return (head.kind == "person") == (other.kind == "person") or "unknown" in (head.kind, other.kind)


def _directly_behind(words: Words, head: Mention, i: int) -> bool:
    """Whether only a parenthesis stands between the name and position `i`."""
    between = _past_parenthesis(words, _body_by_kind(words, head, i) or head.end, i)
    return between >= i


def _opens_with_name(words: Words, i: int, end: int, mentions: Mapping[int, Mention]) -> bool:
    """Whether a name, or a title with its name, begins at `i` and nothing follows that it modifies."""
    for j in range(i, min(i + 7, end)):
        mention = mentions.get(j)
        if mention is not None:
            title = mention.title
            if j > i and (title is None or title[0] > i) and not _only_titles(words, i, j):
                return False
            if _body_by_kind(words, mention, end) is not None:
                return True
            return not _modifies(words, mention.end, end, mentions) and not _is_possessive(words, mention.end)
        if words.text[j] in {",", "("}:
            return False
    return False


def _only_titles(words: Words, start: int, end: int) -> bool:
    return all(
        words.lower[j] in {"and", "the", "both"} or words.tag[j] in {"NNP", "NN", "NNS", "JJ", "HYPH"} for j in range(start, end)
    )


def _holds_just_name(words: Words, i: int, end: int, mentions: Mapping[int, Mention]) -> bool:
    """Whether the words between this comma and the next are a name, with its title: "…, David Schulz,"."""
    for j in range(i, min(i + 7, end)):
        mention = mentions.get(j)
        if mention is not None:
            after = _past_parenthesis(words, mention.end, end)
            closed = after >= end or words.text[after] in {",", ";"} or words.lower[after] in {"and", "who"} or words.lower[after] in _DASHES
            return closed and mention.kind in ("person", "unknown", "organization")
    return False


def _past_parenthesis(words: Words, i: int, end: int) -> int:
    """The position behind a parenthesis at `i`, or `i`."""
    if i < end and words.text[i] == "(":
        for j in range(i + 1, min(i + 12, end)):
            if words.text[j] == ")":
                return j + 1
        return min(i + 12, end)
    return i
