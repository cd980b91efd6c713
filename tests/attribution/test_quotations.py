import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.annotations import Quotation
from attribution.marks import DOUBLE, SINGLE
from attribution.quotations import DEEPEST
from tests.attribution.front import with_quotations


def found(text: str) -> list[str]:
    doc = with_quotations(text)
    return [doc[q.start : q.end].text for q in doc._.quotations]


def quotations(text: str) -> tuple[Quotation, ...]:
    return with_quotations(text)._.quotations


# One paragraph, marks in order


@pytest.mark.parametrize(
    "text",
    [
        "“Go home,” she said. “Now.”",
        '"Go home," she said. "Now."',
        "''Go home,'' she said. ''Now.''",
        "``Go home,'' she said. ``Now.''",
        "‘‘Go home,’’ she said. ‘‘Now.’’",
        "‘Go home,’ she said. ‘Now.’",
        "'Go home,' she said. 'Now.'",
        "«Go home,» she said. «Now.»",
        "« Go home, » she said. « Now. »",
        "»Go home,« she said. »Now.«",
        "„Go home,“ she said. „Now.“",
        "„Go home,” she said. „Now.”",
        "‹Go home,› she said. ‹Now.›",
        # Wrong-way and mixed marks.
        "”Go home,” she said. ”Now.”",
        "“Go home,“ she said. “Now.“",
        "”Go home,“ she said. ”Now.“",
        '“Go home," she said. "Now.”',
        "“Go home,’ she said. “Now.’",
        # Misplaced and missing spaces.
        "“ Go home,” she said. “Now. ”",
        '" Go home, " she said. " Now. "',
        "“Go home,”she said.“Now.”",
        '"Go home,"she said."Now."',
    ],
)
def test_marks_of_any_sort_are_paired(text):
    first, second = (re.sub(r"[^A-Za-z,. ]", "", words).strip() for words in found(text))
    assert (first.replace(" ,", ","), second) == ("Go home,", "Now.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The “phased” plan and the “big bang” one.", ["“phased”", "“big bang”"]),
        ("She said:“Go”—and he went.", ["“Go”"]),
        ("“Go!”—she said it twice—“Go!”", ["“Go!”", "“Go!”"]),
        ("(“Go”) and [“Stay”]", ["“Go”", "“Stay”"]),
        ("He had “no choice”, “no time” and “no map”.", ["“no choice”", "“no time”", "“no map”"]),
        ('"...and then," she said, "we left..."', ['"...and then,"', '"we left..."']),
        ('She went. ". . . and then we left."', ['". . . and then we left."']),
        ('".@janedoe is right," he wrote.', ['".@janedoe is right,"']),
        ("“[They] went,” she said. “(Slowly.)”", ["“[They] went,”", "“(Slowly.)”"]),
        ("“Go.”“Stay,” he said.", ["“Go.”", "“Stay,”"]),
        ("“Why?” he asked. “What—” she began.", ["“Why?”", "“What—”"]),
        ("It was “12 years” ago, in “2016”.", ["“12 years”", "“2016”"]),
        ("“$5m is gone,” he said.", ["“$5m is gone,”"]),
        ("He says,” they came home.”", [",” they came home.”"[1:]]),
        ("““Go home,” she said.", ["““Go home,”"]),
        ("“”", []),
        ("“…”", []),
        ('"?" "!" "," ""', []),
        ("No marks at all.", []),
        ("", []),
    ],
)
def test_marks_are_paired_by_spacing_shape_and_order(text, expected):
    assert found(text) == expected


# Apostrophes, measures


@pytest.mark.parametrize(
    "text",
    [
        "Don’t. It's the officials’ plan, and James' plan, O’Brien’s and d’Arc's.",
        "The '90s, the ’80s and the ‘70s; rock ’n’ roll, rock 'n' roll; ’tis 'em.",
        "They came 'round, talkin' to the players' union 'til four o’clock.",
        "She is 6'2\" tall and 5' 10\" wide; 6’2” too.",
        'A 12" pizza, a 7" single, 40°26\'46" north and 40°26′46″ west.',
        "The class of '08 and of ’09.",
        "The Joneses' and the Smiths' cars; the boss' desk, the U.S.' role.",
        'id="12" and tweet="3"',
    ],
)
def test_other_uses_of_the_characters_are_no_quotations(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "'I don't know the players' union, the boss's car or O'Brien,' he said.",
            ["'I don't know the players' union, the boss's car or O'Brien,'"],
        ),
        (
            "‘I don’t know the players’ union or the Joneses’ car,’ he said. ‘No.’",
            ["‘I don’t know the players’ union or the Joneses’ car,’", "‘No.’"],
        ),
        ("'We were talkin' to 'em in the '90s,' he said.", ["'We were talkin' to 'em in the '90s,'"]),
        ("He called the ‘Avengers’ cast ‘heroes’.", ["‘Avengers’", "‘heroes’"]),
        ("The players’ ‘so-called’ union.", ["‘so-called’"]),
        ("'Round table talks failed,' he said.", ["'Round table talks failed,'"]),
        ("'50 people died,' he said.", ["'50 people died,'"]),
        ("“The players’ union won,” he said.", ["“The players’ union won,”"]),
        ("“It’s the ’90s,” he said. “Rock ’n’ roll.”", ["“It’s the ’90s,”", "“Rock ’n’ roll.”"]),
        ('"It is 12" wide," he said. "Good."', ['"It is 12" wide,"', '"Good."']),
        ('"He is 6\'2"," she said. "Tall."', ['"He is 6\'2","', '"Tall."']),
        ('"We won in 2016" and "we lost in 2018," he said.', ['"We won in 2016"', '"we lost in 2018,"']),
        ('He left in “2016” on a 12" board.', ["“2016”"]),
    ],
)
def test_quotations_hold_such_characters(text, expected):
    assert found(text) == expected


# Nesting


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("“He told me ‘no’ and left,” she said.", "‘no’"),
        ("\"He told me 'no' and left,\" she said.", "'no'"),
        ("‘He told me “no” and left,’ she said.", "“no”"),
        ("'He told me \"no\" and left,' she said.", '"no"'),
        ("“He told me “no” and left,” she said.", "“no”"),
        ("«He told me “no” and left,» she said.", "“no”"),
        ("“‘Go,’ he told me,” she said.", "‘Go,’"),
        ("“He told me, ‘Go.’”", "‘Go.’"),
        ("''He told me 'go'''", "'go'"),
        ("'''Go,' he told me,'' she said.", "'Go,'"),
        # The closing marks have changed places.
        ("\"He told me, 'Go,\"' she said.", "'Go,\""),
    ],
)
def test_a_quotation_stands_in_another(text, inner):
    doc = with_quotations(text)
    outer, nested = doc._.quotations
    assert (outer.level, nested.level) == (0, 1)
    assert doc[nested.start : nested.end].text == inner
    assert outer.opened and outer.closed and nested.opened and nested.closed


# Marks without partner


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Before a cue.
        ("“Go home, she said. “Now.”", ["“Go home,", "“Now.”"]),
        ('"Go home, said the minister. "Now."', ['"Go home,', '"Now."']),
        ("“Go home! she said.", ["“Go home!"]),
        ('"Go home, he added, "now."', ['"Go home,', '"now."']),
        # At a sentence's end.
        ("“Go home. It is late. “Now,” she said.", ["“Go home. It is late.", "“Now,”"]),
        # At a clause's end.
        ("They are “very liberal), while others are “not at all” so.", ["“very liberal", "“not at all”"]),
        ("It is “like the others, comparing it with those “of old.”", ["“like the others,", "“of old.”"]),
        # At the paragraph's end.
        ("He said: “Go home now.", ["“Go home now."]),
        ("“Go. “", ["“Go. “"]),
        # A nested one, before the outer one ends.
        ("“He told me: ‘Go home.”", ["“He told me: ‘Go home.”", "‘Go home."]),
    ],
)
def test_a_missing_closing_mark_costs_no_more_than_its_quotation(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Go home,” she said. “Now.”", ["Go home,”", "“Now.”"]),
        ("“Go,” she said. It is late. Run home.” They ran.", ["“Go,”", "It is late. Run home.”"]),
        ("She added, it is late.” They ran.", ["it is late.”"]),
        ("“Go,” she said.” They ran.", ["“Go,”"]),
        ("A stray ” mark, and “Go,” she said.", ["“Go,”"]),
    ],
)
def test_a_missing_opening_mark_costs_no_more_than_its_quotation(text, expected):
    assert found(text) == expected


def test_an_odd_mark_loses_nothing_of_other_paragraphs():
    text = 'He said "go.\n\n"Stay," she said.\n\nThe " mark.\n\n"Leave," he said. "Now."'
    assert found(text) == ['"go.', '"Stay,"', '"Leave,"', '"Now."']


# Over paragraphs


@pytest.mark.parametrize(("opening", "closing"), ["“”", '""', "‘’", "''", ("''", "''"), ("``", "''"), "«»"])
def test_a_quotation_reopens_in_each_paragraph(opening, closing):
    text = (
        f"He said: {opening}This is the first part. It’s long.\n\n{opening}This is the second part.\n\n"
        f"{opening}This is the last,{closing} he said. {opening}Really.{closing}"
    )
    parts = quotations(text)
    assert [(q.opened, q.closed, q.continues, q.level) for q in parts] == [
        (True, False, None, 0),
        (True, False, 0, 0),
        (True, True, 1, 0),
        (True, True, None, 0),
    ]


def test_both_levels_of_a_quotation_reopen():
    parts = quotations("“He told me: ‘This is the first part.\n\n“‘This is the last.’ He meant it.”")
    assert [(q.level, q.closed, q.continues) for q in parts] == [
        (0, False, None),
        (1, False, None),
        (0, True, 0),
        (1, True, 1),
    ]


def test_a_quotation_runs_on_to_its_closing_mark():
    parts = quotations(
        "He said: “This is the first part.\n\nThis is the second.\n\nThis is the last,” he said. “Yes.”"
    )
    assert [(q.opened, q.closed, q.continues) for q in parts] == [
        (True, False, None),
        (False, False, 0),
        (False, True, 1),
        (True, True, None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "“This is closed.”\n\n“This is another,” she said.",
        "He said: “This is open.\n\nBut this opens later: “Go,” she said.",
        "He said: “This is open.\n\nA paragraph without marks.\n\n“This is new,” she said.",
        "He said: “This is open.\n\n‘This is of another sort,’ she said.",
        "“Go home, he said.\n\n“This is another,” she said.",
    ],
)
def test_other_quotations_go_on_with_nothing(text):
    assert all(q.continues is None for q in quotations(text))


def test_a_name_under_a_quotation_is_no_part_of_it(nlp):
    doc = nlp.make_doc(
        '"We had no choice and no time.\n\nMayor Jane Doe, Springfield."\n\nThe council met again on Tuesday.'
    )
    for name in ("attribution_blocks", "attribution_tags", "attribution_quotations"):
        doc = nlp.get_pipe(name)(doc)
    assert [doc[q.start : q.end].text for q in doc._.quotations] == ['"We had no choice and no time.']


def test_bylines_datelines_and_furniture_hold_no_quotations():
    text = (
        "Mayor: ‘We had no choice’\n\nBy Jane Doe\n\nOSLO (AP) — “We had no choice,” the mayor said on Tuesday.\n\n"
        "Read more: “The bridge was never safe”\n\n“We use cookies”\n\nSign up for “The Gazette Today”"
    )
    assert found(text)[:2] == ["‘We had no choice’", "“We had no choice,”"]
    assert not any("never safe" in words or "Gazette Today" in words for words in found(text))


# Use


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("“Go home,” the mayor said.", "speech"),
        ("The mayor said he had “productive talks” with the union.", "speech"),
        ("The union denounced “gangsterlike” demands.", "speech"),
        ("According to the mayor, it was a “disaster”.", "speech"),
        ("She asked. “Never.”", "speech"),
        ("“Never.”", "speech"),
        ("They fear that “the bridge will fall before the winter comes”.", "speech"),
        ("The “smart” cable broke.", "scare"),
        ("A so-called “phased” approach failed.", "scare"),
        ("The “no frills” ferry left at noon.", "scare"),
        ("Her novel “The Long Bridge” sold well.", "title"),
        ("Her first book, “Bridges,” sold well.", "title"),
        ("He appeared on NBC’s “Meet the Press” on Sunday.", "title"),
        ("The song “Let It Be” was played.", "title"),
        ("A report entitled “How to mend a bridge” was found.", "title"),
        ("The “Hamilton” star sang.", "title"),
        ("They watched “The Bridge on the River Kwai” twice.", "title"),
        ("“God bless this town,” the mayor said.", "speech"),
    ],
)
def test_use(nlp, text, use):
    doc = nlp.make_doc(text)
    for name in ("attribution_blocks", "attribution_tags", "attribution_quotations"):
        doc = nlp.get_pipe(name)(doc)
    assert [q.use for q in doc._.quotations] == [use]


# Properties

WORDS = st.lists(
    st.sampled_from("we had no choice but to go it’s don’t never O’Brien time".split()),
    min_size=1,
    max_size=6,
)
SENTENCE = st.builds(lambda words, stop: " ".join(words).capitalize() + stop, WORDS, st.sampled_from(".?!"))
INNER = st.builds(
    lambda a, quoted, b: f"{a} ⟪{quoted}⟫ {b}", WORDS.map(" ".join), WORDS.map(" ".join), WORDS.map(" ".join)
)
INNER = INNER.map(lambda sentence: sentence[0].upper() + sentence[1:])
SPEECH = st.one_of(
    SENTENCE, st.builds(lambda a, b: f"{a} {b}", SENTENCE, SENTENCE), INNER.map(lambda s: s + ".")
)
CUE = st.sampled_from(["he said.", "said the minister.", "she added.", "The minister left."])


@st.composite
def dialogues(draw):
    """Paragraphs of speech and cues; ⟦ ⟧ stand for the outer marks, ⟪ ⟫ for the inner ones."""
    paragraphs = []
    for _ in range(draw(st.integers(1, 4))):
        speech = draw(SPEECH)
        match draw(st.integers(0, 4)):
            case 0:
                paragraphs.append(f"⟦{speech}⟧")
            case 1:
                paragraphs.append(f"⟦{speech[:-1]},⟧ {draw(CUE)} ⟦{draw(SPEECH)}⟧")
            case 2:
                paragraphs.append(f"The minister said: ⟦{speech}⟧")
            case 3:
                paragraphs.append(f"The minister’s plan was ⟦{speech[:-1]}⟧, she said.")
            case 4:
                paragraphs.append(f"⟦{speech}\n\n⟦{draw(SPEECH)}⟧ {draw(CUE)}")
    return "\n\n".join(paragraphs)


STYLES = [
    "“”‘’",
    "\"\"''",
    ["''", "''", "'", "'"],
    ["``", "''", "‘", "’"],
    "”“‘’",
    "«»“”",
    "“\"‘'",
    ["‘‘", "’’", "‘", "’"],
]
BRITISH = ["‘’“”", "''\"\""]


def dressed(dialogue: str, style) -> str:
    for sign, mark in zip("⟦⟧⟪⟫", style, strict=True):
        dialogue = dialogue.replace(sign, mark)
    return dialogue


def shape(text: str):
    return [(q.start, q.end, q.level, q.opened, q.closed, q.continues, q.use) for q in quotations(text)]


@given(dialogues(), st.sampled_from([*STYLES[1:], *BRITISH]))
def test_marks_of_all_sorts_give_the_same_quotations(dialogue, style):
    assert shape(dressed(dialogue, style)) == shape(dressed(dialogue, STYLES[0]))


@given(dialogues())
def test_every_quotation_of_a_dialogue_is_found(dialogue):
    assert len(quotations(dressed(dialogue, STYLES[0]))) == dialogue.count("⟦") + dialogue.count("⟪")


HOSTILE = st.lists(
    st.sampled_from(
        [
            *sorted(DOUBLE | SINGLE),
            *".,:—()…\n",
            "\n\n",
            " ",
            "  ",
            "Go",
            "he said",
            "s",
            "5",
            "\xa0",
            "🙂",
            "\x00",
            "TOKYO —",
        ]
    ),
    max_size=40,
).map("".join)


@given(st.one_of(HOSTILE, st.text(), dialogues().map(lambda d: dressed(d, "“”‘’")[1:])))
def test_quotations_are_in_order_nested_and_within_their_blocks(text):
    doc = with_quotations(text)
    inside = {
        i: number
        for number, block in enumerate(doc._.blocks)
        if block.kind in ("paragraph", "heading")
        for i in range(block.start, block.end)
    }
    around: list[Quotation] = []
    previous = None
    for index, quotation in enumerate(doc._.quotations):
        assert quotation.start < quotation.end
        assert inside[quotation.start] == inside[quotation.end - 1]
        assert previous is None or (previous.start, -previous.end) <= (quotation.start, -quotation.end)
        while around and around[-1].end <= quotation.start:
            around.pop()
        assert all(quotation.end <= outer.end for outer in around)
        assert quotation.level == len(around) <= DEEPEST
        around.append(quotation)
        if quotation.opened:
            assert doc[quotation.start].text in DOUBLE | SINGLE
        if quotation.closed:
            assert doc[quotation.end - 1].text in DOUBLE | SINGLE
        if quotation.continues is not None:
            before = doc._.quotations[quotation.continues]
            assert quotation.continues < index
            assert not before.closed
            assert inside[before.start] < inside[quotation.start]
            assert quotation.level == before.level
        assert any(char.isalnum() for char in doc[quotation.start : quotation.end].text)
        previous = quotation


@pytest.mark.parametrize(
    "unit",
    [
        '"',
        '" ',
        '"a ',
        'a" ',
        "“a ",
        "a,” ",
        "'a ",
        "as' ",
        "“a ‘b “c ",
        "“a, he said b ",
        '12" ',
        '"\n',
        "“a\n\n",
        "a,”\n\n",
    ],
)
def test_long_runs_of_odd_marks_are_read(unit):
    text = unit * (100_000 // len(unit))
    for quotation in quotations(text):
        assert quotation.level <= DEEPEST
