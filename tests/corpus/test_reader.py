"""The corpus and its reader: everything is there, and nothing is read twice."""

from __future__ import annotations

import pytest

from corpus.reader import (
    LABELS,
    SPLITS,
    abbreviations,
    confusions,
    entries,
    lexicon_groups,
    tickets,
)


def test_entries() -> None:
    """Two hundred entries with distinct codes, each with a guide."""
    codes = [entry["code"] for entry in entries()]
    assert len(codes) == len(set(codes)) == 200
    assert all(entry["guide"]["steps"] for entry in entries())


def test_lexicon() -> None:
    """Every category has groups, every group its canonical word and its category."""
    groups = list(lexicon_groups())
    assert {group["label"] for group in groups} == set(LABELS.values())
    assert all(isinstance(group["word"], str) for group in groups)
    assert len(confusions()) > 100
    assert abbreviations()["用反"] == "用户反映"


@pytest.mark.parametrize("split", SPLITS)
def test_tickets(split: str) -> None:
    """Ids say their split, codes are known or null."""
    codes = {entry["code"] for entry in entries()}
    rows = tickets(split)
    assert len(rows) > 600
    assert all(row["_id"].startswith(f"{split}-") for row in rows)
    assert {row["code"] for row in rows} - {None} == codes
    assert None in {row["code"] for row in rows}


def test_unknown_split() -> None:
    """The message lists the known ones."""
    with pytest.raises(ValueError, match="valid.*train、dev、test"):
        tickets("valid")
