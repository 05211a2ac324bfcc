"""Opening databases: what SQLite is told, and what is said when one cannot be opened."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from kb import engine as engine_module
from kb.engine import open_engine, writing
from kb.errors import StoreBusy, StoreNotReady, StoreUnavailable
from kb.migrate import upgrade
from kb.store import Store


def test_sqlite_is_made_safe(engine: Engine) -> None:
    """WAL, synchronous=FULL (2), foreign keys and ten seconds of patience on every connection."""
    pragmas = ["journal_mode", "synchronous", "foreign_keys", "busy_timeout"]
    with engine.connect() as connection:
        found = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in pragmas]
    assert found == ["wal", 2, 1, 10_000]


def test_the_folder_is_made(tmp_path: Path) -> None:
    """A path into folders that are not there yet is fine."""
    open_engine(f"sqlite:///{tmp_path / '一' / '二' / 'kb.db'}").dispose()
    assert (tmp_path / "一" / "二" / "kb.db").exists()


def test_a_library_may_live_in_memory() -> None:
    """For a short life in one thread; no file appears."""
    engine = open_engine("sqlite://")
    upgrade(engine)
    assert Store(engine).put([{"code": "a", "title": "t"}], author="", publish=True).revision == 1
    engine.dispose()


def test_an_error_that_is_not_the_databases_fault_is_left_as_it_is(engine: Engine) -> None:
    """A broken constraint is a fault of the program, not a database to be reached."""
    with pytest.raises(IntegrityError), writing(engine) as session:
        session.execute(text("INSERT INTO library VALUES (2, 0, '2026-01-01')"))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:////proc/none/kb.db", "无法建立数据库所在的文件夹 /proc/none"),
        ("sqlite:////proc/kb.db", "不可用"),
        ("无", "数据库地址无法识别"),
        ("kingbase://u:geheim@h/d", "没有安装 kingbase 的驱动，无法打开 kingbase://u:***@h/d"),
    ],
)
def test_what_cannot_be_opened_is_said_with_a_remedy(url: str, said: str) -> None:
    """The address is shown, the password never."""
    with pytest.raises(StoreUnavailable) as caught:
        open_engine(url)
    assert said in str(caught.value)
    assert "请" in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_an_unreachable_server_is_said_without_the_password() -> None:
    """Port 1 answers nobody."""
    pytest.importorskip("psycopg", reason="the postgres extra is not installed")
    with pytest.raises(StoreUnavailable, match="不可用") as caught:
        open_engine("postgresql+psycopg://user:geheim@127.0.0.1:1/geheim")
    assert "geheim@" not in str(caught.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """And left as it is."""
    file = tmp_path / "notes.db"
    file.write_text("编码,标题\n" * 100, encoding="utf-8")
    with pytest.raises(StoreUnavailable, match="不是 SQLite 数据库文件"):
        open_engine(f"sqlite:///{file}")
    assert file.read_text(encoding="utf-8") == "编码,标题\n" * 100


def test_a_database_without_tables_says_how_to_make_them(sqlite_url: str) -> None:
    """The command is named."""
    engine = open_engine(sqlite_url)
    with pytest.raises(StoreNotReady, match="faultkb init"):
        Store(engine).revision()
    engine.dispose()


def test_a_writer_that_waits_too_long_is_told(
    sqlite_url: str, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Readers go on meanwhile."""
    monkeypatch.setattr(engine_module, "BUSY_TIMEOUT", 50)
    other = open_engine(sqlite_url)
    with writing(engine) as session:
        session.execute(text("SELECT 1"))
        assert Store(other).revision() == 0
        with pytest.raises(StoreBusy, match="稍后重试"):
            Store(other).put([{"code": "a", "title": "t"}], author="", publish=True)
    other.dispose()
