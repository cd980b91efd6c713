"""How much of a person's name an article gives."""

import pytest

from attribution.annotations import Entity
from attribution.full_names import NameReader
from tests.marked import marked_doc


@pytest.mark.parametrize(
    ("text", "name", "title", "expected"),
    [
        ("Elizabeth Warren spoke.", "Elizabeth Warren", None, "full"),
        ("Warren spoke. Elizabeth Warren is a senator.", "Warren", None, "full"),
        ("Senator Okafor spoke.", "Okafor", "Senator", "full"),
        ("Xi Li spoke.", "Xi Li", None, "full"),
        ("Stumpf spoke.", "Stumpf", None, "full"),
        ("Amal, 34, a nurse, spoke.", "Amal", None, "partial"),
        ("Jennifer spoke.", "Jennifer", None, "partial"),
        ("Yusuf, 67, a baker, spoke.", "Yusuf", "baker", "partial"),
        ("Parker spoke.", "Parker", None, "full"),
        ("Mr. Obi spoke.", "Obi", None, "full"),
        ("Maria G. spoke.", "Maria G.", None, "partial"),
        ("J.T. spoke.", "J.T.", None, "partial"),
        ("@night_owl spoke.", "@night_owl", None, "handle"),
        ("owl_77 spoke.", "owl_77", None, "handle"),
    ],
)
def test_completeness_of_a_name(nlp, text, name, title, expected):
    doc = marked_doc(nlp, text, [])
    start = text.index(name)
    span = doc.char_span(start, start + len(name), alignment_mode="expand")
    entity = Entity(
        name=name,
        description=None,
        kind="person",
        title=title,
        affiliation=None,
        mentions=((span.start, span.end),),
    )
    completeness, probability = NameReader(doc).completeness(entity)
    assert completeness == expected
    assert 0.5 < probability < 1
