"""What a quotation is for: somebody's speech, a title, or a word held with tongs.

Decides by the words inside the marks and next to them, as a first guess that a learned decision may
replace. Words that somebody is told to have said are speech however few they are ("productive talks");
speech is also whatever the rules leave over. Who said them is for later stages.
"""

import tomllib
from pathlib import Path
from typing import Literal

from spacy.tokens import Doc

from attribution.columns import WordColumns, word_columns
from attribution.phrases import word_set
from attribution.tokens import DOUBLE_MARKS, SINGLE_MARKS, TWIN_MARKS

Use = Literal["speech", "title", "scare"]

#: A word held with tongs is at most this long, in words.
LONGEST_SCARE = 4
#: How far before and behind the marks a noun such as "film" makes a title, in tokens.
TITLE_REACH = 4
#: How far from the marks a verb of saying makes speech, in tokens of the same sentence.
CUE_REACH = 12

_MARKS = frozenset([*DOUBLE_MARKS, *SINGLE_MARKS, *TWIN_MARKS])


def _forms(verb: str) -> set[str]:
    """The inflected forms of a regular verb: "insist" -> insist, insists, insisted, insisting."""
    if verb.endswith("e"):
        return {verb, verb + "s", verb + "d", verb[:-1] + "ing"}
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return {verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"}
    s = "es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s"
    return {verb, verb + s, verb + "ed", verb + "ing"}


_LEXICON = tomllib.loads(
    (Path(__file__).with_name("lexicons") / "quotation_use.toml").read_text(encoding="utf-8")
)
_TITLES = {name: word_set(words) for name, words in _LEXICON["titles"].items()}

#: Words before a title: of its kind, before its name, or that give it one.
_BEFORE_TITLES = _TITLES["works"] | _TITLES["heading"] | _TITLES["naming"]

#: Forms of verbs whose subject is quoted, and "according".
SAYING = word_set(_LEXICON["saying"]["irregular"]).union(
    *(_forms(verb) for verb in word_set(_LEXICON["saying"]["regular"]))
)
_STOPS = frozenset([".", "?", "!", "…", "...", ";", ":"])
_FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])


def use_of(doc: Doc, start: int, end: int, *, in_heading: bool) -> Use:
    """The use of a quotation `[start, end)` with both its marks.

    Args:
        doc: the document, tagged.
        start: the opening mark.
        end: one past the closing mark.
        in_heading: whether it stands in a heading, where capitals tell nothing.
    """
    words = word_columns(doc)
    inside = words.text[start + 1 : end - 1]
    held = [word for word in inside if word[0].isalnum()]
    title_case = not in_heading and _is_title_case(held)
    if (title_case or _follows_title_word(words, start)) and _is_named(doc, words, start, end):
        return "title"
    if _is_sentence(words, start, end) or _next_to_cue(words, start, end):
        return "speech"
    stopped = not _STOPS.isdisjoint(inside[:-1]) or inside[-1:] in (["?"], ["!"], ["…"])
    if title_case and len(held) > 1 and not stopped:
        return "title"
    if len(held) > LONGEST_SCARE or stopped:
        return "speech"
    clause = any(doc[i].tag_ in _FINITE for i, word in enumerate(inside, start + 1) if word[0].isalnum())
    return "speech" if clause else "scare"


def _is_title_case(words: list[str]) -> bool:
    """Whether all words but the small ones are capitalised, the first one too: "The Art of the Deal"."""
    if not words or not (words[0][0].isupper() or words[0][0].isdigit()):
        return False
    small = _TITLES["small"]
    fitting = (
        word[0].isupper() or word[0].isdigit() or word.lower() in small or not word.isalpha()
        for word in words
    )
    return all(fitting) and any(word[0].isupper() and word.lower() not in small for word in words)


def _is_named(doc: Doc, words: WordColumns, start: int, end: int) -> bool:
    """Whether a noun or verb beside the marks says that they hold a title."""
    for i in range(start - 1, max(start - 1 - TITLE_REACH, -1), -1):
        if words.lower[i] in _BEFORE_TITLES:
            return True
        if words.text[i] in _STOPS or words.text[i] in _MARKS or words.is_space[i]:
            break
    if not _TITLES["makers"].isdisjoint(words.lower[end : end + 2]):
        return True
    # `NBC’s “This Week”`, `appears on “The View”`
    return start > 0 and (words.lower[start - 1] == "on" or doc[start - 1].tag_ == "POS")


def _follows_title_word(words: WordColumns, start: int) -> bool:
    """Whether the marks follow a word that nothing but a title follows: `a report entitled “How to …”`."""
    return start > 0 and words.lower[start - 1] in _TITLES["heading"]


def _is_sentence(words: WordColumns, start: int, end: int) -> bool:
    """Whether the quotation is a sentence of its own: `“Never.”` between full stops or paragraphs."""
    text, is_space = words.text, words.is_space
    if text[end - 2] not in _STOPS:
        return False
    starts = start == 0 or is_space[start - 1] or text[start - 1] in _STOPS or text[start - 1] in _MARKS
    ends = end == len(text) or is_space[end] or text[end][0].isupper() or text[end] in _MARKS
    return starts and ends


def _next_to_cue(words: WordColumns, start: int, end: int) -> bool:
    """Whether a word of saying stands near in the same sentence, outside other quotations."""
    before = range(start - 1, max(start - 1 - CUE_REACH, -1), -1)
    after = range(end, min(end + CUE_REACH, len(words.text)))
    return _finds_saying(words, before) or _finds_saying(words, after)


def _finds_saying(words: WordColumns, positions: range) -> bool:
    for i in positions:
        word = words.lower[i]
        if word in SAYING and not (i > 1 and word == "called" and words.lower[i - 2] == "so"):
            return True
        if word in (".", "?", "!") or words.is_space[i]:
            return False
    return False
