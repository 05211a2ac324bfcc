"""What every sentence encoder offers to the rest of the matcher."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Kind: TypeAlias = Literal["query", "passage"]
"""A complaint is a query; the phrasings of an entry are passages (E5, arXiv 2212.03533)."""

Vectors: TypeAlias = NDArray[np.float32]
"""Matrix of shape (n, dim); every row has Euclidean length 1."""


class Encoder(Protocol):
    """Turns texts into unit vectors whose dot product, in [-1, 1], is their likeness."""

    @property
    def name(self) -> str:
        """Short name for people, such as ``e5-small-int8``."""
        ...

    @property
    def identity(self) -> str:
        """Hash that changes whenever vectors change; an index is bound to it."""
        ...

    @property
    def dim(self) -> int:
        """Number of components of a vector."""
        ...

    def encode(self, texts: Sequence[str], *, kind: Kind) -> Vectors:
        """Encode texts in the order given.

        Args:
            texts: any strings, empty ones and lone surrogates included.
            kind: the side of the comparison that the texts stand on.

        Returns:
            Shape (len(texts), dim), float32, rows of length 1; no texts give (0, dim).
        """
        ...
