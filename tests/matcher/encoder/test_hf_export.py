"""The folder for sentence-transformers gives the vectors of the float32 graph."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from matcher.encoder.adapter import read_adapter
from matcher.encoder.errors import FolderOccupied
from matcher.encoder.hf_export import export_hf, tensors_of
from matcher.encoder.onnx_encoder import OnnxEncoder
from matcher.encoder.vocabulary import reachable_ids
from matcher.encoder.weights import Weights


def test_every_parameter_has_its_bert_name(weights: Weights) -> None:
    """5 of the embeddings, 2 of the pooler, 16 a layer."""
    tensors = tensors_of(weights, np.arange(10))
    assert len(tensors) == 5 + 2 + 12 * 16
    assert tensors["embeddings.word_embeddings.weight"].shape == (10, 384)
    assert tensors["encoder.layer.11.intermediate.dense.weight"].shape == (1536, 384)
    assert all(tensor.dtype == np.float32 for tensor in tensors.values())


def test_the_folder_is_complete(source: Path, weights: Weights, tmp_path: Path) -> None:
    pytest.importorskip("safetensors", reason="pip install faultkb[train]")
    export_hf(tmp_path / "e5", source=source)
    names = {str(path.relative_to(tmp_path / "e5")) for path in (tmp_path / "e5").rglob("*.*")}
    assert names >= {"config.json", "model.safetensors", "tokenizer.json", "modules.json"}
    config = json.loads((tmp_path / "e5" / "config.json").read_text(encoding="utf-8"))
    assert config["vocab_size"] == len(reachable_ids(weights.pieces))
    with pytest.raises(FolderOccupied, match="空文件夹"):
        export_hf(tmp_path / "e5", source=source)


def test_sentence_transformers_agrees_with_the_graph(
    source: Path, tmp_path: Path, float_encoder: OnnxEncoder, sentences: list[str]
) -> None:
    pytest.importorskip("sentence_transformers", reason="pip install faultkb[train]")
    from matcher.encoder.sentence import SentenceEncoder

    export_hf(tmp_path / "e5", source=source, adapter=read_adapter())
    tuned = SentenceEncoder(str(tmp_path / "e5"))
    texts = sentences[:20]
    cosines = np.sum(
        tuned.encode(texts, kind="query") * float_encoder.encode(texts, kind="query"), axis=1
    )
    assert cosines.min() > 0.9999
