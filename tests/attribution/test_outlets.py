"""Names of outlets, programmes, platforms and courts, and the ordinary words that look like them."""

import pytest

from attribution.outlets import find_names, is_own, name_by_form, normalised, read_lexicon
from attribution.pipeline import READING


@pytest.fixture(scope="module")
def named(nlp):
    def find(text):
        doc = nlp.make_doc(text)
        for name, stage in nlp.pipeline:
            if name in READING:
                doc = stage(doc)
        names = {(name.start, name.end): name for name in find_names(doc).values()}
        return [(doc[name.start : name.end].text, name.kind, name.sure) for name in names.values()]

    return find


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He told the Associated Press.", [("Associated Press", "agency", True)]),
        ("He told The Sun yesterday.", [("Sun", "newspaper", True)]),
        ("The sun shone on Monday.", []),
        ("She wrote in the St. Louis Post-Dispatch.", [("St. Louis Post-Dispatch", "newspaper", True)]),
        (
            "On CNN's “State of the Union” he left.",
            [("CNN", "broadcaster", True), ("State of the Union", "programme", False)],
        ),
        ("It was said on Truth Social.", [("Truth Social", "platform", True)]),
        ("Vicente Fox left.", [("Fox", "broadcaster", False)]),
        ("People like it.", [("People", "newspaper", False)]),
        ("the bbc micro", []),
        ("He told BBC Radio 4 so.", [("BBC Radio 4", "broadcaster", True)]),
        ("They met at the Old Bailey.", [("Old Bailey", "court", True)]),
        ("He spoke to Xinhua and Yonhap.", [("Xinhua", "agency", True), ("Yonhap", "agency", True)]),
    ],
)
def test_names_found(named, text, expected):
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("the Springfield Gazette", "newspaper"),
        ("Radio Kiribati", "broadcaster"),
        ("WXYZ-TV", "broadcaster"),
        ("KRLD", "broadcaster"),
        ("the Federal Register", None),
        ("the gazette", None),
        ("Gazette", None),
        ("Maria Lopez", None),
    ],
)
def test_outlets_told_by_form(nlp, text, kind):
    doc = nlp.make_doc(text)
    name = name_by_form(doc, 0, len(doc))
    assert (name.kind if name else None) == kind


@pytest.mark.parametrize(
    ("text", "publication", "expected"),
    [
        ("The Post", "The Washington Post", True),
        ("Washington Post", "WaPo", True),
        ("the AP", "Associated Press", True),
        ("Associated Press", "AP", True),
        ("Fox News", "Fox News Channel", True),
        ("Post", "New York Times", False),
        ("Times of India", "The Times", False),
        ("", "The Times", False),
        ("The Times", "", False),
    ],
)
def test_own_outlet_by_publication(text, publication, expected):
    assert is_own(text, publication, frozenset()) == expected


def test_own_outlet_without_publication():
    assert is_own("Reuters", None, frozenset({"reuters"}))
    assert not is_own("Reuters", None, frozenset())
    assert is_own("USA TODAY", None, frozenset(), shouted=True)


def test_normalised_names():
    assert normalised("The Washington Post’s") == normalised("WaPo") == "washington post"


def test_lexicons_list_no_name_twice():
    outlets = read_lexicon("outlets")
    for kind in ("agency", "newspaper", "magazine", "website", "broadcaster"):
        assert len(outlets[kind]) == len(set(outlets[kind])), kind
    assert (
        sum(len(outlets[kind]) for kind in ("agency", "newspaper", "magazine", "website", "broadcaster"))
        > 1_500
    )
