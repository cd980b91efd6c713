"""What the channel rules see: an article with its names, and the channels sighted in it.

Decides which of several channels is the more specific, how one comes to know words by each, and which
entry of the lexicon a noun phrase fits. Where to look is left to the rules.
"""

from collections.abc import Iterable

from msgspec import Struct
from spacy.tokens import Doc

from attribution.annotations import Range, Route
from attribution.channel_words import Noun, courts, nouns, words
from attribution.columns import Columns
from attribution.outlets import ON_AIR, PRESS, Name, is_own, name_by_form
from attribution.results import ChannelMode, ChannelType

#: Of two channels in one clause the one with the higher rank stands: it tells more of the way.
RANKS: dict[ChannelType, int] = {
    "own_reporting": 99,
    "pool_report": 95,
    "social_media": 90,
    "recording": 85,
    "court": 78,
    "proceedings": 77,
    "correspondence": 72,
    "press_conference": 70,
    "data": 60,
    "phone_call": 58,
    "statement": 55,
    "document": 54,
    "broadcast": 53,
    "news_report": 53,
    "speech": 50,
    "interview": 40,
    "legislation": 30,
    "relayed": 20,
}
#: "Quoted her as saying" leaves no room for another channel.
QUOTED = 96
#: What is read on the air has come by the air, whatever else it was.
AIRED = 80
#: A text that speaks itself is more than a text in which somebody speaks.
TEXT = 3
#: What an outlet is told: it yields to a statement or letter sent to it, and not to the rally it was told at.
TOLD = 52
#: Where a text was shown tells less than the text: an email read in court.
SHOWN = 35
#: A court or judge that speaks may do so elsewhere: in a statement, at a conference.
BENCH = 44

#: How far back the text tells before whom a witness testifies, in tokens.
_CONTEXT = 150

#: Outlets of any kind.
OUTLETS = PRESS | ON_AIR
#: Tags of words that are no part of a name even where they have a capital.
_SMALL_WORDS = frozenset(["DT", "IN", "TO", "CC", "RB", "PRP", "PRP$", "WDT"])
#: Tags of what may stand between an outlet and its programme, marks aside.
_IN_TITLE = frozenset(["POS", "DT", "NNP", "NN"])
#: Behind a noun, verbs and these words begin what is said of it.
_VERBS = frozenset(["VBD", "VBZ", "VBP", "MD", "VBG"])
_ABOUT = frozenset(["that", "whether", "about"])

#: How one comes to know the words.
MODES: dict[ChannelType, ChannelMode] = {
    "interview": "direct",
    "press_conference": "direct",
    "speech": "direct",
    "proceedings": "direct",
    "own_reporting": "direct",
    "statement": "mediated",
    "pool_report": "mediated",
    "news_report": "mediated",
    "broadcast": "mediated",
    "social_media": "mediated",
    "phone_call": "mediated",
    "relayed": "mediated",
    "correspondence": "record",
    "document": "record",
    "court": "record",
    "legislation": "record",
    "data": "record",
    "recording": "record",
}


class Sighting(Struct, frozen=True, kw_only=True):
    """A channel seen in the text."""

    type: ChannelType
    evidence: Range
    rank: int
    name: str | None = None
    issuer: Range | None = None
    """Who put the words out, or repeated them, where that is told."""
    probability: float = 0.95

    def route(self) -> Route:
        """The same as an annotation."""
        return Route(
            type=self.type,
            mode=MODES.get(self.type),
            evidence=self.evidence,
            name=self.name,
            issuer=self.issuer,
            probability=self.probability,
        )


class Page(Struct, frozen=True):
    """An article with the names in it and what tells its own outlet."""

    doc: Doc
    read: Columns
    names: dict[int, Name]
    """By each of their tokens."""
    place: list[int]
    """The paragraph of each token, counted; a heading counts two, so that nothing carries over it."""
    publication: str | None
    datelined: frozenset[str]
    nouns: frozenset[int]
    """Where nouns stand that may name a channel."""
    formed: frozenset[int]
    """Where words stand one of which every outlet has that is told by its form."""
    breaks: list[int]
    """Where lines end."""
    surnames: frozenset[int] = frozenset()
    """Where surnames stand that are nouns for other things: "Jude | Law", "Margaret | Court"."""

    def is_own(self, name: Name) -> bool:
        """Whether the outlet is the one that the article appeared in."""
        return is_own(self.text(name), self.publication, self.datelined, shouted=name.shouted)

    def text(self, name: Name) -> str:
        """The name's words, without the full stop that a tokenizer may leave on a letter ("on X.")."""
        return self.doc[name.start : name.end].text.rstrip(".")

    def outlet_in(self, start: int, end: int) -> Name | None:
        """The first outlet, programme or host named within `start` to `end`, by lexicon or by form."""
        place = range(start, end)
        if not self.names.keys().isdisjoint(place):
            for i in place:
                name = self.names.get(i)
                if name is not None and name.kind in OUTLETS:
                    return self._longer(name, start) or name
        return None if self.formed.isdisjoint(place) else name_by_form(self.doc, start, end)

    def _longer(self, name: Name, start: int) -> Name | None:
        """The outlet told by its form whose name the lexicon's is only the end of: Radio Andina."""
        first = name.start
        while first > start and _is_of_name(self.read, first - 1):
            first -= 1
        return name_by_form(self.doc, first, name.end) if first < name.start else None

    def lower(self, span: Range | None) -> list[str]:
        """The words of a span in lower case."""
        return self.read.lower[span[0] : span[1]] if span else []

    def lower_at(self, positions: Iterable[int]) -> set[str]:
        """The words at these positions in lower case."""
        return set(map(self.read.lower.__getitem__, positions))


def _is_of_name(read: Columns, i: int) -> bool:
    return read.text[i][:1].isupper() and read.tag[i] not in _SMALL_WORDS


def before_a_house(read: Columns, at: int, around: set[str]) -> bool:
    """Whether testimony is given to a legislature: by its clause, else by what the text was about before.

    Args:
        read: the article.
        at: where the testimony is told.
        around: the words of its clause.
    """
    house, court = words("nouns", "in_congress"), courts()["court"] | words("nouns", "in_court") - {"hearing"}
    near = around - {"judiciary"} if around & house else around
    if near & (house | court):
        return bool(near & house) and not near & court
    before = read.lower[max(at - _CONTEXT, 0) : at]
    return sum(map(house.__contains__, before)) > sum(map(court.__contains__, before))


def noun_at(page: Page, head: int, start: int, preposition: str | None) -> Noun | None:
    """The entry that the noun phrase from `start` to `head` fits, if any.

    Args:
        page: the article.
        head: the token of the head noun.
        start: the first token of the noun phrase.
        preposition: the preposition before it; None for a source.
    """
    lower = page.read.lower
    entries = [
        noun
        for noun in nouns().get(lower[head], ())
        if noun.type == "unspecified" or (noun.source if preposition is None else preposition in noun.by)
    ]
    if not entries:
        return None
    before = {*lower[start:head], *_kinds_at(page, range(start, head + 1))}
    behind = _behind(page, head)
    after = {*lower[head + 1 : behind], *_kinds_at(page, range(head + 1, behind))}
    next_two = set(lower[head + 1 : _to_mark(page, head + 1, head + 3)])
    for noun in entries:
        if (noun.with_ or noun.after) and not (before & noun.with_ or after & noun.after):
            continue
        if before & noun.without or next_two & noun.not_after:
            continue
        if (noun.bare and head > start) or (noun.led and head == start):
            continue
        return noun
    return None


def _behind(page: Page, head: int) -> int:
    """Where the next few words behind a noun end that may belong to it."""
    read, put_out = page.read, words("verbs", "put_out")
    end = _to_mark(page, head + 1, head + 6)
    for i in range(head + 1, end):
        if read.lower[i] in _ABOUT or (read.tag[i] in _VERBS and read.lower[i] not in put_out):
            return i
    return end


def _to_mark(page: Page, start: int, end: int) -> int:
    """The first mark or space from `start` on, or `end`."""
    read = page.read
    end = min(end, len(read.text))
    return next((i for i in range(start, end) if read.is_space[i] or read.is_punct[i]), end)


def _kinds_at(page: Page, positions: range) -> set[str]:
    """The kinds of the names there, as channel_nouns.toml writes them."""
    found: set[str] = set()
    for i in positions:
        name = page.names.get(i)
        if name is None and i in page.formed:
            name = name_by_form(page.doc, i, i + 1)
        if name is None:
            continue
        found.add(f"<{name.kind}>")
        if name.kind in PRESS:
            found |= {"<outlet>", "<press>"}
        elif name.kind == "broadcaster":
            found.add("<outlet>")
    return found


def told_to(page: Page, name: Name, evidence: Range) -> Sighting:
    """Words told to an outlet: an interview where it is this one, else a broadcast or another's news."""
    text, end = full_name(page, name, evidence[1] + 6)
    channel: ChannelType = "broadcast" if name.kind in ON_AIR else "news_report"
    return Sighting(
        type="interview" if page.is_own(name) else channel,
        evidence=(evidence[0], max(evidence[1], end)),
        rank=TOLD,
        name=text,
    )


def full_name(page: Page, name: Name, end: int) -> tuple[str, int]:
    """What to call an outlet, and where its words end: the programme, in CNN's "State of the Union"."""
    read = page.read
    for i in range(name.end, min(name.end + 5, end, len(read.text))):
        other = page.names.get(i)
        if other is not None and other.kind == "programme":
            return page.text(other), other.end
        if not (read.tag[i] in _IN_TITLE or page.doc[i].is_quote):
            break
    return page.text(name), name.end


def whole_court(page: Page, name: Name) -> str:
    """A court's whole name where the lexicon knows only the end of it: Leeds Crown Court."""
    doc, read = page.doc, page.read
    start = name.start
    while start > 0 and read.tag[start - 1] == "NNP" and read.text[start - 1][:1].isupper():
        start -= 1
    return doc[start : name.end].text
