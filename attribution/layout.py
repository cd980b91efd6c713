"""Attributions told by the layout of the page rather than by a clause.

- transcripts: "WALLACE: Let's begin." - a paragraph opened by a speaker's label and a colon;
- signatures: a quotation signed with a dash, "“I was there.” — Jane Doe, teacher", on the same line
  or the next;
- lead-ins: a paragraph that ends "He said:" before a quotation in a paragraph of its own.

Each needs evidence beyond one mark: labels recur in an article, signatures follow a quotation.
"""

from collections import Counter
from itertools import pairwise

from spacy.lang.lex_attrs import is_quote
from spacy.tokens import Doc

from attribution.annotations import Attribution, Block, Quotation, Range
from attribution.columns import columns
from attribution.ranges import among
from attribution.word_places import places_of

_COLON = frozenset({":"})
DASHES = frozenset({"—", "–", "―", "--", "-", "~"})

#: A speaker's label is at most this many tokens: "SEN. ELIZABETH WARREN", "Question from the floor".
LABEL_TOKENS = 6

#: A signature may go on after the name: "Jane Doe, 34, a teacher from Leeds".
SIGNATURE_TOKENS = 20

FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])

#: How often an attribution read off the layout is one; an estimate, too rare in PolNeAR dev to measure.
PROBABILITY = 0.9


def transcript_turns(doc: Doc) -> list[Attribution]:
    """One attribution a labelled paragraph, where at least two paragraphs carry labels."""
    turns: list[tuple[Block, Range, int]] = []
    labels: Counter[str] = Counter()
    colons = places_of(doc, _COLON)
    for block in paragraphs(doc):
        label = speaker_label(doc, block) if among(colons, block.start, block.end) else None
        if label:
            source, colon = label
            turns.append((block, source, colon))
            labels[doc[source[0] : source[1]].text] += 1
    if len(turns) < 2 or labels.most_common(1)[0][1] < 2:
        return []
    return [
        Attribution(
            content=((colon + 1, block.end),),
            cue=(colon, colon + 1),
            source=source,
            probability=PROBABILITY,
            source_probability=PROBABILITY,
        )
        for block, source, colon in turns
    ]


def speaker_label(doc: Doc, block: Block) -> tuple[Range, int] | None:
    """The label's range and its colon, where the paragraph opens with one and goes on for words."""
    text = columns(doc).text
    start = block.start
    while start < block.end and is_quote(text[start]):
        start += 1
    opening = text[start : min(start + LABEL_TOKENS + 1, block.end - 1)]
    if ":" not in opening[1:]:
        return None
    size = opening.index(":", 1)
    if size > 1 and opening[0].islower():
        return None
    if not all(word.isalpha() or word in ".-’'" for word in opening[1:size]):
        return None
    colon = start + size
    label = doc[start:colon]
    words = [word for word in opening[:size] if word.isalpha()]
    if words and all(word.isupper() or word in ("Mc", "Mac") for word in words) and len(label.text) > 2:
        return (start, colon), colon
    if label.ents and label.ents[0].label_ == "PERSON" and label.ents[0].end == colon:
        return (start, colon), colon
    return None


def signatures(doc: Doc) -> list[Attribution]:
    """Quotations signed with a dash and a name."""
    closing = {q.end: q for q in doc._.quotations if q.level == 0 and q.closed and q.use == "speech"}
    if not closing:
        return []
    found = []
    text = columns(doc).text
    blocks = paragraphs(doc)
    dashes = places_of(doc, DASHES)
    for number, block in enumerate(blocks):
        for dash in among(dashes, block.start, block.end - 1):
            signed: Quotation | None = closing.get(dash)
            if dash == block.start and number:
                signed = closing.get(blocks[number - 1].end)
            if signed is not None and is_signature(doc, dash + 1, block.end):
                end = next((i for i in range(dash + 1, block.end) if is_quote(text[i])), block.end)
                found.append(
                    Attribution(
                        content=((signed.start, signed.end),),
                        cue=(dash, dash + 1),
                        source=(dash + 1, end),
                        probability=PROBABILITY,
                        source_probability=PROBABILITY,
                    )
                )
    return found


def is_signature(doc: Doc, start: int, end: int) -> bool:
    """Whether the rest of a paragraph is a name with what describes it, and no clause."""
    c = columns(doc)
    if not 0 < end - start <= SIGNATURE_TOKENS or not is_name_word(c.text[start]):
        return False
    return FINITE.isdisjoint(c.tag[start:end])


def is_name_word(word: str) -> bool:
    """Whether the word may open a name or a handle."""
    return word[0].isupper() or word.startswith("@")


def lead_ins(doc: Doc, dangling: list[Attribution], claimed: set[int]) -> list[Attribution]:
    """Tie a cue at the end of a paragraph, before a colon, to the quotation that the next one is.

    Args:
        doc: the document.
        dangling: cues that the network found no content for, with their sources.
        claimed: first tokens of the quotations that have an attribution already.
    """
    opening = {q.start: q for q in doc._.quotations if q.level == 0}
    found = []
    text = columns(doc).text
    blocks = paragraphs(doc)
    for before, block in pairwise(blocks):
        quotation = opening.get(block.start)
        if quotation is None or quotation.start in claimed or text[before.end - 1] != ":":
            continue
        cue = next(
            (a for a in reversed(dangling) if before.start <= (a.cue or (-1, 0))[0] < before.end), None
        )
        if cue:
            found.append(
                Attribution(
                    content=((quotation.start, quotation.end),),
                    cue=cue.cue,
                    source=cue.source,
                    probability=cue.probability,
                    source_probability=cue.source_probability,
                )
            )
    return found


def paragraphs(doc: Doc) -> list[Block]:
    """The blocks that hold the article's own words."""
    return [block for block in doc._.blocks if block.kind in ("paragraph", "heading")]
