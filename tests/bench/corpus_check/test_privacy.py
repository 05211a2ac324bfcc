"""Privacy: what could belong to a living person is named, what is invented is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bench.corpus_check.privacy import check, leaks

Make = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(
    "text",
    [
        "联系电话13912345678",
        "电话 139-1234-5678，上午打",
        "+8613912345678",
        "电话幺三九幺二三四五六七八",
        "电话１３９１２３４５６７８",
        "座机0551-62345678",
        "身份证340102199001011234",
        "身份证34010219900101123X",
        "卡号6222021234567890123",
        "卡号6222 0212 3456 7890",
        "邮箱zhang.san@qq.com",
        "从61.132.163.68打过来",
        "姓名：王建国，男",
        "【联系人】李秀英 13800001234",
        "机主是张伟。",
    ],
)
def test_found(text: str) -> None:
    """One place each."""
    assert len(list(leaks(text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "联系电话13800001234",
        "1380000****",
        "短信中心号码13800100500",
        "姓名：王某某",
        "【联系人】李女士 13800001234",
        "联系人王先生",
        "机主本人，身份已核验",
        "户名和密码都对",
        "错误691，工单2026052512345",
        "192.168.1.1 10.0.0.200 100.64.3.7 203.0.113.5 0.0.0.0 255.255.255.0 224.0.1.1",
        "DNS改成114.114.114.114和223.5.5.5",
        "版本1.2.3.4.5，999.1.1.1",
        "账号zc01@abcgs.vpdn，user@example.com",
        "收光-27.532dBm，2026-05-31 08:30:15",
    ],
)
def test_quiet(text: str) -> None:
    """Invented, private, or no personal data at all."""
    assert list(leaks(text)) == []


def test_everything_is_read(make_entry: Make, make_ticket: Make) -> None:
    """Deep in a guide, and in a handling record."""
    entry = make_entry()
    entry["guide"]["outcomes"][0]["reply"] = "请打13912345678。"
    ticket = make_ticket(handling="回访13912345678无人接听")
    assert [f.where for f in check([entry], {"dev": [ticket]}).findings] == ["BB-001", "dev-1"]
    assert check([make_entry()], {"dev": [make_ticket()]}).findings == ()


def test_figures_of_two_fields_are_not_one(make_ticket: Make) -> None:
    """A line's end parts numbers: 13800 and 0 of the next field make none."""
    ticket = make_ticket(text="卡号尾号6222021234", handling="5678901 已核")
    assert check([], {"dev": [ticket]}).findings == ()
