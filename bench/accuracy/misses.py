"""The misses that the matcher was surest of, with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bench.accuracy.tables import table
from matcher.engine import Matcher
from matcher.evaluate import Outcome
from matcher.features import FEATURES

_SHOWN = 30


def surest_misses(matcher: Matcher, found: Sequence[Outcome]) -> str:
    """Table of at most thirty misses: text, right and first entry, what decided between them."""
    missed = [outcome for outcome in found if outcome.ticket.codes and outcome.rank != 1]
    missed.sort(key=lambda outcome: (-outcome.confidence, outcome.ticket.identifier))
    rows = [_row(matcher, outcome) for outcome in missed[:_SHOWN]]
    return table(("ticket", "text", "right", "first", "confidence", "rank", "decided by"), rows)


def _row(matcher: Matcher, outcome: Outcome) -> list[str | float | int]:
    ticket = outcome.ticket
    match = matcher.match(ticket.text, handling=ticket.handling, top=len(matcher.library.entries))
    first = match.suggestions[0]
    right = next((s for s in match.suggestions if s.entry.code in ticket.codes), None)
    wanted = right.entry if right else None
    text = (ticket.text + (" ‖ " + ticket.handling if ticket.handling else "")).replace("\n", " ")
    return [
        ticket.identifier,
        text.replace("|", "／")[:70],
        f"{wanted.code} {wanted.title}" if wanted else "no candidate",
        f"{first.entry.code} {first.entry.title}",
        first.confidence,
        outcome.rank,
        _decided(first.parts, right.parts) if right else "",
    ]


def _decided(first: Mapping[str, float], right: Mapping[str, float]) -> str:
    """The two features by which the wrong entry was most ahead."""
    ahead = {name: first[name] - right.get(name, 0.0) for name in FEATURES if name in first}
    best = sorted(ahead, key=lambda name: -ahead[name])[:2]
    return ", ".join(f"{FEATURES[name]} +{ahead[name]:.2f}" for name in best if ahead[name] > 0)
