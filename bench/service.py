"""The served match: latency over HTTP and in process, memory of the idle service.

    python -m bench.service [--rounds 200]

In process, one match is timed beside the encoder's own run on the same text, taking turns.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from statistics import median

from matcher.cases import told
from service.config import Config
from service.runtime import Runtime

TEXT = "用户称光猫有个红灯一直在闪，家里手机电脑都上不了网，重启过没用，请尽快处理"


def timed(call: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000.0


def in_process(config: Config, rounds: int) -> None:
    """Time match and encoder in turn."""
    matcher = Runtime(config).current().matcher
    encoder = matcher.encoder
    text = told(matcher.reader.normal(TEXT).text, "")
    whole: list[float] = []
    alone: list[float] = []
    for _ in range(rounds):
        whole.append(timed(lambda: matcher.match(TEXT)))
        if encoder is not None:
            alone.append(timed(lambda: encoder.encode([text], kind="query")))
    print(f"match in process, {len(matcher.library.entries)} entries: p50 {median(whole):.1f} ms")
    if alone:
        ratio = median(w / a for w, a in zip(whole, alone, strict=True))
        print(f"encoder alone: p50 {median(alone):.1f} ms; match / encoder: {ratio:.2f}")


def over_http(config: Config, rounds: int) -> None:
    """Start a server, measure its memory when idle, then its latency."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"FAULTKB_HOME": str(config.home)}
    server = subprocess.Popen(
        [sys.executable, "-m", "service.cli", "serve", "--port", str(port)],
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(f"{url}/readyz")
        print(f"idle service, all processes: {_memory(server.pid):.0f} MiB resident (PSS)")
        data = json.dumps({"text": TEXT}).encode()
        header = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{url}/api/v1/match", data, header)  # noqa: S310 - own server

        def ask() -> None:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - own server
                answer.read()

        ask()
        print(f"match over HTTP: p50 {median(timed(ask) for _ in range(rounds)):.1f} ms")
        print(f"after {rounds} matches: {_memory(server.pid):.0f} MiB resident (PSS)")
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def _wait(url: str, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - own server
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"{url} did not answer within {seconds} s")


def _memory(pid: int) -> float:
    """Proportional set size of a process and its children, in MiB."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    total = sum(_memory(int(child)) for child in children)
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
        if line.startswith("Pss:"):
            total += int(line.split()[1]) / 1024.0
    return total


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    rounds = parser.parse_args().rounds
    config = Config.from_environment()
    in_process(config, rounds)
    over_http(config, rounds)


if __name__ == "__main__":
    main()
