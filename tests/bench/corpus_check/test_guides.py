"""Guides: a guide that leaves the handler stuck or silent is named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bench.corpus_check import guides

Row = dict[str, Any]
Make = Callable[..., Row]


def _set(path: str, value: Any) -> Callable[[Row], None]:
    """Plant a value at a dotted path of a guide."""

    def plant(guide: Row) -> None:
        *way, last = path.split(".")
        part: Any = guide
        for step in way:
            part = part[int(step) if step.isdigit() else step]
        part[int(last) if last.isdigit() else last] = value

    return plant


@pytest.mark.parametrize(
    ("plant", "said"),
    [
        (_set("start", "s9"), "起始步骤 s9 不存在"),
        (_set("steps.0.branches", []), "s1 没有分支"),
        (_set("steps.3.branches.0.next", "o2"), "走不到结果 o1"),
        (_set("steps.1.expect", " "), "步骤 s2 没有 expect"),
        (_set("steps.1.minutes", None), "步骤 s2 没有 minutes"),
        (_set("steps.1.instruction", "请联系相关部门处理。"), "步骤 s2 只写了"),
        (_set("steps.1.instruction", "转派对应专业核查"), "步骤 s2 只写了"),
        (_set("outcomes.0.reply", None), "结果 o1 没有 reply"),
        (_set("outcomes.1.department", ""), "结果 o2（dispatch）没有 department"),
        (_set("outcomes.1.kind", "resolved"), "结果只有 resolved"),
    ],
)
def test_a_fault_is_named(make_entry: Make, plant: Callable[[Row], None], said: str) -> None:
    """One planted fault, one message that names the step or outcome."""
    entry = make_entry()
    plant(entry["guide"])
    found = [str(finding) for finding in guides.check([entry]).findings]
    assert any(said in message for message in found), found


def test_good_guides_are_quiet(entries: list[Row]) -> None:
    """Two guides of 4 steps and 2 outcomes: 8 and 4 in all."""
    result = guides.check(entries)
    assert result.findings == ()
    assert list(result.counts.values()) == ["2", "8", "4", "0"]


def test_length(make_entry: Make) -> None:
    """Four steps are too few where five are asked for."""
    assert "有 4 步，应为 5 至 12 步" in str(guides.check([make_entry()], fewest=5).findings[0])


@pytest.mark.parametrize(
    "text",
    [
        "联系装维班，在工单上写明收光功率。",
        "按相关告警逐条核对ONU状态。",
        "请相关人员带光功率计上门。",
    ],
)
def test_a_real_step_is_no_empty_one(make_entry: Make, text: str) -> None:
    """A step that says what to do may say 相关."""
    entry = make_entry()
    entry["guide"]["steps"][0]["instruction"] = text
    assert guides.check([entry]).findings == ()


def test_exceptions_are_needed_and_used(make_entry: Make) -> None:
    """A reasoned exception silences the finding; a needless one is a finding."""
    entry = make_entry()
    reasoned = {"BB-001": "只能派单"}
    assert "EXCEPTIONS 里删除" in str(guides.check([entry], exceptions=reasoned).findings[0])
    entry["guide"]["outcomes"][0] |= {"kind": "dispatch", "department": "装维班"}
    assert guides.check([entry], exceptions=reasoned).findings == ()


def test_a_draft_without_guide_is_left_to_the_schema(make_entry: Make) -> None:
    """Nothing to check, nothing to say."""
    assert guides.check([make_entry(guide=None)]).findings == ()
