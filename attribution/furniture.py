"""Page furniture: what a page says to its reader around an article, told by its wording.

Decides whether the text of one block is furniture and of which kind; where in the article a block may
stand is left to blocks.py. Wordings are those of lexicons/furniture.toml, in three strengths:

- a label ("RELATED: …", "Photo: …", "Advertisement") is furniture wherever it stands, whatever it says;
- a clear line ("Sign up for our newsletter") is furniture anywhere, unless it quotes somebody;
- a hint (words about accounts, comments, cookies said to the reader) counts at the article's edges
  only, and never where somebody is said to have said something.

The article may speak of all these things: "The company said subscribers would be asked to reset their
passwords" is none of them.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from enum import IntEnum
from pathlib import Path

from attribution.phrases import expand

_LEXICON = Path(__file__).with_name("lexicons") / "furniture.toml"

#: Longer blocks are prose. It also bounds the work of the patterns.
LONGEST = 700
#: A hint is weighed in blocks up to this many words.
HINT_WORDS = 110
#: A label such as "Related stories" is shorter.
LONGEST_LABEL = 40

_QUOTED = re.compile(r"\"[^\"]{2,}\"|'' ?[^']{2,}''|(?<!\w)'[^']{8,}'(?!\w)")
_BULLETS = " >»•·*▶►→|✉★☆🔗📧-"
_ARROWS = " >»«→|*"
_STRAIGHT = {"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\xa0": " "}
_WORD = re.compile(r"\w")
_ABOUT = re.compile(r"about (?P<name>.{2,60}?)[.:]?")


class Strength(IntEnum):
    """How much a block's wording tells; each counts in more places than the one before."""

    NONE = 0
    HINT = 1
    """At the edges of an article."""
    CLEAR = 2
    """Anywhere."""


class _Reasons:
    """Patterns by reason code, tried in order on a whole line."""

    def __init__(self, patterns: Mapping[str, Sequence[str]], macros: Mapping[str, str]) -> None:
        expanded = [(reason, expand(p, macros)) for reason, many in patterns.items() for p in many]
        self._reasons = [reason for reason, _ in expanded]
        # The empty group behind an alternative tells which one matched, as in phrases.py.
        self._regex = re.compile("|".join(f"(?:{p})()" for _, p in expanded))

    def of(self, line: str) -> str | None:
        """The first reason that the line gives, if any."""
        match = self._regex.fullmatch(line)
        return None if match is None else self._reasons[(match.lastindex or 1) - 1]


class _Wordings:
    """The lexicon, compiled."""

    def __init__(self, path: Path) -> None:
        lexicon = tomllib.loads(path.read_text(encoding="utf-8"))
        # A macro may hold others that stand after it.
        macros: Mapping[str, str] = lexicon["macros"]

        def pattern(text: str) -> re.Pattern[str]:
            return re.compile(expand(text, macros))

        self.labels, self.clear, self.sign_offs = (
            _Reasons(lexicon[name], macros) for name in ("labels", "clear", "sign_offs")
        )
        self.related = pattern("|".join(f"({p})" for p in lexicon["labels"]["related"]))
        hints = lexicon["hints"]
        self.topic, self.site, self.address = (pattern(hints[name]) for name in ("topic", "site", "address"))
        self.speech = pattern(hints["speech"])
        self.sections = pattern(lexicon["sections"]["headings"])


_WORDINGS = _Wordings(_LEXICON)


def plain(text: str) -> str:
    """The text in lower case on one line, marks straight, bullets and arrows gone: what patterns read."""
    if not text.isascii():
        # One mark after the other: `translate` looks up each character.
        for mark, straight in _STRAIGHT.items():
            text = text.replace(mark, straight)
    line = " ".join(text.split()).rstrip(_ARROWS)
    bare = line.lstrip(_BULLETS)
    return (bare if _WORD.match(bare) else line).lower()


def furniture(text: str, *, last: bool = False) -> tuple[str | None, Strength]:
    """The reason code of a block that is furniture, with the strength of the evidence.

    Args:
        text: the block as it stands in the article.
        last: whether nothing but furniture follows, so that a note on the author may stand here.
    """
    if len(text) > LONGEST:
        return None, Strength.NONE
    line = plain(text)
    if not _WORD.search(line):
        return "separator", Strength.CLEAR
    if (reason := _WORDINGS.labels.of(line)) is not None:
        return reason, Strength.CLEAR
    if (reason := _WORDINGS.clear.of(line)) is not None:
        return (None, Strength.NONE) if quotes_somebody(line) else (reason, Strength.CLEAR)
    reason = _hint(line, last=last)
    return reason, Strength.NONE if reason is None else Strength.HINT


def _hint(line: str, *, last: bool) -> str | None:
    """The reason code of a line that may be furniture at the edges of an article."""
    to_reader = line.count(" ") < HINT_WORDS and _WORDINGS.address.search(line) is not None
    if not (last or to_reader) or _WORDINGS.speech.search(line):
        return None
    if last and (reason := _WORDINGS.sign_offs.of(line)) is not None:
        return reason
    topic = _WORDINGS.topic.search(line) if to_reader else None
    return _reason_of_topic(topic.group()) if topic and _WORDINGS.site.search(line) else None


def quotes_somebody(line: str) -> bool:
    """Whether a block, as `plain` gives it, holds a quotation and a word of speech."""
    return bool(_QUOTED.search(line) and _WORDINGS.speech.search(line))


def opens_list(text: str) -> bool:
    """Whether the block is a label such as "Related stories" that headlines of other articles follow."""
    line = plain(text).rstrip(".:")
    if len(line) >= LONGEST_LABEL or ":" in line:
        return False
    return _WORDINGS.related.fullmatch(line) is not None


def opens_boilerplate(heading: str, following: str) -> bool:
    """Whether a heading and the paragraph after it open the self-description of a press release."""
    line = plain(heading)
    if _WORDINGS.sections.fullmatch(line):
        return True
    about = _ABOUT.fullmatch(line)
    if about is None:
        return False
    return re.match(rf"(?:the )?{re.escape(about['name'])}\b", plain(following[:LONGEST])) is not None


def _reason_of_topic(word: str) -> str:
    if word.startswith(("comment", "community", "moderat")):
        return "comments"
    if (
        word.startswith(("password", "log", "reset"))
        or "account" in word
        or re.match("sign(?:ed)? ?-?in", word)
    ):
        return "account"
    if word.startswith(("cookie", "privacy", "terms", "ad-", "adbl")):
        return "cookies"
    return "subscription"
