"""What is measured on: our own articles, PolNeAR's dev articles where they are at hand, and as many more as wanted.

More articles are made from ours: the same paragraphs again with other surnames, so that neither a cache of words
nor a list of people already known makes the second time cheaper than the first.
"""

import random
import re
from collections.abc import Iterator
from functools import cache
from itertools import count

import msgspec
from msgspec import Struct

import seeds
from training.paths import DATA

ONSETS = "B Br C Cr D Dr F Gr H K L M N P Pr R S St T Tr V W".split()
VOWELS = "a e i o u ai ea ie oa".split()
CODAS = "b ck d ld lm n nd ng r rd rt s st t th v".split()
ENDINGS = "a en er ett ey in ini o ova ow sen son well y".split()


class _Line(Struct, frozen=True):
    text: str


def length(text: str) -> int:
    """Words as every figure of the benchmarks counts them: what stands between spaces."""
    return len(text.split())


@cache
def ours() -> tuple[str, ...]:
    """The articles written for this project."""
    return tuple(seed.text for seed in seeds.load())


@cache
def polnear() -> tuple[str, ...]:
    """PolNeAR's dev articles, which do not come with the project; empty where they are not at hand."""
    path = DATA / "polnear" / "dev.jsonl"
    if not path.exists():
        return ()
    return tuple(msgspec.json.decode(line, type=_Line).text for line in path.read_bytes().splitlines())


def corpora() -> dict[str, tuple[str, ...]]:
    """Every collection that is at hand, by name."""
    return {name: texts for name, texts in (("seeds", ours()), ("PolNeAR dev", polnear())) if texts}


def paragraphs() -> Iterator[str]:
    """The paragraphs of our articles over and over, with new surnames each time. Without end."""
    for number in count():
        for text in ours():
            yield from _renamed(text, number).split("\n\n")


def of_length(words: int) -> Iterator[str]:
    """Articles of at least so many words, and less than a paragraph more. Without end."""
    article: list[str] = []
    so_far = 0
    for paragraph in paragraphs():
        article.append(paragraph)
        so_far += length(paragraph)
        if so_far >= words:
            yield "\n\n".join(article)
            article, so_far = [], 0


def _renamed(text: str, number: int) -> str:
    """The article with surnames of its own for every number but 0."""
    if not number:
        return text
    chance = random.Random(number)  # the same articles at every run
    names = {surname: _made_up(chance) for surname in _surnames()}
    return _surname_pattern().sub(lambda found: names[found[0]], text)


def _made_up(chance: random.Random) -> str:
    """One of some millions of names."""
    return "".join(chance.choice(part) for part in (ONSETS, VOWELS, CODAS, VOWELS, CODAS, ENDINGS))


@cache
def _surnames() -> tuple[str, ...]:
    """The last words of the speakers' names in two words, longest first: those of people, mostly."""
    speakers = {mark.speaker for seed in seeds.load() for mark in seed.attributions if mark.speaker}
    names = [name.split() for speaker in speakers for name in speaker.split(" & ")]
    return tuple(
        sorted(
            {name[1] for name in names if len(name) == 2 and name[1].istitle()},
            key=lambda word: (-len(word), word),
        )
    )


@cache
def _surname_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, _surnames()))})\b")
