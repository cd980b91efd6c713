"""Why an article says that a name is withheld.

Decides the class of the reason that the clause of a ground rule gives ("because the talks are
private"), and its words. A reason must be brought in by a connector; one that fits no class is `other`.
"""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast, get_args

from spacy.tokens import Doc

from attribution.annotations import Range
from attribution.phrases import Phrase, Phrases, word_set
from attribution.results import AnonymityReason

_LEXICON = Path(__file__).with_name("lexicons") / "anonymity_reasons.toml"

#: How far a reason may stand behind the ground rule, and how long it may be, in tokens.
_REACH, _LENGTH = 30, 25

#: Words with which a sentence opens that gives the reason first.
_OPENERS = word_set("because citing fearing for since as")
_CLAUSE_ENDS = frozenset(
    [",", ".", ";", ":", "—", "–", "--", "-", "(", ")", "?", "!", '"', "“", "”", "''", "``"]
)
#: "Because he was told not to" is no new statement. The tag of "told" cannot be trusted to say so.
_AUXILIARIES = word_set("is are was were be been being has have had having to not n't never also")
#: What makes of a reason somebody's words.
TELLING = word_set("said says told added saying adding say recalled explained")


class Reason(NamedTuple):
    """A reason with the words that state it, connector first."""

    label: AnonymityReason
    evidence: Range


class _Lexicon(NamedTuple):
    reasons: Phrases
    connectors: Phrases


@cache
def lexicon() -> _Lexicon:
    """The wording, read once."""
    tables = tomllib.loads(_LEXICON.read_text(encoding="utf-8"))
    macros = tables["macros"]
    labels = [label for label in tables["reasons"] if label in get_args(AnonymityReason)]
    return _Lexicon(
        Phrases({label: tables["reasons"][label] for label in labels}, macros=macros),
        Phrases({label: [tables["connectors"][label]] for label in ("strong", "weak")}, macros=macros),
    )


def reason_of(doc: Doc, phrase: Phrase, sentence: Range, quoted: Sequence[bool]) -> Reason | None:
    """The reason for a ground rule: behind it, inside it, or in a clause that opens the sentence."""
    stop = min(sentence[1], phrase.end + _REACH)
    for start, end in ((phrase.end, stop), (phrase.start, phrase.end)):
        if found := _brought_in(doc, start, end, sentence[1], quoted):
            return found
    first = sentence[0]
    if phrase.start > first and doc[first].lower_ in _OPENERS:
        return _brought_in(doc, first, min(phrase.start, first + 2), phrase.start, quoted)
    return None


def _brought_in(doc: Doc, start: int, end: int, limit: int, quoted: Sequence[bool]) -> Reason | None:
    """The first reason that a connector in `[start, end)` brings in, its clause read as far as `limit`."""
    for label, first, last in lexicon().connectors.within(doc, start, end, quoted):
        if any(
            doc[i].lower_ in TELLING or doc[i].is_quote or "\n" in doc[i].text for i in range(start, first)
        ):
            return None  # A statement of its own has begun.
        finish = _clause_end(doc, last, min(limit, first + _LENGTH))
        found = next((p.label for p in lexicon().reasons.within(doc, first, finish, quoted)), None)
        if found is not None:
            return Reason(cast("AnonymityReason", found), (first, finish))
        if label == "strong":
            return Reason("other", (first, finish))
    return None


def _clause_end(doc: Doc, start: int, limit: int) -> int:
    for i in range(start, limit):
        inside_word = doc[i].text == "-" and not doc[i - 1].whitespace_ and not doc[i].whitespace_
        if (doc[i].text in _CLAUSE_ENDS or "\n" in doc[i].text) and not inside_word:
            return i
        if i > start + 1 and doc[i].lower_ in TELLING and doc[i - 1].lower_ not in _AUXILIARIES:
            return i
    return limit
