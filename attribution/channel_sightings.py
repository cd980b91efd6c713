"""What the channel rules see: an article with its names, and the channels sighted in it.

Decides which of several channels is the more specific, how one comes to know words by each, and which
entry of the lexicon a noun phrase fits. Where to look is left to the rules.
"""

from msgspec import Struct
from spacy.tokens import Doc, Token

from attribution.annotations import Range, Route
from attribution.channel_words import Noun, courts, nouns, words
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
    words: list[str]
    """The text of each token."""
    names: dict[int, Name]
    """By each of their tokens."""
    publication: str | None
    datelined: frozenset[str]

    def is_own(self, name: Name) -> bool:
        """Whether the outlet is the one that the article appeared in."""
        return is_own(self.text(name), self.publication, self.datelined, shouted=name.shouted)

    def text(self, name: Name) -> str:
        """The name's words, without the full stop that a tokenizer may leave on a letter ("on X.")."""
        return self.doc[name.start : name.end].text.rstrip(".")

    def outlet_in(self, start: int, end: int) -> Name | None:
        """The first outlet, programme or host named within `start` to `end`, by lexicon or by form."""
        for i in range(start, end):
            name = self.names.get(i)
            if name is not None and (name.kind in PRESS or name.kind in ON_AIR):
                return self._longer(name, start) or name
        return name_by_form(self.doc, start, end)

    def _longer(self, name: Name, start: int) -> Name | None:
        """The outlet told by its form whose name the lexicon's is only the end of: Radio Andina."""
        first = name.start
        while first > start and _is_of_name(self.doc[first - 1]):
            first -= 1
        return name_by_form(self.doc, first, name.end) if first < name.start else None

    def lower(self, span: Range | None) -> list[str]:
        """The words of a span in lower case."""
        return [self.doc[i].lower_ for i in range(*span)] if span else []


def _is_of_name(token: Token) -> bool:
    return token.text[:1].isupper() and token.tag_ not in ("DT", "IN", "TO", "CC", "RB", "PRP", "PRP$", "WDT")


def before_a_house(doc: Doc, at: int, around: set[str]) -> bool:
    """Whether testimony is given to a legislature: by its clause, else by what the text was about before.

    Args:
        doc: the article.
        at: where the testimony is told.
        around: the words of its clause.
    """
    house, court = words("nouns", "in_congress"), courts()["court"] | words("nouns", "in_court") - {"hearing"}
    near = around - {"judiciary"} if around & house else around
    if near & (house | court):
        return bool(near & house) and not near & court
    before = [doc[i].lower_ for i in range(max(at - _CONTEXT, 0), at)]
    return sum(word in house for word in before) > sum(word in court for word in before)


def noun_at(page: Page, head: int, start: int, preposition: str | None) -> Noun | None:
    """The entry that the noun phrase from `start` to `head` fits, if any.

    Args:
        page: the article.
        head: the token of the head noun.
        start: the first token of the noun phrase.
        preposition: the preposition before it; None for a source.
    """
    entries = nouns().get(page.doc[head].lower_)
    if not entries:
        return None
    before = {page.doc[i].lower_ for i in range(start, head)} | _kinds_at(page, range(start, head + 1))
    behind = _behind(page.doc, head)
    after = {page.doc[i].lower_ for i in behind} | _kinds_at(page, behind)
    following = list(page.doc[head + 1 : head + 3])
    cut = next((n for n, token in enumerate(following) if token.is_punct or token.is_space), len(following))
    next_two = {token.lower_ for token in following[:cut]}
    for noun in entries:
        licensed = noun.source if preposition is None else preposition in noun.by
        if not licensed and noun.type != "unspecified":
            continue
        if (noun.with_ or noun.after) and not (before & noun.with_ or after & noun.after):
            continue
        if before & noun.without or next_two & noun.not_after:
            continue
        if (noun.bare and head > start) or (noun.led and head == start):
            continue
        return noun
    return None


def _behind(doc: Doc, head: int) -> list[int]:
    """The next few words behind a noun that may belong to it."""
    found = []
    for i in range(head + 1, min(head + 6, len(doc))):
        token = doc[i]
        if token.is_punct or token.is_space or token.lower_ in ("that", "whether", "about"):
            break
        verb = token.tag_ in ("VBD", "VBZ", "VBP", "MD", "VBG")
        if verb and token.lower_ not in words("verbs", "put_out"):
            break
        found.append(i)
    return found


def _kinds_at(page: Page, positions: range | list[int]) -> set[str]:
    """The kinds of the names there, as channel_nouns.toml writes them."""
    found: set[str] = set()
    for i in positions:
        name = page.names.get(i) or name_by_form(page.doc, i, i + 1)
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
    for i in range(name.end, min(name.end + 5, end, len(page.doc))):
        other = page.names.get(i)
        if other is not None and other.kind == "programme":
            return page.text(other), other.end
        if not (page.doc[i].is_quote or page.doc[i].tag_ in ("POS", "DT", "NNP", "NN")):
            break
    return page.text(name), name.end


def whole_court(doc: Doc, name: Name) -> str:
    """A court's whole name where the lexicon knows only the end of it: Leeds Crown Court."""
    start = name.start
    while start > 0 and doc[start - 1].tag_ == "NNP" and doc[start - 1].text[:1].isupper():
        start -= 1
    return doc[start : name.end].text
