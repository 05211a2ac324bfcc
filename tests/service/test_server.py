"""The server as it is deployed: many callers, a killed worker, a library that moves on."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
TEXT = "光猫LOS灯闪红，上不了网，电话13800001234，地址阳光小区3幢502"


def ask(url: str, text: str = TEXT) -> dict[str, object]:
    """Match one text over HTTP."""
    request = urllib.request.Request(
        f"{url}/api/v1/match",
        json.dumps({"text": text}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        body: dict[str, object] = json.load(answer)
        return body


def first(answer: dict[str, object]) -> str:
    """Code of the first suggestion."""
    return answer["suggestions"][0]["code"]


def test_many_callers_at_once(live_server: str) -> None:
    """Forty concurrent requests get one and the same answer."""
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: ask(live_server), range(40)))
    assert all(answer == answers[0] for answer in answers)
    assert first(answers[0]) == "BB-001"


def test_a_killed_worker_is_replaced(serve: Callable[..., str], home: Path) -> None:
    """After kill -9 of every worker the service answers again by itself."""
    url = serve(home, "--encoder", "none")
    assert first(ask(url)) == "BB-001"
    for worker in _workers(url):
        os.kill(worker, signal.SIGKILL)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            assert first(ask(url)) == "BB-001"
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("no worker came back within 30 s")


def test_the_library_moves_on(
    serve: Callable[..., str], faultkb: Run, home: Path, tmp_path: Path
) -> None:
    """An import is served without a restart, under another snapshot."""
    copy = Path(shutil.copytree(home, tmp_path / "var"))
    url = serve(copy, "--encoder", "none")
    before = ask(url, "紫外线灯管嗡嗡作响")
    source = tmp_path / "new.jsonl"
    source.write_text('{"code": "N-1", "title": "紫外线灯管嗡嗡作响"}\n', "utf-8")
    assert faultkb("import", str(source), "--publish", home=copy).returncode == 0
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        after = ask(url, "紫外线灯管嗡嗡作响")
        if first(after) == "N-1":
            assert after["snapshot"] != before["snapshot"]
            return
        time.sleep(0.2)
    raise AssertionError("the new entry was not served within 20 s")


def test_nothing_of_a_complaint_is_kept(
    serve: Callable[..., str], home: Path, tmp_path: Path
) -> None:
    """Neither files of the state nor the log hold what was asked."""
    copy = Path(shutil.copytree(home, tmp_path / "var"))
    url = serve(copy, "--encoder", "none")
    ask(url)
    for file in copy.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            assert b"13800001234" not in data
            assert "阳光小区3幢502".encode() not in data


def test_no_network_is_needed(home: Path) -> None:
    """With every interface off the command line answers as it does with them on."""
    isolated = ["unshare", "-rn", "--"]
    if subprocess.run([*isolated, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not allow network namespaces (unshare -rn)")
    done = subprocess.run(
        [*isolated, sys.executable, "-m", "service.cli", "match", TEXT],
        env=os.environ | {"FAULTKB_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["suggestions"][0]["code"] == "BB-001"


def _workers(url: str) -> list[int]:
    """Process ids of the children of the server that listens at a URL."""
    port = url.rsplit(":", 1)[1]
    found = subprocess.run(
        ["pgrep", "-f", f"serve --port {port}"], capture_output=True, text=True, check=True
    )
    pids = [int(pid) for pid in found.stdout.split()]
    return [pid for pid in pids if _parent(pid) in pids]


def _parent(pid: int) -> int:
    status = Path(f"/proc/{pid}/stat").read_text("utf-8")
    return int(status.rsplit(")", 1)[1].split()[1])
