"""FaultKB beside plain rankers on the same entries and tickets in the same run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from bench.accuracy.tables import VOICE_NAMES, VOICES, table
from bench.laboratory import Laboratory
from bench.peers import Scores, peers
from matcher.cases import cases_of
from matcher.evaluate import Outcome, report, run
from matcher.metrics import bootstrap_interval, coverage_at_precision
from matcher.tickets import Ticket

HEAD = ("ranker", "hit@1", *VOICE_NAMES, "hit@3")
GOALS = {"workorder": 0.97, "customer": 0.95, "hard": 0.95}


def outcomes(
    laboratory: Laboratory, train: Sequence[Ticket], asked: Sequence[Ticket]
) -> tuple[list[Outcome], str]:
    """What FaultKB, knowing all of `train`, answers to tickets, and its snapshot."""
    matcher = laboratory.matcher(train)
    return run(matcher, asked, progress=laboratory.bar), matcher.snapshot


def goals(found: Sequence[Outcome]) -> str:
    """Table of what is asked for and what is reached, with 95 % bootstrap intervals."""
    fitting = [outcome for outcome in found if outcome.ticket.codes]
    foreign = [outcome for outcome in found if not outcome.ticket.codes]
    confidence = np.array([outcome.confidence for outcome in fitting])
    right = np.array([outcome.rank == 1 for outcome in fitting])
    figures = report(found, snapshot="")
    rows: list[Sequence[str | float | int]] = []
    for voice, name in zip(VOICES, VOICE_NAMES, strict=True):
        hits = np.array([float(o.rank == 1) for o in fitting if o.ticket.style == voice])
        low, high = bootstrap_interval(hits)
        goal = f"≥ {GOALS[voice]}"
        rows.append([f"hit@1, {name}", goal, hits.mean(), f"{low:.3f} to {high:.3f}", len(hits)])
    low, high = figures["ci95"]["hit@3"]
    rows += [
        ["hit@3", "≥ 0.995", figures["hit@3"], f"{low:.3f} to {high:.3f}", len(fitting)],
        ["AUC, texts without an entry", "≥ 0.99", figures["reject_auc"], "", len(foreign)],
        ["expected calibration error", "≤ 0.03", figures["ece"], "", len(fitting)],
        [
            "answered at 97 % precision",
            "≥ 0.85",
            coverage_at_precision(confidence, right, precision=0.97),
            "",
            len(fitting),
        ],
    ]
    return table(("measure", "goal", "reached", "95 % interval", "tickets"), rows)


def comparison(
    laboratory: Laboratory,
    train: Sequence[Ticket],
    asked: Sequence[Ticket],
    ours: Sequence[Outcome],
) -> str:
    """Table of FaultKB and its peers."""
    cases = cases_of(train)
    matcher = laboratory.matcher(train)
    fitting = [ticket for ticket in asked if ticket.codes]
    plain = peers(
        laboratory.entries,
        reader=matcher.reader,
        cases=cases,
        encoder=laboratory.encoder,
        store=laboratory.store,
    )
    codes = [entry.code for entry in laboratory.entries]
    rows = [
        _row(name, [_rank(peer(ticket), codes, ticket) for ticket in fitting], fitting)
        for name, peer in plain.items()
    ]
    words = Laboratory(None, None).matcher(train)
    keyword = run(words, fitting, progress=laboratory.bar)
    for name, found in (("FaultKB, keywords only", keyword), ("**FaultKB**", ours)):
        known = [outcome for outcome in found if outcome.ticket.codes]
        rows.append(_row(name, [o.rank or 99 for o in known], [o.ticket for o in known]))
    return table(HEAD, rows)


def services(figures: Mapping[str, Any]) -> str:
    """Table of business lines."""
    return table(
        ("business line", "tickets", "hit@1", "hit@3"),
        [[k, v["n"], v["hit@1"], v["hit@3"]] for k, v in figures["by_service"].items()],
    )


def _rank(scores: Scores, codes: Sequence[str], ticket: Ticket) -> int:
    right = max(float(s) for s, code in zip(scores, codes, strict=True) if code in ticket.codes)
    return 1 + int((np.asarray(scores) > right).sum())


def _row(name: str, ranks: Sequence[int], asked: Sequence[Ticket]) -> list[str | float | int]:
    first = np.array(ranks) == 1
    style = np.array([ticket.style for ticket in asked])
    by_voice = [float(first[style == voice].mean()) for voice in VOICES]
    return [name, float(first.mean()), *by_voice, float((np.array(ranks) <= 3).mean())]
