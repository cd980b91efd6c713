"""Channels that carry over: "In an interview, she said … She added …".

Decides which attributions without a channel of their own inherit one, and from where:

- the same speaker's next words in the same or the next paragraph, and further on while nothing but
  attributions stands between, until another channel, another speaker or a heading comes;
- the lines of a transcript, from the words that announce it;
- what "she wrote" later in the article, from the text that she wrote before, or from the outlet that
  she was introduced as writing for;
- "in the interview", from the interview told of before.
"""

from collections.abc import Sequence

from msgspec import Struct, structs

from attribution import ranges
from attribution.annotations import Attribution, Range, Route
from attribution.channel_sightings import MODES, Page
from attribution.channel_words import courts, nouns, words
from attribution.columns import Columns
from attribution.outlets import ON_AIR, PRESS
from attribution.word_places import places_of

UNSPECIFIED = Route(type="unspecified", probability=0.93)
#: Channels that say what one text holds; the same speaker's next words need not be from it.
_ONE_TEXT = frozenset(["legislation", "own_reporting", "data"])
#: Channels in which one writes.
_WRITTEN = frozenset(["document", "statement", "correspondence", "social_media", "court"])
_HEARD = frozenset(["broadcast", "news_report", "interview"])
#: A carried-over channel is right about this much as often as the first one.
_CARRIED = 0.85
#: A stretch of narrative this long, in words, between two attributions is a change of topic.
_TOPIC = 8
_TRANSCRIPTS = frozenset(["transcript", "transcripts"])
_PERFECT = frozenset(["has", "have", "had", "'ve", "’ve", "'s", "’s"])
_CUES_WITHOUT_VERB = frozenset(["according", ":", "—", "–", "-", "―", "per"])


class _Thread(Struct):
    """A channel that is being carried over, by the indices of its attributions."""

    origin: int
    last: int
    route: Route
    voices: set[int | None]
    """Whose words it carries: the speaker and, where a text speaks, the text."""
    text: bool = False
    """Whether a text itself is the source of the first words."""


def carry_over(
    page: Page,
    attributions: Sequence[Attribution],
    speakers: Sequence[int | None],
    stated: Sequence[Route | None],
    around: Sequence[int | None],
) -> tuple[Route, ...]:
    """One route an attribution: the stated ones, and those inherited or unspecified between them.

    What somebody else says within another's words neither carries on nor breaks off what is told around it.
    """
    reader = _Reader(page, attributions, speakers)
    told_by_another = [
        holder is not None and reader.speakers[i] != reader.speakers[holder]
        for i, holder in enumerate(around)
    ]
    return tuple(
        (route or UNSPECIFIED) if apart else reader.route(i, route)
        for i, (route, apart) in enumerate(zip(stated, told_by_another, strict=True))
    )


class _Reader:
    """Reads the attributions of one article in their order."""

    def __init__(
        self, page: Page, attributions: Sequence[Attribution], speakers: Sequence[int | None]
    ) -> None:
        self.read = page.read
        self.attributions = attributions
        self.speakers = speakers or [None] * len(attributions)
        self.place = page.place
        self.columnists = _columnists(page, attributions, self.speakers)
        self.hulls = [hull(attribution) for attribution in attributions]
        self.transcript = next(iter(places_of(page.doc, _TRANSCRIPTS)), None)
        self.thread: _Thread | None = None
        self.last_told: Route | None = None
        self.last_heard: Route | None = None
        self.written: dict[int | None, Route] = {}

    def route(self, i: int, stated: Route | None) -> Route:
        """The route of attribution `i`, the ones before it having been read."""
        route = self._begin(i, stated) if stated is not None else self._inherit(i)
        announced = self.transcript is not None and self.hulls[i][0] > self.transcript
        if route.type != "unspecified" and not announced:
            self.last_told = route
        if route.type in _HEARD:
            self.last_heard = route
        if route.type in _WRITTEN:
            self.written[self.speakers[i]] = route
        return route

    def _begin(self, i: int, route: Route) -> Route:
        """Start a thread with a channel that is stated."""
        if self.last_heard is not None and _points_back(self.read, route):
            route = self.last_heard
        text = _is_text(self.read, self.attributions[i], route)
        voices: set[int | None] = {self.speakers[i]}
        if self.thread is not None and self.thread.route.type == route.type and (text or self.thread.text):
            # "The statement said … the council also said": the text and its author go on with each other.
            voices |= self.thread.voices
        self.thread = None if route.type in _ONE_TEXT else _Thread(i, i, route, voices, text)
        return route

    def _inherit(self, i: int) -> Route:
        """The route of an attribution that states none."""
        attribution, speaker, thread = self.attributions[i], self.speakers[i], self.thread
        if self._in_transcript(i) and self.last_told is not None:
            return _inherited(self.last_told)
        if thread is not None and _inside(attribution, self.attributions[thread.origin]):
            return UNSPECIFIED
        if thread is not None and self._goes_on(i, thread):
            thread.last = i
            return _inherited(thread.route)
        route = UNSPECIFIED
        if speaker is not None and writes(self.read, attribution):
            if speaker in self.written:
                route = _inherited(self.written[speaker])
            elif speaker in self.columnists:
                outlet = self.columnists[speaker]
                route = Route(type="document", mode=MODES["document"], evidence=outlet, probability=0.7)
        self.thread = None if route is UNSPECIFIED else _Thread(i, i, route, {speaker})
        return route

    def _in_transcript(self, i: int) -> bool:
        """Whether it is a line "NAME: words" below the word transcript."""
        cue = self.attributions[i].cue
        below = self.transcript is not None and self.hulls[i][0] > self.transcript
        return below and cue is not None and self.read.text[cue[0]] == ":"

    def _goes_on(self, i: int, thread: _Thread) -> bool:
        """Whether the words are the thread's speaker's, near the last ones, and of the same occasion."""
        attribution, speaker = self.attributions[i], self.speakers[i]
        author = thread.text and writes(self.read, attribution)
        # A recording holds several voices, heard as it runs: "… and the dispatcher answers".
        heard = thread.route.type == "recording" and _runs(self.read, attribution)
        last_source = self.attributions[thread.last].source
        same = attribution.source is not None and attribution.source == last_source
        if not (author or heard or same) and (speaker is None or speaker not in thread.voices):
            return False
        if not goes_on_telling(self.read, attribution):
            return False
        here, last = self.hulls[i], self.hulls[thread.last]
        if self.place[here[0]] - self.place[last[1] - 1] > 1:
            return False
        origin = self.hulls[thread.origin]
        near = self.place[here[0]] - self.place[origin[1] - 1] <= 1
        return near or not _narrative(self.read, last[1], here[0])


def hull(attribution: Attribution) -> Range:
    """From the first to the last word of content, cue and source."""
    return ranges.hull([*attribution.content, *filter(None, (attribution.cue, attribution.source))])


def writes(read: Columns, attribution: Attribution) -> bool:
    """Whether the cue is "wrote"."""
    cue = attribution.cue
    return cue is not None and any(read.lower[i] in words("verbs", "pen") for i in range(*cue))


def _runs(read: Columns, attribution: Attribution) -> bool:
    """Whether the cue tells what happens while one listens: "says", "answering"."""
    cue = attribution.cue
    if cue is None:
        return False
    return any(read.tag[i] in ("VBZ", "VBP", "VBG") or read.lower[i].endswith("ing") for i in range(*cue))


def is_verbal(read: Columns, attribution: Attribution) -> bool:
    """Whether the cue tells of uttering: a verb, "according to", a colon; not a noun ("her plan to")."""
    if attribution.cue is None:
        return True
    start, end = attribution.cue
    # Whatever the tagger takes them for, "answering" and "demanded" are verbs when they are cues.
    verbs = (read.tag[i].startswith("VB") or read.lower[i].endswith(("ed", "ing")) for i in range(start, end))
    return read.lower[start] in _CUES_WITHOUT_VERB or any(verbs)


def _inherited(route: Route) -> Route:
    probability = route.probability if route.inherited else route.probability * _CARRIED
    return structs.replace(route, inherited=True, probability=probability)


def told_of(route: Route, probability: float) -> Route:
    """The route as one that words told elsewhere in the text state."""
    return structs.replace(_inherited(route), probability=probability)


def _points_back(read: Columns, route: Route) -> bool:
    """Whether the phrase is of an interview told of before: "in the interview", "in the same interview"."""
    evidence = route.evidence
    if route.type != "interview" or route.name is not None or evidence is None:
        return False
    return (
        evidence[1] - evidence[0] > 2
        and read.lower[evidence[1] - 1] == "interview"
        and read.lower[evidence[0] + 1]
        in (
            "the",
            "that",
        )
    )


def _is_text(read: Columns, attribution: Attribution, route: Route) -> bool:
    """Whether the source is a text, whose author's name may stand for it: "the book says … Smith writes"."""
    source, evidence = attribution.source, route.evidence
    if source is None or evidence is None or attribution.cue is None:
        return False
    noun = read.lower[evidence[1] - 1]
    text = noun in nouns() and noun not in courts()["court"]
    return text and route.type in _WRITTEN and source[0] <= evidence[0] < source[1]


def _columnists(
    page: Page, attributions: Sequence[Attribution], speakers: Sequence[int | None]
) -> dict[int, Range]:
    """Speakers introduced as an outlet's own, with its name: "Jane Smith of The Oregonian".

    What they write is published there.
    """
    found: dict[int, Range] = {}
    if not page.names:
        return found
    for attribution, speaker in zip(attributions, speakers, strict=True):
        source = attribution.source
        if speaker is None or source is None or source[1] - source[0] < 2:
            continue
        for i in range(source[0], min(source[1] + 4, len(page.read.text))):
            name = page.names.get(i)
            if name is not None and name.sure and name.kind != "host" and name.kind in PRESS | ON_AIR:
                found.setdefault(speaker, (name.start, name.end))
    return found


def goes_on_telling(read: Columns, attribution: Attribution) -> bool:
    """Whether the cue goes on with the telling: "she added", not "she has long said" nor "her plan"."""
    if attribution.cue is None:
        return True
    start, end = attribution.cue
    perfect = "VBN" in read.tag[start:end] and not _PERFECT.isdisjoint(read.lower[max(start - 2, 0) : end])
    return not perfect and is_verbal(read, attribution)


def _narrative(read: Columns, start: int, end: int) -> bool:
    """Whether a sentence of the reporter's own stands between two attributions."""
    first = next((i for i in range(start, end) if read.text[i] in (".", "!", "?") or read.is_space[i]), end)
    return sum(map(str.isalpha, read.text[first:end])) >= _TOPIC


def _inside(inner: Attribution, outer: Attribution) -> bool:
    core = inner.cue or inner.source or inner.content[0]
    return any(start <= core[0] and core[1] <= end for start, end in outer.content)
