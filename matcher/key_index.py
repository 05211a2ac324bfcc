"""Which entries assert, deny or exclude which key information."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.lexicon import Lexicon

_LABEL_WEIGHT: Mapping[str | None, float] = {
    "现象": 1.0,
    "指示灯": 1.0,
    "错误码": 1.0,
    "设备": 0.6,
    "业务": 0.6,
    "已做操作": 0.6,
    "范围": 0.5,
    "时间频次": 0.3,
    "诉求": 0.0,
    None: 1.0,
}
"""How much a category tells of the fault: a wish is the same for all, a lamp is not."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Posting:
    """The entries that speak of one form.

    Attributes:
        entries: their positions, ascending.
        asserted: how far each asserts rather than denies it, in [0, 1]; 0 for entries that name it
            as excluding only.
        against: how far it speaks against each when a ticket asserts it, in [0, 1].
    """

    entries: NDArray[np.int64]
    asserted: Floats
    against: Floats


@dataclass(frozen=True, slots=True)
class KeyIndex:
    """Key information of all entries, form by form.

    Attributes:
        n: number of entries.
        postings: canonical form -> the entries that speak of it.
        rarity: canonical form -> weight, higher for forms that few entries assert.
    """

    n: int
    postings: Mapping[str, Posting]
    rarity: Mapping[str, float]

    @classmethod
    def build(
        cls,
        known: Sequence[Mapping[str, float]],
        excluding: Sequence[frozenset[str]],
        *,
        lexicon: Lexicon,
    ) -> KeyIndex:
        """Index the key information of entries.

        Args:
            known: for each entry, canonical form -> how far its texts assert it, in [0, 1].
            excluding: for each entry, the forms of its excluding information.
            lexicon: gives the category of a form.
        """
        rows: dict[str, list[tuple[int, float, float]]] = {}
        for number, (forms, excluded) in enumerate(zip(known, excluding, strict=True)):
            for form in sorted(forms.keys() | excluded):
                asserted = forms.get(form)
                against = 1.0 if asserted is None else 1.0 - asserted
                rows.setdefault(form, []).append((number, asserted or 0.0, against))
        return cls(
            n=len(known),
            postings={form: _posting(found) for form, found in sorted(rows.items())},
            rarity=_rarity(known, lexicon),
        )

    def weight(self, forms: Iterable[str]) -> float:
        """Weight of some forms; summed in a fixed order, so that equal forms weigh equal."""
        return sum(self.rarity.get(form, 0.0) for form in sorted(forms))

    def shared(self, asserted: frozenset[str]) -> Floats:
        """Weight of what a ticket and each entry both assert, `(n,)`."""
        found = np.zeros(self.n)
        for form in sorted(asserted):
            if (posting := self.postings.get(form)) is not None:
                found[posting.entries] += self.rarity.get(form, 0.0) * posting.asserted
        return found

    def clashing(self, asserted: frozenset[str], denied: frozenset[str]) -> Floats:
        """Weight of what a ticket says against each entry, `(n,)`.

        Counted are forms that the ticket asserts and the entry names as excluding or mostly denies
        (PON灯闪 but 红灯不亮), and forms that the ticket denies and the entry asserts.
        """
        found = np.zeros(self.n)
        for form in sorted(asserted):
            if (posting := self.postings.get(form)) is not None:
                found[posting.entries] += self.rarity.get(form, 0.0) * posting.against
        for form in sorted(denied):
            if (posting := self.postings.get(form)) is not None:
                found[posting.entries] += self.rarity.get(form, 0.0) * posting.asserted
        return found


def _posting(rows: Sequence[tuple[int, float, float]]) -> Posting:
    entries, asserted, against = zip(*rows, strict=True)
    return Posting(np.array(entries), np.array(asserted), np.array(against))


def _rarity(known: Sequence[Mapping[str, float]], lexicon: Lexicon) -> dict[str, float]:
    frequency = Counter(form for forms in known for form in forms)
    return {
        form: math.log1p(len(known) / count) * _LABEL_WEIGHT[lexicon.label(form)]
        for form, count in sorted(frequency.items())
    }
