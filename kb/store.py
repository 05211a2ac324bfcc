"""The store: every entry with all its versions, in one database, behind one revision.

The *revision* counts up by exactly one with each transaction that changes anything; whoever holds
a snapshot knows from it whether the library has moved on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Engine, Row, Select, func, select
from sqlalchemy.orm import Session

from kb.engine import reading, writing
from kb.entry import Entry
from kb.errors import StoreNotReady, UnknownEntry
from kb.plan import candidates, move, report
from kb.records import EntryRow, Page, PutReport, Snapshot, State, Version
from kb.tables import EntryTable, LibraryTable, VersionTable
from kb.writes import carry_out, present_entries

#: Called with (done, total) as a write goes on.
Progress = Callable[[int, int], None]

Document = Mapping[str, Any]

#: `Store.list` hides the builtin inside the class.
_Entries = list[Entry]


class Store:
    """The entries of one database.

    Args:
        engine: an open database with our tables, see `kb.engine.open_engine` and
            `kb.migrate.upgrade`.

    Every method raises `StoreUnavailable` if the database fails.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def revision(self) -> int:
        """Return how many transactions have changed the library."""
        with reading(self._engine) as session:
            return _revision(session)

    def published(self) -> list[Entry]:
        """Return the published entries in insertion order."""
        return self.snapshot().entries

    def snapshot(self) -> Snapshot:
        """Return the revision and the published entries as one transaction sees them."""
        with reading(self._engine) as session:
            revision = _revision(session)
            texts = session.scalars(_documents(_is_published())).all()
        return Snapshot(revision, [Entry.from_document(json.loads(text)) for text in texts])

    def get(self, code: str, *, published: bool = True) -> Version:
        """Return one entry.

        Args:
            code: the entry's code.
            published: whether the live version is meant, or the latest one in whatever state.

        Raises:
            UnknownEntry: if there is no such entry or version.
        """
        version = _is_published() if published else _is_latest()
        with reading(self._engine) as session:
            row = session.execute(_joined(version).where(EntryTable.code == code)).one_or_none()
            if row is None:
                raise UnknownEntry(code, published=published)
            return _version(row)

    def list(
        self,
        *,
        published: bool = True,
        service: str | None = None,
        offset: int = 0,
        limit: int = 50,
    ) -> Page:
        """Return a page of entries in insertion order.

        Args:
            published: whether only published entries are listed, as published; otherwise all
                entries, drafts and retired ones included, as their latest version has them.
            service: only entries of this service.
            offset: how many rows to skip.
            limit: how many rows to return at most.
        """
        rows = _joined(_is_published() if published else _is_latest())
        if service is not None:
            rows = rows.where(VersionTable.service == service)
        with reading(self._engine) as session:
            total = session.scalar(select(func.count()).select_from(rows.subquery())) or 0
            page = session.execute(rows.order_by(EntryTable.id).offset(offset).limit(limit))
            return Page(tuple(_entry_row(row) for row in page), total)

    def plan(self, documents: Iterable[Document], *, publish: bool) -> PutReport:
        """Say what `put` would do, and write nothing.

        Raises:
            BadEntry: as `put` does.
        """
        ready = list(candidates(documents, publish=publish))
        with reading(self._engine) as session:
            present = present_entries(session, [candidate.code for candidate in ready])
            revision = _revision(session)
        moves = [move(c, present.get(c.code), publish=publish) for c in ready]
        return report(moves, revision=revision)

    def put(
        self,
        documents: Iterable[Document],
        *,
        author: str,
        publish: bool,
        progress: Progress | None = None,
    ) -> PutReport:
        """Write documents, all or none: new codes are created, known ones get a new version.

        A document that is as its entry already is (key order aside) changes nothing.

        Args:
            documents: library lines, each with a code of its own.
            author: who writes, kept with each version.
            publish: whether the documents become the live versions, or drafts.
            progress: called with (done, total) within the transaction.

        Returns:
            What was created, changed and left as it was, and the revision afterwards.

        Raises:
            BadEntry: at the first document that may not be written; nothing is written then.
            StoreBusy: if another writer does not finish in time.
        """
        ready = list(candidates(documents, publish=publish))
        now = datetime.now(UTC)
        with writing(self._engine) as session:
            library = _locked_library(session)
            present = present_entries(session, [candidate.code for candidate in ready])
            moves = [move(c, present.get(c.code), publish=publish) for c in ready]
            carry_out(session, moves, author=author, now=now, progress=progress)
            if not all(each.idle for each in moves):
                library.revision += 1
                library.updated_at = now
            return report(moves, revision=library.revision)

    def export(self) -> Iterator[dict[str, Any]]:
        """Yield the latest version of each entry that is not retired, in insertion order.

        All documents are read before the first is yielded, so that a slow taker holds no
        transaction open.
        """
        with reading(self._engine) as session:
            texts = session.scalars(_documents(_is_latest(), ~EntryTable.retired)).all()
        for text in texts:
            yield json.loads(text)


def _is_published() -> ColumnElement[bool]:
    return VersionTable.number == EntryTable.published_version


def _is_latest() -> ColumnElement[bool]:
    return VersionTable.number == EntryTable.latest_version


def _joined(version: ColumnElement[bool]) -> Select[EntryTable, VersionTable]:
    ours = VersionTable.entry_id == EntryTable.id
    return select(EntryTable, VersionTable).join(VersionTable, ours & version)


def _documents(version: ColumnElement[bool], *also: ColumnElement[bool]) -> Select[str]:
    ours = VersionTable.entry_id == EntryTable.id
    texts = select(VersionTable.document).join(EntryTable, ours & version)
    return texts.where(*also).order_by(EntryTable.id)


def _revision(session: Session) -> int:
    return _library(session.get(LibraryTable, 1)).revision


def _locked_library(session: Session) -> LibraryTable:
    # The lock makes writers queue on PostgreSQL; SQLite's writers already do.
    return _library(session.get(LibraryTable, 1, with_for_update=True))


def _library(row: LibraryTable | None) -> LibraryTable:
    if row is None:
        raise StoreNotReady("数据库里没有经验库的版本记录；请先运行 faultkb init，或从备份恢复。")
    return row


def _version(row: Row[EntryTable, VersionTable]) -> Version:
    entry, version = row
    return Version(
        document=json.loads(version.document),
        number=version.number,
        state=cast(State, version.state),
        author=version.author,
        created_at=version.created_at,
        published_version=entry.published_version,
    )


def _entry_row(row: Row[EntryTable, VersionTable]) -> EntryRow:
    entry, version = row
    return EntryRow(
        code=entry.code,
        title=version.title,
        service=version.service,
        state=cast(State, version.state),
        version=version.number,
        published_version=entry.published_version,
        updated_at=version.created_at,
    )
