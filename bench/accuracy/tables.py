"""Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

VOICES = ("workorder", "customer", "hard")
VOICE_NAMES = ("work orders", "customers' words", "hard")


def table(head: Sequence[str], rows: Iterable[Sequence[str | float | int]]) -> str:
    """A Markdown table.

    Args:
        head: names of the columns.
        rows: cells; floats are written with three places.
    """
    lines = [head, ["---"] * len(head), *([_cell(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: str | float | int) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)
