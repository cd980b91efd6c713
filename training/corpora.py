"""Readers of the corpora: each yields spaCy Docs, or PolNeAR articles as they stand in the file.

Treebank and name corpora come tokenised; spaces are restored where the corpus records them.
Docs carry only what their corpus annotates: a treebank Doc without names leaves them missing,
a names Doc leaves tags and heads missing, and spaCy's components skip what is missing.
"""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import spacy
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from training.paths import DATA

PERSON, ORG, LOC = "PERSON", "ORG", "LOC"

#: The one article of PolNeAR whose quotation marks are missing (data/README.md).
LEFT_OUT = {"breitbart_2016-06-29_donald-trump-denies-mike-tyson-i"}

SENTENCES_PER_DOC = 12
PARAGRAPH_BREAK = "\n\n"


def vocabulary() -> Vocab:
    """A fresh English vocabulary for corpus Docs."""
    return spacy.blank("en").vocab


def polnear(split: str) -> list[dict]:
    """The articles of PolNeAR's `train` or `dev` split, as the corpus file gives them."""
    with (DATA / "polnear" / f"{split}.jsonl").open(encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    return [article for article in articles if article["id"] not in LEFT_OUT]


@dataclass
class Sentence:
    """One sentence of a treebank."""

    opens_paragraph: bool = False
    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    names: list[tuple[int, int, str]] = field(default_factory=list)


def read_conllu(path: Path) -> Iterator[list[Sentence]]:
    """Yield the documents of a CoNLL-U file, each a list of sentences."""
    document: list[Sentence] = []
    sentence = Sentence()
    mentions = GumMentions()
    multiword_end, multiword_space = 0, True
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                if document:
                    yield document
                document = []
            elif line.startswith("# newpar"):
                sentence.opens_paragraph = True
            elif not line:
                if sentence.words:
                    sentence.names = mentions.take(sentence.words, sentence.tags)
                    document.append(sentence)
                sentence, mentions = Sentence(), GumMentions()
                multiword_end = 0
            elif line[0].isdigit():
                index, word, lemma, pos, tag, _, head, dep, _, misc = line.split("\t")
                if "-" in index:
                    multiword_end = int(index.split("-")[1])
                    multiword_space = "SpaceAfter=No" not in misc
                    continue
                if "." in index:
                    continue
                position = int(index)
                space = "SpaceAfter=No" not in misc
                if position <= multiword_end:
                    space = multiword_space if position == multiword_end else False
                sentence.words.append(word)
                sentence.spaces.append(space)
                sentence.tags.append(tag)
                sentence.pos.append(pos)
                sentence.lemmas.append(lemma)
                sentence.heads.append(position - 1 if head == "0" else int(head) - 1)
                sentence.deps.append(
                    "ROOT"
                    if head == "0"
                    else dep.split(":")[0]
                    if dep.split(":")[0] not in KEPT_SUBTYPES
                    else dep
                )
                mentions.read(position - 1, misc)
    if document:
        yield document


#: Universal Dependencies subtypes that attribution reads: passives have no agent as subject,
#: relative clauses hold "who declined to be named", possessors own statements.
KEPT_SUBTYPES = {"nsubj", "aux", "acl", "nmod", "obl", "csubj"}

#: "(12-person-…" opens mention 12, "(12-person-…)" is one whole, "12)" closes it.
ENTITY_MARK = re.compile(r"\((\d+)-([a-z]+)[^()]*(\))?|(\d+)\)")

GUM_NAMES = {"person": PERSON, "organization": ORG, "place": LOC}


class GumMentions:
    """Named mentions of one sentence, read from GUM's bracketed `Entity=` marks.

    GUM marks every noun phrase. A name is the run of proper nouns in it, bridged over "of",
    "the", "and", hyphens; nested names give way to the outermost.
    """

    bridges = frozenset({"of", "for", "and", "the", "&", "-", "de", "la", "al", ","})

    def __init__(self) -> None:
        self.open: list[tuple[str, str, int]] = []
        self.closed: list[tuple[int, int, str]] = []

    def read(self, position: int, misc: str) -> None:
        match = re.search(r"Entity=([^|]*)", misc)
        if not match:
            return
        for number, kind, whole, closing in ENTITY_MARK.findall(match[1]):
            if closing:
                opened = next((m for m in reversed(self.open) if m[0] == closing), None)
                if opened:
                    self.open.remove(opened)
                    self.closed.append((opened[2], position + 1, opened[1]))
            elif whole:
                self.closed.append((position, position + 1, kind))
            else:
                self.open.append((number, kind, position))

    def take(self, words: list[str], tags: list[str]) -> list[tuple[int, int, str]]:
        names: list[tuple[int, int, str]] = []
        for start, end, kind in sorted(self.closed, key=lambda m: (m[0], -m[1])):
            if kind not in GUM_NAMES:
                continue
            name = proper_run(words, tags, start, end, self.bridges)
            if name and all(name[1] <= s or name[0] >= e for s, e, _ in names):
                names.append((*name, GUM_NAMES[kind]))
        return names


def proper_run(
    words: list[str], tags: list[str], start: int, end: int, bridges: frozenset[str]
) -> tuple[int, int] | None:
    """The first run of proper nouns in [start, end), if the mention opens with it."""
    first = next((i for i in range(start, end) if tags[i].startswith("NNP")), None)
    if first is None or any(tags[i] not in ("DT", "JJ") for i in range(start, first)):
        return None
    last = first
    for i in range(first + 1, end):
        if tags[i].startswith("NNP"):
            if i - last > 3:
                break
            last = i
        elif words[i] not in bridges:
            break
    return first, last + 1


def treebank(vocab: Vocab, name: str, *, names: bool = False, seed: int = 0) -> Iterator[Doc]:
    """Docs of about a dozen sentences from a treebank file, paragraphs apart by a blank line."""
    rng = random.Random(seed)
    for document in read_conllu(DATA / "ud" / f"{name}.conllu"):
        while document:
            size = rng.randint(1, SENTENCES_PER_DOC)
            chunk, document = document[:size], document[size:]
            yield treebank_doc(vocab, chunk, names=names)


def treebank_doc(vocab: Vocab, sentences: list[Sentence], *, names: bool) -> Doc:
    words: list[str] = []
    spaces: list[bool] = []
    tags: list[str] = []
    pos: list[str] = []
    heads: list[int] = []
    deps: list[str] = []
    starts: list[bool] = []
    ents: list[tuple[int, int, str]] = []
    for sentence in sentences:
        if words and sentence.opens_paragraph:
            spaces[-1] = False
            words.append(PARAGRAPH_BREAK)
            spaces.append(False)
            tags.append("_SP")
            pos.append("SPACE")
            heads.append(len(words) - 2)
            deps.append("dep")
            starts.append(False)
        base = len(words)
        words += sentence.words
        spaces += sentence.spaces
        tags += sentence.tags
        pos += sentence.pos
        heads += [base + head for head in sentence.heads]
        deps += sentence.deps
        starts += [i == 0 for i in range(len(sentence.words))]
        ents += [(base + s, base + e, label) for s, e, label in sentence.names]
    doc = Doc(
        vocab, words=words, spaces=spaces, tags=tags, pos=pos, heads=heads, deps=deps, sent_starts=starts
    )
    if names:
        doc.set_ents([Span(doc, s, e, label) for s, e, label in ents])
    return doc


def name_labels(doc: Doc) -> list[str]:
    """The name label of each token of a document with names, as `attribution.labels` writes them."""
    return [f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O" for token in doc]


NAME_LABELS = {
    "PER": PERSON,
    "Person": PERSON,
    "person": PERSON,
    "ORG": ORG,
    "Organisation": ORG,
    "corporation": ORG,
    "group": ORG,
    "LOC": LOC,
    "Location": LOC,
    "location": LOC,
}


def read_columns(
    path: Path, *, word: int = 0, label: int = 1, sep: str | None = None
) -> Iterator[tuple[list[str], list[str]]]:
    """Yield (words, labels) a sentence from a column file with blank lines between sentences."""
    words: list[str] = []
    labels: list[str] = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# "):
                continue
            fields = line.rstrip("\n").split(sep)
            if len(fields) <= max(word, label):
                if words:
                    yield words, labels
                words, labels = [], []
                continue
            words.append(fields[word])
            labels.append(fields[label])
    if words:
        yield words, labels


def name_docs(
    vocab: Vocab, sentences: Iterator[tuple[list[str], list[str]]], sentences_per_doc: int = 4
) -> Iterator[Doc]:
    batch: list[tuple[list[str], list[str]]] = []
    for sentence in sentences:
        batch.append(sentence)
        if len(batch) == sentences_per_doc:
            yield name_doc(vocab, batch)
            batch = []
    if batch:
        yield name_doc(vocab, batch)


def name_doc(vocab: Vocab, sentences: list[tuple[list[str], list[str]]]) -> Doc:
    words = [word for sentence, _ in sentences for word in sentence]
    labels = [label for _, sentence in sentences for label in [*sentence]]
    doc = Doc(vocab, words=words, spaces=spacing(words))
    spans = []
    start = 0
    for i in range(1, len(labels) + 1):
        kind = labels[start].partition("-")[2]
        if i < len(labels) and labels[i].startswith("I-") and labels[i][2:] == kind:
            continue
        if kind in NAME_LABELS and is_name(words[start:i]):
            spans.append(Span(doc, start, i, NAME_LABELS[kind]))
        start = i
    doc.set_ents(spans)
    return doc


def is_name(words: list[str]) -> bool:
    """Whether a marked mention is a name: re3d marks "the group" and "he" as entities too."""
    head = [w for w in words if w.lower() not in ("the", "of", "and", "in", "for", "de", "al")]
    return bool(head) and all(not w[0].islower() for w in head) and head[0].lower() not in PRONOUNS


PRONOUNS = {
    "i",
    "we",
    "he",
    "she",
    "they",
    "it",
    "you",
    "his",
    "her",
    "their",
    "my",
    "our",
    "its",
    "your",
    "him",
    "them",
}


def spacing(words: list[str]) -> list[bool]:
    """Whether a space follows each word, guessed for corpora that do not say."""
    spaces = []
    for word, following in zip(words, [*words[1:], ""], strict=True):
        spaces.append(
            not (
                following in tuple(".,;:!?)]}'’”%")
                or following.startswith(("'", "’", "n't"))
                or word in tuple("([{“‘$#@")
            )
        )
    return spaces


def name_corpora(vocab: Vocab) -> dict[str, dict[str, list[Doc]]]:
    """The open name corpora by name and split."""
    ner = DATA / "ner"
    conll = "CONLL-format/data"
    wikigold = list(
        name_docs(vocab, read_columns(ner / f"data/wikigold/{conll}/wikigold.conll.txt", sep=" "))
    )
    cut = len(wikigold) // 10
    btc = [
        doc
        for part in "abefgh"
        for doc in name_docs(vocab, read_columns(ner / f"data/BTC/{conll}/{part}.conll"), 2)
    ]
    return {
        "wikigold": {"train": wikigold[2 * cut :], "dev": wikigold[:cut], "test": wikigold[cut : 2 * cut]},
        "re3d": {
            "train": list(name_docs(vocab, read_columns(ner / f"data/re3d/{conll}/train/re3d-train.conll"))),
            "test": list(name_docs(vocab, read_columns(ner / f"data/re3d/{conll}/test/re3d-test.conll"))),
        },
        "wnut17": {
            "train": list(
                name_docs(vocab, read_columns(ner / f"data/WNUT17/{conll}/train/wnut17train.conll"))
            ),
            "test": list(
                name_docs(vocab, read_columns(ner / f"data/WNUT17/{conll}/test/emerging.test.annotated"))
            ),
        },
        "btc": {"train": btc[: len(btc) // 2]},
        "uner": {
            "train": list(
                name_docs(vocab, read_columns(ner / "uner/en_ewt-ud-dev.iob2", word=1, label=2, sep="\t"))
            ),
            "test": list(
                name_docs(vocab, read_columns(ner / "uner/en_ewt-ud-test.iob2", word=1, label=2, sep="\t"))
            ),
        },
    }
