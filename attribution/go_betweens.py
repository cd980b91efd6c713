"""Who put words out for their speaker, or heard and repeated them, where they are named only for that.

Decides name, description and standing of "a statement issued by Moon's press secretary, Yoon Young-chan"
and "according to two people in the room, who asked not to be named". Those who are quoted themselves
are known from the earlier stages and only looked up.
"""

from collections.abc import Sequence
from functools import cached_property

from spacy.tokens import Doc, Span

from attribution.annotations import Entity, Range, Standing, Step
from attribution.anonymity import standing_of
from attribution.full_names import NameReader
from attribution.ranges import positions
from attribution.results import AnonymityStatus, ChannelType, HopRole
from attribution.verdicts import Source
from attribution.withholding import Withholding, find_withholdings


class GoBetweens:
    """Reads the go-betweens of one article."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.entities: Sequence[Entity] = doc._.entities
        self.mentioned = {
            position: i for i, entity in enumerate(self.entities) for position in positions(entity.mentions)
        }
        self._places: dict[int, set[int]] = {}
        standings: Sequence[Standing] = doc._.anonymity
        self.statuses: dict[int | None, AnonymityStatus] = {
            speaker: standing.status
            for speaker, standing in zip(doc._.speakers, standings, strict=False)
            if standing.status != "unknown"
        }

    def step(
        self, words: Range, speaker: int | None, role: HopRole, channel: ChannelType | None = None
    ) -> Step:
        """The station of the one whom `words` mention; `speaker` is the entity whose words are passed on."""
        number = self._entity(words, speaker)
        entity = None if number is None else self.entities[number]
        text = self.doc[slice(*words)]
        name = entity.name if entity is not None else _own_name(text)
        return Step(
            role=role,
            name=name,
            description=text.text if entity is None or entity.name is None else entity.description,
            channel=channel,
            anonymity=self.statuses.get(number) or self._status(words, name),
            evidence=words,
        )

    def is_mentioned(self, speaker: int, words: Range) -> bool:
        """Whether a mention of the entity shares a token with `words`."""
        if speaker not in self._places:
            self._places[speaker] = positions(self.entities[speaker].mentions)
        return not self._places[speaker].isdisjoint(range(*words))

    def _entity(self, words: Range, speaker: int | None) -> int | None:
        """The entity that the words mention, the speaker apart: the last one, as the name comes last."""
        found = [self.mentioned[i] for i in range(*words) if self.mentioned.get(i, speaker) != speaker]
        return found[-1] if found else None

    def _status(self, words: Range, name: str | None) -> AnonymityStatus | None:
        """The standing of somebody who is not quoted in the article; None where the words do not tell."""
        rules = [
            self._withholdings[n] for n in sorted(n for i in range(*words) for n in self._targets.get(i, ()))
        ]
        status = standing_of(Source(self.doc, None, words, None, None, rules, self._names)).status
        if name is not None and status in ("unnamed_individual", "unnamed_spokesperson", "unknown"):
            return "named"
        return None if status == "unknown" else status

    @cached_property
    def _targets(self) -> dict[int, list[int]]:
        """Which of the withholdings, by their number, concern a token."""
        found: dict[int, list[int]] = {}
        for n, rule in enumerate(self._withholdings):
            if rule.target is not None:
                found.setdefault(rule.target, []).append(n)
        return found

    @cached_property
    def _names(self) -> NameReader:
        return NameReader(self.doc)

    @cached_property
    def _withholdings(self) -> list[Withholding]:
        return find_withholdings(self.doc)


def _own_name(words: Span) -> str | None:
    """The name of the one described, where the words hold it: "Moon's press secretary, Yoon Young-chan"."""
    comma = max((token.i - words.start for token in words if token.text == ","), default=-1)
    rest = words[comma + 1 :]
    capitals = all(
        token.text[:1].isupper() or "-" in (token.text, rest[i - 1].text) for i, token in enumerate(rest)
    )
    if comma > 0 and len(rest) > 0 and capitals:
        return rest.text
    # By tokens, since to ask for the names of a span reads those of the whole article.
    doc, begins = words.doc, words[0].ent_iob_ == "B" and words[0].ent_type_ == "PERSON"
    ends = words.end == len(doc) or doc[words.end].ent_iob_ != "I"
    whole = begins and ends and all(token.ent_iob_ == "I" for token in words[1:])
    return words.text if whole else None
