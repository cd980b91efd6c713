"""What the wording of a quote or of a description tells a standards editor.

Decides from fixed lists whether words are given as an opinion, a guess or an attack, whether a cue speaks
against what it reports, and whether a description could be anybody's. It knows words and no meanings:
what is not on a list passes, and irony is lost on it. Who said the words is left to the caller.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from attribution.phrases import word_set
from attribution.results import Quote, Speaker

_LEXICON = Path(__file__).with_name("lexicons") / "report_wording.toml"

_APOSTROPHES = str.maketrans("’‘´`", "''''")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


class _Lexicon(NamedTuple):
    against: re.Pattern[str]
    judging: re.Pattern[str]
    judgement: re.Pattern[str]
    negation: re.Pattern[str]
    general: frozenset[str]
    empty: frozenset[str]
    elsewhere: frozenset[str]


@cache
def lexicon() -> _Lexicon:
    """The lists, read once."""
    tables = tomllib.loads(_LEXICON.read_text(encoding="utf-8"))
    cues, words, descriptions = tables["cues"], tables["words"], tables["descriptions"]
    return _Lexicon(
        against=_any_of(cues["against"].split()),
        judging=_any_of([*cues["opinion"].split(), *cues["attack"].split()]),
        judgement=_any_of([*words["stance"], *words["insults"]]),
        negation=_any_of([words["negations"]]),
        general=word_set(descriptions["general"]),
        empty=word_set(descriptions["empty"]),
        elsewhere=word_set(descriptions["elsewhere"]),
    )


def is_judgement(quote: Quote) -> bool:
    """Whether the cue or the words are those of an opinion, a guess or an attack.

    "One aide called him “a coward”", "an official thinks that …", "“In my view it failed,” a banker said".
    """
    judged = quote.cue is not None and lexicon().judging.search(plain(quote.cue.text))
    return bool(judged or lexicon().judgement.search(content(quote)))


def speaks_against(quote: Quote) -> bool:
    """Whether the source denies, doubts or asks what stands behind the cue."""
    return quote.cue is not None and lexicon().against.search(plain(quote.cue.text)) is not None


def is_negated(quote: Quote) -> bool:
    """Whether a negation stands in the words."""
    return lexicon().negation.search(content(quote)) is not None


def is_vague(speaker: Speaker) -> bool:
    """Whether the article says no more of an unnamed source than "a source", "senior officials", "two people".

    A source told of as one of a group, or as known already ("another", "one of them", "the official"), is
    not vague: what it is stands elsewhere.
    """
    if speaker.name is not None or speaker.affiliation is not None or speaker.description is None:
        return False
    words = _WORD.findall(plain(speaker.description))
    if not lexicon().elsewhere.isdisjoint(words):
        return False
    telling = [word for word in words if word not in lexicon().empty]
    return len(telling) == 1 and telling[0] in lexicon().general


def content(quote: Quote) -> str:
    """The words of a quote in lower case with straight apostrophes, its pieces joined."""
    return plain(" ".join(span.text for span in quote.spans))


def plain(text: str) -> str:
    """Lower case with straight apostrophes and single spaces."""
    return " ".join(text.lower().translate(_APOSTROPHES).split())


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    grouped = (re.sub(r"\((?!\?)", "(?:", pattern) for pattern in patterns)
    return re.compile(rf"\b(?:{'|'.join(grouped)})\b")
