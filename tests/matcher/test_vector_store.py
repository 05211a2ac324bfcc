"""Vectors on disk: encoded once, bound to their encoder, refused when damaged."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from matcher.encoder.base import Kind, Vectors
from matcher.errors import IndexRefused
from matcher.vector_store import VectorStore

TEXTS = ["光猫红灯", "上不了网", "欠费停机"]


class Counting:
    """A small deterministic encoder that counts what it is asked."""

    name = "counting"
    dim = 8

    def __init__(self, identity: str = "a" * 64) -> None:
        self.identity = identity
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], *, kind: Kind) -> Vectors:
        """Unit vectors drawn by the hash of each text."""
        self.asked.extend(texts)
        rows = [
            np.random.default_rng(
                int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
            ).normal(size=8)
            for text in texts
        ]
        found = np.array(rows, dtype=np.float32)
        return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_encoded_once_and_kept(tmp_path: Path) -> None:
    """A second start encodes nothing and gives the same vectors in the order asked."""
    first = Counting()
    vectors = VectorStore(tmp_path, first).vectors(TEXTS)
    again = Counting()
    got = VectorStore(tmp_path, again).vectors(TEXTS[::-1])
    assert sorted(first.asked) == sorted(TEXTS)
    assert again.asked == []
    assert np.array_equal(got, vectors[::-1])


def test_only_what_is_new_is_encoded(tmp_path: Path) -> None:
    """And what is gone is forgotten, unless it is to be kept."""
    VectorStore(tmp_path, Counting()).vectors(TEXTS)
    second = Counting()
    VectorStore(tmp_path, second).vectors(["电视黑屏", TEXTS[0]])
    assert second.asked == ["电视黑屏"]
    store = VectorStore(tmp_path, Counting(), prune=False)
    assert store.missing(TEXTS) == 2
    store.vectors(TEXTS)
    assert VectorStore(tmp_path, Counting()).missing([*TEXTS, "电视黑屏"]) == 0


def test_another_encoder_is_refused(tmp_path: Path) -> None:
    """The message names both and how to rebuild; discarding lets it be rebuilt."""
    VectorStore(tmp_path, Counting()).vectors(TEXTS)
    store = VectorStore(tmp_path, Counting("b" * 64))
    with pytest.raises(IndexRefused, match="aaaaaaaaaaaa.*bbbbbbbbbbbb.*faultkb init"):
        store.vectors(TEXTS)
    store.discard()
    assert store.vectors(TEXTS).shape == (3, 8)


@pytest.mark.parametrize("name", ["vectors.npy", "keys.npy", "manifest.json"])
@pytest.mark.parametrize("damage", ["cut", "flip"])
def test_damage_is_refused(tmp_path: Path, name: str, damage: str) -> None:
    """Every file is checked."""
    VectorStore(tmp_path, Counting()).vectors(TEXTS)
    file = tmp_path / name
    data = bytearray(file.read_bytes())
    if damage == "cut":
        data = data[: len(data) // 2]
    else:
        data[len(data) // 2] ^= 0x11
    file.write_bytes(data)
    with pytest.raises(IndexRefused, match="faultkb init"):
        VectorStore(tmp_path, Counting()).vectors(TEXTS)


def test_no_texts(tmp_path: Path) -> None:
    """An empty library has an empty matrix of the right width."""
    assert VectorStore(tmp_path, Counting()).vectors([]).shape == (0, 8)


def test_progress_ends_at_the_total(tmp_path: Path) -> None:
    """Reported batch by batch."""
    seen: list[tuple[int, int]] = []
    VectorStore(tmp_path, Counting()).vectors(
        [f"说法{i}" for i in range(150)],
        progress=lambda stage, done, total: seen.append((done, total)),
    )
    assert seen == [(64, 150), (128, 150), (150, 150)]
