"""A real installation and a real server: seed library, built encoder, gunicorn."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.app import create_app
from service.config import Config
from service.installation import install


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The state of an installation as `faultkb init` makes it; tests must not change it."""
    home = tmp_path_factory.mktemp("installed") / "var"
    report = install(Config.at(home))
    assert not report.findings, report.lines
    return home


@pytest.fixture(scope="session")
def app(home: Path) -> Flask:
    """The application over the installation."""
    app = create_app(Config.at(home), start=False)
    app.extensions["faultkb"].current()
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client on this machine."""
    return app.test_client()


@pytest.fixture(scope="session")
def faultkb() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the real command line: `faultkb("match", "…", home=…)`."""

    def run(
        *words: str, home: Path, timeout: float = 300, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "service.cli", *words],
            env=_environment(home, variables),
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., str]]:
    """Starts real servers: `serve(home)` gives the URL once it is ready; stops them at the end."""
    running: list[subprocess.Popen[bytes]] = []

    def start(home: Path, *words: str, **variables: str) -> str:
        port = _free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "service.cli", "serve", "--port", str(port), *words],
            env=_environment(home, variables),
            stderr=subprocess.DEVNULL,
        )
        running.append(process)
        url = f"http://127.0.0.1:{port}"
        _wait_until_ready(url, process)
        return url

    yield start
    for process in running:
        process.send_signal(signal.SIGTERM)
    for process in running:
        process.wait(timeout=30)


@pytest.fixture(scope="session")
def live_server(serve: Callable[..., str], home: Path) -> str:
    """URL of one server over the installation, shared by the browser tests."""
    return serve(home)


def _environment(home: Path, variables: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FAULTKB_")}
    return kept | {"FAULTKB_HOME": str(home), "PYTHONUTF8": "1"} | variables


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(url: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the server ended with {process.returncode}"
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(f"{url} was not ready within {seconds} s")
