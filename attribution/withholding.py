"""Where an article says that a name is withheld, in whole or in part.

Decides which words say so ("who declined to be named", "on condition of anonymity", "not her real
name"). Which noun they concern is found in withheld_nouns.py and why in reasons.py; whose quotes they
bear on is left to ground_rules.py, and what follows to anonymity.py. Wording inside quoted speech does
not count.
"""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from msgspec import Struct
from spacy.tokens import Doc

from attribution.annotations import Range
from attribution.phrases import Phrase, Phrases, expand, quoted_speech, word_set
from attribution.reasons import Reason, reason_of
from attribution.results import AnonymityReason
from attribution.withheld_nouns import (
    concerned,
    described_noun,
    noun_before_comma,
    object_end,
    withheld_object,
)

Kind = Literal["request", "partial", "pseudonym", "alias", "mononym", "unnamed"]

_LEXICON = Path(__file__).with_name("lexicons") / "anonymity_phrases.toml"

#: Labels of the lexicon, in the order in which they are tried at a word, and what a match says.
_KINDS: dict[str, Kind] = {
    "mononym": "mononym",
    "pseudonym": "pseudonym",
    "alias": "alias",
    "partial": "partial",
    "outlet": "request",
    "request": "request",
    "unauthorized": "request",
    "fearing": "request",
    "unnamed": "unnamed",
}

_FINITE = word_set("VBD VBP VBZ MD")
_STATES = word_set("is are was were has have had remain remains remained")


class Withholding(Struct, frozen=True, kw_only=True):
    """One statement that a name is withheld."""

    kind: Kind
    start: int
    end: int
    sentence: Range
    target: int | None
    """The noun or pronoun that it concerns, where the wording tells; else whoever is quoted there."""
    adjacent: bool = False
    """Whether it belongs to the noun phrase of its target (a relative clause, an apposition)."""
    loose: bool = False
    """Whether it is a participle or adjunct, which may well belong to whoever is quoted in the sentence."""
    implied: bool = False
    """Whether it gives only a ground, from which the withholding follows."""
    reason: Reason | None = None


class _Lexicon(NamedTuple):
    phrases: Phrases
    continuation: frozenset[str]
    in_what: frozenset[str]
    in_article: frozenset[str]


@cache
def lexicon() -> _Lexicon:
    """The wording, read once."""
    tables = tomllib.loads(_LEXICON.read_text(encoding="utf-8"))
    macros = tables["macros"]
    macros = {name: expand(pattern, macros) for name, pattern in macros.items()}
    return _Lexicon(
        Phrases(
            {label: tables["phrases"][label] for label in _KINDS},
            triggers=tables["triggers"].split(),
            macros=macros,
        ),
        frozenset(tables["continuation"]["words"].split()),
        frozenset(tables["continuation"]["in_what"].split()),
        frozenset(tables["continuation"]["in_article"].split()),
    )


def find_withholdings(doc: Doc) -> list[Withholding]:
    """All statements of the article that a name is withheld, in order. Needs tags; uses a parse.

    Found once for a document, whose quotations and tags must be final, and kept in `doc._.withholdings`.
    """
    if doc._.withholdings is None:
        doc._.withholdings = _read_all(doc)
    found: list[Withholding] = doc._.withholdings
    return found


def _read_all(doc: Doc) -> list[Withholding]:
    quoted = quoted_speech(doc)
    found: list[Withholding] = []
    for phrase, sentence in lexicon().phrases.find(doc, quoted):
        if found and found[-1].reason and phrase.start < found[-1].reason.evidence[1]:
            continue  # It is the reason of the statement before: "anonymity because she was not authorised".
        if withholding := _read(doc, phrase, sentence, quoted):
            found.append(withholding)
    return found


def _read(doc: Doc, phrase: Phrase, sentence: Range, quoted: Sequence[bool]) -> Withholding | None:
    label, start, end = phrase
    if not _is_meant(doc, phrase, sentence):
        return None
    match label:
        case "unnamed":
            target = described_noun(doc, end, sentence[1])
            if target is None:
                return None
            return Withholding(
                kind="unnamed", start=start, end=end, sentence=sentence, target=target, adjacent=True
            )
        case "outlet":
            target, adjacent = withheld_object(doc, end, sentence[1]), False
            if target is None:
                return None
            end = object_end(doc, target, sentence[1])
        case "fearing":
            target, adjacent = noun_before_comma(doc, start, sentence[0]), True
            if target is None:
                return None
        case _:
            target, adjacent = concerned(doc, phrase, sentence)
            if target is None and doc[start].lower_ in {"i", "we"}:
                return None  # "We will call the police."
    reason = reason_of(doc, phrase, sentence, quoted)
    implied = label in {"unauthorized", "fearing"}
    if implied:
        if target is None:
            return None
        finish = reason.evidence[1] if reason is not None and reason.evidence[0] < end else end
        ground: AnonymityReason = "not_authorized" if label == "unauthorized" else "retaliation"
        reason = Reason(reason.label if reason and label == "fearing" else ground, (start, finish))
    return Withholding(
        kind=_KINDS[label],
        start=start,
        end=end,
        sentence=sentence,
        target=target,
        adjacent=adjacent,
        loose=label == "request" and not adjacent and doc[start].tag_ in {"VBG", "IN"},
        implied=implied,
        reason=reason,
    )


# Whether the words mean it


def _is_meant(doc: Doc, phrase: Phrase, sentence: Range) -> bool:
    """Whether a verb of naming ends what it has to say: not "declined to be named as a suspect"."""
    last = doc[phrase.end - 1].lower_
    if phrase.label != "request" or last not in {"named", "identified", "quoted", "cited"}:
        return True
    if phrase.end >= sentence[1]:
        return True
    after = doc[phrase.end]
    word = after.lower_
    following = doc[phrase.end + 1] if phrase.end + 1 < sentence[1] else None
    if after.is_punct or after.is_space or after.tag_.startswith(("VB", "MD")):
        return True
    match word:
        case "as":
            return _opens_clause(doc, phrase.end + 1, sentence[1])
        case "to":
            return following is not None and following.tag_ == "VB"
        case "in":
            near = {token.lower_ for token in doc[phrase.end + 1 : min(phrase.end + 4, sentence[1])]}
            is_idiom = following is not None and following.lower_ in lexicon().in_what
            return is_idiom or not near.isdisjoint(lexicon().in_article)
        case "for":
            return following is not None and following.lower_ not in {"the", "a", "an"}
        case _:
            return word in lexicon().continuation


def _opens_clause(doc: Doc, start: int, end: int) -> bool:
    """Whether a subject and a finite verb follow ("as the talks are private"), not a noun alone."""
    if start < end and doc[start].tag_ == "PRP":
        return True
    verb = next(
        (i for i in range(start, min(end, start + 8)) if doc[i].tag_ in _FINITE or doc[i].is_punct), None
    )
    return verb is not None and (doc[verb].lower_ in _STATES or doc[verb].tag_ == "MD")
