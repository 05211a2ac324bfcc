"""JSON Lines: one library line a line, UTF-8, which comes back byte for byte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from kb.errors import BadJson, Problem
from kb.exchange import strict
from kb.exchange.rows import Row
from kb.values import dumps, shown

_BOM = b"\xef\xbb\xbf"


def read(file: BinaryIO) -> Iterator[Row]:
    """Read lines; a byte order mark is passed over, and so are blank lines.

    Args:
        file: an open file.

    Yields:
        A row for each line that is not blank, bad ones with their problem.
    """
    for number, line in enumerate(file, start=1):
        text = line.removeprefix(_BOM) if number == 1 else line
        if text.strip():
            yield _row(number, text)


def write(documents: Iterable[Mapping[str, Any]], file: BinaryIO) -> None:
    """Write one document a line, Chinese unescaped, keys in their order, lines ended by LF."""
    for document in documents:
        file.write(dumps(document).encode("utf-8") + b"\n")


def _row(number: int, line: bytes) -> Row:
    try:
        document = strict.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        found = f"第 {error.start + 1} 个字节 0x{line[error.start]:02X} 不是 UTF-8"
        return _bad(number, f"{found}；请把文件另存为 UTF-8 编码。")
    except BadJson as error:
        return _bad(number, str(error))
    if not isinstance(document, dict):
        return _bad(number, f"{shown(document)} 不是对象；每一行应是一个 {{…}}。")
    return Row(number, document)


def _bad(number: int, message: str) -> Row:
    return Row(number, {}, (Problem("", message),))
