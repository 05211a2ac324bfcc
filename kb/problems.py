"""pydantic's errors in the words of our users: field path, value, limit and remedy, in Chinese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kb.errors import Problem
from kb.values import shown

#: What each type of pydantic error means; ``{value}`` and the error's own context are filled in.
_MESSAGES = {
    "missing": "缺少此项；请填写。",
    "string_type": "{value} 不是文字；请改为字符串。",
    "int_type": "{value} 不是整数；请改为整数。",
    "float_type": "{value} 不是数值；请改为数值。",
    "bool_type": "{value} 不是真假值；请改为 true 或 false。",
    "tuple_type": "{value} 不是列表；请改为列表。",
    "model_type": "{value} 不是对象；请改为由字段组成的对象。",
    "literal_error": "{value} 不在可选值之内；请改为 {expected} 之一。",
    "greater_than_equal": "{value} 小于下限 {ge:g}；请改为不小于 {ge:g} 的数。",
    "less_than_equal": "{value} 大于上限 {le:g}；请改为不大于 {le:g} 的数。",
    "finite_number": "{value} 不是有限的数；请改为有限的数。",
}

_FALLBACK = "{value} 不符合要求；请对照字段说明修改。"


def translate(error: ValidationError, document: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Turn a pydantic error into problems.

    Args:
        error: what pydantic raised; errors of type ``kb`` carry their own Chinese message.
        document: what was validated, from which list items take their ids.

    Returns:
        One problem for each error, in pydantic's order.
    """
    return tuple(
        Problem(field_path(detail["loc"], document), _message(detail))
        for detail in error.errors(include_url=False)
    )


def field_path(loc: Sequence[str | int], document: object) -> str:
    """Write a location as a path: ``symptoms[2]``, and ``steps[s3]`` where the item has an id."""
    path = ""
    here = document
    for part in loc:
        here = _step_into(here, part)
        if isinstance(part, str):
            path += f".{part}" if path else part
        else:
            name = here.get("id") if isinstance(here, Mapping) else None
            path += f"[{name}]" if isinstance(name, str) and name else f"[{part}]"
    return path


def _step_into(here: object, part: str | int) -> object:
    if isinstance(here, Mapping) and isinstance(part, str):
        return here.get(part)
    if isinstance(here, list) and isinstance(part, int) and part < len(here):
        return here[part]
    return None


def _message(detail: ErrorDetails) -> str:
    if detail["type"] == "kb":
        return detail["msg"]
    context = dict(detail.get("ctx", {}))
    if "expected" in context:
        context["expected"] = context["expected"].replace("'", "").replace(" or ", "、")
        context["expected"] = context["expected"].replace(", ", "、")
    template = _MESSAGES.get(detail["type"], _FALLBACK)
    return template.format_map({**context, "value": shown(detail["input"])})
