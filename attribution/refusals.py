"""Refusals to comment: who declined, did not respond, or could not be reached.

Decides which words report that somebody gave the article nothing. Refusing to be named is no refusal to
comment (withholding.py), and words that stand in the content of a quote are that quote's own ("said it
does not comment on leaks"). Whose silence it is, is found in refusal_subjects.py; who that is over the
article is left to speakers.py, which resolves what `find_refusals` returns.
"""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from attribution.annotations import Declined, Entity, Range
from attribution.head_nouns import head_noun
from attribution.phrases import Phrases, expand, quoted_speech, word_set
from attribution.refusal_subjects import is_denied, subjects_of
from attribution.results import RefusalKind

_LEXICON = Path(__file__).with_name("lexicons") / "refusals.toml"

_KINDS: dict[str, RefusalKind] = {
    "nobody": "no_response",
    "attempts": "unreachable",
    "declined": "declined",
    "asked": "no_response",
    "no_response": "no_response",
    "unreachable": "unreachable",
    "none_did": "no_response",
}

#: Labels whose subjects are always somebody.
_SURE = frozenset(["declined", "no_response"])


class Silence(NamedTuple):
    """Somebody's refusal to comment, before it is known who that is."""

    subject: Range | None
    """None where the wording has none or it was not found."""
    evidence: Range
    """The words that report it."""
    kind: RefusalKind


class _Lexicon(NamedTuple):
    phrases: Phrases
    never: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    tables = tomllib.loads(_LEXICON.read_text(encoding="utf-8"))
    macros: dict[str, str] = {}
    for name, pattern in tables["macros"].items():
        macros[name] = expand(pattern, macros)
    patterns = {label: tables["phrases"][label] for label in _KINDS}
    return _Lexicon(
        Phrases(patterns, triggers=tables["triggers"].split(), macros=macros),
        word_set(tables["subjects"]["never"]),
    )


@Language.factory(
    "attribution_refusals",
    assigns=["doc._.refusals"],
    requires=["token.tag", "token.dep", "doc._.quotations", "doc._.attributions", "doc._.entities"],
)
def make_refusals(nlp: Language, name: str) -> "Refusals":
    """The component; it has no settings and no trained state."""
    return Refusals()


class Refusals:
    """Writes `doc._.refusals`, in order of the evidence."""

    def __init__(self) -> None:
        _lexicon()  # Read now, so that the first article does not wait for it.

    def __call__(self, doc: Doc) -> Doc:
        found = find_refusals(doc)
        quoted = _content_tokens(doc) if found else set()
        owners = _owners(doc._.entities) if found else {}
        doc._.refusals = tuple(
            Declined(entity=_owner_of(doc, owners, subject), evidence=evidence, kind=kind)
            for subject, evidence, kind in found
            if evidence[0] not in quoted
        )
        return doc


def find_refusals(doc: Doc) -> list[Silence]:
    """Every refusal in order. Needs tags and a parse.

    Subjects that are joined ("neither Smith nor Jones") make one refusal each with the same evidence.
    Found once for a document, whose quotations, tags and parse must be final, and kept in `doc._.silences`.
    """
    if doc._.silences is None:
        doc._.silences = _read_all(doc)
    found: list[Silence] = doc._.silences
    return found


def _read_all(doc: Doc) -> list[Silence]:
    found: list[Silence] = []
    for phrase, sentence in _lexicon().phrases.find(doc, quoted_speech(doc)):
        subjects = subjects_of(doc, phrase, sentence)
        if phrase.label == "none_did" and not any(is_denied(doc, subject) for subject in subjects):
            continue
        if phrase.label not in _SURE and any(
            doc[head_noun(doc, *subject)].lower_ in _lexicon().never for subject in subjects
        ):
            continue  # "Agreement could not be reached", but "Target did not respond to requests for comment".
        evidence = (phrase.start, phrase.end)
        found += [Silence(subject, evidence, _KINDS[phrase.label]) for subject in subjects or (None,)]
    return found


def _content_tokens(doc: Doc) -> set[int]:
    """The tokens that stand in the content of a quote."""
    return {
        i
        for attribution in doc._.attributions
        for start, end in attribution.content
        for i in range(start, end)
    }


def _owners(entities: Sequence[Entity]) -> dict[int, int]:
    """For each token in a mention, the entity of the shortest such mention; joint entities leave way."""
    mentions = sorted(
        (
            (bool(entity.members), end - start, index, (start, end))
            for index, entity in enumerate(entities)
            for start, end in entity.mentions
        ),
        reverse=True,
    )
    return {i: index for _, _, index, mention in mentions for i in range(*mention)}


def _owner_of(doc: Doc, owners: dict[int, int], subject: Range | None) -> int | None:
    """The entity that the subject mentions: at its head first, then anywhere in it."""
    if subject is None:
        return None
    places = (head_noun(doc, *subject), *range(*subject))
    return next((owners[i] for i in places if i in owners), None)
