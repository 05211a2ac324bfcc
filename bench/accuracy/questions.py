"""What one answered question repairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.accuracy.tables import table
from matcher.engine import Match, Matcher
from matcher.question import Answered
from matcher.tickets import Ticket


@dataclass(slots=True)
class Tally:
    """Counts over tickets: asked at all, answerable, right after the answer."""

    tickets: int = 0
    asked: int = 0
    answerable: int = 0
    right: int = 0


def answered_questions(matcher: Matcher, asked: Sequence[Ticket]) -> str:
    """Table: tickets with a wrong and with a right first place, before and after one answer.

    The answer given is the one that leads to the right entry; where none does, the customer's
    answer cannot be told from the ticket and the ranking stays.
    """
    wrong, right = Tally(), Tally()
    for ticket in asked:
        if not ticket.codes:
            continue
        before = matcher.match(ticket.text, handling=ticket.handling, top=3)
        tally = right if _first(before) in ticket.codes else wrong
        tally.tickets += 1
        after = before
        if before.ask is not None:
            tally.asked += 1
            answers = [a for a, code in before.ask.answers if code in ticket.codes]
            if answers:
                tally.answerable += 1
                said = [Answered(before.ask.question, answers[0])]
                after = matcher.match(ticket.text, handling=ticket.handling, top=3, answered=said)
        tally.right += _first(after) in ticket.codes
    head = ("first place", "tickets", "a question is asked", "an answer decides", "right after it")
    rows: list[Sequence[str | float | int]] = [
        [name, t.tickets, t.asked, t.answerable, t.right]
        for name, t in (("wrong", wrong), ("right", right))
    ]
    return table(head, rows)


def _first(match: Match) -> str:
    return match.suggestions[0].entry.code if match.suggestions else ""
