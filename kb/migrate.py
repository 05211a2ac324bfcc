"""Bringing a database to the tables of this version, with Alembic run from code."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from kb.engine import writing
from kb.errors import StoreNotReady, StoreTooNew
from kb.tables import Base

#: Where Alembic notes the migration; our own name, as the database may serve other programs.
VERSION_TABLE = "faultkb_migration"

#: Key of PostgreSQL's advisory lock, so that two migrating processes wait for each other.
_LOCK = 0x6661756C746B62


def upgrade(engine: Engine) -> bool:
    """Make or change the tables so that they fit this version; once done, doing it again is free.

    Args:
        engine: an open database, see `kb.engine.open_engine`.

    Returns:
        Whether anything had to be done.

    Raises:
        StoreTooNew: if a newer version of the program has migrated the database.
        StoreNotReady: if tables of the same names are there that we did not make.
        StoreUnavailable: if the database fails.
    """
    with writing(engine) as session:
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        config = _config(connection)
        scripts = ScriptDirectory.from_config(config)
        present = current(connection)
        if present == scripts.get_current_head():
            return False
        _refuse_foreign(connection, present, scripts)
        command.upgrade(config, "head")
        return True


def current(connection: Connection) -> str | None:
    """Return the migration that a database has reached, or None when it has none of ours."""
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    return context.get_current_revision()


def _config(connection: Connection) -> Config:
    config = Config()
    folder = str(Path(__file__).with_name("migrations"))
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["version_table"] = VERSION_TABLE
    return config


def _refuse_foreign(connection: Connection, present: str | None, scripts: ScriptDirectory) -> None:
    where = connection.engine.url.render_as_string(hide_password=True)
    known = [script.revision for script in scripts.walk_revisions()]
    if present is not None and present not in known:
        raise StoreTooNew(
            f"数据库 {where} 的结构版本是 {present}，本程序只认识到 {known[0]}；"
            "请升级程序，或换用升级前的备份。"
        )
    if present is None:
        ours = set(Base.metadata.tables) & set(inspect(connection).get_table_names())
        if ours:
            raise StoreNotReady(
                f"数据库 {where} 中已有不属于本程序的表 {'、'.join(sorted(ours))}；"
                "请换一个空的数据库。"
            )
