"""The store, on SQLite and, where one is given, on PostgreSQL."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, update

from kb.engine import writing
from kb.errors import BadEntry, UnknownEntry
from kb.records import Change
from kb.store import Store
from kb.tables import EntryTable
from kb.writes import BATCH

UNSOUND = {"start": "s1", "steps": [], "outcomes": []}


def line(code: str, title: str = "断网", **fields: Any) -> dict[str, Any]:
    return {"code": code, "title": title, **fields}


def put(store: Store, *documents: dict[str, Any], publish: bool = True) -> Any:
    return store.put(documents, author="王工", publish=publish)


def test_a_new_library_is_empty(any_store: Store) -> None:
    """It has revision 0, nothing published, nothing to export."""
    assert any_store.snapshot() == (0, [])
    assert any_store.list().total == 0
    assert list(any_store.export()) == []


def test_documents_come_back_as_they_were_put(any_store: Store) -> None:
    """Unknown fields, key order, and characters that databases dislike are all kept."""
    odd = {"z": 1.0, "title": "断\x00网\u2028", "code": "b", "嵌": {"y": None, "x": [True, -0.0]}}
    documents = [odd, line("a", service="宽\x00带"), {"_id": "tp-0", "title": "", "text": "慢"}]
    put(any_store, *documents)
    assert [list(document.items()) for document in any_store.export()] == [
        list(document.items()) for document in documents
    ]
    assert [entry.code for entry in any_store.published()] == ["b", "a", "tp-0"]
    assert any_store.get("b").entry.title == "断\x00网\u2028"
    assert any_store.list().rows[0].title == "断\ufffd网\u2028"


def test_each_write_that_changes_anything_raises_the_revision_by_one(any_store: Store) -> None:
    """However many entries it holds; a write without a change leaves it."""
    first = put(any_store, line("a"), line("b"))
    again = put(any_store, {"title": "断网", "code": "a"})
    third = put(any_store, line("a"), line("b", cause="光路"), line("c"))
    assert (first.created, first.revision) == (("a", "b"), 1)
    assert (again.unchanged, again.revision) == (("a",), 1)
    assert (third.created, third.changed, third.unchanged, third.revision) == (
        ("c",),
        (Change("b", ("cause",)),),
        ("a",),
        2,
    )
    assert any_store.revision() == 2
    assert put(any_store).revision == 2


def test_a_draft_does_not_touch_what_is_live(any_store: Store) -> None:
    """The live version stays until a later one is published."""
    put(any_store, line("a", "旧"))
    put(any_store, line("a", "新"), publish=False)
    assert [entry.title for entry in any_store.published()] == ["旧"]
    assert any_store.get("a").number == 1
    draft = any_store.get("a", published=False)
    assert (draft.entry.title, draft.number, draft.state) == ("新", 2, "draft")
    assert (draft.published_version, draft.author) == (1, "王工")
    assert any_store.list().rows[0].title == "旧"
    assert any_store.list(published=False).rows[0].title == "新"
    assert [document["title"] for document in any_store.export()] == ["新"]


def test_publishing_a_draft_as_it_is_adds_no_version(any_store: Store) -> None:
    """It only turns states: the draft's to published, the live one's to superseded."""
    put(any_store, line("a", "旧"))
    put(any_store, line("a", "新"), publish=False)
    report = put(any_store, line("a", "新"))
    assert (report.changed, report.revision) == ((Change("a", ()),), 3)
    live = any_store.get("a")
    assert (live.number, live.state, live.entry.title) == (2, "published", "新")
    assert put(any_store, line("a", "新"), publish=False).unchanged == ("a",)


def test_an_unpublished_entry_is_not_found_among_the_published(any_store: Store) -> None:
    """Whoever may only read live entries learns nothing of drafts."""
    put(any_store, line("a"), publish=False)
    with pytest.raises(UnknownEntry, match="没有编码为 a 的已发布的条目"):
        any_store.get("a")
    with pytest.raises(UnknownEntry, match="没有编码为 b 的条目"):
        any_store.get("b", published=False)
    assert any_store.list().total == 0


def test_lists_are_paged_and_filtered(any_store: Store) -> None:
    """In insertion order, with the total of the filter, not of the page."""
    services = ["宽带", "IPTV", "宽带", None, "宽带"]
    put(any_store, *(line(f"{9 - i}", service=s) for i, s in enumerate(services)))
    page = any_store.list(service="宽带", offset=1, limit=1)
    assert ([row.code for row in page.rows], page.total) == (["7"], 3)
    assert [row.code for row in any_store.list().rows] == ["9", "8", "7", "6", "5"]
    assert any_store.list(offset=9).rows == ()
    assert any_store.list(service="固话").total == 0


@pytest.mark.parametrize(
    "bad", [line("b", ""), line("b", symptoms=[1]), line("b", guide=UNSOUND), line("a")]
)
def test_one_bad_document_stops_them_all(any_store: Store, bad: dict[str, Any]) -> None:
    """Invalid, unsound or repeated: nothing is written, the revision stays."""
    with pytest.raises(BadEntry):
        put(any_store, line("a"), bad)
    assert any_store.snapshot() == (0, [])


def test_an_unsound_guide_may_be_put_as_a_draft(any_store: Store) -> None:
    """Publishing it is what is refused."""
    put(any_store, line("a", guide=UNSOUND), publish=False)
    with pytest.raises(BadEntry, match=r"guide\.start"):
        put(any_store, line("a", guide=UNSOUND))


def retire(engine: Engine, code: str) -> None:
    with writing(engine) as session:
        gone = {"retired": True, "published_version": None}
        session.execute(update(EntryTable).where(EntryTable.code == code).values(gone))


def test_a_retired_entry_is_not_exported_and_can_return(any_engine: Engine) -> None:
    """Its return is a new version, even when the document is the same."""
    store = Store(any_engine)
    put(store, line("a"), line("b"))
    retire(any_engine, "a")
    assert [document["code"] for document in store.export()] == ["b"]
    assert [entry.code for entry in store.published()] == ["b"]
    assert put(store, line("a")).changed == (Change("a", ()),)
    assert (store.get("a").number, [e.code for e in store.published()]) == (2, ["a", "b"])


def test_a_plan_says_what_a_write_does_and_writes_nothing(any_store: Store) -> None:
    """The plan's report is the write's, but for the revision."""
    put(any_store, line("a"), line("b"))
    documents = [line("a", "新", x=1), line("b"), line("c")]
    plan = any_store.plan(documents, publish=True)
    assert (plan.revision, any_store.get("a").number) == (1, 1)
    done = put(any_store, *documents)
    assert (plan.created, plan.changed, plan.unchanged) == (
        done.created,
        done.changed,
        done.unchanged,
    )
    assert done.changed == (Change("a", ("title", "x")),)


def test_many_documents_are_written_in_batches(any_store: Store) -> None:
    """Order and progress go over the bounds of batches."""
    documents = [line(f"{i:04d}") for i in range(2 * BATCH + 1)]
    calls: list[tuple[int, int]] = []
    any_store.put(documents, author="", publish=True, progress=lambda *call: calls.append(call))
    assert calls == [(500, 1001), (1000, 1001), (1001, 1001)]
    assert [entry.code for entry in any_store.published()] == [d["code"] for d in documents]
    assert len(put(any_store, *documents).unchanged) == 1001


def test_an_error_within_a_write_takes_everything_back(any_store: Store) -> None:
    """Whatever goes wrong, also in the caller's progress."""

    def fail(done: int, total: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        any_store.put([line("a")], author="", publish=True, progress=fail)
    assert any_store.snapshot() == (0, [])
