"""How well a matcher does on labelled tickets: the report of `faultkb evaluate`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.engine import Match, Matcher
from matcher.metrics import (
    auc,
    bootstrap_interval,
    coverage_at_precision,
    expected_calibration_error,
    hit_at,
    mrr_at,
    ndcg_at,
)
from matcher.tickets import Ticket

_DEPTH = 10
_WORST = 30
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the matcher answered to one labelled ticket.

    Attributes:
        ticket: the ticket.
        codes: returned codes, best first.
        confidences: their confidence.
        service: business line of the right entry, where the library knows it.
    """

    ticket: Ticket
    codes: tuple[str, ...]
    confidences: tuple[float, ...]
    service: str | None

    @property
    def rank(self) -> int:
        """1-based place of the first acceptable code; 0 where none was returned."""
        return next((i for i, c in enumerate(self.codes, 1) if c in self.ticket.codes), 0)

    @property
    def confidence(self) -> float:
        """Confidence of the first suggestion, 0 where there is none."""
        return self.confidences[0] if self.confidences else 0.0


def run(
    matcher: Matcher,
    tickets: Sequence[Ticket],
    *,
    progress: Callable[[str, int, int], None] | None = None,
) -> list[Outcome]:
    """Answer every labelled ticket.

    Args:
        matcher: the matcher.
        tickets: tickets; those without a label are passed over.
        progress: called with `("评测", done, total)`.

    Returns:
        One outcome a labelled ticket, in order.
    """
    labelled = [ticket for ticket in tickets if ticket.labelled]
    outcomes: list[Outcome] = []
    for number, ticket in enumerate(labelled, 1):
        match = matcher.match(ticket.text, handling=ticket.handling, top=_DEPTH)
        outcomes.append(_outcome(ticket, match, matcher))
        if progress:
            progress("评测", number, len(labelled))
    return outcomes


def report(outcomes: Sequence[Outcome], *, snapshot: str) -> dict[str, Any]:
    """Summarise outcomes.

    Args:
        outcomes: outcomes of labelled tickets.
        snapshot: what answered.

    Returns:
        The report, JSON-ready, every figure in [0, 1]. Tickets that no entry fits count only in
        `reject_auc`.
    """
    fitting = [o for o in outcomes if o.ticket.codes]
    foreign = [o for o in outcomes if not o.ticket.codes]
    confidence = np.array([o.confidence for o in fitting])
    right = np.array([o.rank == 1 for o in fitting], dtype=bool)
    summary: dict[str, Any] = {"n": len(outcomes)}
    summary |= _figures(fitting)
    summary["ci95"] = _intervals(fitting)
    summary["ece"] = _rounded(expected_calibration_error(confidence, right))
    summary["coverage_at_precision_95"] = _rounded(coverage_at_precision(confidence, right))
    summary["reject_auc"] = (
        _rounded(auc(confidence, np.array([o.confidence for o in foreign]))) if foreign else None
    )
    summary["by_service"] = _by(fitting, lambda o: o.service)
    styles = _by(fitting, lambda o: o.ticket.style)
    if styles:
        summary["by_style"] = styles
    summary["worst"] = _worst(fitting)
    summary["snapshot"] = snapshot
    return summary


def grouped(
    outcomes: Iterable[Outcome], key: Callable[[Outcome], str | None]
) -> dict[str, list[Outcome]]:
    """Outcomes by a key, in the order of the keys; those without one are left out."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if name := key(outcome):
            groups.setdefault(name, []).append(outcome)
    return dict(sorted(groups.items()))


def _outcome(ticket: Ticket, match: Match, matcher: Matcher) -> Outcome:
    known = [matcher.library.positions[c] for c in ticket.codes if c in matcher.library.positions]
    return Outcome(
        ticket=ticket,
        codes=tuple(s.entry.code for s in match.suggestions),
        confidences=tuple(s.confidence for s in match.suggestions),
        service=matcher.library.entries[min(known)].service if known else None,
    )


def _ranks(outcomes: Iterable[Outcome]) -> NDArray[np.int64]:
    return np.array([o.rank for o in outcomes], dtype=np.int64)


def _figures(outcomes: Sequence[Outcome]) -> dict[str, float]:
    ranks = _ranks(outcomes)
    gains = [[int(code in o.ticket.codes) for code in o.codes] for o in outcomes]
    figures = {f"hit@{k}": hit_at(ranks, k) for k in (1, 3, 5, 10)}
    figures["mrr@10"] = mrr_at(ranks)
    figures["ndcg@10"] = ndcg_at(gains, [len(o.ticket.codes) for o in outcomes])
    return {name: _rounded(value) for name, value in figures.items()}


def _intervals(outcomes: Sequence[Outcome]) -> dict[str, list[float]]:
    ranks = _ranks(outcomes)
    values = {f"hit@{k}": ((ranks > 0) & (ranks <= k)).astype(float) for k in (1, 3, 5)}
    values["mrr@10"] = np.where(ranks > 0, 1.0 / np.maximum(ranks, 1), 0.0)
    return {
        name: [_rounded(edge) for edge in bootstrap_interval(sample)]
        for name, sample in values.items()
    }


def _by(
    outcomes: Sequence[Outcome], key: Callable[[Outcome], str | None]
) -> dict[str, Mapping[str, float]]:
    groups = grouped(outcomes, key)
    return {name: {"n": len(group)} | _figures(group) for name, group in groups.items()}


def _worst(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """The misses that the matcher was surest of, surest first."""
    missed = [o for o in outcomes if o.rank != 1]
    missed.sort(key=lambda o: (-o.confidence, o.ticket.identifier))
    return [
        {
            "_id": outcome.ticket.identifier,
            "expected": sorted(outcome.ticket.codes),
            "got": list(outcome.codes[:3]),
            "rank": outcome.rank,
            "confidence": _rounded(outcome.confidence),
        }
        for outcome in missed[:_WORST]
    ]


def _rounded(value: float) -> float:
    return round(float(value), _DIGITS)
