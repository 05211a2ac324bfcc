"""Adapters: small changes kept exactly, added to the base, refused when damaged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from matcher.encoder.adapter import AdaptedWeights, Adapter, read_adapter, write_adapter
from matcher.encoder.build import build_encoder, serving_weights
from matcher.encoder.errors import EncoderDamaged
from matcher.encoder.manifest import read_manifest
from matcher.encoder.onnx_encoder import OnnxEncoder


def small(seed: int = 0, name: str = "l0.q") -> Adapter:
    """A random change of rank two of one linear map."""
    draw = np.random.default_rng(seed)
    return Adapter(
        scale=2.0,
        down={name: draw.normal(size=(2, 384)).astype(np.float16)},
        up={name: draw.normal(scale=0.05, size=(384, 2)).astype(np.float16)},
        story={"seed": seed},
    )


def test_written_and_read(tmp_path: Path) -> None:
    """Equal numbers, equal identity, the story kept."""
    write_adapter(tmp_path, small())
    found = read_adapter(tmp_path)
    assert found is not None
    assert found.identity == small().identity != small(1).identity
    assert found.story["seed"] == 0
    assert np.array_equal(found.delta("l0.q"), small().delta("l0.q"))


def test_none_is_there(tmp_path: Path) -> None:
    """An empty folder holds no adapter."""
    assert read_adapter(tmp_path) is None


@pytest.mark.parametrize("name", ["adapter.json", "adapter.npz"])
def test_damage_is_refused(tmp_path: Path, name: str) -> None:
    """A cut-off file is named."""
    write_adapter(tmp_path, small())
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:40])
    with pytest.raises(EncoderDamaged, match=tmp_path.name):
        read_adapter(tmp_path)


def test_the_change_is_added_where_it_is_named(source: Path) -> None:
    """Delta = scale x B x A on that map, and nowhere else."""
    base = serving_weights(source, adapter=None)
    adapted = AdaptedWeights.of(base, small())
    change = adapted.linear("l0.q") - base.linear("l0.q")
    expected = 2.0 * small().up["l0.q"].astype(float) @ small().down["l0.q"].astype(float)
    assert change == pytest.approx(expected, abs=1e-3)
    assert np.array_equal(adapted.linear("l0.k"), base.linear("l0.k"))


def test_an_adapted_encoder_is_another_encoder(source: Path, tmp_path: Path) -> None:
    """Other vectors, another identity, and the manifest says which adapter."""
    build_encoder(tmp_path / "base", source=source, adapter=None)
    build_encoder(tmp_path / "adapted", source=source, adapter=small())
    base, adapted = OnnxEncoder.load(tmp_path / "base"), OnnxEncoder.load(tmp_path / "adapted")
    assert base.identity != adapted.identity
    assert read_manifest(tmp_path / "base").adapter is None
    assert read_manifest(tmp_path / "adapted").adapter == small().identity
    texts = ["光猫红灯闪烁"]
    assert not np.allclose(base.encode(texts, kind="query"), adapted.encode(texts, kind="query"))
