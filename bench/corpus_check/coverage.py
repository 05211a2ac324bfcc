"""How much of the trade the library covers: the table of docs/library.md."""

from __future__ import annotations

from collections.abc import Sequence

from .rows import Row

HEAD = (
    "| code | business line | entries | guides | guide steps | symptom phrasings | first-line |",
    "|---|---|---:|---:|---:|---:|---:|",
)


def table(entries: Sequence[Row]) -> list[str]:
    """Entries by business line.

    Args:
        entries: library lines.

    Returns:
        Lines of a Markdown table, the largest business line first, the sum last. `first-line` is
        the share of entries that the first line can usually settle without a dispatch.
    """
    lines: dict[tuple[str, str], list[Row]] = {}
    for row in entries:
        lines.setdefault((str(row["code"])[:2], str(row.get("service"))), []).append(row)
    ordered = sorted(lines.items(), key=lambda item: (-len(item[1]), item[0]))
    return [
        *HEAD,
        *(_line(code, service, rows) for (code, service), rows in ordered),
        _line("", "all", entries),
    ]


def _line(code: str, service: str, rows: Sequence[Row]) -> str:
    guides = [row["guide"] for row in rows if row.get("guide")]
    first = sum(bool(row.get("first_line")) for row in rows)
    cells = (
        code,
        service,
        len(rows),
        len(guides),
        sum(len(guide["steps"]) for guide in guides),
        sum(len(row.get("symptoms") or ()) for row in rows),
        f"{first / len(rows):.0%}" if rows else "–",
    )
    return f"| {' | '.join(map(str, cells))} |"
