"""Tables that a notebook shows."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that a notebook shows as HTML.

    Attributes:
        rows: heading -> cell, each row with the headings of the first.
        upright: whether each row becomes a table of its own, heading beside cell.
    """

    rows: Sequence[Mapping[str, object]]
    upright: bool = False

    def _repr_html_(self) -> str:
        if not self.rows:
            return "<p>（无）</p>"
        if self.upright:
            return "\n".join(_grid(_line("td", pair) for pair in row.items()) for row in self.rows)
        head = _line("th", self.rows[0])
        return _grid([head, *(_line("td", row.values()) for row in self.rows)])


def _grid(lines: Iterable[str]) -> str:
    return f"<table>{''.join(lines)}</table>"


def _line(tag: str, cells: Iterable[object]) -> str:
    style = 'style="text-align:left;vertical-align:top"'
    shown = (f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in cells)
    texts = (html.escape(text).replace("\n", "<br>") for text in shown)
    return f"<tr>{''.join(f'<{tag} {style}>{text}</{tag}>' for text in texts)}</tr>"
