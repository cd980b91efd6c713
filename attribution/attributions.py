"""Content, cue and source found and tied together.

The network (network.py) proposes cues and labels the source and content of each. Quotation marks
then have the last word on edges: a content that takes up most of a quotation takes it whole, marks
included, and goes on into the next paragraph where the quotation does (edges.py). Speech between
quotation marks that no cue claims finds its owner in speech.py. Which of all these are kept is
decided in selection.py.

Whose words they are over the whole article is decided in speakers.py, not here.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

import msgspec
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import minibatch

from attribution.annotations import Attribution, Quotation, Range
from attribution.as_saying import add_quoted
from attribution.block_quotes import citations
from attribution.columns import Columns, columns
from attribution.contested import before_outer, settle_contested
from attribution.cue_edges import mended
from attribution.edges import carved, merge, settle_edges, whole_words
from attribution.hearsay import add_hearsay
from attribution.layout import lead_ins, signatures, transcript_turns
from attribution.nested import add_nested
from attribution.opening_phrases import without_opening
from attribution.participles import subject_of_cue
from attribution.reading import link_all
from attribution.reasons import TELLING
from attribution.refusals import find_refusals
from attribution.relays import unwrap
from attribution.requests import TOGETHER
from attribution.source_edges import aged_name, one_mention, without_channel
from attribution.speech import ask_behind, claim_speech
from attribution.unspoken import without_unspoken
from attribution.withheld_sources import tie_withheld
from attribution.withholding import Withholding, find_withholdings

#: A cue is proposed when some token of it is at least this likely one; selection.py drops most of the unlikely.
PROPOSED = 0.25
#: Speech between quotation marks has a cue more often than not, so that there less will do.
PROPOSED_BESIDE_MARKS = 0.10
#: Where a cue is at least this likely one, less likely words beside it are no part of it.
SURE = 0.50

#: Contents are compared with those that share a stretch of so many tokens with them.
STRETCH = 50

#: Tokens, marks included, of a quotation that is speech again and no word in marks.
RESUMED = 4

#: Tokens of a relative clause that belongs to a source.
LONGEST_RELATIVE = 20


@Language.factory(
    "attribution_links",
    assigns=["doc._.attributions"],
    requires=["token.tag", "token.dep", "doc._.blocks", "doc._.quotations", "doc._.reading"],
)
def make_links(nlp: Language, name: str) -> "Links":
    """Make the component; it reads on where the parser stopped."""
    return Links()


class Links:
    """Writes `doc._.attributions`, in order of their content."""

    def __call__(self, doc: Doc) -> Doc:
        (doc,) = self.pipe([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = TOGETHER) -> Iterator[Doc]:
        """The same for each of many documents, so many at a time."""
        for docs in minibatch(stream, batch_size):  # type: ignore[no-untyped-call]
            likely = [doc._.reading.likely_cues(PROPOSED, PROPOSED_BESIDE_MARKS, SURE) for doc in docs]
            for doc, proposals in zip(docs, link_all(likely), strict=True):
                yield self._attributed(doc, proposals)

    def _attributed(self, doc: Doc, proposals: list[Attribution]) -> Doc:
        reading = doc._.reading
        rules = find_withholdings(doc)
        spoken_for = no_cues(doc, rules)
        read, quotations = columns(doc), doc._.quotations
        proposed = [a for proposal in proposals if (a := outside(proposal, spoken_for, read.tag)) is not None]
        proposed = [
            completed(doc, read, without_opening(read, resumed(read, quotations, whole_words(read, a))))
            for a in (without_unspoken(doc, a) for a in mended(doc, proposed, reading))
        ]
        dangling = [a for a in proposed if not a.content]
        likeliest = sorted((a for a in proposed if a.content), key=lambda a: -a.probability)
        # What the layout says stands before what the network makes of the same words.
        settled = settle_edges(doc, [*transcript_turns(doc), *signatures(doc), *citations(doc), *likeliest])
        found = drop_repeats(settle_contested(doc, settled, by_sentence=True))
        found += lead_ins(doc, dangling, {start for a in found for start, _ in a.content})
        found = unwrap(doc, found, reading, spoken_for)
        found = tie_withheld(doc, found, reading, rules)
        found = add_nested(doc, found, reading)
        found = add_quoted(doc, ask_behind(doc, found, reading), reading)
        found = settle_contested(doc, before_outer(doc, found))
        found = [carved(doc, a) for a in claim_speech(doc, found)]
        found = add_hearsay(doc, one_mention(a for a in found if a.content), reading, spoken_for)
        # Its arrays are of no use to later stages, nor to who keeps the document.
        doc._.reading = None
        doc._.attributions = tuple(sorted(found, key=lambda a: (a.content, a.cue or (0, 0))))
        return doc


def no_cues(doc: Doc, rules: list[Withholding]) -> list[Range]:
    """Words that sound like cues and report no words: "declined to be named", "declined to comment"."""
    # "asked | to be identified only by": the verb may stand before the wording that was matched.
    ranges = [(max(rule.start - 2, rule.sentence[0]), rule.end) for rule in rules]
    # "…, who | feared reprisals and agreed to talk | on condition of anonymity"
    around = [(rule.target + 1, rule.start) for rule in rules if rule.adjacent and rule.target is not None]
    # "…, because she | feared losing her job"
    around += [rule.reason.evidence for rule in rules if rule.reason is not None]
    lower = columns(doc).lower
    # Unless somebody is said to say so.
    ranges += [(start, end) for start, end in around if TELLING.isdisjoint(lower[start:end])]
    return ranges + [evidence for _, evidence, _ in find_refusals(doc)]


def outside(attribution: Attribution, no_cues: list[Range], tags: Sequence[str]) -> Attribution | None:
    """The attribution with its cue outside those words; None if all of the cue lies in them."""
    cue = attribution.cue
    for start, end in no_cues:
        if cue and start <= cue[0] < end:
            # Of "did not answer a question | about when" nothing is left that says anything.
            if cue[1] <= end or all(tag in ("IN", "TO", "RB") for tag in tags[end : cue[1]]):
                return None
            cue = (end, cue[1])
    return attribution if cue == attribution.cue else msgspec.structs.replace(attribution, cue=cue)


def completed(doc: Doc, read: Columns, attribution: Attribution) -> Attribution:
    """Find the source that the network leaves open, and complete one that breaks off.

    It breaks off at its relative pronoun, or before the name in apposition to it:
    "an official who | declined to be named said"; "the captain |, Will Prosser, said".
    """
    source, cue = attribution.source, attribution.cue
    if source is None:
        source = subject_of_cue(doc, attribution) or (cue and aged_name(read, cue))
    if source is None:
        return attribution
    start, end = source = without_channel(read, source, cue)
    if end - start > 1 and read.tag[end - 1] in ("WP", "WDT"):
        end = cue[0] if cue and end <= cue[0] <= end + LONGEST_RELATIVE else end - 1
    elif end + 1 < len(doc) and read.text[end] == "," and read.ent_type[start] != "PERSON":
        is_content = any(first == end + 1 for first, _ in attribution.content)
        named = read.ent_type[end + 1] == "PERSON" and read.tag[end - 1] in ("NN", "NNP") and not is_content
        if named and doc[end + 1].ent_iob_ == "B":
            end = next((i for i in range(end + 1, len(doc)) if read.ent_type[i] != "PERSON"), len(doc))
    if (start, end) == attribution.source:
        return attribution
    return msgspec.structs.replace(attribution, source=(start, end))


def resumed(read: Columns, quotations: Sequence[Quotation], attribution: Attribution) -> Attribution:
    """Give speech that goes on behind its source, taken for part of it, back to the content: "said Ruiz, | “and …”"."""
    source = attribution.source
    if source is None or not attribution.content:
        return attribution
    for i in range(bisect_right(quotations, source[0], key=attrgetter("start")), len(quotations)):
        quotation = quotations[i]
        if quotation.start >= source[1]:
            break
        speech = quotation.use == "speech" and not quotation.level
        if speech and read.text[quotation.start - 1] == "," and quotation.end - quotation.start > RESUMED:
            content = merge([*attribution.content, (quotation.start, quotation.end)])
            return msgspec.structs.replace(
                attribution, source=(source[0], quotation.start - 1), content=tuple(content)
            )
    return attribution


def drop_repeats(found: list[Attribution]) -> list[Attribution]:
    """Of attributions that claim much the same words, keep the first."""
    kept: list[Attribution] = []
    at: dict[int, list[Attribution]] = {}
    for attribution in found:
        # Contents that share half their tokens share a stretch of the article: look only there.
        stretches = range(attribution.content[0][0] // STRETCH, attribution.content[-1][1] // STRETCH + 1)
        if not any(similar(attribution.content, other.content) for s in stretches for other in at.get(s, [])):
            kept.append(attribution)
            for s in stretches:
                at.setdefault(s, []).append(attribution)
    return kept


def similar(one: tuple[Range, ...], other: tuple[Range, ...]) -> bool:
    """Whether two contents share more than half their tokens."""
    if one[-1][1] <= other[0][0] or other[-1][1] <= one[0][0]:
        return False
    shared = sum(max(0, min(e, f) - max(s, t)) for s, e in one for t, f in other)
    whole = sum(e - s for s, e in one) + sum(f - t for t, f in other) - shared
    return 2 * shared > whole
