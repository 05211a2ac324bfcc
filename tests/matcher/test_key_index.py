"""Key information form by form: the index says what a loop over the entries says."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.key_index import KeyIndex
from matcher.lexicon import LABELS, Lexicon

FORMS = ("光猫", "红灯", "上不了网", "欠费", "整栋楼", "尽快处理", "691")
SETS = st.frozensets(st.sampled_from((*FORMS, "无人知晓")))
KNOWN = st.dictionaries(st.sampled_from(FORMS), st.floats(0, 1))
ENTRIES = st.lists(st.tuples(KNOWN, SETS), max_size=5)


def index(entries: Sequence[tuple[Mapping[str, float], frozenset[str]]], lex: Lexicon) -> KeyIndex:
    """Index of `(known, excluding)` pairs."""
    return KeyIndex.build([k for k, _ in entries], [e for _, e in entries], lexicon=lex)


def test_rarity_by_hand(lexicon: Lexicon) -> None:
    """光猫 in two of three entries, 红灯 in one; equipment weighs 0.6, a wish nothing."""
    found = index(
        [
            ({"光猫": 1.0, "红灯": 0.25}, frozenset()),
            ({"光猫": 0.5, "尽快处理": 1.0}, frozenset()),
            ({"691": 1.0}, frozenset({"欠费"})),
        ],
        lexicon,
    )
    expected = {
        "光猫": 0.6 * math.log1p(3 / 2),
        "红灯": math.log1p(3),
        "尽快处理": 0.0,
        "691": math.log1p(3),
    }
    assert found.rarity == pytest.approx(expected)
    assert found.weight({"光猫", "691", "欠费"}) == pytest.approx(
        expected["光猫"] + expected["691"]
    )


def test_shared_and_clashing_by_hand(lexicon: Lexicon) -> None:
    """A quarter asserted is three quarters against; excluding counts in full."""
    found = index(
        [
            ({"红灯": 0.25}, frozenset()),
            ({"欠费": 1.0}, frozenset({"红灯"})),
            ({"红灯": 1.0}, frozenset({"红灯"})),
        ],
        lexicon,
    )
    lamp, bill = math.log1p(3 / 2), math.log1p(3)
    told, denied = frozenset({"红灯"}), frozenset({"欠费"})
    assert found.shared(told) == pytest.approx([0.25 * lamp, 0.0, lamp])
    assert found.clashing(told, frozenset()) == pytest.approx([0.75 * lamp, lamp, 0.0])
    assert found.clashing(frozenset(), denied) == pytest.approx([0.0, bill, 0.0])


@given(entries=ENTRIES, asserted=SETS, denied=SETS)
def test_equals_a_loop(
    lexicon: Lexicon,
    entries: list[tuple[dict[str, float], frozenset[str]]],
    asserted: frozenset[str],
    denied: frozenset[str],
) -> None:
    """Fast equals slow for any entries and ticket."""
    found = index(entries, lexicon)
    weight = found.rarity
    shared, clashing = [], []
    for known, excluding in entries:
        shared.append(sum(weight[f] * known[f] for f in asserted if f in known))
        against = sum(weight[f] * (1 - known[f]) for f in asserted if f in known)
        against += sum(weight.get(f, 0.0) for f in (asserted & excluding) - known.keys())
        clashing.append(against + sum(weight[f] * known[f] for f in denied if f in known))
    assert found.n == len(entries)
    assert found.shared(asserted) == pytest.approx(shared)
    assert found.clashing(asserted, denied) == pytest.approx(clashing)


@given(entries=ENTRIES, asserted=SETS)
def test_nothing_is_shared_beyond_what_is_told(
    lexicon: Lexicon,
    entries: list[tuple[dict[str, float], frozenset[str]]],
    asserted: frozenset[str],
) -> None:
    """What an entry shares and what clashes with it are together at most what the ticket gives."""
    found = index(entries, lexicon)
    both = found.shared(asserted) + found.clashing(asserted, frozenset())
    assert (both <= found.weight(asserted) + 1e-9).all()


def test_every_category_has_its_weight() -> None:
    """A form of any category can be indexed."""
    groups = [{"label": label, "word": f"词{i}"} for i, label in enumerate(LABELS)]
    known = {f"词{i}": 1.0 for i in range(len(LABELS))}
    found = index([(known, frozenset())], Lexicon.from_groups(groups))
    assert found.rarity.keys() == known.keys()
