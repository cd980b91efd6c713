"""Who is meant by each source, read from the start of the article to its end.

A name is whom inventory.py says. A pronoun is decided by pronouns.py. A description is the one named
person or body that the article calls so ("the senator", "the bank"), in a headline or lead also one
that is named later; or an unnamed source met before ("the official"); or a new one. Several names
speak jointly.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log
from typing import NamedTuple

from msgspec.structs import replace

from attribution.annotations import Range
from attribution.descriptions import PERSONAL, Description, describe, singular
from attribution.gazetteer import Gender, body_nouns, countries, fold, peoples, titles
from attribution.inventory import Inventory, Referent, country_of_capital
from attribution.mentions import Mention
from attribution.names import Name
from attribution.pronouns import GENDERS, Focus, Seen, fits_gender, margin_probability
from attribution.results import SpeakerKind
from attribution.roles import PARTIES, is_role_noun
from attribution.sources import KINDS, Reading, read_source
from attribution.words import Words, is_subject

#: In so many paragraphs from the top a description may be of somebody named later.
LEAD_PARAGRAPHS = 4
#: And the name must follow within so many tokens.
LEAD_TOKENS = 700
#: So many referents that share a noun are compared.
NAMESAKES = 12
#: The score of whom the article has not mentioned for long.
FORGOTTEN = -6.0
FORGOTTEN_BODY = -4.0
#: What a word before the noun counts for a body that has it in its name, and for one that has none.
SHARED_WORD = 4.0
NOTHING_SHARED = -3.0
#: And is named later with at least this fit.
AHEAD = 1.0
#: An epithet is less likely of somebody whom the article calls something else.
CALLED_OTHERWISE = -4.0
#: A body is taken up by its noun with more than this score.
TAKEN_UP = -3.0
#: A pronoun seldom means somebody known by a handle.
HANDLE = -3.0
#: An epithet is of whom it fits with at least this score (pronouns.Focus.rank).
EPITHET = -2.5
#: A letter is signed within so many paragraphs.
SIGNED_WITHIN = 2
#: And so many tokens.
LETTER = 400


class Resolved(NamedTuple):
    """The referent of a source and how likely it is the right one."""

    referent: int | None
    probability: float


NOBODY = Resolved(None, 0.9)


@dataclass(slots=True)
class Party(Referent):
    """A referent that the inventory does not know: unnamed, composed of names, or several jointly."""

    members: tuple[int, ...] = ()
    plural: bool = False
    form: SpeakerKind = "person"
    description: str | None = None


@dataclass(slots=True)
class Source:
    """A source to resolve: its tokens and the words attributed to it."""

    span: Range
    contents: list[Range] = field(default_factory=list)
    enclosing: int | None = None
    """The attribution in whose words the source stands."""


_OPINIONS = frozenset("account view eye opinion mind telling word estimation reckoning lip pen perspective eyes words own".split())
#: Bodies that are told by whom they work for; the whole phrase is their name.
_COMPOSED = frozenset(
    "committee subcommittee board court police government administration campaign ministry department office "
    "embassy parliament army military navy force forces cabinet commission council agency delegation foundation authority "
    "authorities consulate legislature assembly senate bureau service treasury bank regime team camp".split()
)
_BELONGING = frozenset("campaign administration government camp team regime".split())
#: Who is so called can be anybody whom the article speaks of.
_EPITHETS = frozenset(
    "billionaire businessman businesswoman mogul tycoon magnate millionaire democrat republican conservative liberal "
    "politician candidate nominee contender frontrunner front-runner hopeful challenger incumbent veteran star superstar "
    "celebrity champion man woman teenager youngster lawmaker legislator leader native singer actor actress comedian author "
    "writer novelist artist musician filmmaker striker forward midfielder defender goalkeeper winger playmaker quarterback "
    "player athlete footballer manager boss skipper pensioner newcomer father mother entrepreneur statesman stateswoman "
    "australian american scot briton canadian spaniard german frenchman italian brazilian argentine portuguese dutchman "
    "russian swiss serb irishman welshman englishman scotsman texan year-old old one senator congressman congresswoman "
    "mayor governor president academic economist scientist developer investor host presenter broadcaster publisher "
    "ex-president ex-wife ex-husband".split()
)
#: Endings of words for one of a people; others are of all of it: "the French".
_ONE_OF_A_PEOPLE = ("an", "on", "ne", "de", "le", "rk", "ot", "nn", "rb", "ard", "woman", "er", "no", "ni", "qi", "ti")
_NEW = frozenset("another second third fourth other different separate".split())
_DEFINITE = frozenset("the this that these those both same".split())
_COUNTRY_NOUNS = frozenset("country nation kingdom republic government state superpower power regime".split())
_PLACE_NOUNS = frozenset("state city town county province region territory capital".split())


class Resolver:
    """Resolves the sources of one article.

    Attributes:
        referents: the inventory's, and behind them those found on the way.
        answers: by source span.
    """

    def __init__(self, words: Words, inventory: Inventory) -> None:
        self.words = words
        self.inventory = inventory
        self.referents: list[Referent] = list(inventory.referents)
        mentions = [
            replace(m, kind=inventory.referents[inventory.at[m.start]].kind) for m in inventory.mentions
        ]
        self.mention_at = {mention.start: mention for mention in mentions}
        #: Names by their first token and by that of a title before them.
        self.readable = self.mention_at | {m.title[0]: m for m in mentions if m.title is not None}
        self.focus = Focus()
        self.answers: dict[Range, Resolved] = {}
        #: First tokens of the mentions by name, before any others are added.
        self._named_at = [[start for start, _ in referent.mentions] for referent in self.referents]
        self._called: dict[str, list[int]] = defaultdict(list)
        for i, referent in enumerate(self.referents):
            for noun in referent.nouns:
                self._called[noun].append(i)
        #: Bodies and places by the nouns, classes and words of their names.
        self._bodies: dict[str, list[int]] = defaultdict(list)
        self._countries: dict[Name, int] = {}
        for i, referent in enumerate(self.referents):
            if referent.kind != "person":
                for key in sorted({*referent.nouns, *referent.classes, *referent.words}):
                    self._bodies[key].append(i)
                self._countries[referent.words] = i
        self._unnamed: dict[str, list[int]] = defaultdict(list)
        self._composed: dict[str, int] = {}
        self._joint: dict[tuple[int, ...], int] = {}
        #: Which tokens are attributed to somebody.
        self.reported = [False] * len(words)

    # --- the pass over the article ------------------------------------------------------------

    def resolve(self, sources: Iterable[Source]) -> None:
        """Fill `answers` for all sources, in the order of the text."""
        self._learn_sexes()
        sources = sorted(sources, key=lambda s: s.span)
        first_person = []
        waiting = 0
        words = self.words
        for source in sources:
            for start, end in source.contents:
                self.reported[start:end] = [True] * (end - start)
        owners = self._owners(sources)
        for i in range(len(words)):
            while waiting < len(sources) and sources[waiting].span[0] <= i:
                source = sources[waiting]
                waiting += 1
                if self._is_first_person(source):
                    first_person.append(source)
                else:
                    self._resolve_source(source, owners)
            mention = self.mention_at.get(i)
            if mention is not None:
                self._see_name(mention)
            elif words.lower[i] in GENDERS and words.quotation[i] < 0 and words.tag[i].startswith("PRP"):
                self._see_pronoun(i)
        for source in first_person:
            self._resolve_first_person(source, owners)

    def _owners(self, sources: list[Source]) -> dict[int, Source]:
        """The source to whom the words around a first token of a source are attributed, by that token."""
        starts = sorted({s.span[0] for s in sources})
        owners: dict[int, Source] = {}
        ordered = sorted(
            ((end - start, start, end, n) for n, s in enumerate(sources) for start, end in s.contents), reverse=True
        )
        for _, start, end, n in ordered:
            for at in starts[bisect_left(starts, start) : bisect_left(starts, end)]:
                if not sources[n].span[0] <= at < sources[n].span[1]:
                    owners[at] = sources[n]
        return owners

    def _here(self, position: int, *, subject: bool = False, source: bool = False, referent: int = -1) -> Seen:
        words = self.words
        return Seen(
            position, referent, words.sentence[position], words.paragraph[position], subject, source,
            _is_genitive(words, position), words.quotation[position], self.reported[position],
        )  # fmt: skip

    def _see_name(self, mention: Mention) -> None:
        index = self.inventory.at[mention.start]
        words = self.words
        subject = is_subject(words, mention.start, mention.end)
        self.focus.see(
            Seen(
                mention.start, index, words.sentence[mention.start], words.paragraph[mention.start], subject, False,
                mention.end < len(words) and words.tag[mention.end] == "POS", words.quotation[mention.start],
                self.reported[mention.start],
            )  # fmt: skip
        )
        joint = self._coordination(mention)
        if joint is not None:
            self.focus.see(self._here(mention.start, subject=True, referent=joint))
        composed = self._belonging(mention)
        if composed is not None:
            self.focus.see(self._here(mention.start, subject=True, referent=composed))

    def _coordination(self, mention: Mention) -> int | None:
        """Two people or countries that act together: "Norway and Sweden", where the second one is met."""
        words = self.words
        start = mention.title[0] if mention.title is not None else mention.start
        before = start - 1
        if before < 1 or words.lower[before] != "and" or not is_subject(words, mention.start, mention.end):
            return None
        first = self._name_ending(before)
        if first is None or first.kind != mention.kind or mention.kind not in ("person", "place"):
            return None
        members = (self.inventory.at[first.start], self.inventory.at[mention.start])
        return self._jointly(members) if members[0] != members[1] else None

    def _see_pronoun(self, i: int) -> None:
        words = self.words
        subject = words.lower[i] in {"he", "she"}
        here = self._here(i, subject=subject)
        ranked = self.focus.rank(here, fits=lambda r: self._fits_person(r, words.lower[i]), weights=self._weight)
        if ranked:
            self.focus.see(self._here(i, subject=subject, referent=ranked[0][1]))

    def _weight(self, index: int) -> float:
        """How much the article is about a referent: the logarithm of how often it is named."""
        return log(len(self._named_at[index])) if index < len(self._named_at) else 0.0

    def _learn_sexes(self) -> None:
        """Set the sex of people whose names do not tell it from "he" and "she" that follow their names alone."""
        words = self.words
        heard: dict[int, Counter[Gender]] = defaultdict(Counter)
        owner: int | None = None
        ends = 0
        for i in range(len(words)):
            mention = self.mention_at.get(i)
            if mention is not None:
                index = self.inventory.at[i]
                if self.referents[index].kind == "person":
                    # A second person in reach leaves it open who is meant.
                    owner = index if owner is None or owner == index or words.sentence[i] > ends else None
                    ends = words.sentence[i] + 1
            elif owner is not None and words.lower[i] in GENDERS and words.quotation[i] < 0 and words.sentence[i] <= ends:
                heard[owner][GENDERS[words.lower[i]]] += 1
        for index, counts in heard.items():
            referent = self.referents[index]
            (gender, most), *others = counts.most_common()
            if referent.gender is None and most > 2 * sum(n for _, n in others):
                referent.gender = gender

    def _is_first_person(self, source: Source) -> bool:
        start, end = source.span
        return end - start == 1 and self.words.lower[start] in {"i", "we", "me", "us", "my", "our"}

    def _resolve_first_person(self, source: Source, owners: dict[int, Source]) -> None:
        owner = owners.get(source.span[0])
        answer = self.answers.get(owner.span) if owner is not None else None
        if owner is None:
            signed = self._signature(source.span[0])
            publication = self.words.doc._.publication
            if signed is not None:
                answer = Resolved(signed, 0.6)
            elif publication and self.words.lower[source.span[0]] in {"we", "us", "our"}:
                # A paper that says "we" means itself.
                answer = Resolved(self._compose(publication, "organization", set(), source.span), 0.6)
        if answer is None or answer.referent is None:
            form = "person" if self.words.lower[source.span[0]] in {"i", "me", "my"} else "group"
            answer = Resolved(self._new_unnamed(source.span, form, source.span[0], plural=form == "group"), 0.6)
        self.answers[source.span] = answer

    def _signature(self, position: int) -> int | None:
        """Who signed what is said in the first person: a name alone in one of the next paragraphs, as under a letter."""
        words = self.words
        paragraph = words.paragraph[position]
        for i in range(position, min(position + LETTER, len(words))):
            if words.paragraph[i] - paragraph > SIGNED_WITHIN:
                break
            mention = self.mention_at.get(i)
            if mention is not None and mention.kind in ("person", "unknown") and _is_alone(words, mention):
                return self.inventory.at[i]
        return None

    def _resolve_source(self, source: Source, owners: dict[int, Source]) -> None:
        if source.span in self.answers:
            return
        owner = owners.get(source.span[0])
        speaker = self.answers.get(owner.span) if owner is not None else None
        excluded = {speaker.referent} if speaker and speaker.referent is not None else set()
        reading = read_source(self.words, source.span, self.readable)
        match reading.form:
            case "names":
                answer = self._names(reading)
            case "pronoun":
                answer = self._pronoun(reading, source, excluded)
            case "description":
                answer = self._description(reading, source, excluded)
            case _:
                answer = NOBODY
        self.answers[source.span] = answer
        if answer.referent is not None:
            self.focus.see(self._here(reading.span[0], subject=True, source=True, referent=answer.referent))
            self.referents[answer.referent].mentions.append(reading.span)
        for mention in reading.complements[:1]:
            # "Officials at the ministry said": the ministry is spoken of.
            at = self.inventory.at[mention.start]
            if self.referents[at].kind != "person":
                self.focus.see(self._here(reading.span[0], subject=True, referent=at))

    # --- names --------------------------------------------------------------------------------

    def _names(self, reading: Reading) -> Resolved:
        members = tuple(dict.fromkeys(self._speaking(self.inventory.at[m.start]) for m in reading.names))
        family = self._family(reading.names[0]) if len(members) == 1 else ()
        if len(family) == 2:
            return Resolved(self._jointly(family), 0.85)
        if reading.examples and len(members) == 1:
            return Resolved(self._group(reading, describe(self.words.doc, reading.noun_phrase)), 0.7)
        if len(members) == 1:
            words = reading.names[0].words
            return Resolved(members[0], 0.97 if len(words) > 1 else 0.94)
        return Resolved(self._jointly(members), 0.9)

    def _family(self, mention: Mention) -> tuple[int, ...]:
        """The people of one surname that its plural calls: "the Clintons"."""
        word = mention.words[-1]
        before = self.words.lower[mention.start - 1] if mention.start else ""
        if before not in {"the", "both"} or len(mention.words) > 1 or not word.endswith("s"):
            return ()
        return tuple(self.inventory.bearers(word[:-1]))

    def _speaking(self, index: int) -> int:
        """The country for its capital, where the article names the country too."""
        referent = self.referents[index]
        country = country_of_capital(referent.words) if referent.kind == "place" else None
        return index if country is None else self._countries.get(country, index)

    def _jointly(self, members: tuple[int, ...]) -> int:
        key = tuple(sorted(members))
        if key not in self._joint:
            people = all(self.referents[i].kind == "person" for i in members)
            name = " & ".join(self.referents[i].name or "" for i in members)
            joint = Party("unknown", name, members=members, plural=True, form="group" if people else "organization")
            joint.nouns = set.intersection(*(self.referents[i].nouns for i in members))
            self._joint[key] = self._append(joint)
        return self._joint[key]

    def _append(self, referent: Referent) -> int:
        self.referents.append(referent)
        return len(self.referents) - 1

    # --- pronouns -----------------------------------------------------------------------------

    def _pronoun(self, reading: Reading, source: Source, excluded: set[int]) -> Resolved:
        i = reading.span[0]
        word = self.words.lower[i]
        here = self._here(i)
        if word in GENDERS:
            ranked = self.focus.rank(
                here, fits=lambda r: self._fits_person(r, word), contents=source.contents, excluded=excluded,
                weights=self._weight,
            )  # fmt: skip
            return self._best(ranked, reading, "person")
        if word in {"who", "whom", "whose", "that", "which"}:
            return self._relative(reading, source)
        if word in {"they", "their", "theirs", "them", "these", "those"}:
            ranked = self.focus.rank(here, fits=self._fits_plural, contents=source.contents, excluded=excluded)
            people = self._people_before(i, source)
            if people is not None and not (ranked and self._is_plural_here(ranked[0][1], i)):
                return Resolved(people, 0.6)
            return self._best(ranked, reading, "group")
        if word in {"it", "its"}:
            ranked = self.focus.rank(here, fits=self._fits_thing, contents=source.contents, excluded=excluded)
            return self._best(ranked, reading, "unknown")
        return Resolved(self._new_unnamed(reading.span, "person", i), 0.7)

    def _people_before(self, i: int, source: Source) -> int | None:
        """The people in the same sentence before "they": "voters, because they"."""
        words = self.words
        j = i - 1
        while j >= 0 and words.sentence[j] == words.sentence[i] and i - j < 40 and not words.space[j]:
            if words.tag[j] == "NNS" or words.lower[j] == "people":
                start = noun_phrase_start(words, j)
                what = describe(words.doc, (start, j + 1))
                attributed = any(a <= j < b for a, b in source.contents)
                if what.role in PERSONAL and what.head == j and words.quotation[j] < 0 and not attributed:
                    reading = Reading(form="description", span=(start, j + 1), noun_phrase=(start, j + 1))
                    return self._unnamed_one(reading, what, "group", plural=True)
            j -= 1
        return None

    def _is_plural_here(self, index: int, i: int) -> bool:
        """Whether several people that have spoken in the same sentence are meant."""
        referent = self.referents[index]
        sentence = self.words.sentence
        return isinstance(referent, Party) and referent.plural and any(
            sentence[start] == sentence[i] for start, _ in referent.mentions[-NAMESAKES:]
        )

    def _best(self, ranked: list[tuple[float, int]], reading: Reading, form: str) -> Resolved:
        if ranked:
            return Resolved(ranked[0][1], margin_probability(ranked))
        return Resolved(self._new_unnamed(reading.span, form, reading.span[0], plural=form == "group"), 0.5)

    def _fits_person(self, index: int, pronoun: str) -> float | None:
        referent = self.referents[index]
        if isinstance(referent, Party):
            if referent.form != "person" or referent.plural:
                return None
            return fits_gender(GENDERS[pronoun], referent.gender)
        if referent.kind == "unknown":
            agreement = fits_gender(GENDERS[pronoun], referent.gender)
            return None if agreement is None else agreement - 1.5
        if referent.kind != "person":
            return None
        agreement = fits_gender(GENDERS[pronoun], referent.gender)
        is_handle = bool(referent.words) and referent.words[0][:1] == "@"
        return agreement if agreement is None or not is_handle else agreement + HANDLE

    def _fits_plural(self, index: int) -> float | None:
        referent = self.referents[index]
        if isinstance(referent, Party):
            if referent.plural:
                return 1.0
            return {"organization": -0.5, "person": -3.0 if referent.name is None else None}.get(referent.form)
        return -0.8 if referent.kind == "organization" else -1.5 if referent.kind == "place" else None

    def _fits_thing(self, index: int) -> float | None:
        referent = self.referents[index]
        if isinstance(referent, Party):
            return None if referent.plural or referent.form == "person" else 0.0
        return {"organization": 0.0, "place": -0.3, "unknown": -1.0}.get(referent.kind)

    def _relative(self, reading: Reading, source: Source) -> Resolved:
        """The one that "who" goes back to: the name or noun phrase right before it."""
        words = self.words
        i = reading.span[0]
        earlier = self._who_before(i)
        if earlier is not None:
            return self._relative(Reading(form="pronoun", span=(earlier, earlier + 1)), source)
        last = i - 1
        while last > 0 and words.text[last] in {",", "—", "–", "-", "(", ")"}:
            last -= 1
        start = noun_phrase_start(words, last)
        phrase = (start, last + 1)
        opening = start - 1
        if opening > 0 and words.text[opening] in {",", "—", "–"}:
            # "Ann Lee, a campaign staffer, who": the noun phrase is an apposition.
            named = self._name_ending(opening)
            if named is not None:
                return Resolved(self.inventory.at[named.start], 0.9)
        if start > last:
            return Resolved(self._new_unnamed(reading.span, "person", i), 0.4)
        inner = read_source(words, phrase, self.readable)
        if inner.form == "names":
            return self._names(inner)
        if inner.form == "pronoun":
            return self._pronoun(inner, source, set())
        return self._description(inner, source, set())

    def _who_before(self, i: int) -> int | None:
        """The "who" that the one at `i` is joined with: "a man [who] had left and who"."""
        words = self.words
        if words.lower[i - 1] not in {"and", "or", "but"}:
            return None
        for j in range(i - 2, max(-1, i - 40), -1):
            if words.sentence[j] != words.sentence[i]:
                return None
            if words.lower[j] == words.lower[i]:
                return j
        return None

    def _name_ending(self, end: int) -> Mention | None:
        """The name that ends at `end`, a parenthesis left aside."""
        words = self.words
        if end > 0 and words.text[end - 1] == ")":
            opening = next((j for j in range(end - 1, max(0, end - 10), -1) if words.text[j] == "("), None)
            end = opening if opening is not None else end
        for start in range(end - 1, max(-1, end - 7), -1):
            mention = self.mention_at.get(start)
            if mention is not None:
                return mention if mention.end == end else None
        return None

    # --- descriptions -------------------------------------------------------------------------

    def _description(self, reading: Reading, source: Source, excluded: set[int]) -> Resolved:
        words = self.words
        phrase = reading.noun_phrase
        what = describe(words.doc, phrase)
        noun = self._noun(what.head)
        opinion = self._opinion(reading, what, source, excluded)
        if opinion is not None:
            return opinion
        if what.role in ("document", "rumour", "event"):
            form = "document" if what.role == "document" else "unknown"
            return Resolved(self._unnamed_one(reading, what, form), 0.95)
        if what.role == "organization" and not what.plural or what.role is None and noun in body_nouns():
            return self._body(reading, what, source)
        if any(words.lower[i] == "year" and words.lower[i + 2 : i + 3] == ["old"] for i in range(*phrase)):
            # "the 31-year-old"
            epithet = self._epithet("year-old", reading, what, source, excluded)
            if epithet is not None:
                return epithet
        if what.plural or what.role == "group" or noun in _ANY_GROUP:
            return Resolved(self._group(reading, what), 0.9)
        if what.role in PERSONAL or is_role_noun(noun):
            return self._person(reading, what, source, excluded)
        if fold(words.text[what.head]) in peoples() and noun.endswith(_ONE_OF_A_PEOPLE) and words.lower[phrase[0]] == "the":
            epithet = self._epithet(noun, reading, what, source, excluded)
            if epithet is not None:
                return epithet
        proper = self._proper(reading, what)
        if proper is not None:
            return Resolved(proper, 0.7)
        form = "person" if words.lower[phrase[0]] in {"one", "another", "someone", "you", "a", "an"} else "unknown"
        return Resolved(self._unnamed_one(reading, what, form), 0.8)

    def _noun(self, head: int) -> str:
        word = self.words.lower[head]
        short = titles().short
        plain = short.get(word) or short.get(f"{fold(word)}.")
        return plain or (singular(word) if word not in body_nouns() else word)

    def _opinion(self, reading: Reading, what: Description, source: Source, excluded: set[int]) -> Resolved | None:
        """Whose account, view or eyes it is: "in her account"."""
        start = reading.noun_phrase[0]
        if self.words.lower[what.head] not in _OPINIONS and self._noun(what.head) not in _OPINIONS:
            return None
        if reading.possessor is not None:
            return Resolved(self.inventory.at[reading.possessor.start], 0.9)
        if self.words.tag[start] == "PRP$" or self.words.lower[start] in {"his", "her", "their", "its"}:
            inner = Reading(form="pronoun", span=(start, start + 1))
            return self._pronoun(inner, source, excluded)
        return None

    def _proper(self, reading: Reading, what: Description) -> int | None:
        """A capitalised phrase that is no known name is taken for one, outside lines of title case."""
        words = self.words
        if not words.tag[what.head].startswith("NNP") or words.title_case[what.head]:
            return None
        if fold(words.text[what.head]) in peoples():
            return None
        start = what.head
        while start > reading.noun_phrase[0] and words.text[start - 1][:1].isupper() and words.lower[start - 1] not in _DEFINITE:
            start -= 1
        name = words.slice((start, what.head + 1))
        return self._compose(name, "unknown", set(), (start, what.head + 1))

    # --- people by description ----------------------------------------------------------------

    def _person(self, reading: Reading, what: Description, source: Source, excluded: set[int]) -> Resolved:
        words = self.words
        start, end = reading.noun_phrase
        noun = self._noun(what.head)
        said = {words.lower[i] for i in range(start, what.head)} - _DEFINITE
        first = words.lower[start]
        fresh = bool(said & _NEW) or first in _NEW
        # Without an article, as headlines have it, the noun is definite too.
        definite = what.definite or words.title_case[start] or start == what.head
        if not fresh:
            named = self._called_so(noun, reading, what, source, excluded, cataphora=self._in_lead(start), definite=definite)
            if named is not None:
                return named
        if definite and not fresh:
            earlier = self._unnamed_before(noun, reading, what)
            if earlier is not None:
                return Resolved(earlier, 0.85)
            epithet = self._epithet(noun, reading, what, source, excluded)
            if epithet is not None:
                return epithet
        return Resolved(self._unnamed_one(reading, what, "person", reuse=False), 0.85)

    def _in_lead(self, position: int) -> bool:
        return self.words.title_case[position] or self.words.paragraph[position] < LEAD_PARAGRAPHS

    def _called_so(
        self, noun: str, reading: Reading, what: Description, source: Source, excluded: set[int], *,
        cataphora: bool, definite: bool,
    ) -> Resolved | None:  # fmt: skip
        """The named person that the article calls by this noun; the words before the noun decide between several."""
        words = self.words
        start, end = reading.noun_phrase
        said = {words.lower[i] for i in range(start, end) if i != what.head and words.lower[i].isalnum()} - _FUNCTION
        kinship = words.tag[start] == "PRP$" or reading.possessor is not None
        called = [i for i in self._called[noun][:NAMESAKES] if i not in excluded]
        here = self._here(start)
        spoken_of = {
            r: score
            for score, r in self.focus.rank(
                here, fits=lambda r: 0.0 if r in called else None, contents=source.contents, weights=self._weight
            )
        }
        ranked = []
        for index in called:
            referent = self.referents[index]
            sex = titles().sex.get(noun)
            if referent.kind not in ("person", "unknown") or sex and referent.gender and referent.gender != sex:
                continue
            if _parties(said) and _parties(referent.traits) and not _parties(said) & _parties(referent.traits):
                continue
            overlap = len(said & (referent.traits | set(referent.words)))
            named_at = self._named_at[index]
            before = bisect_left(named_at, start)
            if not before:
                ahead = named_at[0] - start
                if not (cataphora and ahead < LEAD_TOKENS) or kinship and not overlap:
                    continue
                # In a lead the holder is named soon, in full.
                ranked.append((-1.0 + 2 * overlap - ahead / LEAD_TOKENS, index))
            elif not definite and not (cataphora and words.title_case[named_at[0]]):
                continue
            elif not kinship or self._same_bond(reading, referent, named_at[before - 1]):
                ranked.append((2 * overlap + 0.4 * max(spoken_of.get(index, FORGOTTEN), FORGOTTEN), index))
        if not ranked:
            return None
        ranked.sort(key=lambda pair: (-pair[0], pair[1]))
        return Resolved(ranked[0][1], min(0.95, margin_probability(ranked)))

    def _same_bond(self, reading: Reading, referent: Referent, last: int) -> bool:
        """Whether "his lawyer" can be the lawyer that the article names: somebody's own, or named close by."""
        words = self.words
        start = reading.noun_phrase[0]
        if reading.possessor is not None:
            owner = self.referents[self.inventory.at[reading.possessor.start]]
            return bool(set(owner.words) & {fold(word) for word in referent.traits})
        here = self._here(start)
        pronoun = words.lower[start]
        if pronoun in GENDERS:
            ranked = self.focus.rank(here, fits=lambda r: self._fits_person(r, pronoun))
            owner_words = set(self.referents[ranked[0][1]].words) if ranked else set()
            if owner_words & {fold(word) for word in referent.traits}:
                return True
        return pronoun in referent.traits and start - last < 150 or start - last < 40

    def _party(self, index: int) -> Party:
        party = self.referents[index]
        assert isinstance(party, Party)
        return party

    def _unnamed_before(self, noun: str, reading: Reading, what: Description) -> int | None:
        """The unnamed source met before that "the official" takes up."""
        earlier = [i for i in self._unnamed[noun][-NAMESAKES:] if not self._party(i).plural]
        if not earlier or self.words.tag[reading.noun_phrase[0]] == "PRP$":
            return None
        return earlier[-1]

    def _epithet(
        self, noun: str, reading: Reading, what: Description, source: Source, excluded: set[int]
    ) -> Resolved | None:
        """Whom "the billionaire" means where the article calls nobody so: whoever is spoken of."""
        words = self.words
        start, end = reading.noun_phrase
        if noun not in _EPITHETS and noun not in peoples() or words.lower[start] not in {"the", "this"} or reading.complements or reading.possessor is not None:
            return None
        if (end - what.head > 1 and noun != "year-old") or any(words.tag[i] == "POS" for i in range(start, what.head)):
            return None
        sex = titles().sex.get(noun)

        def fits(index: int) -> float | None:
            referent = self.referents[index]
            if referent.kind != "person" or isinstance(referent, Party):
                return None
            agreement = fits_gender(sex, referent.gender) if sex else 0.0
            # Whom the article has called something else is less likely meant than one it takes for known.
            return agreement if agreement is None or not referent.nouns else agreement + CALLED_OTHERWISE

        ranked = self.focus.rank(self._here(start), fits=fits, contents=source.contents, excluded=excluded)
        if not ranked or ranked[0][0] < EPITHET:
            return None
        return Resolved(ranked[0][1], 0.8 * margin_probability(ranked))

    # --- bodies by description ----------------------------------------------------------------

    def _body(self, reading: Reading, what: Description, source: Source) -> Resolved:
        words = self.words
        start, end = reading.noun_phrase
        noun = self._noun(what.head)
        owner = self._owner(reading, what, source)
        if owner is not None:
            return Resolved(owner, 0.9)
        first = words.lower[start]
        fresh = first in _NEW or first in {"a", "an", "one", "some", "any"} or bool(reading.complements)
        if not fresh or words.title_case[start]:
            spoken_of = self._spoken_of(noun, reading, what, source)
            if spoken_of is not None:
                return spoken_of
        if self._in_lead(start):
            ahead = self._body_ahead(noun, reading, what)
            if ahead is not None:
                return Resolved(ahead, 0.75)
        return Resolved(self._unnamed_one(reading, what, "organization", reuse=not fresh), 0.8)

    def _owner(self, reading: Reading, what: Description, source: Source) -> int | None:
        """The body of a phrase that names whose it is: "the Trump campaign", "Charlotte police"."""
        words = self.words
        start, _ = reading.noun_phrase
        noun = words.lower[what.head]
        if noun in {"panel", "division", "bench"} and reading.complements and words.lower[what.head + 1] == "of":
            # "a three-judge panel of the Court of Appeals" is the court.
            return self.inventory.at[reading.complements[0].start]
        people = [m for m in reading.modifiers if self.referents[self.inventory.at[m.start]].kind == "person"]
        others = [m for m in reading.modifiers if m.kind in ("organization", "place") and m not in people and m.end <= what.head]
        if people and singular(noun) in _BELONGING:
            return self._belong(self.inventory.at[people[-1].start], noun, (start, what.head + 1))
        if words.tag[start] == "PRP$" and singular(noun) in _BELONGING and words.lower[start] in GENDERS:
            ranked = self.focus.rank(self._here(start), fits=lambda r: self._fits_person(r, words.lower[start]))
            if ranked and self.referents[ranked[0][1]].name:
                return self._belong(ranked[0][1], noun, (start, what.head + 1))
        if noun not in _COMPOSED and singular(noun) not in _COMPOSED:
            return self.inventory.at[others[-1].start] if others and reading.possessor is None and noun in KINDS else None
        nation = any(
            fold(words.text[i]) in peoples() and words.text[i][:1].isupper() for i in range(start, what.head)
        )
        if others or people or nation:
            begin = start
            while begin < what.head and words.lower[begin] in _FUNCTION:
                begin += 1
            name = words.slice((begin, what.head + 1))
            return self._compose(name, "organization", {noun, singular(noun)}, (begin, what.head + 1))
        return None

    def _belonging(self, mention: Mention) -> int | None:
        """The campaign or administration named by the one at whose name we are: "the Trump campaign"."""
        words = self.words
        if self.referents[self.inventory.at[mention.start]].kind != "person":
            return None
        i = mention.end
        if i < len(words) and words.tag[i] == "POS":
            i += 1
        if i < len(words) and words.lower[i] in _BELONGING and words.lower[i] != "team":
            following = words.tag[i + 1] if i + 1 < len(words) else ""
            if following not in {"NN", "NNS"}:
                return self._belong(self.inventory.at[mention.start], words.lower[i], (mention.start, i + 1))
        return None

    def _belong(self, person: int, noun: str, span: Range) -> int:
        name = (self.referents[person].name or "").split()
        surname = self.referents[person].words[-1] if self.referents[person].words else ""
        spelled = next((word for word in reversed(name) if fold(word) == surname), name[-1] if name else "")
        return self._compose(f"{spelled} {noun}", "organization", {noun}, span)

    def _compose(self, name: str, form: str, nouns: set[str], span: Range) -> int:
        """A body known by a phrase; the same phrase is the same body."""
        plain = name[4:] if name.casefold().startswith("the ") else name
        plain = " ".join(plain.split())
        key = plain.casefold()
        if key not in self._composed:
            classes = frozenset(c for noun in nouns for c in body_nouns().get(noun, ()))
            party = Party("unknown", plain, tuple(fold(w) for w in plain.split()), form=form, nouns=nouns, classes=classes)
            self._composed[key] = self._append(party)
        index = self._composed[key]
        self.referents[index].mentions.append(span)
        return index

    def _fits_body(self, index: int, noun: str, reading: Reading, what: Description) -> float | None:
        """How well "the bank" goes with a body or place; None where it cannot be meant."""
        referent = self.referents[index]
        words = self.words
        start, end = reading.noun_phrase
        if isinstance(referent, Party) and (referent.plural or referent.form not in ("organization", "unknown")):
            return None
        if referent.kind == "person":
            return None
        said = {words.lower[i] for i in range(start, end) if i != what.head} - _FUNCTION
        shared = said & (referent.traits | set(referent.words) | _variants(referent.words))
        overlap = SHARED_WORD * len(shared) if shared or not said else NOTHING_SHARED
        if referent.kind == "place":
            if noun in _COUNTRY_NOUNS - {"government", "regime", "state"} and " ".join(referent.words) in countries():
                return 2.0 + overlap
            is_country = " ".join(referent.words) in countries()
            return 2.0 + overlap if noun in _PLACE_NOUNS and not is_country else None
        if noun in referent.nouns or noun in referent.words:
            return 5.0 + overlap
        classes = body_nouns().get(noun, frozenset())
        if classes & referent.classes:
            return 4.0 + overlap
        if not referent.classes and classes & _CLASSLESS:
            return 1.0 + overlap
        return None

    def _spoken_of(self, noun: str, reading: Reading, what: Description, source: Source) -> Resolved | None:
        """The body that "the bank" takes up: of those that can be called so, the one last spoken of."""
        start = reading.noun_phrase[0]
        fits = {i: self._fits_body(i, noun, reading, what) for i in self._bodies_of(noun)}
        near = self.focus.rank(
            self._here(start), fits=lambda r: self._fits_body(r, noun, reading, what), contents=source.contents
        )
        ranked = {r: score for score, r in near}
        for index, fit in fits.items():
            if fit is not None and index not in ranked and self._named_at[index][0] < start:
                ranked[index] = fit + FORGOTTEN_BODY
        best = sorted(((score, r) for r, score in ranked.items()), key=lambda pair: (-pair[0], pair[1]))
        if not best or best[0][0] <= TAKEN_UP:
            return None
        return Resolved(best[0][1], 0.95 * margin_probability(best))

    def _body_ahead(self, noun: str, reading: Reading, what: Description) -> int | None:
        """The body that a lead speaks of before it is named."""
        start = reading.noun_phrase[0]
        best: tuple[float, int] | None = None
        for index in self._bodies_of(noun):
            fit = self._fits_body(index, noun, reading, what)
            distance = self._named_at[index][0] - start
            if fit is None or fit < AHEAD or not 0 < distance <= LEAD_TOKENS:
                continue
            score = fit - distance / 400
            if best is None or score > best[0]:
                best = (score, index)
        return None if best is None else best[1]

    def _bodies_of(self, noun: str) -> list[int]:
        """The named bodies and places that the noun may go with, a bounded number of them."""
        keys = (noun, *sorted(body_nouns().get(noun, ())))
        return list(dict.fromkeys(i for key in keys for i in self._bodies[key][:NAMESAKES]))[:NAMESAKES]

    # --- several ------------------------------------------------------------------------------

    def _group(self, reading: Reading, what: Description) -> int:
        """The joint speakers or group that a plural takes up, or a new group."""
        words = self.words
        start, end = reading.noun_phrase
        noun = self._noun(what.head)
        places_in = [m for m in reading.complements if m.kind == "place"]
        if what.role == "organization" and noun in _COUNTRY_NOUNS and len(places_in) > 1:
            return self._jointly(tuple(dict.fromkeys(self.inventory.at[m.start] for m in places_in)))
        if what.definite or words.lower[start] in {"both", "the"}:
            for seen in self.focus.candidates(self._here(start)):
                referent = self.referents[seen.referent]
                if not isinstance(referent, Party) or not referent.plural:
                    continue
                if noun in referent.nouns or noun in _ANY_GROUP and referent.members:
                    return seen.referent
            if noun in _COUNTRY_NOUNS:
                pair = self._two_places(start)
                if pair is not None:
                    return pair
        role = "organization" if what.role == "organization" else "group"
        return self._unnamed_one(reading, what, role, plural=True)

    def _two_places(self, position: int) -> int | None:
        """The two countries last spoken of: "the two countries"."""
        near = dict.fromkeys(
            seen.referent
            for seen in self.focus.candidates(self._here(position))
            if self.referents[seen.referent].kind == "place"
            and " ".join(self.referents[seen.referent].words) in countries()
        )
        pair = tuple(near)[:2]
        return self._jointly(tuple(reversed(pair))) if len(pair) == 2 else None

    # --- unnamed ------------------------------------------------------------------------------

    def _unnamed_one(
        self, reading: Reading, what: Description, form: str, *, plural: bool = False, reuse: bool = True
    ) -> int:
        """An unnamed source: the one met before by the same words, else a new one."""
        words = self.words
        noun = self._noun(what.head)
        text = " ".join(words.lower[i] for i in range(*reading.noun_phrase))
        if reuse:
            for index in reversed(self._unnamed[noun][-NAMESAKES:]):
                party = self._party(index)
                same = " ".join((party.description or "").lower().split()) == text
                taken_up = what.definite and not plural and party.form == form and len(text.split()) <= 2
                if party.plural == plural and (same or taken_up):
                    return index
        return self._new_unnamed(reading.span, form, what.head, plural=plural)

    def _new_unnamed(self, span: Range, form: str, head: int, *, plural: bool = False) -> int:
        words = self.words
        noun = self._noun(head)
        description = " ".join(words.slice(span).split())
        party = Party("unknown", None, form=form, plural=plural, description=description)
        party.nouns = {noun} | titles().called.get(noun, frozenset())
        party.gender = None if plural else titles().sex.get(words.lower[head])
        index = self._append(party)
        self._unnamed[noun].append(index)
        return index


_CLASSLESS = frozenset("company outlet charity research militants summit ministry".split())
_FUNCTION = frozenset("a an the of in on at to for from by with and or both its his her their our my this that these those 's ’s all , - ".split())
_ANY_GROUP = frozenset("two pair couple man woman both others duo trio three men women".split())


def _variants(name: Iterable[str]) -> set[str]:
    """The words of a name and their singulars and plurals: "appeals", "appeal"."""
    return {variant for word in name for variant in (word, singular(word), word + "s")}


def _parties(said: Iterable[str]) -> set[str]:
    """The parties that words name."""
    return {PARTIES[word] for word in said if word in PARTIES}


def _is_genitive(words: Words, i: int) -> bool:
    return words.tag[i] == "PRP$" or i + 1 < len(words) and words.tag[i + 1] == "POS"


def noun_phrase_start(words: Words, last: int) -> int:
    """Where the noun phrase that ends at `last` begins, read backwards by tags."""
    start = last
    inside = {"NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "JJS", "CD", "HYPH", "POS", "VBG", "VBN", "AFX", "PRP", "IN"}
    while start > 0 and last - start < 12:
        before = start - 1
        if words.space[before] or words.sentence[before] != words.sentence[last]:
            break
        tag = words.tag[before] if words.text[before] != "-" or not words.glued[before] else "HYPH"
        if tag in {"DT", "PRP$", "PDT"}:
            start = before
            if words.tag[start - 1] == "IN" and words.lower[start - 1] in {"of", "at"} and start > 1:
                start -= 1
                continue
            break
        if tag not in inside or tag == "IN" and words.lower[before] not in {"of", "at"}:
            break
        start = before
    while start < last and words.tag[start] in {"IN", "POS", "HYPH"}:
        start += 1
    return start


def _is_alone(words: Words, mention: Mention) -> bool:
    """Whether a name is all that its paragraph holds."""
    paragraph = words.paragraph[mention.start]
    around = [*range(max(0, mention.start - 3), mention.start), *range(mention.end, min(len(words), mention.end + 3))]
    return not any(words.paragraph[j] == paragraph and words.text[j][0].isalnum() for j in around)
