"""The reduced vocabulary cuts Chinese complaints as the full one does."""

from __future__ import annotations

import numpy as np
import pytest
from tokenizers import Tokenizer

from matcher.encoder.vocabulary import is_reachable, reachable_ids, select, tokenizer_json
from matcher.encoder.weights import Weights


@pytest.fixture(scope="module")
def full(weights: Weights) -> Tokenizer:
    """Tokenizer of all 250,002 pieces."""
    return Tokenizer.from_str(tokenizer_json(weights.pieces))


@pytest.fixture(scope="module")
def reduced(weights: Weights) -> Tokenizer:
    """Tokenizer of the pieces that the encoder keeps."""
    ids = reachable_ids(weights.pieces)
    return Tokenizer.from_str(tokenizer_json(select(weights.pieces, ids)))


@pytest.mark.parametrize(
    ("piece", "score", "kept"),
    [
        ("▁", -4.0, True),
        ("▁宽带", -13.0, True),
        ("中华人民共和国", -13.0, True),
        ("WiFi", -14.2, True),
        ("▁WiFi", -12.5, True),
        ("router", -13.6, False),
        ("▁Windows", -10.7, True),
        ("。", -7.0, True),
        ("……", -9.0, False),  # NFKC turns it into six full stops
        ("😊", -12.0, True),
        ("の", -6.0, False),
        ("宽の", -9.0, False),
        ("д", -6.0, False),
    ],
)
def test_reachable(piece: str, score: float, kept: bool) -> None:
    assert is_reachable(piece, score) is kept


def test_order_and_scores_are_kept(weights: Weights) -> None:
    ids = reachable_ids(weights.pieces)
    chosen = select(weights.pieces, ids)
    assert (np.diff(ids) > 0).all()
    assert (chosen.bos, chosen.pad, chosen.eos, chosen.unk) == (0, 1, 2, 3)
    assert chosen.texts == tuple(weights.pieces.texts[i] for i in ids)
    np.testing.assert_array_equal(chosen.scores, weights.pieces.scores[ids])
    assert 40_000 < len(ids) < 50_000


def test_chinese_complaints_are_cut_alike(
    full: Tokenizer, reduced: Tokenizer, sentences: list[str]
) -> None:
    """The same pieces, not only as many."""
    for sentence in sentences:
        assert reduced.encode(sentence).tokens == full.encode(sentence).tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", ["<s>", "</s>"]),
        ("   ", ["<s>", "</s>"]),
        ("。", ["<s>", "▁", "。", "</s>"]),
        ("手机 断网", ["<s>", "▁", "手机", "▁", "断", "网", "</s>"]),
        (" 手机\t\n断网　", ["<s>", "▁", "手机", "▁", "断", "网", "</s>"]),
        ("手\u0007机", ["<s>", "▁", "手机", "</s>"]),
        ("дз手机", ["<s>", "▁", "дз", "手机", "</s>"]),
    ],
)
def test_texts_are_cut_as_sentencepiece_does(
    reduced: Tokenizer, text: str, tokens: list[str]
) -> None:
    """Spaces collapse, control characters vanish, a run of unknown letters is one token."""
    assert reduced.encode(text).tokens == tokens


def test_unknown_letters_are_one_unk(reduced: Tokenizer) -> None:
    assert reduced.encode("дз").ids == [0, reduced.token_to_id("▁"), 3, 2]


def test_equal_vocabularies_give_equal_text(weights: Weights) -> None:
    chosen = select(weights.pieces, reachable_ids(weights.pieces))
    assert tokenizer_json(chosen) == tokenizer_json(chosen)
