"""The words that a process keeps from one article to the next.

spaCy's memory zones give back what an article has added to the vocabulary, so that a long-lived process does
not grow. But inside a zone the tokenizer remembers nothing: every "said" of every article is cut and described
anew, which takes longer than all the rules together. So the words of the first articles are learned outside of
any zone, until `KEPT` strings are there or `TAUGHT` articles were read. By then nine words in ten of any news article
are known, and the rest goes with the zone. What is kept changes how long an article takes and nothing else.

The table of strings keeps the places of those that went, and doubles when it has seen as many as it has places;
so it is made anew now and then.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from weakref import WeakKeyDictionary

from msgspec import Struct, field
from spacy.language import Language
from spacy.tokenizer import Tokenizer

#: Strings in the vocabulary from which on nothing is learned: some 20 MB with what belongs to them.
KEPT = 30_000
#: Articles from which words are learned: most of what the later ones bring are names that do not come again.
TAUGHT = 2_000
#: Characters of one article that are learned, and of one chunk; longer ones seldom come again.
LEARNED = 50_000
LONGEST = 24

#: Words of zones after which the table of strings is made anew.
GONE = 100_000


class _Past(Struct):
    """What a pipeline has read."""

    known: set[str] = field(default_factory=set)
    """What stands between two blanks and was learned."""
    taught: int = 0
    """Articles that words were learned from."""
    met: int = 0
    """Words that had been met when the table of strings was last made."""


_past: WeakKeyDictionary[Language, _Past] = WeakKeyDictionary()


@contextmanager
def article_memory(nlp: Language, texts: Sequence[str]) -> Iterator[None]:
    """Memory in which articles are read: given back at the end, but for words that are kept for the next ones.

    No document made in it may be used after it.
    """
    past = _past.setdefault(nlp, _Past(met=len(nlp.vocab)))
    for text in texts:
        if len(nlp.vocab.strings) < KEPT and past.taught < TAUGHT:
            past.taught += 1
            learn(nlp, text, past.known)
    # The length of a vocabulary counts the words that went, too.
    if len(nlp.vocab) - past.met > GONE:
        past.met = len(nlp.vocab)
        nlp.vocab.strings.from_bytes(nlp.vocab.strings.to_bytes())
    with nlp.memory_zone():
        yield


def learn(nlp: Language, text: str, known: set[str]) -> None:
    """Keep the words of an article that are not `known`. Must stand outside of any memory zone."""
    tokenizer = nlp.tokenizer
    assert isinstance(tokenizer, Tokenizer)
    tokenizer.max_cache_size = 2 * KEPT
    # One by one: in a text spaCy keeps nothing that stands behind the first abbreviation or contraction.
    for chunk in set(text[:LEARNED].split()) - known:
        if len(chunk) <= LONGEST:
            tokenizer(chunk)
            known.add(chunk)
