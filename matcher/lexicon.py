"""The domain lexicon as the matcher uses it: which words to mark, and which mean the same.

Data come in as plain rows (the corpus' seed lexicon, later an edited one); this module turns them
into one automaton that finds all words of a text in a single pass.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import ahocorasick

from matcher.errors import BadLexicon
from matcher.normalise import normalise

LABELS = (
    "业务",
    "设备",
    "现象",
    "指示灯",
    "错误码",
    "时间频次",
    "范围",
    "已做操作",
    "诉求",
)


@dataclass(frozen=True, slots=True)
class Word:
    """A lexicon word: its normal form, its category and the canonical word of its group."""

    text: str
    label: str
    canonical: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A lexicon word found in a text in normal form: `text[start:end] == word.text`."""

    start: int
    end: int
    word: Word


class Lexicon:
    """Words with categories and synonyms, ready to be found in texts.

    Args:
        words: the words; two with the same text must agree.
        confusions: wrong -> right forms that speech recognition and typing produce.

    Raises:
        BadLexicon: one text stands in two categories.
    """

    def __init__(self, words: Iterable[Word], confusions: Mapping[str, str] | None = None) -> None:
        self._words: dict[str, Word] = {}
        for word in words:
            known = self._words.setdefault(word.text, word)
            if known.label != word.label:
                raise BadLexicon(
                    f"词条“{word.text}”同时属于“{known.label}”和“{word.label}”，请只保留一类。"
                )
        self.confusions = {
            wrong: right for wrong, right in sorted((confusions or {}).items()) if wrong != right
        }
        self._automaton = ahocorasick.Automaton()
        for text, word in sorted(self._words.items()):
            self._automaton.add_word(text, word)
        self._automaton.make_automaton()

    @classmethod
    def from_groups(
        cls, groups: Iterable[Mapping[str, Any]], confusions: Mapping[str, str] | None = None
    ) -> Lexicon:
        """Build from rows `{"label", "word", "synonyms"}`.

        Args:
            groups: one row a synonym group; `word` is the canonical form.
            confusions: wrong -> right forms.

        Returns:
            The lexicon.

        Raises:
            BadLexicon: an unknown label, or one text in two categories.
        """
        words: list[Word] = []
        for group in groups:
            label = group["label"]
            if label not in LABELS:
                raise BadLexicon(f"词条类别“{label}”不存在，应为：{'、'.join(LABELS)}。")
            canonical = _plain(group["word"])
            for text in (group["word"], *group.get("synonyms", ())):
                if plain := _plain(text):
                    words.append(Word(plain, label, canonical))
        plain_confusions = {_plain(w): _plain(r) for w, r in (confusions or {}).items()}
        return cls(words, plain_confusions)

    def __len__(self) -> int:
        return len(self._words)

    def __iter__(self) -> Iterator[Word]:
        return iter(self._words.values())

    def get(self, text: str) -> Word | None:
        """The word with exactly this normal form, if it is known."""
        return self._words.get(text)

    def label(self, canonical: str) -> str | None:
        """Category of a canonical form; None for forms that only a pattern gives."""
        word = self._words.get(canonical)
        return word.label if word else None

    @property
    def identity(self) -> str:
        """Fingerprint of the contents, 16 hexadecimal digits."""
        digest = hashlib.sha256()
        for word in sorted(self._words.values(), key=lambda w: w.text):
            digest.update(f"{word.text}\t{word.label}\t{word.canonical}\n".encode())
        for wrong, right in self.confusions.items():
            digest.update(f"{wrong}>{right}\n".encode())
        return digest.hexdigest()[:16]

    def find(self, text: str) -> list[Hit]:
        """Find words, leftmost and longest first, none overlapping another.

        Args:
            text: text in normal form.

        Returns:
            Hits in order of their start. A Latin word is found only as a whole word: `los` is not
            in `close`.
        """
        if not self._words:
            return []
        found = [
            Hit(end + 1 - len(word.text), end + 1, word)
            for end, word in self._automaton.iter(text)
            if _whole(text, end + 1 - len(word.text), end + 1)
        ]
        found.sort(key=lambda hit: (hit.start, -hit.end))
        kept: list[Hit] = []
        for hit in found:
            if not kept or hit.start >= kept[-1].end:
                kept.append(hit)
        return kept


def _plain(text: str) -> str:
    return normalise(str(text)).text.strip()


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a slice does not cut a Latin word or a number in two."""
    return not (
        (start > 0 and _latin(text[start - 1]) and _latin(text[start]))
        or (end < len(text) and _latin(text[end - 1]) and _latin(text[end]))
    )


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
