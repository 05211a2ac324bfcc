"""Check 2: every guide is sound, has real steps, and ends in something that can be said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kb.entry import Entry
from kb.guide import Guide, Outcome, Step, soundness

from .report import Finding, Result
from .rows import Row

EXCEPTIONS: Mapping[str, str] = {}
"""Code -> why its guide needs no resolved outcome, or no dispatch. None needs one today."""

_EMPTY_STEP = re.compile(
    r"请?(?:及时|立即|尽快)?(?:联系|通知|转|转派|上报|派|交|提交|反馈)?(?:给|至|到|由)?"
    r"(?:相关|有关|对应|相应|责任|专业)(?:部门|人员|单位|专业|班组)"
    r"(?:进行|去|来|协助)?(?:处理|解决|跟进|核查|处置|核实)?"
)


def check(
    entries: Sequence[Row],
    *,
    fewest: int = 4,
    most: int = 12,
    exceptions: Mapping[str, str] = EXCEPTIONS,
) -> Result:
    """Check the guides of all entries.

    Args:
        entries: library lines; those without a guide are left to the schema check.
        fewest: fewest steps of a guide.
        most: most steps of a guide.
        exceptions: code -> why one kind of outcome is missing from its guide.

    Returns:
        Findings by code.
    """
    guides = {str(row["code"]): Entry.from_document(row).guide for row in entries}
    known = {code: guide for code, guide in guides.items() if guide}
    steps = sum(len(guide.steps) for guide in known.values())
    outcomes = sum(len(guide.outcomes) for guide in known.values())
    return Result(
        counts={
            "指引": str(len(known)),
            "步骤": str(steps),
            "结果": str(outcomes),
            "允许只有一类结果的条目": str(len(exceptions)),
        },
        findings=tuple(
            Finding(code, message)
            for code, guide in known.items()
            for message in _faults(guide, fewest, most, code in exceptions)
        ),
    )


def _faults(guide: Guide, fewest: int, most: int, excepted: bool) -> Iterator[str]:
    yield from (fault.message for fault in soundness(guide))
    if not fewest <= len(guide.steps) <= most:
        yield f"指引有 {len(guide.steps)} 步，应为 {fewest} 至 {most} 步；请合并或拆分。"
    for step in guide.steps:
        yield from _step_faults(step)
    for outcome in guide.outcomes:
        yield from _outcome_faults(outcome)
    yield from _unreached(guide)
    yield from _one_sided(guide, excepted)


def _step_faults(step: Step) -> Iterator[str]:
    if not (step.expect or "").strip():
        yield f"步骤 {step.id} 没有 expect；请写出故障存在时会看到什么。"
    if step.minutes is None:
        yield f"步骤 {step.id} 没有 minutes；请写出通常要几分钟。"
    if _EMPTY_STEP.fullmatch(step.instruction.strip().rstrip("。！.!")):
        yield f"步骤 {step.id} 只写了“{step.instruction}”；请写明找谁、查什么、工单上写什么。"


def _outcome_faults(outcome: Outcome) -> Iterator[str]:
    if not (outcome.reply or "").strip():
        yield f"结果 {outcome.id} 没有 reply；请写出可以念给客户的话。"
    if outcome.kind != "resolved" and not (outcome.department or "").strip():
        yield f"结果 {outcome.id}（{outcome.kind}）没有 department；请写明派给谁。"


def _unreached(guide: Guide) -> Iterator[str]:
    following = {step.id: [branch.next for branch in step.branches] for step in guide.steps}
    seen, waiting = {guide.start}, [guide.start]
    while waiting:
        fresh = set(following.get(waiting.pop(), ())) - seen
        seen |= fresh
        waiting.extend(fresh)
    for outcome in guide.outcomes:
        if outcome.id not in seen:
            yield f"走不到结果 {outcome.id}；请增加指向它的分支，或删除它。"


def _one_sided(guide: Guide, excepted: bool) -> Iterator[str]:
    kinds = {outcome.kind for outcome in guide.outcomes}
    both = "resolved" in kinds and len(kinds) > 1
    if not both and not excepted:
        have = "、".join(sorted(kinds)) or "无"
        yield (
            f"结果只有 {have}；resolved 与 dispatch/escalate 各要一个，"
            "确实不能时在 EXCEPTIONS 写明理由。"
        )
    if both and excepted:
        yield "两类结果都有了；请把它从 EXCEPTIONS 里删除。"
