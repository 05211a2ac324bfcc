"""Rounding to whole numbers, by rows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from matcher.encoder.quantise import BYTE_LIMIT, MATRIX_LIMIT, quantise_rows

MATRICES = arrays(np.float32, (3, 8), elements=st.floats(-1000, 1000, width=32))


def test_a_row_is_rounded_by_hand() -> None:
    """Largest 8, limit 64: scale 8 / 64; 1.06 becomes round(1.06 * 64 / 8) = 8."""
    integers, scales = quantise_rows(np.array([[8, -4, 1.06, 0]], np.float32), limit=64)
    assert scales.tolist() == [8 / 64]
    assert integers.tolist() == [[64, -4 * 64 / 8, 8, 0]]


def test_a_row_of_zeros_stays_zero() -> None:
    integers, scales = quantise_rows(np.zeros((1, 4), np.float32), limit=127)
    assert not integers.any()
    assert scales.tolist() == [1]


@pytest.mark.parametrize("limit", [MATRIX_LIMIT, BYTE_LIMIT])
@given(matrix=MATRICES)
def test_the_error_is_half_a_scale(matrix: NDArray[np.float32], limit: int) -> None:
    integers, scales = quantise_rows(matrix, limit=limit)
    assert np.abs(integers.astype(int)).max() <= limit
    error = np.abs(integers * scales[:, None] - matrix)
    assert (error <= scales[:, None] * 0.5001 + 1e-30).all()


def test_two_products_fit_in_sixteen_bits() -> None:
    """So VPMADDUBSW cannot saturate: 2 * 255 * 64 = 32,640."""
    assert np.iinfo(np.int16).max >= 2 * 255 * MATRIX_LIMIT
