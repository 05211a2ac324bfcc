"""What the store answers with: versions, light rows, reports of writes.  All frozen, all plain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from kb.entry import Entry

#: The life of a version.  ``superseded``: a later version took its place before or after it was
#: published.
State = Literal["draft", "in_review", "published", "retired", "superseded"]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an entry, whole.

    Args:
        document: the library line as it was written, unknown fields and key order included.
        number: counts from 1 within the entry; what an ``ETag`` is made of.
        state: where this version is in its life.
        author: who wrote it.
        created_at: when, in UTC.
        published_version: number of the entry's live version, if it has one.
    """

    document: dict[str, Any]
    number: int
    state: State
    author: str
    created_at: datetime
    published_version: int | None

    @property
    def entry(self) -> Entry:
        """The typed view of the document."""
        return Entry.from_document(self.document)


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A line of a list of entries; a NUL in a text is shown as U+FFFD."""

    code: str
    title: str
    service: str | None
    state: State
    version: int
    published_version: int | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, and how many rows the list has in all."""

    rows: tuple[EntryRow, ...]
    total: int


class Snapshot(NamedTuple):
    """The published entries, in insertion order, and the revision that they belong to."""

    revision: int
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Change:
    """A changed entry and the names of its changed fields; none when only its state changes."""

    code: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PutReport:
    """What a write did, or would do.

    Args:
        created: codes that were not there before, in the order of the documents.
        changed: entries that got a new version or were published.
        unchanged: codes whose entry already was as the document says.
        revision: the library's revision afterwards (for a plan: the present one).
    """

    created: tuple[str, ...]
    changed: tuple[Change, ...]
    unchanged: tuple[str, ...]
    revision: int
