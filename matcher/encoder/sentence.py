"""Any model of the package sentence-transformers, for training, comparison or a user's choice.

The package (with torch, about 1 GiB in memory) is imported when an encoder is made, not before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from matcher.encoder.base import Kind, Vectors
from matcher.encoder.errors import EncoderMissing, EncoderUnknown
from matcher.encoder.onnx_encoder import without_surrogates

KNOWN = ("default", "none", "文件夹路径", "sentence-transformers 模型名")


class SentenceEncoder:
    """Adapter of a sentence-transformers model to `matcher.encoder.base.Encoder`."""

    def __init__(self, model_name_or_path: str) -> None:
        """Load a model.

        Args:
            model_name_or_path: a folder, or a name that is in the local cache or on the hub.

        Raises:
            EncoderMissing: sentence-transformers is not installed.
            EncoderUnknown: it knows no such model, or cannot reach it.
        """
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise EncoderMissing.package("sentence-transformers", "faultkb[train]") from error
        try:
            self._model: Any = SentenceTransformer(model_name_or_path, device="cpu")
        except (OSError, ValueError) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            raise EncoderUnknown.name(model_name_or_path, KNOWN, reason) from error
        self.name = Path(model_name_or_path).name
        self.dim = int(self._model.encode([""], show_progress_bar=False).shape[1])
        self._prefixes = self._choose_prefixes(model_name_or_path)
        self.identity = self._fingerprint()

    def encode(self, texts: Sequence[str], *, kind: Kind) -> Vectors:
        """See `matcher.encoder.base.Encoder.encode`."""
        if not texts:
            return np.empty((0, self.dim), dtype=np.float32)
        prefix = self._prefixes[kind]
        vectors = self._model.encode(
            [prefix + without_surrogates(text) for text in texts],
            prompt="",
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)

    def _choose_prefixes(self, model: str) -> dict[str, str]:
        """What goes before a text: the model's own prompts, or those of every E5 model."""
        own = self._model.prompts or {}
        usual = {"query": "query: ", "passage": "passage: "} if "e5" in model.lower() else {}
        return {kind: own.get(kind) or usual.get(kind, "") for kind in ("query", "passage")}

    def _fingerprint(self) -> str:
        """Hash of all parameters, so that a retrained model of the same name is another one."""
        digest = hashlib.sha256(f"{self.name} {self._prefixes}".encode())
        for name, tensor in sorted(self._model.state_dict().items()):
            digest.update(name.encode())
            digest.update(tensor.detach().cpu().contiguous().numpy().tobytes())
        return digest.hexdigest()
