"""Entries: what is one, what is said about what is not, and which texts get a vector."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.entry import Entry, publishing_problems
from kb.errors import BadEntry

ROOT = Path(__file__).parents[2]


def problems(document: Any) -> dict[str, str]:
    with pytest.raises(BadEntry) as caught:
        Entry.from_document(document)
    return {problem.field: problem.message for problem in caught.value.problems}


def test_a_code_and_a_title_are_enough() -> None:
    """Everything else is optional, and null counts as absent."""
    entry = Entry.from_document({"code": "BB-001", "title": "光路中断", "cause": None})
    assert (entry.code, entry.title, entry.symptoms, entry.guide) == (
        "BB-001",
        "光路中断",
        (),
        None,
    )
    assert Entry.from_document({"code": "a", "title": "t", "symptoms": None}).symptoms == ()


def test_unknown_fields_are_kept() -> None:
    """Even those that bear the names of methods, or begin with an underscore."""
    extra = {"厂家": "华为", "_x": [1], "phrasings": 2, "model_dump": 3, "_id": "旧"}
    entry = Entry.from_document({"code": "a", "title": "t", **extra})
    assert entry.model_extra == extra
    assert entry.phrasings() == ("t",)


@pytest.mark.parametrize(
    ("line", "code", "title"),
    [
        ({"_id": "tp-0", "title": "", "text": "网速慢"}, "tp-0", "网速慢"),
        ({"_id": "tp-0", "text": "网速慢"}, "tp-0", "网速慢"),
        ({"_id": "tp-0", "title": " \t", "text": "网速慢"}, "tp-0", "网速慢"),
        ({"_id": "tp-0", "title": "卡顿", "text": "网速慢"}, "tp-0", "卡顿"),
        ({"_id": "x", "code": "BB-1", "title": "卡顿"}, "BB-1", "卡顿"),
    ],
)
def test_a_line_of_a_beir_corpus_is_an_entry(line: dict[str, str], code: str, title: str) -> None:
    """``_id`` stands for a missing code, ``text`` for an empty title."""
    entry = Entry.from_document(line)
    assert (entry.code, entry.title) == (code, title)


@pytest.mark.parametrize("code", ["a", "tp-0", "宽带/光路:1", "x" * 64, "😀", "{}"])
def test_codes_that_may_be(code: str) -> None:
    """Any visible characters, up to 64."""
    assert Entry.from_document({"code": code, "title": "t"}).code == code


@pytest.mark.parametrize("code", ["", "x" * 65, "a b", "a\n", "\x00", "a\u3000", "\u200b", "a\x85"])
def test_codes_that_may_not_be(code: str) -> None:
    """Nothing that cannot be seen, nothing too long."""
    assert "code" in problems({"code": code, "title": "t"})


@pytest.mark.parametrize(
    ("fields", "path", "said"),
    [
        ({"title": " 　"}, "title", "空的"),
        ({"title": 5}, "title", "5 不是文字"),
        ({"symptoms": ["好", 3]}, "symptoms[1]", "3 不是文字"),
        ({"symptoms": "断网"}, "symptoms", "不是列表"),
        ({"difficulty": 7}, "difficulty", "7 大于上限 3"),
        ({"difficulty": True}, "difficulty", "不是整数"),
        ({"first_line": "是"}, "first_line", "不是真假值"),
        ({"review_by": "2027-13-01"}, "review_by", "不是有效日期"),
        ({"review_by": "20270101"}, "review_by", "不是有效日期"),
        ({"guide": 3}, "guide", "不是对象"),
        ({"neighbours": [{"code": "a b"}]}, "neighbours[0].code", "U+0020"),
        ({"neighbours": [{"code": "a", "answers": [{}]}]}, "neighbours[0].answers[0].code", "缺少"),
        ({"x": {"y": [float("nan")]}}, "x.y[0]", "不是 JSON 数值"),
        ({"text": "断\ud800网"}, "text", "第 2 个字符是不成对的代理项 \\ud800"),
        ({"x": {1: 2}}, "x", "字段名 1 不是文字"),
        ({"x": b"1"}, "x", "不属于 JSON"),
    ],
)
def test_a_problem_names_its_field(fields: dict[str, Any], path: str, said: str) -> None:
    """The path leads to the value, the message gives the value and the remedy."""
    found = problems({"code": "a", "title": "t", **fields})
    assert said in found[path]
    assert "；请" in found[path]


def test_a_problem_in_a_guide_names_the_step_by_its_id() -> None:
    """A step is known to its author by its id, not by its place."""
    step = {
        "id": "s3",
        "kind": "看",
        "instruction": "x",
        "minutes": -1,
        "branches": [{"answer": 1}],
    }
    steps = [{"kind": "ask"}, step]
    found = problems(
        {"code": "a", "title": "t", "guide": {"start": "s1", "steps": steps, "outcomes": []}}
    )
    assert set(found) == {
        "guide.steps[0].id",
        "guide.steps[0].instruction",
        "guide.steps[s3].kind",
        "guide.steps[s3].minutes",
        "guide.steps[s3].branches[0].answer",
        "guide.steps[s3].branches[0].next",
    }
    assert found["guide.steps[s3].kind"] == '"看" 不在可选值之内；请改为 check、ask、action 之一。'
    assert found["guide.steps[s3].minutes"] == "-1 小于下限 0；请改为不小于 0 的数。"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from([*Entry.model_fields, "_id"])


@given(st.dictionaries(FIELDS, JSON))
def test_any_object_is_an_entry_or_refused_in_chinese(document: dict[str, Any]) -> None:
    """No object makes anything else happen, and no English of the machinery gets out."""
    try:
        Entry.from_document(document)
    except BadEntry as error:
        for problem in error.problems:
            assert not re.search(r"Input|should|valid|Error|type=", problem.message)


def test_what_is_not_an_object_is_refused() -> None:
    """A document is an object, whatever else JSON may hold."""
    assert "不是对象" in problems(["code", "title"])[""]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"title": "断网"}, ("断网",)),
        ({"title": "断网", "symptoms": ["没网了", "", "断网", " 没网了 "]}, ("断网", "没网了")),
        ({"title": "断网", "text": "。，！"}, ("断网", "。，！")),
        ({"title": " 上不了网abc ", "text": "描述"}, ("上不了网abc", "描述")),
        ({"title": "断网", "text": " ", "key_info": ["LOS"]}, ("断网",)),
    ],
)
def test_phrasings(fields: dict[str, Any], expected: tuple[str, ...]) -> None:
    """Title, symptoms and description: stripped, without blanks and repetitions, in order."""
    assert Entry.from_document({"code": "a", **fields}).phrasings() == expected


def test_an_unsound_guide_may_be_drafted_but_not_published() -> None:
    """Reading succeeds; the reasons against publishing name the place in the entry."""
    guide = {"start": "s1", "steps": [], "outcomes": []}
    entry = Entry.from_document({"code": "a", "title": "t", "guide": guide})
    assert [problem.field for problem in publishing_problems(entry)] == ["guide.start"]
    assert publishing_problems(Entry.from_document({"code": "a", "title": "t"})) == ()


def test_entries_need_no_database() -> None:
    """Whoever only reads entries, from a file even, does not load SQLAlchemy."""
    code = "import sys, kb.entry, kb.exchange.importer; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
