"""How the words of each attribution reached the article: interview, statement, court, another outlet.

Decides one `Route` an attribution, from explicit wording that governs it and never by guessing; a bare
"said" stays `unspecified`. In this order:

1. wording of the attribution's own clause (frames.py): adverbial phrases (channel_phrases.py), the verb
   (channel_cues.py), the one spoken to (channel_addressees.py), the source (channel_sources.py), the
   noun of a relative clause (channel_antecedents.py); of several the more specific one stands, and the
   others go along in `Route.also`;
2. phrases that the clause shares with the speaker's other cues in the sentence;
3. whoever passes the words on: "…, according to a friend", or the attribution that they stand in
   (channel_retelling.py);
4. a sentence of its own beside the words: "He was speaking at a rally in Ohio." (occasions.py);
5. carry-over from the same speaker's last words (carry_over.py).

Whose words they are is decided in speakers.py; the chain from origin to reader in provenance.py.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, compress, count

from msgspec import structs
from spacy.language import Language
from spacy.tokens import Doc

from attribution import annotations
from attribution.annotations import Attribution, Range, Route
from attribution.carry_over import carry_over, is_verbal, writes
from attribution.channel_addressees import told
from attribution.channel_antecedents import told_in
from attribution.channel_cues import relayer, uttered
from attribution.channel_phrases import Scope, phrases
from attribution.channel_retelling import retold
from attribution.channel_sightings import MODES, RANKS, TEXT, Page, Sighting
from attribution.channel_sources import is_share, spoken_by
from attribution.channel_words import nouns, words
from attribution.columns import Columns, columns
from attribution.frames import Frame, Frames
from attribution.nesting import parents
from attribution.occasions import told_apart
from attribution.outlets import PRESS, find_names, may_have_form, normalised
from attribution.reference.gazetteer import parts
from attribution.word_places import places_of

#: How far from the head of the article a dateline may stand, in tokens; a headline comes before it.
_DATELINE = 60


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
        around = parents(attributions)
        stated = state(page, attributions, speakers, around)
        doc._.channels = carry_over(page, attributions, speakers, stated, around)
        return doc


def read_page(doc: Doc) -> Page:
    """The names of the article and what tells which outlet it appeared in."""
    read = columns(doc)
    names = find_names(doc)
    agencies = {
        normalised(doc[name.start : name.end].text)
        for block in doc._.blocks
        if block.kind in ("dateline", "byline")
        for name in (names.get(i) for i in range(block.start, block.end))
        if name is not None and name.kind == "agency"
    }
    agencies |= {normalised(doc[slice(*span)].text) for span in _in_dateline(read)}
    breaks = [i for i in compress(count(), read.is_space) if "\n" in read.text[i]]
    return Page(
        doc=doc,
        read=read,
        names=names,
        place=_places(doc, breaks),
        publication=doc._.publication,
        datelined=frozenset(agencies),
        nouns=frozenset(places_of(doc, nouns().keys())),
        formed=may_have_form(doc),
        breaks=breaks,
        surnames=frozenset(_surnames(doc, read)),
    )


def _surnames(doc: Doc, read: Columns) -> Iterator[int]:
    """Where a person's name ends in a noun for something else."""
    for entity in doc._.entities:
        if entity.kind == "person" and entity.name is not None:
            yield from (end - 1 for _, end in entity.mentions if read.lower[end - 1] in parts().surnames)


def _places(doc: Doc, breaks: Sequence[int]) -> list[int]:
    """The paragraph of each token, counted; a heading counts two."""
    steps = [0] * len(doc)
    for i in breaks:
        steps[i] = 1
    for block in doc._.blocks:
        if block.kind == "heading":
            steps[block.start] += 2
    return list(accumulate(steps))


def _in_dateline(read: Columns) -> Iterator[Range]:
    """Names in brackets at the head of the article, before a dash: "LAGOS, March 3 (Reuters) -"."""
    text = read.text
    for i in range(min(_DATELINE, len(text))):
        if text[i] != "(":
            continue
        end = i + 1
        while end < min(i + 6, len(text)) and text[end][:1].isupper():
            end += 1
        dashed = end + 1 < len(text) and text[end] == ")" and text[end + 1] in ("-", "–", "—", "--")
        if dashed and end > i + 1 and _is_place(read, i):
            yield i + 1, end


def _is_place(read: Columns, end: int) -> bool:
    """Whether a paragraph starts with a dateline's place and date up to `end`: a few words in capitals."""
    first = end
    while first > 0 and end - first < 10 and not read.is_space[first - 1]:
        first -= 1
    whole = first == 0 or read.is_space[first - 1]
    return whole and first < end and not any(map(str.islower, read.text[first:end]))


def state(
    page: Page,
    attributions: Sequence[Attribution],
    speakers: Sequence[int | None],
    around: Sequence[int | None],
) -> list[Route | None]:
    """The route that the text states for each attribution; None where it states none.

    Args:
        page: the article.
        attributions: in order of their content.
        speakers: the speaker of each; empty where they are not resolved.
        around: for each the attribution in whose words it stands.
    """
    frames = Frames(page.doc, attributions, speakers, page.breaks, nouns())
    routes = [
        _stated(page, each, frames.frame(i), around[i] is not None) for i, each in enumerate(attributions)
    ]
    for i, route in told_apart(page, attributions, speakers):
        routes[i] = routes[i] or route
    routes = retold(page, attributions, speakers, around, routes)
    if not any(route is not None and route.type == "data" for route in routes):
        return routes
    for i, attribution in enumerate(attributions):
        before = routes[max(i - 3, 0) : i]
        polled = any(route is not None and route.type == "data" for route in before)
        if polled and _is_polled(page, attribution, routes[i]):
            routes[i] = Route(type="data", mode=MODES["data"], evidence=attribution.source, probability=0.8)
    return routes


def _stated(page: Page, attribution: Attribution, frame: Frame, held: bool) -> Route | None:
    """What the attribution's own clause says, or else what it shares with the speaker's other cues.

    Where another attribution holds it, "he told us" is said by that one's speaker and not by the reporter.
    """
    source = range(*attribution.source) if attribution.source else range(0)
    if source and page.read.tag[source.start] == "IN":
        source = range(0)  # "In an audio recording" is a phrase that was taken for the source
    cue = range(*attribution.cue) if attribution.cue else range(0)
    # "Gave a speech, predicting victory": a participle goes along with the main verb, another verb does not.
    goes_along = any(page.read.tag[i] == "VBG" for i in cue)
    acts = frame.own + frame.shared if goes_along else cue
    scope = Scope(frame.own, source, {*source, *cue}, acts)
    spoken_to = [*told(page, attribution, frame)]
    seen = [
        *spoken_to,
        *uttered(page, attribution, frame),
        *spoken_by(page, attribution, frame),
        *told_in(page, attribution),
    ]
    if not is_verbal(page.read, attribution):
        # "They sent | a letter opposing |": the verb before a noun may put the text out.
        with_verb = range(max(cue.start - 1, 0), cue.stop)
        seen += phrases(page, structs.replace(scope, tokens=with_verb, acts=with_verb))
    else:
        seen += phrases(page, scope)
        if frame.shared and not seen:
            seen += phrases(page, structs.replace(scope, tokens=frame.shared))
    passed_on = relayer(page, attribution, frame)
    if passed_on is not None:
        seen.append(passed_on)
    seen = [_published(page, attribution, sighting) for sighting in seen]
    if not spoken_to:
        seen = [_telephoned(page, attribution, sighting) for sighting in seen]
    return combine([sighting for sighting in seen if not (held and sighting.type == "interview")])


def combine(seen: Sequence[Sighting]) -> Route | None:
    """The most specific of the sightings, with those of other channels beside it; None if there are none."""
    if not seen:
        return None
    by_type: dict[str, Sighting] = {}
    for sighting in sorted(seen, key=lambda sighting: (-sighting.rank, sighting.evidence[0])):
        by_type.setdefault(sighting.type, sighting)
    first, *others = [sighting.route() for sighting in by_type.values()]
    return structs.replace(first, also=tuple(others)) if others else first


def _published(page: Page, attribution: Attribution, sighting: Sighting) -> Sighting:
    """An outlet's article is news; an article that somebody else writes in an outlet is a document."""
    editorial = page.read.lower[sighting.evidence[1] - 1] in words("nouns", "editorial")
    if sighting.type == "document" and editorial:
        # What a paper argues in a piece of its own is no news that it tells.
        return structs.replace(sighting, rank=RANKS["news_report"] + TEXT + 1)
    if sighting.type == "document" and attribution.source is not None:
        name = page.outlet_in(*attribution.source)
        if name is not None and name.kind in PRESS and name.end == attribution.source[1]:
            return structs.replace(sighting, type="news_report", name=page.text(name))
    inside = page.read.lower[sighting.evidence[0]] == "in"
    if sighting.type == "news_report" and inside and writes(page.read, attribution):
        return structs.replace(sighting, type="document")
    return sighting


def _telephoned(page: Page, attribution: Attribution, sighting: Sighting) -> Sighting:
    """Who tells somebody else a thing by phone does not tell it to the reporter."""
    cue, last = attribution.cue, page.read.lower[sighting.evidence[1] - 1]
    third = cue is not None and page.read.lower[cue[1] - 1] in words("verbs", "tell")
    if sighting.type != "interview" or last not in ("phone", "telephone", "skype", "zoom") or not third:
        return sighting
    return structs.replace(sighting, type="phone_call", rank=RANKS["phone_call"])


def _is_polled(page: Page, attribution: Attribution, route: Route | None) -> bool:
    """Whether, among polls, the source is a share of people ("most voters") or an outlet's own figure."""
    if route is None:
        return is_share(page, attribution.source)
    return route.type == "news_report" and bool(set(page.lower(attribution.cue)) & words("verbs", "show"))
