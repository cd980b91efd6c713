"""The head of a noun phrase, found from tags and a lexicon.

The parse is not needed, and often wrong on long noun phrases. What the head says of its referent is left
to descriptions.py.
"""

from spacy.tokens import Doc

from attribution.columns import Columns, columns
from attribution.phrases import word_set
from attribution.role_nouns import PRONOUNS, is_known

#: Before these a word that the tagger mistook is a noun.
_BEFORE_MISTAKEN = frozenset(["DT", "CD", "JJ", "NN", "NNP", "PRP$", "POS", "VBN"])
#: Words inside a noun phrase that has no noun yet.
_JOINING = frozenset(["and", ",", "or", "than", "mine"])
#: Tags of what may stand before the head noun.
_BEFORE_NOUN = word_set("DT PDT PRP$ WP$ JJ JJR JJS CD HYPH VBN VBG RB RBR RBS $ SYM AFX `` '' POS FW")
#: Adjectives that stand behind their noun, and are easily taken for one: "an official | close to the talks".
_BEHIND = word_set(
    "close familiar briefed involved present aware knowledgeable privy loyal friendly critical"
)
#: Tags that a noun is given by mistake.
_MISTAKEN = word_set("JJ RB FW UH")


def head_noun(doc: Doc, start: int, end: int) -> int:
    """The head of the noun phrase at `[start, end)`: the last noun before what modifies it from behind.

    In "the former White House national security official who" it is "official".
    """
    read = columns(doc)
    last: int | None = None
    for i in range(start, end):
        if last is not None and _stands_behind(read, i):
            break
        if _is_noun(read, i):
            last = i
        elif last is None:
            if i > start and read.tag[i] not in _BEFORE_NOUN and read.lower[i] not in _JOINING:
                # "Those close to him" has its head in front.
                return start if read.lower[start] in PRONOUNS else i - 1
        elif not _goes_on(read, i, end):
            break
    if last is not None:
        return last
    # "The Norwegian" is an adjective to the tagger.
    alone = end - 1 if read.tag[start] == "DT" and read.tag[end - 1] in {"JJ", "VBN", "VBG"} else start
    return next((i for i in range(end - 1, start, -1) if is_known(read.lower[i])), alone)


def is_noun(doc: Doc, i: int) -> bool:
    """Whether the word at `i` is a noun: by its tag, or by the lexicon where it ends a noun phrase.

    The tagger takes "official" for an adjective and a rare noun for anything.
    """
    return _is_noun(columns(doc), i)


def _is_noun(read: Columns, i: int) -> bool:
    tag = read.tag[i]
    if tag.startswith("NN"):
        return True
    if tag == "PRP" and is_known(read.lower[i]):
        return True  # "MPs"
    if tag not in _MISTAKEN or not is_known(read.lower[i]):
        return False
    return _is_last(read, i) and i > 0 and read.tag[i - 1] in _BEFORE_MISTAKEN


def _is_last(read: Columns, i: int) -> bool:
    """Whether no noun follows; an adjective with a preposition may: "an official close to the talks"."""
    if i + 1 == len(read.tag) or not read.tag[i + 1].startswith(("NN", "JJ", "HYPH")):
        return True
    before_preposition = i + 2 < len(read.tag) and read.tag[i + 2] in {"IN", "TO"}
    return (read.tag[i + 1] == "JJ" and before_preposition) or _stands_behind(read, i + 1)


def _stands_behind(read: Columns, i: int) -> bool:
    """Whether the word at `i` is an adjective behind its noun, whatever the tagger took it for."""
    return read.lower[i] in _BEHIND and i + 1 < len(read.tag) and read.tag[i + 1] in {"IN", "TO"}


def _goes_on(read: Columns, i: int, end: int) -> bool:
    """Whether a noun phrase that has a noun before `i` has its head behind it.

    So it does after a possessive ("Comey's lawyer") or a hyphen, at adjectives between nouns ("White
    House national security aides") and where names share the next noun ("House and Senate aides").
    """
    tag, before = read.tag[i], read.tag[i - 1]
    if tag in {"POS", "HYPH"} or before == "HYPH":
        return True
    if before == "POS":
        return tag in _BEFORE_NOUN
    if tag in {"JJ", "AFX"} or read.lower[i] in {"/", "&"}:
        j = i + 1
        while j < end and read.tag[j] in {"JJ", "HYPH", "AFX"}:
            j += 1
        return j < end and read.tag[j].startswith("NN")
    joins = read.lower[i] == "and" and read.ent_type[i - 1] != "PERSON"
    return joins and _share_a_noun(read, i, end)


def _share_a_noun(read: Columns, conjunction: int, end: int) -> bool:
    """Whether the names on both sides of "and" stand before one noun: "a Food and Drug Administration report"."""
    if not read.text[conjunction - 1][:1].isupper():
        return False
    i = conjunction + 1
    while i < end and read.text[i][:1].isupper():
        i += 1
    return conjunction + 1 < i < end and read.tag[i] in {"NN", "NNS"} and read.text[i].islower()
