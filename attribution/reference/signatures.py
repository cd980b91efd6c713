"""Who writes in the first person outside quotations: whoever signed, at the end or in the byline."""

from attribution.annotations import Block
from attribution.reference.cast import Cast
from attribution.reference.mentions import Mention
from attribution.reference.words import Words

#: A letter is signed within so many paragraphs and tokens.
SIGNED_WITHIN = 2
LETTER = 400


def who_signed(cast: Cast, position: int, *, plural: bool) -> int | None:
    """Whose name stands alone in one of the next paragraphs, as under a letter; a handle signs for one person."""
    words = cast.words
    for i in range(position, min(position + LETTER, len(words))):
        if words.paragraph[i] - words.paragraph[position] > SIGNED_WITHIN:
            break
        mention = cast.mention_at.get(i)
        if mention is None or mention.kind not in ("person", "unknown") or not is_alone(words, mention):
            continue
        if not (plural and words.text[i].startswith("@")):
            return cast.of(mention)
    return None


def in_byline(cast: Cast) -> int | None:
    """The one person whom the byline names."""
    blocks: tuple[Block, ...] = cast.words.doc._.blocks
    named = {
        cast.of(mention)
        for block in blocks
        if block.kind == "byline"
        for i in range(block.start, block.end)
        if (mention := cast.mention_at.get(i)) is not None and mention.kind == "person"
    }
    return named.pop() if len(named) == 1 else None


def is_alone(words: Words, mention: Mention) -> bool:
    """Whether a name is all that its paragraph holds."""
    paragraph = words.paragraph[mention.start]
    before = range(max(0, mention.start - 3), mention.start)
    behind = range(mention.end, min(len(words), mention.end + 3))
    return not any(
        words.paragraph[j] == paragraph and words.text[j][0].isalnum()
        for around in (before, behind)
        for j in around
    )
