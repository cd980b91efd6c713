"""Phrases around the name of an outlet, platform, journal or court: "on CNN", "on Twitter", "in The Lancet".

Decides which channel such a phrase names. Phrases around common nouns are read in channel_phrases.py.
"""

from collections.abc import Collection

from attribution.annotations import Range
from attribution.channel_sightings import AIRED, RANKS, Page, Sighting, full_name, whole_court
from attribution.channel_words import words
from attribution.columns import Columns
from attribution.noun_phrases import is_of_other_act, left_edge, preposition_of, qualifies_noun
from attribution.outlets import ON_AIR, Name


def named_phrase(page: Page, name: Name, core: Collection[int], tokens: Collection[int]) -> Sighting | None:
    """The channel of a phrase around a name, if it is one.

    Args:
        page: the article.
        name: the name, of an outlet, a platform, a court or a journal.
        core: source and cue of the attribution.
        tokens: its clause, what is said left out.
    """
    doc, read = page.doc, page.read
    start = left_edge(read, name.start)
    governed = preposition_of(read, start)
    if governed is None:
        took_to = name.kind == "platform" and name.sure and start > 0 and read.lower[start - 1] == "to"
        first = (
            start - 2
            if start > 1 and read.lower[start - 2] in ("took", "take", "takes", "taking")
            else start - 1
        )
        return _posted(page, name, (first, name.end)) if took_to else None
    preposition, at = governed
    if is_of_other_act(doc, at, core, tokens) or qualifies_noun(read, name.end - 1, at, tokens):
        return None
    text, end = full_name(page, name, min(name.end + 6, len(doc)))
    evidence = (at, end)
    if name.kind == "platform":
        near = preposition in ("on", "via", "over", "through") and end - at < 7
        return _posted(page, name, evidence) if near else None
    if name.kind == "journal":
        rank = RANKS["document"]
        published = preposition == "in" and _is_journal(read, name, at)
        return Sighting(type="document", evidence=evidence, rank=rank, name=text) if published else None
    if name.kind in ON_AIR:
        aired = preposition in ("on", "during")
        return Sighting(type="broadcast", evidence=evidence, rank=AIRED, name=text) if aired else None
    if name.kind == "court":
        sits = preposition in ("before", "in", "at") and name.sure
        where = whole_court(page, name)
        return Sighting(type="court", evidence=evidence, rank=RANKS["court"], name=where) if sits else None
    return _printed(page, name, preposition, evidence)


def _is_journal(read: Columns, name: Name, at: int) -> bool:
    """Whether a name that may be a plain word is a journal's: "in the journal Science", "writing in Nature"."""
    if name.sure or read.lower[name.start - 1] in ("journal", "journals"):
        return True
    before = set(read.lower[max(at - 4, 0) : at])
    return bool(
        before & (words("verbs", "write") | {"published", "reported", "reporting", "appeared", "described"})
    )


def _posted(page: Page, name: Name, evidence: Range) -> Sighting:
    return Sighting(type="social_media", evidence=evidence, rank=RANKS["social_media"], name=page.text(name))


def _printed(page: Page, name: Name, preposition: str, evidence: Range) -> Sighting | None:
    """In or by an outlet that prints: what one writes there is a document, what is told there is news."""
    read = page.read
    at = evidence[0]
    before = read.lower[at - 1] if at > 0 else ""
    text = page.text(name)
    if preposition == "by" and (before == "carried" or before in words("verbs", "report")):
        evidence = (at - 1, evidence[1])
        return Sighting(type="news_report", evidence=evidence, rank=RANKS["news_report"], name=text)
    if not name.sure or preposition not in ("in", "for"):
        return None
    if any(read.lower[i] in words("verbs", "write") for i in range(max(at - 4, 0), at)):
        return Sighting(type="document", evidence=evidence, rank=RANKS["document"], name=text)
    if preposition == "for":
        return None
    # Below a speech and an interview: "said in a speech in The Times's auditorium".
    rank = RANKS["speech"] - 2
    return Sighting(type="news_report", evidence=evidence, rank=rank, name=text, probability=0.8)
