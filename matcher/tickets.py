"""Labelled tickets and qrels, read from JSON lines and TSV.

A ticket line is `{"_id", "text", "handling"?, "code"?, "also"?}`; `code` null says that no entry is
right. Qrels are `query-id, corpus-id, score` (BEIR) and replace the tickets' own codes.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from matcher.errors import BadTicket


@dataclass(frozen=True, slots=True)
class Ticket:
    """A complaint and what is known about its right entry.

    Attributes:
        identifier: its `_id`.
        text: the complaint.
        handling: the handling record, empty if there is none.
        labelled: whether the right entry is known, also when there is none.
        codes: acceptable codes; empty on a labelled ticket says that no entry is right.
        style: voice of the ticket, where its line says so.
        author: who wrote it, where its line says so.
    """

    identifier: str
    text: str
    handling: str = ""
    labelled: bool = False
    codes: frozenset[str] = frozenset()
    style: str | None = None
    author: str | None = None


def read_tickets(path: Path) -> list[Ticket]:
    """Read a file of ticket lines.

    Args:
        path: JSON lines in UTF-8; blank lines are skipped.

    Returns:
        Tickets in order.

    Raises:
        BadTicket: the file cannot be read, or a line is not a ticket; the message names the line.
    """
    return [ticket_from(row, where=where) for where, row in _rows(path)]


def ticket_from(row: Any, *, where: str) -> Ticket:
    """One ticket from a parsed line.

    Args:
        row: the parsed line.
        where: what to call the line in an error.

    Returns:
        The ticket.

    Raises:
        BadTicket: a field is missing or of the wrong kind.
    """
    if not isinstance(row, Mapping):
        raise BadTicket(f'{where}：应为 JSON 对象，如 {{"_id": "1", "text": "…"}}。')
    for field, kinds in _FIELDS.items():
        value = row.get(field)
        if field in ("_id", "text") and value is None:
            raise BadTicket(f"{where}：缺少字段 {field}。")
        if value is not None and not isinstance(value, kinds):
            raise BadTicket(f"{where}：字段 {field} 应为{_NAMES[kinds]}，收到 {_short(value)}。")
    also = row.get("also") or []
    if not all(isinstance(code, str) for code in also):
        raise BadTicket(f"{where}：字段 also 应为编码列表，收到 {_short(also)}。")
    code = row.get("code")
    return Ticket(
        identifier=str(row["_id"]),
        text=row["text"],
        handling=row.get("handling") or "",
        labelled="code" in row,
        codes=frozenset([code, *also]) if code else frozenset(),
        style=row.get("style"),
        author=row.get("author"),
    )


def read_qrels(path: Path) -> dict[str, frozenset[str]]:
    """Read relevance judgements.

    Args:
        path: TSV with the columns query-id, corpus-id, score; a header line is optional.

    Returns:
        Query id -> codes judged relevant (score > 0).

    Raises:
        BadTicket: the file cannot be read, or a line has other columns.
    """
    found: dict[str, set[str]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.reader(file, delimiter="\t"), 1):
                if not row or (number == 1 and row[0] == "query-id"):
                    continue
                if len(row) != 3:
                    raise BadTicket(f"{path} 第 {number} 行：应有 3 列，实有 {len(row)} 列。")
                codes = found.setdefault(row[0], set())
                if float(row[2]) > 0:
                    codes.add(row[1])
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise BadTicket(f"{path} 无法作为 qrels 读取：{error}。") from error
    return {query: frozenset(codes) for query, codes in found.items()}


def with_qrels(tickets: Sequence[Ticket], qrels: Mapping[str, frozenset[str]]) -> list[Ticket]:
    """The tickets that qrels judge, labelled by them."""
    return [
        replace(ticket, labelled=True, codes=qrels[ticket.identifier])
        for ticket in tickets
        if ticket.identifier in qrels
    ]


_FIELDS: Mapping[str, type | tuple[type, ...]] = {
    "_id": (str, int),
    "text": str,
    "handling": str,
    "code": str,
    "also": list,
    "style": str,
    "author": str,
}
_NAMES: Mapping[Any, str] = {str: "字符串", list: "列表", (str, int): "字符串"}


def _rows(path: Path) -> Iterator[tuple[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadTicket(f"{path} 无法读取：{error}。请检查路径，并保存为 UTF-8。") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{path} 第 {number} 行"
        try:
            yield where, json.loads(line)
        except ValueError as error:
            raise BadTicket(f"{where}：不是合法的 JSON（{error}）。") from error


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 30 else text[:29] + "…"
