"""A handling guide: steps with branches that lead to outcomes, and whether it is sound.

A guide may be drafted in any shape that these models can read.  Only a *sound* guide is published:
every step can be reached, every step leads to an outcome, and no step leaves the handler stuck.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Fault = Literal[
    "duplicate-id",
    "unknown-start",
    "no-branch",
    "duplicate-answer",
    "unknown-next",
    "unreachable",
    "no-outcome",
]


class Part(BaseModel):
    """Base of the models of an entry: frozen, strict about types, unknown fields kept."""

    model_config = ConfigDict(frozen=True, strict=True, extra="allow")


class Branch(Part):
    """An answer and the id of the step or outcome that it leads to."""

    answer: str
    next: str


class Step(Part):
    """One thing to check, ask or do; ``minutes`` is how long it usually takes."""

    id: str
    kind: Literal["check", "ask", "action"]
    instruction: str
    expect: str | None = None
    minutes: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    branches: Annotated[tuple[Branch, ...], Field(strict=False)] = ()


class Outcome(Part):
    """Where a guide ends: resolved, dispatched to a department, or escalated."""

    id: str
    kind: Literal["resolved", "dispatch", "escalate"]
    department: str | None = None
    reply: str | None = None


class Guide(Part):
    """Steps and outcomes, walked from ``start``."""

    start: str
    steps: Annotated[tuple[Step, ...], Field(strict=False)]
    outcomes: Annotated[tuple[Outcome, ...], Field(strict=False)]


@dataclass(frozen=True, slots=True)
class Unsound:
    """One reason why a guide may not be published.

    Args:
        fault: the kind of fault, stable for programs.
        step: id of the offending step (or of the outcome, for a duplicate outcome id); for
            ``unknown-start`` the id that ``start`` names.
        field: path inside the guide, such as ``steps[s3].branches``.
        message: what is wrong and what to do, in Chinese.
    """

    fault: Fault
    step: str
    field: str
    message: str


def soundness(guide: Guide) -> tuple[Unsound, ...]:
    """Say why a guide may not be published.

    Steps that share an id are walked as one step with the branches of all.  When ``start`` names no
    step, only that is reported of reachability: every step would be unreachable.

    Args:
        guide: the guide to examine.

    Returns:
        The faults, ordered by kind of check and then by step; empty when the guide is sound.
    """
    return tuple(fault for check in _CHECKS for fault in check(guide))


def _graph(guide: Guide) -> dict[str, list[str]]:
    graph: dict[str, list[str]] = {}
    for step in guide.steps:
        graph.setdefault(step.id, []).extend(branch.next for branch in step.branches)
    return graph


def _closure(seeds: Iterable[str], edges: Mapping[str, Iterable[str]]) -> set[str]:
    seen = set(seeds)
    waiting = list(seen)
    while waiting:
        fresh = set(edges.get(waiting.pop(), ())) - seen
        seen |= fresh
        waiting.extend(fresh)
    return seen


def _duplicate_ids(guide: Guide) -> Iterator[Unsound]:
    steps = {step.id for step in guide.steps}
    counts = Counter([s.id for s in guide.steps] + [o.id for o in guide.outcomes])
    for name, count in counts.items():
        if count > 1:
            where = "steps" if name in steps else "outcomes"
            yield Unsound(
                "duplicate-id",
                name,
                f"{where}[{name}].id",
                f"编号 {name} 出现了 {count} 次；步骤和结果的编号各不相同，请改名。",
            )


def _unknown_start(guide: Guide) -> Iterator[Unsound]:
    if guide.start not in _graph(guide):
        yield Unsound(
            "unknown-start",
            guide.start,
            "start",
            f"起始步骤 {guide.start} 不存在；请改为已有步骤的编号。",
        )


def _no_branch(guide: Guide) -> Iterator[Unsound]:
    for step in guide.steps:
        if not step.branches:
            yield Unsound(
                "no-branch",
                step.id,
                f"steps[{step.id}].branches",
                f"步骤 {step.id} 没有分支；请至少给出一个答案及其下一步。",
            )


def _duplicate_answers(guide: Guide) -> Iterator[Unsound]:
    for step in guide.steps:
        answers = Counter(branch.answer.strip() for branch in step.branches)
        for answer, count in answers.items():
            if count > 1:
                yield Unsound(
                    "duplicate-answer",
                    step.id,
                    f"steps[{step.id}].branches",
                    f"步骤 {step.id} 的答案“{answer}”出现了 {count} 次；请合并或改写。",
                )


def _unknown_next(guide: Guide) -> Iterator[Unsound]:
    known = set(_graph(guide)) | {outcome.id for outcome in guide.outcomes}
    for step in guide.steps:
        for index, branch in enumerate(step.branches):
            if branch.next not in known:
                yield Unsound(
                    "unknown-next",
                    step.id,
                    f"steps[{step.id}].branches[{index}].next",
                    f"步骤 {step.id} 的答案“{branch.answer}”指向不存在的 {branch.next}；"
                    "请改为已有步骤或结果的编号。",
                )


def _unreachable(guide: Guide) -> Iterator[Unsound]:
    graph = _graph(guide)
    if guide.start not in graph:
        return
    reached = _closure([guide.start], graph)
    for name in graph:
        if name not in reached:
            yield Unsound(
                "unreachable",
                name,
                f"steps[{name}]",
                f"从 {guide.start} 出发走不到步骤 {name}；请增加指向它的分支，或删除它。",
            )


def _no_outcome(guide: Guide) -> Iterator[Unsound]:
    graph = _graph(guide)
    back: dict[str, list[str]] = {}
    for name, following in graph.items():
        for target in following:
            back.setdefault(target, []).append(name)
    leading = _closure((outcome.id for outcome in guide.outcomes), back)
    for name, following in graph.items():
        if following and name not in leading:
            yield Unsound(
                "no-outcome",
                name,
                f"steps[{name}].branches",
                f"步骤 {name} 的所有分支都走不到结果；请让至少一个分支通向结果。",
            )


_CHECKS: tuple[Callable[[Guide], Iterator[Unsound]], ...] = (
    _duplicate_ids,
    _unknown_start,
    _no_branch,
    _duplicate_answers,
    _unknown_next,
    _unreachable,
    _no_outcome,
)
