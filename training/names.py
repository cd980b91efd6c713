"""Train the name recogniser on the open corpora and on news that the teacher labelled."""

from pathlib import Path

import spacy
from spacy.cli.train import train as spacy_train
from spacy.tokens import Doc

from attribution import tokens
from training import corpora, teacher, vectors
from training.paths import WORK
from training.syntax import write

CONFIG = Path(__file__).with_name("names.cfg")
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


def prepare() -> tuple[Path, Path]:
    vocab = corpora.vocabulary()
    sets = corpora.name_corpora(vocab)
    model = teacher.load() if teacher.WEIGHTS.exists() else teacher.train()
    silver = teacher.label(model, news(vocab))
    train = [*silver]
    for seed in range(2):
        train += corpora.treebank(vocab, "gum-train", names=True, seed=seed)
    for name, splits in sets.items():
        # Tweets are many and unlike news: a third of them is enough.
        train += splits["train"][:: 3 if name == "btc" else 1]
    dev = [*corpora.treebank(vocab, "gum-dev", names=True), *sets["wikigold"]["dev"]]
    return write(train, WORK / "names-train.spacy"), write(dev, WORK / "names-dev.spacy")


def train() -> Path:
    """The best recogniser lands in work/names/model-best."""
    blank = WORK / "vectors"
    if not blank.exists():
        vectors.build(blank)
    train_path, dev_path = prepare()
    spacy_train(
        CONFIG,
        WORK / "names",
        overrides={"paths.train": str(train_path), "paths.dev": str(dev_path), "paths.vectors": str(blank)},
    )
    return WORK / "names" / "model-best"
