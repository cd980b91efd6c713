"""What became of the quotes of an article between two versions: kept, moved, altered, added, removed.

Decides what a standards desk wants to know before an article is published anew: whether words of a quote
were changed, whether they are somebody else's now, and whether their source was made anonymous or named.
Which quotes belong together is decided in `alignment`, how words were edited in `word_diff`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from attribution.alignment import Alignment, Entry, align
from attribution.changes import Change, Changes, ChangeSummary, Difference, Field
from attribution.results import Answer, Quote, SpeakerReference
from attribution.word_diff import WORD, word_diff, words_of

ARTICLES = frozenset(("a", "an", "the"))


def compare(before: Answer, after: Answer) -> Changes:
    """What became of each quote. The same answer twice gives kept quotes alone.

    Args:
        before: what was found in the earlier version.
        after: what was found in the later version; its offset unit may be another.
    """
    entries = [[entry(quote) for quote in answer.quotes] for answer in (before, after)]
    alignment = align(*entries)
    units = before.offset_unit, after.offset_unit
    changes = {}
    for i, j in alignment.pairs:
        old, new = before.quotes[i], after.quotes[j]
        same_words = entries[0][i].words == entries[1][j].words
        changes[i, j] = Change(
            type="altered" if not same_words else "kept" if (i, j) in alignment.unmoved else "moved",
            before=old.id,
            after=new.id,
            diff=[] if same_words else word_diff(old, new, units),
            differences=list(differences(old, new)),
        )
    ordered = [
        changes[i, j]
        if i is not None and j is not None
        else Change(
            type="removed" if j is None else "added",
            before=None if i is None else before.quotes[i].id,
            after=None if j is None else after.quotes[j].id,
            diff=[],
            differences=[],
        )
        for i, j in in_reading_order(alignment, len(before.quotes), len(after.quotes))
    ]
    return Changes(summary=summary(ordered, before, after), changes=ordered)


def entry(quote: Quote) -> Entry:
    """What a quote is known by."""
    return Entry(tuple(word.text for word in words_of(quote)), (label(quote.speaker) or "").lower())


def in_reading_order(
    alignment: Alignment, before: int, after: int
) -> Iterator[tuple[int | None, int | None]]:
    """Every quote by its positions in both versions, in the order of the later one.

    A removed quote follows the last one before it that stayed in its place.
    """
    partner = {j: i for i, j in alignment.pairs}
    kept = set(partner.values())
    place = dict(alignment.unmoved)
    removed: dict[int, list[int]] = {}
    last = -1
    for i in range(before):
        last = place.get(i, last)
        if i not in kept:
            removed.setdefault(last, []).append(i)
    for j in range(-1, after):
        if j >= 0:
            yield partner.get(j), j
        yield from ((i, None) for i in removed.get(j, []))


def differences(old: Quote, new: Quote) -> Iterator[Difference]:
    """What the two versions do not say alike of a quote."""
    if old.kind != new.kind:
        yield Difference(field="kind", before=old.kind, after=new.kind)
    if field := speaker_field(old.speaker, new.speaker):
        yield Difference(field=field, before=label(old.speaker), after=label(new.speaker))
    if (
        old.anonymity.status != new.anonymity.status
        or old.anonymity.is_anonymous != new.anonymity.is_anonymous
    ):
        yield Difference(field="anonymity", before=old.anonymity.status, after=new.anonymity.status)
    if old.channel.type != new.channel.type:
        yield Difference(field="channel", before=old.channel.type, after=new.channel.type)
    elif old.channel.name != new.channel.name:
        yield Difference(field="channel_name", before=old.channel.name, after=new.channel.name)
    if old.is_second_hand != new.is_second_hand:
        yield Difference(field="is_second_hand", before=old.is_second_hand, after=new.is_second_hand)


def speaker_field(old: SpeakerReference | None, new: SpeakerReference | None) -> Field | None:
    """Whether the speaker is another, or an unnamed one is described more or less closely than before."""
    if old is None or new is None:
        return None if old is new else "speaker"
    if old.name and new.name:
        return None if same_names(old.name, new.name) else "speaker"
    if old.name or new.name:
        return "speaker"
    here, there = words(old.description), words(new.description)
    if here == there:
        return None
    return "description" if here <= there or there <= here else "speaker"


def same_names(old: str, new: str) -> bool:
    """Whether two names are of the same speakers: "Ana Lind & Bo Ek" and "Lind & Ek"."""
    here, there = ([words(name) for name in joint.split(" & ")] for joint in (old, new))
    return len(here) == len(there) and all(a <= b or b <= a for a, b in zip(here, there, strict=True))


def words(text: str | None) -> set[str]:
    """The words of a name or description but for articles, in lower case."""
    return {word.lower() for word in WORD.findall(text or "")} - ARTICLES


def label(speaker: SpeakerReference | None) -> str | None:
    """The name, or else the description."""
    return (speaker.name or speaker.description) if speaker else None


def summary(changes: Sequence[Change], before: Answer, after: Answer) -> ChangeSummary:
    """How many quotes changed in what way."""
    anonymous = [
        {quote.id: quote.anonymity.is_anonymous for quote in answer.quotes} for answer in (before, after)
    ]
    counts = Counter[str](change.type for change in changes)
    for change in changes:
        if change.before is None or change.after is None:
            continue
        fields = {difference.field for difference in change.differences}
        was, is_now = anonymous[0][change.before], anonymous[1][change.after]
        counts["made_anonymous"] += is_now and not was
        counts["no_longer_anonymous"] += was and not is_now
        counts["reattributed"] += "speaker" in fields and was == is_now
        counts["rerouted"] += not fields.isdisjoint({"channel", "channel_name", "is_second_hand"})
    return ChangeSummary(**{field: counts[field] for field in ChangeSummary.__struct_fields__})
