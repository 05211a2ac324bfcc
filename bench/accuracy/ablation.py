"""What each feature and part is worth: everything is fitted anew without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.accuracy.tables import VOICE_NAMES, VOICES, table
from bench.fit import fit_mode
from bench.laboratory import NEEDS_ENCODER, Laboratory, by_encoder_authors, by_others
from matcher.features import FEATURES, LATER
from matcher.fusion import FORMAT, parts, read_weights
from matcher.tickets import Ticket
from matcher.train import Choice


@dataclass(frozen=True, slots=True)
class Ground:
    """Choices that the study fits on and is judged by.

    Attributes:
        across: tickets of authors that the encoder has not read, the others' known.
        bare: the same without any ticket known.
        calibrated: `dev`, all of `train` known.
        asked: the judged tickets.
        known: their choices, all of `train` known.
        unknown: their choices, no ticket known: what a new entry meets.
    """

    across: list[Choice]
    bare: list[Choice]
    calibrated: list[Choice]
    asked: list[Ticket]
    known: list[Choice]
    unknown: list[Choice]


def survey(
    laboratory: Laboratory, train: list[Ticket], dev: list[Ticket], asked: list[Ticket]
) -> Ground:
    """Read off all choices; tickets that no entry fits are known in every condition."""
    first, others = by_encoder_authors(train), by_others(train)
    foreign = [ticket for ticket in first if not ticket.codes]
    fitting = [ticket for ticket in asked if ticket.codes]
    return Ground(
        across=laboratory.choices(first, others, "其他作者的工单"),
        bare=laboratory.choices(foreign, [t for t in others if t.codes], "没有旧工单时"),
        calibrated=laboratory.choices(train, dev, "dev"),
        asked=fitting,
        known=laboratory.choices(train, fitting, "已知旧工单"),
        unknown=laboratory.choices(foreign, fitting, "没有旧工单"),
    )


def ablation(ground: Ground) -> str:
    """Table: each feature left out, then the encoder and the old tickets."""
    kept = [name for name in FEATURES if name not in LATER]
    rows = [_row("everything", ground, frozenset())]
    rows += [_row(f"without {name}", ground, frozenset({name})) for name in kept]
    meaning = NEEDS_ENCODER & set(FEATURES)
    rows.append(_row("without the encoder", ground, frozenset(meaning)))
    head = ("", "hit@1", *VOICE_NAMES, "log loss", "hit@1, no tickets known", "log loss")
    return table(head, rows)


def _row(name: str, ground: Ground, without: frozenset[str]) -> list[str | float | int]:
    document = fit_mode(
        "full",
        [*ground.across, *ground.bare],
        [*ground.across, *ground.calibrated],
        without=without,
    )
    weights = read_weights({"format": FORMAT, "name": "", "modes": {"full": document}}, "full")
    cells: list[str | float | int] = [name]
    for choices, by_voice in ((ground.known, True), (ground.unknown, False)):
        scores = [parts(choice.values, weights=weights).sum(axis=1) for choice in choices]
        rights = [choice.right for choice in choices]
        hits = np.array(
            [float(r >= 0 and s.argmax() == r) for s, r in zip(scores, rights, strict=True)]
        )
        cells.append(float(hits.mean()))
        if by_voice:
            style = np.array([ticket.style for ticket in ground.asked])
            cells += [float(hits[style == voice].mean()) for voice in VOICES]
        cells.append(_loss(scores, rights, weights.sharpness))
    return cells


def _loss(
    scores: Sequence[np.ndarray[tuple[int], np.dtype[np.float64]]],
    rights: Sequence[int],
    sharpness: float,
) -> float:
    """Mean -log of the share of the right candidate."""
    found = []
    for values, right in zip(scores, rights, strict=True):
        logits = sharpness * (values - values.max())
        chosen = logits[right] if right >= 0 else -20.0
        found.append(float(np.log(np.exp(logits).sum()) - chosen))
    return float(np.mean(found))
