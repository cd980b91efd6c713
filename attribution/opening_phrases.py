"""What opens a sentence before its words or its source begin: "According to …, |", "Speaking in Leeds, |".

- "According to" at the start of a sentence speaks of what follows in that sentence and of nothing before
  it: the source reaches to the comma, the words from there to the end. The network may take the quotation
  of the sentence before for its words, and all that follows for its source.
- A participle with its complement is no part of the source behind it: "Speaking in Leeds, | Ann Lee, 49,".
- Nor is the time at which an entry of a live report was written: "9:50 a.m. | Ann Lee says".
"""

import re

import msgspec
from spacy.lang.lex_attrs import is_quote

from attribution.annotations import Attribution, Range
from attribution.columns import Columns
from attribution.role_nouns import is_person_noun

#: A finite verb, which the tagger may take for a participle.
_FINITE = frozenset(["VBD", "VBZ", "VBP", "MD", "VBN"])
_COMPLEMENT = frozenset(["IN", "TO", "DT", "PRP$"])
_NOMINAL = frozenset(["DT", "NNP", "PRP", "PRP$", "JJ", "NN", "NNS", "CD"])
_STOPS = frozenset(".!?")
_TIME = re.compile(r"\d{1,2}[:.]\d\d")
_BEHIND_TIME = frozenset("a.m. p.m. a.m p.m am pm gmt bst et est edt pt cet : - – — |".split())

#: Tokens of the longest sentence that is looked through.
REACH = 120


def without_opening(read: Columns, attribution: Attribution) -> Attribution:
    """The attribution with what opens its sentence in its place."""
    cue = attribution.cue
    if cue is not None and read.text[cue[0]] == "According" and _is_behind_stop(read, cue[0]):
        return _according(read, attribution, cue)
    source = attribution.source
    if source is None or not read.opens[source[0]]:
        return attribution
    start = _behind_participle(read, source) or _behind_time(read, source)
    return attribution if start is None else msgspec.structs.replace(attribution, source=(start, source[1]))


def _according(read: Columns, attribution: Attribution, cue: Range) -> Attribution:
    """Source and words of "According to X, words"."""
    source, content = attribution.source, tuple(piece for piece in attribution.content if piece[0] >= cue[1])
    end = _sentence_end(read, cue[1])
    comma = _comma_before_clause(read, cue[1], end)
    if comma is not None and (not content or (source is not None and _misses(read, source, content, comma))):
        source, content = (cue[1], comma), ((comma + 1, end),)
    if not content or (source, content) == (attribution.source, attribution.content):
        return attribution
    return msgspec.structs.replace(attribution, source=source, content=content)


def _misses(read: Columns, source: Range, content: tuple[Range, ...], comma: int) -> bool:
    """Whether the source goes on beyond the comma, or breaks off before a name: "her lawyer, | Ann Lee, it was"."""
    if source[0] <= comma < source[1] - 1:
        return True
    begins = source[1] + 1
    if not content[0][0] == begins < comma:
        return False
    # "According to prosecutors, Lee, 43, was driving home" tells of Lee.
    at_once = read.text[source[1]] == "," and "," not in read.text[begins:comma]
    return at_once and read.tag[begins] == "NNP" and is_person_noun(read.lower[source[1] - 1])


def _is_behind_stop(read: Columns, i: int) -> bool:
    """Whether a sentence ends before token `i`, also within marks; the network overlooks such an end at times."""
    before = i - 1
    while before >= 0 and (read.is_space[before] or is_quote(read.text[before])):
        before -= 1
    return before < 0 or read.text[before] in _STOPS


def _sentence_end(read: Columns, i: int) -> int:
    """Where the sentence of token `i` ends, without its full stop."""
    last = min(i + REACH, len(read.text))
    end = next((j for j in range(i, last) if read.opens[j] or "\n" in read.text[j]), last)
    while end > i and (read.text[end - 1] in _STOPS or read.is_space[end - 1]):
        end -= 1
    return end


def _comma_before_clause(read: Columns, start: int, end: int) -> int | None:
    """The first comma behind which a finite verb comes before the next one: "…, a professor, | it rose"."""
    commas = [i for i in range(start + 1, end) if read.text[i] == ","]
    for comma, after in zip(commas, [*commas[1:], end], strict=True):
        if any(read.tag[i] in _FINITE for i in range(comma + 2, after)) and read.lower[comma + 1] not in (
            "who",
            "which",
        ):
            return comma
    return None


def _behind_participle(read: Columns, source: Range) -> int | None:
    """Where the source proper begins behind a participle and its complement."""
    start, end = source
    if read.tag[start] != "VBG" or start + 1 >= end or read.tag[start + 1] not in _COMPLEMENT:
        return None
    comma = next((i for i in range(start + 2, end - 1) if read.text[i] == ","), None)
    return comma + 1 if comma is not None and read.tag[comma + 1] in _NOMINAL else None


def _behind_time(read: Columns, source: Range) -> int | None:
    """Where the source proper begins behind the time of day."""
    start, end = source
    if not _TIME.fullmatch(read.text[start]):
        return None
    behind = next((i for i in range(start + 1, end) if read.lower[i] not in _BEHIND_TIME), end)
    return behind if behind < end else None
