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
from typing import Any, Literal

from msgspec import Struct
from spacy.tokens import Doc

LEXICONS = Path(__file__).with_name("lexicons")

NameKind = Literal[
    "agency", "newspaper", "magazine", "website", "broadcaster", "programme", "host", "platform", "court"
]

#: Kinds that print rather than broadcast; an agency serves both.
PRESS = frozenset({"agency", "newspaper", "magazine", "website"})
ON_AIR = frozenset({"broadcaster", "programme", "host"})

#: Last words of the names of newspapers, and first or last words of those of stations.
_PRESS_WORDS = frozenset(
    "times post herald tribune gazette chronicle observer telegraph courier dispatch examiner inquirer "
    "sentinel journal globe argus mercury weekly daily mail bugle citizen ledger zeitung diario magazine".split()
)
_STATION_WORDS = frozenset("tv television radio fm am broadcasting channel telly télévision televisión".split())
_CALL_SIGN = re.compile(r"[KW][A-Z]{2,3}(?:-(?:TV|FM|AM))?")
#: Names that end like a newspaper's and are none.
_NO_OUTLET = frozenset({"federal register", "congressional record", "royal mail", "first dispatch", "lost post"})

_PIECE = re.compile(r"\w+")
#: Other names of one outlet that initials do not show.
_ALIASES = ({"wapo", "washington post"}, {"huffpost", "huffington post"}, {"daily mail", "mailonline"})
#: Longer names are sometimes shortened to capitals by the outlet itself, and by nobody else.
_HOUSE_STYLE = re.compile(r"(?=.*[A-Z]{5})[A-Z ]+")


class Name(Struct, frozen=True):
    """A name of the lexicons, or one told by its form, at the tokens `start` to `end`."""

    start: int
    end: int
    kind: NameKind
    sure: bool


def read_lexicon(name: str) -> Any:
    """The tables of one lexicon file.

    Raises:
        FileNotFoundError: if the package has no lexicon of that name.
    """
    return tomllib.loads((LEXICONS / f"{name}.toml").read_text(encoding="utf-8"))


def find_names(doc: Doc) -> dict[int, Name]:
    """Every name, by each of its tokens; names do not overlap and the longest one at a place stands."""
    pieces = [
        (token.i, piece.group())
        for token in doc
        if not token.is_space
        for piece in _PIECE.finditer(token.text)
    ]
    tree = _tree()
    found: dict[int, Name] = {}
    position = 0
    while position < len(pieces):
        name, position = _longest(doc, pieces, position, tree)
        if name is not None:
            found.update((i, name) for i in range(name.start, name.end))
    return found


def name_by_form(doc: Doc, start: int, end: int) -> Name | None:
    """The outlet that a run of capitalised words within `start` to `end` names by its form, if any."""
    while start < end and not doc[start].text[:1].isupper():
        start += 1
    stop = start
    while stop < end and (doc[stop].text[:1].isupper() or doc[stop].text in "-&'’"):
        stop += 1
    words = [doc[i].lower_ for i in range(start, stop) if doc[i].text[:1].isalnum()]
    if not words or " ".join(words[-2:]) in _NO_OUTLET:
        return None
    if _CALL_SIGN.fullmatch(doc[start].text) or (
        len(words) > 1 and (words[-1] in _STATION_WORDS or words[0] in _STATION_WORDS)
    ):
        return Name(start, stop, "broadcaster", True)
    if len(words) > 1 and words[-1] in _PRESS_WORDS:
        return Name(start, stop, "newspaper", True)
    return None


def is_own(text: str, publication: str | None, datelined: frozenset[str]) -> bool:
    """Whether an outlet named `text` is the one that the article appeared in.

    "The Post" is The Washington Post's name for itself, and AP the Associated Press's. Without a
    publication, the agency of the dateline is taken for it, and so is an outlet whose name stands in
    the capitals of its own house style ("told USA TODAY").
    """
    words = _words(text)
    if publication is not None:
        own = _words(publication)
        if not words or not own:
            return False
        names = {" ".join(words), " ".join(own)}
        return (
            set(words) <= set(own)
            or set(own) <= set(words)
            or _initials(own) == "".join(words)
            or _initials(words) == "".join(own)
            or any(names <= alias for alias in _ALIASES)
        )
    return " ".join(words) in datelined or bool(_HOUSE_STYLE.fullmatch(text.removeprefix("the ")))


def normalised(text: str) -> str:
    """The name in lower case, without article and punctuation."""
    return " ".join(_words(text))


def _words(text: str) -> list[str]:
    words = [word.casefold() for word in _PIECE.findall(text)]
    while words and words[0] in ("the", "a"):
        words = words[1:]
    return [word for word in words if word != "s"]


def _initials(words: list[str]) -> str:
    return "".join(word[0] for word in words) if len(words) > 1 else ""


class _Node(Struct):
    """A step into the names: the pieces that may follow, and the kind of name that ends here."""

    steps: dict[str, "_Node"]
    kind: NameKind | None = None
    sure: bool = True
    article: bool = False
    capitals: bool = False


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
            node.kind, node.sure, node.article = kind, not entry.endswith("?"), article
            node.capitals = len(text) <= 4 and text.isupper()
        else:
            # "Guardian" and "The Guardian" are both listed: the laxer of two entries holds.
            node.article = node.article and article
    return root


def _entries() -> Iterator[tuple[NameKind, str]]:
    outlets = read_lexicon("outlets")
    for kind in ("agency", "newspaper", "magazine", "website", "broadcaster"):
        for entry in outlets[kind]:
            yield kind, entry
    programmes = read_lexicon("channel_programmes")
    for entry in programmes["programme"]:
        yield "programme", entry
    for entry in programmes["host"]:
        yield "host", entry
    for line in (LEXICONS / "channel_platforms.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield "platform", line
    for entry in read_lexicon("courts")["name"]:
        yield "court", entry


def _longest(
    doc: Doc, pieces: list[tuple[int, str]], position: int, tree: _Node
) -> tuple[Name | None, int]:
    """The longest name from `position` on, and where to look on."""
    first, text = pieces[position]
    node = tree.steps.get(text.casefold())
    best: tuple[_Node, int] | None = None
    i = position
    while node is not None:
        i += 1
        if node.kind is not None and _fits(doc, pieces, position, i - 1, node):
            best = node, i
        if i == len(pieces) or pieces[i][0] - pieces[i - 1][0] > 2:
            break
        node = node.steps.get(pieces[i][1].casefold())
    if best is None:
        return None, position + 1
    node, i = best
    assert node.kind is not None
    return Name(first, pieces[i - 1][0] + 1, node.kind, node.sure), i


def _fits(doc: Doc, pieces: list[tuple[int, str]], first: int, last: int, node: _Node) -> bool:
    """Whether the letters are those of a name: capitals, and "the" before it where it needs one."""
    start = pieces[first][0]
    if node.capitals and not pieces[first][1].isupper():
        return False
    if not all(piece[0].isupper() or piece[0].isdigit() for piece in (pieces[first][1], pieces[last][1])):
        return False
    return not node.article or (start > 0 and doc[start - 1].lower_ == "the")
