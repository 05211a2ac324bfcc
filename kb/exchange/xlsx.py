"""Excel workbooks: the first sheet is the library, every cell a text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

from kb.errors import ExportRefused, UnreadableFile
from kb.exchange.rows import Row
from kb.exchange.sheet import make_table, read_table

#: Longest cell, in characters (Excel's specification); openpyxl would cut a longer one silently.
MAX_CELL = 32_767

_SHEET = "经验库"


def read(file: BinaryIO) -> Iterator[Row]:
    """Read the rows of the first sheet; formulas count as the values last computed.

    Args:
        file: an open file.

    Yields:
        A row for each that has a cell filled in.

    Raises:
        UnreadableFile: if the file is not a workbook, or its headings are bad.
    """
    yield from read_table(_cells(file))


def write(documents: Iterable[Mapping[str, Any]], file: BinaryIO) -> None:
    """Write a heading row, then a row for each document.

    Raises:
        ExportRefused: if a text is longer than a cell can be.
    """
    table = list(make_table(documents))
    _refuse_long(table)  # before the workbook is begun: openpyxl cannot abandon one cleanly
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_SHEET)
    for cells in table:
        sheet.append([_text_cell(sheet, cell) for cell in cells])
    content = io.BytesIO()
    book.save(content)
    file.write(content.getvalue())


def _cells(file: BinaryIO) -> list[list[str]]:
    try:
        book = load_workbook(file, read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # other programs write wrong ones
            return [[_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        finally:
            book.close()
    except Exception as error:  # a damaged workbook makes openpyxl raise almost anything
        raise UnreadableFile("不是有效的 Excel 工作簿；请在 Excel 中另存为 .xlsx 再试。") from error


def _text(value: object) -> str:
    """Return a cell's value as a person would have typed it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _text_cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text or None)
    if text:
        cell.data_type = "s"  # else "#N/A" would become an error value
    return cell


def _refuse_long(table: Sequence[Sequence[str]]) -> None:
    for number, cells in enumerate(table, start=1):
        for index, cell in enumerate(cells, start=1):
            if len(cell) > MAX_CELL:
                raise ExportRefused(
                    f"第 {number} 行第 {index} 列有 {len(cell)} 个字符，"
                    f"超过 Excel 单元格的上限 {MAX_CELL}；请改为导出 .jsonl 或 .csv。"
                )
