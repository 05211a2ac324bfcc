"""JSON Lines: byte for byte there and back, and strict about everything else."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.exchange import jsonl
from kb.exchange.rows import Row


def read(content: bytes) -> list[Row]:
    return list(jsonl.read(io.BytesIO(content)))


def refusal(content: bytes) -> str:
    [row] = read(content)
    [problem] = row.problems
    assert row.document == {}
    return problem.message


TEXT = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


@given(st.lists(st.dictionaries(TEXT, JSON), max_size=4))
def test_what_json_wrote_comes_back_byte_for_byte(documents: list[dict[str, Any]]) -> None:
    """Any objects, as ``json.dumps(ensure_ascii=False)`` writes them, one a line."""
    content = "".join(json.dumps(d, ensure_ascii=False) + "\n" for d in documents).encode()
    rows = read(content)
    assert [row.number for row in rows] == list(range(1, len(documents) + 1))
    again = io.BytesIO()
    jsonl.write((row.document for row in rows), again)
    assert again.getvalue() == content


def test_blank_lines_and_a_byte_order_mark_are_passed_over() -> None:
    """Lines keep their numbers; a last line needs no line feed, CRLF is fine."""
    rows = read(b'\xef\xbb\xbf{"code": "a"}\r\n\r\n  \n{"code": "b"}')
    assert rows == [Row(1, {"code": "a"}), Row(4, {"code": "b"})]
    assert read(b"") == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'{"a": 1, "a": 2}', '字段 "a" 出现了 2 次'),
        (b'{"x": {"\xe5\x90\x8d": 1, "\xe5\x90\x8d": 1}}', '字段 "名" 出现了 2 次'),
        (b'{"a": NaN}', "NaN 不是 JSON 数值"),
        (b'{"a": -Infinity}', "-Infinity 不是 JSON 数值"),
        (b'{"a": 1e999}', "1e999 超出浮点数的范围"),
        (b'{"a": ' + b"9" * 5000 + b"}", "位数过多的整数"),
        (b'{"a": "\xff"}', "第 8 个字节 0xFF 不是 UTF-8"),
        (b'{"a": 1,}', "不是有效的 JSON"),
        (b'{"a": "\x00"}', "不是有效的 JSON"),
        (b"[" * 100_000, "嵌套太深"),
        (b'["code"]', '["code"] 不是对象'),
        (b"null", "null 不是对象"),
    ],
)
def test_a_bad_line_says_why(line: bytes, said: str) -> None:
    """What Python's json lets pass, or fails at in English, is refused in Chinese."""
    message = refusal(line)
    assert said in message
    assert "；" in message
