"""Entries made ready for matching: indexes, key information, rarity of each piece of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import add

import numpy as np
from numpy.typing import NDArray

from kb.entry import Entry
from matcher.cases import Case, identity_of, read_cases
from matcher.encoder.base import Encoder
from matcher.facts import Facts
from matcher.foreign import Foreign
from matcher.keywords import KeywordIndex
from matcher.normalise import normalise
from matcher.reading import Reader, polarity
from matcher.vector_store import Progress, VectorStore, encode_all
from matcher.vectors import VectorIndex


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
        facts: how often the texts of each entry state or deny each piece of key information.
        foreign: texts that no entry fits.
        memory: fingerprint of the cases.
    """

    entries: tuple[Entry, ...]
    positions: Mapping[str, int]
    phrasings: tuple[tuple[str, ...], ...]
    keywords: KeywordIndex
    vectors: VectorIndex | None
    known: tuple[Mapping[str, float], ...]
    excluding: tuple[frozenset[str], ...]
    facts: Facts
    foreign: Foreign
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
        *memory, outside = read_cases(cases, [*codes, None], reader=reader)
        written = [
            [reader.told(text) for text in (*own, *entry.key_info)]
            for entry, own in zip(entries, phrasings, strict=True)
        ]
        reported = [[case.told for case in own] for own in memory]
        texts = [
            *sayings(phrasings, [[case.text for case in own] for own in memory]),
            [case.text for case in outside],
        ]
        vectors = _encoded(texts, encoder, store, progress)
        keywords = KeywordIndex.build(entries, segmenter=reader.segmenter, cases=memory)
        return cls(
            entries=tuple(entries),
            positions={code: i for i, code in enumerate(codes)},
            phrasings=phrasings,
            keywords=keywords,
            vectors=_vector_index(vectors, phrasings),
            known=tuple(map(polarity, written, reported)),
            excluding=tuple(
                frozenset().union(*(reader.told(text).asserted for text in entry.exclude_info))
                for entry in entries
            ),
            facts=Facts.build([*map(add, written, reported)]),
            foreign=Foreign.build(outside, vectors[-1] if vectors else None, rarity=keywords.grams),
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
    vectors: Sequence[NDArray[np.float32]] | None, phrasings: Sequence[Sequence[str]]
) -> VectorIndex | None:
    """Index of the vectors of every entry; the last group, which no entry owns, is left out."""
    if vectors is None:
        return None
    return VectorIndex.build(
        np.concatenate([vectors[-1][:0], *vectors[:-1]]),
        [len(group) for group in vectors[:-1]],
        phrasings=[len(own) for own in phrasings],
    )


def _encoded(
    texts: Sequence[Sequence[str]],
    encoder: Encoder | None,
    store: VectorStore | None,
    progress: Progress | None,
) -> list[NDArray[np.float32]] | None:
    """Vectors of groups of texts, group by group; None without an encoder."""
    if encoder is None:
        return None
    flat = [text for group in texts for text in group]
    vectors = (
        store.vectors(flat, progress=progress)
        if store
        else encode_all(encoder, flat, progress=progress)
    )
    return np.split(vectors, np.cumsum([len(group) for group in texts])[:-1])
