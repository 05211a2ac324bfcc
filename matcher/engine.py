"""The matcher: one library, one lexicon, one encoder, one set of weights, answering texts.

A `Matcher` never changes. Its snapshot id names everything that an answer depends on, so that equal
snapshot and equal question give an equal answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.entry import Entry
from matcher.calibrate import Verdict, fit_probability, shares, verdict
from matcher.cases import Case
from matcher.encoder.base import Encoder
from matcher.evidence import Evidence, collect_evidence
from matcher.features import FEATURES
from matcher.fusion import Weights, default_document, parts, read_weights
from matcher.lexicon import Lexicon
from matcher.library import Library
from matcher.memory import Judgement, Memory
from matcher.query import Query, read_query
from matcher.question import Answered, Question, answer_effects, decisive_question
from matcher.ranking import ranked
from matcher.reading import Reader, Reading
from matcher.scoring import Scoring
from matcher.vector_store import Progress, VectorStore

VERSION = 3
"""Raised when the same snapshot would answer differently because the code changed."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggested entry.

    Attributes:
        entry: the entry.
        confidence: estimated probability in [0, 1] that it is the right one.
        score: sum of `parts`.
        parts: feature name -> what it adds to the score.
        evidence: why.
    """

    entry: Entry
    confidence: float
    score: float
    parts: Mapping[str, float]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Match:
    """The answer to one complaint.

    Attributes:
        verdict: `match`, `uncertain` or `none`.
        suggestions: best first.
        readings: `text` and `handling` -> what was read in it.
        ask: the question that tells the first two apart.
        snapshot: id of what the answer depends on.
    """

    verdict: Verdict
    suggestions: tuple[Suggestion, ...]
    readings: Mapping[str, Reading]
    ask: Question | None
    snapshot: str


class Matcher:
    """Matches complaints against one library; safe to share between threads.

    Args:
        library: the indexed library.
        reader: the reader whose lexicon the library was read with.
        encoder: the encoder of the library's vectors; None for keywords only.
        weights: parsed weights file; the shipped one by default.
        revision: revision of the library in its store.
        memory: judged pairs; see `remembering`.
    """

    def __init__(
        self,
        library: Library,
        *,
        reader: Reader,
        encoder: Encoder | None,
        weights: Mapping[str, object] | None = None,
        revision: int = 0,
        memory: Memory | None = None,
    ) -> None:
        document = default_document() if weights is None else weights
        self.library = library
        self.reader = reader
        self.encoder = encoder
        self.revision = revision
        self.weights: Weights = read_weights(document, _mode(library, encoder))
        self.memory = memory
        self._document = document
        self.snapshot = _snapshot_id(library, reader.lexicon, encoder, document, revision, memory)

    def remembering(self, judgements: Iterable[Judgement]) -> Matcher:
        """The same matcher with another memory of judged pairs.

        Args:
            judgements: all that is to be remembered, oldest first; none for no memory.

        Returns:
            A new matcher that shares everything else with this one.
        """
        said = list(judgements)
        memory = Memory.build(said, reader=self.reader, idf=self.library.keywords.grams)
        return Matcher(
            self.library,
            reader=self.reader,
            encoder=self.encoder,
            weights=self._document,
            revision=self.revision,
            memory=memory if said else None,
        )

    @classmethod
    def build(
        cls,
        entries: Sequence[Entry],
        *,
        lexicon: Lexicon,
        cases: Sequence[Case] = (),
        encoder: Encoder | None = None,
        store: VectorStore | None = None,
        weights: Mapping[str, object] | None = None,
        revision: int = 0,
        progress: Progress | None = None,
    ) -> Matcher:
        """Index entries and make their matcher.

        Args:
            entries: published entries with distinct codes.
            lexicon: words to mark.
            cases: labelled tickets that show how complaints have been worded before.
            encoder: None for keywords only.
            store: where phrasing vectors are kept; None encodes all.
            weights: parsed weights file; the shipped one by default.
            revision: revision of the library in its store.
            progress: called with `(stage, done, total)`.

        Returns:
            The matcher.

        Raises:
            IndexRefused: stored vectors are damaged or of another encoder.
            BadWeights: the weights file cannot be used.
        """
        reader = Reader(lexicon)
        library = Library.build(
            entries, reader=reader, cases=cases, encoder=encoder, store=store, progress=progress
        )
        return cls(library, reader=reader, encoder=encoder, weights=weights, revision=revision)

    def match(
        self,
        text: str,
        *,
        handling: str = "",
        top: int = 10,
        service: str | None = None,
        answered: Sequence[Answered] = (),
    ) -> Match:
        """Suggest entries for a complaint.

        Args:
            text: the complaint, as it was sent.
            handling: the handling record, if there is one.
            top: how many suggestions at the most, >= 1.
            service: suggest entries of this business line only.
            answered: questions already asked and their answers.

        Returns:
            The match; with an empty library the verdict is `none`.

        Raises:
            EmptyText: the complaint says nothing.
            TextTooLong: one of the texts has more than 20,000 code points.
            BadText: one of the texts holds NUL or half of a surrogate pair.
        """
        query = read_query(text, handling, reader=self.reader, encoder=self.encoder)
        scoring = Scoring(self.library, query)
        remembered = self.memory.recall(query.grams) if self.memory else {}
        positions = scoring.candidates(service, codes=remembered)
        effects = answer_effects([self.library.entries[i] for i in positions], answered)
        values = scoring.table(positions, later={"remembered": remembered, "answered": effects})
        earned = parts(values, weights=self.weights)
        scores = earned.sum(axis=1).tolist()
        order = ranked(scores, [self.library.entries[i].code for i in positions])
        fit = 0.0
        if order:
            fit = fit_probability(scoring.said(values, scores), weights=self.weights)
        probability = fit * shares(scores, sharpness=self.weights.sharpness)
        shown = order[:top]
        terms = scoring.terms([positions[k] for k in shown])
        suggestions = tuple(
            self._suggestion(scoring, query, positions[k], earned[k].tolist(), probability[k], said)
            for k, said in zip(shown, terms, strict=True)
        )
        first = suggestions[0].confidence if suggestions else 0.0
        told = verdict(fit, first, weights=self.weights)
        close = [(s.entry, s.confidence) for s in suggestions]
        return Match(
            verdict=told,
            suggestions=suggestions,
            readings=query.readings,
            ask=None if told == "none" else decisive_question(close, answered=answered),
            snapshot=self.snapshot,
        )

    def _suggestion(
        self,
        scoring: Scoring,
        query: Query,
        position: int,
        earned: Sequence[float],
        confidence: float,
        terms: Mapping[str, float],
    ) -> Suggestion:
        told = {
            name: part
            for name, part in zip(FEATURES, earned, strict=True)
            if name in self.weights.features
        }
        return Suggestion(
            entry=self.library.entries[position],
            confidence=float(confidence),
            score=sum(earned),
            parts=told,
            evidence=collect_evidence(
                query.readings,
                known=self.library.known[position],
                excluding=self.library.excluding[position],
                terms=terms,
                nearest=scoring.nearest(position),
                parts=told,
            ),
        )


def _mode(library: Library, encoder: Encoder | None) -> str:
    """Which weights fit: those of `plain` need nothing learned of rich entries."""
    if encoder is None:
        return "keyword_only"
    return "plain" if library.plain else "full"


def _snapshot_id(
    library: Library,
    lexicon: Lexicon,
    encoder: Encoder | None,
    weights: Mapping[str, object],
    revision: int,
    memory: Memory | None,
) -> str:
    """`r<revision>-<digest>`; the digest covers everything that an answer depends on."""
    named = {
        "version": VERSION,
        "library": library.identity,
        "cases": library.memory,
        "lexicon": lexicon.identity,
        "encoder": encoder.identity if encoder else None,
        "weights": weights,
        "memory": memory.identity if memory else None,
    }
    text = json.dumps(named, ensure_ascii=False, sort_keys=True)
    return f"r{revision}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
