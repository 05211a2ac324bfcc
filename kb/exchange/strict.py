"""JSON read strictly: what Python's ``json`` lets pass silently is refused (RFC 8259)."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from kb.errors import BadJson
from kb.values import shown


def loads(text: str) -> Any:
    """Read one JSON value.

    Args:
        text: JSON.

    Returns:
        The value, keys of objects in their order.

    Raises:
        BadJson: on a syntax error, a repeated key, NaN or infinity, a number that no float or int
            can hold, or nesting that is too deep.
    """
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_float=_finite,
        )
    except json.JSONDecodeError as error:
        raise BadJson(
            f"第 {error.pos + 1} 个字符处不是有效的 JSON；请检查引号、逗号和括号。"
        ) from error
    except RecursionError as error:
        raise BadJson("JSON 嵌套太深；请简化结构。") from error
    except ValueError as error:
        raise BadJson("JSON 中有位数过多的整数；请改用字符串。") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    whole = dict(pairs)
    if len(whole) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise BadJson(f"字段 {shown(twice)} 出现了 {keys.count(twice)} 次；请只保留一个。")
    return whole


def _refuse_constant(name: str) -> NoReturn:
    raise BadJson(f"{name} 不是 JSON 数值；请改为有限的数，或删除此项。")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise BadJson(f"{digits} 超出浮点数的范围；请改为较小的数，或改用字符串。")
    return number
