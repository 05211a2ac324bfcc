"""A row of a library file, as its reader found it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kb.errors import Problem


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a document, or the reason why it could not be read.

    Args:
        number: line of a JSON Lines file, row of a spreadsheet (its heading is row 1).
        document: the document; empty or incomplete when there are problems.
        problems: what could not be read.
    """

    number: int
    document: dict[str, Any]
    problems: tuple[Problem, ...] = ()
