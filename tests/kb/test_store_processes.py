"""The store under several processes: writers, readers, and one that is killed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine

from kb.engine import open_engine
from kb.store import Store

ROOT = Path(__file__).parents[2]

WRITER = """
import sys
from kb.engine import open_engine
from kb.store import Store
url, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
store = Store(open_engine(url))
for i in range(count):
    document = {"code": f"{name}-{i}", "title": "断网"}
    store.put([document, {"code": "both", "title": f"{name}-{i}"}], author=name, publish=True)
"""

STUCK = """
import sys, time
from kb.engine import open_engine
from kb.exchange.importer import import_file
from kb.store import Store
def progress(done, total):
    print(done, flush=True)
    if done >= 1000:
        time.sleep(60)
import_file(Store(open_engine(sys.argv[1])), sys.argv[2], publish=True, progress=progress)
"""

OPENER = """
import sys
from kb.engine import open_engine
from kb.migrate import upgrade
print(upgrade(open_engine(sys.argv[1])))
"""


def start(code: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def check_writers(engine: Engine) -> None:
    url = engine.url.render_as_string(hide_password=False)
    writers = [start(WRITER, url, name, "10") for name in ("甲", "乙", "丙")]
    store = Store(engine)
    seen = []
    while any(writer.poll() is None for writer in writers):
        revision, entries = store.snapshot()
        # Each write adds one entry to "both": a snapshot between revision and entries would show.
        assert len(entries) == revision + (revision > 0)
        seen.append(revision)
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    for writer in writers:
        writer.communicate()
    assert seen == sorted(seen)
    assert (store.revision(), store.list().total) == (30, 31)
    assert store.get("both").number == 30


def test_no_writer_loses_a_revision(engine: Engine) -> None:
    """Three processes write at once: every write counts, and readers see whole states only."""
    check_writers(engine)


def test_no_writer_loses_a_revision_on_postgresql(postgres_engine: Engine) -> None:
    """The same promise where it rests on a row's lock."""
    check_writers(postgres_engine)


def test_a_killed_import_leaves_the_old_state(engine: Engine, tmp_path: Path) -> None:
    """SIGKILL in the middle of the transaction: entries and revision are as before."""
    store = Store(engine)
    store.put([{"code": "旧", "title": "断网"}], author="", publish=True)
    file = tmp_path / "large.jsonl"
    lines = [json.dumps({"code": f"n-{i}", "title": "新" * 200}) for i in range(1500)]
    lines.append(json.dumps({"code": "旧", "title": "改"}))
    file.write_text("\n".join(lines), encoding="utf-8")
    process = start(STUCK, str(engine.url), str(file))
    assert process.stdout is not None
    assert [process.stdout.readline() for _ in range(2)] == ["500\n", "1000\n"]
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    revision, entries = store.snapshot()
    assert (revision, [(entry.code, entry.title) for entry in entries]) == (1, [("旧", "断网")])
    assert store.put([{"code": "后", "title": "t"}], author="", publish=True).revision == 2


@pytest.mark.parametrize("count", [4])
def test_several_may_open_a_new_database_at_once(tmp_path: Path, count: int) -> None:
    """One of them makes the tables, the others find them made."""
    url = f"sqlite:///{tmp_path / 'new' / 'kb.db'}"
    openers = [start(OPENER, url) for _ in range(count)]
    answers = sorted(opener.communicate()[0].strip() for opener in openers)
    assert answers == ["False"] * (count - 1) + ["True"]
    engine = open_engine(url)
    assert Store(engine).revision() == 0
    engine.dispose()
