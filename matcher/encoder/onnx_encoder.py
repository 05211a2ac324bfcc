"""The serving encoder: an int8 graph run by onnxruntime, texts cut by `tokenizers`.

One text a run on one thread: no padding, little memory, and the same text gives the same vector
to the last bit whatever else is asked. On one thread runs of 32 texts would not be faster (56
texts a second, one by one 68); on two cores two runs side by side are (147, one run on two
threads 96, runs of 8 on two threads 133; 300 tickets of 60 tokens).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from matcher.encoder.base import Kind, Vectors
from matcher.encoder.build import FILES, MODEL_FILE, TOKENIZER_FILE
from matcher.encoder.errors import EncoderDamaged
from matcher.encoder.manifest import MANIFEST, Manifest, read_manifest, verify

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MAX_TOKENS = 256
LONGEST = 512
"""Rows of the table of positions."""

LONGEST_PIECE = 16
"""Characters of the longest piece: what lies beyond this many for every token is not read."""


class OnnxEncoder:
    """multilingual-e5-small from a verified folder; any number of threads may share one."""

    def __init__(
        self,
        *,
        name: str,
        identity: str,
        dim: int,
        session: Any,
        tokenizer: Tokenizer,
        max_tokens: int = MAX_TOKENS,
        threads: int = 1,
    ) -> None:
        """Put the parts together; callers use `load`."""
        self.name = name
        self.identity = identity
        self.dim = dim
        self._session = session
        self._tokenizer = tokenizer
        self._tokenizer.enable_truncation(max_tokens)
        self._longest_text = LONGEST_PIECE * max_tokens
        self._threads = threads

    @classmethod
    def load(cls, folder: Path, *, threads: int = 1, max_tokens: int = MAX_TOKENS) -> OnnxEncoder:
        """Verify a folder and start a session on it.

        Args:
            folder: made by `build_encoder`.
            threads: how many texts of one call are encoded side by side.
            max_tokens: tokens of a text that are read, both marks included, 8 to 512; the rest
                is ignored.

        Raises:
            EncoderMissing: the folder or one of its files is not there.
            EncoderDamaged: a file is not what the manifest says.
            ValueError: `max_tokens` or `threads` is out of range.
        """
        if not 8 <= max_tokens <= LONGEST:
            raise ValueError(f"max_tokens 是 {max_tokens}，应在 8 到 {LONGEST} 之间")
        if threads < 1:
            raise ValueError(f"threads 是 {threads}，应至少为 1")
        manifest = read_manifest(folder)
        verify(folder, manifest)
        unlisted = set(FILES) - {file.name for file in manifest.files}
        if unlisted:
            raise EncoderDamaged.manifest(folder / MANIFEST, f"没有列出 {sorted(unlisted)}")
        return cls(
            name=manifest.name,
            identity=_identity(manifest, max_tokens),
            dim=manifest.dim,
            session=open_session(folder / MODEL_FILE),
            tokenizer=open_tokenizer(folder / TOKENIZER_FILE),
            max_tokens=max_tokens,
            threads=threads,
        )

    def encode(self, texts: Sequence[str], *, kind: Kind) -> Vectors:
        """See `matcher.encoder.base.Encoder.encode`."""
        vectors = np.empty((len(texts), self.dim), dtype=np.float32)

        def run(row: int) -> None:
            vectors[row] = self._vector(f"{kind}: ", texts[row])

        if self._threads == 1 or len(texts) < 2:
            for row in range(len(texts)):
                run(row)
        else:
            with ThreadPoolExecutor(self._threads) as pool:
                list(pool.map(run, range(len(texts))))
        return vectors

    def _vector(self, prefix: str, text: str) -> NDArray[np.float32]:
        read = without_surrogates(text[: self._longest_text])
        tokens = np.array([self._tokenizer.encode(prefix + read).ids], dtype=np.int64)
        inputs = {"input_ids": tokens, "attention_mask": np.ones_like(tokens)}
        vector: NDArray[np.float32] = self._session.run(None, inputs)[0][0]
        return vector


def _identity(manifest: Manifest, max_tokens: int) -> str:
    """Hash of everything that a vector depends on."""
    return hashlib.sha256(f"{manifest.identity} {max_tokens}".encode()).hexdigest()


def without_surrogates(text: str) -> str:
    """Replace lone surrogates, which no encoding can carry, by U+FFFD (read as a space)."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def open_session(model: Path) -> Any:
    """Start an onnxruntime session of one thread a run that keeps no memory between runs.

    Args:
        model: a graph written by `matcher.encoder.graph`.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(model), sess_options=options, providers=["CPUExecutionProvider"]
    )


def open_tokenizer(path: Path) -> Tokenizer:
    """Read a ``tokenizer.json``."""
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(path))
