"""Train the tagger, parser and name recogniser; score them on each corpus's own test split."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

import spacy
from spacy.cli.train import train as spacy_train
from spacy.tokens import Doc, DocBin
from spacy.training import Example

from training import corpora, vectors
from training.paths import MODEL, WORK

CONFIG = Path(__file__).with_name("syntax.cfg")
TREEBANKS = ("en_ewt-ud", "gum")


def write(docs: Iterable[Doc], path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    DocBin(docs=docs, store_user_data=False).to_disk(path)
    return path


def prepare() -> tuple[Path, Path]:
    vocab = spacy.blank("en").vocab
    train: list[Doc] = []
    dev: list[Doc] = []
    for seed in range(2):
        # Two chunkings of the same documents: sentences are met both alone and in company.
        train += corpora.treebank(vocab, "en_ewt-ud-train", seed=seed)
        train += corpora.treebank(vocab, "gum-train", names=True, seed=seed)
    dev += corpora.treebank(vocab, "en_ewt-ud-dev")
    dev += corpora.treebank(vocab, "gum-dev", names=True)
    for splits in corpora.name_corpora(vocab).values():
        train += splits["train"]
        dev += splits.get("dev", [])
    return write(train, WORK / "syntax-train.spacy"), write(dev, WORK / "syntax-dev.spacy")


def train(steps: int | None = None) -> Path:
    """Train from scratch; the best pipeline lands in work/syntax/model-best."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    blank = WORK / "vectors"
    if not blank.exists():
        vectors.build(blank)
    train_path, dev_path = prepare()
    overrides: dict[str, object] = {
        "paths.train": str(train_path),
        "paths.dev": str(dev_path),
        "paths.vectors": str(blank),
    }
    if steps:
        overrides["training.max_steps"] = steps
    spacy_train(CONFIG, WORK / "syntax", overrides=overrides)
    return WORK / "syntax" / "model-best"


def evaluate(model: Path = MODEL) -> dict[str, dict[str, float]]:
    """Tag accuracy, UAS, LAS and name F1 by corpus, on test splits, tokens as the corpus has them."""
    nlp = spacy.load(model)
    vocab = nlp.vocab
    tests = {
        "EWT": list(corpora.treebank(vocab, "en_ewt-ud-test")),
        "GUM": list(corpora.treebank(vocab, "gum-test", names=True)),
    }
    for name, splits in corpora.name_corpora(vocab).items():
        if "test" in splits:
            tests[name] = splits["test"]
    figures = {}
    for name, docs in tests.items():
        scores = nlp.evaluate(
            [
                Example(Doc(vocab, words=[t.text for t in d], spaces=[bool(t.whitespace_) for t in d]), d)
                for d in docs
            ]
        )
        figures[name] = {
            key: round(scores[key], 4)
            for key in ("tag_acc", "dep_uas", "dep_las", "ents_p", "ents_r", "ents_f")
            if scores.get(key)
        }
    (WORK / "syntax-figures.json").write_text(json.dumps(figures, indent=1))
    return figures
