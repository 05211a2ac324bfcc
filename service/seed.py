"""What ships with the corpus, as the matcher takes it: the lexicon and the labelled tickets."""

from __future__ import annotations

from functools import cache

from corpus.reader import confusions, lexicon_groups, tickets
from matcher.cases import Case, cases_of
from matcher.lexicon import Lexicon
from matcher.tickets import ticket_from


@cache
def seed_lexicon() -> Lexicon:
    """The seed lexicon; built once a process."""
    return Lexicon.from_groups(lexicon_groups(), confusions())


@cache
def seed_cases() -> tuple[Case, ...]:
    """The tickets of the split `train`; `dev` and `test` are never matched against."""
    return tuple(cases_of(ticket_from(row, where="train") for row in tickets("train")))
