"""JSON values: sameness and purity."""

from __future__ import annotations

from typing import Any

import pytest

from kb.values import MAX_DEPTH, canonical, changed_fields, impurities, shown


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        ([1, 2], [2, 1], False),
        (1, 1.0, False),
        (1, True, False),
        (0.0, -0.0, False),
        ("é", "e\u0301", False),
    ],
)
def test_sameness(one: Any, other: Any, same: bool) -> None:
    """Key order does not count; everything that JSON can tell apart does."""
    assert (canonical(one) == canonical(other)) is same


def test_changed_fields_are_named_in_order() -> None:
    """Those that the new document has come first, in its order, then those that it lost."""
    old = {"code": "a", "title": "旧", "x": {"p": 1, "q": 2}, "gone": 1}
    new = {"new": 0, "x": {"q": 2, "p": 1}, "title": "新", "code": "a"}
    assert changed_fields(old, new) == ("new", "title", "gone")


def test_nesting_has_a_limit() -> None:
    """What would exhaust the machine's stack is refused with a path, not with a crash."""
    deep: list[Any] = []
    for _ in range(MAX_DEPTH - 1):
        deep = [deep]
    assert list(impurities(deep)) == []
    assert [problem.message for problem in impurities([deep])] == ["嵌套超过 100 层；请简化结构。"]


def test_a_shown_value_is_short_and_printable() -> None:
    """Messages stay readable whatever the value is."""
    assert len(shown("长" * 100)) == 40
    assert shown({"键": "\ud800"}) == '{"键": "\\ud800"}'
