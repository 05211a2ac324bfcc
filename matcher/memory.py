"""Memory of judged pairs: a ticket, an entry, and whether a dispatcher found it right.

A judged pair speaks only for tickets like its own, and only about its own entry; how often an entry
was confirmed elsewhere counts nothing. Judges, not clicks, are counted, and one judge's word moves
a like ticket by a bounded step, so that nobody can bend the ranking alone.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from matcher.bm25 import BM25
from matcher.cases import told
from matcher.reading import Reader
from matcher.segment import character_grams

_UNLIKE, _LIKE = 0.08, 0.30
"""Shared weight of grams below which two tickets are strangers, and above which they are alike.

Of pairs of shipped tickets by different authors that share .08 to .15, 7 % are of one fault; .15
to .20, 39 %; .25 to .30, 92 %; .30 to .40, 98 %.
"""

_MASKED = re.compile("〔[^〔〕]*〕")
"""What stands for personal data in a stored ticket; a query holds the data themselves."""

_PRIOR = 2.0
"""Judges of neither opinion that every pair starts with: one judge counts 1/3, two agreeing 1/2."""


class Judgement(Protocol):
    """What one judge said of one entry for one ticket."""

    @property
    def text(self) -> str:
        """The complaint."""

    @property
    def handling(self) -> str:
        """The handling record."""

    @property
    def code(self) -> str:
        """The entry."""

    @property
    def right(self) -> bool:
        """Whether it was found right."""

    @property
    def judge(self) -> str:
        """Who said so."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Judged pairs, ready to be compared with a query.

    Attributes:
        pairs: for each judged ticket, code -> strength in (-1, 1).
        weights: `(tickets,)` weight of all grams of each ticket.
        postings: gram -> the tickets that hold it.
        idf: gram index of the library, which weighs grams.
        identity: fingerprint of the judgements, 16 hexadecimal digits.
    """

    pairs: tuple[Mapping[str, float], ...]
    weights: NDArray[np.float64]
    postings: Mapping[str, NDArray[np.int64]]
    idf: BM25
    identity: str

    @classmethod
    def build(cls, judgements: Iterable[Judgement], *, reader: Reader, idf: BM25) -> Memory:
        """Index judgements.

        Args:
            judgements: what was said; the last word of a judge on a pair counts.
            reader: reads the tickets.
            idf: index that weighs their grams.
        """
        votes: dict[str, dict[str, dict[str, bool]]] = defaultdict(lambda: defaultdict(dict))
        digest = hashlib.sha256()
        for said in judgements:
            complaint, record = (_MASKED.sub(" ", part) for part in (said.text, said.handling))
            text = told(reader.normal(complaint).text, reader.normal(record).text)
            votes[text][said.code][said.judge] = said.right
            digest.update(f"{text}\0{said.code}\0{said.right}\0{said.judge}\n".encode())
        found: dict[str, list[int]] = defaultdict(list)
        weights = np.zeros(len(votes))
        for number, text in enumerate(votes):
            for gram in sorted(set(character_grams(text))):
                found[gram].append(number)
                weights[number] += idf.idf_of(gram)
        return cls(
            pairs=tuple(
                {code: _strength(judges.values()) for code, judges in codes.items()}
                for codes in votes.values()
            ),
            weights=weights,
            postings={gram: np.array(numbers) for gram, numbers in found.items()},
            idf=idf,
            identity=digest.hexdigest()[:16],
        )

    def recall(self, grams: Collection[str]) -> dict[str, float]:
        """What is remembered of tickets like a query.

        Args:
            grams: character grams of the query.

        Returns:
            Code -> how strongly it was confirmed (up to 1) or rejected (down to -1) for the most
            like ticket each; codes of which nothing is remembered are left out.
        """
        likeness = self._likeness(sorted(set(grams)))
        best: dict[str, float] = {}
        worst: dict[str, float] = {}
        for number in np.flatnonzero(likeness > 0).tolist():
            for code, strength in self.pairs[number].items():
                told = strength * float(likeness[number])
                best[code] = max(best.get(code, 0.0), told)
                worst[code] = min(worst.get(code, 0.0), told)
        return {code: best[code] + worst[code] for code in sorted(best)}

    def _likeness(self, grams: Sequence[str]) -> NDArray[np.float64]:
        """Weighted Dice coefficient with each ticket, `(tickets,)`, stretched to [0, 1]."""
        shared = np.zeros(len(self.pairs))
        total = 0.0
        for gram in grams:
            weight = self.idf.idf_of(gram)
            total += weight
            if (numbers := self.postings.get(gram)) is not None:
                shared[numbers] += weight
        dice = 2.0 * shared / np.maximum(self.weights + total, 1e-9)
        return np.asarray(np.clip((dice - _UNLIKE) / (_LIKE - _UNLIKE), 0.0, 1.0))


def _strength(votes: Iterable[bool]) -> float:
    """Balance of the judges of a pair, shrunk to 0 while they are few."""
    said = list(votes)
    return (2 * sum(said) - len(said)) / (len(said) + _PRIOR)
