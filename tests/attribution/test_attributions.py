"""Content, cue and source with the shipped model: one row a construction."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.edges import merge
from attribution.reading import cue_ranges
from attribution.windows import reading_windows

# text, content pieces, cue, source
CONSTRUCTIONS = {
    "verb after source": (
        "The mayor said the bridge would stay closed until spring.",
        ["the bridge would stay closed until spring"],
        "said",
        "The mayor",
    ),
    "trailing": (
        "“We will rebuild every house,” said Marta Lindqvist, who leads the village council.",
        ["“We will rebuild every house,”"],
        "said",
        "Marta Lindqvist, who leads the village council",
    ),
    "split by its cue": (
        "“The dam held,” Okafor told reporters on Monday. “But it was close.”",
        ["“The dam held,”", "“But it was close.”"],
        "told",
        "Okafor",
    ),
    "according to, in front": (
        "According to the audit, the city lost $4 million on the contract.",
        ["the city lost $4 million on the contract"],
        "According to",
        "the audit",
    ),
    "according to, behind": (
        "The city lost $4 million on the contract, according to Dana Reyes, the auditor.",
        ["The city lost $4 million on the contract"],
        "according to",
        "Dana Reyes, the auditor",
    ),
    "colon before a paragraph": (
        "The minister’s reply was short. He said:\n\n“There is nothing to add and I will not add it.”",
        ["“There is nothing to add and I will not add it.”"],
        "said",
        "He",
    ),
    "mixed": (
        "Dr. Amara Nwosu called the results “a quiet revolution” in the treatment of asthma.",
        ["the results “a quiet revolution” in the treatment of asthma"],
        "called",
        "Dr. Amara Nwosu",
    ),
    "British single marks": (
        "‘We never saw it coming,’ said Alan Frith, the club’s chairman. ‘It’s a disgrace.’",
        ["‘We never saw it coming,’", "‘It’s a disgrace.’"],
        "said",
        "Alan Frith, the club’s chairman",
    ),
    "straight marks": (
        '"I signed nothing," Pereira wrote on Facebook.',
        ['"I signed nothing,"'],
        "wrote",
        "Pereira",
    ),
    "quoted over paragraphs": (
        "“The valley flooded twice that year,” said Jon Aske.\n\n"
        "“We lost the barn the first time.\n\n“The second time we lost the rest.”",
        None,
        "said",
        "Jon Aske",
    ),
}


def text_of(doc, ranges):
    return [doc[start:end].text for start, end in ranges]


def loosely(text):
    return text.strip(' .,“”"‘’')


def likeness(found, expected):
    """Shared words over all words, as the scorer of the corpus counts them."""
    one, other = (set(re.findall(r"\w+", " ".join(pieces))) for pieces in (found, expected))
    return len(one & other) / len(one | other)


@pytest.mark.parametrize("case", CONSTRUCTIONS)
def test_constructions(nlp, case):
    text, content, cue, source = CONSTRUCTIONS[case]
    doc = nlp(text)
    first = doc._.attributions[0]
    if content is not None:
        assert likeness(text_of(doc, first.content), content) > 0.7
    assert cue in doc[slice(*first.cue)].text
    assert loosely(doc[slice(*first.source)].text) == loosely(source)


def test_speech_without_a_cue_is_kept(nlp):
    doc = nlp(
        "“The harbour froze in a night,” said Elin Moe, a fisherman.\n\n"
        "“Nobody under sixty had ever seen that, and we had no tools for it.”"
    )
    covered = {i for a in doc._.attributions for start, end in a.content for i in range(start, end)}
    spoken = [t.i for t in doc if t.text in ("Nobody", "tools")]
    assert set(spoken) <= covered


def test_transcripts_are_read_by_their_labels(nlp):
    doc = nlp(
        "The exchange went as follows.\n\nKELLER: Did you see the letter?\n\n"
        "BRANDT: I saw a copy of it, yes.\n\nKELLER: When did you see it?"
    )
    turns = [(doc[slice(*a.source)].text, doc[a.content[0][0]].text) for a in doc._.attributions if a.source]
    assert [source for source, _ in turns][:3] == ["KELLER", "BRANDT", "KELLER"]


def test_signed_quotations(nlp):
    doc = nlp(
        "What readers told us\n\n“I was there from the first day.” — Ines Calder, 34, a teacher from Leeds"
    )
    signed = [a for a in doc._.attributions if a.source and "Ines Calder" in doc[slice(*a.source)].text]
    assert len(signed) == 1


MARKS = {
    "curly": ("“", "”"),
    "straight": ('"', '"'),
    "typewriter": ("``", "''"),
}


@pytest.mark.parametrize("marks", MARKS)
@pytest.mark.parametrize("newline", ["\n\n", "\r\n\r\n", "\n"])
def test_marks_and_newlines_do_not_change_what_is_found(nlp, marks, newline):
    opening, closing = MARKS[marks]
    paragraphs = [
        f"{opening}The count was fair,{closing} said Rosa Ybarra, the county clerk. {opening}All of it.{closing}",
        f"Her deputy, Tom Hale, called the complaint {opening}a stunt{closing} by the losing side.",
        "The party said it would appeal.",
    ]
    doc = nlp(newline.join(paragraphs))
    found = [(doc[slice(*a.source)].text, doc[slice(*a.cue)].text) for a in doc._.attributions]
    expected = [("Rosa Ybarra", "said"), ("Tom Hale", "called"), ("The party", "said")]
    assert [cue for _, cue in found] == [cue for _, cue in expected]
    assert all(name in source for (source, _), (name, _) in zip(found, expected, strict=True))


@settings(max_examples=60)
@given(st.text(alphabet=st.sampled_from(list("ab. \n\"“”‘’'said—:,")), max_size=300))
def test_spans_are_in_order_and_apart(nlp, text):
    doc = nlp(text)
    for attribution in doc._.attributions:
        assert attribution.content
        for (_, end), (start, _) in zip(attribution.content, attribution.content[1:], strict=False):
            assert end < start
        for start, end in attribution.content:
            assert 0 <= start < end <= len(doc)
            for other in (attribution.cue, attribution.source):
                assert other is None or other[1] <= start or other[0] >= end
    starts = [a.content[0][0] for a in doc._.attributions]
    assert starts == sorted(starts)


def test_windows_cover_long_paragraphs_once(nlp):
    doc = nlp("The council met again. " * 400)
    windows = reading_windows(doc)
    assert len(windows) > 1
    assert windows[0][0] == 0 and windows[-1][1] == len(doc)
    assert all(before[1] == after[0] for before, after in itertools.pairwise(windows))


def test_cue_ranges_grow_only_over_likely_tokens():
    is_cue, goes_on = [0.9, 0.8, 0.05, 0.3], [False, True, False, False]
    assert cue_ranges(is_cue, goes_on, 5, 0.1, 0.45) == [((5, 7), 0.9), ((8, 9), 0.3)]


def test_merge_joins_touching_pieces():
    assert merge([(5, 7), (0, 2), (2, 4), (6, 9)]) == [(0, 4), (5, 9)]


@pytest.mark.parametrize(
    "text", ["🌊 “It held,” she said.", "She said 🌊 “it held.”", "🇵🇪 “It held,” she said."]
)
def test_a_picture_before_the_marks_is_no_part_of_the_quote(analyse, text):
    (quote,) = analyse(text).quotes
    assert quote.spans[0].text.lower().startswith("“it held")


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Asked to elaborate, Karr said: “No.” Asked for a date, he smiled.", ["“No.”"]),
        ("“We must act,” Ann Lee wrote to the secretary.", ["“We must act,”"]),
        ("“It is law,” Justice Ann Lee wrote for the majority.", ["“It is law,”"]),
        (
            "Walmart said it had pulled the toy; Target did not respond to requests for comment.",
            ["it had pulled the toy"],
        ),
        ("The mayor said he was sorry, but his aide would not comment.", ["he was sorry"]),
        ("The clerk said the firm would not comment.", ["the firm would not comment"]),
        ("On CNN's “State of the Union,” she said it again.", ["it again"]),
        ("“Asked once, I said no,” Karr said.", ["“Asked once, I said no,”"]),
    ],
)
def test_what_nobody_said_is_no_part_of_the_words(analyse, text, pieces):
    said = [quote for quote in analyse(text).quotes if quote.cue and quote.cue.text != "Asked"]
    assert [span.text for span in said[0].spans] == pieces


@pytest.mark.parametrize(
    "who",
    [
        "speaking on condition of anonymity because he feared reprisals",
        "who feared reprisals and asked not to be named",
        "who agreed to discuss the matter on condition of anonymity",
        "who lacked permission to speak publicly",
    ],
)
def test_how_and_why_a_name_is_withheld_is_no_quote(analyse, who):
    (quote,) = analyse(f"A source, {who}, said the jail was full.").quotes
    assert (quote.spans[0].text, quote.anonymity.status) == ("the jail was full", "anonymous_requested")


@pytest.mark.parametrize("text", ["Ban Ki-soon said it was late.", "“It was late,” Ban Ki-soon said."])
def test_a_name_is_not_cut_at_its_hyphen(analyse, text):
    (quote,) = analyse(text).quotes
    assert (quote.source.text, quote.cue.text) == ("Ban Ki-soon", "said")
