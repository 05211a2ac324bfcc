"""Matchers over parts of the tickets, and what they see: the ground of training and its studies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from corpus.reader import entries, tickets
from kb.entry import Entry
from matcher.cases import cases_of
from matcher.encoder.base import Encoder, Kind, Vectors
from matcher.encoder.registry import load_encoder
from matcher.engine import Matcher
from matcher.features import said
from matcher.query import read_query
from matcher.scoring import Scoring
from matcher.threads import one_thread_a_product
from matcher.tickets import Ticket, ticket_from
from matcher.train import Choice
from matcher.vector_store import VectorStore
from service.config import Config
from service.progress import ProgressBar
from service.seed import seed_lexicon

ENCODER_AUTHORS = frozenset("abcefijl")
"""Whose tickets the encoder was fine-tuned on: what is fitted on them would trust it too far."""

NEEDS_ENCODER = frozenset({"meaning", "typical", "precedent", "nearer_meaning"})
"""Features and signals that are missing without an encoder."""


class OnceEncoder:
    """An encoder that encodes each text once: studies ask the same tickets many times.

    Args:
        encoder: what encodes.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[tuple[Kind, str], Vectors] = {}
        self.name, self.identity, self.dim = encoder.name, encoder.identity, encoder.dim

    def encode(self, texts: Sequence[str], *, kind: Kind) -> Vectors:
        """See `matcher.encoder.base.Encoder.encode`."""
        new = [text for text in dict.fromkeys(texts) if (kind, text) not in self._known]
        for text, vector in zip(new, self._encoder.encode(new, kind=kind), strict=True):
            self._known[kind, text] = vector
        found = np.empty((len(texts), self.dim), dtype=np.float32)
        for row, text in enumerate(texts):
            found[row] = self._known[kind, text]
        return found


class Laboratory:
    """Builds matchers over the shipped entries and reads off features.

    Args:
        encoder: None for keywords only.
        store: keeps vectors between the matchers.
    """

    def __init__(self, encoder: Encoder | None, store: VectorStore | None) -> None:
        self.encoder = encoder
        self.store = store
        self.entries = [Entry.from_document(document) for document in entries()]
        self.bar = ProgressBar()

    @classmethod
    def open(cls, encoder: str = "default") -> Laboratory:
        """A laboratory with an encoder by name, its vectors kept under `FAULTKB_HOME`."""
        one_thread_a_product()
        config = Config.from_environment()
        loaded = load_encoder(encoder, default_folder=config.encoder_folder, threads=2)
        if loaded is None:
            return cls(None, None)
        folder = config.home / f"bench-index-{loaded.identity[:12]}"  # a new encoder starts anew
        return cls(OnceEncoder(loaded), VectorStore(folder, loaded, prune=False))

    def matcher(self, cases: Sequence[Ticket], weights: Mapping[str, Any] | None = None) -> Matcher:
        """A matcher whose cases are some tickets."""
        return Matcher.build(
            self.entries,
            lexicon=seed_lexicon(),
            cases=cases_of(cases),
            encoder=self.encoder,
            store=self.store,
            weights=weights,
            progress=self.bar,
        )

    def choices(self, cases: Sequence[Ticket], asked: Sequence[Ticket], stage: str) -> list[Choice]:
        """What a matcher sees in tickets.

        Args:
            cases: tickets that it knows.
            asked: tickets that it is asked.
            stage: name for the progress bar.

        Returns:
            One choice a ticket; columns of `values` in the order of `FEATURES`.
        """
        matcher = self.matcher(cases)
        found = []
        for number, ticket in enumerate(asked, 1):
            query = read_query(
                ticket.text, ticket.handling, reader=matcher.reader, encoder=self.encoder
            )
            scoring = Scoring(matcher.library, query)
            positions = scoring.candidates()
            right = [
                row
                for row, position in enumerate(positions)
                if matcher.library.entries[position].code in ticket.codes
            ]
            values = scoring.table(positions)
            found.append(Choice(values, right[0] if right else -1, scoring.signals))
            self.bar(stage, number, len(asked))
        return found


def split(name: str) -> list[Ticket]:
    """The tickets of a split of the corpus."""
    return [ticket_from(row, where=name) for row in tickets(name)]


def by_encoder_authors(found: Sequence[Ticket]) -> list[Ticket]:
    """Tickets of the authors whose wording the encoder has seen."""
    return [ticket for ticket in found if ticket.author in ENCODER_AUTHORS]


def by_others(found: Sequence[Ticket]) -> list[Ticket]:
    """Tickets of all other authors."""
    return [ticket for ticket in found if ticket.author not in ENCODER_AUTHORS]


def first_row(choice: Choice, scores: np.ndarray[Any, Any]) -> dict[str, float]:
    """Features of the first candidate and signals of the ticket.

    Args:
        choice: what was seen.
        scores: `(candidates,)`; without candidates every feature is 0.
    """
    return {**said(choice.values, scores), **choice.signals}
