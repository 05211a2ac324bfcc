"""An answer as JSON-ready data: the one form that page, API, batch and command line share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from matcher.engine import Match, Suggestion
from matcher.evidence import Mark
from matcher.question import Question
from matcher.reading import Reading

_DIGITS = 4


def full_answer(match: Match) -> dict[str, Any]:
    """The answer of `POST /api/v1/match`, without `query_id`.

    Args:
        match: what the matcher said.

    Returns:
        `snapshot`, `verdict`, `highlights`, `suggestions` and, where there is one, `ask`.
    """
    answer: dict[str, Any] = {
        "snapshot": match.snapshot,
        "verdict": match.verdict,
        "highlights": {
            source: list(_highlights(reading)) for source, reading in match.readings.items()
        },
        "suggestions": [_suggestion(suggestion) for suggestion in match.suggestions],
    }
    return answer | _ask(match.ask)


def result_line(match: Match, identifier: str) -> dict[str, Any]:
    """The answer as a line of a result file.

    Args:
        match: what the matcher said.
        identifier: `_id` of the ticket.

    Returns:
        `_id`, `verdict`, `suggestions` (code, confidence, scores), `ask` where there is one, and
        `snapshot`.
    """
    suggestions = [
        {
            "code": suggestion.entry.code,
            "confidence": round(suggestion.confidence, _DIGITS),
            "scores": _scores(suggestion),
        }
        for suggestion in match.suggestions
    ]
    line = {"_id": identifier, "verdict": match.verdict, "suggestions": suggestions}
    return line | _ask(match.ask) | {"snapshot": match.snapshot}


def _ask(question: Question | None) -> dict[str, Any]:
    if question is None:
        return {}
    answers = [{"answer": answer, "code": code} for answer, code in question.answers]
    separates = list(question.separates)
    return {"ask": {"question": question.question, "separates": separates, "answers": answers}}


def _highlights(reading: Reading) -> Iterable[dict[str, Any]]:
    for start, end, span in reading.original_spans():
        yield {"start": start, "end": end, "label": span.label, "negated": span.negated}


def _scores(suggestion: Suggestion) -> dict[str, float]:
    rounded = {name: round(value, _DIGITS) for name, value in suggestion.parts.items()}
    return {"total": round(sum(rounded.values()), _DIGITS)} | rounded


def _suggestion(suggestion: Suggestion) -> dict[str, Any]:
    entry, evidence = suggestion.entry, suggestion.evidence
    nearest = evidence.nearest
    return {
        "code": entry.code,
        "title": entry.title,
        "service": entry.service,
        "confidence": round(suggestion.confidence, _DIGITS),
        "scores": _scores(suggestion),
        "evidence": {
            "reason": evidence.reason,
            "for": [_mark(mark) for mark in evidence.marks],
            "against": [_mark(mark) for mark in evidence.against],
            "terms": [{"term": term, "share": share} for term, share in evidence.terms],
            "nearest": (
                {"phrasing": nearest[0], "cosine": round(nearest[1], _DIGITS)} if nearest else None
            ),
        },
        "guide_url": f"/api/v1/entries/{quote(entry.code, safe='')}" if entry.guide else None,
        "first_line": entry.first_line,
        "department": entry.department,
    }


def _mark(mark: Mark) -> dict[str, Any]:
    return {
        "source": mark.source,
        "start": mark.start,
        "end": mark.end,
        "label": mark.label,
        "text": mark.text,
    }
