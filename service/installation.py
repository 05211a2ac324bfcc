"""Making and verifying an installation: database, seed library, encoder, index."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.reader import entries
from kb.engine import open_engine
from kb.entry import Entry
from kb.migrate import upgrade
from kb.store import Store
from matcher.cases import case_texts, identity_of
from matcher.encoder.base import Encoder
from matcher.encoder.build import ensure_encoder
from matcher.encoder.errors import EncoderDamaged, EncoderError
from matcher.encoder.registry import load_encoder
from matcher.engine import VERSION
from matcher.errors import IndexRefused
from matcher.library import sayings
from matcher.reading import Reader
from matcher.vector_store import VectorStore
from service.config import Config
from service.seed import seed_cases, seed_lexicon

Progress = Callable[[str, int, int], None]


@dataclass
class Report:
    """What was found and made.

    Attributes:
        lines: one Chinese line a part.
        findings: whether something needs a person's attention.
    """

    lines: list[str] = field(default_factory=list)
    findings: bool = False

    def say(self, line: str, *, finding: bool = False) -> None:
        """Add a line."""
        self.lines.append(line)
        self.findings = self.findings or finding


def install(config: Config, *, seed: bool = True, progress: Progress | None = None) -> Report:
    """Make what is missing and verify what is there.

    Args:
        config: where everything lives.
        seed: whether an untouched library is filled with the entries that ship with the product.
        progress: called with `(stage, done, total)`.

    Returns:
        What was done, for people.

    Raises:
        KbError: the database cannot be used.
    """
    report = Report()
    config.home.mkdir(parents=True, exist_ok=True)
    engine = open_engine(config.database)
    made = upgrade(engine)
    report.say(f"数据库：{'已建立' if made else '完好'}")
    store = Store(engine)
    _seed(store, report, wanted=seed, progress=progress)
    encoder = _encoder(config, report, progress)
    if encoder is not None:
        _index(config, store, encoder, report, progress)
    engine.dispose()
    return report


def _seed(store: Store, report: Report, *, wanted: bool, progress: Progress | None) -> None:
    revision = store.revision()
    if revision == 0 and wanted:
        show = (lambda done, total: progress("装入经验库", done, total)) if progress else None
        put = store.put(entries(), author="seed", publish=True, progress=show)
        report.say(f"经验库：装入 {len(put.created)} 条，版本 {put.revision}")
        return
    count = len(store.published())
    report.say(f"经验库：{count} 条已发布，版本 {revision}")


def _encoder(config: Config, report: Report, progress: Progress | None) -> Encoder | None:
    try:
        if config.encoder == "default":
            _make_default(config, report, progress)
        encoder = load_encoder(
            config.encoder,
            default_folder=config.encoder_folder,
            threads=os.cpu_count() or 1,  # nothing else runs yet
        )
    except EncoderError as error:
        report.say(f"编码器：不可用，服务将仅按关键词匹配。{error}", finding=True)
        return None
    report.say(f"编码器：{encoder.name if encoder else '未启用，仅按关键词匹配'}")
    return encoder


def _make_default(config: Config, report: Report, progress: Progress | None) -> None:
    try:
        ensure_encoder(config.encoder_folder, progress=progress)
    except EncoderDamaged as error:
        report.say(f"编码器：{error} 正在重建。")
        ensure_encoder(config.encoder_folder, progress=progress, rebuild=True)


def _index(
    config: Config, store: Store, encoder: Encoder, report: Report, progress: Progress | None
) -> None:
    vectors = VectorStore(config.index_folder, encoder)
    mark = config.index_folder / "complete.json"
    stamp = _stamp(config, store, encoder)
    try:
        known = _marked(mark, stamp) if vectors.sound() else None
    except IndexRefused as error:
        report.say(f"索引：{error} 正在重建。")
        vectors.discard()
        known = None
    if known is None:
        texts = texts_to_encode(store.published())
        vectors.vectors(texts, progress=progress)
        known = len(texts)
        mark.write_text(json.dumps({"stamp": stamp, "texts": known}), encoding="utf-8")
    report.say(f"索引：{known:,} 条说法")


def _stamp(config: Config, store: Store, encoder: Encoder) -> str:
    """Names everything that the texts of the index and their vectors depend on.

    A database inside the installation is named from there, so that the whole may be moved.
    """
    named = (
        f"{VERSION} {config.database.replace(str(config.home), '')} r{store.revision()}",
        seed_lexicon().identity,
        identity_of(seed_cases()),
        encoder.identity,
    )
    return hashlib.sha256(" ".join(named).encode()).hexdigest()


def _marked(mark: Path, stamp: str) -> int | None:
    """How many texts an index holds that is complete for a stamp; None where it is not."""
    try:
        said = json.loads(mark.read_text(encoding="utf-8"))
        return int(said["texts"]) if said["stamp"] == stamp else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def texts_to_encode(published: Sequence[Entry]) -> list[str]:
    """The texts whose vectors a service over some entries needs, in the matcher's order.

    Args:
        published: the entries.

    Returns:
        Phrasings and seed cases of every entry, then the seed cases that no entry fits.
    """
    reader = Reader(seed_lexicon())
    told = case_texts(seed_cases(), [entry.code for entry in published], reader=reader)
    own = [entry.phrasings() for entry in published]
    outside = case_texts(seed_cases(), [None], reader=reader)
    return [text for group in (*sayings(own, told), *outside) for text in group]


def open_store(config: Config) -> Store:
    """The store of an installation that `install` has made.

    Raises:
        StoreUnavailable: the database cannot be opened.
    """
    return Store(open_engine(config.database))
