"""Fits `matcher/weights/default.json` on the labelled tickets of the corpus: `make train`.

Fusion is fitted across authors: features of the second author's tickets come from a library whose
cases are the first author's only, so that no ticket helps its own sibling; the first author's are
also those that the encoder was fine-tuned on. Calibration and thresholds are fitted on `dev`, with
all of `train` as cases, as in service.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus.reader import entries, tickets
from kb.entry import Entry
from matcher.calibrate import fit_probability, shares
from matcher.cases import cases_of
from matcher.encoder.base import Encoder
from matcher.encoder.registry import load_encoder
from matcher.engine import Matcher
from matcher.features import FEATURES
from matcher.fusion import FORMAT, Weights, parts, read_weights
from matcher.query import read_query
from matcher.scoring import Scoring
from matcher.tickets import Ticket, ticket_from
from matcher.train import (
    Choice,
    fit_doubt,
    fit_fusion,
    fit_sharpness,
    threshold_for_loss,
    threshold_for_precision,
)
from matcher.vector_store import VectorStore
from service.config import Config
from service.progress import ProgressBar
from service.seed import seed_lexicon

TARGET = Path(__file__).parents[1] / "matcher" / "weights" / "default.json"
AGAINST = frozenset({"excluded"})
NEEDS_ENCODER = frozenset({"meaning", "typical", "precedent"})
DOUBT_SIGNALS = ("score", "grams", "words", "meaning", "typical", "precedent", "key")
ANSWERED_WEIGHT = 5.0
PRECISION, LOST = 0.97, 0.01
FIRST_AUTHOR = "a"

PLAIN = {
    "features": {"grams": 80.0, "words": 120.0, "meaning": 45.0, "answered": 5.0},
    "sharpness": 0.35,
    "fit": {"intercept": -6.0, "score": 0.1},
    "match_at": 0.6,
    "none_below": 0.3,
}
"""Set by hand: a library of single sentences has no key information or cases to learn from."""


class Trainer:
    """Builds matchers over parts of the tickets and fits weights on what they show.

    Args:
        encoder: the encoder of mode `full`; None fits `keyword_only` alone.
        store: keeps vectors between the matchers.
    """

    def __init__(self, encoder: Encoder | None, store: VectorStore | None) -> None:
        self.encoder = encoder
        self.store = store
        self.entries = [Entry.from_document(document) for document in entries()]
        self.bar = ProgressBar()

    def matcher(self, cases: Sequence[Ticket], weights: dict[str, Any] | None = None) -> Matcher:
        """A matcher whose cases are some tickets."""
        return Matcher.build(
            self.entries,
            lexicon=seed_lexicon(),
            cases=cases_of(cases),
            encoder=self.encoder,
            store=self.store,
            weights=weights,
            progress=self.bar,
        )

    def choices(self, matcher: Matcher, found: Sequence[Ticket], stage: str) -> list[Choice]:
        """Features of all candidates of some tickets, in the order of `FEATURES`."""
        result = []
        for number, ticket in enumerate(found, 1):
            query = read_query(
                ticket.text, ticket.handling, reader=matcher.reader, encoder=self.encoder
            )
            scoring = Scoring(matcher.library, query)
            positions = scoring.candidates()
            rows = [scoring.features(i, effects={}) for i in positions]
            values = np.array([[row.get(name, 0.0) for name in FEATURES] for row in rows])
            codes = [matcher.library.entries[i].code in ticket.codes for i in positions]
            result.append(Choice(values, codes.index(True) if True in codes else -1))
            self.bar(stage, number, len(found))
        return result

    def across_authors(self, train: Sequence[Ticket]) -> list[Choice]:
        """Choices of the second author's tickets against the first author's cases."""
        matcher = self.matcher([ticket for ticket in train if ticket.author == FIRST_AUTHOR])
        held = [t for t in train if t.author != FIRST_AUTHOR and t.codes]
        return self.choices(matcher, held, "特征 train")

    def fit(self, train: Sequence[Ticket], dev: Sequence[Ticket]) -> dict[str, dict[str, Any]]:
        """Weights of both modes (of `keyword_only` alone without an encoder)."""
        choices = self.across_authors(train)
        judged = self.choices(self.matcher(train), dev, "特征 dev")
        fits = np.array([bool(ticket.codes) for ticket in dev])
        modes = ("full", "keyword_only") if self.encoder else ("keyword_only",)
        fitted = {mode: _fit_mode(mode, choices, judged, fits) for mode in modes}
        return fitted | {"plain": PLAIN}


def _fit_mode(
    mode: str, choices: Sequence[Choice], judged: Sequence[Choice], fits: np.ndarray[Any, Any]
) -> dict[str, Any]:
    """Fusion on `choices`, calibration and thresholds on `judged`."""
    left_out = NEEDS_ENCODER if mode == "keyword_only" else frozenset()
    signs = [0 if n in left_out | {"answered"} else -1 if n in AGAINST else 1 for n in FEATURES]
    weights = fit_fusion(choices, signs=signs)
    features = {name: round(float(w), 3) for name, w in zip(FEATURES, weights, strict=True) if w}
    features["answered"] = ANSWERED_WEIGHT
    scored = [choice.values @ weights for choice in judged]
    sharpness = fit_sharpness(scored, [choice.right for choice in judged])
    names = [name for name in DOUBT_SIGNALS if name not in left_out]
    firsts = [_first(choice, scores) for choice, scores in zip(judged, scored, strict=True)]
    signals = np.array([[first[name] for name in names] for first in firsts])
    doubt = fit_doubt(signals, fits)
    document: dict[str, Any] = {
        "features": features,
        "sharpness": round(sharpness, 4),
        "fit": {"intercept": round(float(doubt[0]), 4)}
        | {name: round(float(w), 4) for name, w in zip(names, doubt[1:], strict=True)},
        "match_at": 1.0,
        "none_below": 0.0,
    }
    return document | _thresholds(mode, document, judged, fits)


def _thresholds(
    mode: str, document: dict[str, Any], judged: Sequence[Choice], fits: np.ndarray[Any, Any]
) -> dict[str, float]:
    weights = read_weights({"format": FORMAT, "name": "", "modes": {mode: document}}, mode)
    told = [_confidence(choice, weights) for choice in judged]
    fit = np.array([probability for probability, _, _ in told])
    confidence = np.array([value for _, value, _ in told])
    right = np.array([hit for _, _, hit in told])
    return {
        "match_at": round(threshold_for_precision(confidence, right, precision=PRECISION), 4),
        "none_below": round(threshold_for_loss(fit[fits], lost=LOST), 4),
    }


def _first(choice: Choice, scores: Any) -> dict[str, float]:
    """Score and features of the first candidate."""
    best = int(np.argmax(scores))
    row = dict(zip(FEATURES, choice.values[best].tolist(), strict=True))
    return {"score": float(scores[best]), **row}


def _confidence(choice: Choice, weights: Weights) -> tuple[float, float, bool]:
    """P(fit), confidence of the first candidate, and whether it is right."""
    rows = [dict(zip(FEATURES, row, strict=True)) for row in choice.values.tolist()]
    scores = [sum(parts(row, weights=weights).values()) for row in rows]
    best = int(np.argmax(scores))
    fit = fit_probability(scores[best], rows[best], weights=weights)
    share = float(shares(scores, sharpness=weights.sharpness)[best])
    return fit, fit * share, best == choice.right


def main() -> None:
    """Fit and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=TARGET)
    parser.add_argument("--encoder", default="default")
    chosen = parser.parse_args()
    config = Config.from_environment()
    encoder = load_encoder(chosen.encoder, default_folder=config.encoder_folder, threads=2)
    store = VectorStore(config.home / "train-index", encoder, prune=False) if encoder else None
    train = [ticket_from(row, where="train") for row in tickets("train")]
    dev = [ticket_from(row, where="dev") for row in tickets("dev")]
    modes = Trainer(encoder, store).fit(train, dev)
    document = {
        "format": FORMAT,
        "name": "fitted on the corpus",
        "data": {
            "train": len(train),
            "dev": len(dev),
            "sha256": hashlib.sha256(
                json.dumps([tickets("train"), tickets("dev")], ensure_ascii=False).encode()
            ).hexdigest()[:16],
            "encoder": encoder.name if encoder else None,
        },
        "targets": {"precision of match": PRECISION, "fitting tickets turned away": LOST},
        "modes": modes,
    }
    text = json.dumps(document, ensure_ascii=False, indent=2)
    chosen.out.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
