"""Whom each source of an article means, read from its start to its end.

A name is whom inventory.py says; several names speak jointly. Pronouns and descriptions are decided by
pronouns.py, people.py and bodies.py; here by where they stand: "who" goes back to the noun before it,
"I" and "we" to whose words they stand in or to who signed, "in her eyes" to her.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cached_property

from attribution.annotations import Range
from attribution.descriptions import Description, describe
from attribution.ranges import among
from attribution.reference.acting import acting_nouns, learn_sexes, see_acting
from attribution.reference.bodies import body_spoken_of, resolve_body, resolve_group, see_belonging
from attribution.reference.cast import Cast, Query, Resolved, Source
from attribution.reference.gazetteer import body_nouns, called, fold, parts, peoples
from attribution.reference.inventory import Inventory
from attribution.reference.mentions import Mention
from attribution.reference.people import DEFINITE, plain_epithet, resolve_epithet, resolve_person
from attribution.reference.pronouns import resolve_pronoun, see_pronoun
from attribution.reference.relatives import RELATIVES, read_antecedent, sentence_start
from attribution.reference.roles import is_role_noun
from attribution.reference.signatures import in_byline, who_signed
from attribution.reference.sources import Reading, read_source
from attribution.reference.words import GENDERS, Words
from attribution.results import SpeakerKind
from attribution.role_nouns import PERSONAL

FIRST_PERSON = frozenset("i me my we us our".split())
_QUESTIONED = frozenset("asked pressed questioned quizzed challenged".split())
_PLURAL_FIRST = frozenset("we us our".split())

NOBODY = Resolved(None, 0.9)


def resolve(
    words: Words, inventory: Inventory, sources: Iterable[Source], nameless: Collection[int] = ()
) -> tuple[Cast, dict[Range, Resolved]]:
    """Everybody whom the article speaks of, and whom each source means, by the source's tokens.

    Args:
        words: the article.
        inventory: what it names.
        sources: the sources to resolve.
        nameless: the nouns of people whose names the article withholds.
    """
    resolver = Resolver(words, inventory, nameless)
    resolver.resolve(sources)
    return resolver.cast, resolver.answers


class Resolver:
    """The pass over one article."""

    def __init__(self, words: Words, inventory: Inventory, nameless: Collection[int] = ()) -> None:
        self.words = words
        self.cast = Cast(words, inventory, nameless)
        self.answers: dict[Range, Resolved] = {}
        self._around: dict[int, Source] = {}
        #: What a noun phrase that has been resolved means, by its tokens.
        self._resolved: dict[Range, Resolved] = {}
        #: Tokens that tell the role of somebody named beside them.
        self._told = {i for r in inventory.referents for role in r.roles for i in range(*role.span)}

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
        acting = acting_nouns(words, self._told)
        waiting = []
        free = 0
        for i in sorted({*by_start, *cast.mention_at, *words.pronouns, *acting, *cast.nameless}):
            for source in by_start.get(i, ()):
                free = max(free, source.span[1])
                if self._is_first_person(source):
                    waiting.append(source)
                else:
                    self._resolve(source)
            mention = cast.mention_at.get(i)
            if mention is not None:
                cast.see_name(mention)
                see_belonging(cast, mention)
            elif words.tag[i].startswith("PRP"):
                if words.lower[i] in GENDERS and words.quotation[i] < 0:
                    see_pronoun(cast, i)
            elif i >= free and words.tag[i] in {"NN", "NNS"}:
                see_acting(cast, i)
        for source in waiting:
            self._resolve_first_person(source)

    def _resolve(self, source: Source) -> None:
        cast = self.cast
        reading = read_source(self.words, source.span, cast.readable)
        answer = self._meant(Query(reading, source, self._speaker_around(source) | self._asked_about(source)))
        self.answers[source.span] = answer
        if answer.referent is None:
            return
        self._resolved[reading.span] = self._resolved[reading.noun_phrase] = answer
        position = reading.span[0]
        cast.see(position, answer.referent, subject=True, source=True)
        cast.referents[answer.referent].mentions.append(reading.span)
        for mention in reading.complements[:1]:
            if mention.kind != "person":
                # "Officials at the ministry said": the ministry is spoken of.
                cast.see(position, cast.of(mention), subject=True)

    def _speaker_around(self, source: Source) -> frozenset[int]:
        """Who speaks the quoted words in which the source stands, where that is told by now or by name.

        In reported words he may well speak of himself: "Ann Lee said what she plans".
        """
        owner = self._around.get(source.span[0])
        if owner is None or self.words.quotation[source.span[0]] < 0:
            return frozenset()
        answer = self.answers.get(owner.span)
        if answer is None:
            reading = read_source(self.words, owner.span, self.cast.readable)
            return frozenset(map(self.cast.of, reading.names))
        return frozenset() if answer.referent is None else frozenset({answer.referent})

    def _asked_about(self, source: Source) -> frozenset[int]:
        """Whom a question names that the source answers: not Salim in "Asked whether Salim would play, he said"."""
        words, i = self.words, source.span[0]
        start = sentence_start(words, i)
        if words.lower[start] == "when":
            start += 1
        if words.lower[start] not in _QUESTIONED:
            return frozenset()
        mentions = (self.cast.mention_at.get(j) for j in range(start + 1, i))
        return frozenset(self.cast.of(mention) for mention in mentions if mention is not None)

    def _meant(self, query: Query) -> Resolved:
        match query.reading.form:
            case "names":
                return self._named(query)
            case "pronoun":
                if self.words.lower[query.reading.span[0]] in RELATIVES:
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
            return self._firm_or_person(query, what, noun)
        proper = self._proper(reading, what)
        if proper is not None:
            return Resolved(proper, 0.7)
        one = words.lower[reading.noun_phrase[0]] in {"one", "another", "someone", "you"}
        return Resolved(cast.unnamed(reading, what, "person" if one else "unknown"), 0.8)

    def _firm_or_person(self, query: Query, what: Description, noun: str) -> Resolved:
        """Whom "the miner" means: the firm spoken of, where the noun is for firms too and nobody is called so."""
        cast = self.cast
        is_firm = noun in body_nouns() and what.definite and not cast.called[noun]
        if is_firm and query.reading.possessor is None and cast.unnamed_before(noun) is None:
            firm = body_spoken_of(cast, query, what, noun)
            if firm is not None:
                return firm
        return resolve_person(cast, query, what)

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
            or words.lower[head] in parts().no_name
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
        """The one that "who" goes back to: what it stands behind, as a source before it or anew."""
        cast = self.cast
        span = query.reading.span
        reading = read_antecedent(cast, span[0])
        if reading is None:
            return Resolved(cast.new_unnamed(span, "person", span[0]), 0.4)
        if reading.span in self._resolved:
            return self._resolved[reading.span]
        answer = self._meant(query._replace(reading=reading, excluded=frozenset()))
        if answer.referent is not None and reading.form == "description":
            self._resolved[reading.span] = answer
            cast.referents[answer.referent].mentions.append(reading.span)
        return answer

    @cached_property
    def _author(self) -> int | None:
        return in_byline(self.cast)

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
            signed = who_signed(cast, position, plural=plural)
            if signed is None and not plural:
                signed = self._author
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


def surrounding(sources: list[Source]) -> dict[int, Source]:
    """For the first tokens of sources, the source to whom the words around them are attributed: the inmost."""
    starts = sorted({source.span[0] for source in sources})
    contents = sorted(
        ((end - start, start, end, n) for n, source in enumerate(sources) for start, end in source.contents),
        reverse=True,
    )
    around: dict[int, Source] = {}
    for _, start, end, n in contents:
        for at in among(starts, start, end):
            if not sources[n].span[0] <= at < sources[n].span[1]:
                around[at] = sources[n]
    return around
