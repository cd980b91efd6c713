"""What the noun phrase of a source says: names, a pronoun, or a description.

Reads the words from left to right, so that a name in head position is told from one that only helps
to describe: "[Marc Kasowitz], a lawyer for Trump", "a lawyer for the outlets, [David Schulz]",
"critics like [Ann Lee] and [Bob Ray]", "the Trump campaign". Who is meant is left to resolution.py.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from attribution.annotations import Range
from attribution.reference.gazetteer import body_nouns, called, common_nouns
from attribution.reference.mentions import Mention
from attribution.reference.roles import DASHES, is_role_noun
from attribution.reference.words import Words
from attribution.role_nouns import singular

Form = Literal["names", "pronoun", "description", "empty"]

PRONOUNS = frozenset(
    "he she they it i we you who that which his her him hers their theirs them its my me our us your himself herself "
    "themselves itself myself ourselves whom whose this these those".split()
)

#: A title of small words and its name, a parenthesis: so many tokens at most.
LONGEST_TITLE = 7
LONGEST_PARENTHESIS = 12

_MARKS = frozenset(", ; : - – — \" “ ” ' ‘ ’".split())
#: Words that a source may begin or end with and that name nobody.
_LEADING = _MARKS | frozenset(
    "from by to of for with according among as in via per both even just only also and but (".split()
)
_TRAILING = _MARKS | frozenset(
    "all both each alike himself herself itself themselves who that . ) ! ?".split()
)
_APPOSED = frozenset("a an the his her their its one another".split())
#: "A man [named] Bob Ray said": what stands behind is the name of the noun before.
#: Positions in a team, which are other words too: "Rovers forward Ann Lee".
_POSITIONS = frozenset(
    "forward guard center centre back end wide tight point winger flanker prop hooker lock".split()
)
_NAMING = frozenset("named called nicknamed dubbed".split())
_REPORTING = frozenset("reports notes claims states remarks comments questions answers forecasts".split())
_EXAMPLES = frozenset("including like".split())
_RELATIVES = frozenset("who whom whose which that".split())
_VERBS = frozenset("VBG VBN VBD VBZ VBP MD".split())
_PARTICIPLES = frozenset("VBG VBN".split())
_CLAUSES = frozenset("advcl acl parataxis ccomp dep csubj root ROOT".split())
_NOMINAL = frozenset("NN NNS NNP NNPS JJ AFX".split())


class Reading(Struct, frozen=True, kw_only=True):
    """A source, read."""

    form: Form
    span: Range
    """The source without what names nobody at its edges."""
    names: tuple[Mention, ...] = ()
    """The names in head position, where the form is "names"."""
    modifiers: tuple[Mention, ...] = ()
    """Names before the head noun: "[Clinton]'s lawyer", "the [Gannett] chain"."""
    possessor: Mention | None = None
    """The one of the modifiers that carries a genitive."""
    complements: tuple[Mention, ...] = ()
    """Names behind a preposition or in a clause: "a lawyer for [Trump]"."""
    noun_phrase: Range = (0, 0)
    """The phrase up to what is added between commas."""
    examples: bool = False
    """Whether the names are examples of a group: "critics like"."""


def read_source(words: Words, source: Range, mentions: Mapping[int, Mention]) -> Reading:
    """Read the source at `source`.

    Args:
        words: the article.
        source: tokens of the source.
        mentions: the names of the article by their first token and by that of a title before them.
    """
    start, end = trimmed(words, source)
    if start >= end:
        return Reading(form="empty", span=source)
    if end - start == 1 and words.lower[start] in PRONOUNS:
        return Reading(form="pronoun", span=(start, end))
    mention = mentions.get(start)
    if mention is not None and end <= mention.end <= end + 1:
        # A name alone, as most sources are.
        return Reading(form="names", span=(start, end), names=(mention,), noun_phrase=(start, end))
    return _Reader(words, (start, end), mentions).read()


def trimmed(words: Words, source: Range) -> Range:
    """The source without prepositions before it, marks around it, and what only stresses it behind."""
    start, end = source
    while start < end and (words.space[start] or words.lower[start] in _LEADING):
        start += 1
    if start < end and words.tag[start] in _PARTICIPLES and words.dep[start] in _CLAUSES:
        # "Speaking to the BBC, Penrose": who speaks stands behind the clause.
        start = next((i + 1 for i in range(start, end - 1) if words.text[i] == ","), start)
    while end > start + 1 and (words.space[end - 1] or words.lower[end - 1] in _TRAILING):
        if words.text[end - 1] == ")" and "(" in words.text[start:end]:
            break
        end -= 1
    # A genitive alone: "Stumpf's".
    return start, end - (end - start > 1 and words.tag[end - 1] == "POS")


class _Reader:
    """One reading, word by word.

    A name counts as a head until a preposition, clause or apposition blocks; "and" and commas
    between names lift the block.
    """

    def __init__(self, words: Words, span: Range, mentions: Mapping[int, Mention]) -> None:
        self.words = words
        self.start, self.end = span
        self.mentions = mentions
        self.heads: list[Mention] = []
        self.modifiers: list[Mention] = []
        self.complements: list[Mention] = []
        self.possessor: Mention | None = None
        self.blocked = False
        self.examples = False
        #: "Another, Joyce Hall, said": a pronoun takes an apposition as a noun does.
        self.noun_seen = words.lower[span[0]] in {"another", "one", "others", "some"}
        #: Position of the "of" or "for" that blocks, or -1.
        self.of = -1
        self.phrase_end = self.end

    def read(self) -> Reading:
        i = self.start
        while i < self.end:
            mention = self.mentions.get(i)
            if mention is not None and mention.end <= self.end + 1:
                i = self._name(mention)
            elif self.words.text[i] == "(":
                i = self._past_parenthesis(i)
            else:
                self._word(i)
                i += 1
        return Reading(
            form="names" if self.heads else "description",
            span=(self.start, self.end),
            names=tuple(self.heads),
            modifiers=tuple(self.modifiers),
            possessor=self.possessor,
            complements=tuple(self.complements),
            noun_phrase=(self.start, max(self.phrase_end, self.start + 1)),
            examples=self.examples and bool(self.heads),
        )

    def _name(self, mention: Mention) -> int:
        """Take a name in; returns the position behind it."""
        after = max(self._past_parenthesis(mention.end), mention.end)
        if self.blocked and not self._is_titled(mention):
            self.complements.append(mention)
            return after
        if _is_possessive(self.words, mention.end) and mention.end + 1 < self.end:
            self.modifiers.append(mention)
            self.possessor = mention
            return mention.end + 1
        if self._opens_clause(mention):
            self.complements.append(mention)
            self.blocked = True
            self.phrase_end = min(
                self.phrase_end, mention.start if mention.title is None else mention.title[0]
            )
            return after
        fits = not self.heads or _coordinates(self.heads[0], mention)
        behind = self._body_by_kind(mention)
        if behind is not None and fits:
            after = behind
        elif self._modifies(mention.end):
            self.modifiers.append(mention)
            return after
        (self.heads if fits else self.complements).append(mention)
        self.blocked = True
        return after

    def _opens_clause(self, mention: Mention) -> bool:
        """Whether a name right behind a noun is the subject of a clause that tells of it: "a speech [Ann Lee] gave"."""
        words = self.words
        start = mention.title[0] if mention.title is not None else mention.start
        before = start - 1
        return (
            not self.heads
            and self.start < before
            and words.tag[before] in {"NN", "NNS"}
            and words.text[before].islower()
            and not is_role_noun(words.lower[before])
            and mention.end < self.end
            and words.tag[mention.end] in {"VBD", "VBZ", "VBP"}
        )

    def _word(self, i: int) -> None:
        words = self.words
        word, tag = words.lower[i], words.tag[i]
        if word in {",", ";"} or word in DASHES - {"-"}:
            self.phrase_end = min(self.phrase_end, i)
            listed = (
                bool(self.heads) and words.at(i + 1).lower() not in _APPOSED and self._opens_with_name(i + 1)
            )
            added = not self.heads and self.noun_seen and self._is_just_name(i + 1)
            self.blocked = not (listed or added or self.examples)
        elif word in {"and", "&", "or", "nor"}:
            if self.heads and (words.lower[i - 1] == "," or self._is_behind(self.heads[-1], i)):
                self.blocked = not self._opens_with_name(i + 1)
            elif not self.heads and self.noun_seen:
                # "developers and supporters", but "founder and chief executive Ann Lee"
                titles = is_role_noun(words.lower[i - 1]) and words.tag[i - 1] in {"NN", "NNP"}
                self.blocked = not (titles and self._opens_with_name(i + 1))
        elif word in _EXAMPLES or (word == "as" and words.lower[i - 1] == "such"):
            self.phrase_end = min(self.phrase_end, i - (word == "as"))
            if not self.heads:
                self.examples, self.blocked = True, False
        elif is_role_noun(word) and tag not in _VERBS:
            # Whatever else the tagger takes it for: "chief", "quarterback".
            self.noun_seen = True
        elif tag in {"IN", "TO"} or word in _RELATIVES:
            self.blocked = True
            self.of = i if word in {"of", "for"} else -1
        elif tag in _VERBS and self.noun_seen and word not in _NAMING:
            self.blocked = True
        elif tag.startswith("NN"):
            self.noun_seen = True

    def _is_titled(self, mention: Mention) -> bool:
        """Whether "of" and nouns before a name belong to its title: "secretary of state [Ann Lee]"."""
        words = self.words
        between = range(self.of + 1, mention.start)
        return (
            self.of >= 0
            and mention.kind == "person"
            and 1 <= len(between) <= 3
            and all(words.tag[j] in {"NN", "NNS", "JJ"} and words.text[j].islower() for j in between)
            and not is_role_noun(words.lower[mention.start - 1])
        )

    def _modifies(self, i: int) -> bool:
        """Whether a name that ends at `i` stands before the noun it belongs to: "[Trump] lawyer"."""
        words = self.words
        if i >= self.end or words.lower[i] in {"jr", "jr.", "sr.", "all", "both"}:
            return False
        if words.text[i] in {"-", "/", "–"} and i + 1 < self.end and not words.spaced[i - 1]:
            return True
        if words.lower[i] in _REPORTING and i + 1 == self.end and words.at(i + 1) in {":", ",", "that"}:
            # "Ann Lee reports:" is a verb, whatever its tag.
            return False
        if i in self.mentions or is_role_noun(words.lower[i]) or _is_common(words.lower[i]):
            return True
        behind = self.mentions.get(i + 1)
        if behind is not None and behind.kind == "person" and words.lower[i] in _POSITIONS:
            return True
        if words.title_case[i] and words.text[i][:1].isupper():
            # In a headline the next word may be a verb, whatever its tag.
            return False
        if words.tag[i] in _NOMINAL:
            return True
        return words.tag[i] in {"VBG", "VBN"} and i + 1 < self.end and words.tag[i + 1] in {"NN", "NNS"}

    def _body_by_kind(self, mention: Mention) -> int | None:
        """Where "the [Gannett] newspaper chain" ends: a body's name with nouns that only say what it is."""
        words = self.words
        if mention.kind == "person":
            return None
        i = mention.end
        while i < self.end and words.tag[i] in {"NN", "JJ"} and not words.text[i][:1].isupper():
            i += 1
        closed = i >= self.end or words.text[i] in {",", ";", "("} or words.lower[i] in {"and", "or"}
        return i if i > mention.end and closed and words.lower[i - 1] in called().kinds else None

    def _is_behind(self, head: Mention, i: int) -> bool:
        """Whether between the name and position `i` only a parenthesis, the kind of body or a home stands.

        "Senators Ann Lee of Kansas [and] Bob Ray of Iowa".
        """
        words = self.words
        end = self._past_parenthesis(self._body_by_kind(head) or head.end)
        if end < i and words.lower[end] in {"of", "from"}:
            home = self.mentions.get(end + 1) or self.mentions.get(end + 2)
            end = self._past_parenthesis(home.end) if home is not None and home.kind != "person" else end
        return end >= i

    def _opens_with_name(self, i: int) -> bool:
        """Whether a name, or a title with its name, begins at `i` and nothing follows that it modifies."""
        words = self.words
        for j in range(i, min(i + LONGEST_TITLE, self.end)):
            mention = self.mentions.get(j)
            if mention is None:
                if words.text[j] in {",", "("}:
                    return False
                continue
            titled = mention.title is not None and mention.title[0] <= i
            if j > i and not titled and not self._are_titles(i, j):
                return False
            if self._body_by_kind(mention) is not None:
                return True
            return not self._modifies(mention.end) and not _is_possessive(words, mention.end)
        return False

    def _are_titles(self, start: int, end: int) -> bool:
        words = self.words
        return all(
            words.lower[j] in {"and", "the", "both"} or words.tag[j] in _NOMINAL | {"HYPH"}
            for j in range(start, end)
        )

    def _is_just_name(self, i: int) -> bool:
        """Whether what stands between this comma and the next is a name, with its title: "…, David Schulz,"."""
        words = self.words
        for j in range(i, min(i + LONGEST_TITLE, self.end)):
            mention = self.mentions.get(j)
            if mention is not None:
                after = self._past_parenthesis(mention.end)
                closing = words.at(after).lower()
                closed = after >= self.end or closing in {",", ";", "and", "who"} or closing in DASHES
                return closed and mention.kind != "place"
        return False

    def _past_parenthesis(self, i: int) -> int:
        """The position behind a parenthesis at `i`, or `i`."""
        if i >= self.end or self.words.text[i] != "(":
            return i
        last = min(i + LONGEST_PARENTHESIS, self.end)
        return next((j + 1 for j in range(i + 1, last) if self.words.text[j] == ")"), last)


def _is_common(word: str) -> bool:
    """Whether the word is a noun for people, bodies or texts."""
    return any(noun in body_nouns() or noun in common_nouns() for noun in (word, singular(word)))


def _is_possessive(words: Words, i: int) -> bool:
    return i < len(words) and (words.tag[i] == "POS" or words.lower[i] in {"'s", "’s"})


def _coordinates(head: Mention, other: Mention) -> bool:
    """Whether two names can speak jointly: people with people, bodies and places with their like."""
    return (head.kind == "person") == (other.kind == "person") or "unknown" in (head.kind, other.kind)
