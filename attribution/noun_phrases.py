"""Noun phrases read off the tags: their first word, their head, the preposition before them.

Decides where a phrase starts and ends and what governs it, by a few tokens around one position; the
parse is asked only where tags cannot tell. What a phrase means is left to the rules that read it.
"""

from collections.abc import Collection

from spacy.tokens import Doc, Token

from attribution.annotations import Range
from attribution.channel_words import known_nouns, nouns, words

#: Tags of the words that can stand between the first word of a noun phrase and its head.
_INSIDE = frozenset(
    [
        *("DT", "PDT", "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "CD", "PRP$", "POS", "VBN", "VBG"),
        *("RB", "RBS", "RBR", "HYPH", "FW", "$", "SYM", "ADD", "NFP", "AFX", "WP$"),
    ]
)
_NOUNS = frozenset(["NN", "NNS", "NNP", "NNPS", "FW", "ADD"])
#: Quotation marks.
MARKS = frozenset("\"“”„'‘’«»")
#: Longest noun phrase before its head, in tokens.
SPAN = 12
#: Prepositions that go on with a description of people: "two people in the room", "chief of staff".
_OF_PEOPLE = frozenset(["of", "in", "at", "from", "with", "for", "to", "near", "inside", "on"])


def left_edge(doc: Doc, head: int) -> int:
    """The first token of the noun phrase that ends with `head`, post-modifiers apart."""
    start = head
    while start > 0 and head - start < SPAN and _goes_on_left(doc, start):
        start -= 1
        first = doc[start].tag_ in ("DT", "PRP$")
        if first and (start == 0 or doc[start - 1].tag_ != "PDT"):
            break
    while start < head and doc[start].text in MARKS:
        start += 1
    return start


def _goes_on_left(doc: Doc, start: int) -> bool:
    token = doc[start - 1]
    if token.lower_ in ("citing", "cited", "according"):
        return False
    if _is_hyphened(doc, start - 1):
        return True
    if token.lower_ in ("and", "&", "/"):
        return start > 1 and _are_names(doc[start - 2], doc[start])
    # Tagged as past tense between article and noun: "a televised interview".
    modifies = start > 1 and doc[start - 2].tag_ in ("DT", "PRP$", "JJ", "RB", "HYPH")
    participle = token.tag_ == "VBD" and modifies
    return token.tag_ in _INSIDE or token.text in MARKS or participle


def _is_hyphened(doc: Doc, i: int) -> bool:
    """Whether the word is one of a compound that hyphens hold together: "follow-up", "post-match"."""
    before = i > 0 and doc[i - 1].text == "-" and not doc[i - 1].whitespace_
    after = i + 1 < len(doc) and doc[i + 1].text == "-" and not doc[i].whitespace_
    return before or after


def _are_names(left: Token, right: Token) -> bool:
    return left.text[:1].isupper() and right.text[:1].isupper()


def head_of(doc: Doc, start: int, end: int) -> int | None:
    """The head of the noun phrase at `start`: its last noun before any post-modifier.

    Containers give way to what they hold: "one of the first polls" has the head "polls". None where no
    noun phrase starts there.
    """
    head: int | None = None
    container: int | None = None
    i = start
    while i < end:
        token = doc[i]
        if head is not None and _starts_date(token):
            break
        if _is_noun(token) or (head is None and token.tag_ in ("CD", "PRP")):
            head = i
        elif token.lower_ == "%" and head is not None:
            return i
        elif head is None:
            if token.tag_ not in _INSIDE and token.text not in MARKS and not _is_hyphened(doc, i):
                break
        elif token.lower_ == "of" and doc[head].lower_ in words("nouns", "container"):
            head, container = None, head
        elif not _goes_on_right(doc, i, head, end):
            break
        i += 1
    if container is None:
        return head
    return head if head is not None and _is_noun(doc[head]) else container


def _starts_date(token: Token) -> bool:
    """Whether a phrase of time starts here: "told a hearing last week"."""
    if token.lower_ in ("last", "next", "earlier", "late", "early"):
        return True
    return token.lower_ in words("nouns", "date") and token.text != "Today"


def _is_noun(token: Token) -> bool:
    return token.tag_ in _NOUNS or token.lower_ in known_nouns()


def _goes_on_right(doc: Doc, i: int, head: int, end: int) -> bool:
    token = doc[i]
    if token.lower_ == "and":
        return i + 1 < end and _are_names(doc[head], doc[i + 1])
    if token.text in MARKS and doc[head].text.islower():
        return False  # the podcast "Growth Mode"
    return token.tag_ in ("POS", "HYPH", "JJ") or token.text in MARKS or token.lower_ in ("-", "&", "/")


def preposition_of(doc: Doc, start: int) -> tuple[str, int] | None:
    """The word that governs the noun phrase at `start`, and its place.

    Containers are passed ("in a series of tweets"), and so is the particle of a verb ("sent out an email").
    "To" counts only in "according to", and stands at "according".
    """
    for _ in range(4):
        while start > 0 and doc[start - 1].text in MARKS:
            start -= 1
        if start == 0:
            return None
        word = doc[start - 1].lower_
        before = doc[start - 2].lower_ if start > 1 else ""
        if word == "of" and before in words("nouns", "container"):
            start = left_edge(doc, start - 2)
            continue
        if word == "of" and before == "state" and doc[start].lower_ in ("the", "union", "city"):
            start = left_edge(doc, start - 2)  # "in his State of the Union address"
            continue
        if word == "out" and before:
            return before, start - 2
        if word == "to":
            return (word, start - 2) if before == "according" else None
        return word, start - 1
    return None


def is_head(doc: Doc, i: int) -> bool:
    """Whether the noun ends its phrase: not so the email in "the email scandal"."""
    if i + 1 == len(doc):
        return True
    following = doc[i + 1]
    if doc[i].tag_ == "VBG" and following.tag_ in ("DT", "PRP$"):
        return False  # "by filing a suit"
    if following.lower_ in ("-", "–") and not doc[i].whitespace_:
        return False
    if following.lower_ in words("nouns", "time") | words("nouns", "date"):
        return True
    named = doc[i].tag_ == "NNP" and following.tag_ == "NNP"
    return not named and following.tag_ not in ("NN", "NNS")


def qualifies_noun(doc: Doc, head: int, at: int, tokens: Collection[int]) -> bool:
    """Whether the phrase qualifies a noun that is no channel: "during his time on CNN".

    Args:
        doc: the article.
        head: the head of the phrase.
        at: its preposition.
        tokens: where that noun would have to stand.
    """
    if at - 1 not in tokens:
        return False
    noun = doc[at - 1]
    if noun.tag_ not in ("NN", "NNS") or not noun.text.islower():
        return False
    if noun.lower_ in words("nouns", "stint"):
        return True
    # "The incident at his news conference" is read either way; "viewers on CNN" is not.
    attached = doc[at].lower_ not in ("at", "during") and doc[head].head.i == noun.i
    attached = attached and doc[head].dep_.startswith("nmod")
    free = noun.lower_ in nouns() or noun.lower_ in words("nouns", "time") | words("nouns", "place")
    return attached and not free


def is_of_other_act(doc: Doc, at: int, core: Collection[int], tokens: Collection[int] = ()) -> bool:
    """Whether the phrase at `at` tells of another act than the one whose cue and source are `core`.

    "Said after appearing in court", "her brother, who was fined in court, said", "watching on television";
    "said so, even as the video spread on social media", "Reagan looked ill in the debate, and some said so".

    Args:
        doc: the article.
        at: the preposition of the phrase.
        core: cue and source.
        tokens: those of the attribution's own clause, what is said left out.
    """
    if at > 0 and at - 1 not in core and doc[at - 1].lower_ in words("verbs", "idle"):
        return True
    if core and _has_own_verb(doc, at, core, tokens):
        return True
    verb = False
    for i in range(at - 1, max(at - 7, -1), -1):
        token = doc[i]
        if i in core:
            return False
        if token.lower_ in words("nouns", "before_and_after") or token.lower_ in ("who", "which", "whom"):
            return verb
        if token.is_punct or token.is_space or token.text in MARKS:
            return False
        verb = verb or token.tag_.startswith("VB")
    return False


def _has_own_verb(doc: Doc, at: int, core: Collection[int], tokens: Collection[int]) -> bool:
    """Whether the phrase belongs to a finite verb before it, with a subject that is not the source."""
    first, verb = min(core), doc[at].head.head
    if doc[at - 1].is_punct:
        return False  # set off, it goes with the main clause
    if at < first and not (doc[first - 1].tag_ == "CC" and doc[first].tag_ != "PRP"):
        return False
    if (
        not max(at - SPAN, 0) <= verb.i < at
        or verb.i not in tokens
        or any(i in core for i in range(verb.i, at))
    ):
        return False
    if verb.tag_ not in ("VBD", "VBZ", "VBP") or verb.lower_ in words("verbs", "put_out") | words(
        "verbs", "issue"
    ):
        return False
    subject = next((child.i for child in verb.children if child.dep_ in ("nsubj", "nsubj:pass")), None)
    return subject is not None and subject not in core


def description_at(doc: Doc, start: int) -> Range | None:
    """The noun phrase at `start` with what qualifies it and a name set off after it.

    "Moon's chief of staff, Yoon Young-chan", "two people familiar with the talks". None where none starts.
    """
    head = head_of(doc, start, min(start + SPAN, len(doc)))
    if head is None:
        return None
    end = head + 1
    while end + 1 < len(doc) and end - start < SPAN:
        then = end + (doc[end].lower_ in ("familiar", "close", "briefed", "present"))
        inner = head_of(doc, then + 1, min(then + 6, len(doc))) if doc[then].lower_ in _OF_PEOPLE else None
        if inner is None or doc[inner].lower_ in words("nouns", "date") | words("nouns", "time"):
            break
        end = inner + 1
    set_off = end + 1 < len(doc) and doc[end].text == "," and doc[end + 1].tag_ == "NNP"
    if set_off and doc[head].text.islower():
        named = head_of(doc, end + 1, min(end + 8, len(doc)))
        end = end if named is None else named + 1
    return start, end
