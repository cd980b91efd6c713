"""Channels of words that stand in another's words: "Ines said that the foreman told her to keep quiet".

Decides by what way such words came: by the text or outlet that holds them, or by the word of the one who
tells of them. Which attribution holds which is told by place (nesting.py); the chain from origin to reader
is put together in provenance.py.
"""

from collections.abc import Sequence

from msgspec import structs

from attribution.annotations import Attribution, Route
from attribution.channel_sightings import MODES, Page
from attribution.channel_words import words
from attribution.columns import Columns
from attribution.nesting import outermost_first, quotation_levels, said_by
from attribution.results import ChannelType

#: Channels that what stands inside the words has come by too.
_HOLDING: frozenset[ChannelType] = frozenset(
    [
        "document",
        "news_report",
        "court",
        "statement",
        "correspondence",
        "recording",
        "pool_report",
        "own_reporting",
        "social_media",
    ]
)
#: Those who tell themselves, and those who may be the teller where no marks stand around the words.
_TELLERS = frozenset(["i", "we"])
_PRONOUNS = frozenset(["he", "she", "they", "it", "who", "that", "which"])
_NO_NAME = (["for"], ["on"], ["off"], ["out"])
_FINITE = frozenset(["VBD", "VBZ", "VBP", "VBN"])


def retold(
    page: Page,
    attributions: Sequence[Attribution],
    speakers: Sequence[int | None],
    around: Sequence[int | None],
    stated: Sequence[Route | None],
) -> list[Route | None]:
    """The stated routes, with those of words that stand in another's words."""
    routes = list(stated)
    held = outermost_first(attributions, around)
    if not held:
        return routes
    levels = quotation_levels(page.doc)
    for i in held:
        holder = around[i]
        if holder is None:
            continue
        outer = routes[holder]
        if speakers and speakers[i] is not None and speakers[i] == speakers[holder]:
            routes[i] = routes[i] or outer
        elif routes[i] is None and outer is not None and outer.type in _HOLDING:
            routes[i] = structs.replace(outer, retold_in=holder)
        elif _is_told(page, attributions[i], attributions[holder], levels):
            routes[i] = _with_holder(routes[i], attributions, i, holder)
    return routes


def _with_holder(route: Route | None, attributions: Sequence[Attribution], i: int, holder: int) -> Route:
    """The route of words told by another, who is the way that they came where nothing else is stated."""
    if route is not None:
        return structs.replace(route, retold_in=holder)
    inner, outer = attributions[i], attributions[holder]
    return Route(
        type="relayed",
        mode=MODES["relayed"],
        evidence=said_by(outer) or said_by(inner),
        issuer=outer.source,
        retold_in=holder,
        probability=0.7,
    )


def _is_telling(page: Page, outer: Attribution) -> bool:
    """Whether somebody tells what the words hold, rather than doubts or denounces it."""
    said = page.lower(outer.cue)
    told = words("verbs", "retell") | words("verbs", "retell_to") | words("verbs", "recount")
    return not said or said[-1] == ":" or any(word in told for word in said)


def _is_told(page: Page, inner: Attribution, outer: Attribution, levels: Sequence[int]) -> bool:
    """Whether somebody else uttered the words, so that the one who tells of them heard it.

    Not "wants" and "thinks", nothing made public ("announced"), and nobody who may be the teller: "I", and
    in indirect speech "he".
    """
    if inner.source is None or inner.cue is None or not _is_telling(page, outer):
        return False
    read, core = page.read, outer.cue or outer.source
    quoted = core is None or levels[inner.cue[0]] > levels[core[0]]
    if set(page.lower(inner.source)) <= (_TELLERS if quoted else _TELLERS | _PRONOUNS):
        return False
    listed = words("verbs", "retell") | words("verbs", "retell_to")
    return any(
        read.lower[i] in listed and read.tag[i] in _FINITE and not _is_call(read, i)
        for i in range(*inner.cue)
    )


def _is_call(read: Columns, i: int) -> bool:
    """Whether somebody calls for a thing, or on a person, rather than by a name."""
    return read.lower[i] in ("called", "calls") and read.lower[i + 1 : i + 2] in _NO_NAME
