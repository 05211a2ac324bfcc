"""Entries made ready for matching: indexes, key information, rarity of each piece of it."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kb.entry import Entry
from matcher.cases import Case, identity_of, read_cases
from matcher.encoder.base import Encoder
from matcher.keywords import KeywordIndex
from matcher.lexicon import Lexicon
from matcher.normalise import normalise
from matcher.reading import Reader
from matcher.vector_store import Progress, VectorStore, encode_all
from matcher.vectors import VectorIndex

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


@dataclass(frozen=True, slots=True)
class Library:
    """A library as the matcher sees it; everything is in the order of `entries`.

    Attributes:
        entries: the published entries.
        positions: code -> position.
        phrasings: the phrasings of each entry, in the order of its vectors.
        keywords: BM25 over what the entries say.
        vectors: one vector a phrasing; None without an encoder.
        known: canonical key information of each entry -> how far it asserts it, in [0, 1].
        excluding: canonical excluding information of each entry.
        rarity: canonical form -> weight, higher for forms that few entries share.
        memory: fingerprint of the cases.
    """

    entries: tuple[Entry, ...]
    positions: Mapping[str, int]
    phrasings: tuple[tuple[str, ...], ...]
    keywords: KeywordIndex
    vectors: VectorIndex | None
    known: tuple[Mapping[str, float], ...]
    excluding: tuple[frozenset[str], ...]
    rarity: Mapping[str, float]
    memory: str

    @classmethod
    def build(
        cls,
        entries: Sequence[Entry],
        *,
        reader: Reader,
        cases: Sequence[Case] = (),
        encoder: Encoder | None = None,
        store: VectorStore | None = None,
        progress: Progress | None = None,
    ) -> Library:
        """Index a library.

        Args:
            entries: entries with distinct codes.
            reader: reads their texts.
            cases: labelled tickets; those of other codes are passed over.
            encoder: turns phrasings and cases into vectors; None for keywords only.
            store: where vectors are kept between starts; None encodes all of them.
            progress: called with `(stage, done, total)`.

        Returns:
            The indexed library.

        Raises:
            IndexRefused: the store is damaged or was made by another encoder.
        """
        codes = [entry.code for entry in entries]
        phrasings = tuple(entry.phrasings() for entry in entries)
        memory = read_cases(cases, codes, reader=reader)
        known = tuple(
            reader.polarity(
                (*texts, *entry.key_info),
                [reading for case in own for reading in (case.complaint, case.record)],
            )
            for entry, texts, own in zip(entries, phrasings, memory, strict=True)
        )
        excluding = tuple(frozenset(reader.canonicals(entry.exclude_info)) for entry in entries)
        return cls(
            entries=tuple(entries),
            positions={code: i for i, code in enumerate(codes)},
            phrasings=phrasings,
            keywords=KeywordIndex.build(entries, segmenter=reader.segmenter, cases=memory),
            vectors=_vector_index(
                sayings(phrasings, [[case.text for case in own] for own in memory]),
                phrasings,
                encoder,
                store,
                progress,
            ),
            known=known,
            excluding=excluding,
            rarity=_rarity(known, reader.lexicon),
            memory=identity_of(cases),
        )

    @property
    def plain(self) -> bool:
        """Whether nearly every entry is a single sentence, without other phrasings."""
        several = sum(len(own) > 1 for own in self.phrasings)
        return several * 10 <= len(self.phrasings)

    @property
    def identity(self) -> str:
        """Fingerprint of the entries, 16 hexadecimal digits."""
        digest = hashlib.sha256()
        for entry in self.entries:
            digest.update(entry.model_dump_json().encode())
            digest.update(b"\n")
        return digest.hexdigest()[:16]


def sayings(phrasings: Sequence[Sequence[str]], cases: Sequence[Sequence[str]]) -> list[list[str]]:
    """The texts of each entry that get a vector, in normal form: its phrasings, then its cases.

    Args:
        phrasings: what each entry says itself.
        cases: complaint and record of each entry's cases, in normal form.
    """
    return [
        [*(normalise(text).text for text in own), *told]
        for own, told in zip(phrasings, cases, strict=True)
    ]


def _vector_index(
    texts: Sequence[Sequence[str]],
    phrasings: Sequence[Sequence[str]],
    encoder: Encoder | None,
    store: VectorStore | None,
    progress: Progress | None,
) -> VectorIndex | None:
    if encoder is None:
        return None
    flat = [text for group in texts for text in group]
    vectors = (
        store.vectors(flat, progress=progress)
        if store
        else encode_all(encoder, flat, progress=progress)
    )
    return VectorIndex.build(
        np.ascontiguousarray(vectors),
        [len(group) for group in texts],
        phrasings=[len(group) for group in phrasings],
    )


def _rarity(known: Sequence[Mapping[str, float]], lexicon: Lexicon) -> dict[str, float]:
    frequency = Counter(form for forms in known for form in forms)
    return {
        form: math.log1p(len(known) / count) * _LABEL_WEIGHT[lexicon.label(form)]
        for form, count in sorted(frequency.items())
    }
