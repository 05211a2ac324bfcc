"""The matcher of a running service: loaded once, replaced when the library moves on.

The library is served without meaning-based matching rather than not at all: when the encoder or
its index cannot be used, the matcher works on keywords and `State.notice` says why.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from kb.engine import open_engine
from kb.entry import Entry
from kb.errors import KbError
from kb.judgements import Judgements
from kb.store import Store
from matcher.encoder.base import Encoder
from matcher.encoder.errors import EncoderError
from matcher.encoder.registry import load_encoder
from matcher.engine import Matcher
from matcher.errors import IndexRefused
from matcher.threads import one_thread_a_product
from matcher.vector_store import Progress, VectorStore
from service.config import Config
from service.errors import NotReady
from service.seed import seed_cases, seed_lexicon

log = logging.getLogger("faultkb")

KEYWORD_ONLY = "语义编码器不可用，当前仅按关键词匹配。"


@dataclass(frozen=True, slots=True)
class State:
    """What answers requests right now.

    Attributes:
        matcher: the matcher.
        notice: why it works on keywords only; None when it does not.
        judged: revision of the judgements that it remembers.
    """

    matcher: Matcher
    notice: str | None
    judged: int


class Runtime:
    """Keeps the current `State`; safe to share between threads.

    Args:
        config: where the library and the encoder are.
    """

    def __init__(self, config: Config) -> None:
        self.config = config
        one_thread_a_product()
        self._engine: Engine | None = None
        self._encoder: Encoder | None = None
        self._notice: str | None = None
        self._encoder_loaded = False
        self._state: State | None = None
        self._failure: str | None = None
        self._asked = 0.0
        self._loading = threading.Lock()

    @property
    def store(self) -> Store:
        """The store of the library.

        Raises:
            StoreUnavailable: the database cannot be opened.
        """
        return Store(self._database())

    @property
    def judgements(self) -> Judgements:
        """What dispatchers said of suggested entries.

        Raises:
            StoreUnavailable: the database cannot be opened.
        """
        return Judgements(self._database())

    def _database(self) -> Engine:
        if self._engine is None:
            self._engine = open_engine(self.config.database)
        return self._engine

    def start(self) -> None:
        """Begin to load in the background; `current` waits for it."""
        threading.Thread(target=self._load_quietly, name="faultkb-load", daemon=True).start()

    def peek(self) -> tuple[State | None, str | None]:
        """The state as it is, without waiting, and why there is none."""
        return self._state, self._failure

    def current(self) -> State:
        """The state to answer with, no older than `refresh_seconds`.

        Raises:
            NotReady: the library cannot be loaded.
        """
        state = self._state
        if state is None:
            with self._loading:
                state = self._state or self._load()
        elif time.monotonic() - self._asked >= self.config.refresh_seconds:
            self._refresh(state)
            state = self._state or state
        return state

    def throwaway(
        self, entries: list[Entry], *, progress: Progress | None = None
    ) -> tuple[Matcher, str | None]:
        """A matcher over entries of a file; neither database nor index folder is touched.

        Args:
            entries: entries with distinct codes.
            progress: called with `(stage, done, total)`.

        Returns:
            The matcher, and why it works on keywords only, if it does.
        """
        encoder = self._load_encoder()
        matcher = Matcher.build(entries, lexicon=seed_lexicon(), encoder=encoder, progress=progress)
        return matcher, self._notice

    def _refresh(self, state: State) -> None:
        """Reload if the library has moved on; one thread does it, the others go on as they were."""
        if not self._loading.acquire(blocking=False):
            return
        try:
            self._asked = time.monotonic()
            if self.store.revision() != state.matcher.revision:
                self._load()
            elif self.judgements.revision() != state.judged:
                self._state = self._remembering(state.matcher, state.notice)
        except (KbError, NotReady) as error:
            log.warning("library could not be refreshed, serving the last one: %s", error)
        finally:
            self._loading.release()

    def _load_quietly(self) -> None:
        try:
            self.current()
        except NotReady as error:
            log.error("%s", error)

    def _load(self) -> State:
        try:
            snapshot = self.store.snapshot()
            encoder = self._load_encoder()
            matcher, notice = self._build(snapshot.entries, snapshot.revision, encoder)
            state = self._remembering(matcher, notice)
        except KbError as error:
            self._failure = str(error)
            raise NotReady(self._failure) from error
        self._failure = None
        self._state = state
        self._asked = time.monotonic()
        log.info("library %s loaded: %d entries", state.matcher.snapshot, len(snapshot.entries))
        return state

    def _remembering(self, matcher: Matcher, notice: str | None) -> State:
        """The matcher with all that was judged; the revision is read first, so none is missed."""
        judged = self.judgements.revision()
        return State(matcher.remembering(self.judgements.all()), notice, judged)

    def _load_encoder(self) -> Encoder | None:
        if not self._encoder_loaded:
            try:
                self._encoder = load_encoder(
                    self.config.encoder,
                    default_folder=self.config.encoder_folder,
                    threads=self.config.encoder_threads,
                )
                self._notice = None if self._encoder else KEYWORD_ONLY + "（已按配置关闭编码器）"
            except EncoderError as error:
                log.error("%s", error)
                self._notice = f"{KEYWORD_ONLY}{error}"
            self._encoder_loaded = True
        return self._encoder

    def _build(
        self, entries: list[Entry], revision: int, encoder: Encoder | None
    ) -> tuple[Matcher, str | None]:
        common: dict[str, Any] = {
            "lexicon": seed_lexicon(),
            "cases": seed_cases(),
            "revision": revision,
        }
        if encoder is None:
            return Matcher.build(entries, **common), self._notice
        store = VectorStore(self.config.index_folder, encoder)
        try:
            return Matcher.build(entries, encoder=encoder, store=store, **common), self._notice
        except IndexRefused as error:
            log.error("%s", error)
            return Matcher.build(entries, **common), f"{KEYWORD_ONLY}{error}"
