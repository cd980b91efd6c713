"""How the words of each attribution reached the article: interview, statement, court, another outlet.

Decides one `Route` an attribution, from explicit wording that governs it and never by guessing; a bare
"said" stays `unspecified`. In this order:

1. wording of the attribution's own clause (frames.py): adverbial phrases (channel_phrases.py), the verb
   (channel_cues.py), the one spoken to (channel_addressees.py), the source (channel_sources.py); of
   several the more specific one stands, and the others go along in `Combined.also`;
2. phrases that the clause shares with the speaker's other cues in the sentence;
3. whoever passes the words on: "…, according to a friend", or the attribution that they stand in;
4. a sentence of its own beside the words: "He was speaking at a rally in Ohio." (occasions.py);
5. carry-over from the same speaker's last words (carry_over.py).

Whose words they are is decided in speakers.py; the chain from origin to reader in provenance.py.
"""

from collections.abc import Iterator, Sequence

from msgspec import structs
from spacy.language import Language
from spacy.tokens import Doc

from attribution import annotations
from attribution.annotations import Attribution, Range, Route
from attribution.carry_over import carry_over, is_verbal, writes
from attribution.channel_addressees import told
from attribution.channel_cues import relayer, uttered
from attribution.channel_phrases import Scope, phrases
from attribution.channel_sightings import MODES, Page, Sighting
from attribution.channel_sources import is_share, spoken_by
from attribution.channel_words import nouns, words
from attribution.frames import Frame, Frames
from attribution.occasions import told_apart
from attribution.outlets import PRESS, find_names, normalised, texts_of

#: How far from the head of the article a dateline may stand, in tokens; a headline comes before it.
_DATELINE = 60
#: How many contents around an attribution are looked at for the one that holds it.
_DEEP = 16
#: Channels that what stands inside the words has come by too.
_HOLDING = frozenset(
    [
        "document",
        "news_report",
        "court",
        "statement",
        "correspondence",
        "recording",
        "pool_report",
        "own_reporting",
        "social_media",
    ]
)


class Combined(Route, frozen=True, kw_only=True):
    """A route beside which others hold too: a statement that was posted on Facebook."""

    also: tuple[Route, ...]
    """The less specific ones, the more specific first."""


@Language.factory(
    "attribution_channels",
    assigns=["doc._.channels"],
    requires=["token.tag", "token.dep", "doc._.blocks", "doc._.attributions", "doc._.speakers"],
)
def make_channels(nlp: Language, name: str) -> "Channels":
    """The component; it has no settings."""
    annotations.register()
    return Channels()


class Channels:
    """Writes `doc._.channels`, one route an attribution."""

    def __call__(self, doc: Doc) -> Doc:
        attributions: tuple[Attribution, ...] = doc._.attributions
        speakers: tuple[int | None, ...] = doc._.speakers
        if not attributions:
            doc._.channels = ()
            return doc
        page = read_page(doc)
        stated = state(page, attributions, speakers)
        doc._.channels = carry_over(page, attributions, speakers, stated)
        return doc


def read_page(doc: Doc) -> Page:
    """The names of the article and what tells which outlet it appeared in."""
    texts = texts_of(doc)
    names = find_names(doc, texts)
    agencies = {
        normalised(doc[name.start : name.end].text)
        for block in doc._.blocks
        if block.kind in ("dateline", "byline")
        for name in (names.get(i) for i in range(block.start, block.end))
        if name is not None and name.kind == "agency"
    }
    agencies |= {normalised(doc[slice(*span)].text) for span in _in_dateline(doc)}
    return Page(doc, texts, names, doc._.publication, frozenset(agencies))


def _in_dateline(doc: Doc) -> Iterator[Range]:
    """Names in brackets at the head of the article, before a dash: "LAGOS, March 3 (Reuters) -"."""
    for i in range(min(_DATELINE, len(doc))):
        if doc[i].text != "(":
            continue
        end = i + 1
        while end < min(i + 6, len(doc)) and doc[end].text[:1].isupper():
            end += 1
        dashed = end + 1 < len(doc) and doc[end].text == ")" and doc[end + 1].text in ("-", "–", "—", "--")
        if dashed and end > i + 1 and _is_place(doc, i):
            yield i + 1, end


def _is_place(doc: Doc, end: int) -> bool:
    """Whether a paragraph starts with a dateline's place and date up to `end`: a few words in capitals."""
    first = end
    while first > 0 and end - first < 10 and not doc[first - 1].is_space:
        first -= 1
    whole = first == 0 or doc[first - 1].is_space
    return whole and first < end and not any(token.text.islower() for token in doc[first:end])


def state(
    page: Page, attributions: Sequence[Attribution], speakers: Sequence[int | None]
) -> list[Route | None]:
    """The route that the text states for each attribution; None where it states none."""
    frames = Frames(page.doc, attributions, speakers, page.words, nouns())
    held = dict(enclosing(attributions))
    routes = [_stated(page, each, frames.frame(i), i in held) for i, each in enumerate(attributions)]
    for i, route in told_apart(page, attributions, speakers):
        routes[i] = routes[i] or route
    for i, outer in held.items():
        if routes[i] is None:
            same = bool(speakers) and speakers[i] is not None and speakers[i] == speakers[outer]
            routes[i] = _through(page, attributions[i], attributions[outer], routes[outer], same)
    for i, attribution in enumerate(attributions):
        before = {route.type for route in routes[max(i - 3, 0) : i] if route is not None}
        if "data" in before and _is_polled(page, attribution, routes[i]):
            routes[i] = Route(type="data", mode=MODES["data"], evidence=attribution.source, probability=0.8)
    return routes


def _stated(page: Page, attribution: Attribution, frame: Frame, held: bool) -> Route | None:
    """What the attribution's own clause says, or else what it shares with the speaker's other cues.

    Where another attribution holds it, "he told us" is said by that one's speaker and not by the reporter.
    """
    source = range(*attribution.source) if attribution.source else range(0)
    cue = range(*attribution.cue) if attribution.cue else range(0)
    # "Gave a speech, predicting victory": a participle goes along with the main verb, another verb does not.
    goes_along = any(page.doc[i].tag_ == "VBG" for i in cue)
    acts = frame.own + frame.shared if goes_along else cue
    scope = Scope(frame.own, source, {*source, *cue}, acts)
    seen = [
        *told(page, attribution, frame),
        *uttered(page, attribution, frame),
        *spoken_by(page, attribution, frame),
    ]
    if not is_verbal(page.doc, attribution):
        seen += phrases(page, structs.replace(scope, tokens=cue))
    else:
        seen += phrases(page, scope)
        seen = seen or [*phrases(page, structs.replace(scope, tokens=frame.shared))]
    passed_on = relayer(page, attribution, frame)
    if passed_on is not None:
        seen.append(passed_on)
    seen = [_published(page, attribution, sighting) for sighting in seen]
    return combine([sighting for sighting in seen if not (held and sighting.type == "interview")])


def combine(seen: Sequence[Sighting]) -> Route | None:
    """The most specific of the sightings, with those of other channels beside it; None if there are none."""
    by_type: dict[str, Sighting] = {}
    for sighting in sorted(seen, key=lambda sighting: -sighting.rank):
        by_type.setdefault(sighting.type, sighting)
    routes = [sighting.route() for sighting in by_type.values()]
    if len(routes) < 2:
        return routes[0] if routes else None
    return Combined(**structs.asdict(routes[0]), also=tuple(routes[1:]))


def _published(page: Page, attribution: Attribution, sighting: Sighting) -> Sighting:
    """An outlet's article is news; an article that somebody else writes in an outlet is a document."""
    if sighting.type == "document" and attribution.source is not None:
        name = page.outlet_in(*attribution.source)
        if name is not None and name.kind in PRESS and name.end == attribution.source[1]:
            return structs.replace(sighting, type="news_report", name=page.text(name))
    inside = page.doc[sighting.evidence[0]].lower_ == "in"
    if sighting.type == "news_report" and inside and writes(page.doc, attribution):
        return structs.replace(sighting, type="document")
    return sighting


def enclosing(attributions: Sequence[Attribution]) -> list[tuple[int, int]]:
    """The attributions that stand in another's content, each with the smallest one around it.

    Outer ones come before those they hold.
    """
    pieces = sorted(
        (start, -end, i) for i, attribution in enumerate(attributions) for start, end in attribution.content
    )
    cores = sorted(
        (*core, i)
        for i, attribution in enumerate(attributions)
        if (core := attribution.cue or attribution.source) is not None
    )
    open_: list[tuple[int, int]] = []
    found = []
    position = 0
    for start, end, i in cores:
        while position < len(pieces) and pieces[position][0] <= start:
            open_.append((-pieces[position][1], pieces[position][2]))
            position += 1
        while open_ and open_[-1][0] <= start:
            open_.pop()
        holder = next((j for stop, j in open_[: -_DEEP - 1 : -1] if stop >= end and j != i), None)
        if holder is not None:
            found.append((i, holder))
    return found


def _through(
    page: Page, inner: Attribution, outer: Attribution, around: Route | None, same: bool
) -> Route | None:
    """The route of words that stand in another's: by that one's text or outlet, or by its speaker's word."""
    if same or (around is not None and around.type in _HOLDING):
        return around
    utters = (
        words("verbs", "utter") | words("verbs", "tell") | words("verbs", "speak") | words("verbs", "plead")
    )
    if outer.source is None or inner.source is None or not utters & set(page.lower(inner.cue)):
        return None
    return Route(
        type="relayed",
        mode=MODES["relayed"],
        evidence=outer.cue or outer.source,
        issuer=outer.source,
        probability=0.7,
    )


def _is_polled(page: Page, attribution: Attribution, route: Route | None) -> bool:
    """Whether, among polls, the source is a share of people ("most voters") or an outlet's own figure."""
    if route is None:
        return is_share(page, attribution.source)
    return route.type == "news_report" and bool(set(page.lower(attribution.cue)) & words("verbs", "show"))
