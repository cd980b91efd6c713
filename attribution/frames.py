"""The words that an attribution is made with: its clause, outside the content itself.

Decides which tokens of the sentence belong to which attribution, so that "in a statement" is read with
the words it governs. What the tokens say is left to the rules that read them.

A sentence is told by its punctuation and not by the parse, since a quotation's own sentences end inside
the content. From cue and source the frame grows both ways, over the content, up to the end of the
sentence or to another speaker's attribution. Beyond another cue of the same speaker the tokens are
shared: "In a statement she praised Jones and called for calm."
"""

from collections.abc import Container, Iterable, Sequence

from msgspec import Struct
from spacy.tokens import Doc

from attribution.annotations import Attribution, Range
from attribution.columns import Columns, columns
from attribution.ranges import hull, meet
from attribution.word_places import places_of

#: How far a frame reaches from cue and source, in tokens on either side, content not counted.
REACH = 60
_END = frozenset({".", "!", "?"})
_RELATIVES = frozenset({"who", "that", "which", "whom"})
_ASKED = frozenset({"asked", "pressed", "questioned", "quizzed", "challenged", "grilled", "confronted"})
_ACCESS = frozenset(
    {"seen", "obtained", "reviewed", "viewed", "read", "examined", "heard", "shared", "leaked", "verified"}
)
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_BORDERS = frozenset(
    [
        *(",", ";", ":", "—", "–", "--", "(", ")", "and", "but", "or"),
        *("while", "although", "though", "as", "which", "who", "whereas"),
    ]
)


class Frame(Struct, frozen=True):
    """Token positions in order: the clause's own, and those shared with the speaker's other cues."""

    own: tuple[int, ...]
    shared: tuple[int, ...]
    words: frozenset[str] = frozenset()
    """The clause's own words in lower case."""


class Frames:
    """Finds the frame of each attribution of one article; time linear in its length."""

    def __init__(
        self,
        doc: Doc,
        attributions: Sequence[Attribution],
        speakers: Sequence[int | None],
        breaks: Iterable[int],
        text_nouns: Container[str] = (),
    ) -> None:
        """Read the article once.

        Args:
            doc: the article.
            attributions: in order of their content.
            speakers: the speaker of each; empty where they are not resolved.
            breaks: positions at which a line ends.
            text_nouns: nouns of sources that are texts themselves; what "a statement announcing the deal"
                says stands in the same frame as what its author says with it.
        """
        self.text_nouns = text_nouns
        self.read = read = columns(doc)
        self.attributions = attributions
        self.speakers = speakers
        self.ends = frozenset([*places_of(doc, _END), *breaks])
        self.cue_at: dict[int, int] = {}
        self.source_at: dict[int, int] = {}
        self.opening: dict[int, list[tuple[int, int]]] = {}
        self.closing: dict[int, list[tuple[int, int]]] = {}
        for i, attribution in enumerate(attributions):
            if _is_question(read, attribution) or _is_access(read, attribution):
                continue
            for start, end in attribution.content:
                self.opening.setdefault(start, []).append((end, i))
                self.closing.setdefault(end, []).append((start, i))
            for where, core in ((self.cue_at, attribution.cue), (self.source_at, attribution.source)):
                for position in range(*core) if core else ():
                    where.setdefault(position, i)
        # The tokens before which, on the way to either side, there is something to decide.
        met = [*self.ends, *self.cue_at, *self.source_at]
        self.size = len(doc)
        self.ahead = _marked(self.size, [*met, *self.opening])
        self.behind = _marked(self.size, [*met, *(end - 1 for end in self.closing)])

    def frame(self, i: int) -> Frame:
        """The frame of attribution `i`; empty for one without cue and source."""
        attribution = self.attributions[i]
        core = core_of(attribution)
        if core is None:
            return Frame((), ())
        own, shared = set(range(*core)), set[int]()
        for piece in attribution.content:
            if meet(core, piece):
                own.difference_update(range(*piece))
        # A relative clause is framed by its pronoun: what stands before that belongs to the main clause.
        for step in (1,) if self._is_relative(i) else (-1, 1):
            self._grow(i, core, step, own, shared)
        if attribution.carrier:
            own.update(range(*attribution.carrier))
        words = frozenset(map(self.read.lower.__getitem__, own))
        return Frame(tuple(sorted(own)), tuple(sorted(shared - own)), words)

    def _grow(self, i: int, core: Range, step: int, own: set[int], shared: set[int]) -> None:
        """Add the tokens before (`step` -1) or after (1) the core, to the end of the sentence."""
        position = core[0] if step < 0 else core[1]
        pieces = self.closing if step < 0 else self.opening
        into, taken, lost = own, list[int](), set[int]()
        left = REACH
        while left > 0:
            plain = self._plain(position, step, left)
            into.update(plain)
            taken += plain
            position += step * len(plain)
            left -= len(plain) + 1
            if left < 0:
                return
            here = pieces.get(position)
            if here is not None:
                jump = [(edge, j) for edge, j in here if self._is_open(i, j, step)]
                if len(jump) < len(here):
                    self._give_back(taken, step, into)
                    return
                edge = min(e for e, _ in jump) if step < 0 else max(e for e, _ in jump)
                foreign = all(j != i for _, j in jump)
                if self._ends_sentence(*sorted((position, edge))) and (step > 0 or foreign):
                    return
                position = edge
                into = shared if into is lost else into
                continue
            token = position - 1 if step < 0 else position
            if not 0 <= token < self.size or token in self.ends:
                return
            other = self.cue_at.get(token, i)
            if other != i:
                if not self._is_open(i, other, step):
                    self._give_back(taken, step, into)
                    return
                # What stands between another cue and its content is that one's alone.
                into, taken = (shared if step < 0 else lost), []
            elif (other := self.source_at.get(token, i)) != i and not self._is_open(i, other, step):
                self._give_back(taken, step, into)
                return
            into.add(token)
            taken.append(token)
            position += step

    def _plain(self, position: int, step: int, most: int) -> range:
        """The tokens before (`step` -1) or after (1) `position`, nearest first, up to one to decide on."""
        if step > 0:
            stop = min(position + most, self.size)
            met = self.ahead.find(1, position, stop)
            return range(position, stop if met < 0 else met)
        start = max(position - most, 0)
        met = self.behind.rfind(1, start, position)
        return range(position - 1, (start if met < 0 else met + 1) - 1, -1)

    def _give_back(self, taken: list[int], step: int, into: set[int]) -> None:
        """Leave to the attribution met what belongs to it of the tokens between.

        Behind its content that is all up to the next comma or conjunction ("… he wrote in a letter,
        which the club denied"), before its core all from the last one on ("…, but in a letter he said").
        """
        borders = [n for n, token in enumerate(taken) if self.read.lower[token] in _BORDERS]
        whole = 0 if step < 0 else len(taken)
        into.difference_update(taken[borders[-1] if borders else whole :])

    def _is_open(self, i: int, j: int, step: int) -> bool:
        """Whether the frame of `i` may go on over `j`: the same speaker's, or a relative clause."""
        return self._together(i, j) or (step < 0 and self._is_relative(j))

    def _is_relative(self, i: int) -> bool:
        source = self.attributions[i].source
        return source is not None and source[1] - source[0] == 1 and self.read.lower[source[0]] in _RELATIVES

    def _together(self, i: int, j: int) -> bool:
        """Whether both have one speaker or one content, or the other a text for source, or none."""
        if i == j:
            return True
        one, other = self.attributions[i], self.attributions[j]
        if other.source is None or (one.source is not None and meet(one.source, other.source)):
            return True
        if self.read.lower[other.source[1] - 1] in self.text_nouns:
            return True
        if self.speakers and self.speakers[i] is not None and self.speakers[i] == self.speakers[j]:
            return True
        return any(meet(a, b) for a in one.content for b in other.content)

    def _ends_sentence(self, start: int, end: int) -> bool:
        """Whether the content ends with a full stop, closing marks aside."""
        return not self.ends.isdisjoint(range(max(start, end - 2), end))


def core_of(attribution: Attribution) -> Range | None:
    """From cue to source, or the one that there is; the cue alone where the two lie far apart."""
    parts = [part for part in (attribution.cue, attribution.source) if part]
    if not parts:
        return None
    core = hull(parts)
    return core if core[1] - core[0] <= 2 * REACH or attribution.cue is None else attribution.cue


def _is_question(read: Columns, attribution: Attribution) -> bool:
    """Whether somebody is asked about a thing: "Asked about the game at a news conference, …".

    The question is put where the answer is given, so that its words belong to the clause of the answer.
    """
    if attribution.cue is None or attribution.source is not None:
        return False
    start, end = attribution.cue
    if read.lower[start] not in _ASKED or read.tag[end - 1] != "IN":
        return False
    return all(_FINITE.isdisjoint(read.tag[first:last]) for first, last in attribution.content)


def _is_access(read: Columns, attribution: Attribution) -> bool:
    """Whether it only tells who saw a text: "In an email | seen | by this newspaper, she wrote …"."""
    if attribution.cue is None:
        return False
    start, end = attribution.cue
    seen = read.lower[start] in _ACCESS and read.tag[start] in ("VBN", "VBD")
    return seen and "by" in read.lower[end - 1 : end + 1] and attribution.content[-1][1] == start


def _marked(size: int, positions: Iterable[int]) -> bytearray:
    """A byte a token, 1 at the positions."""
    marks = bytearray(size)
    for position in positions:
        marks[position] = 1
    return marks
