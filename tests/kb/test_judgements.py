"""Judgements, on SQLite and, where one is given, on PostgreSQL: kept once, masked, countable."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from kb.engine import open_engine
from kb.errors import BadJudgement, StoreNotReady
from kb.judgements import MAX_TEXT, Judgement, Judgements
from kb.migrate import upgrade
from kb.store import Store


@pytest.fixture
def judgements(any_engine: Engine) -> Judgements:
    return Judgements(any_engine)


def said(**fields: Any) -> dict[str, Any]:
    return {"text": "光猫红灯", "code": "BB-001", "right": True, "judge": "王工", **fields}


def undone(**fields: Any) -> dict[str, Any]:
    return {"text": "光猫红灯", "code": "BB-001", "judge": "王工", **fields}


def test_nothing_is_said_at_first(judgements: Judgements) -> None:
    """No judgement, revision 0."""
    assert (judgements.all(), judgements.revision()) == ([], 0)


def test_what_is_said_comes_back(judgements: Judgements) -> None:
    """With the moment in UTC, the oldest first."""
    before = datetime.now(UTC)
    first = judgements.record(**said(handling="换光猫"))
    second = judgements.record(**said(code="BB-002", right=False, judge=""))
    assert judgements.all() == [first, second]
    assert first == Judgement("光猫红灯", "换光猫", "BB-001", True, "王工", first.at)
    assert before <= first.at <= second.at <= datetime.now(UTC)
    assert judgements.revision() == 2


def test_a_judge_replaces_what_they_said_before(judgements: Judgements) -> None:
    """Of the same texts and entry, once masked; the later moment counts."""
    judgements.record(**said(text="张先生13800001234，光猫红灯"))
    judgements.record(**said(code="BB-002"))
    last = judgements.record(**said(text="李先生13900005678，光猫红灯", right=False))
    assert last.text == "〔姓名〕先生〔手机〕，光猫红灯"
    assert [(j.code, j.right) for j in judgements.all()] == [("BB-002", True), ("BB-001", False)]
    assert judgements.all()[-1] == last


@pytest.mark.parametrize(
    "other", [{"judge": "李工"}, {"code": "BB-002"}, {"handling": "换光猫"}, {"text": "光猫绿灯"}]
)
def test_others_do_not_replace_it(judgements: Judgements, other: dict[str, str]) -> None:
    """Another judge, entry, handling or text is another judgement."""
    judgements.record(**said())
    judgements.record(**said(**other, right=False))
    assert sorted(j.right for j in judgements.all()) == [False, True]
    assert judgements.withdraw(**undone(**other))
    assert [j.right for j in judgements.all()] == [True]


def test_the_revision_changes_with_every_change_and_never_goes_back(judgements: Judgements) -> None:
    """Saying the same again counts, taking back counts, taking back nothing does not."""
    seen = [judgements.revision()]
    for change in (
        lambda: judgements.record(**said()),
        lambda: judgements.record(**said()),
        lambda: judgements.withdraw(**undone()),
        lambda: judgements.record(**said()),
    ):
        change()
        seen.append(judgements.revision())
    assert seen == [0, 1, 2, 3, 4]
    assert judgements.withdraw(**undone(code="BB-002")) is False
    assert judgements.revision() == 4


def test_what_was_said_can_be_taken_back(judgements: Judgements) -> None:
    """By the text as it came or as it was kept; a second time there is nothing left."""
    raw = "联系人王伟 13800001234，光猫红灯"
    kept = judgements.record(**said(text=raw))
    assert judgements.withdraw(**undone(text=raw)) is True
    assert judgements.withdraw(**undone(text=raw)) is False
    judgements.record(**said(text=raw))
    assert judgements.withdraw(**undone(text=kept.text)) is True
    assert judgements.all() == []


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"text": ""}, 'text："" 是空的；请填写投诉内容。'),
        ({"text": " \n\u3000"}, "text：.* 是空的；请填写投诉内容。"),
        (
            {"text": "长" * 20_001},
            "text：有 20001 个字符，上限是 20000 个；请删去与故障无关的部分。",
        ),
        ({"handling": "长" * 20_001}, "handling：有 20001 个字符，上限是 20000 个"),
        ({"text": "断\0网"}, r"text：第 2 个字符是空字符 U\+0000；请删除它。"),
        ({"handling": "断网\ud800"}, r"handling：第 3 个字符是不成对的代理项 \\ud800"),
        ({"code": ""}, 'code："" 有 0 个字符；编码须为 1 至 64 个字符。'),
        ({"code": "B B"}, r"code：\"B B\" 含空白或控制字符 U\+0020"),
        ({"judge": "王" * 201}, "judge：有 201 个字符，上限是 200 个"),
        ({"judge": "王\0"}, r"judge：第 2 个字符是空字符 U\+0000"),
    ],
)
def test_what_cannot_be_kept_is_refused(
    judgements: Judgements, bad: dict[str, str], message: str
) -> None:
    """With the field, the value or its length, and the remedy; nothing is written."""
    with pytest.raises(BadJudgement, match=message):
        judgements.record(**said(**bad))
    with pytest.raises(BadJudgement, match=message):
        judgements.withdraw(**undone(**bad))
    assert (judgements.all(), judgements.revision()) == ([], 0)


def test_a_refusal_does_not_repeat_the_text(judgements: Judgements) -> None:
    """An error may be logged, and the text is not masked yet."""
    with pytest.raises(BadJudgement) as caught:
        judgements.record(**said(text="13800001234" + "\0" * 20_000, code=""))
    assert len(caught.value.problems) == 3
    assert "13800001234" not in str(caught.value)


def test_the_longest_texts_are_kept(judgements: Judgements) -> None:
    """Also what PostgreSQL could not index, and characters beyond the first plane."""
    longest = judgements.record(
        **said(text="𠮷" * MAX_TEXT, handling="断" * MAX_TEXT, judge="王" * 200)
    )
    assert judgements.all() == [longest]
    judgements.record(**said(text="𠮷" * MAX_TEXT, handling="断" * MAX_TEXT, judge="王" * 200))
    assert len(judgements.all()) == 1


def test_threads_that_record_at_once_lose_nothing(any_engine: Engine) -> None:
    """Two write what differs and what is the same: each is kept, the same is kept once."""
    judgements = Judgements(any_engine)

    def write(judge: str) -> None:
        for i in range(20):
            judgements.record(**said(code=f"BB-{i}", judge=judge))
            judgements.record(**said(judge="同一人", right=judge == "甲"))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, ["甲", "乙"]))
    kept = [(j.judge, j.code) for j in judgements.all()]
    assert len(kept) == len(set(kept)) == 2 * 20 + 1
    assert judgements.revision() == 2 * 20 * 2


def test_judgements_outlive_the_program(engine: Engine, sqlite_url: str) -> None:
    """Closed and opened again, everything is there, the revision too."""
    kept = Judgements(engine).record(**said())
    Judgements(engine).record(**said(code="BB-002"))
    Judgements(engine).withdraw(**undone(code="BB-002"))
    engine.dispose()
    again = open_engine(sqlite_url)
    assert upgrade(again) is False
    assert (Judgements(again).all(), Judgements(again).revision()) == ([kept], 3)
    again.dispose()


def test_the_library_does_not_move_with_judgements(any_engine: Engine) -> None:
    """Its revision is its own: a judgement builds no index anew."""
    Judgements(any_engine).record(**said())
    assert Store(any_engine).revision() == 0


def test_no_personal_data_reaches_the_disk(engine: Engine, tmp_path: Path) -> None:
    """Neither the database file nor its log holds the phone, the name or the address."""
    judgements = Judgements(engine)
    raw = "联系人诸葛明 13800001234，翡翠湾6幢302，光猫红灯"
    judgements.record(**said(text=raw, handling="回电０５７６－８８１２３４５６，换光猫"))
    judgements.record(**said(text=raw, right=False))
    judgements.withdraw(**undone(text=raw))
    while_open = [file.read_bytes() for file in tmp_path.iterdir()]
    engine.dispose()
    after = [file.read_bytes() for file in tmp_path.iterdir()]
    assert len(while_open) > 1  # the write-ahead log is there
    written = b"".join(while_open + after)
    assert "光猫红灯".encode() in written
    for secret in ("13800001234", "诸葛", "翡翠", "幢302", "88123456", "８８１２３４５６"):
        assert secret.encode() not in written


def test_a_database_without_tables_says_how_to_make_them(sqlite_url: str) -> None:
    """Also one that an older version has made and nobody has upgraded."""
    engine = open_engine(sqlite_url)
    with pytest.raises(StoreNotReady, match="faultkb init"):
        Judgements(engine).revision()
    engine.dispose()


def test_a_lost_count_is_said(engine: Engine) -> None:
    """Rather than counting from anew, which would go back."""
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM judgement_revision"))
    with pytest.raises(StoreNotReady, match="没有判断的版本记录；请先运行 faultkb init"):
        Judgements(engine).record(**said())
