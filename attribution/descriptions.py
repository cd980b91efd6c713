"""What a noun phrase tells of its referent: an official, a spokesperson, a body, a text, a crowd.

Decides by the head noun (head_nouns.py) and by the determiners and numbers before it. Who the referent is,
and what a name stands for, is left to speakers.py.
"""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from spacy.tokens import Doc

from attribution.annotations import Range
from attribution.columns import Columns, columns
from attribution.head_nouns import head_noun
from attribution.phrases import word_set
from attribution.role_nouns import PERSONAL, PRONOUNS, Role, is_known, lexicon, singular

#: Words that stand before "of" and leave it to the next noun what is meant: "a number of lawmakers".
_TRANSPARENT = word_set(
    "number numbers group groups majority minority couple handful handfuls dozen dozens pair trio score "
    "scores hundred hundreds thousand thousands million millions host lot lots plenty range series "
    "variety crowd crowds percent percentage proportion share half third quarter fifth tenth most many "
    "some several few all each any both none one two three four five six seven eight nine ten others "
    "sort kind type chorus slew raft string list bulk rest section mix tens swath fraction generation "
    "circle bunch collection team pool % pc cent example examples more fewer less thirds quarters "
    "fifths tenths batch array slice roster constellation stream wave"
)
#: Of these, the ones that leave a single person: "one of the officials".
_SINGLING = word_set("one each either neither another anyone someone nobody")
_NUMBER_WORDS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_NUMBERS = {word: value for value, word in enumerate(_NUMBER_WORDS.split(), 2)} | {
    "both": 2, "couple": 2, "pair": 2, "duo": 2, "trio": 3, "dozen": 12, "thirty": 30, "fifty": 50,
}  # fmt: skip
#: Words that make a number inexact.
_HEDGES = word_set(
    "least most than about nearly almost around some roughly approximately over under close up dozens "
    "scores hundreds thousands millions maybe perhaps percent % pc"
)
_DEFINITE = word_set("the this that these those both his her their its our my your")
_IRREGULAR_PLURALS = word_set(
    "people men women children policemen policewomen spokesmen spokeswomen spokespeople personnel "
    "congressmen congresswomen businessmen businesswomen fishermen firemen gunmen alumni"
)
#: Plurals that mean one body.
_BODIES_IN_PLURAL = word_set("authorities police forces services headquarters media markets")
#: What follows people who know: "people familiar with the matter", "someone close to the talks".
_KNOWING = word_set("familiar briefed close involved privy knowledge knowledgeable acquainted informed")
_KNOWING_VERBS = word_set("seen reviewed read heard attended knows know present works worked viewed")
_ON_THE_SPOT = (
    ["in", "the", "room"],
    ["on", "the", "call"],
    ["at", "the", "meeting"],
    ["in", "the", "meeting"],
)
#: Of what an official is a member, and a relative or a fan is not.
_PUBLIC_BODIES = word_set(
    "congress parliament government cabinet committee council senate house assembly administration "
    "campaign delegation commission board knesset bundestag duma commons lords legislature caucus"
)
#: Before "reports" these leave it open whose they are.
_VAGUE = word_set("some many several multiple various other more numerous recent earlier initial early")
#: Tags of what tells which "reports" they are.
_SPECIFYING = frozenset(["NN", "NNS", "NNP", "JJ", "CD", "PRP$", "POS", "VBN"])
#: Ends of proper names in the plural that mean people: "Republicans", "Mexicans", "Social Democrats".
_PEOPLE_ENDINGS = ("ans", "crats", "ists", "ives", "ites", "ese", "ories", "als", "anis", "aelis", "aqis")

#: Where a document keeps what its noun phrases say.
_KEPT = "descriptions"


class Description(Struct, frozen=True, kw_only=True):
    """What a noun phrase says by its words alone."""

    role: Role | None
    """None where the head noun is not in the lexicon, or is a name."""
    head: int
    """The token of the head noun; of the noun behind "of" where the first is transparent."""
    plural: bool
    definite: bool
    count: int | Literal["plural"] | None
    """How many, where the phrase is plural: the number if it is exact."""


def describe(doc: Doc, span: Range) -> Description:
    """What the noun phrase at `span` says: "two people close to the talks" are insiders, plural, two."""
    known: dict[Range, Description] = doc.user_data.setdefault(_KEPT, {})
    if span not in known:
        known[span] = _described(doc, columns(doc), *span)
    return known[span]


def _described(doc: Doc, read: Columns, start: int, end: int) -> Description:
    outer = head_noun(doc, start, end)
    head = outer
    while inner := _behind_measure(read, head, end):
        head = head_noun(doc, inner, end)
    role = role_of(doc, head, end)
    if role is None and head != outer:
        head, role = outer, role_of(doc, outer, end)
    plural = read.lower[outer] not in _SINGLING if head != outer else _is_plural(read, head, role)
    plural = plural or (start < head and _is_number(read.lower[start]) and read.lower[start + 1] != "-")
    definite = read.lower[start] in _DEFINITE or "POS" in read.tag[start:outer]
    if role == "office" and (plural or not definite):
        role = "official"
    return Description(
        role=role,
        head=head,
        plural=plural,
        definite=definite,
        count=_count(read, start, outer) if plural else None,
    )


def _behind_measure(read: Columns, head: int, end: int) -> int | None:
    """Where the noun phrase begins that a measure at `head` leaves to tell what is meant.

    "a number of | lawmakers", "two-thirds of | voters", "4 in 10 | voters".
    """
    if head + 2 >= end or read.lower[head + 1] not in {"of", "in", "out"}:
        return None
    if read.lower[head + 1] == "of":
        return head + 2 if read.lower[head] in _TRANSPARENT or read.tag[head] == "CD" else None
    number = head + 2 + (read.lower[head + 2] == "of")
    is_share = read.tag[head] == "CD" and number + 1 < end and read.tag[number] == "CD"
    return number + 1 if is_share else None


def is_definite(words: Sequence[str]) -> bool:
    """Whether a noun phrase that begins with `words` takes up something known: "the two countries"."""
    return bool(words) and words[0].lower() in _DEFINITE


def role_of(doc: Doc, head: int, end: int | None = None) -> Role | None:
    """The role of the noun at `head`, read with the words before it ("press officer") and behind it.

    What stands behind the noun is read as far as `end`, or a few words where no end is given.
    """
    read = columns(doc)
    stop = min(len(doc), head + 8 if end is None else end)
    word = read.lower[head]
    stem = singular(word)
    nouns = lexicon().nouns
    role = _role_of_phrase(read, head, (word, stem)) or nouns.get(word) or nouns.get(stem)
    if word == "reports" and role == "rumour" and _is_specific(read, head, stop):
        return "document"
    if stem == "year" and read.lower[head + 1 : head + 3] in (["-", "old"], ["-", "olds"]):
        return "person"
    if word in PRONOUNS or role == "person":
        if stem == "member" and _is_public_member(read, head, stop):
            return "official"
        return "insider" if _is_knowing(read, head, stop) else "person"
    if stem == "representative" and head + 1 < stop and read.lower[head + 1] in {"for", "from"}:
        return "spokesperson"
    if role is None and read.text[head][:1].isupper() and len(word) > 5 and word.endswith(_PEOPLE_ENDINGS):
        return "person"
    return role


def _role_of_phrase(read: Columns, head: int, forms: tuple[str, str]) -> Role | None:
    """The role of the phrase that ends with the noun at `head`, in either of its forms."""
    known = lexicon()
    last = [word for word in forms if word in known.ends]
    if not last:
        return None
    before = read.lower[max(0, head - known.longest + 1) : head]
    for word in last:
        words = [*before, word]
        for size in range(len(words), 1, -1):
            if role := known.phrases.get(tuple(words[-size:])):
                return role
    return None


def _is_knowing(read: Columns, head: int, stop: int) -> bool:
    """Whether the phrase goes on to tell how its people know: "a person with knowledge of the talks"."""
    near = read.lower[head + 1 : min(stop, head + 7)]
    return (
        not _KNOWING.isdisjoint(near)
        or (near[:1] == ["who"] and not _KNOWING_VERBS.isdisjoint(near[1:4]))
        or near[:3] in _ON_THE_SPOT
    )


def _is_specific(read: Columns, head: int, stop: int) -> bool:
    """Whether "reports" are certain ones: somebody's, numbered, or called by more than "some"."""
    if head + 1 < stop and read.lower[head + 1] in {"by", "from"}:
        return True
    if head == 0 or read.lower[head - 1] in _VAGUE:
        return False
    return read.tag[head - 1] in _SPECIFYING or read.lower[head - 1] in _DEFINITE


def _is_public_member(read: Columns, head: int, stop: int) -> bool:
    before, behind = read.lower[max(0, head - 2) : head], read.lower[head + 1 : min(stop, head + 6)]
    return not (_PUBLIC_BODIES.isdisjoint(before) and _PUBLIC_BODIES.isdisjoint(behind))


def _is_plural(read: Columns, head: int, role: Role | None) -> bool:
    word = read.lower[head]
    if word in PRONOUNS:
        return PRONOUNS[word]
    if word in _BODIES_IN_PLURAL:
        return False
    if role == "group" or word in _IRREGULAR_PLURALS or read.tag[head] in {"NNS", "NNPS"}:
        return True
    # A capital, or the start of a sentence, hides the plural from the tagger: "Neighbours", "MPs", "The Europeans".
    is_plural_in_s = singular(word) != word and (is_known(singular(word)) or word.endswith(_PEOPLE_ENDINGS))
    return role in PERSONAL and is_plural_in_s


def _is_number(word: str) -> bool:
    return word in _NUMBERS or (word.isdecimal() and word != "1")


def _count(read: Columns, start: int, head: int) -> int | Literal["plural"]:
    """The number that the phrase gives; "plural" where it gives none, or no exact one."""
    words = read.lower[start : head + 1]
    if not _HEDGES.isdisjoint(words):
        return "plural"
    for i, word in enumerate(words):
        following = words[i + 1 : i + 2]
        if word == "half" and "dozen" in words[i + 1 : i + 4]:
            return 6
        if following == ["-"] or (i > 0 and words[i - 1] in {"no", "no.", "number"}):
            continue
        if word in _NUMBERS:
            return _NUMBERS[word] * (12 if following == ["dozen"] else 1)
        if word.isdecimal() and len(word) < 7:
            return int(word)
    return "plural"
