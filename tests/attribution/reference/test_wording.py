"""How unnamed sources are described."""

import pytest

from attribution.annotations import Entity
from attribution.pipeline import READING
from attribution.reference.wording import described
from attribution.withholding import find_withholdings


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("An official who declined to be named", "an official"),
        ("A senior aide, who briefed reporters on condition of anonymity,", "a senior aide"),
        (
            "A lawyer for the family, speaking on condition she not be quoted by name,",
            "a lawyer for the family",
        ),
        ("A clerk who saw the memo and asked not to be named", "a clerk who saw the memo"),
        ("Two people familiar with the talks", "two people familiar with the talks"),
        ("Secret Service agents", "Secret Service agents"),
    ],
)
def test_the_clause_that_withholds_the_name_is_left_out(nlp, source, words):
    with nlp.select_pipes(enable=list(READING)):
        doc = nlp(f"{source} said the vote was near.")
    span = doc.char_span(0, len(source), alignment_mode="expand")
    entity = Entity(
        name=None,
        description=" ".join(source.split()).rstrip(","),
        kind="person",
        title=None,
        affiliation=None,
        mentions=((span.start, span.end),),
    )
    assert [e.description for e in described(doc, [entity], find_withholdings(doc))] == [words]


def test_a_name_needs_no_description(nlp):
    doc = nlp.make_doc("Ann Lee said so.")
    entity = Entity(
        name="Ann Lee",
        description="A nurse",
        kind="person",
        title=None,
        affiliation=None,
        mentions=((0, 2),),
    )
    assert list(described(doc, [entity], [])) == [entity]
