"""The one question that tells close entries apart, and what its answer changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.entry import Entry, Neighbour

CLOSE = 0.02
"""Confidence of a rival, as a share of the first's, from which it is worth a question.

On `dev` one ticket in nine is asked about, and the answer repairs 11 of 19 wrong first places; from
0.2 on, one ticket in thirty, and 6.
"""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the two codes it separates (likelier first) and `(answer, code)` pairs."""

    question: str
    separates: tuple[str, str]
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question that was asked, word for word, and the answer that was given."""

    question: str
    answer: str


def decisive_question(
    candidates: Sequence[tuple[Entry, float]],
    *,
    answered: Sequence[Answered] = (),
    close: float = CLOSE,
    depth: int = 3,
) -> Question | None:
    """The question that separates the first entry from its closest rival that has one.

    Args:
        candidates: entries with their confidence in [0, 1], best first.
        answered: questions that need no asking again.
        close: least confidence of a rival, as a share of the first's.
        depth: how many of the first candidates are looked at.

    Returns:
        The question; None when the first stands clear or no entry knows a question.
    """
    if not candidates:
        return None
    first, sure = candidates[0]
    asked = {item.question for item in answered}
    for rival, confidence in candidates[1:depth]:
        if confidence < close * sure:
            break
        for neighbour in (*_about(first, rival), *_about(rival, first)):
            if neighbour.question and neighbour.question not in asked:
                return Question(
                    question=neighbour.question,
                    separates=(first.code, rival.code),
                    answers=tuple((a.answer, a.code) for a in neighbour.answers),
                )
    return None


def answer_effects(entries: Sequence[Entry], answered: Sequence[Answered]) -> Mapping[str, float]:
    """How answers speak for and against codes.

    Args:
        entries: candidates whose questions may have been asked.
        answered: what was asked and answered.

    Returns:
        Code -> 1.0 for the code an answer leads to, -1.0 for the others that its question weighed.
    """
    if not answered:
        return {}
    given = {item.question: item.answer for item in answered}
    effects: dict[str, float] = {}
    for entry in entries:
        for neighbour in entry.neighbours:
            answer = given.get(neighbour.question or "")
            codes = {a.code for a in neighbour.answers if a.answer == answer}
            if not codes:
                continue
            for other in neighbour.answers:
                effects[other.code] = 1.0 if other.code in codes else -1.0
    return effects


def _about(entry: Entry, other: Entry) -> list[Neighbour]:
    return [
        neighbour
        for neighbour in entry.neighbours
        if neighbour.code == other.code and len(neighbour.answers) > 1
    ]
