"""Where words stand, whatever their letters and however often they come."""

import pytest

from attribution.word_places import places_of, word_places


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ({"said"}, [1, 8]),
        ({"said", "the"}, [1, 2, 5, 8]),
        ({"port", "never there"}, [3]),
        ({"The"}, []),
        (frozenset(), []),
    ],
)
def test_places_come_in_order_for_all_words_together(nlp, words, places):
    doc = nlp.make_doc("Ruiz said the port “The Gate” SAID nothing.")
    assert places_of(doc, words) == places


def test_every_token_has_its_place(nlp):
    doc = nlp.make_doc("“No,” he said.\n\nNo one else did.")
    found = word_places(doc)
    assert sorted(i for places in found.values() for i in places) == list(range(len(doc)))
    assert all(doc[i].lower_ == word for word, places in found.items() for i in places)
