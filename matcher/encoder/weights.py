"""The weights of multilingual-e5-small as an opened container gives them, in float32."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FLOAT32, FOUR_BIT = 0, 1
"""How a tensor is stored."""

BLOCK = 32
"""Values that share a scale in a 4-bit tensor."""

BLOCK_BYTES = 2 + BLOCK // 2


@dataclass(frozen=True)
class Shape:
    """Sizes of the network, all counts, but `epsilon` which the layer norms add."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True)
class Pieces:
    """The SentencePiece unigram vocabulary: texts, log-probabilities, ids of four specials."""

    texts: tuple[str, ...]
    scores: NDArray[np.float32]
    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True)
class Tensor:
    """Where one tensor lies in the file: `count` values in `size` bytes from `offset`."""

    kind: int
    count: int
    offset: int
    size: int


@dataclass(frozen=True)
class Weights:
    """An opened container; tensors are dequantised when they are asked for."""

    path: Path
    shape: Shape
    pieces: Pieces
    tensors: Mapping[str, Tensor]
    data: NDArray[np.uint8]

    def matrix(self, name: str, columns: int) -> NDArray[np.float32]:
        """Dequantise a whole tensor.

        Args:
            name: such as ``l0.q.w``.
            columns: width of a row (for the network's matrices: the input size).

        Returns:
            Shape (count / columns, columns).
        """
        rows = self.tensors[name].count // columns
        return self.rows(name, columns, np.arange(rows))

    def linear(self, name: str) -> NDArray[np.float32]:
        """Matrix of a linear map such as ``l0.fi``: shape (outputs, inputs)."""
        outputs = self.tensors[f"{name}.b"].count
        return self.matrix(f"{name}.w", self.tensors[f"{name}.w"].count // outputs)

    def vector(self, name: str) -> NDArray[np.float32]:
        """A whole tensor as shape (count,)."""
        vector: NDArray[np.float32] = self.matrix(name, self.tensors[name].count)[0]
        return vector

    def rows(self, name: str, columns: int, wanted: NDArray[Any]) -> NDArray[np.float32]:
        """Dequantise chosen rows only, so that a large table never stands in memory whole.

        Args:
            name: name of the tensor.
            columns: width of a row; a multiple of 32 when the tensor is 4-bit.
            wanted: row numbers, shape (k,).

        Returns:
            Shape (k, columns).
        """
        tensor = self.tensors[name]
        raw = self.data[tensor.offset : tensor.offset + tensor.size]
        if tensor.kind == FLOAT32:
            chosen: NDArray[np.float32] = raw.view("<f4").reshape(-1, columns)[wanted]
            return chosen
        blocks: NDArray[np.uint8] = raw.reshape(-1, columns // BLOCK, BLOCK_BYTES)[wanted]
        return dequantise(blocks).reshape(len(wanted), columns)


def dequantise(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Turn 4-bit blocks into numbers.

    Args:
        blocks: shape (..., 18): two bytes of f16 scale, sixteen bytes of nibbles.

    Returns:
        Shape (..., 32): (nibble - 8) * scale, low nibbles first.
    """
    scales = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    packed = blocks[..., 2:]
    nibbles = np.concatenate([packed & 0x0F, packed >> 4], axis=-1)
    values: NDArray[np.float32] = (nibbles.astype(np.float32) - np.float32(8)) * scales
    return values
