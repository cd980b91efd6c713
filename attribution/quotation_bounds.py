"""How far a quotation reaches whose closing or opening mark is missing.

Decides by the words: a cue, the end of a sentence or clause, the end of the paragraph. A mark that is
missing never costs more than its own paragraph.
"""

from bisect import bisect_right
from collections.abc import Sequence

from spacy.tokens import Doc

from attribution.columns import WordColumns, word_columns
from attribution.quotation_use import SAYING

#: A cue behind a quotation whose closing mark is missing (", said the minister.") is at most this long.
LONGEST_CUE = 8
#: A quotation whose opening mark is missing is looked for this many tokens back.
LONGEST_UNOPENED = 120

_STOPS = frozenset([".", "?", "!", "…", "..."])
_CUT = frozenset([",", "?", "!", "…", "—", "..."])


def missing_end(
    doc: Doc, start: int, limit: int, openings: Sequence[int], following: int | None
) -> tuple[int, bool]:
    """Where a quotation without closing mark ends, and whether it was open to the end of its paragraph.

    It ends before a cue (`“Go home, he said.`), at the last sentence end before the next opening mark
    (`“Go home. “Now,” he said.`), failing that at the first clause end, or with its paragraph. A cue
    within a paragraph tells nothing if the next one takes the quotation up again.

    Args:
        doc: the document, tagged if it is to be told from a noun that a verb of saying is one.
        start: the opening mark.
        limit: one past the last token it may reach, at most the end of its paragraph.
        openings: positions of all opening marks of the same style in the paragraph, in order.
        following: the first token of the next paragraph, if there is one.
    """
    later = bisect_right(openings, start)
    stop = min(openings[later], limit) if later < len(openings) else limit
    words = word_columns(doc)
    taken_up = following is not None and stop == limit and words.text[following] == words.text[start]
    sentence_end = clause_end = None
    for i in range(start + 1, stop):
        text = words.text[i]
        if text in _CUT and _is_cue(doc, words, i + 1, stop, last=taken_up):
            return i + 1, False
        if text in _STOPS:
            sentence_end = i + 1
        elif clause_end is None and text in (",", ")", "—", "–"):
            clause_end = i if text == ")" else i + 1
    if stop < limit and (sentence_end or clause_end):
        return sentence_end or clause_end or stop, False
    return limit, True


def _is_cue(doc: Doc, words: WordColumns, start: int, stop: int, *, last: bool) -> bool:
    """Whether a sentence goes on with a cue and nothing else: `he said.`, `said the minister.`.

    Args:
        doc: the document.
        words: its words.
        start: the first token of what may be a cue.
        stop: one past the last token that may belong to the sentence.
        last: whether it must be short and the last sentence before `stop`.
    """
    longest = LONGEST_CUE // 2 if last else LONGEST_CUE
    end = start
    text = words.text
    while end < stop and end - start <= longest and text[end] not in _STOPS and text[end] != ",":
        end += 1
    if not 1 < end - start <= longest or doc[start].tag_ == "CC":
        return False
    if end + 1 < stop and (last or text[end] == ","):
        return False
    if _is_verb_of_saying(doc, words, start) or _is_verb_of_saying(doc, words, end - 1):
        return True
    return _is_verb_of_saying(doc, words, start + 1) and doc[start].tag_ in ("PRP", "NNP", "WP", "")


def _is_verb_of_saying(doc: Doc, words: WordColumns, i: int) -> bool:
    return words.lower[i] in SAYING and doc[i].tag_[:2] in ("VB", "")


def missing_start(doc: Doc, floor: int, end: int) -> int | None:
    """Where a quotation without opening mark starts: `Go home. Now,” she said.`.

    That is as far back as nothing else is told: the paragraph's start, or the end of the quotation
    before; with a word of saying between, the sentence behind it, or the words behind that cue.
    A stray mark behind a cue (`he said.”`) closes nothing: None.
    """
    words = word_columns(doc)
    sentence = clause = None
    for i in range(end - 3, max(floor, end - LONGEST_UNOPENED) - 1, -1):
        text = words.text[i]
        if text in _STOPS and not words.text[i + 1][0].islower():
            sentence = i + 1
        elif text in (",", ":") and sentence is None:
            clause = i + 1
        elif words.lower[i] in SAYING:
            return sentence or (clause if clause == i + 2 else None)
    return floor if end - floor <= LONGEST_UNOPENED else sentence
