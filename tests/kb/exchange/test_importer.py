"""Imports and exports through the store: all or nothing, and nothing lost."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.engine import open_engine
from kb.errors import ExportRefused, ImportRefused, UnreadableFile
from kb.exchange.exporter import export_file
from kb.exchange.importer import import_file, read_entries, read_library
from kb.migrate import upgrade
from kb.records import Change
from kb.store import Store

GUIDE = {
    "start": "s1",
    "steps": [
        {
            "id": "s1",
            "kind": "ask",
            "instruction": "灯亮吗？",
            "branches": [{"answer": "亮", "next": "o1"}, {"answer": "不亮", "next": "o1"}],
        }
    ],
    "outcomes": [{"id": "o1", "kind": "dispatch", "department": "装维班"}],
}

LIBRARY = [
    {
        "title": "光路中断",
        "code": "BB-001",
        "service": "宽带",
        "symptoms": ["光猫红灯", "没网了，急！"],
        "guide": GUIDE,
        "difficulty": 2,
        "first_line": False,
        "neighbours": [{"code": "BB-002", "question": "几个灯？", "answers": []}],
        "厂家": ["华为", 1.0, None],
    },
    {"_id": "tp-0", "title": "", "text": "。"},
    {"code": "IP-1", "title": "=黑屏", "cause": None, "sources": []},
]


def write(path: Path, *documents: Any) -> Path:
    lines = [json.dumps(document, ensure_ascii=False) + "\n" for document in documents]
    path.write_text("".join(lines), encoding="utf-8")
    return path


def test_jsonl_comes_back_byte_for_byte(store: Store, tmp_path: Path) -> None:
    """export(import(F)) is F, and importing it again changes nothing."""
    source = write(tmp_path / "a.jsonl", *LIBRARY)
    target = tmp_path / "b.JSONL"
    report = import_file(store, source, publish=True)
    assert (report.put.created, report.dry_run) == (("BB-001", "tp-0", "IP-1"), False)
    assert export_file(store, target) == 3
    assert target.read_bytes() == source.read_bytes()
    assert import_file(store, target, publish=True).put.revision == 1


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".xlsx"])
@pytest.mark.parametrize("publish", [True, False])
def test_importing_an_export_changes_nothing(
    store: Store, tmp_path: Path, suffix: str, publish: bool
) -> None:
    """In any format, whether its entries are published or drafts."""
    store.put(LIBRARY, author="", publish=publish)
    path = tmp_path / f"out{suffix}"
    export_file(store, path)
    report = import_file(store, path, publish=publish)
    assert (report.put.unchanged, report.put.revision) == (("BB-001", "tp-0", "IP-1"), 1)


@contextmanager
def fresh_store() -> Iterator[tuple[Store, Path]]:
    with tempfile.TemporaryDirectory() as name:
        engine = open_engine(f"sqlite:///{name}/kb.db")
        upgrade(engine)
        yield Store(engine), Path(name)
        engine.dispose()


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=4,
)
KNOWN = {
    "code": st.text(st.sampled_from("ab-1宽😀{"), min_size=1, max_size=64),
    "title": TEXT.filter(str.strip),
}
OPTIONAL = {
    "service": st.none() | TEXT,
    "symptoms": st.lists(TEXT, max_size=3),
    "text": TEXT,
    "guide": st.just(GUIDE),
    "difficulty": st.integers(1, 3),
    "first_line": st.booleans(),
}
LINES = st.builds(
    lambda extra, known: {**extra, **known},
    st.dictionaries(TEXT.map("x{}".format), JSON, max_size=3),
    st.fixed_dictionaries(KNOWN, optional=OPTIONAL),
)
FILES = st.lists(LINES, max_size=3, unique_by=lambda line: str(line["code"]))


@given(FILES, st.sampled_from([".csv", ".xlsx"]))
@settings(max_examples=25)
def test_any_library_survives(documents: list[dict[str, Any]], suffix: str) -> None:
    """Byte for byte through JSON Lines and the store; without a change through a table."""
    with fresh_store() as (store, folder):
        source = write(folder / "a.jsonl", *documents)
        import_file(store, source, publish=True)
        revision = store.revision()
        export_file(store, folder / "b.jsonl")
        assert (folder / "b.jsonl").read_bytes() == source.read_bytes()
        export_file(store, folder / f"c{suffix}")
        assert import_file(store, folder / f"c{suffix}", publish=True).put.revision == revision
        assert read_entries(source) == store.published()


def test_all_bad_rows_are_named_and_nothing_is_written(store: Store, tmp_path: Path) -> None:
    """By number, field and message; a repeated code names both its rows."""
    path = write(
        tmp_path / "坏.jsonl",
        {"code": "a", "title": "断网"},
        {"code": "b", "title": "", "symptoms": ["好", 1]},
        {"code": "a", "title": "卡顿"},
        {"code": "c", "title": "t", "guide": {**GUIDE, "start": "s9"}},
    )
    with path.open("a", encoding="utf-8") as file:
        file.write('\n{"code": "d", "title": "t", "title": "u"}\n{"code": "e", "x": NaN}\n')
    with pytest.raises(ImportRefused) as caught:
        import_file(store, path, publish=True)
    found = {row.number: [problem.field for problem in row.problems] for row in caught.value.rows}
    assert found == {2: ["title", "symptoms[1]"], 3: ["code"], 4: ["guide.start"], 6: [""], 7: [""]}
    message = str(caught.value)
    assert message.startswith("坏.jsonl 有 5 行不能导入，经验库未作任何改动")
    assert "第 1 行和第 3 行的编码都是 a" in message
    assert store.revision() == 0


def test_a_bad_cell_is_named_once(store: Store, tmp_path: Path) -> None:
    """A cell that cannot be read is not called missing as well; the row's other faults are."""
    path = tmp_path / "a.csv"
    path.write_text("编码,标题,处理指引,难度\na,json:{,见附件,9\n", encoding="gb18030")
    with pytest.raises(ImportRefused) as caught:
        import_file(store, path)
    [row] = caught.value.rows
    assert [problem.field for problem in row.problems] == ["title", "guide", "difficulty"]


def test_no_more_than_fifty_bad_rows_are_named(store: Store, tmp_path: Path) -> None:
    """The rest is counted."""
    path = write(tmp_path / "a.jsonl", *({"code": str(i)} for i in range(60)))
    with pytest.raises(ImportRefused, match="另有 10 行") as caught:
        import_file(store, path)
    assert (len(caught.value.rows), caught.value.total) == (50, 60)


def test_a_dry_run_reports_and_writes_nothing(store: Store, tmp_path: Path) -> None:
    """Created, changed with the names of the fields, unchanged."""
    store.put([{"code": "a", "title": "旧"}, {"code": "b", "title": "t"}], author="", publish=True)
    path = write(
        tmp_path / "a.jsonl",
        {"code": "a", "title": "新", "service": "宽带"},
        {"code": "b", "title": "t"},
        {"code": "c", "title": "t"},
    )
    report = import_file(store, path, dry_run=True, publish=True)
    assert report.dry_run
    assert report.put.created == ("c",)
    assert report.put.changed == (Change("a", ("title", "service")),)
    assert report.put.unchanged == ("b",)
    assert (store.revision(), store.get("a").entry.title) == (1, "旧")


def test_unsound_guides_are_imported_as_drafts_only(store: Store, tmp_path: Path) -> None:
    """A draft may be unfinished."""
    path = write(
        tmp_path / "a.jsonl", {"code": "a", "title": "t", "guide": {**GUIDE, "start": "x"}}
    )
    assert import_file(store, path).put.created == ("a",)
    with pytest.raises(ImportRefused, match=r"第 1 行 guide\.start：起始步骤 x 不存在"):
        import_file(store, path, publish=True)


@pytest.mark.parametrize(
    ("name", "said"),
    [("a.txt", "后缀“.txt”无法识别；可用的后缀有 .jsonl、.csv、.xlsx"), ("无.jsonl", "读不出来")],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, name: str, said: str) -> None:
    """An unknown suffix is answered with the known ones."""
    with pytest.raises(UnreadableFile, match=said):
        read_library(tmp_path / name)


def test_a_refused_table_names_its_file(tmp_path: Path) -> None:
    """As the headings' fault alone would not."""
    path = tmp_path / "表.csv"
    path.write_text("标题\n断网\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"^表\.csv：第 1 行没有“编码”"):
        read_library(path)


def test_a_failed_export_leaves_the_earlier_file(store: Store, tmp_path: Path) -> None:
    """And no half-written one beside it."""
    store.put([{"code": "a", "title": "长" * 40_000}], author="", publish=True)
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"earlier")
    with pytest.raises(ExportRefused, match="超过 Excel 单元格的上限"):
        export_file(store, path)
    assert path.read_bytes() == b"earlier"
    assert sorted(p.name for p in tmp_path.iterdir() if "kb.db" not in p.name) == ["a.xlsx"]


@pytest.mark.parametrize(("name", "said"), [("a.txt", "后缀“.txt”"), ("无/a.csv", "写不进去")])
def test_an_export_that_cannot_be_written_is_refused(
    store: Store, tmp_path: Path, name: str, said: str
) -> None:
    """With the place and the remedy."""
    with pytest.raises(ExportRefused, match=said):
        export_file(store, tmp_path / name)
