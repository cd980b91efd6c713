"""What an element of HTML is to an article, told by its name, class and role.

Decides which elements are blocks and of which kind, which are never shown, and which hold what a page has
around an article: menus, related stories, comments. Class names are those of lexicons/html_classes.toml.
Where an element stands among others is left to html.py.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, cast

from attribution.inputs.markup import attributes_of
from attribution.inputs.original import BlockKind

#: Elements without content.
VOID = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr".split()
)

#: Elements that begin and end a block.
BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section "
    "summary table caption tbody td tfoot th thead tr ul xmp listing plaintext search optgroup option "
    # Those of NITF, which stand in ninjs bodies.
    "nitf body.head body.content body.end hedline hl1 hl2 byline byttl dateline bq credit block media "
    "media-caption media-producer note tagline distributor abstract".split()
)

#: Elements whose content is not shown, or is no text of the page.
UNSEEN = frozenset(
    "head template svg math canvas audio video object applet select datalist button map rp "
    "docdata pubdata copyrite media-metadata media-reference".split()
)

#: Elements that a `<head>` can hold; any other ends it.
OF_HEAD = frozenset(
    "head title meta link script style base basefont bgsound noframes noscript template".split()
)

#: Elements that hold something beside the article by their name alone.
FURNITURE: Mapping[str, str] = {
    "nav": "navigation",
    "menu": "navigation",
    "search": "navigation",
    "footer": "footer",
    "aside": "aside",
    "form": "form",
    "dialog": "dialog",
    "distributor": "credit",
    "abstract": "abstract",
}

_NAMES_OF_KINDS: Mapping[BlockKind, str] = {
    "heading": "h1 h2 h3 h4 h5 h6 hl1 hl2",
    "list_item": "li dt dd",
    "table_cell": "td th",
    "caption": "figure figcaption caption media media-caption",
    "quote": "blockquote bq",
    "citation": "cite credit",
    "byline": "byline tagline",
    "dateline": "dateline",
}
KINDS: Mapping[str, BlockKind] = {
    name: kind for kind, names in _NAMES_OF_KINDS.items() for name in names.split()
}

#: No class or role makes these something beside the article: they hold it.
WHOLE = frozenset({"html", "body", "main", "article"})
#: Elements whose id is the name of what they hold; a heading's is made of its words.
WITH_ID = frozenset("div section ul ol form header footer".split())

_LEXICON = tomllib.loads(
    Path(__file__).parent.with_name("lexicons").joinpath("html_classes.toml").read_text(encoding="utf-8")
)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_JOINT = re.compile(r"[-_.:/]+")
_TELLING = re.compile(r"class|id|role|hidden|style", re.IGNORECASE)
_INVISIBLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


def _words(patterns: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:^|-)(?:{'|'.join(patterns)})(?:-|$)")


_FURNITURE = {reason: _words(patterns) for reason, patterns in _LEXICON["furniture"].items()}
_KINDS = {cast("BlockKind", kind): _words(patterns) for kind, patterns in _LEXICON["kinds"].items()}
_ROLES = {role: reason for reason, roles in _LEXICON["roles"].items() for role in roles}
_PROPERTY = re.compile(
    rf"(?:{'|'.join(_LEXICON['properties']['before'])})-.*|.*-(?:{'|'.join(_LEXICON['properties']['after'])})"
)


class Meaning(NamedTuple):
    """What an element is: a kind of block, or a reason to leave it out; neither where it is but a container."""

    kind: BlockKind | None = None
    reason: str | None = None


def meaning(name: str, attributes: str) -> Meaning:
    """What an element is by its name and its attributes as they are written."""
    if _TELLING.search(attributes):
        return _of_attributes(name, attributes)
    return Meaning(KINDS.get(name), FURNITURE.get(name))


def _of_attributes(name: str, written: str) -> Meaning:
    attributes = attributes_of(written)
    if (
        "hidden" in attributes
        or attributes.get("aria-hidden", "").strip().lower() == "true"
        or _INVISIBLE.search(attributes.get("style", ""))
    ):
        return Meaning(reason="hidden")
    if name not in WHOLE:
        names = attributes.get("class", "")
        if name in WITH_ID:
            names += " " + attributes.get("id", "")
        told = of_class(names) if names else Meaning()
        if told.kind or told.reason:
            return told
        if reason := _ROLES.get(attributes.get("role", "").strip().lower()):
            return Meaning(reason=reason)
    return Meaning(KINDS.get(name), FURNITURE.get(name))


@lru_cache(maxsize=2048)
def of_class(names: str) -> Meaning:
    """What class names say."""
    told = [_JOINT.sub("-", _HUMP.sub("-", name)).strip("-").lower() for name in names[:2000].split()]
    told = [name for name in told if not _PROPERTY.fullmatch(name)]
    for kind, pattern in _KINDS.items():
        if any(map(pattern.search, told)):
            return Meaning(kind=kind)
    for reason, pattern in _FURNITURE.items():
        if any(map(pattern.search, told)):
            return Meaning(reason=reason)
    return Meaning()
