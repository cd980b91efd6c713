"""Which of the attributions that were found are kept.

Links proposes generously. Here a logistic regression over the network's numbers and the words
themselves says how likely each proposal is one that a reader would mark, about as far as it reaches
(confidence.py has the method, training/calibration.py fits the weights); the unlikely ones are dropped before
any other stage looks at them. A caller who names a least confidence moves the line.
"""

import math
from collections.abc import Mapping, Sequence

import msgspec
from spacy.language import Language
from spacy.tokens import Doc

from attribution.annotations import Attribution
from attribution.columns import Columns, columns
from attribution.confidence import Weighted, log_odds, scored, squashed
from attribution.quotation_use import SAYING
from attribution.quote_kinds import quote_kind, words_in_marks
from attribution.results import QuoteKind

#: Unless the caller says how sure quotes must be, they are kept from here on. Tuned on PolNeAR dev.
USUAL: Mapping[QuoteKind, float] = {"direct": 0.20, "mixed": 0.25, "indirect": 0.40}

_VERBS = frozenset(["VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"])
_COMPLEMENTIZERS = frozenset(["that", "whether", "if"])


@Language.factory("attribution_selection", assigns=["doc._.attributions"], requires=["doc._.attributions"])
def make_selection(nlp: Language, name: str) -> "Selection":
    """The component without weights; they come with `from_disk`."""
    return Selection()


class Selection(Weighted):
    """Drops attributions from `doc._.attributions`, and sets the calibrated `probability` of the others."""

    def __call__(self, doc: Doc) -> Doc:
        read, marked, asked = columns(doc), words_in_marks(doc), doc._.min_confidence
        kept = []
        for attribution in doc._.attributions:
            kind = quote_kind(attribution, marked)
            probability = squashed(scored(self.weights, wording(read, attribution, kind))["quote"])
            if round(probability, 4) >= (USUAL[kind] if asked is None else asked):
                kept.append(msgspec.structs.replace(attribution, probability=probability))
        doc._.attributions = tuple(kept)
        return doc


def wording(read: Columns, attribution: Attribution, kind: QuoteKind) -> dict[str, float]:
    """What is known of an attribution from the network and from its own words.

    Args:
        read: the article.
        attribution: one of its attributions.
        kind: how much of it is quoted.
    """
    content, cue = attribution.content, attribution.cue
    said = () if cue is None else read.lower[slice(*cue)]
    return {
        "bias": 1.0,
        "cue": log_odds(attribution.probability),
        "labels": log_odds(attribution.source_probability),
        "says": float(not SAYING.isdisjoint(said)),
        "no source": float(attribution.source is None),
        "all quoted": float(kind == "direct"),
        "some quoted": float(kind == "mixed"),
        "length": math.log(sum([end - start for start, end in content])),
        "pieces": float(len(content) > 1),
        "verb": float(any(has_verb(read.tag[start:end]) for start, end in content)),
        "that": float(read.lower[content[0][0]] in _COMPLEMENTIZERS),
        "cue is no verb": float(cue is not None and not has_verb(read.tag[slice(*cue)])),
    }


def has_verb(tags: Sequence[str]) -> bool:
    """Whether one of the tags is that of a verb in any form, modal ones included."""
    return not _VERBS.isdisjoint(tags)
