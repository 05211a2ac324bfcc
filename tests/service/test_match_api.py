"""POST /api/v1/match over the real library: the main job, and every kind of bad input."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

LOS = "用户称光猫有个红灯一直在闪，家里手机电脑都上不了网，重启过没用，请尽快处理"


def test_the_main_job(client: FlaskClient) -> None:
    """The red lamp finds its entry, with marks that cut the text, a reason and a guide."""
    answer = client.post("/api/v1/match", json={"text": LOS}).get_json()
    first = answer["suggestions"][0]
    assert first["code"] == "BB-001"
    assert answer["verdict"] in ("match", "uncertain")
    assert first["guide_url"] == "/api/v1/entries/BB-001"
    assert first["evidence"]["reason"]
    marked = {LOS[h["start"] : h["end"]]: h["label"] for h in answer["highlights"]["text"]}
    assert marked["光猫"] == "设备"
    assert marked["上不了网"] == "现象"
    assert answer["encoder"] == "e5-small-telecom-int8"
    assert "notice" not in answer


@pytest.mark.parametrize(
    "text",
    [
        "小区门口自来水管爆了，水漫到路上，请派人来修",
        "我家燃气灶打不着火，闻到煤气味",
        "投诉楼下烧烤店油烟太大，晚上吵得睡不着",
        "公交车一直不来，等了四十分钟",
    ],
)
def test_texts_that_no_entry_fits(client: FlaskClient, text: str) -> None:
    """Water, gas, noise and buses are none of our business, and the verdict says so."""
    assert client.post("/api/v1/match", json={"text": text}).get_json()["verdict"] == "none"


def test_equal_requests_get_equal_answers(client: FlaskClient) -> None:
    """The call is idempotent, query id included."""
    first, second = (client.post("/api/v1/match", json={"text": LOS}).data for _ in range(2))
    assert first == second


def test_scores_add_up(client: FlaskClient) -> None:
    """Total is the sum of the parts shown."""
    answer = client.post("/api/v1/match", json={"text": LOS}).get_json()
    for suggestion in answer["suggestions"]:
        scores = dict(suggestion["scores"])
        assert scores.pop("total") == pytest.approx(sum(scores.values()), abs=1e-9)


def test_handling_is_marked_in_its_own_text(client: FlaskClient) -> None:
    """Offsets of the handling record cut the handling record."""
    handling = "外线师傅已上门，测光正常，光猫LOS灯不亮"
    body = {"text": "宽带上不了网", "handling": handling}
    marks = client.post("/api/v1/match", json=body).get_json()["highlights"]["handling"]
    assert "LOS灯不亮" in {handling[m["start"] : m["end"]] for m in marks}


def test_top_and_service(client: FlaskClient) -> None:
    """Suggestions are cut to `top` and to the business line."""
    body = {"text": LOS, "top": 3, "service": "宽带"}
    suggestions = client.post("/api/v1/match", json=body).get_json()["suggestions"]
    assert len(suggestions) == 3
    assert {s["service"] for s in suggestions} == {"宽带"}


def test_chinese_is_not_escaped(client: FlaskClient) -> None:
    """UTF-8 JSON as people can read it."""
    assert "光猫" in client.post("/api/v1/match", json={"text": LOS}).get_data(as_text=True)


@pytest.mark.parametrize(
    ("body", "status", "kind", "named"),
    [
        ({}, 400, "bad-request", "text"),
        ({"text": None}, 400, "bad-request", "null"),
        ({"text": 5}, 400, "bad-request", "5"),
        ({"text": ""}, 422, "empty-text", "空"),
        ({"text": " 。，"}, 422, "empty-text", "空"),
        ({"text": "光猫\0"}, 422, "bad-text", "U+0000"),
        ({"text": "光猫", "handling": ["x"]}, 400, "bad-request", "handling"),
        ({"text": "光猫", "top": 0}, 400, "bad-request", "top"),
        ({"text": "光猫", "top": True}, 400, "bad-request", "top"),
        ({"text": "光猫", "top": 51}, 400, "bad-request", "51"),
        ({"text": "光猫", "service": 1}, 400, "bad-request", "service"),
        ({"text": "光猫", "answered": [{}]}, 400, "bad-request", "answered[0]"),
        ({"text": "光猫", "answered": {}}, 400, "bad-request", "answered"),
        ({"text": "光" * 20_001}, 413, "text-too-long", "20,001"),
    ],
)
def test_bad_fields(
    client: FlaskClient, body: dict[str, object], status: int, kind: str, named: str
) -> None:
    """Each is answered by a problem that names the field or the value."""
    _is_problem(client.post("/api/v1/match", json=body), status, kind, named)


@pytest.mark.parametrize(
    ("data", "content_type", "status", "named"),
    [
        (b"{", "application/json", 400, "第 1 行"),
        (b"", "application/json", 400, "JSON"),
        (b"[]", "application/json", 400, "对象"),
        (b'"x"', "application/json", 400, "对象"),
        (b'{"text": NaN}', "application/json", 400, "JSON"),
        ('{"text": "光"}'.encode("gb18030"), "application/json", 400, "UTF-8"),
        (b"[" * 100_000, "application/json", 400, "嵌套"),
        (b'{"text": "\\ud800"}', "application/json", 422, "U+D800"),
        (b"text=1", "application/x-www-form-urlencoded", 415, "application/json"),
        (b'{"text": "x"}', "text/plain", 415, "text/plain"),
        (b'{"text": "' + b"x" * 1_000_000 + b'"}', "application/json", 413, "256 KB"),
    ],
)
def test_bad_bodies(
    client: FlaskClient, data: bytes, content_type: str, status: int, named: str
) -> None:
    """Broken JSON, other encodings, deep nesting, other types, a megabyte."""
    answer = client.post("/api/v1/match", data=data, content_type=content_type)
    _is_problem(answer, status, None, named)


@pytest.mark.parametrize(
    "text",
    [
        "ﷺ" * 200,
        "🙂🙂光猫🙂",
        "\u202e网上不了\u202c",
        "<script>alert(1)</script><img src=x onerror=alert(1)>光猫",
        "a\u0301" * 500,
        "光\n猫\r\n\t红灯",
        "' OR 1=1 --",
        "%s %d {0} {text} \\u0000",
    ],
)
def test_strange_texts_are_answered(client: FlaskClient, text: str) -> None:
    """Ligatures, emoji, direction marks, markup: an answer with marks that cut the text."""
    answer = client.post("/api/v1/match", json={"text": text})
    assert answer.status_code == 200
    for mark in answer.get_json()["highlights"]["text"]:
        assert 0 <= mark["start"] < mark["end"] <= len(text)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/match", 405),
        ("GET", "/api/v1/nothing", 404),
        ("POST", "/api/v1/entries", 405),
        ("GET", "/%00", 404),
    ],
)
def test_wrong_addresses(client: FlaskClient, method: str, path: str, status: int) -> None:
    """Unknown paths and methods are problems too."""
    _is_problem(client.open(path, method=method), status, None, path.split("%")[0])


def test_strangers_are_refused(client: FlaskClient) -> None:
    """Without a token only this machine is answered, unless the configuration says so."""
    answer = client.post(
        "/api/v1/match", json={"text": LOS}, environ_base={"REMOTE_ADDR": "10.0.0.9"}
    )
    _is_problem(answer, 401, "unauthorised", "FAULTKB_OPEN")


def _is_problem(answer: object, status: int, kind: str | None, named: str) -> None:
    assert answer.status_code == status, answer.get_data(as_text=True)
    assert answer.mimetype == "application/problem+json"
    body = json.loads(answer.get_data(as_text=True))
    assert body["status"] == status
    assert body["title"] and body["detail"]
    assert named in body["detail"]
    if kind:
        assert body["type"] == f"urn:faultkb:problem:{kind}"
