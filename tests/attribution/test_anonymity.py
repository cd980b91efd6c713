"""The standing of sources over an article; single phrases are in tests/challenge/anonymity.jsonl."""

import pytest

from attribution.annotations import Attribution, Entity
from attribution.anonymity import Anonymity
from tests.marked import marked_doc


class Article:
    """An article whose entities and attributions are given by their words, each place behind the last."""

    def __init__(self, nlp, text):
        self.doc = marked_doc(nlp, text, [])
        self.entities = []
        self.attributions = []

    def span(self, words, start=0):
        start = self.doc.text.index(words, start)
        found = self.doc.char_span(start, start + len(words), alignment_mode="expand")
        return found.start, found.end

    def entity(self, *mentions, name=None, kind="unknown", members=(), plural=False):
        spans, start = [], 0
        for words in mentions:
            spans.append(self.span(words, start))
            start = self.doc.text.index(words, start) + len(words)
        self.entities.append(
            Entity(
                name=name,
                description=None,
                kind=kind,
                title=None,
                affiliation=None,
                mentions=tuple(spans),
                members=members,
                plural=plural,
            )
        )
        return len(self.entities) - 1

    def quote(self, content, speaker, mention=None, cue=None):
        source = None
        if mention is not None:
            source = (
                self.entities[speaker].mentions[mention] if isinstance(mention, int) else self.span(mention)
            )
        attribution = Attribution(
            content=(self.span(content),),
            cue=None if cue is None else self.span(cue),
            source=source,
            probability=1.0,
            source_probability=1.0,
        )
        self.attributions.append((attribution, speaker))

    def standings(self):
        self.doc._.entities = tuple(self.entities)
        self.doc._.attributions = tuple(attribution for attribution, _ in self.attributions)
        self.doc._.speakers = tuple(speaker for _, speaker in self.attributions)
        return Anonymity()(self.doc)._.anonymity

    def statuses(self):
        return [standing.status for standing in self.standings()]


def test_article_without_attributions_has_no_standings(nlp):
    assert Article(nlp, "The mill closed.").standings() == ()


def test_ground_rule_holds_from_its_sentence_on(nlp):
    article = Article(
        nlp,
        "A diplomat said the tea was cold. “It was late,” said the diplomat, who asked not to be named "
        "because the talks are private. The diplomat said the cake was dry.",
    )
    diplomat = article.entity("A diplomat", "the diplomat", "The diplomat")
    article.quote("the tea was cold", diplomat, 0)
    article.quote("It was late", diplomat, 1)
    article.quote("the cake was dry", diplomat, 2)
    first, second, third = article.standings()
    assert [first.status, second.status, third.status] == [
        "unnamed_individual",
        "anonymous_requested",
        "anonymous_requested",
    ]
    assert second.evidence == third.evidence
    assert article.doc[slice(*third.evidence)].text == "asked not to be named"
    assert third.reason == "sensitivity"
    assert first.reason is None


def test_ground_rule_of_one_official_is_not_the_others(nlp):
    article = Article(
        nlp,
        "One official said the bridge was safe. A second official, who spoke on condition of anonymity, "
        "said it was not. The first official said it had been checked.",
    )
    first = article.entity("One official", "The first official")
    second = article.entity("A second official")
    article.quote("the bridge was safe", first, 0)
    article.quote("it was not", second, 0)
    article.quote("it had been checked", first, 1)
    assert article.statuses() == ["unnamed_individual", "anonymous_requested", "unnamed_individual"]


def test_two_people_may_state_their_own_rules_in_a_sentence(nlp):
    article = Article(
        nlp,
        "Mary Ellis said the roof leaked, and a tenant who declined to be named said the stairs were rotten.",
    )
    ellis = article.entity("Mary Ellis", name="Mary Ellis", kind="person")
    tenant = article.entity("a tenant who declined to be named")
    article.quote("the roof leaked", ellis, 0)
    article.quote("the stairs were rotten", tenant, 0)
    assert article.statuses() == ["named", "anonymous_requested"]


def test_noun_phrase_with_its_own_rule_is_nobody_with_a_name(nlp):
    # The mention was put with a named person by mistake; its own words say otherwise.
    article = Article(nlp, "Ann Lee left. The woman, who asked not to be named, said the shop was shut.")
    lee = article.entity("Ann Lee", "The woman", name="Ann Lee", kind="person")
    article.quote("the shop was shut", lee, 1)
    assert article.statuses() == ["anonymous_requested"]


@pytest.mark.parametrize(
    ("kinds", "status"),
    [
        (("person", "person"), "named"),
        (("person", "organization"), "named"),
        (("organization", "organization"), "organization"),
    ],
)
def test_joint_speakers_have_the_standing_of_the_best_known(nlp, kinds, status):
    article = Article(nlp, "Ann Lee and Bo Marsh said the gate was shut.")
    members = tuple(
        article.entity(name, name=name, kind=kind)
        for name, kind in zip(("Ann Lee", "Bo Marsh"), kinds, strict=True)
    )
    both = article.entity(
        "Ann Lee and Bo Marsh", name="Ann Lee & Bo Marsh", kind="group", members=members, plural=True
    )
    article.quote("the gate was shut", both, 0)
    assert article.statuses() == [status]


def test_joint_speaker_without_a_name_leaves_the_named_one(nlp):
    article = Article(nlp, "Ann Lee and an official who declined to be named said the gate was shut.")
    lee = article.entity("Ann Lee", name="Ann Lee", kind="person")
    official = article.entity("an official who declined to be named")
    both = article.entity(
        "Ann Lee and an official who declined to be named", members=(lee, official), plural=True, kind="group"
    )
    article.quote("the gate was shut", both, 0)
    assert article.statuses() == ["named"]


def test_pronoun_has_the_standing_of_its_entity(nlp):
    article = Article(
        nlp,
        "The airline cut its fares. It said demand was weak. Officials doubted it. They said it was greed.",
    )
    airline = article.entity("The airline", "It")
    officials = article.entity("Officials", "They", plural=True)
    article.quote("demand was weak", airline, 1)
    article.quote("it was greed", officials, 1)
    first, second = article.standings()
    assert (first.status, first.is_anonymous) == ("organization", False)
    assert (second.status, second.is_anonymous, second.count) == ("unnamed_group", True, "plural")


def test_quote_without_a_mention_has_the_standing_of_its_speaker(nlp):
    article = Article(nlp, "“We lost the key,” said a guard. “Nobody came.”")
    guard = article.entity("a guard")
    article.quote("We lost the key", guard, 0)
    article.quote("Nobody came.", guard)
    assert article.statuses() == ["unnamed_individual", "unnamed_individual"]


@pytest.mark.parametrize(
    ("text", "content", "cue", "status"),
    [
        (
            "It is understood that the club will appeal.",
            "the club will appeal",
            "is understood",
            "unattributed",
        ),
        ("The singer reportedly left at dawn.", "left at dawn", "reportedly", "unattributed"),
        ("The mill was said to be haunted.", "to be haunted", "said", "unattributed"),
        ("“Come in,” said.", "Come in", "said", "unknown"),
        ("“The roof is gone.” The street was quiet.", "The roof is gone.", None, "unknown"),
    ],
)
def test_nobody_and_somebody_missed_are_told_apart(nlp, text, content, cue, status):
    article = Article(nlp, text)
    article.quote(content, None, cue=cue)
    (standing,) = article.standings()
    assert standing.status == status
    assert not standing.is_anonymous


def test_source_without_an_entity_stands_by_its_own_words(nlp):
    article = Article(nlp, "According to a clerk who declined to be named, the till was short. They said so.")
    article.quote("the till was short", None, "a clerk who declined to be named")
    article.quote("so", None, "They")
    assert article.statuses() == ["anonymous_requested", "unknown"]


@pytest.mark.parametrize(
    ("source", "kind", "plural", "status"),
    [
        ("Whoever it was", "person", False, "unnamed_individual"),
        ("Whoever it was", "person", True, "unnamed_group"),
        ("Whoever it was", "organization", False, "organization"),
        ("Whoever it was", "place", False, "organization"),
        ("Whoever it was", "document", False, "document"),
        ("Whoever it was", "group", True, "unnamed_group"),
    ],
)
def test_kind_decides_where_no_noun_does(nlp, source, kind, plural, status):
    article = Article(nlp, f"{source} said the tide was low.")
    entity = article.entity(source, kind=kind, plural=plural)
    article.quote("the tide was low", entity, 0)
    assert article.statuses() == [status]


def test_a_ground_rule_of_a_group_holds_for_its_members(nlp):
    doc = nlp(
        "The people, who asked not to be identified because the talks are private, said the sale was likely.\n\n"
        "“It is done,” one of the people said. Another said the price was settled. A rival said no."
    )
    by_source = {
        doc[slice(*a.source)].text: standing.status
        for a, standing in zip(doc._.attributions, doc._.anonymity, strict=True)
        if a.source
    }
    assert by_source["one of the people"] == "anonymous_requested"
    assert by_source["Another"] == "anonymous_requested"
    assert by_source["A rival"] == "unnamed_individual"


@pytest.mark.parametrize(
    ("text", "status", "evidence"),
    [
        (
            "The Courier is not naming the girl because she is a minor. She said the coach had locked the door.",
            "anonymous_requested",
            "is not naming the girl",
        ),
        (
            "Because they were not allowed to speak to the media, the two guards asked not to be identified. "
            "They said the alarm had failed.",
            "anonymous_requested",
            "asked not to be identified",
        ),
        (
            "A woman in the gallery, who asked not to be named because she works there, said it was cold. "
            "“Very cold,” she said.",
            "anonymous_requested",
            "asked not to be named",
        ),
        (
            "The rebels’ spokesman, who goes by the nom de guerre Abu Karim, said the town had fallen.",
            "pseudonymous",
            "goes by the nom de guerre",
        ),
        ("The hacker group Anonymous said it had the files.", "organization", "The hacker group Anonymous"),
        ("“Books are for everyone,” said Tom, 9, a pupil.", "partially_named", "Tom"),
        ("Neighbours said the house had been empty for years.", "unnamed_group", "Neighbours"),
    ],
)
def test_standing_of_the_last_quote_of_an_article(nlp, text, status, evidence):
    doc = nlp(text)
    standing = doc._.anonymity[-1]
    assert standing.status == status
    assert doc[slice(*standing.evidence)].text == evidence
