"""The head of a noun phrase, found from tags and a lexicon.

The parse is not needed, and often wrong on long noun phrases. What the head says of its referent is left
to descriptions.py.
"""

from spacy.tokens import Doc

from attribution.phrases import word_set
from attribution.role_nouns import PRONOUNS, is_known

#: Tags of what may stand before the head noun.
_BEFORE_NOUN = word_set("DT PDT PRP$ WP$ JJ JJR JJS CD HYPH VBN VBG RB RBR RBS $ SYM AFX `` '' POS FW")
#: Tags that a noun is given by mistake.
_MISTAKEN = word_set("JJ RB FW UH")


def head_noun(doc: Doc, start: int, end: int) -> int:
    """The head of the noun phrase at `[start, end)`: the last noun before what modifies it from behind.

    In "the former White House national security official who" it is "official".
    """
    last: int | None = None
    for i in range(start, end):
        if is_noun(doc, i):
            last = i
        elif last is None:
            if (
                i > start
                and doc[i].tag_ not in _BEFORE_NOUN
                and doc[i].lower_ not in {"and", ",", "or", "than", "mine"}
            ):
                # "Those close to him" has its head in front.
                return start if doc[start].lower_ in PRONOUNS else i - 1
        elif not _goes_on(doc, i, end):
            break
    if last is not None:
        return last
    # "The Norwegian" is an adjective to the tagger.
    alone = end - 1 if doc[start].tag_ == "DT" and doc[end - 1].tag_ in {"JJ", "VBN", "VBG"} else start
    return next((i for i in range(end - 1, start, -1) if is_known(doc[i].lower_)), alone)


def is_noun(doc: Doc, i: int) -> bool:
    """Whether the word at `i` is a noun: by its tag, or by the lexicon where it ends a noun phrase.

    The tagger takes "official" for an adjective and a rare noun for anything.
    """
    token = doc[i]
    if token.tag_.startswith("NN"):
        return True
    if token.tag_ == "PRP" and is_known(token.lower_):
        return True  # "MPs"
    if token.tag_ not in _MISTAKEN or not is_known(token.lower_):
        return False
    return (
        _is_last(doc, i)
        and i > 0
        and doc[i - 1].tag_ in {"DT", "CD", "JJ", "NN", "NNP", "PRP$", "POS", "VBN"}
    )


def _is_last(doc: Doc, i: int) -> bool:
    """Whether no noun follows; an adjective with a preposition may: "an official close to the talks"."""
    if i + 1 == len(doc) or not doc[i + 1].tag_.startswith(("NN", "JJ", "HYPH")):
        return True
    return doc[i + 1].tag_ == "JJ" and i + 2 < len(doc) and doc[i + 2].tag_ in {"IN", "TO"}


def _goes_on(doc: Doc, i: int, end: int) -> bool:
    """Whether a noun phrase that has a noun before `i` has its head behind it.

    So it does after a possessive ("Comey's lawyer") or a hyphen, at adjectives between nouns ("White
    House national security aides") and where names share the next noun ("House and Senate aides").
    """
    token, before = doc[i], doc[i - 1]
    if token.tag_ in {"POS", "HYPH"} or before.tag_ == "HYPH":
        return True
    if before.tag_ == "POS":
        return token.tag_ in _BEFORE_NOUN
    if token.tag_ in {"JJ", "AFX"} or token.lower_ in {"/", "&"}:
        j = i + 1
        while j < end and doc[j].tag_ in {"JJ", "HYPH", "AFX"}:
            j += 1
        return j < end and doc[j].tag_.startswith("NN")
    return token.lower_ == "and" and before.ent_type_ != "PERSON" and _share_a_noun(doc, i, end)


def _share_a_noun(doc: Doc, conjunction: int, end: int) -> bool:
    """Whether the names on both sides of "and" stand before one noun: "a Food and Drug Administration report"."""
    if not doc[conjunction - 1].text[:1].isupper():
        return False
    i = conjunction + 1
    while i < end and doc[i].text[:1].isupper():
        i += 1
    return conjunction + 1 < i < end and doc[i].tag_ in {"NN", "NNS"} and doc[i].text.islower()
