"""What turns BM25 scores of queries of any length into shares that mean the same."""

from __future__ import annotations

from matcher.bm25 import BM25


def unsaid_ceiling(index: BM25, terms: int) -> float:
    """Ceiling of some rare terms that every query is taken to leave unsaid.

    Without them a complaint of four characters that happens to stand in an entry would count as
    much as one of forty, and vague complaints would be answered with false certainty.

    Args:
        index: the index that is asked.
        terms: how many terms.
    """
    return 2.2 * terms * index.unseen_idf
