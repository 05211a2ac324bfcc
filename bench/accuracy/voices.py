"""Does it live on its own phrasing? Trained without a voice, tested on it."""

from __future__ import annotations

from collections.abc import Sequence

from bench.accuracy.ablation import Ground
from bench.accuracy.tables import VOICE_NAMES, VOICES, table
from bench.fit import confidences, fit_mode
from bench.laboratory import Laboratory, by_encoder_authors, by_others
from matcher.tickets import Ticket
from matcher.train import Choice


def cross_voice(
    laboratory: Laboratory, train: list[Ticket], dev: list[Ticket], ground: Ground
) -> str:
    """Table: for each voice, what is reached on it with all voices known and with the others only.

    Left out of training are the voice's tickets as cases, in fusion and in calibration. The
    encoder was fine-tuned on tickets of all voices and is not trained anew.
    """
    known = ground.across, ground.calibrated
    rows: list[Sequence[str | float | int]] = []
    for voice, name in zip(VOICES, VOICE_NAMES, strict=True):
        place = [i for i, ticket in enumerate(ground.asked) if ticket.style == voice]
        asked = [ground.asked[i] for i in place]
        some, other_dev = _without(train, voice), _without(dev, voice)
        across = laboratory.choices(by_encoder_authors(some), by_others(some), "其他作者的工单")
        unheard = across, laboratory.choices(some, other_dev, "dev")
        rows.append(
            [
                name,
                len(asked),
                *_hits(laboratory, *known, [ground.known[i] for i in place]),
                *_hits(laboratory, *unheard, laboratory.choices(some, asked, "未听过的声音")),
            ]
        )
    return table(
        ("voice", "tickets", "hit@1, all known", "hit@3", "hit@1, voice unknown", "hit@3"), rows
    )


def _without(found: Sequence[Ticket], voice: str) -> list[Ticket]:
    return [ticket for ticket in found if ticket.style != voice]


def _hits(
    laboratory: Laboratory,
    learned: Sequence[Choice],
    calibrated: Sequence[Choice],
    judged: Sequence[Choice],
) -> tuple[float, float]:
    mode = "full" if laboratory.encoder else "keyword_only"
    document = fit_mode(mode, learned, [*learned, *calibrated])
    _, _, rank = confidences(document, mode, judged)
    return float((rank == 1).mean()), float(((rank >= 1) & (rank <= 3)).mean())
