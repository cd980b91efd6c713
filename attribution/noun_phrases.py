"""Noun phrases read off the tags: their first word, their head, the preposition before them.

Decides where a phrase starts and ends and what governs it, by a few tokens around one position; the
parse is asked only where tags cannot tell. What a phrase means is left to the rules that read it.
"""

from collections.abc import Collection

from spacy.tokens import Doc

from attribution.annotations import Range
from attribution.channel_words import known_nouns, nouns, words
from attribution.columns import Columns, columns

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


def left_edge(read: Columns, head: int) -> int:
    """The first token of the noun phrase that ends with `head`, post-modifiers apart."""
    start = head
    while start > 0 and head - start < SPAN and _goes_on_left(read, start):
        start -= 1
        first = read.tag[start] in ("DT", "PRP$")
        if first and (start == 0 or read.tag[start - 1] != "PDT"):
            break
    while start < head and read.text[start] in MARKS:
        start += 1
    return start


def _goes_on_left(read: Columns, start: int) -> bool:
    word, tag = read.lower[start - 1], read.tag[start - 1]
    if word in ("citing", "cited", "according"):
        return False
    if _is_hyphened(read, start - 1):
        return True
    if word in ("and", "&", "/"):
        return start > 1 and _are_names(read, start - 2, start)
    # Tagged as past tense between article and noun: "a televised interview".
    modifies = start > 1 and read.tag[start - 2] in ("DT", "PRP$", "JJ", "RB", "HYPH")
    return tag in _INSIDE or word in MARKS or (tag == "VBD" and modifies)


def _is_hyphened(read: Columns, i: int) -> bool:
    """Whether the word is one of a compound that hyphens hold together: "follow-up", "post-match"."""
    before = i > 0 and read.text[i - 1] == "-" and not read.spaced[i - 1]
    return before or (i + 1 < len(read.text) and read.text[i + 1] == "-" and not read.spaced[i])


def _are_names(read: Columns, left: int, right: int) -> bool:
    return read.text[left][:1].isupper() and read.text[right][:1].isupper()


def head_of(read: Columns, start: int, end: int) -> int | None:
    """The head of the noun phrase at `start`: its last noun before any post-modifier.

    Containers give way to what they hold: "one of the first polls" has the head "polls". None where no
    noun phrase starts there.
    """
    head: int | None = None
    container: int | None = None
    for i in range(start, end):
        word, tag = read.lower[i], read.tag[i]
        if head is not None and _starts_date(read, i):
            break
        if tag in _NOUNS or word in known_nouns() or (head is None and tag in ("CD", "PRP")):
            head = i
        elif word == "%" and head is not None:
            return i
        elif head is None:
            if tag not in _INSIDE and word not in MARKS and not _is_hyphened(read, i):
                break
        elif word == "of" and read.lower[head] in words("nouns", "container"):
            head, container = None, head
        elif not _goes_on_right(read, i, head, end):
            break
    if container is None:
        return head
    is_noun = head is not None and (read.tag[head] in _NOUNS or read.lower[head] in known_nouns())
    return head if is_noun else container


def _starts_date(read: Columns, i: int) -> bool:
    """Whether a phrase of time starts here: "told a hearing last week"."""
    word = read.lower[i]
    if word in ("last", "next", "earlier", "late", "early"):
        return True
    return word in words("nouns", "date") and read.text[i] != "Today"


def _goes_on_right(read: Columns, i: int, head: int, end: int) -> bool:
    word = read.lower[i]
    if word == "and":
        return i + 1 < end and _are_names(read, head, i + 1)
    if word in MARKS and read.text[head].islower():
        return False  # the podcast "Growth Mode"
    return read.tag[i] in ("POS", "HYPH", "JJ") or word in MARKS or word in ("-", "&", "/")


def preposition_of(read: Columns, start: int) -> tuple[str, int] | None:
    """The word that governs the noun phrase at `start`, and its place.

    Containers are passed ("in a series of tweets"), and so is the particle of a verb ("sent out an email").
    "To" counts only in "according to", and stands at "according".
    """
    for _ in range(4):
        while start > 0 and read.text[start - 1] in MARKS:
            start -= 1
        if start == 0:
            return None
        word = read.lower[start - 1]
        before = read.lower[start - 2] if start > 1 else ""
        if word == "of" and before in words("nouns", "container"):
            start = left_edge(read, start - 2)
            continue
        if word == "of" and before == "state" and read.lower[start] in ("the", "union", "city"):
            start = left_edge(read, start - 2)  # "in his State of the Union address"
            continue
        if word == "out" and before:
            return before, start - 2
        if word == "to":
            return (word, start - 2) if before == "according" else None
        return word, start - 1
    return None


def is_head(read: Columns, i: int) -> bool:
    """Whether the noun ends its phrase: not so the email in "the email scandal"."""
    if i + 1 == len(read.text):
        return True
    word, tag = read.lower[i + 1], read.tag[i + 1]
    if read.tag[i] == "VBG" and tag in ("DT", "PRP$"):
        return False  # "by filing a suit"
    if word in ("-", "–") and not read.spaced[i]:
        return False
    if word in words("nouns", "time") or word in words("nouns", "date"):
        return True
    named = read.tag[i] == "NNP" and tag == "NNP"
    return not named and tag not in ("NN", "NNS")


def qualifies_noun(read: Columns, head: int, at: int, tokens: Collection[int]) -> bool:
    """Whether the phrase qualifies a noun that is no channel: "during his time on CNN".

    Args:
        read: the article.
        head: the head of the phrase.
        at: its preposition.
        tokens: where that noun would have to stand.
    """
    if at - 1 not in tokens:
        return False
    noun = read.lower[at - 1]
    if read.tag[at - 1] not in ("NN", "NNS") or not read.text[at - 1].islower():
        return False
    if noun in words("nouns", "stint"):
        return True
    # "The incident at his news conference" is read either way; "viewers on CNN" is not.
    attached = read.lower[at] not in ("at", "during") and read.head[head] == at - 1
    attached = attached and read.dep[head].startswith("nmod")
    free = noun in nouns() or noun in words("nouns", "time") or noun in words("nouns", "place")
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
    read = columns(doc)
    if at > 0 and at - 1 not in core and read.lower[at - 1] in words("verbs", "idle"):
        return True
    if core and _has_own_verb(doc, read, at, core, tokens):
        return True
    verb = False
    for i in range(at - 1, max(at - 7, -1), -1):
        word = read.lower[i]
        if i in core:
            return False
        if word in words("nouns", "before_and_after") or word in ("who", "which", "whom"):
            return verb
        if read.is_punct[i] or read.is_space[i] or word in MARKS:
            return False
        verb = verb or read.tag[i].startswith("VB")
    return False


def _has_own_verb(doc: Doc, read: Columns, at: int, core: Collection[int], tokens: Collection[int]) -> bool:
    """Whether the phrase belongs to a finite verb before it, with a subject that is not the source."""
    first, verb = min(core), read.head[read.head[at]]
    if read.is_punct[at - 1]:
        return False  # set off, it goes with the main clause
    if at < first and not (read.tag[first - 1] == "CC" and read.tag[first] != "PRP"):
        return False
    if not max(at - SPAN, 0) <= verb < at or verb not in tokens or any(i in core for i in range(verb, at)):
        return False
    if read.tag[verb] not in ("VBD", "VBZ", "VBP"):
        return False
    if read.lower[verb] in words("verbs", "put_out") or read.lower[verb] in words("verbs", "issue"):
        return False
    children = doc[verb].children
    subject = next((child.i for child in children if child.dep_ in ("nsubj", "nsubj:pass")), None)
    return subject is not None and subject not in core


def description_at(read: Columns, start: int) -> Range | None:
    """The noun phrase at `start` with what qualifies it and a name set off after it.

    "Moon's chief of staff, Yoon Young-chan", "two people familiar with the talks". None where none starts.
    """
    head = head_of(read, start, min(start + SPAN, len(read.text)))
    if head is None:
        return None
    end = head + 1
    while end + 1 < len(read.text) and end - start < SPAN:
        then = end + (read.lower[end] in ("familiar", "close", "briefed", "present"))
        inner = (
            head_of(read, then + 1, min(then + 6, len(read.text))) if read.lower[then] in _OF_PEOPLE else None
        )
        if inner is None or read.lower[inner] in words("nouns", "date") | words("nouns", "time"):
            break
        end = inner + 1
    set_off = end + 1 < len(read.text) and read.text[end] == "," and read.tag[end + 1] == "NNP"
    if set_off and read.text[head].islower():
        named = head_of(read, end + 1, min(end + 8, len(read.text)))
        end = end if named is None else named + 1
    return start, end
