"""Names from label scores."""

import numpy as np
import pytest

from attribution.labels import NAME_LABELS, NAMES
from attribution.names import BEGINS, INSIDE, OUTSIDE, names

PERSON, ORG, LOC = range(len(NAMES))


def read(labels: str, starts=(0,)):
    """Names of tokens that each score one label high."""
    scores = np.zeros((len(labels.split()), len(NAME_LABELS)), dtype="float32")
    for row, label in zip(scores, labels.split(), strict=True):
        row[NAME_LABELS.index(label)] = 5
    iob, kind = names(scores, np.array(starts))
    return iob.tolist(), [int(k) for k, i in zip(kind, iob, strict=True) if i != OUTSIDE]


@pytest.mark.parametrize(
    ("labels", "iob", "kinds"),
    [
        ("O O", [OUTSIDE, OUTSIDE], []),
        ("B-PERSON I-PERSON O", [BEGINS, INSIDE, OUTSIDE], [PERSON, PERSON]),
        ("B-ORG B-ORG", [BEGINS, BEGINS], [ORG, ORG]),
        # What goes on with nothing begins.
        ("O I-LOC I-LOC", [OUTSIDE, BEGINS, INSIDE], [LOC, LOC]),
        # The kind of a name is that of most of its words.
        ("B-LOC I-ORG I-ORG", [BEGINS, INSIDE, INSIDE], [ORG, ORG, ORG]),
    ],
)
def test_names(labels, iob, kinds):
    assert read(labels) == (iob, kinds)


def test_no_name_runs_into_the_next_paragraph():
    iob, _ = read("B-PERSON I-PERSON", starts=(0, 1))
    assert iob == [BEGINS, BEGINS]
