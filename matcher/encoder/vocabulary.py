"""Chooses the part of the vocabulary that complaints can reach, and writes its tokenizer.

multilingual-e5-small knows 250,002 pieces of a hundred languages; three quarters of its
weight is their vectors. Kept are Chinese pieces of any length, pieces of ASCII letters, digits
and marks (of more than four characters only the frequent ones, such as iPhone or Windows: the
others are composed of short ones), and single marks and symbols of any script. A character of
another script becomes ``<unk>``, as a character unknown to the full vocabulary does.
"""

from __future__ import annotations

import unicodedata
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.encoder.weights import Pieces

SPACE = "▁"
"""SentencePiece writes a space, and the start of a text, as this character (U+2581)."""

SHORT = 4
"""Characters up to which a piece of ASCII is kept however rare it is."""

FREQUENT = -12.0
"""Log-probability from which a longer piece of ASCII is kept; about 2,200 are."""

HAN_BLOCKS = (
    (0x3005, 0x3007),  # 々〆〇
    (0x3400, 0x4DBF),  # extension A
    (0x4E00, 0x9FFF),  # unified ideographs
    (0xF900, 0xFAFF),  # compatibility ideographs
    (0x20000, 0x323AF),  # extensions B to H
)


def reachable_ids(pieces: Pieces) -> NDArray[np.int64]:
    """Ids of the pieces that Chinese operators' texts can reach, ascending.

    Args:
        pieces: the full vocabulary.

    Returns:
        Shape (kept,); the position of an id in it is the piece's new id.
    """
    specials = {pieces.bos, pieces.eos, pieces.pad, pieces.unk}
    scored = enumerate(zip(pieces.texts, pieces.scores.tolist(), strict=True))
    kept = [i for i, (text, score) in scored if i in specials or is_reachable(text, score)]
    return np.array(kept, dtype=np.int64)


def is_reachable(piece: str, score: float) -> bool:
    """Tell whether a piece is worth its vector.

    Args:
        piece: its text, with or without the leading ``▁``.
        score: its log-probability.

    Examples:
        >>> [is_reachable(piece, -13.0) for piece in ("▁宽带", "▁WiFi", "router", "。", "где")]
        [True, True, False, True, False]
        >>> is_reachable("▁Windows", -10.7)
        True
    """
    body = piece.removeprefix(SPACE)
    if not all(_is_han(c) or c.isascii() or _is_mark(c) for c in body):
        return False
    return len(body) <= SHORT or score >= FREQUENT or any(_is_han(c) for c in body)


def select(pieces: Pieces, ids: NDArray[np.int64]) -> Pieces:
    """The vocabulary of the chosen pieces alone, renumbered from 0.

    Args:
        pieces: the full vocabulary.
        ids: ascending ids, the four specials among them.
    """
    new = {old: position for position, old in enumerate(ids.tolist())}
    return Pieces(
        texts=tuple(pieces.texts[old] for old in new),
        scores=pieces.scores[ids],
        bos=new[pieces.bos],
        eos=new[pieces.eos],
        pad=new[pieces.pad],
        unk=new[pieces.unk],
    )


def tokenizer_json(pieces: Pieces) -> str:
    """Write the vocabulary as a ``tokenizer.json`` of the package `tokenizers`.

    The same steps as XLM-R's SentencePiece model: control characters out, NFKC, runs of
    spaces to one, ``▁`` in front, the most probable segmentation, ``<s> … </s>`` around.

    Args:
        pieces: the vocabulary; position is id.

    Returns:
        JSON text; equal vocabularies give equal text.
    """
    from tokenizers import (
        AddedToken,
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
    )

    scores = pieces.scores.tolist()
    vocabulary = list(zip(pieces.texts, scores, strict=True))
    tokenizer: Any = Tokenizer(models.Unigram(vocabulary, unk_id=pieces.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Nmt(),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
            normalizers.Strip(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(SPACE, prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(SPACE, prepend_scheme="always")
    bos, eos = pieces.texts[pieces.bos], pieces.texts[pieces.eos]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, pieces.bos), (eos, pieces.eos)],
    )
    specials = sorted((pieces.bos, pieces.pad, pieces.eos, pieces.unk))
    tokenizer.add_special_tokens(
        [AddedToken(pieces.texts[i], normalized=False, special=True) for i in specials]
    )
    return str(tokenizer.to_str())


def _is_han(character: str) -> bool:
    code = ord(character)
    return any(first <= code <= last for first, last in HAN_BLOCKS)


def _is_mark(character: str) -> bool:
    """Punctuation or a symbol (emoji included) that NFKC leaves as it is."""
    kept = unicodedata.normalize("NFKC", character) == character
    return kept and unicodedata.category(character)[0] in "PS"
