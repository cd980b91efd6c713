"""An article's tokens as plain lists, for code that reads them by position many times over."""

import numpy as np
import numpy.typing as npt
from spacy.attrs import DEP, ENT_TYPE, HEAD, ORTH, SENT_START, SPACY, TAG
from spacy.tokens import Doc

from attribution.annotations import Block, Range
from attribution.reference.gazetteer import Gender

#: A line of title case has at least so many capitalised words that are no function words.
TITLE_CASE_WORDS = 4

#: One word in so many may be small all the same.
SMALL_ONE_IN = 12

#: Words that stay small in a line of title case.
_SMALL = frozenset(
    "a an the and but or nor of to in on at by for from as with into over after than vs v via per is its it his her "
    "'s ’s n't n’t".split()
)
#: The sex that a pronoun tells.
GENDERS: dict[str, Gender] = {
    "he": "male", "him": "male", "his": "male", "himself": "male",
    "she": "female", "her": "female", "hers": "female", "herself": "female",
}  # fmt: skip

_FINAL = frozenset(".!?:;…")
_OPENING = frozenset("\"“„«‘'``")


class Words:
    """Parallel lists over the tokens of a document.

    Attributes:
        text, lower, tag, dep, name: the token's words, tag, dependency label and name type.
        head: position of the token's head.
        space: whether the token is white space alone.
        glued: whether no space follows the token.
        sentence: the running number of the token's sentence.
        paragraph: the running number of its paragraph, headings counted.
        title_case: whether it stands in a line of capitalised words.
        initial: whether a capital is due to its place: first of a sentence or quotation.
        quotation: index of the outermost quotation of speech around it, or -1.
        capitalised: positions of the tokens that could be of a name.
        pronouns: positions of "he", "she" and their forms outside quotations of speech.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        columns = doc.to_array([ORTH, TAG, DEP, ENT_TYPE, HEAD, SENT_START, SPACY]).T
        # What a word's letters tell is found once for each different word.
        ids, places = np.unique(columns[0], return_inverse=True)
        types = [doc.vocab.strings[int(i)] for i in ids]
        at: list[int] = places.tolist()
        lower, space = [word.lower() for word in types], [word.isspace() for word in types]
        capital = [is_capitalised(word) for word in types]
        self.text = [types[n] for n in at]
        self.lower = [lower[n] for n in at]
        self.space = [space[n] for n in at]
        self.capitalised = [i for i, n in enumerate(at) if capital[n]]
        self.tag, self.dep, self.name = (spelled(doc, column) for column in columns[1:4])
        # Heads are kept as signed distances in an unsigned array.
        self.head = (columns[4].astype(np.int64) + np.arange(len(doc))).tolist()
        self.glued = (columns[6] == 0).tolist()
        opens = (columns[5] == 1).tolist()
        self.sentence = running_numbers(opens)
        self.paragraph, self.title_case = self._lines(paragraphs(doc))
        self.quotation = quotation_of(doc)
        self.initial = self._initial(opens)
        self.pronouns = [i for i, word in enumerate(self.lower) if word in GENDERS and self.quotation[i] < 0]

    def __len__(self) -> int:
        return len(self.text)

    def at(self, i: int) -> str:
        """The token at `i`, or nothing behind the end."""
        return self.text[i] if i < len(self.text) else ""

    def slice(self, span: Range) -> str:
        """The words of `span` as they stand in the text."""
        start, end = span
        between = ["" if glued else " " for glued in self.glued[start:end]]
        return "".join(
            word + gap for word, gap in zip(self.text[start:end], between, strict=True)
        ).removesuffix(between[-1] if between else "")

    def _lines(self, ranges: list[Range]) -> tuple[list[int], list[bool]]:
        number = [0] * len(self.text)
        in_title = [False] * len(self.text)
        for n, (start, end) in enumerate(ranges):
            number[start:end] = [n] * (end - start)
            if is_title_case(self.text[start:end]):
                in_title[start:end] = [True] * (end - start)
        return number, in_title

    def _initial(self, opens: list[bool]) -> list[bool]:
        found = []
        due = True
        before = ""
        for i, word in enumerate(self.text):
            if self.space[i]:
                due = due or "\n" in word
                found.append(False)
            elif word[0].isalnum() or word[0] == "@":
                # A sentence that the parser begins after "J." or "U.S." is none.
                found.append(due or (opens[i] and before in _FINAL))
                due = False
            else:
                found.append(False)
                due = due or word[-1] in _FINAL or word in _OPENING
            before = word[-1]
        return found


def spelled(doc: Doc, column: npt.NDArray[np.uint64]) -> list[str]:
    """A column of string ids spelled out, each different one looked up once."""
    strings = doc.vocab.strings
    ids, places = np.unique(column, return_inverse=True)
    words = [strings[int(i)] if i else "" for i in ids]
    return [words[place] for place in places]


def paragraphs(doc: Doc) -> list[Range]:
    """The blocks of the article without the space between them; where there are none, what line breaks part."""
    blocks: tuple[Block, ...] = doc._.blocks
    if blocks:
        return [(block.start, block.end) for block in blocks if block.kind != "space"]
    ranges = []
    start = 0
    for token in doc:
        if token.is_space and "\n" in token.text:
            ranges.append((start, token.i + 1))
            start = token.i + 1
    return [*ranges, (start, len(doc))]


def is_title_case(words: list[str]) -> bool:
    """Whether capitals in this line tell nothing of names: all its words but the smallest have one."""
    plain = capitals = 0
    for word in words:
        if word[0].isalpha() and word.lower() not in _SMALL:
            plain += 1
            capitals += word[0].isupper()
            if plain - capitals > len(words) // SMALL_ONE_IN:
                return False
    return capitals >= TITLE_CASE_WORDS and plain - capitals <= plain // SMALL_ONE_IN


def quotation_of(doc: Doc) -> list[int]:
    """For each token the index of the outermost quotation of speech around it, or -1."""
    owner = [-1] * len(doc)
    for n, quotation in enumerate(doc._.quotations):
        if quotation.level == 0 and quotation.use == "speech":
            owner[quotation.start : quotation.end] = [n] * (quotation.end - quotation.start)
    return owner


def running_numbers(opens: list[bool]) -> list[int]:
    """For each token how many sentences have begun before its own."""
    number = 0
    numbers = []
    for i, new in enumerate(opens):
        number += new and i > 0
        numbers.append(number)
    return numbers


def is_capitalised(word: str) -> bool:
    """Whether the word could be of a name: "Smith", "O'Brien", "U.N.", "iPhone", "@handle", "moth_42"."""
    return (
        word[:1].isupper()
        or (word[:1] == "@" and len(word) > 2)
        or (word[:1].islower() and (word[1:2].isupper() or ("_" in word and len(word) > 3)))
    )


def is_genitive(words: Words, i: int) -> bool:
    """Whether the token at `i` is a possessive pronoun or carries a genitive."""
    return words.tag[i] == "PRP$" or (i + 1 < len(words) and words.tag[i + 1] == "POS")


def is_subject(words: Words, start: int, end: int) -> bool:
    """Whether the noun phrase is the subject of its clause: by the parse, or as a verb follows it."""
    root = next((i for i in range(start, end) if not start <= words.head[i] < end), start)
    if words.dep[root] in {"nsubj", "nsubj:pass", "csubj"}:
        return True
    followed = end < len(words) and words.tag[end] in {"VBD", "VBZ", "VBP", "MD"}
    return followed and words.dep[root] not in {"nmod", "obl", "obj", "conj", "nmod:poss", "obl:agent"}


def noun_phrase_start(words: Words, last: int) -> int:
    """Where the noun phrase that ends with the token `last` begins, read backwards by tags."""
    start = last
    while start > 0 and last - start < 12:
        before = start - 1
        if words.space[before] or words.sentence[before] != words.sentence[last]:
            break
        tag = "HYPH" if words.text[before] == "-" and words.glued[before] else words.tag[before]
        if tag in {"DT", "PRP$", "PDT"}:
            start = before
            if start > 1 and words.lower[start - 1] in {"of", "at"}:
                start -= 1
                continue
            break
        if tag not in _IN_NOUN_PHRASE and words.lower[before] not in {"of", "at"}:
            break
        start = before
    while start < last and words.tag[start] in {"IN", "POS", "HYPH"}:
        start += 1
    return start


_IN_NOUN_PHRASE = frozenset("NN NNS NNP NNPS JJ JJR JJS CD HYPH POS VBG VBN AFX PRP".split())
