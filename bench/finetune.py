"""Fine-tunes the encoder on the corpus and writes its adapter: first half of `make train`.

Contrastive (InfoNCE, van den Oord et al. 2018) with low-rank changes of every linear map (LoRA,
Hu et al. 2021): a ticket is drawn to what its entry says and pushed from other entries in the
batch, which is made of groups of neighbours, so that the nearest faults are the negatives. Only the
tickets of the authors in `ENCODER_AUTHORS` are used; the other authors' fit the fusion, `dev` and
`test` judge.

Needs the extra `train` (torch, sentence-transformers). About 40 minutes on two cores.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from bench.laboratory import ENCODER_AUTHORS
from corpus.reader import entries, tickets
from kb.entry import Entry
from matcher.cases import told
from matcher.encoder.adapter import SHIPPED, Adapter, write_adapter
from matcher.encoder.hf_export import LINEAR_NAMES, PROMPTS, export_hf
from matcher.normalise import normalise
from matcher.reading import Reader
from service.seed import seed_lexicon

RANK, ALPHA = 32, 64
KEPT = 0.75
"""Share of the trained change that is shipped: a point between base and fine-tuned weights
(Wortsman et al. 2022, arXiv 2109.01903). On tickets of unread authors log loss is .125 with half of
it, .118 with three quarters, .117 with all; open questions are answered best with little of it.
"""

CODES, GROUP = 24, 4
TEMPERATURE = 0.05
MAX_TOKENS = 160
TOGETHER = 12
"""Texts of a batch that are padded to one length; the batch is sorted by length first."""

FROM_TICKET, TO_PHRASING = 0.85, 0.6


@dataclass(frozen=True)
class Examples:
    """What is known of each code: what its entry says, and how customers said it."""

    phrasings: Mapping[str, Sequence[str]]
    tickets: Mapping[str, Sequence[str]]
    neighbours: Mapping[str, Sequence[str]]


class LowRank(torch.nn.Module):  # type: ignore[misc]  # torch is no dependency of the checks
    """A frozen linear map plus a trained low-rank change."""

    def __init__(self, base: torch.nn.Linear) -> None:
        super().__init__()
        self.base = base
        scale = base.in_features**-0.5
        self.down = torch.nn.Parameter(torch.randn(RANK, base.in_features) * scale)
        self.up = torch.nn.Parameter(torch.zeros(base.out_features, RANK))

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """Base map plus change."""
        change = values @ self.down.T @ self.up.T
        out: torch.Tensor = self.base(values) + change * (ALPHA / RANK)
        return out


def examples() -> Examples:
    """Read the corpus; texts are in normal form, as the service encodes them."""
    reader = Reader(seed_lexicon())
    library = [Entry.from_document(document) for document in entries()]
    known = {entry.code for entry in library}
    phrasings = {
        entry.code: [
            normalise(text).text
            for text in (*entry.phrasings(), "，".join(entry.key_info), entry.cause or entry.title)
        ]
        for entry in library
    }
    complaints: dict[str, list[str]] = {entry.code: [] for entry in library}
    for row in tickets("train"):
        if row["code"] is not None and row["author"] in ENCODER_AUTHORS:
            texts = [reader.normal(row.get(part, "")).text for part in ("text", "handling")]
            complaints[row["code"]].append(told(*texts))
    neighbours = {e.code: [n.code for n in e.neighbours if n.code in known] for e in library}
    return Examples(phrasings, complaints, neighbours)


def batches(found: Examples, draw: random.Random) -> Iterator[tuple[list[str], list[str]]]:
    """Endless batches of pairs, one pair a code, neighbours together."""
    codes = sorted(found.phrasings)
    while True:
        chosen: list[str] = []
        while len(chosen) < CODES:
            code = draw.choice(codes)
            near = found.neighbours[code]
            group = [code, *draw.sample(list(near), min(GROUP - 1, len(near)))]
            chosen.extend([c for c in dict.fromkeys(group) if c not in chosen])
        pairs = [_pair(found, code, draw) for code in chosen[:CODES]]
        yield [left for left, _ in pairs], [right for _, right in pairs]


def _pair(found: Examples, code: str, draw: random.Random) -> tuple[str, str]:
    phrasings, complaints = found.phrasings[code], found.tickets[code]
    from_ticket = complaints and draw.random() < FROM_TICKET
    left = draw.choice(complaints if from_ticket else phrasings)
    to_phrasing = draw.random() < TO_PHRASING or len(complaints) < 2
    others = [text for text in (phrasings if to_phrasing else complaints) if text != left]
    return left, draw.choice(others or phrasings)


def insert(bert: Any) -> dict[str, LowRank]:
    """Freeze a BERT and put a low-rank change on each of its linear maps."""
    for parameter in bert.parameters():
        parameter.requires_grad = False
    found: dict[str, LowRank] = {}
    for number, layer in enumerate(bert.encoder.layer):
        for short, path in LINEAR_NAMES.items():
            *parents, last = path.split(".")
            holder = layer
            for name in parents:
                holder = getattr(holder, name)
            found[f"l{number}.{short}"] = LowRank(getattr(holder, last))
            setattr(holder, last, found[f"l{number}.{short}"])
    return found


def train(*, steps: int, rate: float, seed: int) -> Adapter:
    """Fine-tune.

    Args:
        steps: batches.
        rate: highest learning rate; it warms up over a tenth of the steps, then falls to zero.
        seed: of the generators of Python and torch.

    Returns:
        The adapter.
    """
    draw = random.Random(seed)  # noqa: S311 - a sample, not a secret
    torch.manual_seed(seed)
    with tempfile.TemporaryDirectory() as folder:
        export_hf(Path(folder) / "base")
        model = SentenceTransformer(str(Path(folder) / "base"), device="cpu")
    model.max_seq_length = MAX_TOKENS
    changes = insert(model[0].auto_model)
    parameters = [p for change in changes.values() for p in (change.down, change.up)]
    optimiser = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(1.0, 10 * (s + 1) / steps) * max(0.02, 1.0 - s / steps)
    )
    model.train()
    started = time.monotonic()
    source = batches(examples(), draw)
    for step in range(steps):
        left, right = next(source)
        loss = _loss(model, left, right)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        schedule.step()
        if step % 20 == 0:
            pace = (time.monotonic() - started) / (step + 1)
            print(f"step {step}/{steps} loss {loss.item():.3f} {pace:.1f} s a step", flush=True)
    return Adapter(
        scale=KEPT * ALPHA / RANK,
        down={name: _half(change.down) for name, change in changes.items()},
        up={name: _half(change.up) for name, change in changes.items()},
        story={
            "seed": seed,
            "steps": steps,
            "rate": rate,
            "rank": RANK,
            "codes": CODES,
            "kept": KEPT,
        },
    )


def _loss(model: Any, left: list[str], right: list[str]) -> torch.Tensor:
    vectors = _vectors(model, left + right)
    likeness = vectors[: len(left)] @ vectors[len(left) :].T / TEMPERATURE
    target = torch.arange(len(left))
    entropy = torch.nn.functional.cross_entropy
    mean: torch.Tensor = (entropy(likeness, target) + entropy(likeness.T, target)) / 2
    return mean


def _vectors(model: Any, texts: list[str]) -> torch.Tensor:
    """Unit vectors of texts, texts of like length together."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    parts = []
    for start in range(0, len(order), TOGETHER):
        chosen = [PROMPTS["query"] + texts[i] for i in order[start : start + TOGETHER]]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            parts.append(model(model.preprocess(chosen))["sentence_embedding"].float())
    place = torch.argsort(torch.tensor(order))
    return torch.nn.functional.normalize(torch.cat(parts)[place], dim=1)


def _half(tensor: torch.Tensor) -> np.ndarray[Any, Any]:
    half: np.ndarray[Any, Any] = tensor.detach().numpy().astype(np.float16)
    return half


def main() -> None:
    """Fine-tune and write the adapter."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=480)
    parser.add_argument("--rate", type=float, default=7e-4)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    chosen = parser.parse_args()
    write_adapter(chosen.out, train(steps=chosen.steps, rate=chosen.rate, seed=chosen.seed))
    print(f"written to {chosen.out}")


if __name__ == "__main__":
    main()
