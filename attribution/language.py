"""Whether a text is English, for a warning and nothing else.

Decides by the share of function words, the commonest words of any language: English ones against those
of languages in Latin script. Other scripts are told by their letters. A text is taken for English until
it plainly is not: short texts, tables and lists of names hold few function words of any language.
"""

import re
import tomllib
from pathlib import Path

from spacy.tokens import Doc

from attribution.phrases import word_set

#: Words of a text that are looked at: some from its start, some from its middle, some from its end.
SAMPLE_CHARACTERS = 6000
#: With fewer words nothing is decided.
FEWEST_WORDS = 12
FEWEST_LETTERS = 12
#: English news has about three of these words in ten; other languages stay below one in twenty.
ENGLISH_SHARE = 0.12
FOREIGN_SHARE = 0.1

_LEXICON = tomllib.loads(
    (Path(__file__).with_name("lexicons") / "function_words.toml").read_text(encoding="utf-8")
)
#: English words that are no frequent words of another language in Latin script.
ENGLISH = word_set(_LEXICON["english"])
#: Frequent words of other languages that English text does not use but in names.
FOREIGN = word_set(" ".join(_LEXICON["foreign"].values())) - word_set(_LEXICON["names"]) - ENGLISH

_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]+")


def is_english(text: Doc | str) -> bool:
    """Whether a text may be English; False only where it plainly is not. Time does not grow with the text."""
    sample = _sample(text if isinstance(text, str) else text.text)
    words = _WORD.findall(sample)
    letters = sum(map(len, words))
    # Mostly the letters from a to z are enough; to count those with accents too takes longer.
    few = letters >= FEWEST_LETTERS and _plain_letters(sample) * 2 < letters
    if few and sum(map(len, _LATIN.findall(sample))) * 2 < letters:
        return False
    if len(words) < FEWEST_WORDS:
        return True
    english = sum(map(ENGLISH.__contains__, map(str.lower, words)))
    if english >= ENGLISH_SHARE * len(words):
        return True
    foreign = sum(map(FOREIGN.__contains__, map(str.lower, words)))
    return foreign <= english or foreign < FOREIGN_SHARE * len(words)


def _plain_letters(text: str) -> int:
    """How many letters from a to z the text holds."""
    return len(text.encode("ascii", "ignore").translate(None, _NO_LETTERS))


def _sample(text: str) -> str:
    """The text, or three pieces of a long one, so that a quotation in another language does not decide."""
    third = SAMPLE_CHARACTERS // 3
    if len(text) <= SAMPLE_CHARACTERS:
        return text
    middle = (len(text) - third) // 2
    return " ".join((text[:third], text[middle : middle + third], text[-third:]))
