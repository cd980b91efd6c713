"""Everybody and everything that can be meant, and who was spoken of last.

Holds what the inventory names and whatever is met on the way through the article: unnamed sources,
bodies known by a phrase ("the Trump campaign"), and several who speak jointly. Decides nothing about
who is meant; that is for pronouns.py, people.py and bodies.py, which share one cast an article.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from math import log
from typing import NamedTuple

from msgspec.structs import replace

from attribution.annotations import Range
from attribution.descriptions import Description
from attribution.reference.focus import Agreements, Focus, Seen
from attribution.reference.gazetteer import Gender, body_nouns, called, capitals, fold, titles
from attribution.reference.inventory import Inventory
from attribution.reference.mentions import Mention
from attribution.reference.names import Name
from attribution.reference.referents import Party, Referent
from attribution.reference.sources import LONGEST_PARENTHESIS, LONGEST_TITLE, Reading
from attribution.reference.words import GENDERS, Words, is_genitive, is_subject
from attribution.results import SpeakerKind
from attribution.role_nouns import singular

#: So many referents that share a noun are compared.
NAMESAKES = 12

#: Tags of what may stand between "and" and the name that it joins: "and his Danish counterpart Mette Lund".
_BEFORE_NAME = frozenset("NN NNP JJ DT PRP$ HYPH POS".split())


class Resolved(NamedTuple):
    """Whom a source means and how likely that is right."""

    referent: int | None
    probability: float


@dataclass(slots=True)
class Source:
    """A source to resolve: its tokens and the words attributed to it."""

    span: Range
    contents: list[Range] = field(default_factory=list)


class Query(NamedTuple):
    """A source as it is looked up: what it says, and what is known around it."""

    reading: Reading
    source: Source
    excluded: frozenset[int] = frozenset()
    """Referents that cannot be meant: who says "he" does not mean himself."""


class Cast:
    """The referents of one article and the focus of attention.

    Attributes:
        referents: the inventory's in its order, and behind them those met on the way.
        mention_at: names by their first token; their kind is that of the referent.
        readable: the same, and by the first token of a title before the name.
        named_at: for each referent of the inventory the first tokens of its names.
        called: people by the nouns they can be called by.
        bodies: bodies and places by the nouns, classes and words of their names.
        reported: which tokens are attributed to somebody.
        last_seen: where each referent was met last on the way through the article.
        nameless: the nouns of people whose names are withheld.
    """

    def __init__(self, words: Words, inventory: Inventory, nameless: Collection[int] = ()) -> None:
        self.words = words
        self.inventory = inventory
        self.nameless = nameless
        self.referents: list[Referent] = list(inventory.referents)
        mentions = [
            m if m.kind == kind else replace(m, kind=kind)
            for m in inventory.mentions
            for kind in (inventory.referents[inventory.at[m.start]].kind,)
        ]
        self.mention_at = {mention.start: mention for mention in mentions}
        self.readable = self.mention_at | {m.title[0]: m for m in mentions if m.title is not None}
        self.named_at = [[start for start, _ in referent.mentions] for referent in self.referents]
        self._weights = [log(len(named)) for named in self.named_at]
        self.called: dict[str, list[int]] = defaultdict(list)
        self.bodies: dict[str, list[int]] = defaultdict(list)
        self.reported = [False] * len(words)
        #: How well referents go with "he" and "she", as far as that was asked.
        self.agreements: dict[Gender, Agreements] = {}
        self.focus = Focus()
        self.last_seen: dict[int, int] = {}
        self._by_name: dict[Name, int] = {}
        self._unnamed: dict[str, list[int]] = defaultdict(list)
        self._composed: dict[str, int] = {}
        self._joint: dict[tuple[int, ...], int] = {}
        for i, referent in enumerate(self.referents):
            for noun in referent.nouns:
                self.called[noun].append(i)
            if referent.kind != "person":
                self._by_name[referent.words] = i
                for key in {*referent.nouns, *referent.classes, *referent.words}:
                    self.bodies[key].append(i)

    # --- looking up ---------------------------------------------------------------------------

    def of(self, mention: Mention) -> int:
        """The referent of a name."""
        return self.inventory.at[mention.start]

    def speaking(self, mention: Mention) -> int:
        """The referent that speaks by a name: for a capital its country, where the article names that too."""
        index = self.of(mention)
        referent = self.referents[index]
        country = capitals().get(" ".join(referent.words)) if referent.kind == "place" else None
        return index if country is None else self._by_name.get(tuple(country.key.split()), index)

    def weight(self, index: int) -> float:
        """How much the article is about a referent: the logarithm of how often it is named."""
        return self._weights[index] if index < len(self._weights) else 0.0

    def name_ending(self, end: int) -> Mention | None:
        """The name that ends at `end`, a parenthesis left aside."""
        words = self.words
        if end > 0 and words.text[end - 1] == ")":
            first = max(0, end - LONGEST_PARENTHESIS)
            end = next((j for j in range(end - 1, first, -1) if words.text[j] == "("), end)
        for start in range(end - 1, max(-1, end - LONGEST_TITLE), -1):
            mention = self.mention_at.get(start)
            if mention is not None:
                return mention if mention.end == end else None
        return None

    def noun(self, head: int) -> str:
        """The noun at `head` in the singular, short forms of offices spelled out."""
        words = self.words
        word = words.lower[head]
        if head > 1 and words.text[head - 1] == "-" and not words.spaced[head - 1]:
            compound = f"{words.lower[head - 2]}-{word}"
            if compound in called().epithets:
                return compound
        short = titles().short
        spelled = short.get(word) or short.get(f"{fold(word)}.")
        return spelled or (word if word in body_nouns() else singular(word))

    def party(self, index: int) -> Party:
        """A referent that is no name of the inventory."""
        party = self.referents[index]
        assert isinstance(party, Party)
        return party

    # --- the focus ----------------------------------------------------------------------------

    def here(
        self,
        position: int,
        *,
        referent: int = -1,
        subject: bool = False,
        source: bool = False,
        possessive: bool | None = None,
    ) -> Seen:
        """A mention, or a place to look back from, at a token; the genitive of several words stands behind the last."""
        words = self.words
        return Seen(
            position=position,
            referent=referent,
            sentence=words.sentence[position],
            paragraph=words.paragraph[position],
            subject=subject,
            source=source,
            possessive=is_genitive(words, position) if possessive is None else possessive,
            quotation=words.quotation[position],
            reported=self.reported[position],
        )

    def see(self, position: int, referent: int, *, subject: bool = False, source: bool = False) -> None:
        """Take note of a mention."""
        self.last_seen[referent] = position
        self.focus.see(self.here(position, referent=referent, subject=subject, source=source))

    def see_name(self, mention: Mention) -> None:
        """Take note of a name, and of those whom it makes two with the name before: "Norway and Sweden"."""
        words = self.words
        index = self.of(mention)
        subject = is_subject(words, mention.start, mention.end)
        genitive = mention.end < len(words.tag) and words.tag[mention.end] == "POS"
        self.last_seen[index] = mention.start
        self.focus.see(self.here(mention.start, referent=index, subject=subject, possessive=genitive))
        if subject and mention.kind in ("person", "place"):
            first = self._joined_with(mention)
            if first is not None and first.kind == mention.kind and self.of(first) != index:
                self.see(mention.start, self.jointly((self.of(first), index)), subject=True)

    def _joined_with(self, mention: Mention) -> Mention | None:
        """The name that "and" joins to `mention`: "[Ann Lee] of Yale and her colleague Bob Ray"."""
        words = self.words
        start = mention.title[0] if mention.title is not None else mention.start
        while start > 0 and mention.start - start < LONGEST_TITLE and words.tag[start - 1] in _BEFORE_NAME:
            start -= 1
        if start < 2 or words.lower[start - 1] != "and":
            return None
        if mention.kind != "person":
            return self.name_ending(start - 1) if start == mention.start else None
        for i in range(start - 2, max(-1, start - 2 - LONGEST_PARENTHESIS), -1):
            if words.tag[i].startswith(("VB", "MD")) or words.lower[i] in {"and", "."}:
                return None
            first = self.mention_at.get(i)
            if first is not None and first.kind == "person":
                return first
        return None

    # --- adding -------------------------------------------------------------------------------

    def add(self, party: Party) -> int:
        """The index of a new referent."""
        self.referents.append(party)
        return len(self.referents) - 1

    def jointly(self, members: tuple[int, ...]) -> int:
        """Several referents as one source; the same ones are the same source, in whatever order."""
        key = tuple(sorted(members))
        if key not in self._joint:
            together = [self.referents[i] for i in members]
            people = all(referent.kind == "person" for referent in together)
            joint = Party(
                "unknown",
                " & ".join(referent.name or "" for referent in together),
                members=members,
                plural=True,
                form="group" if people else "organization",
            )
            joint.nouns = set.intersection(*(referent.nouns for referent in together))
            self._joint[key] = self.add(joint)
        return self._joint[key]

    def compose(self, name: str, form: SpeakerKind, nouns: set[str], span: Range) -> int:
        """A body known by a phrase; the same phrase is the same body."""
        plain = " ".join((name[4:] if name.casefold().startswith("the ") else name).split())
        key = plain.casefold()
        if key not in self._composed:
            words = tuple(fold(word) for word in plain.split())
            classes = frozenset(c for noun in nouns for c in body_nouns().get(noun, ()))
            self._composed[key] = self.add(
                Party("unknown", plain, words, form=form, nouns=nouns, classes=classes)
            )
        index = self._composed[key]
        self.referents[index].mentions.append(span)
        return index

    def unnamed_before(self, noun: str, *, first: bool = False) -> int | None:
        """The last unnamed source, one person, that was called by the noun; or the first one: "the first official"."""
        earlier = [i for i in self._unnamed[noun][-NAMESAKES:] if not self.party(i).plural]
        return earlier[0 if first else -1] if earlier else None

    def unnamed(
        self,
        reading: Reading,
        what: Description,
        form: SpeakerKind,
        *,
        plural: bool = False,
        reuse: bool = True,
    ) -> int:
        """An unnamed source: the one met before by the same words, else a new one."""
        text = " ".join(self.words.lower[slice(*reading.noun_phrase)])
        for index in reversed(self._unnamed[self.noun(what.head)][-NAMESAKES:]) if reuse else ():
            party = self.party(index)
            same = " ".join((party.description or "").lower().split()) == text
            taken_up = what.definite and not plural and party.form == form and len(text.split()) <= 2
            if party.plural == plural and (same or taken_up):
                return index
        return self.new_unnamed(reading.span, form, what.head, plural=plural)

    def new_unnamed(self, span: Range, form: SpeakerKind, head: int, *, plural: bool = False) -> int:
        """A new unnamed source, described as it stands in the article."""
        noun = self.noun(head)
        party = Party(
            "unknown", None, form=form, plural=plural, description=" ".join(self.words.slice(span).split())
        )
        party.nouns = {noun} | titles().called.get(noun, frozenset())
        word = self.words.lower[head]
        # "He" is no "she", though nobody is known by either.
        party.gender = None if plural else GENDERS.get(word) or titles().sex.get(word)
        self._unnamed[noun].append(self.add(party))
        return self._unnamed[noun][-1]
