"""Log lift of stated and denied facts, against a slow reckoning and by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.facts import Facts
from matcher.reading import Told

FORMS = ("红灯", "欠费", "断网", "无声")
SETS = st.frozensets(st.sampled_from(FORMS))
TOLD = st.builds(lambda asserted, denied: Told(asserted, denied - asserted), SETS, SETS)
TEXTS = st.lists(st.lists(TOLD, max_size=4), min_size=1, max_size=4)


def told(asserted: str = "", denied: str = "") -> Told:
    """What a text tells, forms parted by spaces."""
    return Told(frozenset(asserted.split()), frozenset(denied.split()))


LAMP = [told("红灯 断网"), told("红灯", "欠费"), told("断网", "欠费"), told("红灯")]
BILL = [told("欠费"), told("欠费 断网"), told("断网", "红灯")]
FACTS = Facts.build([LAMP, BILL])


def lift(count: int, texts: int, all_counts: int, all_texts: int = 7) -> float:
    """Log of the share among an entry's texts and four average ones, over the share of all."""
    average = all_counts / all_texts
    return math.log((count + 4 * average) / (texts + 4) / average)


def test_stated_by_hand() -> None:
    """红灯 is told by three of four texts of the first and by none of three of the second."""
    expected = [lift(3, 4, 3) / 6, lift(0, 3, 3) / 6]
    assert FACTS.stating(told("红灯")) == pytest.approx(expected)
    assert expected[0] > 0 > expected[1]


def test_denied_by_hand() -> None:
    """不是欠费 is what customers with a red lamp say, and speaks against the bill."""
    expected = [lift(2, 4, 2) / 6, lift(0, 3, 2) / 6]
    assert FACTS.denying(told("", "欠费")) == pytest.approx(expected)
    assert expected[0] > 0 > expected[1]


def test_a_denial_that_nobody_told_before() -> None:
    """断网 is stated by both, rather by the second; denied it speaks against that one alone."""
    assert FACTS.denying(told("", "断网")) == pytest.approx([0.0, -lift(2, 3, 4) / 6])


def test_many_facts_are_a_mean() -> None:
    """Below six they count as six, above each counts its share."""
    texts = [[told(f"甲{number}") for number in range(8)], [told("乙")]]
    facts = Facts.build(texts)
    one = facts.stating(told("甲0"))
    eight = facts.stating(told(" ".join(f"甲{number}" for number in range(8))))
    assert eight == pytest.approx(one * 6)


def test_nothing_told_says_nothing() -> None:
    """No key information, or none that any text of the library tells."""
    for nothing in (told(), told("冒烟", "下雨")):
        assert not FACTS.stating(nothing).any()
        assert not FACTS.denying(nothing).any()


def test_an_entry_without_texts() -> None:
    """It is neither favoured nor disfavoured."""
    facts = Facts.build([[], LAMP])
    assert facts.stating(told("红灯"))[0] == 0.0
    assert facts.denying(told("", "欠费"))[0] == 0.0


def test_no_entries() -> None:
    """An empty library has no lifts."""
    assert Facts.build([]).stating(told("红灯")).shape == (0,)


@given(texts=TEXTS, asked=TOLD)
def test_equals_a_loop(texts: list[list[Told]], asked: Told) -> None:
    """Fast equals slow for any entries and ticket."""
    facts = Facts.build(texts)
    for found, forms, side in (
        (facts.stating(asked), asked.asserted, "asserted"),
        (facts.denying(asked), asked.denied, "denied"),
    ):
        every = [getattr(each, side) for own in texts for each in own]
        known = [form for form in forms if any(form in one for one in every)]
        slow = np.zeros(len(texts))
        for number, own in enumerate(texts):
            for form in known:
                count = sum(form in getattr(each, side) for each in own)
                average = sum(form in one for one in every) / len(every)
                slow[number] += math.log((count + 4 * average) / (len(own) + 4) / average)
        slow /= max(6, len(known))
        if side == "asserted" or len(known) == len(forms):
            assert found == pytest.approx(slow, abs=1e-12)
        else:
            assert (found <= slow + 1e-12).all(), "what was never denied only speaks against"
