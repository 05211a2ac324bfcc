"""Symmetric int8 quantisation by rows.

One scale a row (an output channel of a matrix, a piece of the vocabulary). One scale a matrix
looks harmless by cosine (.990 to float32) and costs five to seven points of hit@1 on
complaints.

Matrices use 7 of the 8 bits: the x86 instruction for unsigned x signed bytes (VPMADDUBSW, on
machines without VNNI) adds two products in 16 bits, and 2 * 255 * 64 = 32,640 is the most
that fits. So every machine computes the same vectors. The vocabulary is never multiplied as
integers and uses all 8 bits.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MATRIX_LIMIT = 64
BYTE_LIMIT = 127


def quantise_rows(
    matrix: NDArray[np.float32], *, limit: int
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Round every row to whole numbers in [-limit, limit].

    Args:
        matrix: shape (rows, columns).
        limit: the number that the largest magnitude of a row becomes, at most 127.

    Returns:
        Integers of shape (rows, columns) and scales of shape (rows,), so that
        ``integers * scales[:, None]`` is within half a scale of the matrix.
        A row of zeros, or of numbers too small for a scale, has scale 1.
    """
    largest = np.abs(matrix).max(axis=1)
    scales = (largest / np.float32(limit)).astype(np.float32)
    scales[scales == 0] = 1
    integers = np.rint(matrix / scales[:, None])
    return np.clip(integers, -limit, limit).astype(np.int8), scales
