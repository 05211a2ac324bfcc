"""Long domain words put right by their sound: 域名解西失败 -> 域名解析失败.

No list can hold every homophone that speech recognition writes. A run of characters is taken for a
misheard word when it sounds exactly like one of at least three characters, agrees with it in at
least half of them, and the characters that differ stand alone, outside any dictionary word: 已回复
stays, since 回复 is a word, and is not taken for 已恢复. Characters that are everyday words by
themselves (和, 是, 个) are never wrong: 电视和网 is not 电视盒网.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from matcher.normalise import Normalised
from matcher.pinyin import pinyin
from matcher.segment import Segmenter

_SHORTEST, _LONGEST = 3, 8
_EVERYDAY = frozenset(
    "的了着过得地是有在就都也还又再才只不没未很太更最和与及或跟同但而且若如因为所则将把被让给对从到向往"
    "于由并以已可能会要想去来说看做用叫问找拿放上下里外前后内中左右这那哪谁几个各每某该此本一二两三四五六七八九十"
    "百千万我你您他她它们人家大小多少新旧老好坏快慢高低长短早晚急等请谢吗呢吧啊呀哦嘛年月日天时分秒点次回"
)


class Mishearing:
    """Replaces misheard words in texts of normal form, character for character.

    Args:
        words: domain words in normal form; those that are not 3 to 8 Han characters are ignored,
            and so are words that sound alike.
        segmenter: cuts texts into dictionary words.
    """

    def __init__(self, words: Iterable[str], *, segmenter: Segmenter) -> None:
        self._segmenter = segmenter
        self._by_sound: dict[tuple[str, ...], str] = {}
        ambiguous: set[tuple[str, ...]] = set()
        for word in sorted(set(words)):
            if _SHORTEST <= len(word) <= _LONGEST and all("\u4e00" <= c <= "\u9fff" for c in word):
                sound = tuple(pinyin(character) for character in word)
                if self._by_sound.setdefault(sound, word) != word:
                    ambiguous.add(sound)
        for sound in ambiguous:
            del self._by_sound[sound]
        self._lengths = sorted({len(sound) for sound in self._by_sound}, reverse=True)

    def apply(self, source: Normalised) -> Normalised:
        """Put misheard words right.

        Args:
            source: a normal form.

        Returns:
            A text of the same length with the same offsets.
        """
        alone = {
            token.start
            for token in self._segmenter.tokens(source.text, guess=False)
            if len(token.word) == 1 and token.word not in _EVERYDAY
        }
        if not alone:
            return source
        sounds = [pinyin(character) for character in source.text]
        text = list(source.text)
        done = 0
        for start in sorted({max(0, at - back) for at in alone for back in range(_LONGEST)}):
            word = self._heard(text, sounds, start, alone) if start >= done else ""
            if word:
                done = start + len(word)
                text[start:done] = word
        return replace(source, text="".join(text))

    def _heard(self, text: list[str], sounds: list[str], start: int, alone: set[int]) -> str:
        """The word misheard at a position; empty where there is none."""
        for length in self._lengths:
            word = self._by_sound.get(tuple(sounds[start : start + length]))
            if word is None:
                continue
            wrong = [start + i for i, c in enumerate(word) if text[start + i] != c]
            if len(wrong) * 2 <= len(word) and alone.issuperset(wrong):
                return word
        return ""
