"""Names of outlets, programmes, hosts, platforms and courts in an article.

Decides what kind of name stands where, and whether an outlet is the one the article appeared in. What
a name means for an attribution is left to the channel rules. Names come from the lexicons; a name that
is also an ordinary word is marked unsure and left to the rule that meets it. Outlets that no lexicon
lists are told by the last word of their name ("the Springfield Gazette", "Radio Kiribati", "WXYZ-TV").
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from msgspec import Struct, convert
from spacy.tokens import Doc

from attribution.columns import Columns, columns
from attribution.word_places import places_of, word_places

LEXICONS = Path(__file__).with_name("lexicons")

NameKind = Literal[
    "agency",
    "newspaper",
    "magazine",
    "website",
    "broadcaster",
    "programme",
    "host",
    "platform",
    "court",
    "journal",
]

#: Kinds that print rather than broadcast; an agency serves both.
PRESS = frozenset({"agency", "newspaper", "magazine", "website"})
ON_AIR = frozenset({"broadcaster", "programme", "host"})

_CALL_SIGN = re.compile(r"[KW][A-Z]{2,3}(?:-(?:TV|FM|AM))?")

_PIECE = re.compile(r"\w+")

#: Where a document keeps the names found.
_KEPT = "outlets"


class Name(Struct, frozen=True):
    """A name of the lexicons, or one told by its form, at the tokens `start` to `end`."""

    start: int
    end: int
    kind: NameKind
    sure: bool
    shouted: bool = False
    """In capitals that are not the name's own: the house style of the outlet itself, USA TODAY."""


def read_lexicon(name: str) -> dict[str, object]:
    """The tables of one lexicon file.

    Raises:
        FileNotFoundError: if the package has no lexicon of that name.
    """
    return tomllib.loads((LEXICONS / f"{name}.toml").read_text(encoding="utf-8"))


def find_names(doc: Doc) -> dict[int, Name]:
    """Every name, by each of its tokens; names do not overlap and the longest one at a place stands.

    They are looked for once a document.
    """
    kept: dict[int, Name] | None = doc.user_data.get(_KEPT)
    if kept is not None:
        return kept
    read, tree = columns(doc), _tree()
    found: dict[int, Name] = doc.user_data.setdefault(_KEPT, {})
    parts = {word: (word,) if word.isalnum() else _PIECE.findall(word) for word in set(read.text)}
    first = {p for many in parts.values() for p in many if _may_open(p) and p.casefold() in tree.steps}
    pieces = [(i, piece) for i, word in enumerate(read.text) for piece in parts[word]] if first else []
    behind = 0
    for position in [n for n, (_, piece) in enumerate(pieces) if piece in first]:
        if position >= behind:
            name, behind = _longest(read, pieces, position, tree)
            if name is not None:
                found.update((i, name) for i in range(name.start, name.end))
    return found


def name_by_form(doc: Doc, start: int, end: int) -> Name | None:
    """The outlet that a run of capitalised words within `start` to `end` names by its form, if any."""
    read = columns(doc)
    text = read.text
    while start < end and not text[start][:1].isupper():
        start += 1
    if start >= end:
        return None
    stop = start
    while stop < end and (text[stop][:1].isupper() or text[stop] in ("-", "&", "'", "’")):
        stop += 1
    form = _table("form")
    words = [read.lower[i] for i in range(start, stop) if text[i][:1].isalnum()]
    if not words or " ".join(words[-2:]) in form["none"]:
        return None
    named = len(words) > 1
    if _CALL_SIGN.fullmatch(text[start]) or (named and {words[0], words[-1]} & form["station"]):
        return Name(start, stop, "broadcaster", True)
    return Name(start, stop, "newspaper", True) if named and words[-1] in form["press"] else None


def may_have_form(doc: Doc) -> frozenset[int]:
    """Where words stand one of which every name has that `name_by_form` tells."""
    form, text = _table("form"), columns(doc).text
    like_signs = (places for word, places in word_places(doc).items() if word[0] in "kw")
    signs = (i for places in like_signs for i in places if _CALL_SIGN.fullmatch(text[i]))
    return frozenset([*places_of(doc, form["station"] | form["press"]), *signs])


def is_own(text: str, publication: str | None, datelined: frozenset[str], *, shouted: bool = False) -> bool:
    """Whether an outlet named `text` is the one that the article appeared in.

    "The Post" is The Washington Post's name for itself, and AP the Associated Press's. Without a
    publication, the agency of the dateline is taken for it, and so is an outlet whose name stands in
    the capitals of its own house style ("told USA TODAY").
    """
    words = normalised(text).split()
    if publication is None:
        return shouted or " ".join(words) in datelined
    own = normalised(publication).split()
    if not words or not own:
        return False
    # The BBC for BBC News, The Post for The Washington Post; Politico Magazine, but not Times of India.
    shortened = own[: len(words)] == words or own[-len(words) :] == words
    lengthened = words[: len(own)] == own and words[len(own) : len(own) + 1] != ["of"]
    initials = _initials(own) == "".join(words) or _initials(words) == "".join(own)
    return shortened or lengthened or initials


def normalised(text: str) -> str:
    """The outlet's usual name in lower case, without article and punctuation."""
    words = [word.casefold() for word in _PIECE.findall(text)]
    if words[:1] == ["the"]:
        words = words[1:]
    name = " ".join(word for word in words if word != "s")
    return _usual_names().get(name, name)


def _initials(words: list[str]) -> str:
    return "".join(word[0] for word in words) if len(words) > 1 else ""


@cache
def _usual_names() -> dict[str, str]:
    """The usual name of an outlet by its other names; of two the one listed first."""
    return {other: usual for usual, others in reversed(_table("alias").items()) for other in others}


@cache
def _table(key: str) -> dict[str, frozenset[str]]:
    """A table of outlets.toml beside those of names."""
    return convert(read_lexicon("outlets")[key], dict[str, frozenset[str]])


class _Node(Struct):
    """A step into the names: the pieces that may follow, and the kind of name that ends here."""

    steps: dict[str, "_Node"]
    kind: NameKind | None = None
    capitals: bool = False
    spelled: tuple[str, ...] = ()
    readings: tuple[tuple[bool, bool], ...] = ()
    """Of each entry: whether it needs "the" before it, and whether it is a name beyond doubt."""


@cache
def _tree() -> _Node:
    root = _Node({})
    for kind, entry in _entries():
        text = entry.removesuffix("?")
        article = text.startswith("The ")
        pieces = _PIECE.findall(text.removeprefix("The "))
        node = root
        for piece in pieces:
            node = node.steps.setdefault(piece.casefold(), _Node({}))
        if node.kind is None:
            node.kind, node.spelled = kind, tuple(pieces)
            node.capitals = len(text) <= 4 and text.isupper()
        node.readings += ((article, not entry.endswith("?")),)
    return root


def _entries() -> Iterator[tuple[NameKind, str]]:
    """Every name of the lexicons with its kind; "The" before it and "?" behind it are theirs."""
    listed = {
        **read_lexicon("outlets"),
        **read_lexicon("channel_programmes"),
        "platform": (LEXICONS / "channel_platforms.txt").read_text(encoding="utf-8").splitlines(),
        "court": read_lexicon("courts")["name"],
    }
    for kind in get_args(NameKind):
        for entry in convert(listed[kind], list[str]):
            if entry and not entry.startswith("#"):
                yield kind, entry


def _may_open(piece: str) -> bool:
    return piece[0].isupper() or piece[0].isdigit()


def _longest(
    read: Columns, pieces: list[tuple[int, str]], position: int, tree: _Node
) -> tuple[Name | None, int]:
    """The longest name from `position` on, and where to look on."""
    first, text = pieces[position]
    node = tree.steps.get(text.casefold())
    best: tuple[_Node, int] | None = None
    i = position
    while node is not None:
        i += 1
        if node.kind is not None and _fits(read, pieces, position, i - 1, node):
            best = node, i
        if i == len(pieces) or pieces[i][0] - pieces[i - 1][0] > 2:
            break
        node = node.steps.get(pieces[i][1].casefold())
    if best is None:
        return None, position + 1
    node, i = best
    assert node.kind is not None  # only such nodes become the best one
    shouted = any(
        len(piece) > 4 and piece.isupper() and not spelled.isupper()
        for (_, piece), spelled in zip(pieces[position:i], node.spelled, strict=True)
    )
    end = pieces[i - 1][0] + 1
    sure = any(sure for article, sure in node.readings if not article or _has_article(read, first))
    if not sure and _in_longer_name(read, first, end):
        return None, i
    return Name(first, end, node.kind, sure, shouted), i


def _in_longer_name(read: Columns, start: int, end: int) -> bool:
    """Whether capitalised words stand right beside it, as in "Trending Today USA"."""

    def joins(i: int) -> bool:
        return 0 <= i < len(read.text) and read.tag[i] == "NNP" and read.ent_type[i] != "PERSON"

    return joins(start - 1) or joins(end)


def _fits(read: Columns, pieces: list[tuple[int, str]], first: int, last: int, node: _Node) -> bool:
    """Whether the letters are those of a name: capitals, and "the" before it where it needs one."""
    start = pieces[first][0]
    if node.capitals and not pieces[first][1].isupper():
        return False
    if not (_may_open(pieces[first][1]) and _may_open(pieces[last][1])):
        return False
    return any(not article or _has_article(read, start) for article, _ in node.readings)


def _has_article(read: Columns, start: int) -> bool:
    return start > 0 and read.lower[start - 1] == "the"
