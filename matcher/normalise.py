"""Normal form of a text, with an exact way back to the text as it was sent.

Complaints arrive in full-width letters, traditional characters, with invisible marks and spoken
digits. Everything after this module works on the normal form; everything a person sees is marked
in the original. `Normalised.span` is the bridge, exact to the code point.

Source of the forms: Unicode Standard Annex #15 (NFKC).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from matcher.script import simplify
from matcher.spoken_digits import replace_spoken_digits

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_STANDS_ALONE = re.compile(r"[\x00-\x7f\u3001-\u3029\u4e00-\u9fff\uff01-\uff5e]").match
"""Characters that never combine with the one before: ASCII, CJK punctuation, Han, full width."""


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text in normal form and where each of its characters came from.

    Attributes:
        original: the text as it was sent.
        text: its normal form.
        starts: for each character of `text`, the first code point of `original` it stands for.
        ends: for each character of `text`, one past the last code point it stands for.
    """

    original: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in `original` of the non-empty slice `text[start:end]`.

        Args:
            start: first character, 0-based.
            end: one past the last character, greater than `start`.

        Returns:
            `(start, end)` in code points of the original text.

        Raises:
            IndexError: the slice is empty or leaves the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise IndexError(f"[{start}:{end}] is no slice of a text of {len(self.text)}")
        return self.starts[start], self.ends[end - 1]


def normalise(text: str) -> Normalised:
    """Bring a text into normal form.

    NFKC, lower case, simplified characters, no invisible characters, runs of white space as one
    space, spoken digits as digits (六九幺 -> 691). Idempotent: a normal form is its own.

    Args:
        text: any string, also an empty one.

    Returns:
        The normal form with its offset map; no text is refused.

    Example:
        >>> normalise("光貓ＬＯＳ燈").text
        '光猫los灯'
    """
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster, start, end in _clusters(text):
        for character in _fold(cluster):
            if character.isspace():
                if characters and characters[-1] == " ":
                    ends[-1] = end
                    continue
                character = " "
            elif _invisible(character):
                continue
            characters.append(character)
            starts.append(start)
            ends.append(end)
    plain = replace_spoken_digits("".join(characters))
    return Normalised(text, plain, tuple(starts), tuple(ends))


def _clusters(text: str) -> Iterator[tuple[str, int, int]]:
    """Shortest runs whose normal forms can be joined without changing (`(run, start, end)`)."""
    run, start, end = "", 0, 0
    for position, character in enumerate(text):
        if _invisible(character):
            continue
        if run and _joins(run, character):
            run += character
        else:
            if run:
                yield run, start, end
            run, start = character, position
        end = position + 1
    if run:
        yield run, start, end


@lru_cache(maxsize=65_536)
def _invisible(character: str) -> bool:
    return not character.isspace() and unicodedata.category(character) in _INVISIBLE


def _joins(run: str, character: str) -> bool:
    """Whether `character` must be normalised together with the run before it."""
    if _STANDS_ALONE(character):
        return False
    if unicodedata.combining(character):
        return True
    return _fold(run + character) != _fold(run) + _fold(character)


def _fold(run: str) -> str:
    """Compatibility form, lower case, simplified characters; applied until nothing changes."""
    return _fold_one(run) if len(run) == 1 else _fold_run(run)


@lru_cache(maxsize=65_536)
def _fold_one(character: str) -> str:
    return _fold_run(character)


def _fold_run(run: str) -> str:
    for _ in range(4):
        folded = simplify(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", run).lower()))
        if folded == run:
            break
        run = folded
    return run
