"""Small rows in which every check finds nothing; tests plant one fault each."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

Row = dict[str, Any]

ENTRY: Row = {
    "title": "光路瞬断",
    "service": "宽带",
    "symptoms": [f"红灯一会儿亮一会儿灭，第{n}种说法" for n in "一二三四五六七八"],
    "key_info": ["LOS时红时灭"],
    "exclude_info": ["LOS一直红"],
    "cause": "接头松动。",
    "text": "客户看到灯一会儿红一会儿灭。",
    "guide": {
        "start": "s1",
        "steps": [
            {
                "id": f"s{n}",
                "kind": "check",
                "instruction": "网管查ONU近24小时下线原因和收光功率。",
                "expect": "多次LOS下线后自动上线。",
                "minutes": 3,
                "branches": [
                    {"answer": "有", "next": f"s{n + 1}" if n < 4 else "o1"},
                    {"answer": "没有", "next": "o2"},
                ],
            }
            for n in (1, 2, 3, 4)
        ],
        "outcomes": [
            {"id": "o1", "kind": "resolved", "reply": "已经恢复，请您再试试。"},
            {"id": "o2", "kind": "dispatch", "department": "装维班", "reply": "师傅会上门检修。"},
        ],
    },
    "department": "装维班",
    "difficulty": 2,
    "first_line": False,
    "sources": [],
    "review_by": "2027-05-31",
}


@pytest.fixture
def make_entry() -> Callable[..., Row]:
    """A good entry that is told from `other` by a question; keywords replace fields."""

    def make(code: str = "BB-001", other: str = "BB-002", **fields: Any) -> Row:
        return {
            "code": code,
            **copy.deepcopy(ENTRY),
            "symptoms": [f"{text}（{code}）" for text in ENTRY["symptoms"]],
            "boundary": f"一直不通的归{other}。",
            "neighbours": [
                {
                    "code": other,
                    "question": "红灯之后恢复过吗？",
                    "answers": [
                        {"answer": "恢复过", "code": code},
                        {"answer": "没有", "code": other},
                    ],
                }
            ],
            **fields,
        }

    return make


@pytest.fixture
def entries(make_entry: Callable[..., Row]) -> list[Row]:
    """Two good entries that ask about each other."""
    return [make_entry(), make_entry("BB-002", "BB-001")]


@pytest.fixture
def make_ticket() -> Callable[..., Row]:
    """A good ticket; keywords replace fields."""

    def make(identifier: str = "dev-1", text: str = "光猫红灯一闪一闪", **fields: Any) -> Row:
        return {
            "_id": identifier,
            "text": text,
            "code": "BB-001",
            "style": "customer",
            **fields,
        }

    return make
