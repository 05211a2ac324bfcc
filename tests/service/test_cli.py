"""The command line, run as users run it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
LOS = "用户称光猫有个红灯一直在闪，家里手机电脑都上不了网，重启过没用，请尽快处理"


def write_lines(path: Path, *rows: object) -> Path:
    """A JSON-lines file."""
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), "utf-8")
    return path


@pytest.fixture
def copy(home: Path, tmp_path: Path) -> Path:
    """A copy of the installation that a test may change."""
    return Path(shutil.copytree(home, tmp_path / "var"))


def test_init_twice_changes_nothing(faultkb: Run, copy: Path) -> None:
    """The second init verifies and leaves every file as it was."""
    before = {p: p.stat().st_mtime_ns for p in copy.rglob("*") if p.suffix in (".npy", ".json")}
    done = faultkb("init", home=copy)
    assert done.returncode == 0, done.stderr
    assert before == {p: p.stat().st_mtime_ns for p in before}


def test_init_rebuilds_what_is_damaged(faultkb: Run, copy: Path) -> None:
    """A damaged index and a missing encoder are made anew."""
    (copy / "index" / "vectors.npy").write_bytes(b"")
    shutil.rmtree(copy / "encoder")
    done = faultkb("init", home=copy)
    assert done.returncode == 0, done.stdout + done.stderr
    assert faultkb("doctor", home=copy).returncode == 0


def test_init_empty(faultkb: Run, tmp_path: Path) -> None:
    """No seed library with --empty, and the doctor says what to do."""
    home = tmp_path / "var"
    assert faultkb("init", "--empty", "--encoder", "none", home=home).returncode == 0
    done = faultkb("doctor", home=home, FAULTKB_ENCODER="none")
    assert done.returncode == 1
    assert "没有已发布的条目" in done.stdout


def test_match_a_text(faultkb: Run, home: Path) -> None:
    """JSON on standard output, the right entry first."""
    done = faultkb("match", LOS, home=home)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["suggestions"][0]["code"] == "BB-001"


def test_match_a_file(faultkb: Run, home: Path, tmp_path: Path) -> None:
    """A result line a ticket, in order, with the fields that others rely on."""
    source = write_lines(
        tmp_path / "in.jsonl",
        {"_id": "a", "text": LOS},
        {"_id": "b", "text": "水管爆了", "handling": "已转水务", "code": None},
    )
    target = tmp_path / "out.jsonl"
    done = faultkb("match", "--in", str(source), "--out", str(target), "--top", "3", home=home)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert [line["_id"] for line in lines] == ["a", "b"]
    for line in lines:
        assert {"_id", "verdict", "suggestions", "snapshot"} <= set(line)
        assert len(line["suggestions"]) <= 3
        assert all(0 <= s["confidence"] <= 1 for s in line["suggestions"])


def test_match_against_a_file_touches_no_database(faultkb: Run, tmp_path: Path) -> None:
    """`--kb` needs no installation and leaves none behind."""
    library = write_lines(
        tmp_path / "kb.jsonl",
        {"_id": "1", "title": "", "text": "宽带账号密码错误"},
        {"_id": "2", "text": "电视没有声音"},
    )
    home = tmp_path / "untouched"
    done = faultkb("match", "电视机没声音", "--kb", str(library), "--encoder", "none", home=home)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["suggestions"][0]["code"] == "2"
    assert not home.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["match"], "--in"),
        (["match", "x", "--in", "a", "--out", "b"], "--in"),
        (["match", ""], "投诉内容为空"),
        (["match", "红" * 20_001], "20,001"),
        (["match", "--in", "/none.jsonl", "--out", "/tmp/x"], "/none.jsonl"),
        (["match", "x", "--top", "0"], "0"),
        (["import", "/none.jsonl"], "/none.jsonl"),
        (["import", "/none.doc"], "jsonl"),
        (["evaluate", "--tickets", "/none.jsonl"], "/none.jsonl"),
        (["nothing"], "nothing"),
        (["match", "x", "--encoder", "no/such-model"], "faultkb[train]"),
    ],
)
def test_bad_input_is_refused(faultkb: Run, home: Path, words: list[str], said: str) -> None:
    """Exit 2 and a message that names the value or the remedy, no traceback."""
    done = faultkb(*words, home=home)
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 2


def test_a_bad_ticket_line_is_named(faultkb: Run, home: Path, tmp_path: Path) -> None:
    """Line and field; nothing is written."""
    source = write_lines(tmp_path / "in.jsonl", {"_id": "a", "text": "红灯"}, {"_id": "b"})
    target = tmp_path / "out.jsonl"
    done = faultkb("match", "--in", str(source), "--out", str(target), home=home)
    assert done.returncode == 2
    assert "第 2 行" in done.stderr and "text" in done.stderr
    assert not target.exists()


def test_import_export_round_trip(faultkb: Run, tmp_path: Path) -> None:
    """What was imported comes out byte for byte, unknown fields included."""
    home = tmp_path / "var"
    source = write_lines(
        tmp_path / "in.jsonl",
        {"title": "红灯", "code": "A-1", "own": {"x": [1, 2.5, None]}},
        {"code": "A-2", "title": "欠费", "symptoms": ["交完费还停机"]},
    )
    target = tmp_path / "out.jsonl"
    assert faultkb("init", "--empty", "--encoder", "none", home=home).returncode == 0
    dry = faultkb("import", str(source), "--dry-run", home=home)
    assert (dry.returncode, "新增 A-1" in dry.stdout) == (0, True)
    assert faultkb("import", str(source), "--publish", home=home).returncode == 0
    assert faultkb("export", str(target), home=home).returncode == 0
    assert target.read_bytes() == source.read_bytes()
    found = faultkb("match", "停机了", "--encoder", "none", home=home)
    assert json.loads(found.stdout)["suggestions"][0]["code"] == "A-2"


def test_a_bad_row_changes_nothing(faultkb: Run, copy: Path, tmp_path: Path) -> None:
    """Row and field are named, exit 2, and the library is as it was."""
    source = write_lines(tmp_path / "in.jsonl", {"code": "A-1", "title": "x"}, {"code": "A-2"})
    done = faultkb("import", str(source), "--publish", home=copy)
    assert done.returncode == 2
    assert "2" in done.stderr and "title" in done.stderr
    assert "A-1" not in faultkb("match", "x", "--encoder", "none", home=copy).stdout


def test_evaluate(faultkb: Run, home: Path, tmp_path: Path) -> None:
    """The report has its figures; null codes count only in rejection."""
    tickets = write_lines(
        tmp_path / "t.jsonl",
        {"_id": "1", "text": LOS, "code": "BB-001", "style": "workorder"},
        {"_id": "2", "text": "水管爆了，水漫到路上", "code": None},
        {"_id": "3", "text": "没有标注的一行"},
    )
    target = tmp_path / "report.json"
    done = faultkb("evaluate", "--tickets", str(tickets), "--report", str(target), home=home)
    assert done.returncode == 0, done.stderr
    report = json.loads(target.read_text("utf-8"))
    assert report == json.loads(done.stdout)
    assert report["n"] == 2
    assert report["hit@1"] == 1.0
    assert report["reject_auc"] == 1.0
    assert set(report["by_style"]) == {"workorder"}
    for name in (
        "hit@3",
        "hit@5",
        "mrr@10",
        "ndcg@10",
        "ci95",
        "ece",
        "coverage_at_precision_95",
        "by_service",
        "worst",
        "snapshot",
    ):
        assert name in report


def test_evaluate_with_qrels(faultkb: Run, tmp_path: Path) -> None:
    """BEIR files as they are."""
    library = write_lines(
        tmp_path / "c.jsonl",
        {"_id": "d1", "title": "", "text": "怎么改密码"},
        {"_id": "d2", "title": "", "text": "怎么查话费"},
    )
    queries = write_lines(tmp_path / "q.jsonl", {"_id": "q1", "text": "话费如何查询"})
    qrels = tmp_path / "qrels.tsv"
    qrels.write_text("query-id\tcorpus-id\tscore\nq1\td2\t1\n", "utf-8")
    done = faultkb(
        "evaluate",
        "--kb",
        str(library),
        "--tickets",
        str(queries),
        "--qrels",
        str(qrels),
        "--encoder",
        "none",
        home=tmp_path / "var",
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["hit@1"] == 1.0


def test_unlabelled_tickets_cannot_be_evaluated(faultkb: Run, home: Path, tmp_path: Path) -> None:
    """The message says what is missing."""
    tickets = write_lines(tmp_path / "t.jsonl", {"_id": "1", "text": "红灯"})
    done = faultkb("evaluate", "--tickets", str(tickets), home=home)
    assert done.returncode == 2 and "--qrels" in done.stderr


def test_doctor(faultkb: Run, home: Path) -> None:
    """A sound installation has no findings."""
    done = faultkb("doctor", home=home)
    assert done.returncode == 0, done.stdout
    assert "一切正常" in done.stdout


def test_a_taken_port_is_refused(faultkb: Run, home: Path, live_server: str) -> None:
    """The message names address and remedy."""
    port = live_server.rsplit(":", 1)[1]
    done = faultkb("serve", "--port", port, home=home)
    assert done.returncode == 2
    assert port in done.stderr and "--port" in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [("FAULTKB_OPEN", "yes"), ("FAULTKB_ENCODER_THREADS", "0"), ("FAULTKB_ENCODER_THREADS", "x")],
)
def test_a_bad_variable_is_named(faultkb: Run, home: Path, name: str, value: str) -> None:
    """Variable and value, exit 2."""
    done = faultkb("doctor", home=home, **{name: value})
    assert done.returncode == 2
    assert name in done.stderr and value in done.stderr
