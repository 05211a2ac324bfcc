"""Guides: which are sound, and what is said about those that are not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.guide import Guide, soundness


def step(name: str, *branches: tuple[str, str]) -> dict[str, Any]:
    return {
        "id": name,
        "kind": "check",
        "instruction": "看灯",
        "branches": [{"answer": answer, "next": following} for answer, following in branches],
    }


def guide(start: str, *steps: dict[str, Any], outcomes: tuple[str, ...] = ("o1",)) -> Guide:
    return Guide.model_validate(
        {
            "start": start,
            "steps": list(steps),
            "outcomes": [{"id": name, "kind": "resolved"} for name in outcomes],
        }
    )


def test_a_guide_that_leads_everywhere_is_sound() -> None:
    """Loops are fine as long as every step still has a way to an outcome."""
    looping = guide("s1", step("s1", ("亮", "o1"), ("不亮", "s2")), step("s2", ("再看", "s1")))
    assert soundness(looping) == ()


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (guide("s9", step("s1", ("是", "o1"))), [("unknown-start", "s9", "start")]),
        (guide("s1"), [("unknown-start", "s1", "start")]),
        (
            guide("s1", step("s1", ("是", "o1")), step("s2", ("是", "o1"))),
            [("unreachable", "s2", "steps[s2]")],
        ),
        (
            guide("s1", step("s1", ("是", "o1"), ("否", "s2")), step("s2", ("再看", "s2"))),
            [("no-outcome", "s2", "steps[s2].branches")],
        ),
        (
            guide("s1", step("s1", ("是", "o1"), ("否", "s2")), step("s2")),
            [("no-branch", "s2", "steps[s2].branches")],
        ),
        (
            guide("s1", step("s1", ("是", "o1"), (" 是 ", "o1"))),
            [("duplicate-answer", "s1", "steps[s1].branches")],
        ),
        (
            guide("s1", step("s1", ("是", "o1")), outcomes=("o1", "o1")),
            [("duplicate-id", "o1", "outcomes[o1].id")],
        ),
        (
            guide("s1", step("s1", ("是", "o1")), step("s1", ("否", "o1"))),
            [("duplicate-id", "s1", "steps[s1].id")],
        ),
        (
            guide("s1", step("s1", ("是", "o1"), ("否", "o7"))),
            [("unknown-next", "s1", "steps[s1].branches[1].next")],
        ),
    ],
)
def test_each_fault_is_named_with_its_step(case: Guide, expected: list[tuple[str, ...]]) -> None:
    """Every fault says its kind, the offending step and the path to it, and what to do."""
    faults = soundness(case)
    assert [(fault.fault, fault.step, fault.field) for fault in faults] == expected
    assert all("；" in fault.message for fault in faults)


def test_unknown_fields_of_a_guide_are_kept() -> None:
    """What we do not know is still there when the guide is written out."""
    raw = {"start": "s1", "steps": [{**step("s1", ("是", "o1")), "图": 3}], "outcomes": [], "v": 2}
    dumped = Guide.model_validate(raw).model_dump(mode="json")
    assert dumped["v"] == 2
    assert dumped["steps"][0]["图"] == 3


NAMES = st.sampled_from(["s1", "s2", "s3", "s4", "o1", "o2", "?"])
STEPS = st.lists(
    st.builds(
        lambda name, branches: step(name, *branches),
        NAMES,
        st.lists(st.tuples(st.sampled_from(["是", "否", " 是", "不清楚"]), NAMES), max_size=4),
    ),
    max_size=5,
)
GUIDES = st.builds(
    lambda start, steps, outcomes: guide(start, *steps, outcomes=tuple(outcomes)),
    NAMES,
    STEPS,
    st.lists(st.sampled_from(["o1", "o2", "s1"]), max_size=3),
)


def slow_faults(case: Guide) -> set[tuple[str, str]]:
    """The definitions, word by word: try every walk no longer than the number of names."""
    steps = {s.id for s in case.steps}
    outcomes = {o.id for o in case.outcomes}
    everything = [s.id for s in case.steps] + [o.id for o in case.outcomes]
    edges = {(s.id, b.next) for s in case.steps for b in s.branches}

    def walks(origin: str) -> set[str]:
        ends = {origin}
        for _ in range(len(everything) + 1):
            ends |= {target for source, target in edges if source in ends}
        return ends

    found = {("duplicate-id", name) for name in everything if everything.count(name) > 1}
    if case.start in steps:
        found |= {("unreachable", name) for name in steps if name not in walks(case.start)}
    else:
        found.add(("unknown-start", case.start))
    for s in case.steps:
        answers = [b.answer.strip() for b in s.branches]
        if not answers:
            found.add(("no-branch", s.id))
        if len(set(answers)) < len(answers):
            found.add(("duplicate-answer", s.id))
        if any(b.next not in steps | outcomes for b in s.branches):
            found.add(("unknown-next", s.id))
    for name in {source for source, _ in edges}:
        if not walks(name) & outcomes:
            found.add(("no-outcome", name))
    return found


@given(GUIDES)
def test_soundness_equals_the_definitions(case: Guide) -> None:
    """The fast check finds exactly the faults that the written definitions name."""
    assert {(fault.fault, fault.step) for fault in soundness(case)} == slow_faults(case)
