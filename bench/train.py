"""Fits `matcher/weights/default.json` on the labelled tickets of the corpus: `make train`.

Fusion is fitted across authors: tickets of authors that the encoder has not read are asked of a
library whose cases are the others', so that no ticket helps its own sibling, and of one without
cases, as new entries have none. Confidence and thresholds are fitted on the former and on `dev`,
asked of a library with all of `train`, as in service.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

from bench.fit import (
    FOREIGN_SHARE,
    LATER_WEIGHTS,
    LEAST_MATCH,
    LOST,
    MOST_NONE,
    PRECISION,
    fit_mode,
)
from bench.laboratory import Laboratory, by_encoder_authors, by_others, split
from corpus.reader import tickets
from matcher.fusion import FORMAT

TARGET = Path(__file__).parents[1] / "matcher" / "weights" / "default.json"

PLAIN = {
    "features": {"grams": 80.0, "words": 140.0, "meaning": 45.0, **LATER_WEIGHTS},
    "sharpness": 0.35,
    "fit": {"intercept": -6.0, "score": 0.1},
    "match_at": 0.6,
    "none_below": 0.3,
}
"""Set by hand: a library of single sentences has no key information or cases to learn from."""


def fitted(laboratory: Laboratory) -> dict[str, dict[str, Any]]:
    """All modes (without an encoder that of keywords and the plain one)."""
    train, dev = split("train"), split("dev")
    first, others = by_encoder_authors(train), by_others(train)
    across = laboratory.choices(first, others, "其他作者的工单")
    bare = laboratory.choices(
        [ticket for ticket in first if not ticket.codes],
        [ticket for ticket in others if ticket.codes],
        "没有旧工单时",
    )
    judged = laboratory.choices(train, dev, "dev")
    modes = ("full", "keyword_only") if laboratory.encoder else ("keyword_only",)
    found = {mode: fit_mode(mode, [*across, *bare], [*across, *judged]) for mode in modes}
    return found | {"plain": PLAIN}


def main() -> None:
    """Fit and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=TARGET)
    parser.add_argument("--encoder", default="default")
    chosen = parser.parse_args()
    laboratory = Laboratory.open(chosen.encoder)
    data = [tickets("train"), tickets("dev")]
    document = {
        "format": FORMAT,
        "name": "fitted on the corpus",
        "data": {
            "train": len(data[0]),
            "dev": len(data[1]),
            "sha256": hashlib.sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest()[
                :16
            ],
            "encoder": laboratory.encoder.name if laboratory.encoder else None,
        },
        "targets": {
            "precision of match": PRECISION,
            "least confidence of match": LEAST_MATCH,
            "fitting tickets turned away": LOST,
            "greatest probability of an entry for none": MOST_NONE,
            "share of complaints without an entry": FOREIGN_SHARE,
        },
        "modes": fitted(laboratory),
    }
    text = json.dumps(document, ensure_ascii=False, indent=2)
    chosen.out.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
