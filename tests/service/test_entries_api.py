"""GET /api/v1/entries: the published library, page by page and whole."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from kb.entry import Entry, publishing_problems


def test_listing(client: FlaskClient) -> None:
    """A page with its total; pages do not overlap."""
    first = client.get("/api/v1/entries?limit=10").get_json()
    second = client.get("/api/v1/entries?limit=10&offset=10").get_json()
    codes = [row["code"] for row in first["entries"] + second["entries"]]
    assert len(codes) == len(set(codes)) == 20
    assert first["total"] > 20
    assert {row["state"] for row in first["entries"]} == {"published"}


def test_listing_by_service(client: FlaskClient) -> None:
    """Only the business line that was asked for."""
    page = client.get("/api/v1/entries?service=宽带&limit=500").get_json()
    assert page["total"] == len(page["entries"]) == 50
    assert {row["service"] for row in page["entries"]} == {"宽带"}


def test_one_entry_is_its_library_line(client: FlaskClient) -> None:
    """A valid entry with a sound guide, and an ETag that spares a second transfer."""
    answer = client.get("/api/v1/entries/BB-001")
    entry = Entry.from_document(answer.get_json())
    assert entry.guide is not None
    assert not publishing_problems(entry)
    again = client.get("/api/v1/entries/BB-001", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("code", ["XX-999", "没有", "a/b", "'", "BB-001 "])
def test_unknown_code(client: FlaskClient, code: str) -> None:
    """A problem that names the code."""
    answer = client.get(f"/api/v1/entries/{code}")
    assert answer.status_code == 404
    assert answer.get_json()["type"].endswith("unknown-entry")
    assert code.strip() in answer.get_json()["detail"]


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "offset=-1", "limit=x", "offset=1e3"])
def test_bad_paging(client: FlaskClient, query: str) -> None:
    """A problem that names parameter, value and range."""
    answer = client.get(f"/api/v1/entries?{query}")
    assert answer.status_code == 400
    name, value = query.split("=")
    assert name in answer.get_json()["detail"] and value in answer.get_json()["detail"]
