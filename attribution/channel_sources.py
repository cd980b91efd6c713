"""What the source itself says of the channel: the report found, a poll showed, the judge ruled.

Decides the channel where the words are a text's, a court's, an outlet's or a share of those polled.
"""

from collections.abc import Iterator
from functools import cache

from attribution.annotations import Attribution, Range
from attribution.channel_phrases import issuer
from attribution.channel_sightings import BENCH, RANKS, TEXT, TOLD, Page, Sighting, noun_at
from attribution.channel_words import Noun, courts, words
from attribution.columns import Columns
from attribution.frames import Frame
from attribution.noun_phrases import head_of, left_edge
from attribution.outlets import ON_AIR, PRESS, Name

#: Verbs that make a doubtful name an outlet's: "People reported".
_SURELY_REPORTS = frozenset(["reported", "reports", "wrote", "according", "found"])
#: Texts that are told apart from what they hold: "a draft of the agreement", not "a section of the debate".
_HOLDERS = frozenset(["document", "phone_call", "statement", "correspondence", "recording"])
#: Where a noun phrase ends that may be of a text.
_ENDS = frozenset([",", ";", "of", "in", "on"])
_HEARERS = frozenset(["committee", "subcommittee", "inquiry"])
_CLAUSES = frozenset(["WDT", "WP", "VBN", "VBG", "VBD"])
#: How many words of a long source are looked at.
_LOOK = 12


def spoken_by(page: Page, attribution: Attribution, frame: Frame) -> Iterator[Sighting]:
    """The channel that the source tells, if it does: one sighting at the most."""
    source = attribution.source
    if source is None:
        return
    start, end = source
    said = set(page.lower(attribution.cue))
    if page.surnames and head_of(page.read, start, end) in page.surnames:
        return
    if page.read.text[start].startswith(("@", "author=")):
        yield Sighting(type="social_media", evidence=source, rank=RANKS["social_media"], probability=0.85)
    elif is_counted(page, source):
        yield Sighting(type="data", evidence=source, rank=RANKS["data"], probability=0.85)
    elif (text := _text(page, start, end)) is not None:
        yield from _text_speaks(page, attribution, text, said)
    elif (name := _outlet(page, source)) is not None:
        yield from _outlet_speaks(page, attribution, name, source, said)
    elif _may_be_bench(page, source) and (head := head_of(page.read, start, end)) is not None:
        in_court = not words("nouns", "in_court").isdisjoint(frame.words)
        yield from _bench_speaks(page, source, head, said, in_court)


def _text(page: Page, start: int, end: int) -> tuple[int, Noun] | None:
    """The text or figures that the source is, and its entry: "a new CNN/Rock the Vote poll of adults"."""
    if page.nouns.isdisjoint(range(start, end)):
        return None
    read = page.read
    head = head_of(read, start, end)
    named = page.names.get(head) if head is not None else None
    if head is not None and (named is None or named.kind in ("platform", "court")):
        left = max(left_edge(read, head), start)
        noun = noun_at(page, head, left, None)
        # Bill, Law and Rule are also people, and Telegram is a company.
        alone = left == head and read.tag[head] == "NNP"
        person = (
            noun is not None and alone and (noun.type == "legislation" or _is_platform(named, start, end))
        )
        if noun is not None and not person:
            return head, noun
    held = _container(page, start, end)
    if held is not None:
        return held
    if page.outlet_in(start, min(start + _LOOK, end)) is None:
        return None
    for i in range(start, min(start + _LOOK, end)):
        if read.lower[i] in _ENDS or read.tag[i] in _CLAUSES:
            return None
        noun = noun_at(page, i, start, None) if i in page.nouns and read.text[i].islower() else None
        if noun is not None and noun.type != "unspecified":
            return i, noun
    return None


def _container(page: Page, start: int, end: int) -> tuple[int, Noun] | None:
    """The text that holds what the source names: "a draft | of the agreement", "a readout | of the call"."""
    of = next((i for i in range(start, min(start + 6, end)) if page.read.lower[i] == "of"), None)
    head = head_of(page.read, start, of) if of is not None else None
    noun = noun_at(page, head, left_edge(page.read, head), None) if head is not None else None
    return (head, noun) if head is not None and noun is not None and noun.type in _HOLDERS else None


def _is_platform(name: Name | None, start: int, end: int) -> bool:
    """Whether the whole source is a platform's name."""
    return name is not None and name.kind == "platform" and name.start <= start and end <= name.end


def _text_speaks(
    page: Page, attribution: Attribution, text: tuple[int, Noun], said: set[str]
) -> Iterator[Sighting]:
    head, noun = text
    if noun.type == "news_report" and _is_of_itself(page, attribution):
        return
    if noun.type == "unspecified" or (noun.type == "news_report" and not said & words("verbs", "report")):
        return
    assert attribution.source is not None  # it is the text
    start = attribution.source[0]
    name = page.outlet_in(start, head + 1)
    yield Sighting(
        type=noun.type,
        evidence=(start, head + 1),
        rank=RANKS[noun.type] + TEXT,
        name=page.text(name) if name is not None else None,
        issuer=issuer(page, head),
        probability=0.9,
    )


def _outlet(page: Page, source: Range) -> Name | None:
    """The outlet that the source names, or that "which" stands for: "the AP, which first reported".

    None where the outlet only qualifies another: "CNN's Jake Tapper", "Fox News host".
    """
    read = page.read
    start, end = source
    if end - start == 1 and read.lower[start] in ("which", "that"):
        name = page.names.get(start - 2 if start > 0 and read.text[start - 1] == "," else start - 1)
        return name if name is not None and (name.kind in PRESS or name.kind in ON_AIR) else None
    place = range(start, end)
    if page.names.keys().isdisjoint(place) and page.formed.isdisjoint(place):
        return None
    head = head_of(read, start, end)
    name = page.outlet_in(start, (head if head is not None else end - 1) + 1)
    if name is None or name.kind == "host" or (head is not None and head >= name.end):
        return None
    if any(read.tag[i] in ("TO", "IN", "VBG") for i in range(start, name.start)):
        return None  # "Speaking to the BBC, Penrose"
    if name.end >= end:
        return name
    following, tag = read.text[name.end], read.tag[name.end]
    goes_on = following.isalpha() or tag == "POS" or following in ("/", "-")
    qualified = tag in ("IN", "WDT", "WP", "CC", "RB", "WRB")
    return name if qualified or not goes_on else None


def _outlet_speaks(
    page: Page, attribution: Attribution, name: Name, source: Range, said: set[str]
) -> Iterator[Sighting]:
    """An outlet reports, or puts something on the air; of itself it speaks like any other company."""
    text = page.text(name)
    if name.kind in ON_AIR and said & words("verbs", "air"):
        yield Sighting(type="broadcast", evidence=source, rank=RANKS["data"], name=text, probability=0.8)
        return
    if not said & words("verbs", "report") or not (name.sure or said & _SURELY_REPORTS):
        return
    if _is_of_itself(page, attribution):
        return
    own = page.is_own(name)
    yield Sighting(
        type="own_reporting" if own else "news_report",
        evidence=source,
        rank=RANKS["news_report"] + TEXT,
        name=text,
        probability=0.8 if own else 0.85,
    )


def _is_of_itself(page: Page, attribution: Attribution) -> bool:
    """Whether an outlet speaks of itself, as any company does: "the agency said it had dismissed him"."""
    first = attribution.content[0][0]
    opening = page.lower((first, min(first + 2, len(page.doc))))
    subject = opening[-1] if opening[0] == "that" else opening[0]
    return subject in words("nouns", "itself")


def _may_be_bench(page: Page, source: Range) -> bool:
    """Whether the source holds a word or name of which `_bench_speaks` can make anything."""
    said = page.lower(source)
    return not _bench().isdisjoint(said) or not page.names.keys().isdisjoint(range(*source))


@cache
def _bench() -> frozenset[str]:
    """What a court, its judges and those who hear witnesses are called."""
    return courts()["court"] | courts()["judge"] | _HEARERS | {"panel"}


def _bench_speaks(page: Page, source: Range, head: int, said: set[str], in_court: bool) -> Iterator[Sighting]:
    """A court speaks by ruling; a judge does where the verb or the clause is one of the court."""
    doc, read = page.doc, page.read
    listed = courts()
    word = read.lower[head]
    before = set(read.lower[source[0] : head])
    evidence = (source[0], head + 1)
    name = page.names.get(head)
    proper = name is not None and name.kind == "court"
    panel = word == "panel" and bool(before & {"judge", "arbitration", "court", "appeals"})
    if proper or panel or word in listed["court"]:
        called = doc[slice(*evidence)].text if proper else None
        yield Sighting(type="court", evidence=evidence, rank=TOLD - 1, name=called, probability=0.85)
    elif word in listed["judge"] and (in_court or said & listed["ruling"]):
        yield Sighting(type="court", evidence=evidence, rank=BENCH, probability=0.75)
    elif _has_title(read, source[0], head) and said & listed["ruling"] - listed["anywhere"]:
        yield Sighting(type="court", evidence=evidence, rank=BENCH, probability=0.7)
    elif word in _HEARERS and said & {"heard", "questioning", "grilled"}:
        yield Sighting(type="proceedings", evidence=evidence, rank=BENCH, probability=0.75)


def _has_title(read: Columns, start: int, head: int) -> bool:
    """Whether a name has a judge's title: "Judge Ann Reed", and not "Justice Department lawyer Ann Reed"."""
    titles = (
        i for i in range(start, head) if read.lower[i] in courts()["judge"] and read.text[i][0].isupper()
    )
    return any(read.lower[i + 1] not in courts()["no_judge"] for i in titles)


def is_counted(page: Page, source: Range) -> bool:
    """Whether the source is a counted share of people: "46 percent", "eight out of 10 voters"."""
    said = page.lower((source[0], min(source[0] + _LOOK, source[1])))
    if {"percent", "%"} & set(said[:6]) or ("per" in said[:5] and "cent" in said[:6]):
        return True
    if "of" not in said and "in" not in said:
        return False
    for i in range(len(said) - 2):
        between = said[i + 1 : i + 3]
        gap = 2 if between == ["out", "of"] else 1 if between[0] in ("in", "of") else 0
        if gap and i + gap + 1 < len(said):
            one, other = source[0] + i, source[0] + i + gap + 1
            if page.doc[one].like_num and page.doc[other].like_num:
                return True
    return False


def is_share(page: Page, source: Range | None) -> bool:
    """Whether the source may be a share of those polled: "a majority of voters"."""
    return bool(set(page.lower(source)[:6]) & words("nouns", "share"))
