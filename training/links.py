"""Train the attribution network: cues, and for each cue its source and content.

The network (attribution/network.py runs it) reads a paragraph at a time:

1. every token is embedded (hashed word, affixes, shape, static vector, the shared tok2vec vector,
   tag, dependency label, place in a quotation) and passed through dilated convolutions;
2. each token is labelled as opening a cue, going on with one, or outside;
3. for each cue, every token of the paragraph is read again with its distance to the cue and its
   dependency path to it, passed through a second, smaller stack, and a linear-chain CRF labels
   source and content.

So source and content come out already linked to their cue, as in semantic role labelling.
"""

import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from spacy.language import Language
from spacy.tokens import Doc
from torch import Tensor, nn
from torch.nn import functional

from attribution import features
from attribution.network import LABELS, Shape, Weights
from attribution.network import Network as Engine
from attribution.reading import reading_windows
from training import assemble, corpora
from training.paths import WORK

#: Where `build` leaves the trained network.
RESULT = WORK / "links"
EPOCHS = 14

DILATIONS = (1, 2, 4, 8)
LINK_DILATIONS = (1, 2, 4)


@dataclass
class Paragraph:
    """One training example."""

    tokens: features.TokenFeatures
    start: int
    end: int
    cues: list[tuple[int, int]]
    labels: list[np.ndarray]
    relations: list[features.CueFeatures]

    @property
    def size(self) -> int:
        return self.end - self.start


def token_range(doc: Doc, start: int, end: int) -> tuple[int, int] | None:
    """Tokens of a character span, edge whitespace dropped."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return None
    first, last = span.start, span.end
    while first < last and doc[first].is_space:
        first += 1
    while last > first and doc[last - 1].is_space:
        last -= 1
    return (first, last) if first < last else None


def paragraphs(doc: Doc, attributions: list[dict]) -> list[Paragraph]:
    """Cut an article into examples. Content outside the cue's own paragraph is left to the rules."""
    tokens = features.token_features(doc)
    gold = []
    for attribution in attributions:
        cue = attribution["cue"] and token_range(doc, *attribution["cue"][0])
        if cue:
            gold.append((cue, attribution))
    examples = []
    for start, end in reading_windows(doc):
        example = Paragraph(tokens, start, end, [], [], [])
        for cue, attribution in gold:
            if not (start <= cue[0] and cue[1] <= end):
                continue
            labels = np.zeros(end - start, dtype=np.int64)
            for role, opening in (("content", 3), ("source", 1)):
                for piece in attribution[role]:
                    span = token_range(doc, *piece)
                    if span is None:
                        continue
                    first, last = max(span[0], start), min(span[1], end)
                    if first < last:
                        labels[first - start : last - start] = opening + 1
                        labels[first - start] = opening
            labels[cue[0] - start : cue[1] - start] = 0
            example.cues.append((cue[0] - start, cue[1] - start))
            example.labels.append(labels)
            example.relations.append(features.cue_features(tokens, start, end, cue))
        examples.append(example)
    return examples


class Convolutions(nn.Module):
    """Residual blocks, each seeing a token and its neighbours `dilation` away on both sides."""

    def __init__(self, width: int, dilations: tuple[int, ...], dropout: float) -> None:
        super().__init__()
        self.dilations = dilations
        self.linear = nn.ModuleList(nn.Linear(3 * width, width) for _ in dilations)
        self.norm = nn.ModuleList(nn.LayerNorm(width) for _ in dilations)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        for dilation, linear, norm in zip(self.dilations, self.linear, self.norm, strict=True):
            padded = functional.pad(x, (0, 0, dilation, dilation))
            window = torch.cat([padded[:, : -2 * dilation], x, padded[:, 2 * dilation :]], dim=-1)
            x = (x + self.dropout(norm(functional.relu(linear(window))))) * mask
        return x


class Network(nn.Module):
    """The trainable twin of attribution.network.Network."""

    def __init__(self, shape: Shape, dropout: float = 0.3) -> None:
        super().__init__()
        self.shape = shape
        s = shape
        self.norm_table = nn.EmbeddingBag(features.HASHED["norm_a"], s.norm, mode="sum")
        self.prefix = nn.Embedding(features.HASHED["prefix"], s.prefix)
        self.suffix = nn.Embedding(features.HASHED["suffix"], s.suffix)
        self.word_shape = nn.Embedding(features.HASHED["shape"], s.word_shape)
        self.tag = nn.Embedding(len(features.TAGS) + 1, s.tag)
        self.dep = nn.Embedding(len(features.DEPS) + 1, s.dep)
        self.quote = nn.Embedding(4, s.quote)
        self.quote_length = nn.Embedding(5, s.quote)
        inputs = (
            s.norm + s.prefix + s.suffix + s.word_shape + s.tag + s.dep + 2 * s.quote + s.vector + s.tensor
        )
        self.mix = nn.Linear(inputs, s.width)
        self.mix_norm = nn.LayerNorm(s.width)
        self.encoder = Convolutions(s.width, s.dilations, dropout)
        self.cue = nn.Linear(s.width, 3)
        self.roles = nn.Linear(s.width, 2)
        self.link_token = nn.Linear(s.width, s.link_width)
        self.link_cue = nn.Linear(s.width, s.link_width)
        self.distance = nn.Embedding(features.CUE_BUCKET + 1, s.link_width)
        self.same_sentence = nn.Embedding(2, s.link_width)
        self.up = nn.Embedding(features.UP_SIZE, s.link_width)
        self.down = nn.Embedding(features.DOWN_SIZE, s.link_width)
        self.link_norm = nn.LayerNorm(s.link_width)
        self.linker = Convolutions(s.link_width, s.link_dilations, dropout)
        self.label = nn.Linear(s.link_width, len(LABELS))
        self.transitions = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.dropout = nn.Dropout(dropout)
        self.word_dropout = 0.15
        for name, module in self.named_modules():
            if isinstance(module, nn.Embedding | nn.EmbeddingBag):
                nn.init.normal_(module.weight, std=0.3 if "link" not in name else 0.1)
        for table in (self.distance, self.same_sentence, self.up, self.down):
            nn.init.normal_(table.weight, std=0.2)

    def embed(self, batch: dict[str, Tensor]) -> Tensor:
        norms = torch.stack([batch["norm_a"], batch["norm_b"]], dim=-1)
        shape = norms.shape
        norm = self.norm_table(norms.view(-1, 2)).view(*shape[:-1], -1)
        vector = batch["vector"]
        if self.training:
            keep = (torch.rand(*shape[:-1], 1) > self.word_dropout).float()
            norm = norm * keep
            vector = vector * (torch.rand(*shape[:-1], 1) > self.word_dropout).float()
        parts = [
            norm,
            self.prefix(batch["prefix"]),
            self.suffix(batch["suffix"]),
            self.word_shape(batch["shape"]),
            self.tag(batch["tag"]),
            self.dep(batch["dep"]),
            self.quote(batch["quote"]),
            self.quote_length(batch["quote_length"]),
            vector,
            batch["tensor"][..., : self.shape.tensor],
        ]
        mixed = functional.relu(self.mix(self.dropout(torch.cat(parts, dim=-1))))
        return self.mix_norm(mixed)

    def encode(self, batch: dict[str, Tensor]) -> Tensor:
        mask = batch["mask"][..., None].float()
        return self.encoder(self.embed(batch) * mask, mask)

    def link(self, encoded: Tensor, links: dict[str, Tensor]) -> Tensor:
        """Label scores (cues, tokens, labels) of each cue's paragraph."""
        rows = encoded[links["paragraph"]]
        cue = (rows * links["is_cue"][..., None].float()).sum(1) / links["is_cue"].sum(1, keepdim=True).clamp(
            min=1
        )
        x = (
            self.link_token(encoded)[links["paragraph"]]
            + self.link_cue(cue)[:, None]
            + self.distance(links["distance"])
            + self.same_sentence(links["same_sentence"])
            + self.up(links["up"])
            + self.down(links["down"])
        )
        mask = links["mask"][..., None].float()
        x = self.link_norm(functional.relu(x)) * mask
        return self.label(self.linker(x, mask))

    def crf_loss(self, scores: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
        """Mean negative log likelihood a cue of the gold label sequence."""
        steps = mask.float()
        picked = scores.gather(2, labels[..., None])[..., 0] * steps
        moves = self.transitions[labels[:, :-1], labels[:, 1:]] * steps[:, 1:]
        gold = picked.sum(1) + moves.sum(1)
        alpha = scores[:, 0]
        for t in range(1, scores.shape[1]):
            following = torch.logsumexp(alpha[:, :, None] + self.transitions[None], dim=1) + scores[:, t]
            alpha = torch.where(mask[:, t, None], following, alpha)
        return (torch.logsumexp(alpha, dim=1) - gold).mean()

    def export(self) -> Weights:
        """The weights by the names that attribution.network reads."""
        return {name: tensor.detach().numpy().astype("float32") for name, tensor in self.state_dict().items()}


def pad(arrays: list[np.ndarray], size: int) -> Tensor:
    out = np.zeros((len(arrays), size, *arrays[0].shape[1:]), dtype=arrays[0].dtype)
    for row, array in zip(out, arrays, strict=True):
        row[: len(array)] = array
    return torch.from_numpy(out)


def collate(
    batch: list[Paragraph], vectors: np.ndarray
) -> tuple[dict[str, Tensor], dict[str, Tensor], dict[str, Tensor]]:
    size = max(p.size for p in batch)
    tokens: dict[str, Tensor] = {}
    for name in features.HASHED:
        tokens[name] = pad([p.tokens.hashed[name][p.start : p.end] for p in batch], size)
    for name in ("tag", "dep", "quote", "quote_length", "tensor"):
        tokens[name] = pad([getattr(p.tokens, name)[p.start : p.end] for p in batch], size)
    tokens["vector"] = pad([vectors[p.tokens.vector_row[p.start : p.end]] for p in batch], size)
    tokens["mask"] = pad([np.ones(p.size, dtype=bool) for p in batch], size)
    cue = np.zeros((len(batch), size), dtype=np.int64)
    roles = np.zeros((len(batch), size, 2), dtype=np.float32)
    for i, p in enumerate(batch):
        for (start, end), labels in zip(p.cues, p.labels, strict=True):
            cue[i, start:end] = 2
            cue[i, start] = 1
            roles[i, : p.size, 0] = np.maximum(roles[i, : p.size, 0], (labels == 1) | (labels == 2))
            roles[i, : p.size, 1] = np.maximum(roles[i, : p.size, 1], labels >= 3)
    targets = {"cue": torch.from_numpy(cue), "roles": torch.from_numpy(roles)}
    links: dict[str, Tensor] = {}
    flat = [(i, p, k) for i, p in enumerate(batch) for k in range(len(p.cues))]
    if flat:
        links["paragraph"] = torch.tensor([i for i, _, _ in flat])
        links["mask"] = pad([np.ones(p.size, dtype=bool) for _, p, _ in flat], size)
        links["is_cue"] = pad(
            [(np.arange(p.size) >= p.cues[k][0]) & (np.arange(p.size) < p.cues[k][1]) for _, p, k in flat],
            size,
        )
        for name in ("distance", "same_sentence", "up", "down"):
            links[name] = pad([getattr(p.relations[k], name) for _, p, k in flat], size)
        targets["labels"] = pad([p.labels[k] for _, p, k in flat], size)
    return tokens, links, targets


def batches(examples: list[Paragraph], words: int, rng: random.Random) -> list[list[Paragraph]]:
    """Paragraphs of like length together, about `words` padded tokens a batch."""
    order = sorted(examples, key=lambda p: p.size + rng.random() * 20)
    out: list[list[Paragraph]] = []
    batch: list[Paragraph] = []
    for p in order:
        if batch and max(p.size, batch[0].size) * (len(batch) + 1) > words:
            out.append(batch)
            batch = []
        batch.append(p)
    out.append(batch)
    rng.shuffle(out)
    return out


def vector_table(nlp: Language) -> np.ndarray:
    data = np.asarray(nlp.vocab.vectors.data)
    return np.concatenate([data, np.zeros((1, data.shape[1]), dtype=data.dtype)])


def train(
    examples: list[Paragraph],
    dev: list[Paragraph],
    vectors: np.ndarray,
    shape: Shape,
    *,
    epochs: int,
    seed: int,
    words: int = 1500,
    rate: float = 2e-3,
    prepare: Callable[[Network], None] | None = None,
    log=print,
) -> Network:
    torch.manual_seed(seed)
    rng = random.Random(seed)
    network = Network(shape)
    if prepare is not None:
        prepare(network)
    decay = [p for n, p in network.named_parameters() if p.ndim > 1]
    rest = [p for n, p in network.named_parameters() if p.ndim <= 1]
    optimizer = torch.optim.AdamW(
        [{"params": decay, "weight_decay": 0.02}, {"params": rest, "weight_decay": 0.0}],
        lr=rate,
        betas=(0.9, 0.98),
    )
    per_epoch = len(batches(examples, words, rng))
    total = per_epoch * epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min((step + 1) / 200, 0.5 * (1 + math.cos(math.pi * min(step / total, 1))) + 0.01),
    )
    weights = torch.tensor([1.0, 1.0, 1.0])
    average = None
    for epoch in range(epochs):
        network.train()
        began, losses = time.time(), np.zeros(3)
        for batch in batches(examples, words, rng):
            tokens, links, targets = collate(batch, vectors)
            encoded = network.encode(tokens)
            mask = tokens["mask"]
            cue_loss = functional.cross_entropy(
                network.cue(encoded)[mask], targets["cue"][mask], weight=weights
            )
            role_loss = functional.binary_cross_entropy_with_logits(
                network.roles(encoded)[mask], targets["roles"][mask]
            )
            link_loss = torch.zeros(())
            if links:
                link_loss = network.crf_loss(network.link(encoded, links), targets["labels"], links["mask"])
            # A cue loss is a mean over tokens, a link loss over cues: the factors bring them level.
            loss = 10 * cue_loss + role_loss + 0.1 * link_loss
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses += [cue_loss.item(), role_loss.item(), link_loss.item()]
            if epoch >= epochs * 0.6:
                state = {k: v.detach().clone() for k, v in network.state_dict().items()}
                average = (
                    state if average is None else {k: 0.995 * average[k] + 0.005 * state[k] for k in state}
                )
        took = f"{time.time() - began:.0f}s"
        log(f"epoch {epoch} {took} losses {(losses / per_epoch).round(4)} {report(network, dev, vectors)}")
    if average is not None:
        network.load_state_dict(average)
        log(f"averaged {report(network, dev, vectors)}")
    return network


def report(network: Network, dev: list[Paragraph], vectors: np.ndarray) -> str:
    """Cue F1 by overlap, and with gold cues the token F1 of content and source."""
    network.eval()
    counts = np.zeros((3, 3))
    with torch.inference_mode():
        for batch in batches(dev, 4000, random.Random(0)):
            tokens, links, targets = collate(batch, vectors)
            encoded = network.encode(tokens)
            said = (network.cue(encoded).argmax(-1) > 0) & tokens["mask"]
            gold = targets["cue"] > 0
            counts[0] += [(said & gold).sum(), said.sum(), gold.sum()]
            if links:
                # Unary argmax is close enough to watch training by.
                labels = network.link(encoded, links).argmax(-1) * links["mask"]
                for row, low, high in ((1, 3, 4), (2, 1, 2)):
                    p = (labels >= low) & (labels <= high)
                    g = (targets["labels"] >= low) & (targets["labels"] <= high)
                    counts[row] += [(p & g).sum(), p.sum(), g.sum()]
    f1 = 2 * counts[:, 0] / (counts[:, 1] + counts[:, 2])
    return "cue {:.3f} content {:.3f} source {:.3f}".format(*f1)


def examples_of(split: str, nlp: Language) -> list[Paragraph]:
    articles = corpora.polnear(split)
    texts = [article["text"] for article in articles]
    return [
        example
        for doc, article in zip(nlp.pipe(texts, batch_size=16), articles, strict=True)
        for example in paragraphs(doc, article["attributions"])
    ]


def build(seed: int) -> None:
    """Parse PolNeAR with the trained stages and train the network on it."""
    nlp = assemble.syntax_pipeline()
    network = train(
        examples_of("train", nlp),
        examples_of("dev", nlp),
        vector_table(nlp),
        Shape(),
        epochs=EPOCHS,
        seed=seed,
    )
    Engine(network.shape, network.export()).to_disk(RESULT)


def trained() -> Engine:
    return Engine.from_disk(RESULT)
