"""A name teacher: a small open encoder fine-tuned on the name corpora, to label news text.

The open name corpora are small and hold little news. all-MiniLM-L6-v2 (see vectors.py) knows what
"Lagos" and "Merkel" are; fine-tuned on those corpora it labels the unlabelled text of PolNeAR
train, and the shipped recogniser learns from both. Nothing of the teacher is needed at run time.
"""

import random
import time
from collections.abc import Iterable

import torch
from spacy.tokens import Doc, Span
from torch import Tensor, nn
from torch.nn import functional

from attribution.labels import NAME_LABELS
from training import corpora
from training.paths import WORK
from training.vectors import encoder_folder

PIECES = 160
WEIGHTS = WORK / "teacher.pt"


class Teacher(nn.Module):
    """Labels words; the encoder is uncased, so each word's case comes beside it."""

    def __init__(self) -> None:
        super().__init__()
        from transformers import AutoModel, AutoTokenizer

        folder = encoder_folder()
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.encoder = AutoModel.from_pretrained(folder)
        for part in (self.encoder.embeddings, *self.encoder.encoder.layer[:1]):
            part.requires_grad_(False)
        self.case = nn.Embedding(6, 32)
        self.hidden = nn.Linear(384 + 3 * 32, 128)
        self.label = nn.Linear(128, len(NAME_LABELS))
        self.dropout = nn.Dropout(0.1)

    def forward(self, batch: list[list[str]]) -> tuple[Tensor, Tensor]:
        """Scores (sentences, words, labels) and the mask of words that were read."""
        coded = self.tokenizer(
            batch,
            is_split_into_words=True,
            padding=True,
            truncation=True,
            max_length=PIECES,
            return_tensors="pt",
        )
        states = self.encoder(**coded).last_hidden_state
        longest = max(map(len, batch))
        first = torch.zeros(len(batch), longest, dtype=torch.long)
        mask = torch.zeros(len(batch), longest, dtype=torch.bool)
        for i in range(len(batch)):
            for piece, word in enumerate(coded.word_ids(i)):
                if word is not None and not mask[i, word]:
                    first[i, word] = piece
                    mask[i, word] = True
        words = states.gather(1, first[..., None].expand(-1, -1, states.shape[-1]))
        case = torch.zeros(len(batch), longest + 2, dtype=torch.long)
        for i, sentence in enumerate(batch):
            case[i, 1 : len(sentence) + 1] = torch.tensor([case_of(w) for w in sentence])
        around = [self.case(case[:, k : k + longest]) for k in range(3)]
        x = torch.cat([words, *around], dim=-1)
        return self.label(self.dropout(functional.gelu(self.hidden(self.dropout(x))))), mask


def load() -> Teacher:
    """The teacher that `train` left behind."""
    teacher = Teacher()
    teacher.load_state_dict(torch.load(WEIGHTS))
    return teacher


def case_of(word: str) -> int:
    if not word[:1].isalpha():
        return 1
    if word.isupper():
        return 2 if len(word) > 1 else 3
    return 4 if word[0].isupper() else 5


def labels_of(doc: Doc) -> list[int]:
    return [NAME_LABELS.index(label) for label in corpora.name_labels(doc)]


def pieces_of(docs: Iterable[Doc], words: int = 90) -> list[Doc]:
    return [doc[i : i + words].as_doc() for doc in docs for i in range(0, len(doc), words)]


def train(seed: int = 0, epochs: int = 3) -> Teacher:
    torch.manual_seed(seed)
    rng = random.Random(seed)
    vocab = corpora.vocabulary()
    sets = corpora.name_corpora(vocab)
    docs = pieces_of(
        [
            *corpora.treebank(vocab, "gum-train", names=True),
            *sets["wikigold"]["train"],
            *sets["re3d"]["train"],
            *sets["uner"]["train"],
            *sets["wnut17"]["train"],
            *sets["btc"]["train"][::3],
        ]
    )
    teacher = Teacher()
    heads = [p for n, p in teacher.named_parameters() if not n.startswith("encoder.") and p.requires_grad]
    body = [p for p in teacher.encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": 1e-4}, {"params": heads, "lr": 1e-3}], weight_decay=0.01
    )
    batches = len(batch_up(docs, rng)) * epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / 50, max(0.02, 1 - step / batches))
    )
    for epoch in range(epochs):
        teacher.train()
        began, total = time.time(), 0.0
        for batch in batch_up(docs, rng):
            scores, mask = teacher([[t.text for t in doc] for doc in batch])
            gold = torch.full(mask.shape, 0)
            for row, doc in zip(gold, batch, strict=True):
                row[: len(doc)] = torch.tensor(labels_of(doc))
            loss = functional.cross_entropy(scores[mask], gold[mask])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(
            f"teacher epoch {epoch} {time.time() - began:.0f}s loss {total:.1f} {figures(teacher, sets, vocab)}",
            flush=True,
        )
        torch.save(teacher.state_dict(), WEIGHTS)
    return teacher


def batch_up(docs: list[Doc], rng: random.Random, words: int = 1000) -> list[list[Doc]]:
    out: list[list[Doc]] = []
    batch: list[Doc] = []
    for doc in sorted(docs, key=lambda d: len(d) + rng.random() * 5):
        if batch and len(doc) * (len(batch) + 1) > words:
            out.append(batch)
            batch = []
        if len(doc):
            batch.append(doc)
    out.append(batch)
    rng.shuffle(out)
    return out


def label(teacher: Teacher, docs: list[Doc]) -> list[Doc]:
    """The docs (of at most about 90 words each) with the teacher's names."""
    teacher.eval()
    with torch.inference_mode():
        for batch in batch_up(docs, random.Random(0), 4000):
            scores, mask = teacher([[t.text for t in doc] for doc in batch])
            for doc, row, seen in zip(batch, scores.argmax(-1), mask, strict=True):
                doc.set_ents(
                    spans_of(doc, [int(x) if s else 0 for x, s in zip(row, seen, strict=True)][: len(doc)])
                )
    return docs


def spans_of(doc: Doc, labels: list[int]) -> list[Span]:
    spans: list[Span] = []
    start = 0
    for i in range(1, len(labels) + 1):
        kind = NAME_LABELS[labels[start]][2:]
        if i < len(labels) and kind and NAME_LABELS[labels[i]] == f"I-{kind}":
            continue
        if kind:
            spans.append(Span(doc, start, i, kind))
        start = i
    return spans


def figures(teacher: Teacher, sets: dict, vocab: object) -> dict[str, float]:
    out = {}
    tests = {name: splits["test"] for name, splits in sets.items() if "test" in splits}
    tests["gum"] = list(corpora.treebank(vocab, "gum-dev", names=True))
    for name, docs in tests.items():
        gold = pieces_of(docs)
        bare = [Doc(vocab, words=[t.text for t in d]) for d in gold]
        label(teacher, bare)
        said = {(i, e.start, e.end, e.label_) for i, d in enumerate(bare) for e in d.ents}
        true = {(i, e.start, e.end, e.label_) for i, d in enumerate(gold) for e in d.ents}
        out[name] = round(2 * len(said & true) / max(len(said) + len(true), 1), 3)
    return out
