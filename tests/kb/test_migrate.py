"""Migrations: they make what the code expects, once, and never touch what they do not know."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from kb.engine import open_engine, writing
from kb.errors import StoreNotReady, StoreTooNew
from kb.judgements import Judgements
from kb.migrate import VERSION_TABLE, _config, current, upgrade
from kb.store import Store
from kb.tables import Base


def test_migrations_make_the_tables_of_the_code(any_engine: Engine) -> None:
    """Alembic finds no difference between a migrated database and the metadata."""
    options = {"version_table": VERSION_TABLE, "compare_type": True}
    with any_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_constraints_that_alembic_does_not_compare_are_there_too(any_engine: Engine) -> None:
    """Checks bear the same names in the migrations and in the metadata."""
    inspector = inspect(any_engine)
    for table in Base.metadata.sorted_tables:
        found = {check["name"] for check in inspector.get_check_constraints(table.name)}
        expected = {c.name for c in table.constraints if type(c).__name__ == "CheckConstraint"}
        assert found == expected


def test_a_migrated_database_is_left_alone(engine: Engine) -> None:
    """Upgrading again does nothing, with entries in it or without."""
    Store(engine).put([{"code": "a", "title": "t"}], author="", publish=True)
    assert upgrade(engine) is False
    assert Store(engine).snapshot().revision == 1


def test_a_database_of_an_older_version_loses_nothing(any_engine: Engine) -> None:
    """Down to the first migration and up again: the library is as it was, judgements are new."""
    store = Store(any_engine)
    store.put(
        [{"code": "a", "title": "断网"}, {"code": "b", "title": "慢"}], author="", publish=True
    )
    Judgements(any_engine).record(text="断网", code="a", right=True, judge="")
    before = (store.snapshot(), list(store.export()), store.get("a"))
    with writing(any_engine) as session:
        command.downgrade(_config(session.connection()), "0001")
    assert not {"judgement", "judgement_revision"} & set(inspect(any_engine).get_table_names())
    assert (store.snapshot(), list(store.export()), store.get("a")) == before
    assert upgrade(any_engine) is True
    assert (store.snapshot(), list(store.export()), store.get("a")) == before
    assert (Judgements(any_engine).all(), Judgements(any_engine).revision()) == ([], 0)


def test_a_database_of_a_newer_version_is_refused(engine: Engine) -> None:
    """With both versions named, and nothing changed."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE faultkb_migration SET version_num = '9000'"))
    with pytest.raises(StoreTooNew, match="结构版本是 9000，本程序只认识到 0002；请升级程序"):
        upgrade(engine)
    with engine.connect() as connection:
        assert current(connection) == "9000"


def test_tables_of_another_program_are_not_touched(sqlite_url: str) -> None:
    """A table that bears one of our names is not taken for ours."""
    engine = open_engine(sqlite_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE entry (id INTEGER)"))
    with pytest.raises(StoreNotReady, match="不属于本程序的表 entry"):
        upgrade(engine)
    assert inspect(engine).get_table_names() == ["entry"]
    engine.dispose()
