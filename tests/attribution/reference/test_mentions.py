"""Names found in running text and headlines, and what kind of thing each names."""

import pytest

from attribution.pipeline import READING
from attribution.reference.headlines import find_repeated
from attribution.reference.inventory import Inventory
from attribution.reference.mentions import find_mentions
from attribution.reference.words import Words


def words_of(nlp, text):
    with nlp.select_pipes(enable=list(READING)):
        return Words(nlp(text))


def found(nlp, text):
    """The names as they stand, with the first letters of their kinds."""
    words = words_of(nlp, text)
    names = find_repeated(words, find_mentions(words))
    return [(words.slice((name.start, name.end)), name.kind[:3]) for name in names]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "The judge met Secretary of State John F. Ellery in Oslo.",
            [("John F. Ellery", "per"), ("Oslo", "pla")],
        ),
        (
            "She saw Ohio Democratic Party Chairman Luis Ortega.",
            [("Ohio Democratic Party", "org"), ("Luis Ortega", "per")],
        ),
        (
            "The Department of Health and Human Services ruled.",
            [("Department of Health and Human Services", "org")],
        ),
        ("The Securities and Exchange Commission ruled.", [("Securities and Exchange Commission", "org")]),
        ("It cited Joe Kline and Ann Marsh.", [("Joe Kline", "per"), ("Ann Marsh", "per")]),
        ("It cited Joe Kline (R-Utah) today.", [("Joe Kline", "per"), ("Utah", "pla")]),
        ("He met American skier Lena Ruud.", [("Lena Ruud", "per")]),
        ("He met Republicans and Mexicans on Monday.", []),
        ("Under Article 21 it may.", []),
        ("The prime minister met the Prime Minister of Norway.", []),
        ("He saw Ban Ki-moon and Jean-Luc Moreau.", [("Ban Ki-moon", "per"), ("Jean-Luc Moreau", "per")]),
        ("David and Jeanne Heidler wrote it.", [("David", "per"), ("Jeanne Heidler", "per")]),
        ("However, Asked questions, Smith left.", [("Smith", "per")]),
        (
            "Cross-examined by Rupert Lascelles, he wept. Re-elected in May, he left.",
            [("Rupert Lascelles", "per")],
        ),
        (
            'He sat with Del. Marcia "Cia" Price and Benicio Del Toro.',
            [('Marcia "Cia" Price', "per"), ("Benicio Del Toro", "per")],
        ),
        ("He met former Speaker of the House Newt Gale.", [("Newt Gale", "per")]),
        (
            "The Coldwater Courier ran it. The Mayville Observer did not.",
            [("Coldwater Courier", "org"), ("Mayville Observer", "org")],
        ),
        ("The Committee for a Responsible Budget met.", [("Committee for a Responsible Budget", "org")]),
        ("It was founded by Mothers Against Drunk Driving.", [("Mothers Against Drunk Driving", "org")]),
        (
            "He heard the Subcommittee on Consumer Protection.",
            [("Subcommittee on Consumer Protection", "org")],
        ),
        ("Keron Blair rose. Hold Ann Lee to it.", [("Keron Blair", "per"), ("Ann Lee", "per")]),
        ("Sources in No 10 and users such as dust_bunny wept.", [("No 10", "org"), ("dust_bunny", "per")]),
        (
            "The Halden Farms of Salinas met Bank of Leeds.",
            [("Halden Farms", "org"), ("Bank of Leeds", "org")],
        ),
        ("It was led by radical Islamists.", []),
        ("Student Maya Lund left. The Student Union did not.", [("Maya Lund", "per")]),
        ("House Speaker Tom Brand rose.", [("Tom Brand", "per")]),
        ("Chief Executive Lin Mei-hua blamed demand.", [("Lin Mei-hua", "per")]),
        ('"We will appeal," O\'Dowd said.', [("O'Dowd", "unk")]),
        (
            "University of Leeds economist Ann Lee met Department of Justice spokesman Tom Reed.",
            [
                ("University of Leeds", "org"),
                ("Ann Lee", "per"),
                ("Department of Justice", "org"),
                ("Tom Reed", "per"),
            ],
        ),
        ("Members of Congress left. Police of Leeds came. Residents of Paris wept.", [("Congress", "org")]),
        (
            "Nouri al-Mahdi met Chancellor of the Exchequer Jo Hunt.",
            [("Nouri al-Mahdi", "per"), ("Jo Hunt", "per")],
        ),
        ("He watches the Rachel Lund Show at night.", []),
        ("Promoter Mick Daley met Earl Dupree.", [("Mick Daley", "per"), ("Earl Dupree", "per")]),
        (
            "Charlotte Mayor Jennifer Rourke met German Chancellor Greta Lindqvist.",
            [("Jennifer Rourke", "per"), ("Greta Lindqvist", "per")],
        ),
        (
            "Ann Lee smiled. He would not run, he wrote, against Crooked Ann Lee.",
            [("Ann Lee", "per"), ("Crooked Ann Lee", None)],
        ),
    ],
)
def test_names_in_running_text(nlp, text, names):
    kinds = dict(found(nlp, text))
    assert {name: kinds.get(name) for name, _ in names} == dict(names)
    if not names:
        assert [name for name in kinds if name[0].isupper() and name not in ("Norway",)] == []


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("It left Loopline, the messaging app. Loopline kept files.", "Loopline", "org"),
        ("His attorney, Sandra Mills, said he would plead not guilty.", "Sandra Mills", "per"),
        ("Kari Lake said the vote was stolen.", "Kari Lake", "per"),
        ("They drove to Victoria Park in the rain.", "Victoria Park", "pla"),
        ("Grace Church, 42, said she was moving.", "Grace Church", "per"),
        ("Grace Church said its doors were open.", "Grace Church", "org"),
        ("Wealdshire announced that it had sold its ground.", "Wealdshire", "org"),
        ("Quorvex, which has spent millions, left.", "Quorvex", "org"),
        ("Okonjo, 34, said it was late. It pleased Okonjo.", "Okonjo", "per"),
        ("WALLACE: Let's start.\n\nPENCE: Well, look.", "WALLACE", "per"),
        ("In the Bastow years, Bastow, who was tall, led.", "Bastow", "per"),
        ("Brightwater Semiconductor cut jobs.", "Brightwater Semiconductor", "org"),
    ],
)
def test_kind_is_told_by_what_stands_around_the_name(nlp, text, name, kind):
    assert dict(found(nlp, text))[name] == kind


def test_headlines_repeat_the_names_of_the_body(nlp):
    text = "Kline Hammers Marsh Over Roads Plan Again\n\nThe mayor, Joe Kline, met Ann Marsh on Monday."
    assert found(nlp, text)[:2] == [("Kline", "per"), ("Marsh", "per")]


@pytest.mark.parametrize(
    ("text", "name", "mentions"),
    [
        ("Ann Marsh met Mr. Lowe. Ms. Marsh left. Marsh sang.", "Ann Marsh", 3),
        ("Bill Harker and Sue Harker met. Mrs. Harker sang.", "Sue Harker", 2),
        ("Michael Dell founded Dell in a dormitory.", "Michael Dell", 1),
        ("The U.N. Security Council met. The Security Council voted.", "U.N. Security Council", 2),
        ("The Senate voted. The Senate Banking Committee did not.", "Senate", 1),
        ("Britain left. The U.K. is out. The United Kingdom is sad.", "United Kingdom", 3),
    ],
)
def test_inventory_joins_the_forms_of_a_name(nlp, text, name, mentions):
    words = words_of(nlp, text)
    inventory = Inventory(words, find_repeated(words, find_mentions(words)))
    counts = {referent.name: len(referent.mentions) for referent in inventory.referents}
    assert counts[name] == mentions


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tom Baker met Ann Lee. “It was late,” Baker said.", "Tom Baker"),
        ("“It was late,” White said. Megan White, a clerk, has worked there for years.", "Megan White"),
        ("Rahul Banks met Ann Lee. Banks said nothing had changed.", "Rahul Banks"),
        ("Fed Chairman Janet Lowe smiled. “It was late,” Ms. Lowe said.", "Janet Lowe"),
        ("Yuki Ng met Tom Reed. “It was late,” Ng said.", "Yuki Ng"),
        ("“It was late,” White said.", "White"),
        ("“It was late,” said Baker, who has a shop in Leeds.", "Baker"),
    ],
)
def test_a_surname_alone_is_somebody_s_though_it_is_a_noun_too(analyse, text, name):
    assert [quote.speaker.name for quote in analyse(text).quotes] == [name]


def test_a_noun_is_no_surname_where_it_stands_before_another_name(nlp):
    text = (
        "Tom White met Ann Lee at the White House. Black and White voters left. "
        "A baker sold bread to Jo Baker on Baker Street."
    )
    assert [name for name, _ in found(nlp, text) if "White" in name or "Baker" in name] == [
        "Tom White",
        "White House",
        "Jo Baker",
        "Baker Street",
    ]
