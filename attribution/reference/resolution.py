"""Whom each source of an article means, read from its start to its end.

A name is whom inventory.py says; several names speak jointly. Pronouns and descriptions are decided by
pronouns.py, people.py and bodies.py; here by where they stand: "who" goes back to the noun before it,
"I" and "we" to whose words they stand in or to who signed, "in her eyes" to her.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable

from attribution.annotations import Range
from attribution.descriptions import PERSONAL, Description, describe
from attribution.reference.bodies import resolve_body, resolve_group, see_belonging
from attribution.reference.cast import Cast, Query, Resolved, Source
from attribution.reference.focus import GENDERS
from attribution.reference.gazetteer import Gender, body_nouns, called, fold, peoples
from attribution.reference.inventory import Inventory
from attribution.reference.mentions import Mention
from attribution.reference.people import DEFINITE, plain_epithet, resolve_epithet, resolve_person
from attribution.reference.pronouns import resolve_pronoun, see_pronoun
from attribution.reference.roles import is_role_noun
from attribution.reference.sources import Reading, read_source
from attribution.reference.words import Words, noun_phrase_start
from attribution.results import SpeakerKind

#: A letter is signed within so many paragraphs and tokens.
SIGNED_WITHIN = 2
LETTER = 400
#: Two "who" of one noun stand within so many tokens.
SAME_NOUN = 40

FIRST_PERSON = frozenset("i me my we us our".split())
_PLURAL_FIRST = frozenset("we us our".split())
_RELATIVES = frozenset("who whom whose that which".split())
_DASHES = frozenset(", — –".split())

NOBODY = Resolved(None, 0.9)


def resolve(
    words: Words, inventory: Inventory, sources: Iterable[Source]
) -> tuple[Cast, dict[Range, Resolved]]:
    """Everybody whom the article speaks of, and whom each source means, by the source's tokens."""
    resolver = Resolver(words, inventory)
    resolver.resolve(sources)
    return resolver.cast, resolver.answers


class Resolver:
    """The pass over one article."""

    def __init__(self, words: Words, inventory: Inventory) -> None:
        self.words = words
        self.cast = Cast(words, inventory)
        self.answers: dict[Range, Resolved] = {}
        self._around: dict[int, Source] = {}

    def resolve(self, sources: Iterable[Source]) -> None:
        """Fill `answers`, in the order of the text; "I" and "we" wait for whose words they stand in."""
        words, cast = self.words, self.cast
        ordered = sorted(sources, key=lambda source: source.span)
        learn_sexes(cast)
        for source in ordered:
            for start, end in source.contents:
                cast.reported[start:end] = [True] * (end - start)
        self._around = surrounding(ordered)
        by_start: dict[int, list[Source]] = defaultdict(list)
        for source in ordered:
            by_start[source.span[0]].append(source)
        waiting = []
        for i in range(len(words)):
            for source in by_start.get(i, ()):
                if self._is_first_person(source):
                    waiting.append(source)
                else:
                    self._resolve(source)
            mention = cast.mention_at.get(i)
            if mention is not None:
                cast.see_name(mention)
                see_belonging(cast, mention)
            elif words.lower[i] in GENDERS and words.quotation[i] < 0 and words.tag[i].startswith("PRP"):
                see_pronoun(cast, i)
        for source in waiting:
            self._resolve_first_person(source)

    def _resolve(self, source: Source) -> None:
        cast = self.cast
        reading = read_source(self.words, source.span, cast.readable)
        answer = self._meant(Query(reading, source, self._speaker_around(source)))
        self.answers[source.span] = answer
        if answer.referent is None:
            return
        position = reading.span[0]
        cast.see(position, answer.referent, subject=True, source=True)
        cast.referents[answer.referent].mentions.append(reading.span)
        for mention in reading.complements[:1]:
            if mention.kind != "person":
                # "Officials at the ministry said": the ministry is spoken of.
                cast.see(position, cast.of(mention), subject=True)

    def _speaker_around(self, source: Source) -> frozenset[int]:
        """Who speaks the words in which the source stands, where that is told by now or by name."""
        owner = self._around.get(source.span[0])
        if owner is None:
            return frozenset()
        answer = self.answers.get(owner.span)
        if answer is None:
            reading = read_source(self.words, owner.span, self.cast.readable)
            return frozenset(map(self.cast.of, reading.names))
        return frozenset() if answer.referent is None else frozenset({answer.referent})

    def _meant(self, query: Query) -> Resolved:
        match query.reading.form:
            case "names":
                return self._named(query)
            case "pronoun":
                if self.words.lower[query.reading.span[0]] in _RELATIVES:
                    return self._relative(query)
                return resolve_pronoun(self.cast, query)
            case "description":
                return self._described(query)
            case _:
                return NOBODY

    def _named(self, query: Query) -> Resolved:
        """Whom names mean: one, several jointly, or a family."""
        cast = self.cast
        names = query.reading.names
        members = tuple(dict.fromkeys(map(cast.speaking, names)))
        if len(members) > 1:
            return Resolved(cast.jointly(members), 0.9)
        family = self._family(names[0])
        if len(family) == 2:
            return Resolved(cast.jointly(family), 0.85)
        if query.reading.examples:
            # "Clubs, including Halden United": the clubs have no name.
            return resolve_group(cast, query, describe(self.words.doc, query.reading.noun_phrase))
        return Resolved(members[0], 0.97 if len(names[0].words) > 1 else 0.94)

    def _family(self, mention: Mention) -> tuple[int, ...]:
        """The people of one surname that its plural calls: "the Clintons"."""
        word = mention.words[-1]
        before = self.words.lower[mention.start - 1] if mention.start else ""
        if before not in {"the", "both"} or len(mention.words) > 1 or not word.endswith("s"):
            return ()
        return tuple(self.cast.inventory.bearers(word[:-1]))

    # --- descriptions -------------------------------------------------------------------------

    def _described(self, query: Query) -> Resolved:
        cast, words = self.cast, self.words
        reading = query.reading
        what = describe(words.doc, reading.noun_phrase)
        noun = cast.noun(what.head)
        thought = self._whose_opinion(query, what) or self._apposed(query, what)
        if thought is not None:
            return thought
        if what.role in ("document", "rumour", "event"):
            form: SpeakerKind = "document" if what.role == "document" else "unknown"
            return Resolved(cast.unnamed(reading, what, form), 0.95)
        if (what.role == "organization" and not what.plural) or (what.role is None and noun in body_nouns()):
            return resolve_body(cast, query, what)
        epithet = plain_epithet(cast, query, what)
        meant = resolve_epithet(cast, query, what, epithet) if epithet else None
        if meant is not None:
            return meant
        if what.plural or what.role == "group" or noun in called().groups:
            return resolve_group(cast, query, what)
        if what.role in PERSONAL or is_role_noun(noun):
            return resolve_person(cast, query, what)
        proper = self._proper(reading, what)
        if proper is not None:
            return Resolved(proper, 0.7)
        one = words.lower[reading.noun_phrase[0]] in {"one", "another", "someone", "you", "a", "an"}
        return Resolved(cast.unnamed(reading, what, "person" if one else "unknown"), 0.8)

    def _whose_opinion(self, query: Query, what: Description) -> Resolved | None:
        """Whose account, view or eyes it is: "in her account"."""
        reading = query.reading
        start = reading.noun_phrase[0]
        if not {self.words.lower[what.head], self.cast.noun(what.head)} & called().opinions:
            return None
        if reading.possessor is not None:
            return Resolved(self.cast.of(reading.possessor), 0.9)
        if self.words.lower[start] in {"his", "her", "their", "its"}:
            pronoun = Reading(form="pronoun", span=(start, start + 1))
            return resolve_pronoun(self.cast, query._replace(reading=pronoun))
        return None

    def _apposed(self, query: Query, what: Description) -> Resolved | None:
        """The name before a source that is its apposition: "Kent Police, [the force in charge], said"."""
        words = self.words
        start, end = query.source.span
        if start < 2 or words.text[start - 1] != "," or "," not in (words.text[end - 1], words.at(end)):
            return None
        name = self.cast.name_ending(start - 1)
        if name is None or (name.kind == "person") != (what.role in PERSONAL):
            return None
        return Resolved(self.cast.of(name), 0.85)

    def _proper(self, reading: Reading, what: Description) -> int | None:
        """A capitalised phrase that is no known name is taken for one, outside lines of title case."""
        words = self.words
        head = what.head
        if (
            not words.tag[head].startswith("NNP")
            or words.title_case[head]
            or fold(words.text[head]) in peoples()
        ):
            return None
        start = head
        while start > reading.noun_phrase[0] and words.text[start - 1][:1].isupper():
            if words.lower[start - 1] in DEFINITE:
                break
            start -= 1
        return self.cast.compose(words.slice((start, head + 1)), "unknown", set(), (start, head + 1))

    # --- by place -----------------------------------------------------------------------------

    def _relative(self, query: Query) -> Resolved:
        """The one that "who" goes back to: the name or noun phrase right before it."""
        cast, words = self.cast, self.words
        span = query.reading.span
        i = self._first_who(span[0])
        last = i - 1
        while last > 0 and words.text[last] in {",", "—", "–", "-", "(", ")"}:
            last -= 1
        if last < 0:
            return Resolved(cast.new_unnamed(span, "person", span[0]), 0.4)
        start = noun_phrase_start(words, last)
        if start > 1 and words.text[start - 1] in _DASHES:
            # "Ann Lee, a campaign staffer, who": the noun phrase is an apposition.
            named = cast.name_ending(start - 1)
            if named is not None:
                return Resolved(cast.of(named), 0.9)
        inner = read_source(words, (start, last + 1), cast.readable)
        if inner.form == "empty" or words.lower[inner.span[0]] in _RELATIVES:
            return Resolved(cast.new_unnamed(span, "person", span[0]), 0.4)
        return self._meant(query._replace(reading=inner, excluded=frozenset()))

    def _first_who(self, i: int) -> int:
        """The first "who" of those that "and" joins: "a man [who] had left and who"."""
        words = self.words
        first = i
        for j in range(i - 1, max(0, i - SAME_NOUN), -1):
            if words.sentence[j] != words.sentence[i] or words.lower[first - 1] not in {"and", "or", "but"}:
                break
            if words.lower[j] == words.lower[i]:
                first = j
        return first

    def _is_first_person(self, source: Source) -> bool:
        start, end = source.span
        return end - start == 1 and self.words.lower[start] in FIRST_PERSON

    def _resolve_first_person(self, source: Source) -> None:
        """Whose words "I" stands in, who signed them, or for "we" the paper itself."""
        cast = self.cast
        position = source.span[0]
        plural = self.words.lower[position] in _PLURAL_FIRST
        owner = self._around.get(position)
        answer = self.answers.get(owner.span) if owner is not None else None
        if owner is None:
            signed = self._signature(position)
            publication: str | None = self.words.doc._.publication
            if signed is not None:
                answer = Resolved(signed, 0.6)
            elif publication and plural:
                answer = Resolved(cast.compose(publication, "organization", set(), source.span), 0.6)
        if answer is None or answer.referent is None:
            form: SpeakerKind = "group" if plural else "person"
            answer = Resolved(cast.new_unnamed(source.span, form, position, plural=plural), 0.6)
        assert answer.referent is not None
        cast.referents[answer.referent].mentions.append(source.span)
        self.answers[source.span] = answer

    def _signature(self, position: int) -> int | None:
        """The name alone in one of the next paragraphs, as under a letter."""
        words = self.words
        for i in range(position, min(position + LETTER, len(words))):
            if words.paragraph[i] - words.paragraph[position] > SIGNED_WITHIN:
                return None
            mention = self.cast.mention_at.get(i)
            if mention is not None and mention.kind in ("person", "unknown") and is_alone(words, mention):
                return self.cast.of(mention)
        return None


def is_alone(words: Words, mention: Mention) -> bool:
    """Whether a name is all that its paragraph holds."""
    paragraph = words.paragraph[mention.start]
    before = range(max(0, mention.start - 3), mention.start)
    behind = range(mention.end, min(len(words), mention.end + 3))
    return not any(
        words.paragraph[j] == paragraph and words.text[j][0].isalnum()
        for around in (before, behind)
        for j in around
    )


def surrounding(sources: list[Source]) -> dict[int, Source]:
    """For the first tokens of sources, the source to whom the words around them are attributed: the inmost."""
    starts = sorted({source.span[0] for source in sources})
    contents = sorted(
        ((end - start, start, end, n) for n, source in enumerate(sources) for start, end in source.contents),
        reverse=True,
    )
    around: dict[int, Source] = {}
    for _, start, end, n in contents:
        for at in starts[bisect_left(starts, start) : bisect_left(starts, end)]:
            if not sources[n].span[0] <= at < sources[n].span[1]:
                around[at] = sources[n]
    return around


def learn_sexes(cast: Cast) -> None:
    """Set the sex of people whose names do not tell it from "he" and "she" that follow their names alone."""
    words = cast.words
    heard: dict[int, Counter[Gender]] = defaultdict(Counter)
    owner: int | None = None
    reach = 0
    for i, word in enumerate(words.lower):
        mention = cast.mention_at.get(i)
        if mention is not None:
            if mention.kind == "person":
                # A second person in reach leaves it open who is meant.
                index = cast.of(mention)
                owner = index if owner in (None, index) or words.sentence[i] > reach else None
                reach = words.sentence[i] + 1
        elif owner is not None and word in GENDERS and words.quotation[i] < 0 and words.sentence[i] <= reach:
            heard[owner][GENDERS[word]] += 1
    for index, counts in heard.items():
        (gender, most), *others = counts.most_common()
        if cast.referents[index].gender is None and most > 2 * sum(n for _, n in others):
            cast.referents[index].gender = gender
