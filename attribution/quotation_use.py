"""What a quotation is for: somebody's speech, a title, or a word held with tongs.

Decides by the words inside the marks and next to them, as a first guess that a learned decision may
replace. Words that somebody is told to have said are speech however few they are ("productive talks");
speech is also whatever the rules leave over. Who said them is for later stages.
"""

import tomllib
from pathlib import Path
from typing import Literal

from spacy.tokens import Doc, Token

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

#: Forms of verbs whose subject is quoted, and "according".
SAYING = word_set(_LEXICON["saying"]["irregular"]).union(
    *(_forms(verb) for verb in word_set(_LEXICON["saying"]["regular"]))
)
_STOPS = frozenset([".", "?", "!", "…", "...", ";", ":"])
_FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])


def is_saying(token: Token) -> bool:
    """Whether the word is a form of a verb of saying, or "according"."""
    return token.lower_ in SAYING


def use_of(doc: Doc, start: int, end: int, *, in_heading: bool) -> Use:
    """The use of a quotation `[start, end)` with both its marks.

    Args:
        doc: the document, tagged.
        start: the opening mark.
        end: one past the closing mark.
        in_heading: whether it stands in a heading, where capitals tell nothing.
    """
    inside = doc[start + 1 : end - 1]
    words = [token for token in inside if token.text[0].isalnum()]
    title_case = not in_heading and _is_title_case(words)
    if _is_named(doc, start, end) and (title_case or _follows_title_word(doc, start)):
        return "title"
    if _is_sentence(doc, start, end) or _next_to_cue(doc, start, end):
        return "speech"
    stopped = any(token.text in _STOPS for token in inside[:-1]) or inside[-1:].text in ("?", "!", "…")
    if title_case and len(words) > 1 and not stopped:
        return "title"
    clause = any(token.tag_ in _FINITE for token in words)
    if len(words) <= LONGEST_SCARE and not stopped and not clause:
        return "scare"
    return "speech"


def _is_title_case(words: list[Token]) -> bool:
    """Whether all words but the small ones are capitalised, the first one too: "The Art of the Deal"."""
    if not words or not (words[0].text[0].isupper() or words[0].text[0].isdigit()):
        return False
    small = _TITLES["small"]
    capitals = [token for token in words if token.text[0].isupper()]
    fitting = (
        token.text[0].isupper()
        or token.text[0].isdigit()
        or token.lower_ in small
        or not token.text.isalpha()
        for token in words
    )
    return all(fitting) and any(token.lower_ not in small for token in capitals)


def _is_named(doc: Doc, start: int, end: int) -> bool:
    """Whether a noun or verb beside the marks says that they hold a title."""
    for i in range(start - 1, max(start - 1 - TITLE_REACH, -1), -1):
        token = doc[i]
        if any(token.lower_ in _TITLES[name] for name in ("works", "heading", "naming")):
            return True
        if token.text in _STOPS or token.text in _MARKS or token.is_space:
            break
    for i in range(end, min(end + 2, len(doc))):
        if doc[i].lower_ in _TITLES["makers"]:
            return True
    # `NBC’s “This Week”`, `appears on “The View”`
    return start > 0 and (doc[start - 1].tag_ == "POS" or doc[start - 1].lower_ == "on")


def _follows_title_word(doc: Doc, start: int) -> bool:
    """Whether the marks follow a word that nothing but a title follows: `a report entitled “How to …”`."""
    return start > 0 and doc[start - 1].lower_ in _TITLES["heading"]


def _is_sentence(doc: Doc, start: int, end: int) -> bool:
    """Whether the quotation is a sentence of its own: `“Never.”` between full stops or paragraphs."""
    before = doc[start - 1] if start else None
    after = doc[end] if end < len(doc) else None
    starts = before is None or before.is_space or before.text in _STOPS or before.text in _MARKS
    ends = after is None or after.is_space or after.text[0].isupper() or after.text in _MARKS
    return starts and ends and doc[end - 2].text in _STOPS


def _next_to_cue(doc: Doc, start: int, end: int) -> bool:
    """Whether a word of saying stands near in the same sentence, outside other quotations."""
    return _finds_saying(doc, range(start - 1, max(start - 1 - CUE_REACH, -1), -1)) or _finds_saying(
        doc, range(end, min(end + CUE_REACH, len(doc)))
    )


def _finds_saying(doc: Doc, positions: range) -> bool:
    for i in positions:
        token = doc[i]
        if is_saying(token) and not (i > 1 and token.lower_ == "called" and doc[i - 2].lower_ == "so"):
            return True
        if token.text in (".", "?", "!") or token.is_space:
            return False
    return False
