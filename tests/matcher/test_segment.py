"""Segmentation: jieba's own cuts, with offsets that cut the text."""

from __future__ import annotations

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.reader import entries
from matcher.normalise import normalise
from matcher.segment import Segmenter, character_grams

HAN = st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=40)


@pytest.fixture(scope="module")
def reference() -> jieba.Tokenizer:
    """The Python build of jieba, with a dictionary of its own."""
    return jieba.Tokenizer()


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    """No domain words."""
    return Segmenter()


@given(text=HAN)
def test_equal_to_jieba_on_any_characters(
    text: str, segmenter: Segmenter, reference: jieba.Tokenizer
) -> None:
    """The Rust build cuts arbitrary Han runs as jieba does."""
    assert [token.word for token in segmenter.tokens(text)] == list(reference.cut(text))


def test_equal_to_jieba_on_real_sentences(segmenter: Segmenter, reference: jieba.Tokenizer) -> None:
    """Every Han run of the seed library is cut as jieba cuts it."""
    sentences = [normalise(text).text for e in entries()[:80] for text in e["symptoms"]]
    assert len(sentences) > 500
    for sentence in sentences:
        words = [t.word for t in segmenter.tokens(sentence) if t.word >= "\u3400"]
        expected = [word for run in _han_runs(sentence) for word in reference.cut(run)]
        assert words == expected


def _han_runs(text: str) -> list[str]:
    return "".join(c if c >= "\u3400" and c <= "\u9fff" else " " for c in text).split()


@given(st.text(max_size=60))
def test_tokens_cut_the_text(text: str) -> None:
    """Offsets are exact, disjoint and ordered."""
    plain = normalise(text).text
    end = 0
    for token in Segmenter().tokens(plain[:60]):
        assert plain[token.start : token.end] == token.word
        assert token.start >= end
        end = token.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("，。！", []),
        ("wi-fi密码", ["wi-fi", "密码"]),
        ("打开192.168.1.1看看", ["打开", "192.168.1.1", "看看"]),
        ("5g信号", ["5g", "信号"]),
        ("小白盒红灯", ["小白盒", "红灯"]),
    ],
)
def test_table(text: str, expected: list[str]) -> None:
    """Domain words and Latin runs stay whole."""
    segmenter = Segmenter(["小白盒", "红灯"])
    assert [token.word for token in segmenter.tokens(text)] == expected


@pytest.mark.parametrize(
    ("text", "guessed", "known"),
    [
        ("域名解西失败", ["域名", "解西", "失败"], ["域名", "解", "西", "失败"]),
        ("录由器坏了", ["录由器", "坏", "了"], ["录", "由", "器", "坏", "了"]),
        ("小白盒红灯", ["小白盒", "红灯"], ["小白盒", "红灯"]),
    ],
)
def test_guessed_words(text: str, guessed: list[str], known: list[str]) -> None:
    """Without guessing, characters outside the dictionary stand alone."""
    segmenter = Segmenter(["小白盒", "红灯"])
    assert [token.word for token in segmenter.tokens(text)] == guessed
    assert [token.word for token in segmenter.tokens(text, guess=False)] == known


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("红", ["红"]),
        ("红灯", ["红", "红灯", "灯"]),
        ("红，灯", ["红", "灯"]),
        ("los灯亮", ["los", "灯", "灯亮", "亮"]),
    ],
)
def test_character_grams(text: str, expected: list[str]) -> None:
    """Grams never cross punctuation."""
    assert character_grams(text) == expected
