"""Which of the attributions that were found are kept.

Links proposes generously. Here a logistic regression over the network's numbers and the words
themselves says how likely each proposal is one that a reader would mark, about as far as it reaches
(confidence.py has the method, training/calibration.py fits the weights); the unlikely ones are dropped before
any other stage looks at them. A caller who names a least confidence moves the line.
"""

import math
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from spacy.language import Language
from spacy.tokens import Doc

from attribution.annotations import Attribution
from attribution.columns import columns
from attribution.confidence import Weighted, log_odds, scored, squashed
from attribution.quotation_use import SAYING
from attribution.quote_kinds import Counts, quote_kind, words_in_marks
from attribution.results import QuoteKind

#: Unless the caller says how sure quotes must be, they are kept from here on. Tuned on PolNeAR dev.
USUAL: Mapping[QuoteKind, float] = {"direct": 0.20, "mixed": 0.25, "indirect": 0.36}


@Language.factory("attribution_selection", assigns=["doc._.attributions"], requires=["doc._.attributions"])
def make_selection(nlp: Language, name: str) -> "Selection":
    """The component without weights; they come with `from_disk`."""
    return Selection()


class Selection(Weighted):
    """Drops attributions from `doc._.attributions`, and sets the calibrated `probability` of the others."""

    def __call__(self, doc: Doc) -> Doc:
        marked = words_in_marks(doc)
        kept = []
        for attribution in doc._.attributions:
            known = wording(doc, attribution, marked)
            probability = squashed(scored(self.weights, known)["quote"])
            usual = USUAL[quote_kind(attribution, marked)]
            least = usual if doc._.min_confidence is None else doc._.min_confidence
            if round(probability, 4) >= least:
                kept.append(msgspec.structs.replace(attribution, probability=probability))
        doc._.attributions = tuple(kept)
        return doc


def wording(doc: Doc, attribution: Attribution, marked: Sequence[Counts]) -> dict[str, float]:
    """What is known of an attribution from the network and from its own words.

    Args:
        doc: the document.
        attribution: one of its attributions.
        marked: from `words_in_marks`.
    """
    c = columns(doc)
    kind = quote_kind(attribution, marked)
    size = sum(end - start for start, end in attribution.content)
    cue, source = attribution.cue, attribution.source
    opening = attribution.content[0][0]
    return {
        "bias": 1.0,
        "cue": log_odds(attribution.probability),
        "labels": log_odds(attribution.source_probability),
        "says": float(cue is not None and not SAYING.isdisjoint(c.lower[slice(*cue)])),
        "no source": float(source is None),
        "all quoted": float(kind == "direct"),
        "some quoted": float(kind == "mixed"),
        "length": math.log(size),
        "pieces": float(len(attribution.content) > 1),
        "verb": float(any(has_verb(c.tag[start:end]) for start, end in attribution.content)),
        "that": float(c.lower[opening] in ("that", "whether", "if")),
        "cue is no verb": float(cue is not None and not has_verb(c.tag[slice(*cue)])),
    }


def has_verb(tags: Iterable[str]) -> bool:
    """Whether one of the tags is that of a verb in any form, modal ones included."""
    return any(tag[:1] == "V" or tag == "MD" for tag in tags)
