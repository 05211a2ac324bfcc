"""Recognition and typing errors put right before anything is matched: 光毛 -> 光猫.

Only whole known confusions of the lexicon are replaced; the offset map goes along, so that a mark
on the corrected word covers exactly what was sent.
"""

from __future__ import annotations

from collections.abc import Mapping

import ahocorasick

from matcher.normalise import Normalised


class Corrector:
    """Replaces known confusions in texts of normal form.

    Args:
        confusions: wrong -> right forms, both in normal form.
    """

    def __init__(self, confusions: Mapping[str, str]) -> None:
        self._automaton = ahocorasick.Automaton()
        for wrong, right in confusions.items():
            if wrong and right:
                self._automaton.add_word(wrong, (wrong, right))
        self._automaton.make_automaton()

    def apply(self, source: Normalised) -> Normalised:
        """Replace confusions, longest first from the left.

        Args:
            source: a normal form.

        Returns:
            The corrected text; every character of a replacement maps to the whole wrong word.
        """
        if not len(self._automaton):
            return source
        hits = list(self._automaton.iter_long(source.text))
        if not hits:
            return source
        text: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        done = 0
        for last, (wrong, right) in hits:
            low, high = last + 1 - len(wrong), last + 1
            text.append(source.text[done:low])
            starts.extend(source.starts[done:low])
            ends.extend(source.ends[done:low])
            text.append(right)
            starts.extend([source.starts[low]] * len(right))
            ends.extend([source.ends[high - 1]] * len(right))
            done = high
        text.append(source.text[done:])
        starts.extend(source.starts[done:])
        ends.extend(source.ends[done:])
        return Normalised(source.original, "".join(text), tuple(starts), tuple(ends))
