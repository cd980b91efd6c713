"""Sources resolved to people and bodies, on texts of our own.

A text marks each source `<so>` and the words attributed to it `{so}`; both are given to the stage as
attributions. The table says whom each source means: a name, or None where the text gives none.
"""

import re

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from attribution.annotations import Attribution, Entity, Range
from attribution.pipeline import READING
from attribution.speakers import Speakers

BEFORE = READING

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
                content=content,
                cue=None,
                source=(source.start, source.end),
                probability=1,
                source_probability=1,
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
    (
        "<Whitlow's campaign manager, Karen Yost,> said {money was short}. Diane Whitlow is running.",
        ["Karen Yost"],
    ),
    ("<A lawyer for the owners, Simon Frye,> said {they would appeal}.", ["Simon Frye"]),
    ("<Simon Frye, a lawyer for Alan Pryce> said {they would appeal}. Alan Pryce fled.", ["Simon Frye"]),
    (
        "<The minister for fisheries, Ms. Lund,> said {quotas would fall}. Ingrid Lund is new.",
        ["Ingrid Lund"],
    ),
    ("<BBC reporter Nick Sadler> said {it was raining}.", ["Nick Sadler"]),
    ("<Whitlow lawyer Karen Yost> said {no}. Diane Whitlow said nothing.", ["Karen Yost"]),
    ("<Ohio Democratic Party Chairman Luis Ortega> said {turnout was high}.", ["Luis Ortega"]),
    ("<Harvard's Wendell Price> said {the data were thin}.", ["Wendell Price"]),
    ("<Karen Yost at the Brookings Institution> said {it was unlikely}.", ["Karen Yost"]),
    ("Karen Yost, a former aide <who> said {she had resigned}, left.", ["Karen Yost"]),
    (
        "Coach Tom Lund spoke. Asked whether Salim would start, <he> said: {“You'll see.”}",
        ["Tom Lund"],
    ),
    ("It angered lawyers for the Sierra Club, <who> said {the agency lied}.", [None]),
    ("It was news to the Sierra Club, <who> said {the agency lied}.", ["Sierra Club"]),
    ("It was written by the Yost campaign, <who> said {it was true}.", ["Yost campaign"]),
    (
        "He left, <The Guardian> reported {on Monday}. <The Guardian> said {so}.",
        ["The Guardian", "The Guardian"],
    ),
    ("Karen Yost, <who> said {she had resigned}, left.", ["Karen Yost"]),
    ("Kent Police, <the force that led the search>, said {it was over}.", ["Kent Police"]),
    ("It was a blow for Karen Yost, <the surgeon> said {on Monday}.", [None]),
    ("<Another, Joyce Tarrant, 71,> said {he was quiet}. {“Very,”} <she> said.", ["Joyce Tarrant"] * 2),
    ("<Speaking to reporters, Simon Frye, 19,> said {he was tired}.", ["Simon Frye"]),
    ("<A man named Simon Frye> said {the bus was late}.", ["Simon Frye"]),
    ("<A speech Simon Frye gave in Leeds> calls for {reform}.", [None]),
    ("<Rovers manager Dean Colquhoun> accused {referee Simon Petch}.", ["Dean Colquhoun"]),
]

ROLE_NOUNS = [
    ("Senator Diane Whitlow met Tom Harker. <The senator> said {it was useful}.", ["Diane Whitlow"]),
    ("Judge Alan Pryce heard the case. <The judge> said {the law was clear}.", ["Alan Pryce"]),
    (
        "Secretary of State Mark Ellery flew in. <The secretary of state> said {talks went well}.",
        ["Mark Ellery"],
    ),
    (
        "Dmitri Volkov, the Kremlin spokesman, and Lena Ritter, a UN spokeswoman, met. "
        "<The Kremlin spokesman> said {little}.",
        ["Dmitri Volkov"],
    ),
    (
        "<A Leeds judge> rejected {the plea}.\n\nJudge Alan Pryce said on Monday that the law was clear.",
        ["Alan Pryce"],
    ),
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
    ("Ann Marsh leads. {“Great crowds,”} <the Democratic front-runner> said.", ["Ann Marsh"]),
    ("<His wife> said {he was kind}. Tom Harker died on Sunday.", [None]),
    ("Tom Harker came with his wife, Lucy Harker. <His wife> said {it was cold}.", ["Lucy Harker"]),
    (
        "Okonjo rose. Miriam Okonjo, a geologist, said no. <The Norwegian> said {she would stay}.",
        ["Miriam Okonjo"],
    ),
    ("Council leader Priya Nair spoke. <The Labour councillor> said {it was late}.", ["Priya Nair"]),
    (
        "Hillary Marsh spoke. <The former first lady and U.S. senator> said {it was a mistake}.",
        ["Hillary Marsh"],
    ),
    ("<Lawmaker> urges {action}\n\nRep. Adam Kline spoke on Monday. Rep. Ann Marsh did not.", ["Adam Kline"]),
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
    (
        "<Joe Kline and Ann Marsh> said {it was late}. <They> added {that it rained}.",
        ["Joe Kline & Ann Marsh"] * 2,
    ),
    ("<Police> said {a man was held}. <They> said {he was 40}.", [None, None]),
    ("Alan Pryce is out. It was {a disgrace} in <his eyes>.", ["Alan Pryce"]),
    ("Mexico won the ruling. <It> demanded {an apology}.", ["Mexico"]),
    ("Gov. Chris Hale called Susan Marsh a disgrace after <she> attacked {the police}.", ["Susan Marsh"]),
    ("<Ann Marsh> said {that the plan <she> has proposed} {would work}.", ["Ann Marsh"] * 2),
    (
        "Democrats seized on Tom Harker's visit to Joe Kline's show, in which <he> said {he was sceptical}.",
        ["Joe Kline"],
    ),
    ("Officers stopped the car. <They> ordered {him out}. Halden Bank fell.", [None]),
]

BODIES = [
    ("The Federal Water Agency (FWA) ruled. <The FWA> said {the water was safe}.", ["Federal Water Agency"]),
    ("The Federal Water Agency ruled. <The agency> said {the water was safe}.", ["Federal Water Agency"]),
    ("The Alliance Party met. Joe Kline is a Green. <His party> said {no}.", [None]),
    ("The Justice Department sued. <The department> said {it had proof}.", ["Justice Department"]),
    ("Shares of Halden Bank fell. <The bank> said {it was sound}.", ["Halden Bank"]),
    (
        "<The U.N. Security Council> met. <The Security Council> condemned {the raid}.",
        ["U.N. Security Council"] * 2,
    ),
    (
        "<The Ministry of Defence> said {a ship was lost}. <The MoD> said {nobody died}.",
        ["Ministry of Defence"] * 2,
    ),
    ("<The White House> said {no}.", ["White House"]),
    ("<The New York Times> reported {the deal}.", ["New York Times"]),
    ("<The Harker campaign> said {it was ready}. Tom Harker is running.", ["Harker campaign"]),
    ("Tom Harker is running. <Mr. Harker’s campaign> said {it was ready}.", ["Harker campaign"]),
    (
        "Tom Harker is running. The Harker campaign is broke. <The campaign> said {it was not}.",
        ["Harker campaign"],
    ),
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
    (
        "Brightwater Semiconductor said it would cut jobs. Castle Lane fell. <The company> said {sales were down}.",
        ["Brightwater Semiconductor"],
    ),
    ("Cordell Copper has spent millions. <The miner> said {it would appeal}.", ["Cordell Copper"]),
    ("Odessa Devices, which makes chips, is a rival. <Odessa> denied {it}.", ["Odessa Devices"]),
    (
        "<The environment committee> said {rivers were foul}. The defence committee met.",
        ["environment committee"],
    ),
    (
        "<The Wrona family> said {he was kind}. {“He sang,”} <they> said. Pawel Wrona died.",
        ["Wrona family"] * 2,
    ),
    ("<Citizens for Tax Justice> backs {the bill}.", ["Citizens for Tax Justice"]),
    ("<The Coldwater Courier> reported {a flood}.", ["Coldwater Courier"]),
    ("<No 10> insisted {it would go ahead}.", ["No 10"]),
    ("<The hacker group Anonymous> said {it had the files}.", ["Anonymous"]),
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
    (
        "The Harkers split. Bill Harker and Susan Harker met. <The Harkers> said {it was over}.",
        ["Bill Harker & Susan Harker"],
    ),
    ("David and Joan Heidler wrote it. <David Heidler> said {it sold}.", ["David Heidler"]),
    (
        "Dell said it would grow. Michael Dell founded it. {“We will grow,”} <Mr. Dell> said.",
        ["Michael Dell"],
    ),
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
    (
        "<Kline, Marsh> clash over {roads}\n\nJoe Kline and Ann Marsh debated on Monday.",
        ["Joe Kline & Ann Marsh"],
    ),
    (
        "Ann Marsh of Yale and her colleague Joe Kline met. <The two researchers> wrote {that it rained}. "
        "<They> said {so twice}.",
        ["Ann Marsh & Joe Kline"] * 2,
    ),
    (
        "<Senators Ann Marsh of Kansas and Joe Kline of Iowa> said {they would vote}.",
        ["Ann Marsh & Joe Kline"],
    ),
    ("Chile and Peru are close to a deal. <Both governments> said {no text was agreed}.", ["Chile & Peru"]),
]

BRITISH = [
    (
        "Graham Tuttle, 58, stole £40,000, a court heard. Prosecuting, Louise Bright said he had no excuse. "
        "<Miss Bright> added: {“He spent it.”}",
        ["Louise Bright"],
    ),
    (
        "Rovers boss Kenny Flood was pleased. {“Immense,”} said <Flood>. <The Scot> praised {Jan Novak}.",
        ["Kenny Flood"] * 2,
    ),
    ("Prime Minister Eleanor Marsh spoke. <The prime minister> said: {“No.”}", ["Eleanor Marsh"]),
    ("Kelly Dunn, from Hull, said no. <The 31-year-old> said: {“I was screaming.”}", ["Kelly Dunn"]),
    ("<Humberside Police> said {a man was held}. <The force> said {so}.", ["Humberside Police"] * 2),
    ("Shares in Brightwell Foods fell. <The supermarket> said {sales had slowed}.", ["Brightwell Foods"]),
    ("<The Lib Dems> called {it a shambles}.", ["Lib Dems"]),
    ("The Archbishop of York, Justin Weller, spoke. <The archbishop> said {it was cold}.", ["Justin Weller"]),
    ("<The Duke of Kendal> said {little}.", ["Duke of Kendal"]),
    ("<China's foreign ministry> said {no}. <The ministry> said {never}.", ["China's foreign ministry"] * 2),
    ("<Miriam Oyelaran KC> said {the client was sorry}.", ["Miriam Oyelaran"]),
    ("<Neighbour Tracey Dunn, 45,> said: {“It was awful.”} <She> called {999}.", ["Tracey Dunn"] * 2),
    ("Cross-examined by Rupert Lascelles KC, Keith Marr said no. <He> agreed {it was shut}.", ["Keith Marr"]),
    ("Rovers lost again. <Rovers> said {they would appeal}. It was their fifth defeat.", ["Rovers"]),
]

UNNAMED = [
    ("<A woman in the gallery> said {it was cold}. {“Very cold,”} <she> said. Lena Ruud left.", [None, None]),
    (
        "Lena Ruud spoke. <A nurse, who asked not to be named,> said {no}. {“Never,”} <she> said.",
        [None, None],
    ),
    ("Mayor Tom Hall arrived. A protester threw an egg. {“You lied,”} <he> shouted.", [None]),
    (
        "Her father, the actor Colm Reid, thanked them. {“We are proud,”} <he> said. Lena Reid sang.",
        ["Colm Reid"],
    ),
    (
        "<One minister> said {the plan was dead}. {“Nobody will defend it,”} <the minister> said.\n\n"
        "Housing minister Gillian Moss told the Commons so.",
        [None, None],
    ),
    ("<An official who declined to be named> said {no}.\n\nDora Lind, a senior official, spoke.", [None]),
    ("Lorry driver Ann Marsh sang. <The bus driver> thanked {everyone}.", [None]),
    ("Reports came from donors around the country <who> want {to see more women}.", [None]),
    (
        "They sent a letter to the prime minister, seen by the Guardian, <which> says {it would rain}.",
        [None],
    ),
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
    "british": BRITISH,
    "unnamed": UNNAMED,
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


def attributed(doc: Doc, source: str, content: str) -> Attribution:
    """The attribution of `content` to `source`, each the first such words of the text."""

    def tokens(words: str) -> Range:
        start = doc.text.index(words)
        span = doc.char_span(start, start + len(words), alignment_mode="expand")
        return span.start, span.end

    return Attribution(
        content=(tokens(content),), cue=None, source=tokens(source), probability=1, source_probability=1
    )


def read(nlp: Language, text: str, *pairs: tuple[str, str], publication: str | None = None) -> Doc:
    """The document with its speakers; each pair is a source and what is attributed to it."""
    doc = nlp.make_doc(text)
    doc._.publication = publication
    for name, stage in nlp.pipeline:
        if name in BEFORE:
            doc = stage(doc)
    doc._.attributions = tuple(attributed(doc, *pair) for pair in pairs)
    return Speakers()(doc)


@pytest.mark.parametrize(
    ("pronoun", "text"),
    [
        ("I", "“I think it is over,” said Joe Kline."),
        ("We", "“We think it is over,” said Joe Kline."),
    ],
)
def test_first_person_is_whoever_speaks(nlp, pronoun, text):
    doc = read(nlp, text, (pronoun, "it is over"), ("Joe Kline", f"“{pronoun} think it is over,”"))
    assert len(set(doc._.speakers)) == 1
    assert doc._.entities[0].name == "Joe Kline"


def test_first_person_of_a_letter_is_who_signed_it(nlp):
    doc = read(nlp, "I despise the plan because it is dear.\n\nMauro Fraga.\n\nLeeds.", ("I", "it is dear"))
    assert doc._.entities[doc._.speakers[0]].name == "Mauro Fraga"


def test_first_person_of_a_column_is_who_stands_in_the_byline(nlp):
    doc = read(
        nlp,
        "A plan too dear\n\nBy Mara Fenn\n\nI despise the plan because it is dear. It must go.",
        ("I", "it is dear"),
    )
    assert doc._.entities[doc._.speakers[0]].name == "Mara Fenn"


def test_a_handle_does_not_sign_for_several(nlp):
    doc = read(nlp, "We asked whether it was dear.\n\nIt was.\n\n@fred_945", ("We", "it was dear"))
    assert doc._.entities[doc._.speakers[0]].name is None


@pytest.mark.parametrize(("publication", "name"), [("The Daily Echo", "Daily Echo"), (None, None)])
def test_we_outside_quotations_is_the_publication(nlp, publication, name):
    doc = read(
        nlp, "We have learned that the plan is dead.", ("We", "the plan is dead"), publication=publication
    )
    assert doc._.entities[doc._.speakers[0]].name == name


def test_nobody_speaks_without_a_source(nlp):
    doc = read(nlp, "It rained, reportedly.")
    content = Attribution(content=((0, 2),), cue=(3, 4), source=None, probability=1, source_probability=1)
    doc._.attributions = (content,)
    Speakers()(doc)
    assert doc._.speakers == (None,)
    assert doc._.entities == ()


@pytest.mark.parametrize(
    ("marked", "same"),
    [
        ("<An official> said {no}. <The official> said {never}.", True),
        ("<An official> said {no}. <A second official> said {yes}.", False),
        ("<An official> said {no}. <Another official> said {yes}.", False),
        ("<A spokeswoman> said {no}. <She> said {never}.", True),
        ("<A young woman> asked {why}. <The woman> said {it hurt}.", True),
        ("<Two aides> said {no}. <They> said {never}.", True),
        ("<A friend of the star> said {she is ill}. <The insider> said {never}.", True),
        ("<A diplomat> said {no}. <A second diplomat> said {yes}. <The first diplomat> said {never}.", False),
        ("A nurse wept. <The nurse> said {no}. <She> said {never}.", True),
        ("{“No,”} said <a passenger>, <who> did not want {to wait}.", True),
        ("<Protesters> said {no}. <Residents> said {yes}.", False),
        ("<A poll> found {a tie}. <The poll> found {doubts}.", True),
    ],
)
def test_unnamed_sources_keep_their_identity(nlp, marked, same):
    doc, entities = resolved(nlp, marked)
    assert all(entity is not None and entity.name is None for entity in entities)
    assert (len(set(doc._.speakers)) == 1) is same


@pytest.mark.parametrize(
    ("marked", "kind", "description", "plural"),
    [
        ("<An official close to the talks> said {no}.", "person", "an official close to the talks", False),
        ("<Three aides,> said {no}.", "group", "three aides", True),
        ("<The report> said {no}.", "document", "the report", False),
        ("<Sweden> said {no}.", "place", None, False),
        ("<The New York Times> said {no}.", "organization", None, False),
        ("<Police> said {no}.", "organization", "police", False),
        ("<Ann Marsh, a retired nurse,> said {no}.", "person", "a retired nurse", False),
        ("<Ann Marsh and Joe Kline> said {no}.", "group", None, True),
        ("<The governments of Norway and Sweden> said {no}.", "organization", None, True),
    ],
)
def test_entity_says_what_the_source_is(nlp, marked, kind, description, plural):
    _, (entity,) = resolved(nlp, marked)
    assert entity is not None
    assert (entity.kind, entity.description, entity.plural) == (kind, description, plural)


@pytest.mark.parametrize(
    ("marked", "title", "affiliation"),
    [
        ("<Secretary of State Mark Ellery> said {yes}.", "Secretary of State", None),
        ("<Ohio Democratic Party Chairman Luis Ortega> said {no}.", "Chairman", "Ohio Democratic Party"),
        ("<MSNBC host Chris Abbott> said {yes}.", "host", "MSNBC"),
        ("<Simon Frye of Kent Police> said {no}.", None, "Kent Police"),
        (
            "<Karen Yost, a senior fellow at the Brookings Institution,> said {no}.",
            "senior fellow",
            "Brookings Institution",
        ),
        (
            "The rally was loud. <Clinton campaign manager Karen Yost> said {no}.",
            "campaign manager",
            "Clinton campaign",
        ),
        ("<Chief executive Dame Sarah Lytton> said {no}.", "Chief executive", None),
    ],
)
def test_title_and_affiliation(nlp, marked, title, affiliation):
    _, (entity,) = resolved(nlp, marked)
    assert entity is not None
    assert (entity.title, entity.affiliation) == (title, affiliation)


def test_joint_speakers_refer_to_their_members(nlp):
    doc, (entity,) = resolved(nlp, "<Ann Marsh and Joe Kline> said {no}.")
    assert entity is not None
    assert [doc._.entities[i].name for i in entity.members] == ["Ann Marsh", "Joe Kline"]


def test_all_mentions_of_a_speaker_are_told(nlp):
    doc, (_, entity) = resolved(
        nlp, "Judge Ann Marsh sat. <Marsh> said {no}. Mrs. Marsh left. <The judge> said {so}."
    )
    assert entity is not None
    texts = [doc[slice(*mention)].text for mention in entity.mentions]
    assert texts == ["Ann Marsh", "Marsh", "Marsh", "The judge"]


def test_entities_are_speakers_in_order_of_mention(nlp):
    doc, _ = resolved(nlp, "Ann Marsh and Joe Kline met Bob Ray. <Ray> said {no}. <Marsh> said {yes}.")
    assert [entity.name for entity in doc._.entities] == ["Ann Marsh", "Bob Ray"]


def test_those_who_refuse_to_comment_are_entities(nlp):
    doc = read(nlp, "Joe Kline said no. Ann Marsh declined to comment.", ("Joe Kline", "no"))
    assert [entity.name for entity in doc._.entities] == ["Joe Kline", "Ann Marsh"]


def test_probability_falls_with_the_evidence(nlp):
    doc, _ = resolved(nlp, "<Ann Marsh> said {no}. Eve Dorn and Jo Pratt came. <She> said {yes}.")
    named, pronoun = doc.user_data["speaker_probability"]
    assert 0 <= pronoun < named <= 1


@pytest.mark.parametrize(
    ("text", "description"),
    [
        (
            "An official on the trip who declined to be named said the talks had failed.",
            "an official on the trip",
        ),
        ("“It was chaos,” said a guard, who declined to be named.", "a guard"),
        ("Officials in three states said the count was fair.", "officials in three states"),
        (
            "A person familiar with the deal who was not authorized to speak publicly said it was off.",
            "a person familiar with the deal",
        ),
    ],
)
def test_descriptions_leave_out_that_a_name_is_withheld(nlp, text, description):
    doc = nlp(text)
    assert [entity.description for entity in doc._.entities] == [description]


def test_an_unnamed_he_and_she_are_two(analyse):
    text = "“You are fired,” he told her. “You cannot fire me,” she shot back. “Fine,” he said."
    he, she, again = (quote.speaker.id for quote in analyse(text).quotes)
    assert he == again != she
