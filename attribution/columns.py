"""An article's tokens as plain lists, read off the `Doc` once and shared by every rule.

Asking spaCy's tokens one by one for their words and tags costs a Python object and a look-up in the string
store each time; a list costs neither. Decides nothing.
"""

from itertools import accumulate
from operator import add
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.attrs import DEP, ENT_TYPE, HEAD, IS_PUNCT, ORTH, SENT_START, SPACY, TAG
from spacy.strings import StringStore
from spacy.tokens import Doc

_WORDS, _COLUMNS, _PLACES = "columns.words", "columns", "columns.places"


class WordColumns(NamedTuple):
    """What the tokenizer tells, one entry a token."""

    text: list[str]
    lower: list[str]
    is_space: list[bool]
    """Whether the token is white space alone."""
    spaced: list[bool]
    """Whether a space follows that is no token of its own."""
    is_punct: list[bool]
    """Whether the token is punctuation alone."""

    def joined(self) -> str:
        """The text of the document."""
        return "".join(
            [word + " " if gap else word for word, gap in zip(self.text, self.spaced, strict=True)]
        )

    def starts(self) -> list[int]:
        """Position of each token's first character in the text."""
        return list(accumulate(map(add, map(len, self.text), self.spaced), initial=0))[:-1]


class Columns(NamedTuple):
    """What the tokenizer, the tagger, the parser and the names tell, one entry a token."""

    text: list[str]
    lower: list[str]
    is_space: list[bool]
    """Whether the token is white space alone."""
    spaced: list[bool]
    """Whether a space follows that is no token of its own."""
    is_punct: list[bool]
    """Whether the token is punctuation alone."""
    tag: list[str]
    dep: list[str]
    head: list[int]
    """Position of the head; a root's is its own."""
    ent_type: list[str]
    """Empty outside names."""
    opens: list[bool]
    """Whether a sentence begins here, by the parse."""


def word_columns(doc: Doc) -> WordColumns:
    """The words of a tokenized document."""
    found: WordColumns | None = doc.user_data.get(_WORDS)
    if found is None:
        keys, spaces, marks = _array(doc, [ORTH, SPACY, IS_PUNCT])
        ids: list[int] = keys.tolist()
        strings = doc.vocab.strings
        # One string for each different word: it is hashed once, however often a rule looks it up.
        words = {key: strings[key] for key in set(ids)}
        lower = {key: word.lower() for key, word in words.items()}
        text = [words[key] for key in ids]
        found = WordColumns(
            text=text,
            lower=[lower[key] for key in ids],
            is_space=list(map(str.isspace, text)),
            spaced=(spaces == 1).tolist(),
            is_punct=(marks == 1).tolist(),
        )
        doc.user_data[_WORDS] = found
    return found


def text_and_starts(doc: Doc) -> tuple[str, list[int]]:
    """The text of a tokenized document, and the position of each token's first character in it."""
    found: tuple[str, list[int]] | None = doc.user_data.get(_PLACES)
    if found is None:
        words = word_columns(doc)
        found = doc.user_data[_PLACES] = words.joined(), words.starts()
    return found


def columns(doc: Doc) -> Columns:
    """All columns of a document that was read. They are kept: what is set on its tokens afterwards is not seen."""
    found: Columns | None = doc.user_data.get(_COLUMNS)
    if found is None:
        tags, deps, names, heads = _array(doc, [TAG, DEP, ENT_TYPE, HEAD])
        strings = doc.vocab.strings
        found = keep_columns(
            doc,
            tag=_spelled(strings, tags),
            dep=_spelled(strings, deps),
            # Heads are kept as signed distances in an unsigned array.
            head=(heads.astype(np.int64) + np.arange(len(doc))).tolist(),
            ent_type=_spelled(strings, names),
        )
    return found


def keep_columns(
    doc: Doc, *, tag: list[str], dep: list[str], head: list[int], ent_type: list[str]
) -> Columns:
    """Keep what is known already of a document whose tokens have it, too; `Columns` says what it is."""
    (starts,) = _array(doc, [SENT_START])
    found = doc.user_data[_COLUMNS] = Columns(
        *word_columns(doc), tag=tag, dep=dep, head=head, ent_type=ent_type, opens=(starts == 1).tolist()
    )
    return found


def _array(doc: Doc, attributes: list[int]) -> npt.NDArray[np.uint64]:
    """One row an attribute."""
    table: npt.NDArray[np.uint64] = np.asarray(doc.to_array(attributes))  # type: ignore[arg-type]
    return table.reshape(len(doc), len(attributes)).T


def _spelled(strings: StringStore, column: npt.NDArray[np.uint64]) -> list[str]:
    """String ids spelled out, each different one looked up once; nothing for 0."""
    ids: list[int] = column.tolist()
    spelled = {key: strings[key] if key else "" for key in set(ids)}
    return [spelled[key] for key in ids]
