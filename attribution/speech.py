"""Speech in quotation marks that no cue claims.

A verb of saying that the network passed over is believed where it stands right behind the marks. What
is left belongs to the attribution beside it in the paragraph or, in a paragraph of its own, goes on
with the speaker before.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from spacy.lang.lex_attrs import is_quote
from spacy.tokens import Doc

from attribution.annotations import Attribution, Quotation, Range
from attribution.columns import columns
from attribution.edges import merge, replace_content, trim
from attribution.quotation_use import SAYING
from attribution.reading import Reading

#: Quoted words that no cue claims are speech of their own from this many words on.
LONE_SPEECH_WORDS = 5
#: How often such speech is a quote, and goes on with the speaker before: estimates, not yet measured.
LONE_SPEECH_PROBABILITY = 0.6
LONE_SPEAKER_PROBABILITY = 0.6

#: Tokens behind the marks in which a verb of saying claims them, and how often that is right: an estimate.
REACH = 12
VERB_BEHIND_PROBABILITY = 0.8


def ask_behind(doc: Doc, found: list[Attribution], reading: Reading) -> list[Attribution]:
    """Add what a verb of saying right behind unclaimed speech makes of it: "…," Premier Ðurić said Friday."""
    taken = bytearray(len(doc))
    for attribution in found:
        for start, end in (*attribution.content, *([attribution.cue] if attribution.cue else [])):
            taken[start:end] = b"\1" * (end - start)
    speech = [
        quotation
        for quotation in doc._.quotations
        if quotation.level == 0
        and quotation.use == "speech"
        and quotation.closed
        and taken.find(1, quotation.start, quotation.end) < 0
    ]
    asked = [
        (quotation, verb) for quotation in speech if (verb := verb_behind(doc, quotation, taken)) is not None
    ]
    linked = reading.link([(verb, verb + 1) for _, verb in asked], [VERB_BEHIND_PROBABILITY] * len(asked))
    return found + [
        answer
        for (quotation, _), answer in zip(asked, linked, strict=True)
        if answer.source
        and any(start < quotation.end and end > quotation.start for start, end in answer.content)
    ]


def verb_behind(doc: Doc, quotation: Quotation, taken: Sequence[int]) -> int | None:
    """The first verb of saying behind the marks in their sentence, unless other speech or a stop comes first."""
    c = columns(doc)
    if quotation.end < 2 or c.text[quotation.end - 2] not in ",?!":
        return None
    for i in range(quotation.end, min(quotation.end + REACH, len(doc))):
        word = c.text[i]
        if taken[i] or c.is_space[i] or is_quote(word) or word in ".;:":
            return None
        if c.lower[i] in SAYING and c.tag[i] in ("VBD", "VBZ", "VBP"):
            return i
    return None


def claim_speech(doc: Doc, found: list[Attribution]) -> list[Attribution]:
    """Give every quotation that is speech to an attribution.

    It goes on with the quotation of the paragraph before where its marks say so; else it joins the
    attribution that quotes beside it in its paragraph; else it stands alone, without cue or source,
    and speakers.py lets the speaker before go on.
    """
    found = sorted(found, key=lambda a: a.content)
    owner: list[int | None] = [None] * len(doc)
    for i, attribution in enumerate(found):
        for start, end in attribution.content:
            owner[start:end] = [i] * (end - start)
    quotations: Sequence[Quotation] = doc._.quotations
    held = [majority(owner, quotation) for quotation in quotations]
    starts = [block.start for block in doc._.blocks]
    paragraph = [bisect_right(starts, quotation.start) for quotation in quotations]
    quoting: dict[int, list[int]] = {}
    for place, holder in zip(paragraph, held, strict=True):
        if holder is not None:
            quoting.setdefault(place, []).append(holder)
    holders: dict[int, int] = {}
    extra: dict[int, list[Range]] = {}
    alone: list[Attribution] = []
    for number, (quotation, holder) in enumerate(zip(quotations, held, strict=True)):
        if (
            holder is None
            and quotation.level == 0
            and (touching := adjacent(doc, owner, quotation)) is not None
        ):
            holder = touching
            extra.setdefault(holder, []).append((quotation.start, quotation.end))
        elif holder is None and quotation.level == 0 and quotation.use == "speech":
            if quotation.continues is not None and quotation.continues in holders:
                holder = holders[quotation.continues]
            elif word_count(doc, quotation) >= LONE_SPEECH_WORDS or fills_paragraph(doc, quotation):
                beside = quoting.get(paragraph[number], [])
                before = [i for i in beside if found[i].content[0][0] < quotation.start]
                holder = before[-1] if before else beside[0] if beside else None
            else:
                continue
            if holder is None:
                holder = len(found) + len(alone)
                alone.append(lone(quotation))
            else:
                extra.setdefault(holder, []).append((quotation.start, quotation.end))
        if holder is not None:
            holders[number] = holder
    everything = [*found, *alone]
    return [
        replace_content(a, trim(doc, merge([*a.content, *extra[i]]))) if i in extra else a
        for i, a in enumerate(everything)
    ]


def majority(owner: Sequence[int | None], quotation: Quotation) -> int | None:
    """The attribution that holds most of a quotation's tokens, if half of them are held."""
    owners = owner[quotation.start : quotation.end]
    held = Counter(owners)
    free = held.pop(None, 0)
    if 2 * free > len(owners):
        return None
    return min(held, key=lambda i: (-held[i], i))


def adjacent(doc: Doc, owner: Sequence[int | None], quotation: Quotation) -> int | None:
    """The attribution whose content runs up to the marks, or on from them, in the same sentence."""
    c = columns(doc)
    before, after = quotation.start - 1, quotation.end
    joined = before >= 0 and not c.opens[quotation.start] and c.text[before].isalpha()
    if joined and owner[before] is not None:
        return owner[before]
    if after < len(doc) and not c.opens[after] and c.text[after].isalpha():
        return owner[after]
    return None


def fills_paragraph(doc: Doc, quotation: Quotation) -> bool:
    """Whether the quotation is all of its paragraph."""
    is_space = columns(doc).is_space
    return (quotation.start == 0 or is_space[quotation.start - 1]) and (
        quotation.end == len(doc) or is_space[quotation.end]
    )


def word_count(doc: Doc, quotation: Quotation) -> int:
    """The number of words in a quotation, its marks left out."""
    c, place = columns(doc), slice(quotation.start, quotation.end)
    # No token is both white space and punctuation.
    return quotation.end - quotation.start - sum(c.is_punct[place]) - sum(c.is_space[place])


def lone(quotation: Quotation) -> Attribution:
    """Speech on its own: no cue, no source."""
    return Attribution(
        content=((quotation.start, quotation.end),),
        cue=None,
        source=None,
        probability=LONE_SPEECH_PROBABILITY,
        source_probability=LONE_SPEAKER_PROBABILITY,
    )
