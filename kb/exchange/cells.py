"""Documents as rows of text cells, and back: what CSV and Excel files have in common.

A cell holds a value as people write it: text as it is, lists one item a line, 是 or 否, the guide
and the neighbours as JSON.  A value that would not come back the same from that (an empty text, an
item with a line break, a number in an unknown column, …) is written as ``json:`` and its JSON.  So
is a text that a spreadsheet program would take for a formula
(https://owasp.org/www-community/attacks/CSV_Injection).
"""

from __future__ import annotations

import re
from typing import Any

from kb.errors import BadJson
from kb.exchange import strict
from kb.values import canonical, dumps

#: The fields that we know, in the order of columns, each with its Chinese heading.
HEADINGS = {
    "code": "编码",
    "title": "标题",
    "service": "业务",
    "symptoms": "故障现象",
    "key_info": "关键信息",
    "exclude_info": "排除信息",
    "cause": "原因",
    "text": "描述",
    "guide": "处理指引",
    "department": "部门",
    "difficulty": "难度",
    "first_line": "一线可处理",
    "boundary": "边界",
    "neighbours": "相邻条目",
    "sources": "来源",
    "review_by": "复审日期",
}

_MARK = "json:"
_LISTS = frozenset({"symptoms", "key_info", "exclude_info", "sources"})
_JSON = frozenset({"guide", "neighbours"})
_FIELDS = {heading: field for field, heading in HEADINGS.items()}
_YES = frozenset({"是", "true", "yes", "y", "1"})
_NO = frozenset({"否", "false", "no", "n", "0"})

#: Begins a formula, or cannot be carried: controls but tab and line feed, what XML 1.0 has no place
#: for (https://www.w3.org/TR/xml/#charsets), and what Excel takes for an escape (``_x000D_``).
_FORMULA = re.compile(r"[=+\-@\t]")
_UNCARRIED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def to_cell(field: str, value: object) -> str:
    """Write a value so that `from_cell` gives it back.

    Args:
        field: the field's name.
        value: any JSON value.

    Returns:
        The cell's text, never blank.
    """
    text = _plain(field, value)
    if text is not None and _comes_back(field, text, value):
        return text
    return _marked(value)


def from_cell(field: str, cell: str) -> Any:
    """Read a cell that is not blank; a blank one means that the document lacks the field.

    Args:
        field: the field's name.
        cell: the cell's text.

    Returns:
        The value; the text itself where a number or 是/否 was expected but something else was
        found, for `kb.entry` to refuse.

    Raises:
        BadJson: if the cell should hold JSON and does not.
    """
    text = cell.replace("\r\n", "\n").strip()
    if text.startswith(_MARK):
        return strict.loads(text.removeprefix(_MARK))
    if field in _JSON:
        return strict.loads(text)
    if field in _LISTS:
        return [line.strip() for line in text.split("\n") if line.strip()]
    if field == "difficulty":
        return int(text) if text.isascii() and text.isdigit() and len(text) == 1 else text
    if field == "first_line":
        known = text.casefold()
        return True if known in _YES else False if known in _NO else text
    return text


def to_heading(field: str) -> str:
    """Return a column's heading, such that `to_field` gives the field back."""
    heading = HEADINGS.get(field, field)
    known = not heading.startswith(_MARK) and to_field(heading) == field
    return heading if known and _is_carried(heading) and heading else _marked(field)


def to_field(heading: str) -> str:
    """Return the field that a heading stands for, Chinese or English; unknown ones as they are.

    Raises:
        BadJson: if the heading is marked as JSON and is not.
    """
    text = heading.strip()
    if text.startswith(_MARK):
        return str(strict.loads(text.removeprefix(_MARK)))
    english = text.casefold()
    return english if english in HEADINGS else _FIELDS.get(text, text)


def _plain(field: str, value: object) -> str | None:
    if field in _JSON:
        return dumps(value)
    if field in _LISTS:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return "\n".join(value)
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int) and field == "difficulty":
        return str(value)
    return value if isinstance(value, str) else None


def _marked(value: object) -> str:
    return _MARK + _UNCARRIED.sub(lambda found: f"\\u{ord(found[0]):04x}", dumps(value))


def _comes_back(field: str, text: str, value: object) -> bool:
    if not text.strip() or not _is_carried(text):
        return False
    try:
        return canonical(from_cell(field, text)) == canonical(value)
    except BadJson:
        return False


def _is_carried(text: str) -> bool:
    return not (_FORMULA.match(text) or _UNCARRIED.search(text))
