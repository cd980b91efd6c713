"""Sources resolved to people and bodies, on texts of our own.

A text marks each source `<so>` and the words attributed to it `{so}`; both are given to the stage as
attributions. The table says whom each source means: a name, or None where the text gives none.
"""

import re

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from attribution.annotations import Attribution, Entity
from attribution.speakers import Speakers

BEFORE = ("attribution_blocks", "tok2vec", "tagger", "parser", "ner", "attribution_quotations")

PLACEHOLDER = re.compile(r"[<>{}]")


def resolved(nlp: Language, marked: str) -> tuple[Doc, list[Entity | None]]:
    """The document of a marked text and the entity of each of its sources, in order."""
    text, sources, contents = "", [], []
    opened: dict[str, int] = {}
    at = 0
    for mark in PLACEHOLDER.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        match mark.group():
            case "<" | "{" as opening:
                opened[opening] = len(text)
            case ">":
                sources.append((opened["<"], len(text)))
            case _:
                contents.append((opened["{"], len(text)))
    text += marked[at:]
    with nlp.select_pipes(enable=[name for name in BEFORE if name in nlp.pipe_names]):
        doc = nlp(text)
    attributions = []
    for n, (start, end) in enumerate(sources):
        source = doc.char_span(start, end, alignment_mode="expand")
        spoken = doc.char_span(*contents[n], alignment_mode="expand") if n < len(contents) else None
        content = ((spoken.start, spoken.end),) if spoken else ((len(doc), len(doc)),)
        attributions.append(
            Attribution(
                content=content, cue=None, source=(source.start, source.end), probability=1, source_probability=1
            )
        )
    doc._.attributions = tuple(attributions)
    Speakers()(doc)
    return doc, [None if s is None else doc._.entities[s] for s in doc._.speakers]


def names(nlp: Language, marked: str) -> list[str | None]:
    return [entity and entity.name for entity in resolved(nlp, marked)[1]]


LAST_NAMES_AND_TITLES = [
    ("Home Secretary Ruth Calder arrived early. {“No,”} said <Calder>.", ["Ruth Calder"]),
    ("<Mr Hollis> said {it was late}. Peter Hollis, 52, runs the yard.", ["Peter Hollis"]),
    ("Senator Diane Whitlow (D-Ohio) left. <Sen. Whitlow> said {no}.", ["Diane Whitlow"]),
    ("The Rev. Samuel Oyelaran spoke first. {“Peace,”} <Mr. Oyelaran> said.", ["Samuel Oyelaran"]),
    ("<Det Insp Carol Nash>, of Kent Police, said {the search went on}.", ["Carol Nash"]),
    ("<Dame Judith Marlow> said {the play was good}. Marlow is 71.", ["Judith Marlow"]),
    ("Sir Alan Pryce chaired the meeting. <Sir Alan> said {it was over}.", ["Alan Pryce"]),
    ("<Former Secretary of State Helen R. Brandt> said {that talks failed}.", ["Helen R. Brandt"]),
    ("<Secretary of State Mark Ellery> said {yes}.", ["Mark Ellery"]),
    ("<Former secretary of state Helen Brandt> said {that talks failed}.", ["Helen Brandt"]),
    ("<Defence secretary Tom Harker> said {the ships had sailed}.", ["Tom Harker"]),
    ("<President Emmanuel Laurent> said {so}. Mr. Laurent left.", ["Emmanuel Laurent"]),
    ("<Lord Fenwick> said {the bill was dead}.", ["Fenwick"]),
    ("<Cllr. Imran Siddiqui> said {the road would close}.", ["Imran Siddiqui"]),
    ("Moon Jae-ho met Kim Yong Su. <Moon> said {talks went well}.", ["Moon Jae-ho"]),
    ("Ricardo Fuentes Salazar spoke. <Mr. Fuentes Salazar> said {yes}.", ["Ricardo Fuentes Salazar"]),
    ("<Ms. O'Hara> said {no}. Bridget O'Hara is a lawyer.", ["Bridget O'Hara"]),
]

FULLEST_FORM = [
    ("Hollis wins again.\n\n<Peter J. Hollis> said {he won}. Peter Hollis is 40.", ["Peter J. Hollis"]),
    ("<Calder> says taxes will fall\n\nRuth Calder, the chancellor, spoke on Monday.", ["Ruth Calder"]),
    ("Bob Tanner came. <Robert Tanner> said {so}. Robert A. Tanner is a judge.", ["Robert A. Tanner"]),
    ("“<HARRIS>: {Good evening.}\n\nHe sat with Joan Harris, the host.", ["Joan Harris"]),
    ("Dave Whitlow sang. <David Whitlow> said {he was hoarse}.", ["David Whitlow"]),
    ("J.T. Morrow wrote it. <Morrow> said {it took a year}.", ["J.T. Morrow"]),
]

APPOSITIONS = [
    ("<Whitlow's campaign manager, Karen Yost,> said {money was short}. Diane Whitlow is running.", ["Karen Yost"]),
    ("<A lawyer for the owners, Simon Frye,> said {they would appeal}.", ["Simon Frye"]),
    ("<Simon Frye, a lawyer for Alan Pryce> said {they would appeal}. Alan Pryce fled.", ["Simon Frye"]),
    ("<The minister for fisheries, Ms. Lund,> said {quotas would fall}. Ingrid Lund is new.", ["Ingrid Lund"]),
    ("<BBC reporter Nick Sadler> said {it was raining}.", ["Nick Sadler"]),
    ("<Whitlow lawyer Karen Yost> said {no}. Diane Whitlow said nothing.", ["Karen Yost"]),
    ("<Ohio Democratic Party Chairman Luis Ortega> said {turnout was high}.", ["Luis Ortega"]),
    ("<Harvard's Wendell Price> said {the data were thin}.", ["Wendell Price"]),
    ("<Karen Yost at the Brookings Institution> said {it was unlikely}.", ["Karen Yost"]),
    ("Karen Yost, a former aide <who> said {she had resigned}, left.", ["Karen Yost"]),
    ("Karen Yost, <who> said {she had resigned}, left.", ["Karen Yost"]),
]

ROLE_NOUNS = [
    ("Senator Diane Whitlow met Tom Harker. <The senator> said {it was useful}.", ["Diane Whitlow"]),
    ("Judge Alan Pryce heard the case. <The judge> said {the law was clear}.", ["Alan Pryce"]),
    ("Secretary of State Mark Ellery flew in. <The secretary of state> said {talks went well}.", ["Mark Ellery"]),
    (
        "Dmitri Volkov, the Kremlin spokesman, and Lena Ritter, a UN spokeswoman, met. "
        "<The Kremlin spokesman> said {little}.",
        ["Dmitri Volkov"],
    ),
    ("<A Leeds judge> rejected {the plea}.\n\nJudge Alan Pryce said on Monday that the law was clear.", ["Alan Pryce"]),
    ("<Judge> rejects {plea}\n\nJudge Alan Pryce spoke for an hour.", ["Alan Pryce"]),
    (
        "Gov. Ann Marsh (R-Utah) and Rep. Joe Kline (D-Iowa) argued. <The congressman> said {she was wrong}.",
        ["Joe Kline"],
    ),
    (
        "Ann Marsh, a nurse, and Joe Kline, a plumber, were there. <The nurse> said {it was loud}.",
        ["Ann Marsh"],
    ),
    ("Harry Doyle, the Rovers striker, scored. <The striker> said {he was tired}.", ["Harry Doyle"]),
    ("Tom Harker bought the club. {“I paid cash,”} <the billionaire> said.", ["Tom Harker"]),
    ("Chief Constable Joan Bell resigned. <The chief constable> said {it was time}.", ["Joan Bell"]),
    ("<His wife> said {he was kind}. Tom Harker died on Sunday.", [None]),
    ("Tom Harker came with his wife, Lucy Harker. <His wife> said {it was cold}.", ["Lucy Harker"]),
]

PRONOUNS = [
    ("Ann Marsh met Joe Kline. {“It went well,”} <she> said.", ["Ann Marsh"]),
    ("Ann Marsh met Joe Kline. {“It went well,”} <he> said.", ["Joe Kline"]),
    (
        "Joe Kline blamed {Tom Harker for the loss}, <he> said.",
        ["Joe Kline"],
    ),
    (
        "{“It was a storm,”} said <Joe Kline>.\n\n{“Tom Harker saw it too,”} <he> said.",
        ["Joe Kline", "Joe Kline"],
    ),
    (
        "<Joe Kline> said {that Tom Harker had lied}. <He> said {the papers proved it}.",
        ["Joe Kline", "Joe Kline"],
    ),
    (
        "<Joe Kline> said {it was late}. Then Tom Harker rose. {“Go home,”} <he> said.",
        ["Joe Kline", "Tom Harker"],
    ),
    ("Robin Vance, a spokeswoman, came. <She> said {no}.", ["Robin Vance"]),
    ("<Joe Kline and Ann Marsh> said {it was late}. <They> added {that it rained}.", ["Joe Kline & Ann Marsh"] * 2),
    ("<Police> said {a man was held}. <They> said {he was 40}.", [None, None]),
    (
        "{“<I> think {it is over}, and my brother agrees,”} said <Joe Kline>.",
        ["Joe Kline", "Joe Kline"],
    ),
    ("Alan Pryce is out. It was {a disgrace} in <his eyes>.", ["Alan Pryce"]),
    ("Mexico won the ruling. <It> demanded {an apology}.", ["Mexico"]),
]

BODIES = [
    ("The Environmental Protection Agency (EPA) ruled. <The EPA> said {the water was safe}.", ["Environmental Protection Agency"]),
    ("The Environmental Protection Agency ruled. <The agency> said {the water was safe}.", ["Environmental Protection Agency"]),
    ("The Justice Department sued. <The department> said {it had proof}.", ["Justice Department"]),
    ("Shares of Halden Bank fell. <The bank> said {it was sound}.", ["Halden Bank"]),
    ("<The U.N. Security Council> met. <The Security Council> condemned {the raid}.", ["U.N. Security Council"] * 2),
    ("<The Ministry of Defence> said {a ship was lost}. <The MoD> said {nobody died}.", ["Ministry of Defence"] * 2),
    ("<The White House> said {no}.", ["White House"]),
    ("<The New York Times> reported {the deal}.", ["New York Times"]),
    ("<The Harker campaign> said {it was ready}. Tom Harker is running.", ["Harker campaign"]),
    ("Tom Harker is running. <Mr. Harker’s campaign> said {it was ready}.", ["Harker campaign"]),
    ("Tom Harker is running. The Harker campaign is broke. <The campaign> said {it was not}.", ["Harker campaign"]),
    ("<Tom Harker and the Gannett newspaper chain> said nothing.", ["Tom Harker"]),
    ("<The Guardian and the Reach newspaper chain> asked {for the files}.", ["Guardian & Reach"]),
    ("<China> said {it would answer}. Beijing is angry.", ["China"]),
    ("North Korea fired a missile. <Pyongyang> said {it was a test}.", ["North Korea"]),
    ("<Pyongyang> said {it was a test}.", ["Pyongyang"]),
    ("<The Russian government> denied {it}.", ["Russian government"]),
    ("<The governments of Norway and Sweden> say {it is unrealistic}.", ["Norway & Sweden"]),
    ("Norway and Sweden met in Oslo. <The two countries> signed {a treaty}.", ["Norway & Sweden"]),
    ("<The report> said {costs had doubled}.", [None]),
    ("<A Reuters/Ipsos poll> found {a tie}.", [None]),
    (
        "<A union representing pilots> backed {the strike}.\n\nThe Association of Airline Pilots met on Friday.",
        ["Association of Airline Pilots"],
    ),
    ("RT America cut its staff. <The network> said {it had no choice}.", ["RT America"]),
]

RELATIVES_AND_NAMESAKES = [
    (
        "Bill Harker and Susan Harker divorced. <Mrs. Harker> said {it was sad}. <Mr. Harker> said {nothing new}.",
        ["Susan Harker", "Bill Harker"],
    ),
    (
        "Tom Harker lost. Tom Harker had led for weeks, Tom Harker's aides said. His daughter Paula Harker wept. "
        "<Harker> said {he would fight on}.",
        ["Tom Harker"],
    ),
    ("Tom Harker lost. Paula, his daughter, wept. <Paula Harker> said {so}.", ["Paula Harker"]),
    ("The Harkers split. Bill Harker and Susan Harker met. <The Harkers> said {it was over}.", ["Bill Harker & Susan Harker"]),
    ("David and Joan Heidler wrote it. <David Heidler> said {it sold}.", ["David Heidler"]),
    ("Dell said it would grow. Michael Dell founded it. {“We will grow,”} <Mr. Dell> said.", ["Michael Dell"]),
]

JOINT = [
    (
        "<Sens. Jon Ashby (D-Mont.) and David Pike (R-La.)> asked {why}. <Pike> wrote {a letter}.",
        ["Jon Ashby & David Pike", "David Pike"],
    ),
    (
        "<Joe Kline (D-Ore.), Ann Marsh (D-Ohio) and Bob Ray (D-N.J.) all> said {no}.",
        ["Joe Kline & Ann Marsh & Bob Ray"],
    ),
    (
        "<Critics of the plan, like Senators Ann Marsh, Republican of Utah, and Joe Kline, Democrat of Iowa,> "
        "see {waste}. <The senators> wrote {a letter}.",
        ["Ann Marsh & Joe Kline"] * 2,
    ),
    ("<Clubs, including Halden United,> said {no}.", [None]),
    ("<Tom Harker and his aides> said {no}.", ["Tom Harker"]),
    ("<Developers and their friends in Congress> said {no}.", [None]),
    ("<Kline, Marsh> clash over {roads}\n\nJoe Kline and Ann Marsh debated on Monday.", ["Joe Kline & Ann Marsh"]),
]

TABLES = {
    "last names and titles": LAST_NAMES_AND_TITLES,
    "fullest form": FULLEST_FORM,
    "appositions": APPOSITIONS,
    "role nouns": ROLE_NOUNS,
    "pronouns": PRONOUNS,
    "bodies": BODIES,
    "relatives and namesakes": RELATIVES_AND_NAMESAKES,
    "joint": JOINT,
}


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        pytest.param(marked, expected, id=f"{table}: {marked[:40]}")
        for table, rows in TABLES.items()
        for marked, expected in rows
    ],
)
def test_speaker_name(nlp: Language, marked: str, expected: list[str | None]) -> None:
    assert names(nlp, marked) == expected
