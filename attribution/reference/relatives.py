"""What a relative pronoun goes back to: the name or noun phrase before it.

Decides by where it stands: right behind, past what is put between commas or dashes, past a time, past the
nouns of things for "who" and those of people for "which". Whom the phrase means is left to resolution.py.
"""

from attribution.descriptions import describe
from attribution.reference.cast import Cast
from attribution.reference.gazetteer import parts
from attribution.reference.roles import DASHES
from attribution.reference.sources import Reading, read_source
from attribution.reference.words import Words, noun_phrase_start
from attribution.role_nouns import PERSONAL
from attribution.withheld_nouns import antecedent

#: Two "who" of one noun stand within so many tokens.
SAME_NOUN = 40

RELATIVES = frozenset("who whom whose that which".split())
_PERSONAL = frozenset("who whom whose".split())
_TIMES = frozenset("morning afternoon evening night tonight today yesterday".split())
_BEFORE_APPOSITION = frozenset(", — –".split())


def read_antecedent(cast: Cast, i: int) -> Reading | None:
    """The phrase that the relative pronoun at token `i` goes back to; None where nothing stands before it."""
    words = cast.words
    pronoun = words.lower[i]
    last = before_relative(words, first_of_joined(words, i))
    if last < 0:
        return None
    start = noun_phrase_start(words, last)
    if start > 1 and words.text[start - 1] in _BEFORE_APPOSITION:
        # "Ann Lee, a campaign staffer, who": the noun phrase is an apposition.
        named = cast.name_ending(start - 1)
        if named is not None and (pronoun != "which" or named.kind != "person"):
            return Reading(form="names", span=(named.start, named.end), names=(named,))
    found = read_source(words, (start, last + 1), cast.readable)
    if pronoun in _PERSONAL and (is_no_person(words, found) or is_body_of_others(words, found)):
        # "donors from around the country who", "lawyers for the union, who"
        head = antecedent(words.doc, i, (sentence_start(words, i), i))
        if head is not None and words.tag[head].startswith("NN"):
            found = read_source(words, (noun_phrase_start(words, head), head + 1), cast.readable)
    elif pronoun == "which" and not is_no_person(words, found):
        # "a letter to the prime minister, which says"
        found = thing_before(cast, found) or found
    return None if found.form == "empty" or words.lower[found.span[0]] in RELATIVES else found


def first_of_joined(words: Words, i: int) -> int:
    """The first "who" of those that "and" joins: "a man [who] had left and who"."""
    first = i
    for j in range(i - 1, max(0, i - SAME_NOUN), -1):
        if words.sentence[j] != words.sentence[i] or words.lower[first - 1] not in {"and", "or", "but"}:
            break
        if words.lower[j] == words.lower[i]:
            first = j
    return first


def before_relative(words: Words, i: int) -> int:
    """The last token of what a relative pronoun at `i` stands behind; -1 for nothing."""
    last = i - 1
    while last > 0 and (
        words.text[last] in {",", "(", ")"} or words.text[last] in DASHES or is_time(words.lower[last])
    ):
        last -= 1
    if words.lower[i] != "which":
        return last
    # "A letter, seen by the Guardian, which says": it is the letter that says.
    agent = noun_phrase_start(words, last) if last >= 0 else 0
    if agent > 2 and words.lower[agent - 1] == "by" and words.tag[agent - 2] == "VBN":
        comma = agent - 3 if words.text[agent - 3] == "," else agent - 4
        last = comma - 1 if comma > 0 and words.text[comma] == "," else last
    return last


def is_time(word: str) -> bool:
    """Whether a lower-case word tells when: "a letter Friday afternoon that says"."""
    return word in _TIMES or (word in parts().no_name and word.endswith("day"))


def thing_before(cast: Cast, person: Reading) -> Reading | None:
    """The noun phrase before that of a person and the preposition between, where it is of no person."""
    words = cast.words
    last = person.span[0] - 2
    if last < 0 or words.tag[last + 1] not in {"IN", "TO"} or not words.tag[last].startswith("NN"):
        return None
    found = read_source(words, (noun_phrase_start(words, last), last + 1), cast.readable)
    return found if found.form == "description" and is_no_person(words, found) else None


def sentence_start(words: Words, i: int) -> int:
    """Where the sentence of token `i` begins, or a bounded number of tokens before it."""
    first = i
    while first > 0 and i - first < SAME_NOUN and words.sentence[first - 1] == words.sentence[i]:
        first -= 1
    return first


def is_body_of_others(words: Words, reading: Reading) -> bool:
    """Whether what was read is the name of a body behind a preposition: "lawyers for the [Sierra Club]"."""
    before = reading.span[0] - 1
    return (
        bool(reading.names)
        and all(mention.kind == "organization" for mention in reading.names)
        and before > 0
        and words.tag[before] == "IN"
        and words.lower[before] != "by"
    )


def is_no_person(words: Words, reading: Reading) -> bool:
    """Whether what was read is a noun for something that is no person."""
    if reading.form != "description":
        return any(mention.kind == "place" for mention in reading.names)
    role = describe(words.doc, reading.noun_phrase).role
    return role not in PERSONAL and role != "group"
