"""Recognition errors are put right, and marks still cover what was sent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.correct import Corrector
from matcher.normalise import normalise
from matcher.reading import Reader

CONFUSIONS = {"光毛": "光猫", "落油器": "路由器", "吊现": "掉线"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("光猫", "光猫"),
        ("光毛红灯", "光猫红灯"),
        ("落油器老吊现", "路由器老掉线"),
        ("光 毛", "光 毛"),
    ],
)
def test_table(text: str, expected: str) -> None:
    """Whole known confusions are replaced, nothing else."""
    assert Corrector(CONFUSIONS).apply(normalise(text)).text == expected


@given(st.text(alphabet="光毛猫落油器吊现红，", max_size=30))
def test_offsets_stay_true(text: str) -> None:
    """Each character of the corrected text maps into the original, in order."""
    corrected = Corrector(CONFUSIONS).apply(normalise(text))
    assert len(corrected.text) == len(corrected.starts) == len(corrected.ends)
    assert list(corrected.starts) == sorted(corrected.starts)
    assert all(
        0 <= a < b <= len(text) for a, b in zip(corrected.starts, corrected.ends, strict=True)
    )


def test_a_mark_covers_the_wrong_word(reader: Reader) -> None:
    """光毛 is marked as equipment, at its own place."""
    reading = reader.read("我家光毛红灯")
    start, end, span = next(iter(reading.original_spans()))
    assert (reading.normal.original[start:end], span.canonical) == ("光毛", "光猫")


def test_no_confusions() -> None:
    """An empty list corrects nothing."""
    source = normalise("光毛")
    assert Corrector({}).apply(source) is source
