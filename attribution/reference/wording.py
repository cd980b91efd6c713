"""In which words an unnamed source is described: the article's, without the clause that withholds the name."""

from collections.abc import Iterator, Sequence

import msgspec
from spacy.tokens import Doc

from attribution.annotations import Entity
from attribution.role_nouns import is_known
from attribution.withholding import Withholding

_DETERMINERS = frozenset(["DT", "CD", "PDT", "PRP$"])
#: Tags of words that have a capital only where they open a sentence.
_UNCAPITALISED = _DETERMINERS | {"JJ", "NNS"}


def described(doc: Doc, entities: Sequence[Entity], rules: Sequence[Withholding]) -> Iterator[Entity]:
    """Descriptions of the unnamed without the clause that withholds the name, and without a sentence's capital.

    "An official who declined to be named" is described as "an official".
    """
    for entity in entities:
        if entity.name is not None or entity.description is None:
            yield entity
            continue
        words = entity.description
        for start, end in entity.mentions:
            if " ".join(doc[start:end].text.split()).rstrip(", ") != words:
                continue
            for rule in rules:
                # "…, | speaking on condition of anonymity" may be tied to no noun; it stands in the description.
                noun = rule.target if rule.adjacent else start if rule.loose else None
                if noun is not None and start <= noun < rule.start < end:
                    end = cut_before(doc, noun + 1, clause_start(doc, noun + 1, rule.start))
            words = " ".join(doc[start:end].text.split()).rstrip(", ")
            is_name = (
                start + 1 < end and doc[start + 1].text[:1].isupper() and doc[start].tag_ not in _DETERMINERS
            )
            # "Police", first in its sentence, is a name to the tagger and a word to the lexicon.
            common = doc[start].tag_ in _UNCAPITALISED or is_known(doc[start].lower_)
            if doc[start].is_sent_start and common and not is_name:
                words = words[0].lower() + words[1:]
            break
        yield msgspec.structs.replace(entity, description=words)


def clause_start(doc: Doc, least: int, end: int) -> int:
    """The relative pronoun of the clause that a withholding at `end` belongs to: "…, | who briefed reporters on".

    `end` where there is none, or where it is the clause that "and" adds: "who saw the memo | and asked".
    """
    for i in range(end - 1, least - 1, -1):
        if doc[i].tag_ in ("WP", "WP$"):
            return i
        if doc[i].lower_ in ("and", "but", ","):
            break
    return end


def cut_before(doc: Doc, least: int, end: int) -> int:
    """`end` moved before the pronoun, commas and verb that lead up to a clause: ", who | asked | not to be named"."""
    while end > least and (
        doc[end - 1].is_punct or doc[end - 1].tag_ in ("WP", "WDT", "RB", "VBD", "VBZ", "VBP", "CC")
    ):
        end -= 1
    return end
