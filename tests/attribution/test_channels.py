"""How stated channels combine, carry over and stay apart; single wordings are in tests/challenge."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.annotations import Attribution, Entity, Route
from attribution.channel_sightings import RANKS, Sighting
from attribution.channels import Channels, combine, read_page
from tests.marked import marked_doc

#: Quotes of a marked text: {content}, [cue], <source>; a digit before them numbers the quotes.
PART = re.compile(r"(\d)([{\[<])(.+?)[}\]>]")
ROLES = {"{": "content", "[": "cue", "<": "source"}


def read(nlp, marked, speakers, publication=None):
    """The article with its quotes as marked, after the component."""
    quotes = [{"speaker": speaker} for speaker in speakers]
    for number, opening, words in PART.findall(marked):
        quotes[int(number)][ROLES[opening]] = words
    text = PART.sub(lambda match: match.group(3), marked)
    return Channels()(marked_doc(nlp, text, quotes, publication))


def types(doc):
    return [("*" if route.inherited else "") + route.type for route in doc._.channels]


@pytest.mark.parametrize(
    ("marked", "speakers", "expected"),
    [
        pytest.param(
            "In an interview, 0<Bell> 0[said] 0{the play was dead}. 1<He> 1[added] 1{that it cost too much}.",
            "bb",
            ["interview", "*interview"],
            id="same paragraph",
        ),
        pytest.param(
            "0<Bell> 0[told] reporters 0{the play was dead}.\n\n1{“It cost too much,”} 1<he> 1[said].",
            "bb",
            ["press_conference", "*press_conference"],
            id="next paragraph",
        ),
        pytest.param(
            "0<Bell> 0[told] reporters 0{the play was dead}.\n\n1{“It cost too much,”} 1<he> 1[said].\n\n"
            "2{“We tried,”} 2<he> 2[went on].\n\n3{“God knows we tried,”} 3<he> 3[added].",
            "bbbb",
            ["press_conference", "*press_conference", "*press_conference", "*press_conference"],
            id="further on while nothing stands between",
        ),
        pytest.param(
            "0<Bell> 0[told] reporters 0{the play was dead}.\n\nThe theatre, which seats nine hundred, has "
            "been empty since a fire closed the street.\n\n1{“It cost too much,”} 1<he> 1[said].",
            "bb",
            ["press_conference", "unspecified"],
            id="narrative between",
        ),
        pytest.param(
            "0<Bell> 0[told] reporters 0{the play was dead}. 1{“Nonsense,”} 1<his wife> 1[said]. "
            "2{“It cost too much,”} 2<he> 2[said].",
            "bwb",
            ["press_conference", "unspecified", "unspecified"],
            id="another speaker between",
        ),
        pytest.param(
            "0<Bell> 0[told] reporters 0{the play was dead}. 1<He> 1[tweeted] 1{that it cost too much}. "
            "2{“We tried,”} 2<he> 2[wrote].",
            "bbb",
            ["press_conference", "social_media", "*social_media"],
            id="another channel between",
        ),
        pytest.param(
            "0<The statement> 0[said] 0{the water was safe}. 1<The council> 1[also said] 1{it would test "
            "again}. 2{“Nobody is ill,”} 2<the council> 2[wrote].",
            "scc",
            ["statement", "unspecified", "unspecified"],
            id="an author goes on from a text only where she writes",
        ),
        pytest.param(
            "0<The statement> 0[said] 0{the water was safe}. 1{“Nobody is ill,”} 1<the council> 1[wrote].",
            "sc",
            ["statement", "*statement"],
            id="an author writes what a text said",
        ),
        pytest.param(
            "0<Hale> 0[wrote] in his memoir 0{that the king was deaf}.\n\nThe palace has never said so, and "
            "its doctors left no notes that anybody has seen.\n\nThe king died in 1911.\n\n"
            "1{“He read lips,”} 1<Hale> 1[wrote].",
            "hh",
            ["document", "*document"],
            id="wrote, much later",
        ),
        pytest.param(
            "0<Ida Holm of Aftonbladet> 0[noted] 0{the silence}. 1{“Nobody clapped,”} 1<she> 1[wrote].",
            "hh",
            ["unspecified", "document"],
            id="a columnist writes",
        ),
        pytest.param(
            "On CNN, 0<Reyes> 0[denied] 0{it}. A partial transcript follows.\n\n"
            "1<TAPPER>1[:] 1{Did you call him?}\n\n2<REYES>2[:] 2{I did not.}",
            ["r", "t", "r"],
            ["broadcast", "*broadcast", "*broadcast"],
            id="transcript",
        ),
        pytest.param(
            "0<Reyes> 0[told] CNN 0{that he was innocent}.\n\nThe judge disagreed, and the case went on for "
            "years. In the interview, 1<Reyes> 1[said] 1{he never called}.",
            "rr",
            ["broadcast", "broadcast"],
            id="the interview told of before",
        ),
    ],
)
def test_channels_carry_over(nlp, marked, speakers, expected):
    assert types(read(nlp, marked, speakers)) == expected


@pytest.mark.parametrize(
    ("marked", "speakers", "expected"),
    [
        pytest.param(
            "In a statement, 0<Lowe> 0[called] 0{the charge absurd} and 1[urged] 1{the board to resign}.",
            "ll",
            ["statement", "statement"],
            id="a fronted phrase governs both verbs",
        ),
        pytest.param(
            "0<Lowe> 0[told] reporters 0{that she would stay} and later 1[tweeted] 1{that she was tired}.",
            "ll",
            ["press_conference", "social_media"],
            id="each verb has its own",
        ),
        pytest.param(
            "0<Lowe> 0[called] 0{the charge absurd}, 1[adding] in a letter 1{that she would sue}.",
            "ll",
            ["unspecified", "correspondence"],
            id="a phrase between cue and content is that cue's alone",
        ),
        pytest.param(
            "0<Lowe> 0[denied] 0{the charge} in a letter, 1{which} 1<the board> 1[called] feeble.",
            "lb",
            ["correspondence", "unspecified"],
            id="a phrase behind the content is not the next one's",
        ),
        pytest.param(
            "0<Lowe> 0[denied] 0{the charge}, but in a letter 1<the board> 1[called] 1{her unfit}.",
            "lb",
            ["unspecified", "correspondence"],
            id="a phrase before the source is not the last one's",
        ),
    ],
)
def test_phrases_go_with_their_own_cue(nlp, marked, speakers, expected):
    assert types(read(nlp, marked, speakers)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In a statement on Monday, Ana Lowe was more careful. She called the charge absurd.", "statement"),
        ("Ana Lowe sent a letter to the board. She called the charge absurd.", "correspondence"),
        (
            "In a statement on Monday, the board was more careful. She called the charge absurd.",
            "unspecified",
        ),
        ("Ana Lowe had read the statement. She called the charge absurd.", "unspecified"),
        ("In a statement, Ana Lowe was more careful. She has long called the charge absurd.", "unspecified"),
    ],
)
def test_a_sentence_without_quote_tells_the_occasion(nlp, text, expected):
    cue = "has long called" if "has long" in text else "called"
    quote = {"content": "the charge absurd", "cue": cue, "source": "She", "speaker": "lowe"}
    doc = marked_doc(nlp, text, [quote])
    mentions = [(token.i, token.i + 1) for token in doc if token.text in ("Lowe", "She")]
    doc._.entities = (
        Entity(
            name="Ana Lowe",
            description=None,
            kind="person",
            title=None,
            affiliation=None,
            mentions=tuple(mentions),
        ),
    )
    assert types(Channels()(doc)) == [expected if expected == "unspecified" else f"*{expected}"]


def test_words_inside_another_attribution_come_by_its_channel(nlp):
    text = (
        "The lawsuit says that Lowe told a clerk to burn the file. Ines said that Marek promised her a boat."
    )
    quotes = [
        {
            "content": "that Lowe told a clerk to burn the file",
            "cue": "says",
            "source": "The lawsuit",
            "speaker": "s",
        },
        {"content": "to burn the file", "cue": "told", "source": "Lowe", "speaker": "l"},
        {"content": "that Marek promised her a boat", "cue": "said", "source": "Ines", "speaker": "i"},
        {"content": "a boat", "cue": "promised", "source": "Marek", "speaker": "m"},
    ]
    doc = Channels()(marked_doc(nlp, text, quotes))
    assert types(doc) == ["court", "court", "unspecified", "relayed"]
    assert doc[slice(*doc._.channels[3].issuer)].text == "Ines"
    assert [route.retold_in for route in doc._.channels] == [None, 0, None, 2]


def test_a_less_specific_channel_goes_along(nlp):
    doc = read(nlp, "0<The club> 0[said] in a statement posted on Facebook 0{that it was sorry}.", "c")
    (route,) = doc._.channels
    assert (route.type, route.name) == ("social_media", "Facebook")
    assert "statement" in [other.type for other in route.also]


@pytest.mark.parametrize(
    ("publication", "told", "expected"),
    [
        ("The Washington Post", "The Post", "interview"),
        ("The Washington Post", "The Washington Post", "interview"),
        ("The Washington Post", "the New York Post", "news_report"),
        ("The Times", "The New York Times", "news_report"),
        ("The Times", "The Times of India", "news_report"),
        ("New York Times", "the NYT", "interview"),
        ("Associated Press", "the AP", "interview"),
        ("BBC News", "the BBC", "interview"),
        ("Politico", "Politico Magazine", "interview"),
        ("HuffPost", "The Huffington Post", "interview"),
        (None, "The Washington Post", "news_report"),
        (None, "CNN", "broadcast"),
        (None, "USA TODAY", "interview"),
        (None, "USA Today", "news_report"),
    ],
)
def test_the_publication_told_is_an_interview(nlp, publication, told, expected):
    doc = read(nlp, f"0<The baker> 0[told] {told} 0{{that flour was dear}}.", "b", publication)
    assert types(doc) == [expected]


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("PARIS (AFP) - The river rose.", {"afp"}),
        ("Flood in Paris\n\nPARIS, May 3 (Reuters) — The river rose.", {"reuters"}),
        ("PARIS - The river (Seine) - rose.", set()),
        ("The river rose, he told Reuters.", set()),
    ],
)
def test_the_dateline_tells_the_agency(nlp, text, agencies):
    assert read_page(marked_doc(nlp, text, [])).datelined == agencies


def test_the_more_specific_sighting_stands():
    seen = [
        Sighting(type=channel, evidence=(0, 1), rank=RANKS[channel])
        for channel in ("statement", "social_media")
    ]
    assert combine([]) is None
    assert combine(seen[:1]) == Route(type="statement", mode="mediated", evidence=(0, 1), probability=0.95)
    both = combine(seen)
    assert [both.type, *(other.type for other in both.also)] == ["social_media", "statement"]


def test_an_article_without_attributions_has_no_channels(nlp):
    assert Channels()(marked_doc(nlp, "It rained in a statement.", []))._.channels == ()


@pytest.mark.parametrize(
    "text",
    [
        "one of " * 3_000 + "them said",
        "in a statement " * 2_000,
        "told reporters " * 2_000,
        '" " " ' * 2_000,
        "the Times " * 2_000,
        "",
    ],
    ids=["containers", "phrases", "addressees", "marks", "names", "nothing"],
)
def test_odd_articles_are_read_to_the_end(nlp, text):
    text = text + " Bell said it was over."
    doc = Channels()(marked_doc(nlp, text, [{"content": "it was over", "cue": "said", "source": "Bell"}]))
    assert len(doc._.channels) == 1


#: Words that the rules stop at, to be put in any order.
STOPS = (
    *("in", "a", "statement", "on", "CNN", "'s", '"', "State", "of", "the", "Union", ",", ".", "?"),
    *("told", "reporters", "court", "said", "according", "to", "quoted", "her", "as", "saying", "Reuters"),
    *("reported", "which", "has", "learned", "Facebook", "post", "(", ")", "-", "46", "percent", "me", "us"),
    *("judge", "Smith", "report", "wrote", "filed", "motion", "was", "speaking", "at", "rally", "The"),
    *("Times", "and", "one", "from", "issued", "by", "who", "after", "interview", "with", "giving"),
    *("evidence", "heard", "is", "have", "@x", "author=", "passed", "bill", "agreed", "\n\n", ":"),
)
RANGES = st.tuples(st.integers(0, 40), st.integers(1, 8))


@given(
    st.lists(st.sampled_from(STOPS), min_size=1, max_size=40),
    st.lists(
        st.tuples(RANGES, st.none() | RANGES, st.none() | RANGES, st.none() | st.integers(0, 2)), max_size=6
    ),
)
def test_every_attribution_has_a_route_within_the_article(nlp, soup, parts):
    doc = marked_doc(nlp, " ".join(soup), [])

    def within(span):
        return None if span is None else (min(span[0], len(doc) - 1), min(sum(span), len(doc)))

    kept = [(within(content), within(cue), within(source), who) for content, cue, source, who in parts]
    kept = sorted((part for part in kept if part[0][0] < part[0][1]), key=lambda part: part[0])
    doc._.attributions = tuple(
        Attribution(
            content=(content,),
            cue=cue if cue and cue[0] < cue[1] else None,
            source=source if source and source[0] < source[1] else None,
            probability=1.0,
            source_probability=1.0,
        )
        for content, cue, source, _ in kept
    )
    doc._.speakers = tuple(who for *_, who in kept)
    routes = Channels()(doc)._.channels
    assert len(routes) == len(kept)
    for span in [part for route in routes for part in (route.evidence, route.issuer) if part is not None]:
        assert 0 <= span[0] < span[1] <= len(doc)


@pytest.mark.parametrize("name", ["Jude Law", "Margaret Court", "Emily Post"])
def test_a_surname_is_neither_a_law_nor_a_court_nor_a_newspaper(analyse, name):
    (quote,) = analyse(f"{name} said he was tired.").quotes
    assert (quote.channel.type, quote.speaker.kind) == ("unspecified", "person")
