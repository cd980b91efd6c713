"""Train the network (attribution/network.py runs it and describes it) on all corpora at once."""

import math
import random
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import spacy
import torch
from torch import Tensor, nn
from torch.nn import functional

from attribution import features
from attribution.kinship import IDS, Kinship, kinship
from attribution.labels import CUE_LABELS, DEPS, NAME_LABELS, ROLE_LABELS, TAGS
from attribution.layers import Weights
from attribution.models import ModelName
from attribution.network import FARTHEST, Shape
from attribution.network import Network as Engine
from attribution.ribbon import Ribbon
from training import examples
from training.examples import UNKNOWN, Example
from training.paths import WORK

#: The shipped networks.
SHAPES: dict[ModelName, Shape] = {"fast": Shape(), "accurate": Shape(width=128, arc=64, link_width=96)}
#: Tokens of a batch, padding included.
BATCH = 2000
#: From this share of a phase on, weights are averaged.
AVERAGED = 0.6

#: What is learnt at once.
TASKS = frozenset({"tag", "retag", "name", "cue", "role", "link", "opens", "arc", "dep"})

#: Those that the others only prepare for.
ATTRIBUTION = frozenset({"cue", "role", "link"})


class Phase(NamedTuple):
    """A stretch of the training."""

    epochs: int
    rate: float
    news_only: bool = False
    """Whether only PolNeAR is learnt from."""
    others: float = 1.0
    """What the losses of the other tasks weigh, beside those of attribution."""
    related: bool = False
    """Whether tokens are related to cues over the trees that the network finds by then."""


#: All tasks on all corpora; then attribution above all, on news; then with the network's own trees; then all again.
PHASES = (
    Phase(14, 2e-3),
    Phase(6, 1e-3, news_only=True, others=0.3),
    Phase(5, 1e-3, news_only=True, others=0.3, related=True),
    Phase(6, 1e-3, related=True),
)
#: The weights at the ends of so many last phases are averaged (Wortsman et al. 2022, "Model soups").
STIRRED = 2

Batch = dict[str, Tensor]


class Data(NamedTuple):
    """Articles of PolNeAR, as lists of examples, and examples of the other corpora."""

    news: Sequence[Sequence[Example]]
    other: Sequence[Example]
    news_dev: Sequence[Sequence[Example]]
    other_dev: Sequence[Example]


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

    def __init__(
        self, shape: Shape, vectors: np.ndarray, dropout: float = 0.3, word_dropout: float = 0.15
    ) -> None:
        super().__init__()
        self.shape = s = shape
        self.vectors = torch.from_numpy(np.concatenate([vectors, np.zeros_like(vectors[:1])]))
        self.words = nn.EmbeddingBag(features.HASHED["word_a"], s.word, mode="sum")
        self.prefix = nn.Embedding(features.HASHED["prefix"], s.prefix)
        self.suffix = nn.Embedding(features.HASHED["suffix"], s.suffix)
        self.word_shape = nn.Embedding(features.HASHED["shape"], s.word_shape)
        self.mix = nn.Linear(s.word + s.prefix + s.suffix + s.word_shape + s.vector, s.width)
        self.mix_norm = nn.LayerNorm(s.width)
        self.lower = Convolutions(s.width, s.lower, dropout)
        self.place = nn.Embedding(len(features.PLACES), s.width)
        self.length = nn.Embedding(features.LENGTH_CLASSES, s.width)
        self.upper = Convolutions(s.width, s.upper, dropout)
        self.tag = nn.Linear(s.width, len(TAGS))
        self.retag = nn.Linear(s.width, len(TAGS))
        self.name = nn.Linear(s.width, len(NAME_LABELS))
        self.opens = nn.Linear(s.width, 1)
        self.cue = nn.Linear(s.width, len(CUE_LABELS))
        self.roles = nn.Linear(s.width, 2)
        self.arc_dependent = nn.Linear(s.width, s.arc)
        self.arc_head = nn.Linear(s.width, s.arc)
        self.arc_root = nn.Linear(s.width, 1)
        self.arc_distance = nn.Embedding(2 * FARTHEST + 1, 1)
        self.dep_dependent = nn.Linear(s.width, s.arc)
        self.dep_head = nn.Linear(s.width, s.arc)
        self.dep_distance = nn.Embedding(2 * FARTHEST + 1, s.arc)
        self.dep = nn.Linear(s.arc, len(DEPS))
        self.link_token = nn.Linear(s.width, s.link_width)
        self.link_cue = nn.Linear(s.width, s.link_width)
        self.distance = nn.Embedding(features.CUE_BUCKET + 1, s.link_width)
        self.same_sentence = nn.Embedding(2, s.link_width)
        self.below = nn.Embedding(IDS, s.link_width)
        self.beside = nn.Embedding(IDS, s.link_width)
        self.link_norm = nn.LayerNorm(s.link_width)
        self.linker = Convolutions(s.link_width, s.link_dilations, dropout)
        self.role = nn.Linear(s.link_width, len(ROLE_LABELS))
        self.transitions = nn.Parameter(torch.zeros(len(ROLE_LABELS), len(ROLE_LABELS)))
        self.dropout = nn.Dropout(dropout)
        self.word_dropout = word_dropout
        for table in (self.words, self.prefix, self.suffix, self.word_shape):
            nn.init.normal_(table.weight, std=0.3)
        for table in (self.place, self.length, self.distance, self.same_sentence, self.dep_distance):
            nn.init.normal_(table.weight, std=0.2)
        for table in (self.arc_distance, self.below, self.beside):
            nn.init.zeros_(table.weight)

    def kept(self, like: Tensor) -> Tensor:
        """1 for the words whose form is seen, 0 for those that must be told by the rest."""
        return (
            (torch.rand(*like.shape[:-1], 1) > self.word_dropout).float() if self.training else torch.ones(1)
        )

    def embed(self, batch: Batch) -> Tensor:
        hashes = torch.stack([batch["word_a"], batch["word_b"]], dim=-1)
        word = self.words(hashes.view(-1, 2)).view(*hashes.shape[:-1], -1)
        vector = self.vectors[batch["vector_row"]]
        parts = [
            word * self.kept(word),
            self.prefix(batch["prefix"]),
            self.suffix(batch["suffix"]),
            self.word_shape(batch["shape"]),
            vector * self.kept(vector),
        ]
        return self.mix_norm(functional.relu(self.mix(self.dropout(torch.cat(parts, dim=-1)))))

    def encode(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """The lower and the upper rows: (paragraphs, tokens, width) each."""
        mask = batch["mask"][..., None].float()
        lower = self.lower(self.embed(batch) * mask, mask)
        placed = (lower + self.place(batch["place"]) + self.length(batch["length"])) * mask
        return lower, self.upper(placed, mask)

    def arcs(self, upper: Tensor) -> Tensor:
        """Scores of a token (second axis) having another (third) for its head; itself: being a root."""
        scores = self.arc_dependent(upper) @ self.arc_head(upper).transpose(1, 2)
        scores = (
            scores + self.arc_distance(steps(torch.arange(upper.shape[1])[None, :], upper.shape[1]))[..., 0]
        )
        own = torch.eye(upper.shape[1], dtype=torch.bool)
        return torch.where(own, self.arc_root(upper), scores)

    def deps(self, upper: Tensor, head: Tensor) -> Tensor:
        """Scores of dependency labels, given heads: (paragraphs, tokens, labels)."""
        of_head = self.dep_head(upper).gather(1, head[..., None].expand(-1, -1, self.shape.arc))
        far = (head - torch.arange(head.shape[1])[None]).clamp(-FARTHEST, FARTHEST) + FARTHEST
        return self.dep(functional.relu(self.dep_dependent(upper) + of_head + self.dep_distance(far)))

    def link(self, upper: Tensor, links: Batch) -> Tensor:
        """Role scores (cues, tokens, labels) of each cue's paragraph."""
        rows = upper[links["paragraph"]]
        is_cue = links["is_cue"][..., None].float()
        cue = (rows * is_cue).sum(1) / is_cue.sum(1)
        x = (
            self.link_token(upper)[links["paragraph"]]
            + self.link_cue(cue)[:, None]
            + self.distance(links["distance"])
            + self.same_sentence(links["same_sentence"])
            + self.below(links["below"])
            + self.beside(links["beside"])
        )
        mask = links["mask"][..., None].float()
        return self.role(self.linker(self.link_norm(functional.relu(x)) * mask, mask))

    def crf_loss(self, scores: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
        """Mean negative log likelihood a cue of the gold label sequence."""
        inside = mask.float()
        picked = scores.gather(2, labels[..., None])[..., 0] * inside
        moves = self.transitions[labels[:, :-1], labels[:, 1:]] * inside[:, 1:]
        gold = picked.sum(1) + moves.sum(1)
        alpha = scores[:, 0]
        for t in range(1, scores.shape[1]):
            following = torch.logsumexp(alpha[:, :, None] + self.transitions[None], dim=1) + scores[:, t]
            alpha = torch.where(mask[:, t, None], following, alpha)
        return (torch.logsumexp(alpha, dim=1) - gold).mean()

    def losses(self, batch: Batch, links: Batch) -> dict[str, Tensor]:
        """The loss of each task, each brought to a like size."""
        lower, upper = self.encode(batch)
        known = batch["cue"] != UNKNOWN
        found = {
            "tag": cross_entropy(self.tag(lower), batch["tag"]),
            "retag": cross_entropy(self.tag(lower) + self.retag(upper), batch["tag"]),
            "name": 3 * cross_entropy(self.name(upper), batch["name"]),
            "cue": 10 * cross_entropy(self.cue(upper), batch["cue"]),
            "role": torch.zeros(()),
            "link": torch.zeros(()),
        }
        if known.any():
            found["role"] = functional.binary_cross_entropy_with_logits(
                self.roles(upper)[known], batch["roles"][known]
            )
        opens = batch["opens"]
        if (opens != UNKNOWN).any():
            seen = opens != UNKNOWN
            found["opens"] = 3 * functional.binary_cross_entropy_with_logits(
                self.opens(upper)[..., 0][seen], opens[seen].float()
            )
            sentence = opens.clamp(min=0).cumsum(1) * batch["mask"] - (~batch["mask"]).long()
            together = sentence[:, :, None] == sentence[:, None, :]
            scores = self.arcs(upper).masked_fill(~together, -1e4)
            found["arc"] = cross_entropy(scores, batch["head"])
            found["dep"] = 0.5 * cross_entropy(self.deps(upper, batch["head"].clamp(min=0)), batch["dep"])
        if links:
            found["link"] = 0.1 * self.crf_loss(self.link(upper, links), links["labels"], links["mask"])
        return found

    def engine(self) -> Engine:
        """The network as it runs."""
        weights: Weights = {
            name: tensor.detach().numpy().astype("float32")
            for name, tensor in self.state_dict().items()
            if not name.startswith("roles.")
        }
        return Engine(self.shape, weights)


def steps(positions: Tensor, size: int) -> Tensor:
    return (positions - torch.arange(size)[:, None]).clamp(-FARTHEST, FARTHEST) + FARTHEST


def cross_entropy(scores: Tensor, labels: Tensor) -> Tensor:
    known = labels != UNKNOWN
    return functional.cross_entropy(scores[known], labels[known]) if known.any() else torch.zeros(())


def pad(arrays: Sequence[np.ndarray], size: int, fill: int = 0) -> Tensor:
    out = np.full((len(arrays), size), fill, dtype=np.int64)
    for row, array in zip(out, arrays, strict=True):
        row[: len(array)] = array
    return torch.from_numpy(out)


def collate(batch: Sequence[Example]) -> tuple[Batch, Batch]:
    """The paragraphs padded to the longest, and their cues."""
    size = max(p.size for p in batch)
    tokens = {name: pad([p.words.hashed[name] for p in batch], size) for name in features.HASHED}
    tokens["vector_row"] = pad([p.words.vector_row for p in batch], size, -1)
    for name in ("place", "length"):
        tokens[name] = pad([getattr(p, name) for p in batch], size)
    for name in ("tag", "head", "dep", "opens", "name"):
        tokens[name] = pad([getattr(p, name) for p in batch], size, UNKNOWN)
    tokens["mask"] = pad([np.ones(p.size) for p in batch], size).bool()
    cue = np.full((len(batch), size), UNKNOWN, dtype=np.int64)
    roles = np.zeros((len(batch), size, 2), dtype=np.float32)
    for i, p in enumerate(batch):
        if p.knows_cues:
            cue[i, : p.size] = 0
        for (start, end), labels in zip(p.cues, p.labels, strict=True):
            cue[i, start:end] = 2
            cue[i, start] = 1
            roles[i, : p.size, 0] = np.maximum(roles[i, : p.size, 0], (labels == 1) | (labels == 2))
            roles[i, : p.size, 1] = np.maximum(roles[i, : p.size, 1], labels >= 3)
    tokens["cue"], tokens["roles"] = torch.from_numpy(cue), torch.from_numpy(roles)
    flat = [(i, p, k) for i, p in enumerate(batch) for k in range(len(p.cues))]
    if not flat:
        return tokens, {}
    links = {
        "paragraph": torch.tensor([i for i, _, _ in flat]),
        "mask": pad([np.ones(p.size) for _, p, _ in flat], size).bool(),
        "is_cue": pad([within(p.cues[k], p.size) for _, p, k in flat], size).bool(),
        "distance": pad([p.distances[k] for _, p, k in flat], size),
        "same_sentence": pad([beside(p, p.cues[k]) for _, p, k in flat], size),
        "below": pad([kin(p, k).below for _, p, k in flat], size),
        "beside": pad([kin(p, k).beside for _, p, k in flat], size),
        "labels": pad([p.labels[k] for _, p, k in flat], size),
    }
    return tokens, links


def kin(p: Example, k: int) -> Kinship:
    """How the tokens are related to a cue; unknown until the network finds trees."""
    nothing = np.zeros(p.size, dtype=np.int64)
    return p.kin[k] if p.kin else Kinship(nothing, nothing)


def within(cue: tuple[int, int], size: int) -> np.ndarray:
    positions = np.arange(size)
    return (positions >= cue[0]) & (positions < cue[1])


def beside(p: Example, cue: tuple[int, int]) -> np.ndarray:
    """Which tokens stand in the cue's sentence."""
    sentence = np.cumsum(p.opens == 1)
    return sentence == sentence[cue[0]]


def relate(engine: Engine, articles: Sequence[Sequence[Example]], vectors: np.ndarray) -> None:
    """Say how each token is related to each cue, over the trees that the network itself finds."""
    for article in articles:
        ribbon = Ribbon([p.size for p in article])
        lower = engine.lower(ribbon, np.concatenate([engine.embed(p.words, vectors) for p in article]))
        place, length = (np.concatenate([getattr(p, name) for p in article]) for name in ("place", "length"))
        trees = engine.trees(engine.upper(ribbon, lower, place, length), ribbon.starts)
        for p, start, end in zip(article, ribbon.starts.tolist(), ribbon.ends.tolist(), strict=True):
            p.kin = [kinship(trees.head[start:end] - start, trees.dep[start:end], [cue]) for cue in p.cues]


def batches(paragraphs: Sequence[Example], words: int, rng: random.Random) -> list[list[Example]]:
    """Paragraphs of like length together, about `words` padded tokens a batch."""
    order = sorted(paragraphs, key=lambda p: p.size + rng.random() * 20)
    out: list[list[Example]] = []
    batch: list[Example] = []
    for p in order:
        if batch and max(p.size, batch[0].size) * (len(batch) + 1) > words:
            out.append(batch)
            batch = []
        batch.append(p)
    out.append(batch)
    rng.shuffle(out)
    return out


def train(
    data: Data,
    vectors: np.ndarray,
    shape: Shape,
    *,
    seed: int,
    phases: Sequence[Phase] = PHASES,
    prepare: Callable[[Network], None] | None = None,
    tasks: Collection[str] = TASKS,
) -> Network:
    """Train from scratch, phase after phase.

    Args:
        data: what is learnt from, and what the figures after each epoch are of.
        vectors: the static vectors of words, (rows, width).
        shape: of the network.
        seed: of the first weights, the order and the dropout.
        phases: what is done one after another.
        prepare: changes the network before it has learnt anything.
        tasks: the losses that count.
    """
    torch.manual_seed(seed)
    network = Network(shape, vectors)
    if prepare is not None:
        prepare(network)
    ends = []
    for number, phase in enumerate(phases):
        if phase.related:
            relate(network.engine(), [*data.news, *data.news_dev], vectors)
        run(network, data, phase, random.Random(seed + number), tasks)
        ends.append({name: tensor.clone() for name, tensor in network.state_dict().items()})
    stirred = ends[-STIRRED:]
    network.load_state_dict({name: sum(end[name] for end in stirred) / len(stirred) for name in stirred[0]})
    return network


def run(network: Network, data: Data, phase: Phase, rng: random.Random, tasks: Collection[str]) -> None:
    """One phase. The weights at its end are averaged over its last epochs."""
    paragraphs = [p for article in data.news for p in article] + ([] if phase.news_only else data.other)
    dev = [p for article in data.news_dev for p in article] + data.other_dev
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in network.parameters() if p.ndim > 1], "weight_decay": 0.02},
            {"params": [p for p in network.parameters() if p.ndim <= 1], "weight_decay": 0.0},
        ],
        lr=phase.rate,
        betas=(0.9, 0.98),
    )
    total = len(batches(paragraphs, BATCH, rng)) * phase.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min((step + 1) / 200, 0.5 * (1 + math.cos(math.pi * min(step / total, 1))) + 0.01),
    )
    average: dict[str, Tensor] | None = None
    for epoch in range(phase.epochs):
        network.train()
        began, sums, count = time.time(), dict.fromkeys(tasks, 0.0), 0
        for batch in batches(paragraphs, BATCH, rng):
            losses = {name: loss for name, loss in network.losses(*collate(batch)).items() if name in tasks}
            weighed = [loss * (1 if name in ATTRIBUTION else phase.others) for name, loss in losses.items()]
            optimizer.zero_grad()
            torch.stack(weighed).sum().backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            count += 1
            for name, loss in losses.items():
                sums[name] += loss.item()
            if epoch >= phase.epochs * AVERAGED:
                state = {k: v.detach().clone() for k, v in network.state_dict().items()}
                average = (
                    state if average is None else {k: 0.995 * average[k] + 0.005 * state[k] for k in state}
                )
        said = " ".join(f"{name} {value / count:.3f}" for name, value in sorted(sums.items()))
        print(f"epoch {epoch} {time.time() - began:.0f}s {said} | {report(network, dev)}", flush=True)
    if average is not None:
        network.load_state_dict(average)
        print(f"averaged {report(network, dev)}", flush=True)


def report(network: Network, dev: Sequence[Example]) -> str:
    """Accuracies of tags, sentence openings, heads and labels; F1 by token of names, cues, contents, sources."""
    network.eval()
    right = dict.fromkeys(("tag", "opens", "head", "dep"), np.zeros(2))
    overlap = dict.fromkeys(("name", "cue", "content", "source"), np.zeros(3))

    def agree(key: str, said: Tensor, gold: Tensor) -> None:
        known = gold != UNKNOWN
        right[key] = right[key] + [int((said == gold)[known].sum()), int(known.sum())]

    def match(key: str, said: Tensor, gold: Tensor) -> None:
        overlap[key] = overlap[key] + [int((said & gold).sum()), int(said.sum()), int(gold.sum())]

    with torch.inference_mode():
        for batch in batches(dev, 4000, random.Random(0)):
            tokens, links = collate(batch)
            lower, upper = network.encode(tokens)
            agree("tag", (network.tag(lower) + network.retag(upper)).argmax(-1), tokens["tag"])
            agree("opens", (network.opens(upper)[..., 0] > 0).long(), tokens["opens"])
            known = tokens["opens"] != UNKNOWN
            sentence = (tokens["opens"] * known).cumsum(1) * tokens["mask"] - (~tokens["mask"]).long()
            scores = network.arcs(upper).masked_fill(sentence[:, :, None] != sentence[:, None, :], -1e4)
            heads = scores.argmax(-1)
            agree("head", heads, tokens["head"])
            agree("dep", network.deps(upper, tokens["head"].clamp(min=0)).argmax(-1), tokens["dep"])
            named = tokens["name"]
            match("name", (network.name(upper).argmax(-1) > 0) & (named != UNKNOWN), named > 0)
            cues = tokens["cue"]
            match("cue", (network.cue(upper).argmax(-1) > 0) & (cues != UNKNOWN), cues > 0)
            if links:
                # The likeliest label of each token is close enough to watch training by.
                labels = network.link(upper, links).argmax(-1) * links["mask"]
                for key, low, high in (("content", 3, 4), ("source", 1, 2)):
                    match(
                        key,
                        (labels >= low) & (labels <= high),
                        (links["labels"] >= low) & (links["labels"] <= high),
                    )
    shares = {key: r / max(n, 1) for key, (r, n) in right.items()}
    shares |= {key: 2 * both / max(a + b, 1) for key, (both, a, b) in overlap.items()}
    return " ".join(f"{key} {value:.3f}" for key, value in shares.items())


def vector_table() -> np.ndarray:
    """The static vectors of words, (rows, width)."""
    return np.asarray(spacy.load(WORK / "vectors").vocab.vectors.data, dtype=np.float32)


def data(*, leaving_out: int | None = None, share: float = 1.0, seed: int = 0) -> Data:
    """The examples, without every so many articles of PolNeAR train, or with a share of them only."""
    kept = examples.load()
    articles = [a for i, a in enumerate(kept["train"]) if leaving_out is None or i % leaving_out]
    some = random.Random(seed).sample(articles, round(share * len(articles))) if share < 1 else articles
    return Data(some, kept["other"], kept["dev"], kept["other-dev"])


def fit(target: Path, model: ModelName, seed: int, *, leaving_out: int | None = None) -> Engine:
    """Train on everything but every `leaving_out`-th article of PolNeAR train, and write the network."""
    torch.set_num_threads(1)
    network = train(data(leaving_out=leaving_out), vector_table(), SHAPES[model], seed=seed)
    engine = network.engine()
    engine.to_disk(target)
    return engine


def folder(model: ModelName) -> Path:
    """Where `build` leaves a network."""
    return WORK / f"network-{model}"


def build(seed: int) -> None:
    """The networks that ship."""
    for model in SHAPES:
        fit(folder(model), model, seed)


def trained(model: ModelName) -> Engine:
    return Engine.from_disk(folder(model))
