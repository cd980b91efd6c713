"""An article's tokens as plain lists, for the stages that read them by position many times over."""

from attribution.annotations import Block, Range
from spacy.tokens import Doc

#: A line of title case has at least so many capitalised words that are no function words.
TITLE_CASE_WORDS = 4

#: Words that stay small in a line of title case.
_SMALL = frozenset(
    "a an the and but or nor of to in on at by for from as with into over after than vs v via per is its it his her "
    "'s ’s n't n’t".split()
)
_FINAL = frozenset(".!?:;…")


class Words:
    """Parallel lists over the tokens of a document, and for each token its sentence and paragraph.

    Attributes:
        text, lower, tag, dep, name: the token's words, tag, dependency label and name type.
        head: position of the token's head.
        space: whether the token is white space alone.
        sentence: the running number of the sentence.
        paragraph: the running number of the paragraph, headings counted.
        title_case: whether the token stands in a line of capitalised words.
        initial: whether a capital is due to the token's place: first of a sentence or quotation.
        quotation: index of the outermost quotation of speech around the token, or -1.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = [token.text for token in doc]
        self.lower = [word.lower() for word in self.text]
        self.tag = [token.tag_ for token in doc]
        self.dep = [token.dep_ for token in doc]
        self.name = [token.ent_type_ for token in doc]
        self.head = [token.head.i for token in doc]
        self.space = [token.is_space for token in doc]
        self.glued = [not token.whitespace_ for token in doc]
        self.sentence = _running(doc)
        self.paragraph, self.title_case = self._lines(paragraphs(doc))
        self.quotation = quotation_of(doc)
        self.initial = self._initial()

    def __len__(self) -> int:
        return len(self.text)

    def slice(self, span: Range) -> str:
        """The words of `span` as they stand in the text."""
        return self.doc[span[0] : span[1]].text

    def _lines(self, ranges: list[Range]) -> tuple[list[int], list[bool]]:
        number = [0] * len(self.text)
        in_title = [False] * len(self.text)
        for n, (start, end) in enumerate(ranges):
            number[start:end] = [n] * (end - start)
            if is_title_case(self.text[start:end]):
                in_title[start:end] = [True] * (end - start)
        return number, in_title

    def _initial(self) -> list[bool]:
        found = []
        due = True
        for i, word in enumerate(self.text):
            if self.space[i]:
                due = due or "\n" in word
                found.append(False)
            elif word[0].isalnum() or word[0] == "@":
                opens = self.doc[i].is_sent_start is True and i > 0 and self.text[i - 1][-1] in _FINAL
                found.append(due or opens)
                due = False
            else:
                found.append(False)
                due = due or word[-1] in _FINAL or word in _OPENING
        return found


_OPENING = frozenset("\"“„«‘'``")


def paragraphs(doc: Doc) -> list[Range]:
    """The blocks of the article, or where it has none, what stands between line breaks."""
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
    plain = [word for word in words if word[0].isalpha() and word.lower() not in _SMALL]
    capitals = sum(word[0].isupper() for word in plain)
    # One word in eight may be small all the same.
    return capitals >= TITLE_CASE_WORDS and len(plain) - capitals <= len(plain) // 8


def quotation_of(doc: Doc) -> list[int]:
    """For each token the index of the outermost quotation of speech around it, or -1."""
    owner = [-1] * len(doc)
    for n, quotation in enumerate(doc._.quotations):
        if quotation.level == 0 and quotation.use == "speech":
            owner[quotation.start : quotation.end] = [n] * (quotation.end - quotation.start)
    return owner


def _running(doc: Doc) -> list[int]:
    number = -1
    numbers = []
    for token in doc:
        if token.is_sent_start or token.i == 0:
            number += 1
        numbers.append(number)
    return numbers


def is_subject(words: Words, start: int, end: int) -> bool:
    """Whether the name is the subject of its clause: by the parse, or as a verb follows it."""
    root = next((i for i in range(start, end) if not start <= words.head[i] < end), start)
    if words.dep[root] in {"nsubj", "nsubj:pass", "csubj"}:
        return True
    followed = end < len(words) and words.tag[end] in {"VBD", "VBZ", "VBP", "MD"}
    return followed and words.dep[root] not in {"nmod", "obl", "obj", "conj", "nmod:poss", "obl:agent"}
