"""All checks by name, each fed with the rows it needs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from . import (
    duplicates,
    guides,
    lexicon,
    neighbours,
    privacy,
    ranking,
    richness,
    schema,
    tickets,
    verbatim,
)
from .report import Result
from .rows import Corpus

CHECKS: Mapping[str, Callable[[Corpus], Result]] = {
    "schema": lambda c: schema.check(c.entry_files),
    "guides": lambda c: guides.check(c.entries),
    "neighbours": lambda c: neighbours.check(c.entries),
    "tickets": lambda c: tickets.check(c.ticket_lines, {str(row["code"]) for row in c.entries}),
    "duplicates": lambda c: duplicates.check(c.tickets),
    "verbatim": lambda c: verbatim.check(c.entries, c.tickets),
    "ranking": lambda c: ranking.check(c.entries, c.tickets),
    "richness": lambda c: richness.check(c.tickets),
    "privacy": lambda c: privacy.check(c.entries, c.tickets),
    "lexicon": lambda c: lexicon.check(c.groups, c.confusions or {}),
}


def run(corpus: Corpus, names: Collection[str] = ()) -> dict[str, Result]:
    """Run checks.

    Args:
        corpus: what to check.
        names: which checks; none for all.

    Returns:
        Name -> result, in the order of `CHECKS`.

    Raises:
        ValueError: an unknown name.
    """
    unknown = sorted(set(names) - set(CHECKS))
    if unknown:
        raise ValueError(f"没有名为 {'、'.join(unknown)} 的检查，应为：{'、'.join(CHECKS)}。")
    return {name: check(corpus) for name, check in CHECKS.items() if not names or name in names}
