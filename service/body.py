"""Request bodies: JSON objects with checked fields."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Request

from service.errors import BadRequestBody, UnsupportedBody


def json_object(request: Request) -> dict[str, Any]:
    """The body of a request as a JSON object.

    Args:
        request: the current request.

    Returns:
        Its members.

    Raises:
        UnsupportedBody: the media type is not JSON.
        BadRequestBody: it is not UTF-8, not JSON, or not an object; says where.
        RequestEntityTooLarge: it is larger than the application takes.
    """
    if not request.is_json:
        raise UnsupportedBody(
            f"Content-Type 是 {request.mimetype or '（空）'}，应为 application/json。"
        )
    try:
        body = json.loads(request.get_data().decode("utf-8"), parse_constant=_refuse)
    except UnicodeDecodeError as error:
        raise BadRequestBody(
            f"请求不是 UTF-8 编码（第 {error.start + 1} 个字节起）。请改用 UTF-8 发送。"
        ) from error
    except json.JSONDecodeError as error:
        raise BadRequestBody(
            f"请求不是合法的 JSON：第 {error.lineno} 行第 {error.colno} 列（{error.msg}）。"
        ) from error
    except (ValueError, RecursionError) as error:
        raise BadRequestBody("请求不是合法的 JSON：数值或嵌套层次超出范围。") from error
    if not isinstance(body, dict):
        raise BadRequestBody('请求应为 JSON 对象，如 {"text": "客户的投诉内容"}。')
    return body


def text_field(body: Mapping[str, Any], name: str, *, required: bool = False) -> str:
    """A text member; null and absence are the empty text unless it is required.

    Raises:
        BadRequestBody: it is missing or no string.
    """
    value = body.get(name)
    if value is None and not required:
        return ""
    if not isinstance(value, str):
        raise BadRequestBody(f"字段 {name} 应为字符串，{_received(body, name)}。")
    return value


def count_field(body: Mapping[str, Any], name: str, *, default: int, limit: int) -> int:
    """A member that counts, from 1 to a limit.

    Raises:
        BadRequestBody: it is no integer or out of range.
    """
    value = body.get(name, default)
    if value is None:
        return default
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= limit:
        raise BadRequestBody(f"字段 {name} 应为 1 至 {limit} 的整数，{_received(body, name)}。")
    return value


def rows_field(
    body: Mapping[str, Any], name: str, *, fields: tuple[str, ...], limit: int
) -> list[dict[str, str]]:
    """A member that is a list of objects with text fields.

    Raises:
        BadRequestBody: it is anything else, or too long; names the row.
    """
    rows = body.get(name)
    if rows is None:
        return []
    if not isinstance(rows, list) or len(rows) > limit:
        raise BadRequestBody(f"字段 {name} 应为至多 {limit} 项的列表。")
    for number, row in enumerate(rows):
        if not isinstance(row, dict) or not all(isinstance(row.get(f), str) for f in fields):
            raise BadRequestBody(f"字段 {name}[{number}] 应为含 {'、'.join(fields)} 的对象。")
    return [{field: row[field] for field in fields} for row in rows]


def _received(body: Mapping[str, Any], name: str) -> str:
    """What came instead; never the value of a text, which may be a complaint."""
    if name not in body:
        return "但没有收到"
    value = body[name]
    shown = f" {value}" if isinstance(value, int | float | bool) else ""
    return f"收到的是{_JSON_KINDS.get(type(value), '其他类型')}{shown}"


def _refuse(constant: str) -> None:
    raise ValueError(constant)


_JSON_KINDS: Mapping[type, str] = {
    str: "字符串",
    int: "数字",
    float: "数字",
    bool: "布尔值",
    list: "列表",
    dict: "对象",
    type(None): "null",
}
