"""From what a user writes after ``--encoder`` to an encoder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from matcher.encoder.base import Encoder
from matcher.encoder.manifest import MANIFEST


def load_encoder(spec: str, *, default_folder: Path, threads: int = 1) -> Encoder | None:
    """Load the encoder that a specification names.

    Args:
        spec: "default", "none", a folder (made by `build_encoder` or by sentence-transformers),
            or the name of a sentence-transformers model.
        default_folder: where "default" lives.
        threads: texts encoded side by side (by the onnxruntime encoders).

    Returns:
        The encoder, or None for "none".

    Raises:
        EncoderMissing: a folder, file or package is not there.
        EncoderDamaged: a folder is not what its manifest says.
        EncoderUnknown: nothing of that name can be loaded.
    """
    reserved = RESERVED.get(spec)
    if reserved is not None:
        return reserved(default_folder, threads)
    if (Path(spec) / MANIFEST).is_file():
        return _onnx(Path(spec), threads)
    from matcher.encoder.sentence import SentenceEncoder

    return SentenceEncoder(spec)


def _onnx(folder: Path, threads: int) -> Encoder:
    from matcher.encoder.onnx_encoder import OnnxEncoder

    return OnnxEncoder.load(folder, threads=threads)


def _nothing(folder: Path, threads: int) -> None:
    """Match by keywords alone."""


RESERVED: dict[str, Callable[[Path, int], Encoder | None]] = {
    "default": _onnx,
    "none": _nothing,
}
"""Words that are not names of folders or models."""
