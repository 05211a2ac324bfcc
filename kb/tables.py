"""The tables: the library's revision, its entries and all their versions, and judgements of them.

Documents are plain TEXT holding JSON, not a JSON column: PostgreSQL's ``jsonb`` would lose the
order of keys, and a document must come back as it was written.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kb.entry import MAX_CODE

#: Longest name of a judge, in characters.
MAX_JUDGE = 200


class Utc(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment with its zone."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Base of the tables; constraints have predictable names, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class LibraryTable(Base):
    """The library as a whole: one row, which every writer locks and counts up."""

    __tablename__ = "library"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[int]
    updated_at: Mapped[datetime] = mapped_column(Utc)


class EntryTable(Base):
    """An entry through all its versions; ``id`` is the order of insertion."""

    __tablename__ = "entry"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(MAX_CODE), unique=True)
    latest_version: Mapped[int]
    published_version: Mapped[int | None]
    retired: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Utc)


class VersionTable(Base):
    """One version of an entry; ``title`` and ``service`` are copied out of it for lists."""

    __tablename__ = "entry_version"
    __table_args__ = (
        UniqueConstraint("entry_id", "number"),
        CheckConstraint(
            "state IN ('draft', 'in_review', 'published', 'retired', 'superseded')", name="state"
        ),
        Index(None, "service"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(Text)
    service: Mapped[str | None] = mapped_column(Text)
    document: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Utc)


class JudgementRevisionTable(Base):
    """The judgements as a whole: one row, which every writer locks and counts up."""

    __tablename__ = "judgement_revision"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[int]


class JudgementTable(Base):
    """What a judge said of an entry for a ticket; texts are masked before they come here.

    That a judge speaks once of the same texts and entry is kept by the writers, not by a
    constraint: PostgreSQL cannot index texts of this length.
    """

    __tablename__ = "judgement"
    __table_args__ = (Index(None, "code"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    handling: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(String(MAX_CODE))
    right: Mapped[bool]
    judge: Mapped[str] = mapped_column(String(MAX_JUDGE))
    at: Mapped[datetime] = mapped_column(Utc)
