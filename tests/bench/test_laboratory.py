"""The laboratory: what a matcher sees in tickets, row by row as training expects it."""

from __future__ import annotations

import numpy as np
import pytest

from bench.laboratory import (
    ENCODER_AUTHORS,
    NEEDS_ENCODER,
    Laboratory,
    by_encoder_authors,
    by_others,
    first_row,
    split,
)
from matcher.features import FEATURES, SIGNALS
from matcher.query import read_query
from matcher.scoring import Scoring
from matcher.tickets import Ticket
from matcher.train import Choice


@pytest.fixture(scope="module")
def laboratory() -> Laboratory:
    """Keywords only, over the first ten entries."""
    found = Laboratory(None, None)
    found.entries = found.entries[:10]
    return found


@pytest.fixture(scope="module")
def known() -> list[Ticket]:
    """Labelled tickets that the encoder has seen."""
    return by_encoder_authors(split("train"))[:20]


def ticket(laboratory: Laboratory, number: int, *codes: str) -> Ticket:
    """A ticket in the words of an entry."""
    text = laboratory.entries[number].symptoms[0]
    return Ticket("1", text, labelled=True, codes=frozenset(codes))


def test_authors_part_the_tickets() -> None:
    """The encoder was trained on every ticket of `train` or on none of its author's."""
    found = split("train")
    first, others = by_encoder_authors(found), by_others(found)
    assert len(first) + len(others) == len(found)
    assert {each.author for each in first} == ENCODER_AUTHORS
    assert not ENCODER_AUTHORS & {each.author for each in others}
    assert first and others


def test_the_right_row(laboratory: Laboratory, known: list[Ticket]) -> None:
    """The candidate with the ticket's code; -1 where no entry or no candidate fits."""
    code = laboratory.entries[3].code
    asked = [
        ticket(laboratory, 3, code),
        ticket(laboratory, 3),
        ticket(laboratory, 3, "X-9"),
    ]
    right, foreign, unknown = laboratory.choices(known, asked, "tests")
    assert right.values[right.right].tolist() == max(right.values.tolist())
    assert (foreign.right, unknown.right) == (-1, -1)
    assert np.array_equal(foreign.values, right.values)


def test_a_choice_is_what_the_matcher_sees(laboratory: Laboratory, known: list[Ticket]) -> None:
    """One row a candidate, one column a feature, signals by name."""
    asked = ticket(laboratory, 0, laboratory.entries[0].code)
    (choice,) = laboratory.choices(known, [asked], "tests")
    matcher = laboratory.matcher(known)
    query = read_query(asked.text, "", reader=matcher.reader, encoder=None)
    scoring = Scoring(matcher.library, query)
    assert np.array_equal(choice.values, scoring.table(scoring.candidates()))
    assert choice.values.shape[1] == len(FEATURES)
    assert choice.signals == scoring.signals
    assert choice.signals.keys() == SIGNALS.keys() - {"score", "margin"}


def test_cases_are_known_to_the_matcher(laboratory: Laboratory, known: list[Ticket]) -> None:
    """What is asked word for word is nearer than without the case."""
    asked = Ticket(
        "1", "匣匣子冒青烟", labelled=True, codes=frozenset({laboratory.entries[4].code})
    )
    bare, taught = (laboratory.choices(cases, [asked], "tests")[0] for cases in ([], [asked]))
    grams = list(FEATURES).index("grams")
    assert taught.values[taught.right, grams] > bare.values[:, grams].max(initial=0.0)


def test_first_row() -> None:
    """Features of the row with the highest score, the score itself, and the signals."""
    values = np.arange(2.0 * len(FEATURES)).reshape(2, -1)
    found = first_row(Choice(values, -1, {"nearer_grams": 0.7}), np.array([0.5, 1.5]))
    expected = dict(zip(FEATURES, values[1].tolist(), strict=True))
    assert found == expected | {"score": 1.5, "margin": 1.0, "nearer_grams": 0.7}


def test_what_needs_an_encoder_has_a_name() -> None:
    """Only names that features and signals know."""
    assert not NEEDS_ENCODER - FEATURES.keys() - SIGNALS.keys()
