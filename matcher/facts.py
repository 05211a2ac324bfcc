"""How often the texts of each entry state or deny a fact: 红灯 is stated of one, denied of another.

A fact speaks for an entry whose texts tell it oftener than texts in general do, and against one
whose texts seldom tell it, by the logarithm of how much oftener; a denial likewise, among denials.
So 不是欠费 speaks for the faults whose customers say so and against the unpaid bill.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.reading import Told

Floats = NDArray[np.float64]

_PRIOR = 4.0
"""Texts of average content that every entry is given beside its own, so that few prove little."""

_FEW = 6
"""Facts below which a ticket's average is taken as if it told this many: one proves little."""


@dataclass(frozen=True, slots=True)
class Lift:
    """The entries whose texts tell a fact.

    Attributes:
        entries: their positions, ascending.
        gain: what it adds for each beyond what an entry that never tells it gets, > 0.
    """

    entries: NDArray[np.int64]
    gain: Floats


@dataclass(frozen=True, slots=True)
class Facts:
    """Log lift of each fact with each entry.

    Attributes:
        silent: `(entries,)` log lift of a fact that no text of the entry tells, <= 0.
        stated: canonical form -> the entries that state it.
        denied: canonical form -> the entries that deny it.
    """

    silent: Floats
    stated: Mapping[str, Lift]
    denied: Mapping[str, Lift]

    @classmethod
    def build(cls, texts: Sequence[Sequence[Told]]) -> Facts:
        """Count facts.

        Args:
            texts: for each entry, what each of its texts tells.
        """
        counts = np.array([len(own) for own in texts], dtype=np.float64)
        return cls(
            silent=np.log(_PRIOR / (counts + _PRIOR)),
            stated=_lifts(texts, lambda told: told.asserted, counts.sum()),
            denied=_lifts(texts, lambda told: told.denied, counts.sum()),
        )

    def stating(self, told: Told) -> Floats:
        """How well what a ticket states fits each entry, `(entries,)` mean log lift."""
        return self._mean(told.asserted, self.stated)

    def denying(self, told: Told) -> Floats:
        """How well what a ticket denies fits each entry, `(entries,)` mean log lift.

        A fact that nobody has denied yet speaks against the entries that state it.
        """
        total = self._mean(told.denied, self.denied)
        for form in sorted(told.denied - self.denied.keys()):
            if (lift := self.stated.get(form)) is not None:
                against = np.maximum(0.0, self.silent[lift.entries] + lift.gain)
                total[lift.entries] -= against / max(_FEW, len(told.denied))
        return total

    def _mean(self, forms: Iterable[str], lifts: Mapping[str, Lift]) -> Floats:
        known = [lifts[form] for form in sorted(forms) if form in lifts]
        total = len(known) * self.silent
        for lift in known:
            total[lift.entries] += lift.gain
        return total / max(_FEW, len(known))


def _lifts(
    texts: Sequence[Sequence[Told]], side: Callable[[Told], frozenset[str]], all_texts: float
) -> dict[str, Lift]:
    rows: dict[str, list[tuple[int, int]]] = {}
    for number, own in enumerate(texts):
        for form, count in Counter(form for told in own for form in side(told)).items():
            rows.setdefault(form, []).append((number, count))
    found = {}
    for form, held in sorted(rows.items()):
        entries, counts = (np.array(column) for column in zip(*held, strict=True))
        expected = _PRIOR * counts.sum() / all_texts
        found[form] = Lift(entries, np.log((counts + expected) / expected))
    return found
