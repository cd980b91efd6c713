"""What holds of every answer, whatever the text."""

from collections.abc import Iterator

import msgspec

from attribution.results import Answer, Span


def spans_of(answer: Answer) -> Iterator[Span]:
    """Every span that stands anywhere in the answer."""

    def walk(value: object) -> Iterator[Span]:
        if isinstance(value, Span):
            yield value
        elif isinstance(value, msgspec.Struct):
            for field in value.__struct_fields__:
                yield from walk(getattr(value, field))
        elif isinstance(value, list):
            for item in value:
                yield from walk(item)

    return walk(answer)


def slice_of(text: str, start: int, end: int, unit: str) -> str:
    if unit == "codepoint":
        return text[start:end]
    encoding, width = ("utf-16-le", 2) if unit == "utf16" else ("utf-8", 1)
    return text.encode(encoding)[start * width : end * width].decode(encoding)


def check(text: str, answer: Answer) -> None:
    """Raise AssertionError where the answer breaks its promises."""
    for span in spans_of(answer):
        assert span.start < span.end
        assert slice_of(text, span.start, span.end, answer.offset_unit) == span.text
    assert in_order([quote.spans[0].start for quote in answer.quotes])
    ids = [quote.id for quote in answer.quotes]
    assert len(set(ids)) == len(ids)
    speakers = {speaker.id for speaker in answer.speakers}
    for quote in answer.quotes:
        for before, after in zip(quote.spans, quote.spans[1:], strict=False):
            assert before.end <= after.start
        for piece in quote.spans:
            for other in (quote.cue, quote.source):
                assert other is None or other.end <= piece.start or piece.end <= other.start
        assert quote.speaker is None or quote.speaker.id in speakers
        assert quote.parent is None or quote.parent in ids
        assert not (quote.anonymity.status in ("unknown", "named") and quote.anonymity.is_anonymous)
        assert quote.parent != quote.id
        told = quote.confidence
        assert all(0 <= value <= 1 for value in (told.quote, told.speaker, told.anonymity, told.channel))
    for speaker in answer.speakers:
        assert in_order([mention.start for mention in speaker.mentions])
    assert in_order([refusal.evidence.start for refusal in answer.declined])
    quoted = [quote_id for speaker in answer.speakers for quote_id in speaker.quote_ids]
    assert sorted(quoted) == sorted(quote.id for quote in answer.quotes if quote.speaker)
    # The answer must survive the way to the client and back.
    assert msgspec.json.decode(msgspec.json.encode(answer), type=Answer) == answer


def in_order(positions: list[int]) -> bool:
    return positions == sorted(positions)
