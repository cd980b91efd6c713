"""Train the syntax teacher, which parses the news that the network learns from; score what it taught."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

import spacy
from spacy.cli.train import train as spacy_train
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc, DocBin
from spacy.training import Example

from attribution import annotations, pipeline, tokens
from attribution.models import MODEL
from training import corpora, vectors
from training.paths import WORK

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


def teacher() -> Language:
    """The trained tagger and parser, between the blocks and the quotations of the engine."""
    annotations.register()
    nlp = spacy.load(WORK / "syntax" / "model-best", exclude=["ner"])
    tokens.customise(nlp)
    nlp.add_pipe("attribution_blocks", first=True)
    nlp.add_pipe("attribution_quotations")
    return nlp


def evaluate(model: Path = MODEL) -> dict[str, dict[str, float]]:
    """What the shipped network makes of each corpus's test split, tokens as the corpus has them.

    Tag accuracy; unlabelled and labelled attachment, without punctuation; F1 of whole names with their kind.
    """
    nlp = pipeline.load(model)
    tests = {
        "EWT": list(corpora.treebank(nlp.vocab, "en_ewt-ud-test")),
        "GUM": list(corpora.treebank(nlp.vocab, "gum-test", names=True)),
    }
    for name, splits in corpora.name_corpora(nlp.vocab).items():
        if "test" in splits:
            tests[name] = splits["test"]
    figures = {name: score(nlp, docs) for name, docs in tests.items()}
    (WORK / "syntax-figures.json").write_text(json.dumps(figures, indent=1))
    return figures


def score(nlp: Language, docs: list[Doc]) -> dict[str, float]:
    """The figures of `evaluate` for one corpus."""
    examples = []
    for gold in docs:
        said = Doc(nlp.vocab, words=[t.text for t in gold], spaces=[bool(t.whitespace_) for t in gold])
        for stage in pipeline.READING:
            said = nlp.get_pipe(stage)(said)
        examples.append(Example(said, gold))
    scores = Scorer.score_token_attr(examples, "tag")
    scores |= Scorer.score_deps(examples, "dep", head_attr="head", ignore_labels=("punct", "p"))
    scores |= Scorer.score_spans(examples, "ents", has_annotation=lambda doc: doc.has_annotation("ENT_IOB"))
    wanted = ("tag_acc", "dep_uas", "dep_las", "ents_p", "ents_r", "ents_f")
    return {key: round(scores[key], 4) for key in wanted if scores.get(key)}
