"""CSV and Excel files: tables as people keep them, and nothing lost on the way."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from kb.errors import ExportRefused, UnreadableFile
from kb.exchange import csv_, xlsx
from kb.exchange.cells import HEADINGS
from kb.exchange.rows import Row
from kb.values import canonical

TABLE = """编码,标题,业务,故障现象,难度,一线可处理,处理指引,厂家
BB-001,光路中断,宽带,"光猫红灯
没网了，急！",2,是,"{""start"": ""s1"", ""steps"": [], ""outcomes"": []}",华为
,,,,,,,
IP-002,黑屏abc,,。,,否,,
"""

ROWS = [
    Row(
        2,
        {
            "code": "BB-001",
            "title": "光路中断",
            "service": "宽带",
            "symptoms": ["光猫红灯", "没网了，急！"],
            "difficulty": 2,
            "first_line": True,
            "guide": {"start": "s1", "steps": [], "outcomes": []},
            "厂家": "华为",
        },
    ),
    Row(4, {"code": "IP-002", "title": "黑屏abc", "symptoms": ["。"], "first_line": False}),
]


def read_csv(content: bytes) -> list[Row]:
    return list(csv_.read(io.BytesIO(content)))


def workbook(*rows: list[Any]) -> io.BytesIO:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    content.seek(0)
    return content


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_csv_is_read_in_the_encodings_of_chinese_computers(encoding: str, ending: str) -> None:
    """Empty rows are passed over but counted; a cell with line breaks is one row."""
    assert read_csv(TABLE.replace("\n", ending).encode(encoding)) == ROWS


def test_excel_values_are_read_as_people_typed_them() -> None:
    """Numbers, dates, truth values and empty rows of a sheet that was not written by us."""
    content = workbook(
        ["code", "标题", "复审日期", "一线可处理", "难度", "口碑"],
        [1001, "断网", datetime(2027, 5, 31), True, 2.0, 1.5],
        [],
        ["b", "卡顿"],
    )
    assert list(xlsx.read(content)) == [
        Row(
            2,
            {
                "code": "1001",
                "title": "断网",
                "review_by": "2027-05-31",
                "first_line": True,
                "difficulty": 2,
                "口碑": "1.5",
            },
        ),
        Row(4, {"code": "b", "title": "卡顿"}),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "第 1 行没有“编码”"),
        ("标题,描述\n断网,慢\n", "第 1 行没有“编码”"),
        ("编码,标题,code\n", "“编码”有 2 列"),
        ("编码,json:{\n", "表头有误"),
        ('编码,标题\na,"断网\n', "不是有效的 CSV"),
    ],
)
def test_a_table_that_cannot_be_understood_is_refused(content: str, said: str) -> None:
    """As a whole, with the remedy."""
    with pytest.raises(UnreadableFile, match=said) as caught:
        read_csv(content.encode())
    assert "请" in str(caught.value)


def test_bytes_in_no_known_encoding_are_refused() -> None:
    """Rather than read as something else."""
    with pytest.raises(UnreadableFile, match="既不是 UTF-8 也不是 GB18030"):
        read_csv("编码,标题\n".encode() + b"\xff\xff\n")


def test_a_bad_cell_is_a_problem_of_its_row() -> None:
    """The rest of the table is still read."""
    rows = read_csv("编码,标题,处理指引\na,断网,见附件\nb,卡顿,,多余\nc,黑屏\n".encode())
    assert [[p.field for p in row.problems] for row in rows] == [["guide"], [""], []]
    assert "第 4 列没有表头" in rows[1].problems[0].message


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", "编码,标题".encode()])
def test_what_is_not_a_workbook_is_refused(content: bytes) -> None:
    """Whatever openpyxl makes of it."""
    with pytest.raises(UnreadableFile, match="不是有效的 Excel 工作簿"):
        list(xlsx.read(io.BytesIO(content)))


def test_a_cell_that_excel_cannot_hold_is_refused() -> None:
    """Rather than cut short; CSV takes it."""
    documents = [{"code": "a", "title": "长" * 32_768}]
    with pytest.raises(ExportRefused, match=r"第 2 行第 2 列有 32768 个字符.*\.jsonl"):
        xlsx.write(documents, io.BytesIO())
    large = [{"code": "a", "title": "长" * 200_000}]
    content = io.BytesIO()
    csv_.write(large, content)
    assert [row.document for row in read_csv(content.getvalue())] == large


def test_csv_begins_with_a_byte_order_mark_and_chinese_headings() -> None:
    """So that Excel opens it as it is."""
    content = io.BytesIO()
    csv_.write([{"title": "断网", "code": "a", "厂家": "华为"}], content)
    assert content.getvalue() == "\ufeff编码,标题,厂家\r\na,断网,华为\r\n".encode()


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    ["#N/A", "007", "是", "1e5", "2027-05-31", "=A1", "'x", '"', "一,二", "a\nb", "_x000D_", "\x00"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=4,
)
DOCUMENTS = st.lists(
    st.dictionaries(st.sampled_from(list(HEADINGS)) | TEXT, JSON | st.lists(TEXT), max_size=5).map(
        lambda fields: {"code": "a", **fields}
    ),
    max_size=3,
)


@given(DOCUMENTS)
@settings(max_examples=60)
def test_csv_loses_nothing(documents: list[dict[str, Any]]) -> None:
    """Any documents come back, but for the order of their fields."""
    content = io.BytesIO()
    csv_.write(documents, content)
    assert_same(list(csv_.read(io.BytesIO(content.getvalue()))), documents)


@given(DOCUMENTS)
@settings(max_examples=60)
def test_xlsx_loses_nothing(documents: list[dict[str, Any]]) -> None:
    """Any documents come back, but for the order of their fields."""
    content = io.BytesIO()
    xlsx.write(documents, content)
    assert_same(list(xlsx.read(content)), documents)


def assert_same(rows: list[Row], documents: list[dict[str, Any]]) -> None:
    assert [row.problems for row in rows] == [()] * len(documents)
    found = [canonical(row.document) for row in rows]
    assert found == [canonical(document) for document in documents]
