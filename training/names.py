"""Names in news: PolNeAR train labelled by the name teacher (teacher.py), which the network learns from."""

from collections.abc import Iterator

import numpy as np
import spacy
from spacy.tokens import Doc, DocBin

from attribution import tokens
from attribution.labels import NAME_LABELS
from training import corpora, teacher
from training.paths import WORK

#: Where `build` leaves the labelled text.
LABELLED = WORK / "names.spacy"

SENTENCE_ENDS = frozenset(".!?")


def news(vocab: spacy.vocab.Vocab) -> list[Doc]:
    """PolNeAR train cut into pieces of at most about 90 words, at paragraph or sentence ends."""
    nlp = spacy.blank("en")
    tokens.customise(nlp)
    pieces = []
    for article in corpora.polnear("train"):
        for paragraph in article["text"].split("\n"):
            words = [t for t in nlp.tokenizer(paragraph.strip()) if not t.is_space]
            start = 0
            for i in range(1, len(words) + 1):
                done = i == len(words)
                if done or (i - start >= 60 and words[i - 1].text in SENTENCE_ENDS) or i - start >= 90:
                    piece = words[start:i]
                    if piece:
                        pieces.append(
                            Doc(
                                vocab,
                                words=[t.text for t in piece],
                                spaces=[bool(t.whitespace_) for t in piece],
                            )
                        )
                    start = i
    return pieces


def build() -> None:
    """Label the news."""
    model = teacher.load() if teacher.WEIGHTS.exists() else teacher.train()
    DocBin(docs=teacher.label(model, news(corpora.vocabulary())), store_user_data=False).to_disk(LABELLED)


def labelled() -> Iterator[tuple[str, str]]:
    """The words of PolNeAR train in order, each with the teacher's label."""
    for doc in DocBin().from_disk(LABELLED).get_docs(corpora.vocabulary()):
        yield from zip((token.text for token in doc), corpora.name_labels(doc), strict=True)


def align(doc: Doc, words: Iterator[tuple[str, str]]) -> np.ndarray:
    """The teacher's label of each token; the next words of `words` are those of the document.

    Both may cut the text into words in ways of their own, so they are laid side by side by characters.
    """
    found = np.zeros(len(doc), dtype=np.int64)
    ahead = 0
    label = "O"
    for token in doc:
        if token.is_space:
            continue
        opens = ahead == 0
        if opens:
            word, label = next(words)
            ahead = len(word)
        found[token.i] = NAME_LABELS.index(label if opens or label == "O" else f"I-{label[2:]}")
        ahead -= len(token.text)
        while ahead < 0:
            word, _ = next(words)
            ahead += len(word)
    return found
