"""The kinds of library files, by suffix; nothing else knows which there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from kb.errors import KbError
from kb.exchange import csv_, jsonl, xlsx
from kb.exchange.rows import Row


@dataclass(frozen=True, slots=True)
class Format:
    """How a kind of file is read and written."""

    read: Callable[[BinaryIO], Iterator[Row]]
    write: Callable[[Iterable[Mapping[str, Any]], BinaryIO], None]


FORMATS: Mapping[str, Format] = {
    ".jsonl": Format(jsonl.read, jsonl.write),
    ".csv": Format(csv_.read, csv_.write),
    ".xlsx": Format(xlsx.read, xlsx.write),
}


def format_of(path: Path, refusal: type[KbError]) -> Format:
    """Choose the format of a file by its suffix, in upper or lower case.

    Args:
        path: the file.
        refusal: what to raise for an unknown suffix.

    Returns:
        The format.
    """
    known = FORMATS.get(path.suffix.lower())
    if known is None:
        raise refusal(
            f"{path.name} 的后缀“{path.suffix}”无法识别；可用的后缀有 {'、'.join(FORMATS)}。"
        )
    return known
