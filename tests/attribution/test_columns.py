"""An article's tokens as lists say what the tokens say one by one."""

import pytest

from attribution.columns import columns, word_columns
from attribution.spans import Offsets

TEXTS = [
    "",
    "\n\nA mayor’s aide  said “no”,\tMs. Ólafsdóttir wrote.\n\nRivals (two of them) disagreed 👩‍🚒!",
    "The ferry left at 9 a.m. on Tuesday. Nobody, said Dunmore & Sons, was aboard.",
]


@pytest.mark.parametrize("text", TEXTS)
def test_columns_tell_what_the_tokens_tell(nlp, text):
    doc = nlp(text)
    read = columns(doc)
    told = [
        (t.text, t.lower_, t.is_space, bool(t.whitespace_), t.is_punct, t.tag_, t.dep_, t.head.i, t.ent_type_)
        for t in doc
    ]
    listed = zip(
        *(read.text, read.lower, read.is_space, read.spaced, read.is_punct),
        *(read.tag, read.dep, read.head, read.ent_type),
        strict=True,
    )

    assert list(listed) == told
    assert read.opens == [t.is_sent_start for t in doc]


@pytest.mark.parametrize("text", TEXTS)
def test_columns_give_back_the_text_and_its_places(nlp, text):
    doc = nlp.make_doc(text)

    assert word_columns(doc).joined() == text
    assert word_columns(doc).starts() == [token.idx for token in doc]
    assert [Offsets(doc, "codepoint").words((t.i, t.i + 1)) for t in doc] == [t.text for t in doc]
