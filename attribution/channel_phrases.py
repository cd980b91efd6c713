"""Adverbial phrases that tell how words were uttered: "in a statement", "on CNN", "by telephone".

Decides which channel a phrase names, with the outlet, platform or court in it and who put a text out.
Which of several phrases stands is left to channels.py.
"""

from collections.abc import Collection, Iterator

from msgspec import Struct, structs

from attribution.annotations import Range
from attribution.channel_names import named_phrase
from attribution.channel_sightings import (
    AIRED,
    RANKS,
    SHOWN,
    Page,
    Sighting,
    before_a_house,
    noun_at,
    told_to,
)
from attribution.channel_words import Noun, addressees, courts, nouns, words
from attribution.columns import Columns
from attribution.noun_phrases import (
    MARKS,
    SPAN,
    description_at,
    head_of,
    is_head,
    is_of_other_act,
    left_edge,
    preposition_of,
    qualifies_noun,
)
from attribution.outlets import PRESS, Name
from attribution.results import ChannelType

#: How far an interview's outlet may stand behind the noun.
_WITHIN = 10
#: How far around a filing the text may tell of a court, in tokens.
_CASE = 40
_CONDUCTED = frozenset(["interview", "conducted", "published", "aired"])
#: Names behind a noun that are of what the noun is for.
_TOLD_BY_NAME = {"platform": "social_media", "programme": "broadcast"}
_OPENING = frozenset("\"“„'‘«")

#: What one issues, sends, files or writes; what one gives or holds.
_TEXTS: frozenset[ChannelType] = frozenset(
    [
        "statement",
        "correspondence",
        "document",
        "social_media",
        "court",
        "news_report",
        "recording",
        "proceedings",
    ]
)
_GIVEN: frozenset[ChannelType] = frozenset(
    ["interview", "speech", "press_conference", "broadcast", "proceedings", "court"]
)
_SPOKEN: frozenset[ChannelType] = frozenset(["speech", "broadcast"])
_HELD: frozenset[ChannelType] = frozenset(["press_conference", "speech"])
_CITED: frozenset[ChannelType] = frozenset(["court", "document", "data", "news_report"])
_PUT_OUT_BY: dict[str, frozenset[ChannelType]] = {
    **dict.fromkeys(["gave", "give", "giving", "gives", "granted"], _GIVEN),
    **dict.fromkeys(["delivered", "delivering", "delivers"], _SPOKEN),
    **dict.fromkeys(["held", "holding", "hosted"], _HELD),
    **dict.fromkeys(["citing", "cited"], _CITED),
}
#: Where a text may also be read out.
_OCCASIONS: frozenset[ChannelType] = frozenset(["court", "proceedings", "press_conference", "speech"])
_ISSUED: frozenset[ChannelType] = frozenset(["statement", "document", "phone_call", "correspondence"])


class Scope(Struct, frozen=True):
    """Where to look for an attribution's phrases, in token positions."""

    tokens: Collection[int]
    """Where the phrase's noun or name may stand."""
    source: Collection[int] = ()
    """The attribution's own source, whose post-modifiers say nothing of the channel."""
    core: Collection[int] = ()
    """Its source and cue; a clause that holds either is its own."""
    acts: Collection[int] = ()
    """Where a verb may put out a text: "issued a statement"."""


def phrases(page: Page, scope: Scope) -> Iterator[Sighting]:
    """Every phrase of channel within the scope, in the order of the text."""
    names = page.names
    if page.nouns.isdisjoint(scope.tokens) and names.keys().isdisjoint(scope.tokens):
        return
    for i in scope.tokens:
        if (i not in names and i not in page.nouns) or i in scope.source:
            continue
        name = names.get(i)
        seen = (
            named_phrase(page, name, scope.core, scope.tokens)
            if name is not None and name.start == i
            else None,
            _noun_phrase(page, i, scope) if i in page.nouns and not _is_titled(name) else None,
        )
        yield from filter(None, seen)


def _is_titled(name: Name | None) -> bool:
    """Whether the word belongs to the name of a publication: no letters are in Physical Review Letters."""
    return name is not None and name.end - name.start > 1 and (name.kind in PRESS or name.kind == "journal")


def puts_out(verb: str, channel: ChannelType) -> bool:
    """Whether the verb is one by which such a thing is put out: one issues a statement and gives a speech."""
    return channel in _PUT_OUT_BY.get(verb, _TEXTS)


def _noun_phrase(page: Page, head: int, scope: Scope) -> Sighting | None:
    """A phrase around a common noun: "in an emailed statement", "issued a statement"."""
    doc, read = page.doc, page.read
    start = left_edge(read, head)
    governed = preposition_of(read, start) if is_head(read, head) else None
    if governed is None:
        return None
    preposition, at = governed
    if preposition in words("verbs", "issue") and at in scope.tokens:
        noun = noun_at(page, head, start, "in") if at in scope.acts else None
        noun = noun if noun is not None and puts_out(preposition, noun.type) else None
    else:
        noun = noun_at(page, head, start, preposition)
    if noun is None or noun.type in ("unspecified", "legislation"):
        return None
    if noun.type == "correspondence" and preposition == "by" and at > 0 and read.lower[at - 1] == "conducted":
        return None  # An interview stays one where it is conducted by email.
    if (
        noun.type == "document"
        and read.lower[head] in ("filing", "filings")
        and _is_litigant(page, start, at)
    ):
        noun = structs.replace(noun, type="court")
    if noun.written and (at == 0 or read.lower[at - 1] not in words("verbs", "write")):
        return None
    if noun.house and before_a_house(read, at, page.lower_at(scope.tokens)):
        noun = structs.replace(noun, type="proceedings")
    # Users are "on social media", and so is what they say.
    posted = noun.type == "social_media"
    if is_of_other_act(doc, at, scope.core, scope.tokens) or not (
        posted or not qualifies_noun(read, head, at, scope.tokens)
    ):
        return None
    evidence = (at, head + 1)
    remarks = read.lower[head] in ("comments", "remarks") and noun.type != "statement"
    spoken = noun.type in ("interview", "broadcast") or remarks
    heard = interviewer(page, head, evidence) if spoken else None
    if heard is not None:
        return heard
    rank = RANKS[noun.type]
    if noun.type == "broadcast" and preposition == "on":
        rank = AIRED
    elif noun.type in _OCCASIONS and at - 1 not in scope.core and _is_shown(read, at):
        rank = SHOWN
    through = preposition in ("through", "via") and read.lower[head] in words("nouns", "mouthpiece")
    return Sighting(
        type=noun.type,
        evidence=evidence,
        rank=rank,
        name=_title(page, start, head, noun),
        issuer=(start, head + 1) if through else issuer(page, head) if noun.type in _ISSUED else None,
    )


def _is_litigant(page: Page, start: int, at: int) -> bool:
    """Whether the filing is one of a case: where the text tells of a court, and not of securities."""
    read = page.read
    if not words("nouns", "securities").isdisjoint(read.lower[start : at + 8]):
        return False
    near = set(read.lower[max(at - _CASE, 0) : at + _CASE])
    return bool(near & (courts()["court"] | courts()["party"] | {"judge", "lawsuit"}))


def _is_shown(read: Columns, at: int) -> bool:
    """Whether the phrase tells where a text was shown, not where somebody spoke: "an email read in court"."""
    if at < 2 or read.tag[at - 1] not in ("VBN", "VBD") or read.lower[at - 2] not in nouns():
        return False
    return read.lower[at - 1] not in ("filed", "unsealed", "submitted", "lodged")


def interviewer(page: Page, head: int, evidence: Range) -> Sighting | None:
    """Where an interview or remarks went: "an interview on Tuesday with the BBC's Andrew Marr"."""
    read = page.read
    for i in range(head + 1, min(head + 1 + _WITHIN, len(read.text))):
        word = read.lower[i]
        if read.is_space[i] or word in (".", ";"):
            return None
        if read.tag[i] in ("VBD", "VBZ") and word not in words("verbs", "put_out"):
            return None
        conducted = word == "by" and read.lower[i - 1] in _CONDUCTED
        if word not in ("with", "on", "to", "for", "in") and not conducted:
            continue
        seen = _asked_by(page, i, evidence)
        if seen is not None:
            return seen
    return None


def _asked_by(page: Page, preposition: int, evidence: Range) -> Sighting | None:
    """The outlet, host or programme behind the preposition."""
    doc, read = page.doc, page.read
    start = preposition + 1
    stop = min(start + SPAN, len(doc))
    for i in range(start, stop):
        if read.text[i] in (",", ".", ";") or read.is_space[i] or read.tag[i] in ("VBD", "VBZ", "VBP"):
            stop = i
            break
    name = page.outlet_in(start, stop)
    if name is not None:
        return told_to(page, name, (evidence[0], name.end))
    head = head_of(read, start, stop)
    if head is None or read.lower[preposition] in ("in", "by"):
        return None
    told = addressees().get(read.lower[head])
    if told in ("broadcast", "news_report"):
        return Sighting(type=told, evidence=(evidence[0], head + 1), rank=RANKS[told], probability=0.9)
    # A programme that no lexicon lists is told by its host: "Morning Air with Jane Smith".
    hosted = head + 2 < len(doc) and read.lower[head + 1] == "with" and read.tag[head + 2] == "NNP"
    if hosted and read.tag[head] == "NNP" and read.lower[preposition] in ("with", "on"):
        text = doc[left_edge(read, head) : head + 1].text
        evidence = (evidence[0], head + 1)
        rank = RANKS["broadcast"]
        return Sighting(type="broadcast", evidence=evidence, rank=rank, name=text, probability=0.7)
    return None


def _title(page: Page, start: int, head: int, noun: Noun) -> str | None:
    """The name of the outlet, platform or court in the phrase, or a title in marks behind the noun."""
    for i in range(start, min(head + 5, len(page.read.text))):
        name = page.names.get(i)
        if name is not None and (i <= head or _TOLD_BY_NAME.get(name.kind) == noun.type):
            return page.text(name)
    return _marked_title(page, head) if noun.type in ("document", "broadcast") else None


def _marked_title(page: Page, head: int) -> str | None:
    """The title that stands in quotation marks right behind the noun, of ten words at the most."""
    doc, read = page.doc, page.read
    opening = head + 1 + (head + 1 < len(doc) and read.text[head + 1] == ",")
    if opening >= len(doc) or read.text[opening] not in _OPENING or not read.spaced[opening - 1]:
        return None
    for i in range(opening + 1, min(opening + 12, len(doc))):
        if read.text[i] in MARKS or read.is_space[i]:
            return doc[opening + 1 : i].text.rstrip(",") if read.text[i] in MARKS else None
    return None


def issuer(page: Page, head: int) -> Range | None:
    """Who put a text out: "a statement issued by her lawyer", "a statement from the White House"."""
    read, put_out = page.read, words("verbs", "put_out")
    for i in range(head + 1, min(head + 8, len(read.text))):
        word = read.lower[i]
        if read.is_space[i] or word in (",", ".", ";"):
            return None
        if read.tag[i] in ("VBD", "VBZ") and word not in put_out:
            return None
        by = word == "by" and (read.lower[i - 1] in put_out or read.lower[i - 1] == "out")
        if by or word in ("from", "through"):
            return description_at(page.read, i + 1)
    return None
