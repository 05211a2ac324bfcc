"""Carrying out moves in a session: the rows that a write reads, adds and turns."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from kb.plan import Move, Present
from kb.tables import EntryTable, VersionTable
from kb.values import dumps

#: Rows a statement; old builds of SQLite take 999 variables a statement.
BATCH = 500

_Item = TypeVar("_Item")


def present_entries(session: Session, codes: Sequence[str]) -> dict[str, Present]:
    """Read the entries of some codes, each with its latest version.

    Args:
        session: an open session.
        codes: any number of codes; unknown ones are left out of the answer.

    Returns:
        What is there, by code.
    """
    ours = (VersionTable.entry_id == EntryTable.id) & (
        VersionTable.number == EntryTable.latest_version
    )
    rows = select(EntryTable, VersionTable.document).join(VersionTable, ours)
    found: dict[str, Present] = {}
    for some in _batches(codes):
        for entry, document in session.execute(rows.where(EntryTable.code.in_(some))):
            found[entry.code] = Present(
                entry.id,
                entry.latest_version,
                json.loads(document),
                entry.published_version,
                entry.retired,
            )
    return found


def carry_out(
    session: Session,
    moves: Sequence[Move],
    *,
    author: str,
    now: datetime,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write moves, in batches, in their order.

    Args:
        session: a writing session, the library's row locked.
        moves: what is to be done; idle ones are passed over.
        author: who writes.
        now: the moment that all new rows bear.
        progress: called with (done, total) after each batch.
    """
    done = 0
    for some in _batches(moves):
        _write_batch(session, [move for move in some if not move.idle], author, now)
        done += len(some)
        if progress is not None:
            progress(done, len(moves))


def _write_batch(session: Session, moves: Sequence[Move], author: str, now: datetime) -> None:
    ids = {m.candidate.code: m.present.entry_id for m in moves if m.present is not None}
    fresh = [m.candidate.code for m in moves if m.present is None]
    if fresh:
        session.execute(insert(EntryTable), [_new_entry(code, now) for code in fresh])
        added = select(EntryTable.code, EntryTable.id).where(EntryTable.code.in_(fresh))
        ids |= {code: entry_id for code, entry_id in session.execute(added)}
    placed = [(ids[m.candidate.code], m) for m in moves]
    _turn_states(session, placed)
    versions = [_new_version(entry_id, m, author, now) for entry_id, m in placed if m.new_version]
    if versions:
        session.execute(insert(VersionTable), versions)
    if placed:
        session.execute(update(EntryTable), [_pointers(entry_id, m) for entry_id, m in placed])


def _turn_states(session: Session, placed: Iterable[tuple[int, Move]]) -> None:
    """Supersede the versions that give way; publish latest versions that go live as they are."""
    known = [(entry_id, m) for entry_id, m in placed if m.present is not None]
    replaced = [entry_id for entry_id, m in known if m.new_version]
    going_live = [entry_id for entry_id, m in known if m.publish]
    as_they_are = [entry_id for entry_id, m in known if m.publish and not m.new_version]
    of_entry = VersionTable.entry_id
    turn = update(VersionTable).execution_options(synchronize_session=False)
    latest = select(EntryTable.latest_version).where(EntryTable.id == of_entry).scalar_subquery()
    waiting = VersionTable.state.in_(["draft", "in_review"])
    live = VersionTable.state == "published"
    for where, state in (
        (of_entry.in_(replaced) & waiting, "superseded"),
        (of_entry.in_(going_live) & live, "superseded"),
        (of_entry.in_(as_they_are) & (VersionTable.number == latest), "published"),
    ):
        if known:
            session.execute(turn.where(where).values(state=state))


def _new_entry(code: str, now: datetime) -> dict[str, Any]:
    return {"code": code, "latest_version": 0, "retired": False, "created_at": now}


def _new_version(entry_id: int, move: Move, author: str, now: datetime) -> dict[str, Any]:
    candidate = move.candidate
    return {
        "entry_id": entry_id,
        "number": _latest_number(move),
        "state": "published" if move.publish else "draft",
        "title": _column_text(candidate.title),
        "service": None if candidate.service is None else _column_text(candidate.service),
        "document": dumps(candidate.document),
        "author": author,
        "created_at": now,
    }


def _pointers(entry_id: int, move: Move) -> dict[str, Any]:
    number = _latest_number(move)
    live = move.present.published_version if move.present else None
    return {
        "id": entry_id,
        "latest_version": number,
        "published_version": number if move.publish else live,
        "retired": False,
    }


def _latest_number(move: Move) -> int:
    return (move.present.number if move.present else 0) + move.new_version


def _column_text(text: str) -> str:
    # PostgreSQL has no NUL in text; in the document it is escaped.
    return text.replace("\0", "\ufffd")


def _batches(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
