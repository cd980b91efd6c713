"""The sourcing report: what the sources of an article are, and how much of it rests on whom.

Decides how quotes, words and sources are counted, from the assembled answer alone: it finds nothing anew,
so that an attribution which is wrong there is wrong here. What an editor should look at is decided in
findings.py, what rests on one unnamed source in backing.py. Linear in the length of the answer.

Sources are the speakers with a quote in the answer; who only declined to comment is none, joint speakers
are one. A source is anonymous where one of its quotes is. Words are what stands between spaces and holds
a letter or digit; those of a quote inside another are counted once, for the speaker of the outer one,
whom the article has them from.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar, get_args

from msgspec.structs import replace

from attribution.backing import rests_on_one_unnamed_source
from attribution.findings import findings_of
from attribution.results import AnonymityStatus, Answer, ChannelType, Quote, Report, SpeakerReference, Voice

#: How many of the most quoted sources are told.
VOICES = 5

Label = TypeVar("Label", bound=str)


def report_of(answer: Answer) -> Report:
    """The report on the quotes of `answer`; where it was asked for some kinds of quote, on those alone."""
    quotes = answer.quotes
    lengths = word_counts(quotes)
    words = sum(lengths)
    anonymous = [quote.anonymity.is_anonymous for quote in quotes]
    anonymous_words = sum(length for length, hidden in zip(lengths, anonymous, strict=True) if hidden)
    sources = [speaker for speaker in answer.speakers if speaker.quote_ids]
    hidden = {quote.speaker.id for quote in quotes if quote.speaker and quote.anonymity.is_anonymous}
    explained = {quote.speaker.id for quote in quotes if quote.speaker and quote.anonymity.reason}
    anonymous_sources = [source.id for source in sources if source.id in hidden]
    on_one = rests_on_one_unnamed_source(quotes)
    report = Report(
        quotes=len(quotes),
        words=words,
        sources=len(sources),
        refusals=len(answer.declined),
        sources_by_status=counted((source.anonymity for source in sources), get_args(AnonymityStatus)),
        quotes_by_channel=counted((quote.channel.type for quote in quotes), get_args(ChannelType)),
        anonymous_quotes=sum(anonymous),
        anonymous_words=anonymous_words,
        anonymous_quote_share=share(sum(anonymous), len(quotes)),
        anonymous_word_share=share(anonymous_words, words),
        anonymous_sources=anonymous_sources,
        anonymous_without_reason=[id for id in anonymous_sources if id not in explained],
        one_unnamed_source=[quote.id for quote, alone in zip(quotes, on_one, strict=True) if alone],
        second_hand=[quote.id for quote in quotes if quote.is_second_hand],
        without_speaker=[quote.id for quote in quotes if quote.speaker is None],
        most_quoted=voices(quotes, lengths, hidden)[:VOICES],
        findings=[],
    )
    return replace(report, findings=findings_of(answer, report))


def word_counts(quotes: Sequence[Quote]) -> list[int]:
    """The number of words of each quote; none for one inside another, whose words count there."""
    return [
        sum(any(map(str.isalnum, word)) for span in quote.spans for word in span.text.split())
        if quote.parent is None
        else 0
        for quote in quotes
    ]


def voices(quotes: Sequence[Quote], lengths: Sequence[int], hidden: Collection[str]) -> list[Voice]:
    """Every source with its part of the quoted words, most words first; of equals most quotes, then the earlier."""
    speakers: dict[str, SpeakerReference] = {}
    numbers: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for quote, length in zip(quotes, lengths, strict=True):
        if quote.speaker is not None:
            speakers[quote.speaker.id] = quote.speaker
            numbers[quote.speaker.id] += 1
            words[quote.speaker.id] += length
    total = sum(lengths)
    return [
        Voice(
            speaker=speakers[id],
            is_anonymous=id in hidden,
            quotes=numbers[id],
            words=words[id],
            word_share=share(words[id], total),
        )
        for id in sorted(speakers, key=lambda id: (-words[id], -numbers[id]))
    ]


def counted(labels: Iterable[Label], order: Sequence[Label]) -> dict[Label, int]:
    """How often each label occurs, the commonest first and else in the order of the contract."""
    numbers = Counter(labels)
    return {
        label: numbers[label]
        for label in sorted(numbers, key=lambda label: (-numbers[label], order.index(label)))
    }


def share(part: int, whole: int) -> float:
    """The part from 0 to 1 to four places; 0 of nothing."""
    return round(part / whole, 4) if whole else 0.0
