"""An article's tokens as plain lists, for code that reads them by position many times over."""

from functools import lru_cache
from itertools import accumulate, compress

from spacy.tokens import Doc

from attribution.annotations import Block, Quotation, Range
from attribution.columns import columns
from attribution.reference.gazetteer import WORDS_KEPT, Gender
from attribution.word_places import places_of

#: A line of title case has at least so many capitalised words that are no function words.
TITLE_CASE_WORDS = 4

#: One word in so many may be small all the same.
SMALL_ONE_IN = 12

#: Words that stay small in a line of title case.
_SMALL = frozenset(
    "a an the and but or nor of to in on at by for from as with into over after than vs v via per is its it his her "
    "if so yet up off out 's ’s n't n’t".split()
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
        spaced: whether a space follows the token.
        sentence: the running number of the token's sentence.
        paragraph: the running number of its paragraph, headings counted.
        title_case: whether it stands in a line of capitalised words.
        quotation: index of the outermost quotation of speech around it, or -1.
        capitalised: positions of the tokens that could be of a name.
        initial: those of them whose capital is due to their place: first of a sentence or quotation.
        pronouns: positions of "he", "she" and their forms outside quotations of speech.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        read = columns(doc)
        self.text, self.lower, self.space = read.text, read.lower, read.is_space
        self.tag, self.dep, self.name, self.head = read.tag, read.dep, read.ent_type, read.head
        self.spaced = read.spaced
        places = range(len(read.text))
        could_name = set(filter(is_capitalised, set(read.text)))
        self.capitalised = list(compress(places, map(could_name.__contains__, read.text)))
        # For each token, how many sentences have begun before its own.
        self.sentence = list(accumulate(read.opens[1:], initial=0))[: len(doc)]
        self.paragraph, self.title_case = self._lines(paragraphs(doc))
        self.quotation = quotation_of(doc)
        self.initial = frozenset([i for i in self.capitalised if self._is_initial(i, read.opens)])
        self.pronouns = [i for i in places_of(doc, GENDERS.keys()) if self.quotation[i] < 0]

    def __len__(self) -> int:
        return len(self.text)

    def at(self, i: int) -> str:
        """The token at `i`, or nothing behind the end."""
        try:
            return self.text[i]
        except IndexError:
            return ""

    def slice(self, span: Range) -> str:
        """The words of `span` as they stand in the text."""
        start, end = span
        text, spaced = self.text, self.spaced
        if end - start == 1:
            return text[start]
        last = end - 1
        return "".join([f"{text[i]} " if spaced[i] and i < last else text[i] for i in range(start, end)])

    def _lines(self, ranges: list[Range]) -> tuple[list[int], list[bool]]:
        number = [0] * len(self.text)
        in_title = [False] * len(self.text)
        for n, (start, end) in enumerate(ranges):
            number[start:end] = [n] * (end - start)
            if is_title_case(self.text[start:end]):
                in_title[start:end] = [True] * (end - start)
        return number, in_title

    def _is_initial(self, i: int, opens: list[bool]) -> bool:
        """Whether a sentence or quotation may begin at `i`, by the marks before it or as `opens` tells by the parse."""
        text, first = self.text, self.text[i][0]
        before = text[i - 1] if i else ""
        if before[:1].isalnum() or before[:1] == "@":
            # A sentence that the parser begins after "J." or "U.S." is none.
            return opens[i] and before[-1] in _FINAL and (first.isalnum() or first == "@")
        if not (first.isalnum() or first == "@"):
            return False
        for j in range(i - 1, -1, -1):
            word = text[j]
            if self.space[j]:
                if "\n" in word:
                    return True
            elif word[0].isalnum() or word[0] == "@":
                return False
            elif word[-1] in _FINAL or word in _OPENING:
                return True
        return True


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
    small = capitals = 0
    most = len(words) // SMALL_ONE_IN
    for word in words:
        first = word[0]
        if not first.isalpha() or word.lower() in _SMALL:
            continue
        if first.isupper():
            capitals += 1
        else:
            small += 1
            if small > most:
                return False
    return capitals >= TITLE_CASE_WORDS and small <= (small + capitals) // SMALL_ONE_IN


def quotation_of(doc: Doc) -> list[int]:
    """For each token the index of the outermost quotation of speech around it, or -1."""
    owner = [-1] * len(doc)
    quotations: tuple[Quotation, ...] = doc._.quotations
    for n, quotation in enumerate(quotations):
        if quotation.level == 0 and quotation.use == "speech":
            owner[quotation.start : quotation.end] = [n] * (quotation.end - quotation.start)
    return owner


@lru_cache(maxsize=WORDS_KEPT)
def is_capitalised(word: str) -> bool:
    """Whether the word could be of a name: "Smith", "O'Brien", "U.N.", "iPhone", "@handle", "moth_42"."""
    return (
        word[:1].isupper()
        or (word[:1] == "@" and len(word) > 2)
        or (word[:1].islower() and (word[1:2].isupper() or ("_" in word and len(word) > 3)))
    )


_SUBJECTS = frozenset(["nsubj", "nsubj:pass", "csubj"])
_NO_SUBJECTS = frozenset(["nmod", "obl", "obj", "conj", "nmod:poss", "obl:agent"])
_FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])


def is_genitive(words: Words, i: int) -> bool:
    """Whether the token at `i` is a possessive pronoun or carries a genitive."""
    return words.tag[i] == "PRP$" or (i + 1 < len(words.tag) and words.tag[i + 1] == "POS")


def is_subject(words: Words, start: int, end: int) -> bool:
    """Whether the noun phrase is the subject of its clause: by the parse, or as a verb follows it."""
    root = start
    for i in range(start, end):
        if not start <= words.head[i] < end:
            root = i
            break
    dep = words.dep[root]
    if dep in _SUBJECTS:
        return True
    return dep not in _NO_SUBJECTS and end < len(words.tag) and words.tag[end] in _FINITE


def noun_phrase_start(words: Words, last: int) -> int:
    """Where the noun phrase that ends with the token `last` begins, read backwards by tags."""
    start = last
    while start > 0 and last - start < 12:
        before = start - 1
        if words.space[before] or words.sentence[before] != words.sentence[last]:
            break
        tag = "HYPH" if words.text[before] == "-" and not words.spaced[before] else words.tag[before]
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
