import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from attribution.tokens import DOUBLE_MARKS, LONGEST_AFFIXED, ORNAMENT, TWIN_MARKS, customise
from tests.attribution.front import blank, words

MARKS = ["'", "‘", "’", "`", *DOUBLE_MARKS, *TWIN_MARKS]

#: Pieces that make trouble together: marks, stops, dashes, words with apostrophes, spaces of all sorts.
TROUBLE = st.lists(
    st.sampled_from(
        [
            *MARKS,
            *".,;:!?…()[]—–-",
            "...",
            "--",
            " ",
            "\n",
            "\r\n",
            "\xa0",
            "\u2028",
            "word",
            "don't",
            "James’",
            "’90s",
            "5",
            "U.S.",
            "Mr.",
            "http://a.example/b",
            "@jane",
            "é",
            "🙂",
            "\u200f",
            "\x00",
            "n't",
            "’s",
            "O’Brien",
        ]
    ),
    max_size=30,
).map("".join)


@pytest.mark.parametrize("mark", [*DOUBLE_MARKS, *TWIN_MARKS])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "Go"),
        ("said ", "Go"),
        ("said:", "Go"),
        ("said", "Go"),
        ("Go", ""),
        ("Go.", ""),
        ("Go,", " he"),
        ("Go", "he"),
        ("(", "Go"),
        ("Go", ")"),
        ("—", "Go"),
        ("Go", "—he"),
        ("Go!", "—he"),
        ("don’t", ""),
        ("don't", "he"),
        ("5", " pizza"),
    ],
)
def test_a_double_mark_is_a_token_wherever_it_stands(mark, before, after):
    assert mark in words(before + mark + after)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('said:"Go"', ["said", ":", '"', "Go", '"']),
        ("he”said", ["he", "”", "said"]),
        ("“Hello,”he said.", ["“", "Hello", ",", "”", "he", "said", "."]),
        ("''Hello,'' he", ["''", "Hello", ",", "''", "he"]),
        ("``Hello,'' he", ["``", "Hello", ",", "''", "he"]),
        ("«Oui», dit-il", ["«", "Oui", "»", ",", "dit", "-", "il"]),
        ("„Ja“, sagte", ["„", "Ja", "“", ",", "sagte"]),
        ("He said 'go'''", ["He", "said", "'", "go", "'", "''"]),
        ("“‘Go,’ he said.”", ["“", "‘", "Go", ",", "’", "he", "said", ".", "”"]),
        ("go.’”", ["go", ".", "’", "”"]),
        ("word.’—he", ["word", ".", "’", "—", "he"]),
        ("word,'he", ["word", ",", "'", "he"]),
        ("said:‘Go’", ["said", ":", "‘", "Go", "’"]),
        ("there—‘Go’—he", ["there", "—", "‘", "Go", "’", "—", "he"]),
        ('"Well"--he', ['"', "Well", '"', "--", "he"]),
        ("“Go”–he", ["“", "Go", "”", "–", "he"]),
        ("“Hamilton”’s", ["“", "Hamilton", "”", "’s"]),
        ('the U.S.", he', ["the", "U.S.", '"', ",", "he"]),
        ('http://a.example/b"c', ["http://a.example", "/", "b", '"', "c"]),
        ("“http://a.example/b”", ["“", "http://a.example/b", "”"]),
    ],
)
def test_marks_are_parted_from_words(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lt. Ray Marsh", ["Lt.", "Ray", "Marsh"]),
        ("Sens. Ann Lee", ["Sens.", "Ann", "Lee"]),
        ("don’t", ["do", "n’t"]),
        ("don't", ["do", "n't"]),
        ("it's", ["it", "'s"]),
        ("people—don’t", ["people", "—", "do", "n’t"]),
        ("Obama’ll", ["Obama", "’ll"]),
        ("officials’ plan", ["officials", "’", "plan"]),
        ("James' plan", ["James", "'", "plan"]),
        ("Inc.’s", ["Inc.", "’s"]),
        ("O’Brien d’Arc O'Dell", ["O’Brien", "d’Arc", "O'Dell"]),
        ("Hawai‘i", ["Hawai‘i"]),
        ("the '90s, the ’90s. The ‘90s", ["the", "'90s", ",", "the", "’90s", ".", "The", "‘90s"]),
        ("class of ’08.", ["class", "of", "’08", "."]),
        ("’Tis ’til ’em, 'em", ["’Tis", "’til", "’em", ",", "'em"]),
        ("rock ’n’ roll, rock 'n' roll", ["rock", "’n’", "roll", ",", "rock", "'n'", "roll"]),
        ("rock'n'roll", ["rock'n'roll"]),
        ("'Round table talks'", ["'", "Round", "table", "talks", "'"]),
        ("five o’clock", ["five", "o’clock"]),
    ],
)
def test_apostrophes_stay_with_their_words(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("word—word", ["word", "—", "word"]),
        ("word―word", ["word", "―", "word"]),
        ("2016—when", ["2016", "—", "when"]),
        ("no--he", ["no", "--", "he"]),
        ("wait...what", ["wait", "...", "what"]),
        ("wait…what", ["wait", "…", "what"]),
        ("What?! No!", ["What", "?!", "No", "!"]),
        ("long-term", ["long", "-", "term"]),
        ("2015–16", ["2015–16"]),
        ("(page 8)", ["(", "page", "8", ")"]),
        ("(R-Texas): No", ["(", "R", "-", "Texas", ")", ":", "No"]),
        ("Mr. Im wed; the id", ["Mr.", "Im", "wed", ";", "the", "id"]),
        ("write to a@b.example.", ["write", "to", "a@b.example", "."]),
    ],
)
def test_other_borders_are_those_of_news_english(text, expected):
    assert words(text) == expected


@given(st.one_of(st.text(), TROUBLE))
def test_tokens_join_to_the_text(text):
    assert blank().make_doc(text).text == text


@given(TROUBLE)
def test_no_token_hides_a_double_mark(text):
    for word in words(text):
        if len(word) < ORNAMENT and not word.isspace():
            assert word in DOUBLE_MARKS or not any(mark in word for mark in DOUBLE_MARKS)


@given(st.integers(1, ORNAMENT - 1), st.integers(0, LONGEST_AFFIXED * 2))
def test_marks_are_split_off_words_of_any_length(marks, letters):
    found = words('"' * marks + "x" * letters + "”" * marks)
    run = min(2 * marks, ORNAMENT) if not letters else marks
    if run < ORNAMENT:
        assert found == ['"'] * marks + ["x" * letters] * bool(letters) + ["”"] * marks


@pytest.mark.parametrize("run", ['"' * ORNAMENT, "“”" * ORNAMENT, "'" * 1_000_000, "”" * 1_000_000])
def test_a_line_of_marks_is_one_token(run):
    assert words(f"one {run} two") == ["one", run, "two"]


@pytest.mark.parametrize("word", ["x", "—", "-", "(", "!", "’", "a.", "http://a.", "@", ":", "'s"])
def test_a_word_of_a_million_characters_is_read(word):
    text = word * (1_000_000 // len(word))
    assert blank().make_doc(text).text == text


@given(TROUBLE)
def test_the_tokenizer_survives_being_stored(text):
    assert [token.text for token in stored().make_doc(text)] == words(text)


def stored(cache={}):  # noqa: B006 - one copy for all examples
    if not cache:
        cache["nlp"] = spacy.blank("en").from_bytes(customise(spacy.blank("en")).to_bytes())
    return cache["nlp"]
