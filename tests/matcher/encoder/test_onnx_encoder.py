"""The serving encoder: close to float32, deaf to its neighbours, undisturbed by odd texts."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from matcher.encoder.base import Vectors
from matcher.encoder.build import TOKENIZER_FILE, WEIGHTS_FILE
from matcher.encoder.errors import EncoderDamaged, EncoderMissing
from matcher.encoder.onnx_encoder import OnnxEncoder, without_surrogates

ODD_TEXTS = {
    "empty": "",
    "blank": " \t\n　",
    "nul": "宽带\0断网",
    "lone surrogate": "宽带\ud83d断网\udc00",
    "ligature of 18 letters": "\ufdfa" * 200,
    "emoji": "没网了😭😭👨‍👩‍👧🇨🇳",
    "right-to-left marks": "\u202e断网\u200f了\u202c",
    "combining marks": "断\u0301\u0302\u0303" * 50,
    "other scripts": "где интернет かな 한국어 عربي",
    "special tokens": "<s></s><pad><unk><mask>",
    "10,000 characters": "网络很慢，" * 2000,
    "private use": "\ue000\uf8ff\U0010ffff",
}


@pytest.fixture(scope="module")
def int8(encoder: OnnxEncoder, sentences: list[str]) -> Vectors:
    """The complaints as the serving encoder sees them."""
    return encoder.encode(sentences, kind="query")


@pytest.fixture(scope="module")
def fp32(float_encoder: OnnxEncoder, sentences: list[str]) -> Vectors:
    """The complaints in float32."""
    return float_encoder.encode(sentences, kind="query")


def test_int8_is_close_to_float32(int8: Vectors, fp32: Vectors) -> None:
    """Mean cosine at least .995, as hit@1 within a point of float32 needs (measured .9959)."""
    cosines = np.sum(int8 * fp32, axis=1)
    assert cosines.mean() >= 0.995
    assert cosines.min() >= 0.98


def test_int8_finds_what_float32_finds(
    encoder: OnnxEncoder,
    float_encoder: OnnxEncoder,
    int8: Vectors,
    fp32: Vectors,
    sentences: list[str],
    faults: tuple[str, ...],
) -> None:
    """Hit@1 within a point; the right fault of a complaint is the one that it contains."""

    def hit(which: OnnxEncoder, queries: Vectors) -> float:
        nearest = np.argmax(queries @ which.encode(faults, kind="passage").T, axis=1)
        return float(
            np.mean([faults[i] in text for i, text in zip(nearest, sentences, strict=True)])
        )

    assert hit(encoder, int8) >= hit(float_encoder, fp32) - 0.01
    assert hit(encoder, int8) >= 0.95


def test_rows_have_length_one(encoder: OnnxEncoder, sentences: list[str]) -> None:
    vectors = encoder.encode(sentences[:20], kind="passage")
    assert vectors.shape == (20, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_an_empty_matrix(encoder: OnnxEncoder) -> None:
    assert encoder.encode([], kind="query").shape == (0, encoder.dim)


def test_neighbours_do_not_matter(encoder: OnnxEncoder, sentences: list[str]) -> None:
    """All together, one by one and in another order: the same bits."""
    together = encoder.encode(sentences[:30], kind="query")
    alone = np.vstack([encoder.encode([text], kind="query") for text in sentences[:30]])
    turned = encoder.encode(sentences[29::-1], kind="query")[::-1]
    np.testing.assert_array_equal(together, alone)
    np.testing.assert_array_equal(together, turned)


def test_padding_does_not_matter(encoder: OnnxEncoder, sentences: list[str]) -> None:
    """The graph itself is indifferent to padding, so it could run batches."""
    rows = [encoder._tokenizer.encode(f"query: {text}").ids for text in sentences[:8]]
    tokens = np.ones((8, max(map(len, rows))), dtype=np.int64)
    mask = np.zeros_like(tokens)
    for row, ids in enumerate(rows):
        tokens[row, : len(ids)] = ids
        mask[row, : len(ids)] = 1
    (padded,) = encoder._session.run(None, {"input_ids": tokens, "attention_mask": mask})
    alone = encoder.encode(sentences[:8], kind="query")
    np.testing.assert_allclose(padded, alone, atol=1e-3)


def test_threads_share_an_encoder(encoder: OnnxEncoder, sentences: list[str]) -> None:
    expected = encoder.encode(sentences[:40], kind="query")
    with ThreadPoolExecutor(4) as pool:
        parts = pool.map(lambda text: encoder.encode([text], kind="query"), sentences[:40])
        np.testing.assert_array_equal(np.vstack(list(parts)), expected)


def test_side_by_side_is_one_by_one(
    folder: Path, encoder: OnnxEncoder, sentences: list[str]
) -> None:
    """More threads change neither the order nor a bit; odd texts among them."""
    texts = [*sentences[:20], *ODD_TEXTS.values()]
    several = OnnxEncoder.load(folder, threads=3)
    np.testing.assert_array_equal(
        several.encode(texts, kind="passage"), encoder.encode(texts, kind="passage")
    )
    for few in ([], texts[:1], texts[:2]):
        np.testing.assert_array_equal(
            several.encode(few, kind="query"), encoder.encode(few, kind="query")
        )


def test_query_and_passage_differ(encoder: OnnxEncoder) -> None:
    query, passage = (encoder.encode(["断网"], kind=kind) for kind in ("query", "passage"))
    assert 0.8 < np.sum(query * passage) < 0.9999


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS.keys())
def test_odd_texts_give_unit_vectors(encoder: OnnxEncoder, text: str) -> None:
    vector = encoder.encode([text], kind="query")[0]
    assert np.isfinite(vector).all()
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("断网", "断网"),
        ("a\ud800b", "a\ufffdb"),
        ("\ud83d\ude00", "😀"),
        ("\ufeff", "\ufeff"),
    ],
)
def test_surrogates_are_replaced(text: str, expected: str) -> None:
    assert without_surrogates(text) == expected


def test_full_width_and_half_width_are_one(encoder: OnnxEncoder) -> None:
    half, full = encoder.encode(["WiFi 5G 断网", "ＷｉＦｉ　５Ｇ　断网"], kind="query")
    np.testing.assert_array_equal(half, full)


@pytest.mark.parametrize("name", [WEIGHTS_FILE, TOKENIZER_FILE, "model.onnx"])
def test_a_changed_file_is_refused(folder: Path, tmp_path: Path, name: str) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    content = bytearray((copy / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copy / name).write_bytes(content)
    with pytest.raises(EncoderDamaged, match=r"SHA-256.*faultkb init"):
        OnnxEncoder.load(copy)


def test_a_missing_file_is_refused(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / WEIGHTS_FILE).unlink()
    with pytest.raises(EncoderMissing, match=r"model\.bin"):
        OnnxEncoder.load(copy)


def test_an_absent_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderMissing, match="faultkb init"):
        OnnxEncoder.load(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("knob", "value"), [("max_tokens", 7), ("max_tokens", 513), ("threads", 0)]
)
def test_knobs_have_limits(folder: Path, knob: str, value: int) -> None:
    with pytest.raises(ValueError, match=str(value)):
        OnnxEncoder.load(folder, **{knob: value})


def test_identity_follows_what_changes_vectors(folder: Path, encoder: OnnxEncoder) -> None:
    assert OnnxEncoder.load(folder, threads=2).identity == encoder.identity
    assert OnnxEncoder.load(folder, max_tokens=64).identity != encoder.identity
