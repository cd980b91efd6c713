"""Whose silence a refusal to comment reports.

Decides the noun phrase of those who refused: the subject of the clause by the parse and the words
around, or whom the unanswered calls went to. Joined subjects come apart. Who they are is left to
speakers.py.
"""

from itertools import islice

from spacy.tokens import Doc, Token

from attribution.annotations import Range
from attribution.head_nouns import head_noun
from attribution.phrases import Phrase, word_set

#: How far from the phrase its subject is looked for, and how long it may be, in tokens.
_REACH = 40
#: A sentence of more tokens than this is no sentence, and its parse is not climbed.
_LONGEST_PARSED = 300

_REQUESTS = word_set(
    "request requests email emails message messages call calls text texts voicemail voicemails inquiry "
    "inquiries enquiry enquiries query queries question questions letter letters phone mails mail"
)
_ATTEMPTS = word_set(
    "attempt attempts effort efforts attempting trying not able unable to reach contact locate speak "
    "interview get hold of in touch with comment from"
)
_NONE = word_set("neither nor none nobody")
_TOWARDS = word_set("to for with at")
_NOUN_PHRASE_TAGS = word_set("DT PDT PRP PRP$ JJ JJR JJS CD HYPH NN NNS NNP NNPS POS AFX VBN")
_LINKS = word_set("of for from at with in on")
_CLIMBED = word_set("conj xcomp ccomp advcl obl obj parataxis")
_SKIPPED = word_set(
    "is are was were has have had did does do also all both each would could will repeatedly later then "
    "initially"
)


def subjects_of(doc: Doc, phrase: Phrase, sentence: Range) -> list[Range]:
    """The noun phrases of those who refused, in order; none where the wording has none."""
    match phrase.label:
        case "attempts":
            return _joined(doc, _tried(doc, phrase))
        case "nobody":
            return _joined(doc, _noun_phrase_at(doc, phrase.end, sentence[1]))
        case "asked":
            return _joined(doc, _addressee(doc, phrase, sentence))
        case _:
            subject = _subject(doc, phrase, sentence)
    if subject is not None and doc[head_noun(doc, *subject)].lower_ in _REQUESTS:
        return _joined(
            doc, _addressee(doc, phrase, sentence)
        )  # "Messages left for Smith have not been returned"
    return _joined(doc, subject)


def is_denied(doc: Doc, subject: Range) -> bool:
    """Whether "neither" or "none" stands in the subject or right before it."""
    return any(token.lower_ in _NONE for token in doc[max(0, subject[0] - 1) : subject[1]])


def _subject(doc: Doc, phrase: Phrase, sentence: Range) -> Range | None:
    """The subject of the phrase: by the parse, else the noun phrase right before it."""
    floor = max(sentence[0], phrase.start - _REACH)
    end = _verb_start(doc, phrase.start, floor)
    nearest = _noun_phrase_before(doc, end - (doc[end - 1].text == ","), floor)
    if nearest and nearest[0] > floor and doc[nearest[0] - 1].lower_ in {"through", "via"}:
        end = _verb_start(doc, nearest[0] - 1, floor)  # "Smith, through his office, declined"
        if end > floor + (doc[end - 1].text == ","):
            return _relative_or(doc, end, floor)
    if doc[end - 1].tag_ in {"WP", "WDT"}:
        return _relative_or(doc, end, floor)
    parsed = _parsed_subject(doc, phrase) if sentence[1] - sentence[0] <= _LONGEST_PARSED else None
    if parsed is None or parsed.tag_ in {"WP", "WDT"}:
        return _whole(doc, _relative_or(doc, end if parsed is None else parsed.i + 1, floor), phrase, floor)
    stop = phrase.start if parsed.i < phrase.start else sentence[1]
    start = max(floor, parsed.left_edge.i)
    return _whole(doc, (start, _trimmed(doc, parsed.i, min(parsed.right_edge.i + 1, stop))), phrase, floor)


def _verb_start(doc: Doc, start: int, floor: int) -> int:
    """Where a verb group begins that ends at `start`: before its auxiliaries and adverbs."""
    while start > floor and (doc[start - 1].lower_ in _SKIPPED or doc[start - 1].tag_ in {"RB", "MD"}):
        start -= 1
    return start


def _relative_or(doc: Doc, end: int, floor: int) -> Range | None:
    """The noun phrase that ends at `end`, or that a relative pronoun or a comma there takes up."""
    for _ in range(2):
        if end > floor + 1 and (doc[end - 1].tag_ in {"WP", "WDT"} or doc[end - 1].text == ","):
            end -= 1
    return _noun_phrase_before(doc, end, floor)


def _parsed_subject(doc: Doc, phrase: Phrase) -> Token | None:
    inside = range(phrase.start, phrase.end)
    root = next((i for i in inside if doc[i].head.i not in inside or doc[i].head.i == i), phrase.start)
    token: Token = doc[root]
    for _ in range(4):
        for child in islice(token.lefts, _REACH):
            opens = (
                doc[phrase.start].tag_ == "VBG" and child.i >= phrase.end
            )  # "While declining to, she said"
            if child.dep_.startswith("nsubj") and (child.i < phrase.start or opens):
                return child
        if token.dep_ not in _CLIMBED:
            return None
        token = token.head
    return None


def _whole(doc: Doc, span: Range | None, phrase: Phrase, floor: int) -> Range | None:
    """The noun phrase with what the parse cut off: the rest of a name, members joined to it on the left."""
    if span is None:
        return None
    start, end = span
    while start > floor and doc[start].tag_ == doc[start - 1].tag_ == "NNP":
        start -= 1
    while end < phrase.start and doc[end].tag_ in {"NNP", "NNPS"}:
        end += 1
    while start - 1 > floor and doc[start - 1].tag_ == "CC" and doc[start - 2].tag_.startswith(("NN", "PRP")):
        earlier = _noun_phrase_before(doc, start - 1, floor)
        if earlier is None or (
            earlier[0] > floor and doc[earlier[0] - 1].tag_ in {"IN", "VBD", "VBN", "VBG", "VB"}
        ):
            break
        start = earlier[0]
    return start, end


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
        is_name = (
            start == end and token.text[0].isupper() and token.tag_ not in {"WP", "IN"}
        )  # whatever its tag
        if (
            not is_name
            and token.tag_ not in _NOUN_PHRASE_TAGS
            and not (start < end and token.lower_ in _LINKS)
        ):
            break
        start -= 1
    while start < end and doc[start].lower_ in _LINKS:
        start += 1
    has_noun = any(
        doc[i].tag_.startswith(("NN", "PRP")) or doc[i].text[0].isupper() for i in range(start, end)
    )
    return (start, end) if has_noun else None


def _noun_phrase_at(doc: Doc, start: int, limit: int) -> Range | None:
    """The noun phrase that begins at `start`, with what is joined to it."""
    end = start
    while end < min(limit, start + _REACH):
        token = doc[end]
        if token.tag_ not in _NOUN_PHRASE_TAGS and not (
            end > start and token.lower_ in {*_LINKS, "and", "or", "nor"}
        ):
            break
        end += 1
    while end > start and not doc[end - 1].tag_.startswith(("NN", "PRP", "CD")):
        end -= 1
    return (start, end) if end > start else None


def _tried(doc: Doc, phrase: Phrase) -> Range | None:
    """Whom one tried to reach: "attempts to reach | Smith | on Friday were unsuccessful"."""
    start = next((i for i in range(phrase.start, phrase.end) if doc[i].lower_ not in _ATTEMPTS), phrase.end)
    found = _noun_phrase_at(doc, start, phrase.end)
    if found is None:
        return None
    adjunct = word_set("for by on at in")
    return start, next((i for i in range(start + 1, found[1]) if doc[i].lower_ in adjunct), found[1])


def _addressee(doc: Doc, phrase: Phrase, sentence: Range) -> Range | None:
    """Whom the calls and messages before the phrase went to; the last word of direction counts."""
    for i in range(phrase.start - 1, max(sentence[0], phrase.start - _REACH) - 1, -1):
        if doc[i].lower_ in _TOWARDS and (found := _noun_phrase_at(doc, i + 1, phrase.start)):
            purpose = doc[head_noun(doc, *found)].lower_ in {"comment", "response", "interview", "interviews"}
            if not purpose:
                return found
    return None


def _joined(doc: Doc, span: Range | None) -> list[Range]:
    """The members of a coordination: "Smith and the two companies" are two."""
    if span is None:
        return []
    start, end = span
    while start < end and doc[start].lower_ in {"neither", "both", "nor", "either", ","}:
        start += 1
    members, first = [], start
    for i in range(start, end):
        if doc[i].lower_ in {"and", "or", "nor"} and _parts(doc, i, first, end):
            members.append((first, i - (doc[i - 1].text == ",")))
            first = i + 1
    return [*members, (first, end)] if first < end else members


def _parts(doc: Doc, i: int, start: int, end: int) -> bool:
    """Whether the conjunction at `i` parts two noun phrases.

    Not two halves of a firm's name, two names that share a noun ("the Hale and Ross campaigns"), nor two
    nouns behind a preposition ("spokesmen at the bureau and the department"), unless the parse says so.
    """
    if i + 1 >= end or i <= start or not doc[i - 1].tag_.startswith(("NN", "PRP")):
        return False
    if doc[i].lower_ == "nor":
        return True
    if doc[i].ent_type_ == doc[i - 1].ent_type_ == "ORG":
        return False
    if doc[i - 1].tag_ == "NNP" and doc[i + 1].tag_ == "NNP" and doc[end - 1].tag_ == "NNS":
        return False
    head = head_noun(doc, start, i)
    if any(doc[k].lower_ in _LINKS for k in range(head, i)):
        return any(doc[k].dep_ == "conj" and doc[k].head.i == head for k in range(i + 1, end))
    return doc[i + 1].tag_ in {"DT", "PRP$", "PRP"} or doc[i + 1].ent_iob_ == "B" or doc[i + 1].tag_ == "NNP"
