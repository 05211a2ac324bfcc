"""Cells: what people write in them, and that every JSON value has a cell."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import BadJson
from kb.exchange.cells import HEADINGS, from_cell, to_cell, to_field, to_heading
from kb.values import canonical


@pytest.mark.parametrize(
    ("field", "value", "cell"),
    [
        ("title", "断网", "断网"),
        ("title", "", 'json:""'),
        ("title", " 断网", 'json:" 断网"'),
        ("title", "=1+1", 'json:"=1+1"'),
        ("title", "json:x", 'json:"json:x"'),
        ("title", "断\r\n网", 'json:"断\\r\\n网"'),
        ("title", "_x000D_", 'json:"\\u005fx000D_"'),
        ("cause", None, "json:null"),
        ("symptoms", ["没网了", "灯不亮，。"], "没网了\n灯不亮，。"),
        ("symptoms", [], "json:[]"),
        ("symptoms", ["一", ""], 'json:["一", ""]'),
        ("symptoms", ["一\n二"], 'json:["一\\n二"]'),
        ("difficulty", 2, "2"),
        ("first_line", False, "否"),
        ("guide", {"b": "好", "a": 1}, '{"b": "好", "a": 1}'),
        ("neighbours", [], "[]"),
        ("厂家", "华为", "华为"),
        ("厂家", 2, "json:2"),
        ("厂家", True, "json:true"),
    ],
)
def test_a_value_has_this_cell(field: str, value: Any, cell: str) -> None:
    """As people write it where that comes back the same, as marked JSON where not."""
    assert to_cell(field, value) == cell
    assert canonical(from_cell(field, cell)) == canonical(value)


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("symptoms", " 一 \r\n\r\n二\n", ["一", "二"]),
        ("first_line", "是", True),
        ("first_line", " TRUE ", True),
        ("first_line", "0", False),
        ("first_line", "也许", "也许"),
        ("difficulty", " 3 ", 3),
        ("difficulty", "三", "三"),
        ("difficulty", "²", "²"),
        ("code", " BB-001 ", "BB-001"),
    ],
)
def test_people_write_loosely(field: str, cell: str, value: Any) -> None:
    """Space around does not count; what cannot be understood is left for the entry to refuse."""
    assert from_cell(field, cell) == value


@pytest.mark.parametrize(("field", "cell"), [("guide", "见附件"), ("title", "json:{")])
def test_a_cell_that_should_hold_json_and_does_not_is_refused(field: str, cell: str) -> None:
    """With the place of the fault."""
    with pytest.raises(BadJson, match="不是有效的 JSON"):
        from_cell(field, cell)


TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    ["是", "1", "json:", "_x0041_", "编码", "Code", " code", "", "a\nb", "=A1", "\ufeff", "\u2028"]
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from([*HEADINGS, "厂家"]), JSON | st.lists(TEXT))
def test_every_value_comes_back(field: str, value: Any) -> None:
    """In any column; and its cell is not blank, begins no formula and can stand in XML."""
    cell = to_cell(field, value)
    assert canonical(from_cell(field, cell)) == canonical(value)
    assert cell.strip()
    assert cell[0] not in "=+-@\t"
    assert not re.search(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_", cell)


@given(TEXT)
def test_every_field_has_a_heading(field: str) -> None:
    """Also fields that bear the name of another one's heading."""
    heading = to_heading(field)
    assert to_field(heading) == field
    assert heading.strip()


@pytest.mark.parametrize("field", HEADINGS)
def test_known_fields_have_a_chinese_and_an_english_heading(field: str) -> None:
    """Both are read, Chinese is written."""
    assert to_field(field) == to_field(f" {field.upper()} ") == field
    assert to_field(to_heading(field)) == field
    assert to_heading(field) == HEADINGS[field]
