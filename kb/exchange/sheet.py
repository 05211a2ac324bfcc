"""A table of text cells under a heading row, read into rows and made of documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kb.errors import BadJson, Problem, UnreadableFile
from kb.exchange.cells import HEADINGS, from_cell, to_cell, to_field, to_heading
from kb.exchange.rows import Row


def read_table(table: Iterable[Sequence[str]]) -> Iterator[Row]:
    """Read a table whose first row holds the headings, Chinese or English.

    Args:
        table: rows of cells, empty ones included.

    Yields:
        A row for each that has a cell filled in; the heading counts as row 1.

    Raises:
        UnreadableFile: if the headings do not tell the columns apart, or no column is the code.
    """
    rows = enumerate(table, start=1)
    _, headings = next(rows, (1, ()))
    fields = _fields(headings)
    for number, cells in rows:
        if any(cell.strip() for cell in cells):
            yield _row(number, fields, cells)


def make_table(documents: Iterable[Mapping[str, Any]]) -> Iterator[list[str]]:
    """Make a table of documents: known fields first, then unknown ones as they come up.

    Args:
        documents: library lines.

    Yields:
        The heading row, then a row of cells for each document.
    """
    documents = list(documents)
    used = dict.fromkeys(field for document in documents for field in document)
    known = [field for field in HEADINGS if field in used or field in ("code", "title")]
    fields = [*known, *(field for field in used if field not in HEADINGS)]
    yield [to_heading(field) for field in fields]
    for document in documents:
        yield [to_cell(f, document[f]) if f in document else "" for f in fields]


def _fields(headings: Sequence[str]) -> dict[int, str]:
    """Return the field of each column that has a heading."""
    try:
        fields = {i: to_field(heading) for i, heading in enumerate(headings) if heading.strip()}
    except BadJson as error:
        raise UnreadableFile(f"表头有误：{error}") from error
    for field, count in Counter(fields.values()).items():
        if count > 1:
            name = HEADINGS.get(field, field)
            raise UnreadableFile(f"表头中“{name}”有 {count} 列；请只保留一列。")
    if not {"code", "_id"} & set(fields.values()):
        raise UnreadableFile("第 1 行没有“编码”（code）一列；请在第 1 行写上表头。")
    return fields


def _row(number: int, fields: Mapping[int, str], cells: Sequence[str]) -> Row:
    document: dict[str, Any] = {}
    problems: list[Problem] = []
    for index, cell in enumerate(cells):
        if not cell.strip():
            continue
        if index not in fields:
            problems.append(Problem("", f"第 {index + 1} 列没有表头；请补上表头，或清空此格。"))
            continue
        try:
            document[fields[index]] = from_cell(fields[index], cell)
        except BadJson as error:
            problems.append(Problem(fields[index], str(error)))
    return Row(number, document, tuple(problems))
