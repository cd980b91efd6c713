"""The word lists by which channels are told, read once from the lexicons.

Decides nothing; a list that the rules look words up in has its reason beside it in the lexicon file.
"""

from functools import cache
from typing import get_args

from msgspec import Struct, convert

from attribution.outlets import read_lexicon
from attribution.results import ChannelType


class Noun(Struct, frozen=True, forbid_unknown_fields=True, rename={"with_": "with"}):
    """A noun that names a channel, and where it does: an entry of channel_nouns.toml."""

    type: ChannelType
    words: frozenset[str]
    by: frozenset[str] = frozenset()
    with_: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    not_after: frozenset[str] = frozenset()
    source: bool = True
    bare: bool = False
    led: bool = False
    house: bool = False
    written: bool = False


@cache
def nouns() -> dict[str, tuple[Noun, ...]]:
    """The entries by head noun, in the order of the lexicon."""
    by_word: dict[str, list[Noun]] = {}
    for noun in convert(read_lexicon("channel_nouns")["noun"], list[Noun]):
        for word in noun.words:
            by_word.setdefault(word, []).append(noun)
    return {word: tuple(entries) for word, entries in by_word.items()}


@cache
def words(table: str, key: str) -> frozenset[str]:
    """A list of channel_cues.toml.

    Raises:
        KeyError: if the lexicon has no such list.
    """
    return _cues()[table][key]


@cache
def _cues() -> dict[str, dict[str, frozenset[str]]]:
    return convert(read_lexicon("channel_cues"), dict[str, dict[str, frozenset[str]]])


@cache
def addressees() -> dict[str, ChannelType]:
    """The channel by the head noun of those who are told."""
    heads = convert(read_lexicon("channel_addressees"), dict[ChannelType, frozenset[str]])
    assert set(heads) <= set(get_args(ChannelType))
    return {word: channel for channel, listed in heads.items() for word in listed}


@cache
def courts() -> dict[str, frozenset[str]]:
    """The word lists of courts.toml."""
    return convert(read_lexicon("courts"), dict[str, frozenset[str]])


@cache
def known_nouns() -> frozenset[str]:
    """Words that are nouns wherever a noun phrase is known to stand, whatever the tagger says."""
    lists = courts()
    return frozenset({*nouns(), *addressees(), *lists["court"], *lists["judge"], *lists["legislature"]})
