"""Health: what is ready, what is degraded and why, and what is not there at all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.config import Config

TEXT = "光猫LOS灯闪红，上不了网"


@pytest.fixture
def copy(home: Path, tmp_path: Path) -> Path:
    """A copy of the installation that a test may damage."""
    return Path(shutil.copytree(home, tmp_path / "var"))


def client_at(home: Path, **changes: object) -> FlaskClient:
    """A client of a fresh application."""
    return create_app(Config.at(home, **changes), start=False).test_client()


def test_healthz(client: FlaskClient) -> None:
    """The process answers."""
    assert client.get("/healthz").get_json() == {"status": "ok"}


def test_readyz(client: FlaskClient) -> None:
    """Ready, with encoder, entries and snapshot."""
    body = client.get("/readyz").get_json()
    assert body["status"] == "ready"
    assert body["encoder"] == "e5-small-telecom-int8"
    assert body["entries"] > 70


def test_not_loaded_yet(home: Path) -> None:
    """503 and `loading` until the library is there."""
    answer = client_at(home).get("/readyz")
    assert (answer.status_code, answer.get_json()["status"]) == (503, "loading")


def test_without_an_installation(tmp_path: Path) -> None:
    """Matching is refused with a remedy, readiness says failed, the process lives."""
    client = client_at(tmp_path / "nothing")
    answer = client.post("/api/v1/match", json={"text": TEXT})
    assert answer.status_code == 503
    assert "faultkb init" in answer.get_json()["detail"]
    assert answer.headers["Retry-After"]
    assert client.get("/readyz").get_json()["status"] == "failed"
    assert client.get("/healthz").status_code == 200


def _remove(folder: Path) -> None:
    shutil.rmtree(folder)


def _corrupt(folder: Path) -> None:
    largest = max(folder.iterdir(), key=lambda file: file.stat().st_size)
    data = bytearray(largest.read_bytes())
    data[len(data) // 2] ^= 0xFF
    largest.write_bytes(data)


def _truncate(folder: Path) -> None:
    largest = max(folder.iterdir(), key=lambda file: file.stat().st_size)
    largest.write_bytes(largest.read_bytes()[:1000])


@pytest.mark.parametrize(
    ("part", "damage", "said"),
    [
        ("encoder", _remove, "faultkb init"),
        ("encoder", _corrupt, "SHA-256"),
        ("encoder", _truncate, "faultkb init"),
        ("index", _corrupt, "向量索引已损坏"),
        ("index", _truncate, "向量索引已损坏"),
    ],
)
def test_degraded_to_keywords(copy: Path, part: str, damage: object, said: str) -> None:
    """A missing or damaged part is named in the answer, in readyz and on the page."""
    damage(copy / part)
    client = client_at(copy)
    answer = client.post("/api/v1/match", json={"text": TEXT}).get_json()
    assert answer["suggestions"][0]["code"] == "BB-001"
    assert answer["encoder"] is None
    assert said in answer["notice"]
    ready = client.get("/readyz").get_json()
    assert ready["status"] == "degraded" and said in ready["detail"]
    assert "仅按关键词匹配" in client.get("/").get_data(as_text=True)


def test_an_index_of_another_encoder_is_refused(copy: Path) -> None:
    """The message names both encoders and how to rebuild."""
    manifest = copy / "index" / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace('"encoder": "', '"encoder": "0'))
    notice = client_at(copy).post("/api/v1/match", json={"text": TEXT}).get_json()["notice"]
    assert "e5-small-telecom-int8" in notice and "faultkb init" in notice


def test_encoder_none_is_said(copy: Path) -> None:
    """Switched off is not broken, but it is said all the same."""
    answer = client_at(copy, encoder="none").post("/api/v1/match", json={"text": TEXT}).get_json()
    assert "按配置关闭" in answer["notice"]
