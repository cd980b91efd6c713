"""What the cue and the clause say of the channel: "tweeted", "filed a motion", "quoted her as saying".

Decides the channel where the verb tells it, and who passes the words on where the clause says so. The
one spoken to is left to channel_addressees.py, the source to channel_sources.py.
"""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from attribution.annotations import Attribution, Range
from attribution.channel_phrases import interviewer, puts_out
from attribution.channel_sightings import QUOTED, RANKS, Page, Sighting, before_a_house, noun_at
from attribution.channel_words import courts, words
from attribution.columns import Columns
from attribution.frames import Frame
from attribution.noun_phrases import description_at, head_of, left_edge
from attribution.outlets import PRESS
from attribution.results import ChannelType

#: How far back a case may have been told of that is being argued, in tokens.
_CASE = 60
#: How far behind "filed" and "challenging" their object or the court may stand, in tokens.
_CHALLENGE = 25
#: How far back the court may have been told of, in tokens.
_CONTEXT = 150
#: How far behind the cue its object may stand.
_OBJECT = 7
#: What may follow where somebody was reached.
_REACHED = frozenset(["by", "at", "on", "via", "for", "over"])
_BE = frozenset(["is", "are", "was", "were"])
_WAS_REACHED = frozenset(["reached", "contacted"])
_GIVEN = frozenset(["giving", "gave", "given", "give"])
_EXAMINED = frozenset(["cross-examined", "re-examined", "examined"])
_TESTIMONY = _EXAMINED | {"evidence"}
_POSTED = frozenset(["posted", "posting"])
_LEARNED = frozenset(["learned", "learnt"])
_DEBATING = frozenset(["opening", "closing", "introducing", "leading"])
_CITING = frozenset(["citing", "cited"])
_REPORTING = frozenset(["reported", "reports", "wrote", "said", "disclosed", "revealed"])
_REPORTERS = PRESS | {"broadcaster"}
_NO_SUBJECT = frozenset(["to", "with", "on", "told", "by", "in", "for"])

#: Behind these a verb in the cue describes a noun: "said in an | emailed | statement".
_BEFORE_NOUNS = frozenset(["a", "an", "the", "his", "her", "its", "their"])


def uttered(page: Page, attribution: Attribution, frame: Frame) -> Iterator[Sighting]:
    """The channels told by the cue and by outlets in the clause, in no order."""
    cue, own = attribution.cue, frame.words
    if cue is not None:
        said = set(page.lower(cue))
        if not said.isdisjoint(_uttering()) or not own.isdisjoint(_TESTIMONY):
            yield from _verb(page, attribution, cue, said, frame)
        if not said.isdisjoint(_passing_on()) or not own.isdisjoint(words("adverbs", "hearsay")):
            yield from _hearsay(page, attribution, cue, said, frame)
        if not said.isdisjoint(_acts()):
            yield from _act(page, attribution, cue, said)
        yield from _object(page, cue)
        if not _DEBATING.isdisjoint(own):
            yield from _debate(page, frame)
    if not page.names.keys().isdisjoint(frame.own):
        yield from _reporting_outlet(page, attribution, frame)
    if not _WAS_REACHED.isdisjoint(own):
        yield from _reached(page, frame)


@cache
def _uttering() -> frozenset[str]:
    """The verbs that are channels by themselves."""
    channels = (words("channel", channel) for channel in ("court", "social_media", "correspondence"))
    return frozenset([*_POSTED, *_LEARNED]).union(*channels)


@cache
def _passing_on() -> frozenset[str]:
    """The verbs of hearsay."""
    return words("verbs", "rumour") | words("verbs", "quote") | words("verbs", "recall")


def _reached(page: Page, frame: Frame) -> Iterator[Sighting]:
    """Whoever is reached speaks to the reporter: "Reached at his home on Friday, Hsu said …"."""
    read = page.read
    for i in frame.own:
        led = read.lower[i] in _WAS_REACHED and i + 1 < len(read.text) and read.lower[i + 1] in _REACHED
        if led and (i == 0 or read.is_punct[i - 1] or read.is_space[i - 1]):
            yield Sighting(
                type="interview", evidence=(i, i + 2), rank=RANKS["interview"] - 1, probability=0.8
            )


def _verb(
    page: Page, attribution: Attribution, cue: Range, said: set[str], frame: Frame
) -> Iterator[Sighting]:
    """Verbs that are channels by themselves; `said` holds the words of the cue."""
    lower, own = page.read.lower, frame.words
    around = said | own
    evidence_given = "evidence" in own and any(
        lower[i] == "evidence" and lower[i - 1] in _GIVEN for i in frame.own if i > 0
    )
    examined = not _EXAMINED.isdisjoint(own) and _is_examined(page.read, frame)
    if said & words("channel", "court") or evidence_given or examined:
        testimony = evidence_given or examined or bool(said & words("verbs", "testify"))
        house = testimony and before_a_house(page.read, cue[0], around)
        channel: ChannelType = "proceedings" if house else "court"
        yield Sighting(type=channel, evidence=cue, rank=RANKS[channel], probability=0.85)
    if said & words("channel", "social_media"):
        yield Sighting(type="social_media", evidence=cue, rank=RANKS["social_media"] + 2)
    if said & _POSTED:
        behind = set(page.lower((cue[1], min(cue[1] + 5, len(page.doc)))))
        if not behind & words("nouns", "results"):
            # Any phrase that says where is the better evidence.
            yield Sighting(type="social_media", evidence=cue, rank=RANKS["statement"] + 1, probability=0.8)
    if said & words("channel", "correspondence") and any(
        lower[i] in words("channel", "correspondence") and lower[i - 1] not in _BEFORE_NOUNS
        for i in range(*cue)
    ):
        yield Sighting(type="correspondence", evidence=cue, rank=RANKS["correspondence"])
    if said & _LEARNED and around & {"has", "have"}:
        rank = RANKS["own_reporting"]
        name = _self_name(page, attribution)
        yield Sighting(type="own_reporting", evidence=cue, rank=rank, name=name, probability=0.8)


def _is_examined(read: Columns, frame: Frame) -> bool:
    """Whether a witness answers an advocate: "Cross-examined by the defence, he agreed …"."""
    return any(
        read.lower[i] in ("cross-examined", "re-examined")
        or (
            read.lower[i] == "examined"
            and i > 1
            and read.text[i - 1] == "-"
            and read.lower[i - 2] in ("cross", "re")
        )
        for i in frame.own
    )


def _self_name(page: Page, attribution: Attribution) -> str | None:
    """The outlet that has learned something, by name; None for "we" and "this newspaper"."""
    source = page.doc[slice(*attribution.source)].text if attribution.source else ""
    generic = source.casefold().startswith(("we", "this "))
    return source.removeprefix("The ").removeprefix("the ") if source and not generic else None


def _object(page: Page, cue: Range) -> Iterator[Sighting]:
    """The text that the verb puts out, also where it starts the content: "sent [a letter opposing …]"."""
    doc, read = page.doc, page.read
    last, start = read.lower[cue[1] - 1], cue[1]
    # "Agreed to an interview", wherever the cue ends.
    agreed = {last, read.lower[max(cue[1] - 2, cue[0])]} & {"agreed", "sat", "consented"}
    if not (agreed or last in words("verbs", "issue")):
        return
    if start < len(doc) and agreed and read.lower[start] in ("to", "for"):
        start += 1
    head = head_of(read, start, min(start + 10, len(doc)))
    noun = noun_at(page, head, start, "in") if head is not None else None
    if head is None or noun is None:
        return
    evidence = (cue[0], head + 1)
    if noun.type == "interview":
        plain = Sighting(type="interview", evidence=evidence, rank=RANKS["interview"])
        yield interviewer(page, head, evidence) or plain
    elif puts_out(last, noun.type) and noun.type != "unspecified":
        yield Sighting(type=noun.type, evidence=evidence, rank=RANKS[noun.type], probability=0.8)


def _hearsay(
    page: Page, attribution: Attribution, cue: Range, said: set[str], frame: Frame
) -> Iterator[Sighting]:
    """Hearsay: "reportedly told aides", "quoted her as saying", "recalled him saying"."""
    read = page.read
    reportedly = words("adverbs", "hearsay")
    if attribution.source is not None:
        for i in range(max(cue[0] - 2, 0), min(cue[1] + 1, len(read.text))):
            if read.lower[i] in reportedly and i in frame.own:
                yield Sighting(
                    type="relayed", evidence=(i, i + 1), rank=RANKS["relayed"] + 5, probability=0.7
                )
        if said & words("verbs", "rumour"):
            led_to = "to" in said or (cue[1] < len(read.text) and read.lower[cue[1]] == "to")
            passive = said & _BE or (cue[0] > 0 and read.lower[cue[0] - 1] in _BE)
            if passive and led_to:
                yield Sighting(type="relayed", evidence=cue, rank=RANKS["relayed"] + 5, probability=0.7)
    quote = words("verbs", "quote")
    quoting = said & quote and any(
        read.lower[i] in quote and read.tag[i].startswith("VB") for i in range(*cue)
    )
    whole = page.lower((cue[0], cue[1] + 5))
    if quoting and "as" in whole:
        yield _quoting(page, attribution, cue, frame)
    elif said & words("verbs", "recall") and any(
        word in ("him", "her", "them") and then in words("verbs", "recalled")
        for word, then in pairwise(whole)
    ):
        yield Sighting(type="relayed", evidence=cue, rank=QUOTED, issuer=attribution.source, probability=0.8)


def _quoting(page: Page, attribution: Attribution, cue: Range, frame: Frame) -> Sighting:
    """Whoever quotes is an outlet, a text or a person: "Xinhua quoted Mr. Li as saying"."""
    doc, read = page.doc, page.read
    before = [i for i in frame.own if i < cue[0]] or range(max(cue[0] - 6, 0), cue[0])
    start = before[0] if before else cue[0]
    name = page.outlet_in(start, cue[0]) or page.outlet_in(cue[1], min(cue[1] + 6, len(doc)))
    if name is not None:
        evidence = (min(name.start, cue[0]), max(name.end, cue[1]))
        return Sighting(type="news_report", evidence=evidence, rank=QUOTED, name=page.text(name))
    head = head_of(read, start, cue[0])
    noun = noun_at(page, head, start, None) if head is not None else None
    if noun is not None and noun.type in ("news_report", "document", "court", "broadcast"):
        return Sighting(type=noun.type, evidence=(start, cue[1]), rank=QUOTED, probability=0.85)
    quoter = (start, head + 1) if head is not None and (start, head + 1) != attribution.source else None
    return Sighting(type="relayed", evidence=cue, rank=QUOTED, issuer=quoter, probability=0.75)


def _act(page: Page, attribution: Attribution, cue: Range, said: set[str]) -> Iterator[Sighting]:
    """Acts that are channels: filing and arguing a case, bringing charges, passing a law."""
    doc, read = page.doc, page.read
    head = head_of(read, *attribution.source) if attribution.source else None
    agent = read.lower[head] if head is not None else ""
    end = min(cue[1] + _OBJECT, len(doc))
    objects = page.lower((cue[1], end))
    if said & words("verbs", "file") and (said | set(objects)) & words("nouns", "filed"):
        yield Sighting(type="court", evidence=cue, rank=RANKS["court"], probability=0.85)
    if said & words("verbs", "argue") and agent in courts()["party"]:
        yield Sighting(type="court", evidence=cue, rank=RANKS["interview"] + 5, probability=0.65)
    elif said & words("verbs", "argue") and (case := _case_before(page, cue[0])) is not None:
        yield Sighting(type="court", evidence=case, rank=RANKS["interview"] + 4, probability=0.6)
    verbs = {read.lower[i] for i in range(*cue) if read.tag[i].startswith("VB")}
    if verbs & words("verbs", "charge") and agent in words("nouns", "authority") and objects[:1] != ["that"]:
        yield Sighting(type="court", evidence=cue, rank=RANKS["data"], probability=0.75)
    if said & words("verbs", "enact"):
        law = next((i for i in range(cue[0], end) if read.lower[i] in words("nouns", "enacted")), None)
        if law is not None and read.lower[law - 1] not in words("nouns", "private"):
            evidence = (cue[0], max(cue[1], law + 1))
            yield Sighting(type="legislation", evidence=evidence, rank=RANKS["legislation"], probability=0.7)


@cache
def _acts() -> frozenset[str]:
    """The verbs of all those acts."""
    return frozenset[str]().union(*(words("verbs", act) for act in ("file", "argue", "charge", "enact")))


def _case_before(page: Page, at: int) -> Range | None:
    """The act by which a case was brought that has just been told of: "The owners | sued |. They argue …"."""
    read = page.read
    if words("nouns", "bench").isdisjoint(read.lower[max(at - _CONTEXT, 0) : at]):
        return None
    brought = words("nouns", "brought")
    act = next((i for i in range(at - 1, max(at - _CASE, 0) - 1, -1) if read.lower[i] in brought), None)
    if act is None:
        return None
    if read.tag[act].startswith("NN"):
        return left_edge(read, act), act + 1
    if read.lower[act] in words("nouns", "bench"):
        return act, act + 1  # "sued" says it all
    ends = words("nouns", "filed") | words("nouns", "bench")
    return act, next(
        (i + 1 for i in range(act + 1, min(act + _CHALLENGE, at)) if read.lower[i] in ends), act + 1
    )


def _debate(page: Page, frame: Frame) -> Iterator[Sighting]:
    """Who opens or closes a debate of a legislature: "Opening the debate, the minister said …"."""
    doc, read = page.doc, page.read
    for i in frame.own:
        if read.lower[i] in _DEBATING and i + 2 < len(doc):
            head = head_of(read, i + 1, min(i + 6, len(doc)))
            if head is None or read.lower[head] != "debate":
                continue
            if before_a_house(read, i, set(read.lower[i : i + _OBJECT])):
                yield Sighting(type="proceedings", evidence=(i, head + 1), rank=RANKS["proceedings"])


def _reporting_outlet(page: Page, attribution: Attribution, frame: Frame) -> Iterator[Sighting]:
    """An outlet's report beside the cue: "Reuters reported, citing two sources", "as CNN reported"."""
    doc, read = page.doc, page.read
    source = range(*attribution.source) if attribution.source else range(0)
    cue = range(*attribution.cue) if attribution.cue else range(0)
    for i in frame.own:
        name = page.names.get(i)
        if name is None or name.start != i or i in source or name.kind not in _REPORTERS:
            continue
        citing = words("verbs", "quote") | _CITING
        verb = name.end + (name.end < len(doc) and read.tag[name.end] in ("RB", "JJ"))
        if verb >= len(doc) or read.lower[verb] not in citing | _REPORTING:
            continue
        if i > 0 and read.lower[i - 1] in _NO_SUBJECT:
            continue
        if verb in cue and read.lower[verb] not in citing:
            continue
        own = page.is_own(name)
        yield Sighting(
            type="own_reporting" if own else "news_report",
            evidence=(i, verb + 1),
            rank=RANKS["news_report"] + 1,
            name=page.text(name),
            probability=0.7 if own else 0.8,
        )


def relayer(page: Page, attribution: Attribution, frame: Frame) -> Sighting | None:
    """Somebody else's word for it: "…, he said, according to two people in the room"."""
    doc, read = page.doc, page.read
    if "according" not in frame.words and "according" not in page.lower_at(frame.shared):
        return None
    own = [range(*part) for part in (attribution.cue, attribution.source) if part]
    for i in frame.own + frame.shared:
        if read.lower[i] != "according" or i + 2 >= len(doc) or any(i in part for part in own):
            continue
        found = description_at(read, i + 2)
        if found is None or any(part.start < found[1] and found[0] < part.stop for part in own):
            continue
        head = head_of(read, *found)
        name = page.outlet_in(*found)
        if name is not None and head is not None and name.start <= head < name.end:
            channel: ChannelType = "own_reporting" if page.is_own(name) else "news_report"
            rank = RANKS["news_report"] - 1
            return Sighting(type=channel, evidence=(i, found[1]), rank=rank, name=page.text(name))
        if head is not None and noun_at(page, head, found[0], None) is None:
            return Sighting(
                type="relayed", evidence=(i, found[1]), rank=RANKS["relayed"], issuer=found, probability=0.75
            )
    return None
