"""Everybody and everything that an article names, each with all its mentions.

Joins last names, titles, initials, short forms and abbreviations with the fullest form of the name,
wherever in the article that stands; keeps relatives of one surname apart, and a person from a firm of
that name. Pronouns and descriptions without a name are left to resolution.py.

Cost is linear in the mentions: a name is compared with at most `NAMESAKES` others that share a word.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence

from attribution.reference.gazetteer import Gender, bodies, body_nouns, countries, peoples, places
from attribution.reference.mentions import Mention
from attribution.reference.names import (
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
from attribution.reference.referents import Referent, classes_of, fullest
from attribution.reference.roles import Role, roles_at
from attribution.reference.words import Words, is_subject
from attribution.role_nouns import singular

#: So many bearers of a word are looked at when a name that holds it is placed.
NAMESAKES = 12

#: A surname alone calls the relative who is named in full so many times more often than the next.
DOMINANCE = 2
#: And being called otherwise, by given name or by office, counts against it so much.
ANOTHER_NAME = 1.5

#: A plural title reaches the next name over at most so many tokens.
SHARED_TITLE = 14

_SAID = frozenset(
    "said says added told asked wrote argued warned claimed insisted explained replied noted".split()
)
#: Behind these a place's name is a place.
_PLACING = frozenset("in at the from of near to".split())
#: Words that a listed name may have or lack: "Google Inc.", "Treasury Department".
_GENERIC = frozenset(
    "inc corp ltd llc plc co company corporation group holdings department ministry office party agency us uk national "
    "bureau international america".split()
)


class Inventory:
    """The named referents of an article.

    Attributes:
        referents: people first, otherwise in no particular order.
        mentions: all names in order.
        at: the referent of each mention, by the mention's first token.
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
        #: Where each person is named in full as a subject, in order.
        self._acting: dict[int, list[int]] = defaultdict(list)
        self._people: dict[str, list[int]] = defaultdict(list)
        self._bodies: dict[str, list[int]] = defaultdict(list)
        for mention in mentions:
            if mention.kind == "person" and len(without_suffix(mention.words)) > 1:
                self._place_full_name(mention)
        self._full = Counter(self.at.values())
        #: Of single words, whether they are given names; of short names, the people whom they may call.
        self._given: dict[str, bool] = {}
        self._callable: dict[Name, list[int]] = {}
        rest = [m for m in mentions if m.start not in self.at]
        # Given names first: who is called by one is seldom called by surname alone.
        rest.sort(key=lambda m: (not self._is_given_name(m), m.title is None))
        self._place_bodies([m for m in rest if not self._place_short_name(m)])
        self._describe()

    def bearers(self, surname: str) -> list[int]:
        """The people of a surname, in order of first mention."""
        found = [i for i in self._people.get(surname, ()) if self.referents[i].words[-1] == surname]
        return sorted(found, key=lambda i: self.referents[i].mentions[0])

    # --- people -------------------------------------------------------------------------------

    def _place_full_name(self, mention: Mention) -> None:
        for index in self._sharing(surname_keys(mention.words)):
            referent = self.referents[index]
            if same_person(mention.words, referent.words) and _agree(mention.gender, referent.gender):
                if len(mention.words) > len(referent.words):
                    referent.words = mention.words
                break
        else:
            self.referents.append(Referent("person", None, mention.words, mention.gender))
            index = len(self.referents) - 1
        self._add(index, mention)
        if is_subject(self.words, mention.start, mention.end):
            self._acting[index].append(mention.start)
        for word in mention.words:
            if index not in self._people[word][-NAMESAKES:]:
                self._people[word].append(index)

    def _sharing(self, words: tuple[str, ...]) -> list[int]:
        """People whose names hold one of the words."""
        return list(dict.fromkeys(i for word in words for i in self._people.get(word, ())[:NAMESAKES]))

    def _place_short_name(self, mention: Mention) -> bool:
        """Join a surname, given name or part with the person it calls; False where there is none."""
        candidates = [
            i
            for i in self._called_by(mention.words)
            if mention.gender is None
            or _agree(mention.gender, self.referents[i].gender or gender_of(self.referents[i].words))
        ]
        if not candidates:
            return False
        if mention.kind != "person" and _is_listed(mention.words):
            candidates = candidates if self._acts_as_person(mention) else []
        elif mention.kind == "organization" and len(mention.words) > 1:
            candidates = []
        if not candidates:
            return False
        index = self._namesake(mention, candidates)
        self._add(index, mention)
        outside = self.words.quotation[mention.start] < 0
        by_office = mention.title is not None and not mention.gender
        if outside and (by_office or self._is_given_name(mention)):
            self._otherwise[index] += 1
        return True

    def _called_by(self, name: Name) -> list[int]:
        """The people whom a short name may call by its words."""
        if name not in self._callable:
            sharing = self._sharing((without_suffix(name)[-1], name[0]))
            self._callable[name] = [i for i in sharing if calls_person(name, self.referents[i].words)]
        return self._callable[name]

    def _is_given_name(self, mention: Mention) -> bool:
        """Whether a single word is some full name's given name and nobody's surname."""
        word = mention.words[0]
        if len(mention.words) > 1:
            return False
        if word not in self._given:
            bearers = [self.referents[i].words for i in self._people.get(word, ())[:NAMESAKES]]
            self._given[word] = any(words[0] == word for words in bearers) and not any(
                word in surname_keys(words) for words in bearers
            )
        return self._given[word]

    def _acts_as_person(self, mention: Mention) -> bool:
        """Whether a word that is also a place's or firm's name stands where a person's surname would.

        "Washington said", not "in Washington" nor "the Ford", nor what "it" takes up.
        """
        if mention.title is not None:
            return True
        taken_up = {"its", "it"} & set(self.words.lower[mention.end : mention.end + 8])
        return not taken_up and self._acts(mention)

    def _acts(self, mention: Mention) -> bool:
        """Whether a name that may be a place's does or owns something: "Odessa said", not "in Odessa"."""
        words = self.words
        if mention.start and words.lower[mention.start - 1] in _PLACING:
            return False
        follows = mention.end < len(words) and words.tag[mention.end] in {"VBD", "VBZ", "POS"}
        return follows or (mention.start > 0 and words.lower[mention.start - 1] in _SAID)

    def _namesake(self, mention: Mention, candidates: list[int]) -> int:
        """The one of several bearers of a name that a short form calls.

        By surname before given name; then by title; then the one who is named in full far more often
        and seldom called by given name or office; then the one who acts in the words before; then the
        first.
        """
        last = without_suffix(mention.words)[-1]
        candidates = [i for i in candidates if last in surname_keys(self.referents[i].words)] or candidates
        if mention.title is not None:
            said = set(self.words.lower[slice(*mention.title)])
            candidates = [i for i in candidates if said & self._titles[i]] or candidates
        if len(candidates) == 1:
            return candidates[0]
        weight = {i: self._full[i] - ANOTHER_NAME * self._otherwise[i] for i in candidates}
        ranked = sorted(candidates, key=lambda i: (-weight[i], self.referents[i].mentions[0]))
        if weight[ranked[0]] - weight[ranked[1]] >= DOMINANCE:
            return ranked[0]
        acting = self._acting_lately(mention, candidates)
        return ranked[0] if acting is None else acting

    def _acting_lately(self, mention: Mention, candidates: list[int]) -> int | None:
        """The last of the candidates to be named in full as a subject, in this paragraph or the one before."""
        paragraph = self.words.paragraph
        latest = []
        for i in candidates:
            at = bisect_left(self._acting[i], mention.start) - 1
            if at >= 0 and paragraph[mention.start] - paragraph[self._acting[i][at]] <= 1:
                latest.append((self._acting[i][at], i))
        return max(latest)[1] if latest else None

    # --- bodies and places --------------------------------------------------------------------

    def _place_bodies(self, mentions: list[Mention]) -> None:
        """Make a referent of each name that is short for no other, longest names first."""
        names: dict[Name, list[Mention]] = defaultdict(list)
        keys = {name: _key(name) for name in {mention.words for mention in mentions}}
        for mention in mentions:
            names[keys[mention.words]].append(mention)
        for name in sorted(names, key=lambda n: (-len(content(n)), names[n][0].start)):
            group = names[name]
            indexed = _index_keys(name)
            index = self._called_body(name, indexed, group[0])
            if index is None:
                kinds = [m.kind for m in group]
                self.referents.append(Referent(max(kinds, key=kinds.count), None, name, group[0].gender))
                index = len(self.referents) - 1
                for key in indexed:
                    self._bodies[key].append(index)
            self.referents[index].classes |= classes_of(name)
            for mention in group:
                self._add(index, mention)

    def _called_body(self, name: Name, keys: Sequence[str], mention: Mention) -> int | None:
        """The longer name that `name` is short for, where there is just one; `keys` are from `_index_keys`."""
        asked = keys if len(name) > 1 else keys[:1]
        seen = dict.fromkeys([i for key in asked for i in self._bodies.get(key, ())[:NAMESAKES]])
        fitting = [
            i
            for i in seen
            if calls_body(name, self.referents[i].words) and self._may_shorten(name, i, mention)
        ]
        if len(fitting) > 1:
            fitting = [i for i in fitting if is_abbreviation(name, self.referents[i].words)] or fitting
        return fitting[0] if len(fitting) == 1 else None

    def _may_shorten(self, name: Name, index: int, mention: Mention) -> bool:
        """Whether a name that has a meaning of its own may be short for the longer one.

        "Supreme Court" for "U.S. Supreme Court", not "Senate" for "Senate banking committee".
        """
        referent = self.referents[index]
        longer = content(referent.words)
        listed = " ".join(name)
        if is_abbreviation(name, referent.words):
            return listed not in countries()
        if listed in places():
            # "Odessa said" for "Odessa Devices", not "in Odessa".
            is_firm = "company" in referent.classes and listed not in countries() and name[0] == longer[0]
            return is_firm and self._acts(mention)
        if listed in bodies():
            extra = [word for word in longer if word not in name]
            if longer[: len(content(name))] == content(name):
                return all(word in _GENERIC for word in extra)
            joined = " ".join(extra)
            qualified = all(word in places() or word in peoples() or word in _GENERIC for word in extra)
            return qualified or joined in places() or joined in bodies()
        if len(name) == 1 and len(longer) > 1 and name[0] == longer[-1] != longer[0]:
            # "the Post", but not "Post".
            return mention.start > 0 and self.words.lower[mention.start - 1] == "the"
        # A person's surname alone is no short form of the firm that bears it.
        is_person = mention.kind == "person" and referent.kind not in ("person", "unknown")
        return not is_person or len(name) > 1 or name[0] == longer[0]

    # --- both ---------------------------------------------------------------------------------

    def _add(self, index: int, mention: Mention) -> None:
        referent = self.referents[index]
        referent.mentions.append((mention.start, mention.end))
        referent.gender = referent.gender or mention.gender
        self.at[mention.start] = index
        if mention.title is not None:
            self._titles[index].update(self.words.lower[slice(*mention.title)])

    def _describe(self) -> None:
        """Name, sex, roles and classes of every referent, from all its mentions."""
        titled = {mention.start: mention.title for mention in self.mentions}
        surnames = {m.start: m.surname for m in self.mentions if m.surname is not None}
        for referent in self.referents:
            referent.mentions.sort()
            referent.name = fullest(self.words, referent, surnames)
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
            elif not referent.classes:
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
                plural = _is_plural_title(words.lower[slice(*mention.title)])
                shared = next((role for role in referent.roles if role.before), None) if plural else None
            elif shared is not None:
                between = words.lower[since : mention.start]
                near = (
                    len(between) <= SHARED_TITLE
                    and words.sentence[since - 1] == words.sentence[mention.start]
                )
                if near and {"and", ","} & set(between):
                    referent.roles.append(shared)
                else:
                    shared = None
            since = mention.end


def _is_plural_title(title: list[str]) -> bool:
    last = next((word.rstrip(".") for word in reversed(title) if word != "."), "")
    return last.endswith("s") and singular(last) != last


def _agree(one: Gender | None, other: Gender | None) -> bool:
    return one is None or other is None or one == other


def _is_listed(name: Name) -> bool:
    """Whether a place or body of the name is known."""
    listed = " ".join(name)
    return listed in places() or listed in bodies()


def _key(name: Name) -> Name:
    """The words that tell one body or place from another: countries by their first name."""
    country = countries().get(" ".join(name))
    return tuple(country.key.split()) if country else name


def _index_keys(name: Name) -> tuple[str, ...]:
    """The words by which a shorter form may find a body: first, last, initials; all of a short name."""
    counting = content(name) or name
    keys = [counting[0], counting[-1], *initials(name)]
    if len(counting) <= 3:
        keys.extend(counting)
    return tuple(dict.fromkeys(keys))
