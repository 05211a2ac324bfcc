"""What confirmed tickets give, and what one user's lies can do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bench.accuracy.tables import table
from bench.laboratory import Laboratory, by_encoder_authors, by_others
from matcher.engine import Matcher
from matcher.fusion import parts
from matcher.memory import Memory
from matcher.query import read_query
from matcher.ranking import ranked
from matcher.scoring import Scoring
from matcher.tickets import Ticket

JUDGED = "a"
"""Author of the tickets that are judged: the first and longest of `train`."""


@dataclass(frozen=True, slots=True)
class Said:
    """One judgement, as a dispatcher would give it."""

    text: str
    handling: str
    code: str
    right: bool
    judge: str


def remembering(laboratory: Laboratory, train: Sequence[Ticket], asked: Sequence[Ticket]) -> str:
    """Table: nothing remembered, honest judges, one liar, and a liar among honest judges.

    The library knows no tickets. Judged are the tickets of one author of `train`, of which the liar
    confirms a neighbour of the right entry and rejects the right one, ticket by ticket; asked are
    those of the authors whom the encoder has not read, and `asked`.
    """
    judged = judged_tickets(train)
    bare = laboratory.matcher([ticket for ticket in by_encoder_authors(train) if not ticket.codes])
    groups = {
        "unread authors": [ticket for ticket in by_others(train) if ticket.codes],
        "test": [ticket for ticket in asked if ticket.codes],
    }
    honest = [_truth(ticket, "甲") for ticket in judged]
    second = [_truth(ticket, "乙") for ticket in judged]
    lies = [said for ticket in judged for said in _lies(laboratory, ticket, "丙")]
    memories: dict[str, list[Said]] = {
        "nothing remembered": [],
        "one honest judge": honest,
        "two honest judges": [*honest, *second],
        "one liar alone": lies,
        "one liar, one honest judge": [*honest, *lies],
        "one liar, two honest judges": [*honest, *second, *lies],
    }
    built = {name: bare.remembering(said).memory for name, said in memories.items()}
    hits = [_hits(bare, built, group, laboratory) for group in groups.values()]
    head = ("memory", *(f"hit@1, {name} ({len(group)})" for name, group in groups.items()))
    return table(head, [[name, *(group[name] for group in hits)] for name in memories])


def judged_tickets(train: Sequence[Ticket]) -> list[Ticket]:
    """The tickets that the judges of the study have seen."""
    return [ticket for ticket in train if ticket.codes and ticket.author == JUDGED]


def _hits(
    matcher: Matcher,
    memories: Mapping[str, Memory | None],
    asked: Sequence[Ticket],
    laboratory: Laboratory,
) -> dict[str, float]:
    """hit@1 with each memory; each ticket is read once."""
    found: dict[str, list[bool]] = {name: [] for name in memories}
    entries = matcher.library.entries
    for number, ticket in enumerate(asked, 1):
        query = read_query(
            ticket.text, ticket.handling, reader=matcher.reader, encoder=matcher.encoder
        )
        scoring = Scoring(matcher.library, query)
        for name, memory in memories.items():
            recalled = memory.recall(query.grams) if memory else {}
            positions = scoring.candidates(codes=recalled)
            values = scoring.table(positions, later={"remembered": recalled})
            scores = parts(values, weights=matcher.weights).sum(axis=1).tolist()
            first = ranked(scores, [entries[i].code for i in positions])[0]
            found[name].append(entries[positions[first]].code in ticket.codes)
        laboratory.bar("记住的工单", number, len(asked))
    return {name: float(np.mean(hits)) for name, hits in found.items()}


def _truth(ticket: Ticket, judge: str) -> Said:
    return Said(ticket.text, ticket.handling, min(ticket.codes), True, judge)


def _lies(laboratory: Laboratory, ticket: Ticket, judge: str) -> list[Said]:
    right = min(ticket.codes)
    entry = next(entry for entry in laboratory.entries if entry.code == right)
    wrong = next((n.code for n in entry.neighbours if n.code != right), None)
    found = [Said(ticket.text, ticket.handling, right, False, judge)]
    if wrong:
        found.append(Said(ticket.text, ticket.handling, wrong, True, judge))
    return found
