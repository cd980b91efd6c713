"""Content, cue and source found and tied together.

The network (network.py) proposes cues and labels the source and content of each. Quotation marks
then have the last word on edges: a content that takes up most of a quotation takes it whole, marks
included, and goes on into the next paragraph where the quotation does. Speech between quotation
marks that no cue claims belongs to the attribution beside it in the paragraph or, in a paragraph
of its own, goes on with the speaker before.

Whose words they are over the whole article is decided in speakers.py, not here.
"""

from pathlib import Path

import msgspec
import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from attribution.annotations import Attribution, Quotation, Range
from attribution.features import Ints
from attribution.layout import lead_ins, signatures, transcript_turns
from attribution.nested import add_nested
from attribution.network import Network
from attribution.quotation_use import is_saying
from attribution.quotations import Outermost
from attribution.reading import WINDOW, Reading
from attribution.refusals import find_refusals
from attribution.relays import unwrap
from attribution.withheld_sources import tie_withheld
from attribution.withholding import Withholding, find_withholdings

#: A cue is taken when some token of it is at least this likely one. The three were tuned on PolNeAR dev.
CUE_THRESHOLD = 0.50
#: ... a verb of saying with a source and a content already from here on,
SAYING_THRESHOLD = 0.20
#: ... and any cue whose content is speech in quotation marks that nobody else claims.
SPEECH_CUE_THRESHOLD = 0.10

#: Tokens of a relative clause that belongs to a source.
LONGEST_RELATIVE = 20

#: Quoted words that no cue claims are speech of their own from this many words on.
LONE_SPEECH_WORDS = 5
#: How often such speech is a quote, and goes on with the speaker before: estimates, not yet measured.
LONE_SPEECH_PROBABILITY = 0.6
LONE_SPEAKER_PROBABILITY = 0.6


@Language.factory(
    "attribution_links",
    assigns=["doc._.attributions"],
    requires=["token.tag", "token.dep", "doc._.blocks", "doc._.quotations"],
)
def make_links(nlp: Language, name: str) -> "Links":
    """The component without weights; they come with `from_disk`."""
    return Links(nlp)


class Links:
    """Writes `doc._.attributions`, in order of their content."""

    def __init__(self, nlp: Language, network: Network | None = None) -> None:
        self.vectors = nlp.vocab.vectors
        self.network = network

    def __call__(self, doc: Doc) -> Doc:
        if self.network is None:
            raise ValueError("attribution_links has no weights: load it from a trained pipeline")
        reading = Reading(doc, self.network, self.vectors.data)
        rules = find_withholdings(doc)
        spoken_for = no_cues(doc, rules)
        proposed = [
            completed(doc, a)
            for proposal in reading.propose(SPEECH_CUE_THRESHOLD, CUE_THRESHOLD)
            if (a := outside(proposal, spoken_for)) is not None
        ]
        dangling = [a for a in proposed if not a.content]
        likeliest = sorted((a for a in proposed if a.content), key=lambda a: -a.probability)
        sure = [a for a in likeliest if is_sure(doc, a)]
        unsure = [a for a in likeliest if not is_sure(doc, a)]
        # What the layout says stands before what the network makes of the same words.
        found = drop_repeats(settle_edges(doc, [*transcript_turns(doc), *signatures(doc), *sure]))
        found += lead_ins(doc, dangling, {start for a in found for start, _ in a.content})
        found = unwrap(doc, found, reading, spoken_for)
        found = tie_withheld(doc, found, reading, rules)
        found = add_nested(doc, found, reading)
        found = add_unclaimed(doc, found, settle_edges(doc, unsure))
        found = [carved(doc, a) for a in claim_speech(doc, found)]
        found = [a for a in found if a.content]
        doc._.attributions = tuple(sorted(found, key=lambda a: (a.content, a.cue or (0, 0))))
        return doc

    def to_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> None:
        if self.network is not None:
            self.network.to_disk(Path(path))

    def from_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> "Links":
        self.network = Network.from_disk(Path(path))
        return self


def is_sure(doc: Doc, attribution: Attribution) -> bool:
    """Whether a proposal of the network stands on its own."""
    if attribution.probability >= CUE_THRESHOLD:
        return True
    says = attribution.cue and any(
        is_saying(token) and token.tag_.startswith("V") for token in doc[slice(*attribution.cue)]
    )
    return bool(says and attribution.source) and attribution.probability >= SAYING_THRESHOLD


def no_cues(doc: Doc, rules: list[Withholding]) -> list[Range]:
    """Words that sound like cues and report no words: "declined to be named", "declined to comment"."""
    # "asked | to be identified only by": the verb may stand before the wording that was matched.
    ranges = [(max(rule.start - 2, rule.sentence[0]), rule.end) for rule in rules]
    return ranges + [evidence for _, evidence, _ in find_refusals(doc)]


def outside(attribution: Attribution, no_cues: list[Range]) -> Attribution | None:
    """The attribution with its cue outside those words; None if all of the cue lies in them."""
    cue = attribution.cue
    for start, end in no_cues:
        if cue and start <= cue[0] < end:
            if cue[1] <= end:
                return None
            cue = (end, cue[1])
    return attribution if cue == attribution.cue else msgspec.structs.replace(attribution, cue=cue)


def completed(doc: Doc, attribution: Attribution) -> Attribution:
    """Complete a source that breaks off: at its relative pronoun, or before the name in apposition to it.

    "an official who | declined to be named said"; "the captain |, Will Prosser, said".
    """
    source, cue = attribution.source, attribution.cue
    if source is None:
        return attribution
    start, end = source
    if end - start > 1 and doc[end - 1].tag_ in ("WP", "WDT"):
        end = cue[0] if cue and end <= cue[0] <= end + LONGEST_RELATIVE else end - 1
    elif end + 1 < len(doc) and doc[end].text == "," and doc[start].ent_type_ != "PERSON":
        name = doc[end + 1]
        if name.ent_type_ == "PERSON" and name.ent_iob_ == "B" and doc[end - 1].tag_ in ("NN", "NNP"):
            end = next((i for i in range(end + 1, len(doc)) if doc[i].ent_type_ != "PERSON"), len(doc))
    return msgspec.structs.replace(attribution, source=(start, end))


def settle_edges(doc: Doc, found: list[Attribution]) -> list[Attribution]:
    """Snap content to quotation marks."""
    outermost = Outermost(doc)
    return [replace_content(a, settle(doc, a, outermost)) for a in found]


def settle(doc: Doc, attribution: Attribution, outermost: Outermost) -> list[Range]:
    """The content with every quotation that it mostly takes up taken whole."""
    taken = [r for r in (attribution.cue, attribution.source) if r]
    content = list(attribution.content)
    for quotation in list(outermost.meeting(content)):
        inner = quotation.end - quotation.start - quotation.opened - quotation.closed
        covered = sum(max(0, min(e, quotation.end) - max(s, quotation.start)) for s, e in content)
        free = not any(s < quotation.end and e > quotation.start for s, e in taken)
        if free and 2 * covered >= max(inner, 1):
            content.append((quotation.start, quotation.end))
    return trim(doc, merge(content))


def merge(ranges: list[Range]) -> list[Range]:
    """Union of ranges; pieces that touch become one."""
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def trim(doc: Doc, ranges: list[Range]) -> list[Range]:
    """Drop white space and stray commas at the edges, and pieces without a word."""
    kept = []
    for start, end in ranges:
        while start < end and (doc[start].is_space or doc[start].text in ",;"):
            start += 1
        while start < end and doc[end - 1].is_space:
            end -= 1
        if any(not doc[i].is_punct for i in range(start, end)):
            kept.append((start, end))
    return kept


def carved(doc: Doc, attribution: Attribution) -> Attribution:
    """The attribution with its cue and source cut out of its content."""
    pieces = list(attribution.content)
    for hole in (attribution.cue, attribution.source):
        if hole:
            pieces = [
                part
                for piece in pieces
                for part in ((piece[0], min(piece[1], hole[0])), (max(piece[0], hole[1]), piece[1]))
                if part[0] < part[1]
            ]
    return msgspec.structs.replace(attribution, content=tuple(trim(doc, merge(pieces))))


def replace_content(attribution: Attribution, content: list[Range]) -> Attribution:
    """The attribution with other content, unless there is none."""
    return msgspec.structs.replace(attribution, content=tuple(content) or attribution.content)


def drop_repeats(found: list[Attribution]) -> list[Attribution]:
    """Of attributions that claim much the same words, keep the first."""
    kept: list[Attribution] = []
    at: dict[int, list[Attribution]] = {}
    for attribution in found:
        # Contents that share half their tokens share a stretch of the article: look only there.
        stretches = range(attribution.content[0][0] // WINDOW, attribution.content[-1][1] // WINDOW + 1)
        if not any(similar(attribution.content, other.content) for s in stretches for other in at.get(s, [])):
            kept.append(attribution)
            for s in stretches:
                at.setdefault(s, []).append(attribution)
    return kept


def similar(one: tuple[Range, ...], other: tuple[Range, ...]) -> bool:
    """Whether two contents share more than half their tokens."""
    if one[-1][1] <= other[0][0] or other[-1][1] <= one[0][0]:
        return False
    shared = sum(max(0, min(e, f) - max(s, t)) for s, e in one for t, f in other)
    whole = sum(e - s for s, e in one) + sum(f - t for t, f in other) - shared
    return 2 * shared > whole


def add_unclaimed(doc: Doc, found: list[Attribution], unsure: list[Attribution]) -> list[Attribution]:
    """Add the less likely attributions whose content is speech that no other claims."""
    taken = np.zeros(len(doc), dtype=bool)
    for attribution in found:
        for start, end in attribution.content:
            taken[start:end] = True
    speech = np.zeros(len(doc), dtype=bool)
    for quotation in doc._.quotations:
        if quotation.use == "speech":
            speech[quotation.start : quotation.end] = True
    added = list(found)
    for attribution in unsure:
        free = [speech[start:end] & ~taken[start:end] for start, end in attribution.content]
        words = sum(end - start for start, end in attribution.content)
        if (
            any(piece.any() for piece in free)
            and 2 * sum(int(taken[s:e].sum()) for s, e in attribution.content) < words
        ):
            added.append(attribution)
            for start, end in attribution.content:
                taken[start:end] = True
    return added


def claim_speech(doc: Doc, found: list[Attribution]) -> list[Attribution]:
    """Give every quotation that is speech to an attribution.

    It goes on with the quotation of the paragraph before where its marks say so; else it joins the
    attribution that quotes beside it in its paragraph; else it stands alone, without cue or source,
    and speakers.py lets the speaker before go on.
    """
    found = sorted(found, key=lambda a: a.content)
    owner = np.full(len(doc), -1, dtype=np.int64)
    for i, attribution in enumerate(found):
        for start, end in attribution.content:
            owner[start:end] = i
    paragraph = np.zeros(len(doc), dtype=np.int64)
    for number, block in enumerate(doc._.blocks):
        paragraph[block.start : block.end] = number
    quoting: dict[int, list[int]] = {}
    for quotation in doc._.quotations:
        holder = majority(owner, quotation)
        if holder is not None:
            quoting.setdefault(int(paragraph[quotation.start]), []).append(holder)
    holders: dict[int, int] = {}
    extra: dict[int, list[Range]] = {}
    alone: list[Attribution] = []
    for number, quotation in enumerate(doc._.quotations):
        holder = majority(owner, quotation)
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
            elif len(words_in(doc, quotation)) >= LONE_SPEECH_WORDS or fills_paragraph(doc, quotation):
                beside = quoting.get(int(paragraph[quotation.start]), [])
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


def majority(owner: Ints, quotation: Quotation) -> int | None:
    """The attribution that holds most of a quotation's tokens, if any holds half."""
    owners = owner[quotation.start : quotation.end]
    held = owners[owners >= 0]
    if 2 * len(held) < len(owners):
        return None
    return int(np.bincount(held).argmax())


def adjacent(doc: Doc, owner: Ints, quotation: Quotation) -> int | None:
    """The attribution whose content runs up to the marks, or on from them, in the same sentence."""
    before, after = quotation.start - 1, quotation.end
    if before >= 0 and owner[before] >= 0 and not doc[quotation.start].is_sent_start and doc[before].is_alpha:
        return int(owner[before])
    if after < len(doc) and owner[after] >= 0 and not doc[after].is_sent_start and doc[after].is_alpha:
        return int(owner[after])
    return None


def fills_paragraph(doc: Doc, quotation: Quotation) -> bool:
    """Whether the quotation is all of its paragraph."""
    return (quotation.start == 0 or doc[quotation.start - 1].is_space) and (
        quotation.end == len(doc) or doc[quotation.end].is_space
    )


def words_in(doc: Doc, quotation: Quotation) -> list[str]:
    """The words of a quotation, without its marks."""
    return [t.text for t in doc[quotation.start : quotation.end] if not t.is_punct and not t.is_space]


def lone(quotation: Quotation) -> Attribution:
    """Speech on its own: no cue, no source."""
    return Attribution(
        content=((quotation.start, quotation.end),),
        cue=None,
        source=None,
        probability=LONE_SPEECH_PROBABILITY,
        source_probability=LONE_SPEAKER_PROBABILITY,
    )
