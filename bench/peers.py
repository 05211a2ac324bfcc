"""Plain rankers to be beaten, over the same entries and tickets as ours.

Each gives a `(entries,)` array of scores for a ticket. Reciprocal rank fusion: Cormack et al. 2009,
k = 60.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.entry import Entry
from matcher.bm25 import BM25
from matcher.cases import Case, read_cases, told
from matcher.encoder.base import Encoder
from matcher.keywords import KeywordIndex, searchable_text
from matcher.library import sayings
from matcher.reading import Reader
from matcher.segment import character_grams
from matcher.tickets import Ticket
from matcher.vector_store import VectorStore
from matcher.vectors import VectorIndex

Scores = NDArray[np.floating[Any]]
Peer = Callable[[Ticket], Scores]


def peers(
    entries: Sequence[Entry],
    *,
    reader: Reader,
    cases: Sequence[Case],
    encoder: Encoder | None,
    store: VectorStore | None,
) -> Mapping[str, Peer]:
    """The peers by name.

    Args:
        entries: the library.
        reader: reads entries, cases and tickets.
        cases: labelled tickets, folded in by the peers whose name says so.
        encoder: None leaves out what needs one.
        store: keeps vectors.

    Returns:
        Name -> ranker.
    """
    texts = [searchable_text(entry) for entry in entries]
    words = BM25.build([reader.segmenter.words(text) for text in texts])
    grams = BM25.build([character_grams(text) for text in texts])
    memory = read_cases(cases, [entry.code for entry in entries], reader=reader)
    folded = KeywordIndex.build(entries, segmenter=reader.segmenter, cases=memory)

    def bag(index: BM25, kind: str) -> Peer:
        def score(ticket: Ticket) -> Scores:
            readings = (reader.read(ticket.text), reader.read(ticket.handling))
            return index.query(Counter(t for r in readings for t in getattr(r, kind)))

        return score

    found: dict[str, Peer] = {
        "BM25, jieba words": bag(words, "words"),
        "BM25, characters": bag(grams, "grams"),
        "BM25, characters, train folded in": bag(folded.grams, "grams"),
    }
    if encoder and store:
        own = [entry.phrasings() for entry in entries]
        flat = [text for group in sayings(own, [[] for _ in own]) for text in group]
        index = VectorIndex.build(store.vectors(flat), [len(group) for group in own])

        def nearest(ticket: Ticket) -> Scores:
            text = told(reader.normal(ticket.text).text, reader.normal(ticket.handling).text)
            cosines = index.vectors @ encoder.encode([text], kind="query")[0]
            return np.asarray(np.maximum.reduceat(cosines, index.first[:-1]), dtype=np.float32)

        found["e5-small, nearest phrasing"] = nearest
        found["reciprocal rank fusion of the first two and e5"] = _fused(
            [found["BM25, jieba words"], found["BM25, characters"], nearest]
        )
        if find_spec("txtai"):
            found["txtai hybrid, jieba words and e5"] = _txtai(texts, reader, encoder)
    return found


def _txtai(texts: Sequence[str], reader: Reader, encoder: Encoder) -> Peer:
    """Txtai's hybrid search over whole entries, given our words and our encoder."""
    from txtai import Embeddings

    def vectors(batch: Sequence[str]) -> NDArray[np.float32]:
        return encoder.encode(batch, kind="query")

    def cut(text: str) -> str:
        return " ".join(reader.segmenter.words(text))

    index = Embeddings(method="external", transform=vectors, hybrid=True, content=False)
    index.index([(number, cut(text), None) for number, text in enumerate(texts)])

    def score(ticket: Ticket) -> Scores:
        text = told(reader.normal(ticket.text).text, reader.normal(ticket.handling).text)
        scores = np.zeros(len(texts))
        for number, value in index.search(cut(text), len(texts)):
            scores[number] = value
        return scores

    return score


def _fused(parts: Sequence[Peer]) -> Peer:
    def score(ticket: Ticket) -> Scores:
        total: NDArray[np.floating[Any]] = np.zeros(1, dtype=np.float32)
        for part in parts:
            order = np.argsort(np.argsort(-part(ticket), kind="stable"), kind="stable")
            total = total + (1.0 / (60.0 + 1.0 + order)).astype(np.float32)
        return total

    return score
