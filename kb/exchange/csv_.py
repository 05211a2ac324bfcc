"""CSV files (RFC 4180), as spreadsheet programs write them on Chinese computers.

Read as UTF-8, with or without a byte order mark, or else as GB18030; written as UTF-8 with a byte
order mark, without which Excel takes a file for GBK.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from kb.errors import UnreadableFile
from kb.exchange.rows import Row
from kb.exchange.sheet import make_table, read_table

#: Longest cell, in characters; csv's own limit of 131,072 is too short for a large guide.
MAX_CELL = 10_000_000


def read(file: BinaryIO) -> Iterator[Row]:
    """Read rows.

    Args:
        file: an open file.

    Yields:
        A row for each that has a cell filled in.

    Raises:
        UnreadableFile: if the file is in no known encoding, or is not CSV, or its headings are bad.
    """
    csv.field_size_limit(MAX_CELL)
    table = csv.reader(io.StringIO(_decoded(file.read()), newline=""), strict=True)
    try:
        yield from read_table(table)
    except csv.Error as error:
        raise UnreadableFile(
            f"第 {table.line_num} 行附近不是有效的 CSV；请检查双引号是否成对，"
            f"单元格是否超过 {MAX_CELL} 个字符。"
        ) from error


def write(documents: Iterable[Mapping[str, Any]], file: BinaryIO) -> None:
    """Write a heading row, then a row for each document."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    csv.writer(text).writerows(make_table(documents))
    text.detach()


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            place = error.start + 1
    raise UnreadableFile(
        f"第 {place} 个字节既不是 UTF-8 也不是 GB18030；请把文件另存为“CSV UTF-8”。"
    )
