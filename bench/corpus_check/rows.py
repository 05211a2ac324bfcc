"""Reads everything that is checked as plain rows; the only file of this package that reads."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from corpus import reader
from kb.entry import Entry
from kb.errors import BadEntry
from matcher.errors import BadTicket
from matcher.normalise import normalise
from matcher.tickets import ticket_from

Row = Mapping[str, Any]
Splits = Mapping[str, Sequence[Row]]


class UnreadableCorpus(Exception):
    """Raised when a file of the corpus cannot be read at all."""


@dataclass(frozen=True)
class Corpus:
    """All rows, as they stand in the files.

    Attributes:
        entry_files: name of an entry file without suffix -> its items, whatever they are.
        ticket_lines: split -> its parsed lines, whatever they are.
        groups: synonym groups of the lexicon.
        confusions: wrong -> right forms.
    """

    entry_files: Mapping[str, Sequence[Any]]
    ticket_lines: Mapping[str, Sequence[Any]]
    groups: Sequence[Row] = ()
    confusions: Mapping[str, str] | None = None

    @cached_property
    def entries(self) -> list[Row]:
        """The items that are entries, in the order of their files."""
        return [row for rows in self.entry_files.values() for row in rows if _is_entry(row)]

    @cached_property
    def tickets(self) -> Splits:
        """The lines that are tickets, by split."""
        return {
            split: [row for row in rows if _is_ticket(row)]
            for split, rows in self.ticket_lines.items()
        }


def load(tickets: Path | None = None) -> Corpus:
    """Read the corpus that ships with the package.

    Args:
        tickets: folder of `<split>*.jsonl` files to read instead of the shipped tickets.

    Returns:
        Its rows.

    Raises:
        UnreadableCorpus: a file is no YAML, no JSON lines, or belongs to no split.
    """
    try:
        return Corpus(
            entry_files=_entry_files(),
            ticket_lines=_ticket_folder(tickets) if tickets else _shipped_tickets(),
            groups=list(reader.lexicon_groups()),
            confusions=reader.confusions(),
        )
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise UnreadableCorpus(f"语料无法读取：{error}。请修正该文件后重试。") from error


def plain(text: str) -> str:
    """Letters, figures and Han characters of a text in normal form, without punctuation."""
    return "".join(filter(str.isalnum, normalise(text).text))


def said(ticket: Row) -> str:
    """All that a ticket says: complaint and handling record."""
    return "\n".join(filter(None, (ticket["text"], ticket.get("handling"))))


def strings(value: Any) -> Iterator[str]:
    """All strings in nested lists and objects, in order, keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from strings(part)


def codes_of(ticket: Row) -> frozenset[str]:
    """The acceptable codes of a ticket; empty where no entry is right."""
    return ticket_from(ticket, where=str(ticket["_id"])).codes


def _entry_files() -> dict[str, list[Any]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    folder = resources.files("corpus") / "entries"
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda f: f.name
    )
    return {
        file.name.removesuffix(".yaml"): yaml.load(file.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader, in C where there is one
        for file in files
    }


def _shipped_tickets() -> dict[str, list[Any]]:
    return {split: list(reader.tickets(split)) for split in reader.SPLITS}


def _ticket_folder(folder: Path) -> dict[str, list[Any]]:
    if not folder.is_dir():
        raise UnreadableCorpus(f"没有文件夹 {folder}，请核对 --tickets 的路径。")
    found: dict[str, list[Any]] = {split: [] for split in reader.SPLITS}
    for file in sorted(folder.glob("*.jsonl")):
        split = next((name for name in reader.SPLITS if file.name.startswith(name)), None)
        if split is None:
            known = "、".join(reader.SPLITS)
            raise UnreadableCorpus(f"{file} 不属于任何划分，文件名应以 {known} 之一开头。")
        found[split] += _json_lines(file)
    return found


def _json_lines(file: Path) -> list[Any]:
    rows = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                rows.append(json.loads(line))
            except ValueError as error:
                raise UnreadableCorpus(
                    f"{file} 第 {number} 行不是合法的 JSON（{error}），请改正这一行。"
                ) from error
    return rows


def _is_entry(row: Any) -> bool:
    try:
        Entry.from_document(row)
    except BadEntry:
        return False
    return True


def _is_ticket(row: Any) -> bool:
    try:
        ticket_from(row, where="")
    except BadTicket:
        return False
    return True
