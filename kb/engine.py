"""Opening a database: any SQLAlchemy URL, with SQLite made safe for several writing processes.

SQLite gets write-ahead logging (readers do not wait for the writer), full synchronisation (what is
committed survives a power cut), foreign keys, and transactions that begin when we say so:
https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#pysqlite-transactions.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    NoSuchModuleError,
    OperationalError,
    ProgrammingError,
)
from sqlalchemy.orm import Session

from kb.errors import StoreBusy, StoreNotReady, StoreUnavailable

#: How long a writer waits for another one, in milliseconds.
BUSY_TIMEOUT = 10_000

_WRITES = "kb_writes"


def open_engine(url: str) -> Engine:
    """Open a database and make sure that it answers.

    Args:
        url: an SQLAlchemy URL, such as ``sqlite:////var/lib/faultkb/faultkb.db`` (its folder is
            made if absent) or ``postgresql+psycopg://user:password@host/faultkb``.

    Returns:
        An engine; its tables may still have to be made, see `kb.migrate.upgrade`.

    Raises:
        StoreUnavailable: if the URL is wrong, its driver is not installed, or nothing answers.
    """
    target = _parse(url)
    if target.get_backend_name() == "sqlite":
        _make_folder(target)
    engine = _create(target)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    with translated(target), engine.connect():
        return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Open a session whose statements all see the same state of the database.

    Raises:
        StoreUnavailable: if the database fails.
    """
    bound = engine
    if engine.dialect.name != "sqlite":  # a transaction of SQLite sees one state anyhow
        bound = engine.execution_options(isolation_level="REPEATABLE READ")
    with translated(engine.url), Session(bound) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """Open a session that commits at the end, or takes everything back on an error.

    On SQLite the transaction is the only writing one from its first statement on.  Elsewhere the
    caller locks a row before it reads what it is about to change.

    Raises:
        StoreBusy: if another writer does not finish in time.
        StoreUnavailable: if the database fails.
    """
    bound = engine.execution_options(**{_WRITES: True})
    with translated(engine.url), Session(bound) as session, session.begin():
        yield session


@contextmanager
def translated(url: URL) -> Iterator[None]:
    """Raise failures of the database as our own errors, without its password."""
    try:
        yield
    except DBAPIError as error:
        where = url.render_as_string(hide_password=True)
        said = str(error.orig).strip().partition("\n")[0]
        if url.password:
            said = said.replace(str(url.password), "***")
        meaning = _meaning(error, said, where)
        if meaning is None:
            raise
        raise meaning from error


def _meaning(error: DBAPIError, said: str, where: str) -> StoreUnavailable | None:
    if "database is locked" in said:
        seconds = BUSY_TIMEOUT // 1000
        return StoreBusy(f"数据库 {where} 被其他写入占用超过 {seconds} 秒；请稍后重试。")
    if "no such table" in said or "UndefinedTable" in type(error.orig).__name__:
        return StoreNotReady(f"数据库 {where} 还没有建表；请先运行 faultkb init。")
    if "not a database" in said:
        return StoreUnavailable(f"{where} 不是 SQLite 数据库文件；请改用别的路径，或从备份恢复。")
    if isinstance(error, OperationalError | ProgrammingError) or error.connection_invalidated:
        return StoreUnavailable(
            f"数据库 {where} 不可用（{said}）；"
            "请检查地址、账号、权限和磁盘空间，并确认数据库已启动。"
        )
    return None


def _parse(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError as error:
        # The text may hold a password, so it is not repeated.
        raise StoreUnavailable(
            "数据库地址无法识别；请写成 sqlite:///路径 或 postgresql+psycopg://用户:密码@主机/库名。"
        ) from error


def _create(target: URL) -> Engine:
    where = target.render_as_string(hide_password=True)
    try:
        return create_engine(target)
    except (NoSuchModuleError, ImportError) as error:
        raise StoreUnavailable(
            f"没有安装 {target.drivername} 的驱动，无法打开 {where}；"
            "PostgreSQL 请运行 pip install 'faultkb[postgres]'，SQLite 请写 sqlite:///路径。"
        ) from error


def _make_folder(target: URL) -> None:
    if not target.database or target.database.startswith((":memory:", "file:")):
        return
    folder = Path(target.database).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(
            f"无法建立数据库所在的文件夹 {folder}（{error.strerror}）；请检查路径和权限。"
        ) from error


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # sqlite3 must not begin transactions of its own
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
