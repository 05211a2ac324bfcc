"""Accuracy on the labelled tickets of the corpus, beside plain rankers: `make eval`.

Writes `docs/accuracy.md`; figures are those of `faultkb evaluate` on the same tickets.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.peers import peers
from corpus.reader import entries, tickets
from kb.entry import Entry
from matcher.encoder.base import Encoder
from matcher.encoder.registry import load_encoder
from matcher.engine import Matcher
from matcher.evaluate import report, run
from matcher.tickets import Ticket, ticket_from
from matcher.vector_store import VectorStore
from service.config import Config
from service.progress import ProgressBar
from service.seed import seed_cases, seed_lexicon

TARGET = Path(__file__).parents[1] / "docs" / "accuracy.md"
VOICES = ("workorder", "customer", "hard")
SPLITS = ("dev", "test")


def main() -> None:
    """Evaluate everything on dev and test and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=TARGET)
    chosen = parser.parse_args()
    config = Config.from_environment()
    encoder = load_encoder(config.encoder, default_folder=config.encoder_folder, threads=2)
    store = VectorStore(config.home / "eval-index", encoder, prune=False) if encoder else None
    library = [Entry.from_document(document) for document in entries()]
    bar = ProgressBar()
    pages = [
        _page(split, library, encoder=encoder, store=store, bar=bar)
        for split in SPLITS
        if tickets(split)
    ]
    text = _HEAD + "\n".join(pages)
    chosen.out.write_text(text, encoding="utf-8")
    print(text)


def _page(
    split: str,
    library: Sequence[Entry],
    *,
    encoder: Encoder | None,
    store: VectorStore | None,
    bar: ProgressBar,
) -> str:
    judged = [ticket_from(row, where=split) for row in tickets(split)]
    common: dict[str, Any] = {"lexicon": seed_lexicon(), "cases": seed_cases(), "progress": bar}
    ours = Matcher.build(library, encoder=encoder, store=store, **common)
    rows: list[str] = []
    plain = peers(library, reader=ours.reader, cases=seed_cases(), encoder=encoder, store=store)
    codes = [entry.code for entry in library]
    fitting = [ticket for ticket in judged if ticket.codes]
    for name, peer in plain.items():
        ranks = [_rank(peer(ticket), codes, ticket) for ticket in fitting]
        rows.append(_peer_row(name, ranks, fitting))
    full = report(run(ours, judged, progress=bar), snapshot=ours.snapshot)
    words_only = Matcher.build(library, **common)
    keyword = report(run(words_only, judged, progress=bar), snapshot=words_only.snapshot)
    rows.append(_our_row("FaultKB, keywords only", keyword))
    rows.append(_our_row("**FaultKB**", full))
    return _SECTION.format(
        split=split,
        fitting=len(fitting),
        foreign=len(judged) - len(fitting),
        rows="\n".join(rows),
        low=full["ci95"]["hit@1"][0],
        high=full["ci95"]["hit@1"][1],
        ece=full["ece"],
        coverage=full["coverage_at_precision_95"],
        auc=full["reject_auc"],
        services=_services(full),
    )


def _rank(scores: Any, codes: Sequence[str], ticket: Ticket) -> int:
    right = max(float(s) for s, code in zip(scores, codes, strict=True) if code in ticket.codes)
    return 1 + int((np.asarray(scores) > right).sum())


def _peer_row(name: str, ranks: Sequence[int], judged: Sequence[Ticket]) -> str:
    first = np.array(ranks) == 1
    third = np.array(ranks) <= 3
    style = np.array([ticket.style for ticket in judged])
    cells = [first.mean(), *(first[style == voice].mean() for voice in VOICES), third.mean()]
    return f"| {name} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |"


def _our_row(name: str, figures: dict[str, Any]) -> str:
    voices = [figures["by_style"].get(voice, {}).get("hit@1", 0.0) for voice in VOICES]
    cells = [figures["hit@1"], *voices, figures["hit@3"]]
    return f"| {name} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |"


def _services(figures: dict[str, Any]) -> str:
    return "\n".join(
        f"| {name} | {row['n']} | {row['hit@1']:.3f} | {row['hit@3']:.3f} |"
        for name, row in figures["by_service"].items()
    )


_HEAD = """# Accuracy

Written by `make eval` (`python -m bench.accuracy`) on the tickets of `corpus/tickets`, which were
written for this project; authors of `dev` and `test` had not seen `train`. Each ranker sees the
same entries and tickets in the same run. "Train folded in" and FaultKB also know the tickets of
`train`.

"""

_SECTION = """## {split}: {fitting} tickets with a right entry, {foreign} with none

| ranker | hit@1 | work orders | customers' words | hard | hit@3 |
|---|---|---|---|---|---|
{rows}

FaultKB: hit@1 95 % interval {low:.3f} to {high:.3f}; expected calibration error {ece:.3f}; share
answered at 95 % precision {coverage:.3f}; AUC of telling tickets without an entry apart {auc}.

| business line | tickets | hit@1 | hit@3 |
|---|---|---|---|
{services}
"""


if __name__ == "__main__":
    main()
