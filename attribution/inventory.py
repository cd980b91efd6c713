"""Everybody and everything that an article names, each with all its mentions.

Joins last names, titles, initials, short forms and abbreviations with the fullest form of the name,
wherever in the article that stands; keeps relatives of one surname apart, and a person from a firm
of that name. Pronouns and descriptions without a name are left to speakers.py.

Cost is linear in the mentions: a name is compared with at most `NAMESAKES` others that share a word.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from attribution.annotations import Range
from attribution.descriptions import singular
from attribution.gazetteer import (
    Gender,
    bodies,
    body_nouns,
    capitals,
    countries,
    peoples,
    places,
)
from attribution.mentions import Mention, NameKind
from attribution.names import (
    HONOURS,
    LINKS,
    Name,
    calls_body,
    calls_person,
    content,
    gender_of,
    initials,
    is_abbreviation,
    same_person,
    surname_keys,
    without_suffix,
)
from attribution.roles import Role, roles_at
from attribution.words import Words, is_subject

#: So many bearers of a word are looked at when a name that holds it is placed.
NAMESAKES = 12

#: A surname alone calls the relative who is named in full so many times more often than the next.
DOMINANCE = 2
#: And being called otherwise, by given name or by office, counts against it so much.
ANOTHER_NAME = 1.5

#: A plural title reaches the next name over at most so many tokens.
SHARED_TITLE = 14


@dataclass(slots=True)
class Referent:
    """Somebody or something that the article speaks of."""

    kind: NameKind
    name: str | None
    words: Name = ()
    gender: Gender | None = None
    mentions: list[Range] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    nouns: set[str] = field(default_factory=set)
    """What it can be called: "senator", "bank"."""
    traits: set[str] = field(default_factory=set)
    """All words of its roles."""
    classes: frozenset[str] = frozenset()
    """Of a body: the classes of `gazetteer.body_nouns` it belongs to."""

    @property
    def first(self) -> int:
        """Where it is first mentioned."""
        return self.mentions[0][0] if self.mentions else 0


class Inventory:
    """The named referents of an article.

    Attributes:
        referents: in no particular order.
        at: referent of each mention, by the mention's first token.
    """

    def __init__(self, words: Words, mentions: list[Mention]) -> None:
        self.words = words
        self.mentions = mentions
        self.referents: list[Referent] = []
        self.at: dict[int, int] = {}
        #: How often a person is called by given name alone, or by office and surname.
        self._otherwise: Counter[int] = Counter()
        #: The words of the titles that each person has borne.
        self._titles: dict[int, set[str]] = defaultdict(set)
        self._surnames = {m.start: m.surname for m in mentions if m.surname is not None}
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._bodies: dict[str, list[int]] = defaultdict(list)
        people = [m for m in mentions if m.kind == "person" and len(without_suffix(m.words)) > 1]
        for mention in people:
            self._place_full_name(mention)
        self._full = Counter(self.at.values())
        #: Where each person is named in full as a subject, in order.
        self._acting: dict[int, list[int]] = defaultdict(list)
        for mention in people:
            if is_subject(words, mention.start, mention.end):
                self._acting[self.at[mention.start]].append(mention.start)
        rest = [m for m in mentions if m.start not in self.at]
        # Given names first: who is called by one is seldom called by surname alone.
        rest.sort(key=lambda m: (not self._is_given_name(m), m.title is None))
        rest = [m for m in rest if not self._place_short_name(m)]
        self._place_bodies(rest)
        self._describe()

    # --- people -------------------------------------------------------------------------------

    def _place_full_name(self, mention: Mention) -> None:
        keys = surname_keys(mention.words)
        for index in self._candidates(keys):
            referent = self.referents[index]
            if same_person(mention.words, referent.words) and _agree(mention.gender, referent.gender):
                self._add(index, mention)
                if len(mention.words) > len(referent.words):
                    referent.words = mention.words
                    self._index_person(index)
                return
        self.referents.append(Referent("person", None, mention.words, mention.gender))
        index = len(self.referents) - 1
        self._add(index, mention)
        self._index_person(index)

    def _index_person(self, index: int) -> None:
        for word in self.referents[index].words:
            bearers = self._by_word[word]
            if index not in bearers[-NAMESAKES:]:
                bearers.append(index)

    def _candidates(self, keys: tuple[str, ...]) -> list[int]:
        return list(dict.fromkeys(i for key in keys for i in self._by_word.get(key, ())[:NAMESAKES]))

    def _place_short_name(self, mention: Mention) -> bool:
        """Join a surname, given name or part with the person it calls; False where there is none."""
        last = without_suffix(mention.words)[-1]
        candidates = [
            i
            for i in self._candidates((last, mention.words[0]))
            if calls_person(mention.words, self.referents[i].words)
        ]
        listed = " ".join(mention.words)
        if mention.kind != "person" and (listed in places() or listed in bodies()):
            candidates = [i for i in candidates if self._acts_as_person(mention)]
        elif mention.kind == "organization" and len(mention.words) > 1:
            candidates = []
        if mention.gender:
            candidates = [i for i in candidates if _agree(mention.gender, self._gender(i))]
        if not candidates:
            return False
        index = self._namesake(mention, candidates)
        self._add(index, mention)
        outside = self.words.quotation[mention.start] < 0
        if outside and (self._is_given_name(mention) or (mention.title is not None and not mention.gender)):
            self._otherwise[index] += 1
        return True

    def _is_given_name(self, mention: Mention) -> bool:
        """Whether a single word is some full name's given name and nobody's surname."""
        word = mention.words[0]
        bearers = [self.referents[i].words for i in self._by_word.get(word, ())[:NAMESAKES]]
        return (
            len(mention.words) == 1
            and any(words[0] == word for words in bearers)
            and not any(word in surname_keys(words) for words in bearers)
        )

    def _acts_as_person(self, mention: Mention) -> bool:
        """Whether a word that is also a place's or firm's name stands where a person's surname would.

        "Washington said", not "in Washington" nor "the Ford".
        """
        if mention.title is not None:
            return True
        before = self.words.lower[mention.start - 1] if mention.start else ""
        if before in {"in", "at", "the", "from", "of", "near", "to"}:
            return False
        after = mention.end
        near = self.words.lower[after : after + 8]
        if {"its", "it"} & set(near):
            return False
        tags = self.words.tag
        follows = after < len(tags) and tags[after] in {"VBD", "VBZ", "POS"}
        inverted = mention.start > 0 and tags[mention.start - 1] == "VBD"
        return follows or inverted

    def _namesake(self, mention: Mention, candidates: list[int]) -> int:
        """The one of several bearers of a name that a short form calls.

        By surname before given name; then by title; then the one who is named in full far more often and
        seldom called by given name or office; then the one who acts in the words before; then the first.
        """
        if len(candidates) == 1:
            return candidates[0]
        last = without_suffix(mention.words)[-1]
        surnamed = [i for i in candidates if last in surname_keys(self.referents[i].words)]
        candidates = surnamed or candidates
        if mention.title is not None and len(candidates) > 1:
            said = {self.words.lower[i] for i in range(*mention.title)}
            candidates = [i for i in candidates if said & self._titles[i]] or candidates
        if len(candidates) == 1:
            return candidates[0]
        weight = {i: self._full[i] - ANOTHER_NAME * self._otherwise[i] for i in candidates}
        ranked = sorted(candidates, key=lambda i: (-weight[i], self.referents[i].first))
        if weight[ranked[0]] - weight[ranked[1]] >= DOMINANCE:
            return ranked[0]
        return self._acting_lately(mention, candidates) or ranked[0]

    def _acting_lately(self, mention: Mention, candidates: list[int]) -> int | None:
        """The last of the candidates to be named in full as a subject, in this paragraph or the one before."""
        paragraph = self.words.paragraph
        latest: tuple[int, int] | None = None
        for i in candidates:
            acting = self._acting[i]
            at = bisect_left(acting, mention.start) - 1
            if at >= 0 and paragraph[mention.start] - paragraph[acting[at]] <= 1:
                latest = max(latest or (acting[at], i), (acting[at], i))
        return latest[1] if latest else None

    def _gender(self, index: int) -> Gender | None:
        referent = self.referents[index]
        return referent.gender or gender_of(referent.words)

    def bearers(self, surname: str) -> list[int]:
        """The people of a surname, in order of first mention."""
        found = [i for i in self._by_word.get(surname, ()) if self.referents[i].words[-1] == surname]
        return sorted(found, key=lambda i: self.referents[i].first)

    # --- bodies and places --------------------------------------------------------------------

    def _place_bodies(self, mentions: list[Mention]) -> None:
        names: dict[Name, list[Mention]] = defaultdict(list)
        for mention in mentions:
            names[_key(mention)].append(mention)
        for name in sorted(names, key=lambda n: (-len(content(n)), names[n][0].start)):
            group = names[name]
            index = self._body_called(name, group[0])
            if index is None:
                kind = Counter(m.kind for m in group).most_common(1)[0][0]
                self.referents.append(Referent(kind, None, name, group[0].gender, classes=classes_of(name)))
                index = len(self.referents) - 1
                for key in _index_keys(name):
                    self._bodies[key].append(index)
            self.referents[index].classes |= classes_of(name)
            for mention in group:
                self._add(index, mention)

    def _body_called(self, name: Name, mention: Mention) -> int | None:
        """The longer name that `name` is short for, where there is just one."""
        keys = (name[0],) if len(name) == 1 else _index_keys(name)
        seen = dict.fromkeys(i for key in keys for i in self._bodies.get(key, ())[:NAMESAKES])
        fitting = [
            i
            for i in seen
            if calls_body(name, self.referents[i].words) and self._may_shorten(name, i, mention)
        ]
        if len(fitting) > 1:
            acronym = [i for i in fitting if is_abbreviation(name, self.referents[i].words)]
            fitting = acronym or fitting
        return fitting[0] if len(fitting) == 1 else None

    def _may_shorten(self, name: Name, index: int, mention: Mention) -> bool:
        """Whether a name that has a meaning of its own may be short for the longer one.

        "Supreme Court" for "U.S. Supreme Court", not "Senate" for "Senate banking committee".
        """
        longer = self.referents[index].words
        listed = " ".join(name)
        if listed in places():
            return is_abbreviation(name, longer) and listed not in countries()
        extra = [word for word in content(longer) if word not in name]
        if listed in bodies():
            if is_abbreviation(name, longer):
                return True
            if content(longer)[: len(content(name))] == content(name):
                return all(word in _GENERIC for word in extra)
            joined = " ".join(extra)
            return (
                joined in places()
                or joined in bodies()
                or all(word in places() or word in peoples() or word in _GENERIC for word in extra)
            )
        if len(name) == 1 and name[0] == longer[-1] and len(longer) > 1:
            start = mention.start
            return start > 0 and self.words.lower[start - 1] == "the"
        # A person's surname alone is no short form of the firm that bears it.
        return (
            mention.kind != "person"
            or self.referents[index].kind in ("person", "unknown")
            or len(name) > 1
            or name[0] == longer[0]
        )

    # --- both ---------------------------------------------------------------------------------

    def _add(self, index: int, mention: Mention) -> None:
        referent = self.referents[index]
        referent.mentions.append((mention.start, mention.end))
        self.at[mention.start] = index
        if mention.title is not None:
            self._titles[index].update(self.words.lower[slice(*mention.title)])
        referent.gender = referent.gender or mention.gender

    def _describe(self) -> None:
        """Name, sex, roles and classes of every referent, from all its mentions."""
        titled = {mention.start: mention.title for mention in self.mentions}
        for referent in self.referents:
            referent.mentions.sort()
            referent.name = fullest(self.words, referent, self._surnames)
            for start, end in referent.mentions:
                if not self.words.title_case[start]:
                    referent.roles.extend(roles_at(self.words, start, end, titled[start]))
        self._share_titles()
        for referent in self.referents:
            for role in referent.roles:
                referent.nouns |= role.nouns
                referent.traits |= role.words
            if referent.kind in ("person", "unknown"):
                told = next((role.gender for role in referent.roles if role.gender), None)
                referent.gender = referent.gender or gender_of(referent.words) or told
            if referent.kind != "person" and not referent.classes:
                referent.classes = frozenset(c for noun in referent.nouns for c in body_nouns().get(noun, ()))

    def _share_titles(self) -> None:
        """A title in the plural is of the next names too: "Senators Ann Lee of Iowa and Bob Ray"."""
        words = self.words
        shared: Role | None = None
        since = 0
        for mention in self.mentions:
            if mention.kind != "person":
                continue
            referent = self.referents[self.at[mention.start]]
            if mention.title is not None:
                last = words.lower[mention.title[1] - 1]
                last = (
                    words.lower[mention.title[1] - 2]
                    if last == "." and mention.title[1] - mention.title[0] > 1
                    else last
                )
                plural = last.rstrip(".").endswith("s") and singular(last.rstrip(".")) != last
                shared = next((role for role in referent.roles if role.before), None) if plural else None
                since = mention.end
            elif shared is not None:
                near = (
                    mention.start - since <= SHARED_TITLE
                    and words.sentence[since - 1] == words.sentence[mention.start]
                )
                between = words.lower[since : mention.start]
                if near and ("and" in between or "," in between):
                    referent.roles.append(shared)
                    since = mention.end
                else:
                    shared = None


_GENERIC = frozenset(
    "inc corp ltd llc plc co company corporation group holdings department ministry office party agency us uk national bureau international america".split()
)


def _agree(one: Gender | None, other: Gender | None) -> bool:
    return one is None or other is None or one == other


def _key(mention: Mention) -> Name:
    """The words that tell one body or place from another: countries by their first name."""
    country = countries().get(" ".join(mention.words))
    return tuple(country.key.split()) if country else mention.words


def _index_keys(name: Name) -> tuple[str, ...]:
    """The words by which a shorter form may find a body: first, last, initials, all for two words."""
    counting = content(name) or name
    keys = [counting[0], counting[-1], *initials(name)]
    if len(counting) <= 3:
        keys.extend(counting)
    return tuple(dict.fromkeys(keys))


def classes_of(name: Name) -> frozenset[str]:
    """The classes of a body by its name: listed, or by the noun at its end or before "of"."""
    listed = bodies().get(" ".join(name))
    if listed:
        return listed
    nouns = body_nouns()
    for i, word in enumerate(name):
        if word in LINKS and i and (found := nouns.get(name[i - 1]) or nouns.get(singular(name[i - 1]))):
            return found
    return nouns.get(name[-1]) or nouns.get(singular(name[-1])) or _named_endings().get(name[-1], frozenset())


def _named_endings() -> dict[str, frozenset[str]]:
    return _ENDINGS


_ENDINGS: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        "times post tribune journal herald guardian gazette telegraph observer news mail mirror chronicle dispatch star globe".split(),
        frozenset({"outlet", "newspaper"}),
    ),
    **dict.fromkeys(
        "inc corp ltd llc plc co holdings partners motors airlines airways industries systems technologies pharmaceuticals energy".split(),
        frozenset({"company"}),
    ),
    **dict.fromkeys("tv television radio".split(), frozenset({"outlet", "broadcaster"})),
    **dict.fromkeys(
        "enforcement investigations services affairs".split(), frozenset({"ministry", "regulator"})
    ),
    **dict.fromkeys("fc afc united city rovers wanderers athletic hotspur".split(), frozenset({"club"})),
}


def fullest(words: Words, referent: Referent, surnames: Mapping[int, Range]) -> str | None:
    """The longest form of the name that the article gives, without title or article.

    Of forms with equally many words the one with more letters, and of those the earlier; a form in
    capitals alone is taken only where there is no other, and is then spelled as names are.

    Args:
        surnames: where the surname stands that a mention shares, by the mention's first token.
    """
    best: tuple[bool, int, int, int] | None = None
    text: str | None = None
    for start, end in referent.mentions:
        name = words.slice((start, end)).replace("\n", " ")
        if start in surnames:
            name = f"{name} {words.slice(surnames[start])}"
        plain = name if not name.casefold().startswith("the ") else name[4:]
        if referent.kind == "person":
            plain = without_honours(plain)
        shouted = plain.isupper() and len(plain) > 4 and "." not in plain and referent.kind != "organization"
        rank = (not shouted, len(plain.split()), len(plain), -start)
        if best is None or rank > best:
            best, text = rank, plain.title() if shouted and referent.kind == "person" else plain
    return text


def without_honours(name: str) -> str:
    """The name without the letters behind it that are a title: "Miriam Oyelaran KC"."""
    parts = name.split()
    while len(parts) > 2 and parts[-1].strip(".,").casefold() in HONOURS:
        parts.pop()
    return " ".join(parts).rstrip(",") if len(parts) < len(name.split()) else name


def country_of_capital(name: Name) -> Name | None:
    """The country whose government a capital speaks for."""
    country = capitals().get(" ".join(name))
    return tuple(country.key.split()) if country else None
