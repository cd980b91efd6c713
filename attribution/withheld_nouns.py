"""Whom a statement that a name is withheld concerns: the noun that its wording points at.

Decides by relative pronouns, appositions and the tags of what stands around, and asks the parse where
those cannot tell. Which source the noun is, is left to ground_rules.py.
"""

from itertools import islice

from spacy.tokens import Doc, Token

from attribution.annotations import Range
from attribution.descriptions import role_of
from attribution.head_nouns import head_noun, is_noun
from attribution.phrases import Phrase, word_set
from attribution.role_nouns import PERSONAL

#: A sentence of more tokens than this is no sentence, and its parse is not climbed.
_LONGEST_PARSED = 300
#: How far from the phrase the noun that it concerns is looked for, in tokens.
_REACH = 40

_RELATIVES = word_set("who whom whose")
_AUXILIARIES = word_set(
    "is are was were be been being has have had having would could will did does do also all both only "
    "who therefore however later then initially repeatedly still each not never"
)
_PEOPLE = word_set("one another others someone somebody those")
_PERSON_PRONOUNS = word_set("he she they him her them it his their hers theirs")
#: Whom ground rules are set for; they ask for none.
_ADDRESSEES = word_set("reporter reporters journalist journalists correspondents")
_SAYING = word_set("said says told added saying adding say recalled explained")


def concerned(doc: Doc, phrase: Phrase, sentence: Range) -> tuple[int | None, bool]:
    """The noun that a clause or adjunct concerns, and whether it stands in that noun's phrase."""
    start = phrase.start
    if doc[start].lower_ in _RELATIVES:
        return antecedent(doc, start, sentence), True
    if phrase.label == "pseudonym" and doc[start].lower_ in {"i", "we"} and start > sentence[0]:
        # "a woman I will call Rita"
        return (start - 1, True) if is_person(doc, start - 1) else (None, False)
    if doc[start].tag_ == "PRP$":  # "Her name has been changed"
        return start, False
    if doc[start].tag_ == "VBG" and start - 2 > sentence[0] and doc[start - 1].text == ",":
        return (start - 2, True) if is_person(doc, start - 2) else (None, False)
    back = start - 1
    while back > sentence[0] and (
        doc[back].lower_ in _AUXILIARIES - _RELATIVES or doc[back].tag_ in {"RB", "MD"}
    ):
        back -= 1
    if doc[back].lower_ in _RELATIVES and back < start:
        return antecedent(doc, back, sentence), True
    if phrase.label == "pseudonym" and doc[back].text in {"(", ",", "-", "—", "–"}:
        return (_noun_before(doc, back), True)
    if relative := _open_relative(doc, start, sentence):
        return antecedent(doc, relative, sentence), True
    if sentence[1] - sentence[0] > _LONGEST_PARSED:
        return None, False
    return _subject(doc, phrase, sentence)


def antecedent(doc: Doc, relative: int, sentence: Range) -> int | None:
    """The person that a relative pronoun stands for: the nearest noun before it that means one.

    Nouns of things are passed over ("an official at the ministry, who"), and so are possessors ("a
    friend of the governor's") and, where an unnamed person stands before them, names behind a
    preposition ("an adviser to Trump, who"). The parse chooses among unnamed people.
    """
    floor = max(sentence[0], relative - _REACH)
    verb = doc[relative].head
    parsed = verb.head.i if verb.dep_ == "acl:relcl" else -1
    if floor <= parsed < relative and doc[parsed].tag_ in {"NN", "NNS"} and is_person(doc, parsed):
        return parsed
    name = None
    for i in range(relative - 1, floor - 1, -1):
        if not is_person(doc, i) or doc[i + 1].tag_ in {"POS", "NN", "NNS", "NNP"}:
            continue
        if not doc[i].ent_type_ or not _is_governed(doc, i, sentence[0]):
            return i if name is None or not doc[i].ent_type_ else name
        name = i if name is None else name
    return _unrecognised_name(doc, relative, floor) if name is None else name


def _unrecognised_name(doc: Doc, relative: int, floor: int) -> int | None:
    """A capitalised word right before the pronoun, which makes it a person: "Nadia, who"."""
    before = relative - 1 - (doc[relative - 1].text == ",")
    return before if before >= floor and doc[before].text[0].isupper() else None


def _is_governed(doc: Doc, i: int, floor: int) -> bool:
    """Whether the name at `i` stands behind a preposition."""
    while i > floor and doc[i - 1].ent_type_ and doc[i].ent_iob_ == "I":
        i -= 1
    return i > floor and doc[i - 1].tag_ == "IN"


def is_person(doc: Doc, i: int) -> bool:
    """Whether the word at `i` means people: a noun of the lexicon, a pronoun, or a name of a person."""
    token = doc[i]
    if token.lower_ in _PEOPLE:
        return i + 1 == len(doc) or not doc[i + 1].tag_.startswith(("NN", "JJ", "HYPH"))
    if token.tag_.startswith("NNP"):
        return token.ent_type_ == "PERSON" or (_is_plain(doc, i) and role_of(doc, i) in PERSONAL)
    if is_noun(doc, i):
        return role_of(doc, i) in PERSONAL
    return token.tag_ in {"PRP", "PRP$"} and token.lower_ in _PERSON_PRONOUNS


def _is_plain(doc: Doc, i: int) -> bool:
    """Whether a capitalised noun names no body: it stands alone, or an article opens its phrase."""
    if doc[i].ent_iob_ != "I" and (i + 1 == len(doc) or doc[i + 1].ent_iob_ != "I"):
        return True
    return any(token.lower_ in {"a", "an", "one", "another"} for token in doc[max(0, i - 4) : i])


def _open_relative(doc: Doc, start: int, sentence: Range) -> int | None:
    """A relative pronoun whose clause is still open at `start`: "who saw the memo and asked not to".

    Only across "and", "but" or a comma that continue the clause, and no other subject between.
    """
    if doc[start - 1].lower_ not in {"and", "but", "or", ","} or start - 1 <= sentence[0]:
        return None
    for i in range(start - 2, max(sentence[0], start - _REACH) - 1, -1):
        word = doc[i]
        if word.lower_ == "who":
            return i
        if word.lower_ in _SAYING or word.is_quote or (word.tag_ == "PRP" and word.dep_.startswith("nsubj")):
            return None
    return None


def _subject(doc: Doc, phrase: Phrase, sentence: Range) -> tuple[int | None, bool]:
    """The subject of the clause that the phrase belongs to, by the parse."""
    inside = range(phrase.start, phrase.end)
    root = next((i for i in inside if doc[i].head.i not in inside or doc[i].head.i == i), phrase.start)
    token: Token = doc[root]
    adjacent = False
    for _ in range(8):
        subject = next(filter(_is_subject, reversed(list(islice(token.lefts, _REACH)))), None)
        if subject is not None:
            if subject.lower_ in _RELATIVES | {"that", "which"}:
                return antecedent(doc, subject.i, sentence), True
            return subject.i, adjacent
        told = token.head.lower_ in _ADDRESSEES  # "who briefed reporters on condition of anonymity"
        if token.dep_ in {"acl", "acl:relcl", "appos", "nmod"} and is_person(doc, token.head.i) and not told:
            return token.head.i, True
        if token.head.i == token.i or not sentence[0] <= token.head.i < sentence[1]:
            break
        token = token.head
    return None, False


def _is_subject(token: Token) -> bool:
    """Whether the word is its clause's subject; no noun behind a preposition is, whatever the parser thinks."""
    nominal = token.tag_.startswith(("NN", "PRP", "W", "DT", "CD", "JJ"))
    return nominal and token.dep_.startswith("nsubj") and all(child.dep_ != "case" for child in token.lefts)


def _noun_before(doc: Doc, before: int) -> int | None:
    """The nearest noun or name before a parenthesis, across its closing quotation mark."""
    for i in range(before - 1, max(0, before - 6) - 1, -1):
        if doc[i].tag_.startswith("NN"):
            return i
        if doc[i].is_space or doc[i].text in {".", ";", "?", "!"}:
            return None
    return None


def noun_before_comma(doc: Doc, start: int, floor: int) -> int | None:
    """The noun right before ", fearing …"; only there the fear is surely the noun's own."""
    if start - 2 < floor or doc[start - 1].text != "," or not is_person(doc, start - 2):
        return None
    return start - 2


def described_noun(doc: Doc, start: int, end: int) -> int | None:
    """The person noun that an adjective before `start` describes; not "unnamed tributary"."""
    stop = min(end, start + 8)
    if start >= stop or doc[start].is_punct:
        return None
    head = head_noun(doc, start, stop)
    return head if role_of(doc, head, stop) in PERSONAL else None


def withheld_object(doc: Doc, start: int, end: int) -> int | None:
    """Whom an outlet does not name: "is not naming the man", "withheld the woman's name"."""
    stop = min(end, start + 10)
    if start >= stop:
        return None
    if doc[start].tag_ in {"PRP", "PRP$"}:
        return start
    possessor = next((i for i in range(start, stop - 1) if doc[i + 1].tag_ == "POS"), None)
    head = possessor if possessor is not None else head_noun(doc, start, stop)
    return head if is_person(doc, head) else None


def object_end(doc: Doc, target: int, end: int) -> int:
    """Where the object of withholding ends: "withholding the woman's name", "granted him anonymity"."""
    for i in range(target + 1, min(end, target + 6)):
        if doc[i].lower_ in {"name", "names", "identity", "identities", "anonymity"}:
            return i + 1
    return target + 1
