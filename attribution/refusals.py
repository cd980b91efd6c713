"""Refusals to comment: who declined, did not respond, or could not be reached.

Decides which words report that somebody gave the article nothing, and whose silence it is. Refusing to
be named is no refusal to comment (withholding.py), and words that stand in the content of a quote are
that quote's own ("said it does not comment on leaks"). Who the subject is over the article is left to
speakers.py, which resolves what `find_refusals` returns.
"""

import tomllib
from collections.abc import Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Token

from attribution.annotations import Declined, Entity, Range
from attribution.descriptions import head_noun
from attribution.phrases import Phrase, Phrases, expand, quoted_speech, word_set
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
#: How far from the phrase its subject is looked for, and how long it may be, in tokens.
_REACH = 40
#: A sentence of more tokens than this is no sentence, and its parse is not climbed.
_LONGEST_PARSED = 300

_REQUESTS = word_set(
    "request requests email emails message messages call calls text texts voicemail voicemails inquiry "
    "inquiries enquiry enquiries query queries question questions letter letters phone mails mail"
)
_TOWARDS = word_set("to for with at")
_IN_NOUN_PHRASE = word_set("DT PDT PRP PRP$ JJ JJR JJS CD HYPH NN NNS NNP NNPS POS AFX VBN")
_LINKS = word_set("of for from at with in on")
_SKIPPED = word_set(
    "is are was were has have had did does do also all both each would could will repeatedly later then "
    "initially"
)
_NONE = word_set("neither nor none nobody no-one no")


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
            Declined(entity=_owner_of(owners, subject), evidence=evidence, kind=kind)
            for subject, evidence, kind in found
            if evidence[0] not in quoted
        )
        return doc


def find_refusals(doc: Doc) -> list[tuple[Range | None, Range, RefusalKind]]:
    """Every refusal in order: its subject, the words that report it, its kind. Needs tags and a parse.

    Subjects that are joined ("neither Smith nor Jones") make one refusal each with the same evidence.
    The subject is None where the wording has none or it was not found.
    """
    found: list[tuple[Range | None, Range, RefusalKind]] = []
    for phrase, sentence in _lexicon().phrases.find(doc, quoted_speech(doc)):
        subjects = _subjects(doc, phrase, sentence)
        if subjects is None:
            continue
        evidence = (phrase.start, phrase.end)
        found += [(subject, evidence, _KINDS[phrase.label]) for subject in subjects or (None,)]
    return found


def _subjects(doc: Doc, phrase: Phrase, sentence: Range) -> list[Range] | None:
    """Those who refused, or None where the words are no refusal ("agreement could not be reached")."""
    match phrase.label:
        case "attempts":
            return _joined(doc, _object(doc, phrase))
        case "nobody":
            return _joined(doc, _noun_phrase_at(doc, phrase.end, sentence[1]))
        case "asked":
            return _joined(doc, _addressee(doc, phrase, sentence))
        case _:
            pass
    subject = _subject(doc, phrase, sentence)
    if phrase.label == "none_did" and not _is_denied(doc, phrase, sentence):
        return None
    if subject is None:
        return []
    head = _head(doc, subject)
    if doc[head].lower_ in _lexicon().never:
        return None
    if doc[head].lower_ in _REQUESTS:  # "Messages left for Smith have not been returned"
        return _joined(doc, _addressee(doc, phrase, sentence))
    return _joined(doc, subject)


def _is_denied(doc: Doc, phrase: Phrase, sentence: Range) -> bool:
    """Whether "neither" or "none" stands before the phrase in its clause."""
    window = range(max(sentence[0], phrase.start - _REACH), phrase.start)
    return any(doc[i].lower_ in _NONE for i in window)


def _subject(doc: Doc, phrase: Phrase, sentence: Range) -> Range | None:
    """The noun phrase that is the subject of the phrase: by the parse, else the one right before it."""
    floor = max(sentence[0], phrase.start - _REACH)
    before = phrase.start
    while before > floor and (doc[before - 1].lower_ in _SKIPPED or doc[before - 1].tag_ in {"RB", "MD"}):
        before -= 1
    if before > floor and doc[before - 1].tag_ in {"WP", "WDT"}:
        end = before - 1 - (doc[before - 2].text == ",")
        return _noun_phrase_before(doc, end, floor)
    if sentence[1] - sentence[0] <= _LONGEST_PARSED and (parsed := _parsed_subject(doc, phrase)):
        start = _with_conjuncts(doc, max(floor, parsed.left_edge.i), floor)
        end = _trimmed(doc, parsed.i, min(parsed.right_edge.i + 1, phrase.start))
        if doc[parsed.i].tag_ not in {"WP", "WDT"}:
            return (start, end)
        return _noun_phrase_before(doc, start - (doc[start - 1].text == ","), floor)
    found = _noun_phrase_before(doc, before - (doc[before - 1].text == ","), floor)
    return found and (_with_conjuncts(doc, found[0], floor), found[1])


def _parsed_subject(doc: Doc, phrase: Phrase) -> Token | None:
    inside = range(phrase.start, phrase.end)
    token: Token = doc[
        next((i for i in inside if doc[i].head.i not in inside or doc[i].head.i == i), phrase.start)
    ]
    for _ in range(4):
        for child in islice(token.lefts, _REACH):
            if child.dep_.startswith("nsubj") and child.i < phrase.start:
                return child
        if token.dep_ not in {"conj", "xcomp", "ccomp", "advcl", "obl", "obj", "parataxis"}:
            return None
        token = token.head
    return None


def _with_conjuncts(doc: Doc, start: int, floor: int) -> int:
    """The start of a coordination whose last member begins at `start`."""
    while start - 1 > floor and doc[start - 1].tag_ == "CC" and doc[start - 2].tag_.startswith(("NN", "PRP")):
        earlier = _noun_phrase_before(doc, start - 1, floor)
        if earlier is None:
            break
        start = earlier[0]
    return start


def _trimmed(doc: Doc, head: int, end: int) -> int:
    """The end of a noun phrase without what a relative pronoun or a dash adds to it."""
    for i in range(head + 1, end):
        if doc[i].tag_ in {"WP", "WDT", "WP$"} or doc[i].text in {"—", "–", "--", "("}:
            end = i
            break
    while end > head + 1 and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    return end


def _noun_phrase_before(doc: Doc, end: int, floor: int) -> Range | None:
    """The noun phrase that ends at `end`, with "of" and "for" phrases inside: "a spokesman for Smith"."""
    start = end
    while start > floor:
        token = doc[start - 1]
        if token.tag_ in _IN_NOUN_PHRASE or (start < end and token.lower_ in _LINKS):
            start -= 1
        else:
            break
    while start < end and doc[start].lower_ in _LINKS:
        start += 1
    return (start, end) if any(doc[i].tag_.startswith(("NN", "PRP")) for i in range(start, end)) else None


def _noun_phrase_at(doc: Doc, start: int, limit: int) -> Range | None:
    """The noun phrase that begins at `start`."""
    end = start
    while end < min(limit, start + _REACH):
        token = doc[end]
        if token.tag_ in _IN_NOUN_PHRASE or (end > start and token.lower_ in {*_LINKS, "and", "or", "nor"}):
            end += 1
        else:
            break
    while end > start and not doc[end - 1].tag_.startswith(("NN", "PRP", "CD")):
        end -= 1
    return (start, end) if end > start else None


def _object(doc: Doc, phrase: Phrase) -> Range | None:
    """Whom one tried to reach: "attempts to reach Smith on Friday were unsuccessful"."""
    verbs = word_set("reach contact locate to with of interview from")
    start = next(i for i in range(phrase.start + 2, phrase.end) if doc[i].lower_ in verbs) + 1
    while doc[start].lower_ in {"to", "with", "of", "from"} or doc[start].lower_ in {
        "hold",
        "touch",
        "comment",
        "in",
    }:
        start += 1
    found = _noun_phrase_at(doc, start, phrase.end)
    if found is None:
        return None
    end = next(
        (i for i in range(*found) if doc[i].lower_ in {"for", "by", "on", "at", "in"} and i > start), found[1]
    )
    return (start, end)


def _addressee(doc: Doc, phrase: Phrase, sentence: Range) -> Range | None:
    """Whom the calls and messages before the phrase went to; the last word of direction counts."""
    for i in range(phrase.start - 1, max(sentence[0], phrase.start - _REACH) - 1, -1):
        if doc[i].lower_ == "to" or (doc[i].lower_ in _TOWARDS and doc[i - 1].lower_ != "comment"):
            found = _noun_phrase_at(doc, i + 1, phrase.start)
            if found and not (doc[found[0]].lower_ in {"comment", "an", "a"} and doc[i].lower_ == "for"):
                return found
    return None


def _head(doc: Doc, span: Range) -> int:
    return head_noun(doc, *span)


def _joined(doc: Doc, span: Range | None) -> list[Range]:
    """The members of a coordination: "Smith and the two companies" are two."""
    if span is None:
        return []
    start, end = span
    while start < end and doc[start].lower_ in {"neither", "both", "nor", "either", ","}:
        start += 1
    members, first = [], start
    for i in range(start, end):
        if doc[i].lower_ in {"and", "or", "nor", "&"} and _parts(doc, i, first, end):
            members.append((first, i - (doc[i - 1].text == ",")))
            first = i + 1
    return [*members, (first, end)] if first < end else members


def _parts(doc: Doc, i: int, start: int, end: int) -> bool:
    """Whether a conjunction at `i` parts two noun phrases, not two names of one firm or two adjectives."""
    if i + 1 >= end or i <= start or not doc[i - 1].tag_.startswith(("NN", "PRP")):
        return False
    if doc[i].lower_ == "nor":
        return True
    one_name = doc[i].ent_type_ == "ORG" and doc[i - 1].ent_type_ == "ORG"
    following = doc[i + 1]
    return not one_name and (following.tag_ in {"DT", "PRP$", "PRP"} or following.ent_iob_ == "B")


# Who it is


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


def _owner_of(owners: dict[int, int], subject: Range | None) -> int | None:
    """The entity that the subject mentions: at its head first, then anywhere in it."""
    if subject is None:
        return None
    return next((owners[i] for i in range(*subject) if i in owners), None)
