"""Which source each withheld name belongs to.

Decides, for every statement that a name is withheld (withholding.py), the source that it concerns: the
one whose mention has the noun that the wording points at for its head; for a pronoun or a definite noun
("the official spoke on condition of anonymity") the last unnamed source before it that fits; else
whoever is quoted in the sentence. A named person, a body or a text never comes in for a request of
anonymity. What the statement makes of a quote is left to anonymity.py.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from attribution.annotations import Attribution, Entity, Range
from attribution.columns import columns
from attribution.descriptions import Description, describe
from attribution.head_nouns import head_noun
from attribution.phrases import word_set
from attribution.role_nouns import PERSONAL, singular
from attribution.withheld_nouns import antecedent, is_person
from attribution.withholding import Kind, Withholding, find_withholdings

#: How far back a pronoun or a definite noun finds its source, in tokens and in mentions.
_REACH, _MENTIONS = 200, 12

#: Nouns that fit any unnamed source.
_GENERIC = word_set("person people source official man woman individual insider speaker")
#: What is said of a name, and so of somebody who has one.
_OF_NAMES: frozenset[Kind] = frozenset(("partial", "pseudonym", "alias", "mononym"))
_PLURAL_PRONOUNS = word_set("they them their both all some many several most")
_SINGULAR_PRONOUNS = word_set("he she him her his hers")
_TAKING_UP = word_set("the this that these those both all")
_RELATIVES = word_set("who whom")


class Holder(NamedTuple):
    """A source: an entity, or an attribution alone where no entity was found or it cannot be the one."""

    entity: int | None
    attribution: int | None


class _Mention(NamedTuple):
    start: int
    end: int
    holder: Holder


def ground_rules(doc: Doc) -> dict[Holder, list[Withholding]]:
    """The statements that concern each source, in order. Needs attributions, entities and speakers."""
    found = find_withholdings(doc)
    rules: dict[Holder, list[Withholding]] = {}
    if found:
        sources = _Sources(doc)
        for withholding in found:
            for holder in sources.concerned(withholding):
                rules.setdefault(holder, []).append(withholding)
    return rules


def describe_source(doc: Doc, mentions: Iterable[Range]) -> tuple[Range, Description] | None:
    """The first of `mentions` whose noun tells what the source is, with what it tells."""
    described = ((mention, describe(doc, mention)) for mention in mentions)
    return next((pair for pair in described if pair[1].role is not None), None)


class _Sources:
    """All mentions of all sources, in order."""

    def __init__(self, doc: Doc) -> None:
        self.doc, self.read = doc, columns(doc)
        self.attributions: Sequence[Attribution] = doc._.attributions
        self.entities: Sequence[Entity] = doc._.entities
        self.speakers: Sequence[int | None] = doc._.speakers
        self.described = [describe_source(doc, entity.mentions[:_MENTIONS]) for entity in self.entities]
        self.own = [
            _Mention(attribution.source[0], attribution.source[1], Holder(None, index))
            for index, attribution in enumerate(self.attributions)
            if attribution.source is not None
        ]
        quoted = [_Mention(m.start, m.end, self._speaker(m.holder)) for m in self.own]
        mentions = [
            _Mention(mention[0], mention[1], Holder(index, None))
            for index, entity in enumerate(self.entities)
            for mention in entity.mentions
        ]
        relatives = [
            self._antecedent(mention) for mention in quoted if self.read.lower[mention.start] in _RELATIVES
        ]
        self.own.sort()
        self.quoted = sorted(quoted)
        self.mentions = sorted({*mentions, *quoted, *relatives})
        self.named = {
            word: Holder(index, None)
            for index, entity in reversed([*enumerate(self.entities)])
            for word in (entity.name or "").split()
        }

    def concerned(self, withholding: Withholding) -> list[Holder]:
        """The sources that the statement concerns: one, or one and its relative pronoun, or none."""
        target = withholding.target
        if target is not None:
            if found := self._at(target, withholding):
                return found
            if holder := self._before(target, withholding) or self._by_name(target, withholding):
                return [holder]
            if is_person(self.doc, target) and not withholding.loose:
                return []
        holder = self._quoted_there(withholding)
        return [] if holder is None else [holder]

    def _speaker(self, own: Holder) -> Holder:
        assert own.attribution is not None
        speaker = self.speakers[own.attribution]
        return own if speaker is None else Holder(speaker, None)

    def _antecedent(self, mention: _Mention) -> _Mention:
        """The mention that a relative pronoun takes up, as one more of the same source."""
        noun = antecedent(self.doc, mention.start, (max(0, mention.start - _REACH), mention.end))
        return mention if noun is None else _Mention(noun, noun + 1, mention.holder)

    def _at(self, target: int, withholding: Withholding) -> list[Holder]:
        """The sources with a mention that has the target for its head."""
        floor = min(withholding.sentence[0], target)
        heading = [
            mention.holder
            for mention in _covering(self.mentions, target, floor)
            if self._heads(mention, target, withholding) and self._may_hold(mention.holder, withholding)
        ]
        if heading:
            return list(dict.fromkeys(heading))
        if withholding.kind in _OF_NAMES:
            index = bisect_left(self.mentions, (withholding.end,))
            following = self.mentions[index : index + 1]
            near = (m.holder for m in following if m.start <= withholding.end + 2)  # "her first name, Amal"
            return [holder for holder in near if self._may_hold(holder, withholding)]
        if withholding.adjacent and self.read.tag[target] in {"NN", "NNS", "JJ"}:
            # The noun phrase itself says so, whichever named person it was taken for.
            own = (m for m in _covering(self.own, target, floor) if self._heads(m, target, withholding))
            return [m.holder for m in own if describe(self.doc, (m.start, m.end)).head == target]
        return []

    def _heads(self, mention: _Mention, target: int, withholding: Withholding) -> bool:
        """Whether the target is the head of the mention, or what is said of it goes for the head.

        So it does for a noun in apposition or joined to it, and where a comma parts the relative clause
        from the phrase: "an aide to the senator, who asked not to be named".
        """
        doc, read = self.doc, self.read
        description = describe(doc, (mention.start, mention.end))
        if target in {description.head, head_noun(doc, mention.start, mention.end)}:
            return True
        if read.dep[target] in {"appos", "conj"} and read.head[target] == description.head:
            return True
        is_name = read.tag[description.head].startswith("NNP")  # "Maria G., a carer who"
        if description.head > target or (description.role not in PERSONAL and not is_name):
            return False
        has_comma = "," in read.text[target + 1 : withholding.start]
        return (withholding.adjacent and has_comma) or self._is_apposed(target, description.head)

    def _is_apposed(self, target: int, head: int) -> bool:
        """Whether the noun phrase of `target` opens behind a comma: "the clerk of the court, a man who"."""
        start = target
        while start > head + 1 and self.read.tag[start] != "DT" and not self.read.is_punct[start]:
            start -= 1
        return self.read.tag[start] == "DT" and self.read.text[start - 1] == ","

    def _before(self, target: int, withholding: Withholding) -> Holder | None:
        """The last source before a pronoun or a definite noun that it can stand for."""
        doc, read = self.doc, self.read
        word = read.lower[target]
        is_pronoun = word in _PLURAL_PRONOUNS | _SINGULAR_PRONOUNS
        if not is_pronoun and not self._is_definite(target):
            return None
        last = bisect_left(self.mentions, (target,))
        for mention in reversed(self.mentions[max(0, last - _MENTIONS) : last]):
            if target - mention.start > _REACH:
                return None
            if not self._may_hold(mention.holder, withholding):
                continue
            description = describe(doc, (mention.start, mention.end))
            if withholding.kind not in _OF_NAMES and description.role not in PERSONAL | {"group"}:
                continue
            if is_pronoun and not (word in _SINGULAR_PRONOUNS and description.plural):
                return mention.holder
            if not is_pronoun and singular(word) in {singular(read.lower[description.head]), *_GENERIC}:
                return mention.holder
        return None

    def _is_definite(self, target: int) -> bool:
        """Whether the noun at `target` takes up somebody mentioned before."""
        read = self.read
        for i in range(target - 1, max(-1, target - 5), -1):
            if read.tag[i] in {"DT", "PRP$", "POS"}:
                return read.lower[i] in _TAKING_UP
            if read.tag[i] not in {"JJ", "NN", "NNP", "CD", "HYPH"}:
                return False
        return False

    def _by_name(self, target: int, withholding: Withholding) -> Holder | None:
        """The source whose name the target is, or the first to come after a pronoun that has none before."""
        tag = self.read.tag[target]
        holder = None
        if tag.startswith("NNP"):
            holder = self.named.get(self.read.text[target])
        elif tag == "PRP$" and withholding.kind in _OF_NAMES:  # "Her name has been changed."
            index = bisect_left(self.mentions, (withholding.end,))
            holder = next((mention.holder for mention in self.mentions[index : index + 1]), None)
        return holder if holder is not None and self._may_hold(holder, withholding) else None

    def _quoted_there(self, withholding: Withholding) -> Holder | None:
        """The source quoted in the sentence that is nearest to the statement, one before it first."""
        start, end = withholding.sentence
        first, last = bisect_left(self.quoted, (start,)), bisect_left(self.quoted, (end,))
        middle = bisect_left(self.quoted, (withholding.start,), first, last)
        before = self.quoted[max(first, middle - _MENTIONS) : middle]
        behind = self.quoted[middle : min(last, middle + _MENTIONS)]
        nearby = (mention.holder for mention in (*reversed(before), *behind))
        return next((holder for holder in nearby if self._may_hold(holder, withholding)), None)

    def _may_hold(self, holder: Holder, withholding: Withholding) -> bool:
        """Whether the statement can concern the source at all."""
        partly = withholding.kind in _OF_NAMES
        if holder.entity is None:
            assert holder.attribution is not None
            source = self.attributions[holder.attribution].source
            assert source is not None  # it is among `own`
            description = describe(self.doc, source)
            is_name = self.read.ent_type[description.head] == "PERSON"
            return description.role in PERSONAL | {"group", None} and (partly or not is_name)
        entity = self.entities[holder.entity]
        if entity.kind in {"person", "unknown"}:
            return partly or entity.name is None
        described = self.described[holder.entity]
        if described is not None:
            return described[1].role in PERSONAL | {"group"} and (entity.name is None or partly)
        return entity.kind == "group" and entity.name is None


def _covering(mentions: list[_Mention], target: int, floor: int) -> list[_Mention]:
    """The mentions that hold `target` and begin at `floor` or later, the shortest first."""
    last = bisect_right(mentions, (target + 1,))
    first = bisect_left(mentions, (floor,), max(0, last - 4 * _MENTIONS), last)
    covering = [mention for mention in mentions[first:last] if mention.end > target]
    return sorted(covering, key=lambda mention: mention.end - mention.start)
