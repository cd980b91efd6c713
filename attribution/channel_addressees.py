"""The one spoken to: "told reporters", "told the court", "speaking to the BBC".

Decides the channel of words by who is told them. That the verb has such an object, and whose words they
are, is read off the tokens behind it.
"""

from collections.abc import Iterator
from functools import cache

from msgspec import structs

from attribution.annotations import Attribution, Range
from attribution.channel_sightings import RANKS, TOLD, Page, Sighting, told_to, whole_court
from attribution.channel_words import addressees, courts, known_nouns, words
from attribution.frames import Frame
from attribution.noun_phrases import SPAN, head_of, left_edge

_STOPS = frozenset([",", ".", ";", ":"])
_VERBS = frozenset(["VBD", "VBZ", "VBP", "MD", "TO"])
_BE = frozenset(["was", "were", "is", "are", "been", "being"])
#: Courts of games.
_GAMES = frozenset(["tennis", "food", "basketball", "squash"])
_HOUSES = frozenset(["house", "senate", "congressional", "parliamentary", "committee"])


def told(page: Page, attribution: Attribution, frame: Frame) -> Iterator[Sighting]:
    """The channels told by whom the cue, or a participle beside it, speaks to."""
    cue = attribution.cue
    if cue is None:
        return
    lower, telling = page.read.lower, _telling()
    if not telling.isdisjoint(frame.words):
        for i in frame.own:
            seen = _told_by(page, attribution, cue, i) if lower[i] in telling else None
            if seen is not None:
                yield structs.replace(seen, evidence=(i, seen.evidence[1]))
    hearer = _hearer(page, cue)
    if hearer is not None:
        yield structs.replace(hearer, evidence=(hearer.evidence[0], cue[1]))


@cache
def _telling() -> frozenset[str]:
    """The verbs behind which those may stand who are told."""
    return words("verbs", "tell") | words("verbs", "plead") | words("verbs", "speak") | {"briefed"}


def _told_by(page: Page, attribution: Attribution, cue: Range, verb: int) -> Sighting | None:
    """Who is spoken to by the verb at `verb`, if it is one that counts for the attribution."""
    doc, read = page.doc, page.read
    word = read.lower[verb]
    inside = cue[0] <= verb < cue[1]
    source = attribution.source or (0, 0)
    if word == "briefed" and source[0] <= verb < source[1]:
        return addressee(page, verb + 1)  # "an official who briefed reporters said"
    if not (inside or verb < cue[0] or word.endswith("ing")):
        return None
    if verb > 1 and read.lower[verb - 1] == "to" and read.lower[verb - 2] in words("verbs", "may"):
        return None
    after = verb + 1
    while after < min(verb + 3, len(doc)) and read.tag[after] in ("RB", "RBR") and read.text[after].islower():
        after += 1
    if after >= len(doc):
        return None
    active = not (inside and verb > 0 and read.lower[verb - 1] in _BE)
    if word in words("verbs", "tell"):
        return addressee(page, after) if active and (inside or word.endswith("ing")) else None
    if word in words("verbs", "plead"):
        return addressee(page, after, pleading=True) if active and inside else None
    if word not in words("verbs", "speak"):
        return None
    behind = attribution.content[-1][1]
    if inside and verb < behind < len(doc) and read.lower[behind] == "to":
        return addressee(page, behind + 1)  # "disclosed the deal to reporters"
    to = read.lower[after]
    before_them = to in ("before", "at") and word.startswith("sp")
    if to == "to" or before_them or (to == "with" and not inside):
        return addressee(page, after + 1)
    return None


def _hearer(page: Page, cue: Range) -> Sighting | None:
    """Those who are told, as the subject: "jurors were told", "the inquest heard", "the BBC was told"."""
    read = page.read
    last = read.lower[cue[1] - 1]
    if last not in ("told", "heard"):
        return None
    start = cue[0]
    while start > 0 and (
        read.tag[start - 1].startswith(("VB", "MD", "RB")) and read.text[start - 1].islower()
    ):
        start -= 1
    passive = last == "told" and any(read.lower[i] in _BE for i in range(start, cue[1]))
    if start == 0 or not (passive or last == "heard"):
        return None
    seen = addressee(page, left_edge(read, start - 1))
    if seen is None or seen.evidence[1] != start:
        return None
    return seen if passive or seen.type in ("court", "proceedings") else None


def addressee(page: Page, start: int, *, pleading: bool = False) -> Sighting | None:
    """The channel of words told to the noun phrase at `start`; evidence runs to the phrase's head.

    Args:
        page: the article.
        start: where the noun phrase starts.
        pleading: whether only a court counts: one may urge anybody, but moves a court in court.
    """
    read = page.read
    stop = _phrase_end(page, start)
    if start >= stop:
        return None
    if read.lower[start] in ("me", "us"):
        return None if pleading else Sighting(type="interview", evidence=(start, start + 1), rank=TOLD)
    head = head_of(read, start, stop)
    if head is None:
        # A name that the tagger takes for no noun.
        if not read.text[start][:1].isupper():
            return None
        head = start
        while head + 1 < stop and read.text[head + 1][:1].isupper():
            head += 1
    before = set(read.lower[start:head])
    court = _court(page, start, head, before)
    return court if court is not None or pleading else _audience(page, start, head, before)


def _phrase_end(page: Page, start: int) -> int:
    read = page.read
    stop = min(start + SPAN, len(read.text))
    for i in range(start, stop):
        if read.is_space[i] or read.text[i] in _STOPS:
            return i
        # "Inquiry" is a noun wherever somebody is told, whatever the tagger says.
        if read.tag[i] in _VERBS and read.lower[i] not in known_nouns():
            return i
    return stop


def _court(page: Page, start: int, head: int, before: set[str]) -> Sighting | None:
    doc, read = page.doc, page.read
    word = read.lower[head]
    named = (page.names.get(i) for i in range(start, head + 1))
    name = next((name for name in named if name is not None and name.kind == "court"), None)
    titled = read.lower[start] in courts()["judge"] and read.text[start][:1].isupper()
    if before & _GAMES or not (word in courts()["court"] or word in courts()["judge"] or name or titled):
        return None
    proper = any(read.text[i][:1].isupper() for i in range(start, head + 1))
    called = (
        whole_court(page, name) if name else doc[start : head + 1].text if proper and not titled else None
    )
    end = max(head + 1, name.end if name else 0)
    return Sighting(type="court", evidence=(start, end), rank=RANKS["court"], name=called)


def _audience(page: Page, start: int, head: int, before: set[str]) -> Sighting | None:
    """Everybody but a court: this newspaper, the press pool, outlets, legislatures, crowds."""
    word = page.read.lower[head]
    evidence = (start, head + 1)
    if "this" in before and word in words("nouns", "own"):
        return Sighting(type="interview", evidence=evidence, rank=TOLD)
    of_pool = before & {"pool", "pooled"} and word in words("nouns", "press")
    if of_pool or word in ("pool", "pooler", "poolers"):
        return Sighting(type="pool_report", evidence=evidence, rank=RANKS["pool_report"])
    # In "CNN's Jake Tapper" and "the Times editorial board" the outlet stands before the head.
    name = page.outlet_in(start, head + 1)
    if name is not None:
        return told_to(page, name, evidence)
    if _is_legislature(word, before):
        return Sighting(type="proceedings", evidence=evidence, rank=RANKS["proceedings"])
    channel = addressees().get(word)
    if page.read.tag[head] == "NNP" and before & words("nouns", "on_air"):
        return Sighting(type="broadcast", evidence=evidence, rank=TOLD, probability=0.85)
    if before & {"news", "press", "media"} and word in words("nouns", "conference"):
        channel = "press_conference"
    elif "news" in before and word in words("nouns", "site"):
        channel = "news_report"
    # "The Munich Security Conference" is an audience by its last word; so is no other name.
    gathering = channel == "speech" and word in words("nouns", "conference")
    if channel is None or not (page.read.text[head].islower() or gathering):
        return None
    rank = RANKS[channel] if channel == "press_conference" else TOLD
    return Sighting(type=channel, evidence=evidence, rank=rank, probability=0.9)


def _is_legislature(word: str, before: set[str]) -> bool:
    if word not in courts()["legislature"] or (word == "house" and "white" in before):
        return False
    return word != "panel" or bool(before & _HOUSES)
