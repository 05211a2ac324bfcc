"""Judgements: what dispatchers said of an entry that was suggested for a ticket.

Tickets hold personal data, so nothing of them is written before it is masked: what is compared,
kept and given back is the masked text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, Engine, and_, delete, select
from sqlalchemy.orm import Session

from kb.engine import reading, writing
from kb.entry import Code
from kb.errors import BadJudgement, Problem, StoreNotReady
from kb.masking import mask
from kb.problems import translate
from kb.tables import MAX_JUDGE, JudgementRevisionTable, JudgementTable
from kb.values import impurities, shown

#: Longest text and handling, in code points, before masking.
MAX_TEXT = 20_000

_CODE = TypeAdapter[str](Code)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What somebody said of an entry for a ticket.

    Args:
        text: the complaint, masked.
        handling: what was found and done, masked; empty when nothing was written yet.
        code: the entry's code.
        right: whether the entry was the right one.
        judge: who said so; may be empty.
        at: when it was said last, in UTC.
    """

    text: str
    handling: str
    code: str
    right: bool
    judge: str
    at: datetime


class Judgements:
    """The judgements of one database.

    Args:
        engine: an open database with our tables, see `kb.engine.open_engine` and
            `kb.migrate.upgrade`.

    Every method raises `StoreUnavailable` if the database fails.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def record(
        self, *, text: str, handling: str = "", code: str, right: bool, judge: str
    ) -> Judgement:
        """Keep what a judge says; what they said before of the same texts and entry is replaced.

        Args:
            text: the complaint as it came; it is masked before anything is written.
            handling: what was found and done, masked likewise.
            code: the entry's code; whether there is such an entry is not asked.
            right: whether the entry is the right one.
            judge: who says so; an empty name is a judge like others.

        Returns:
            The judgement as it was kept.

        Raises:
            BadJudgement: if text or code is empty, a text is too long, or holds what no database
                can write.
        """
        _check(text=text, handling=handling, code=code, judge=judge)
        said = Judgement(mask(text), mask(handling), code, right, judge, datetime.now(UTC))
        with writing(self._engine) as session:
            _locked(session).revision += 1
            same = _same(said.text, said.handling, code, judge)
            row = session.scalars(select(JudgementTable).where(same)).one_or_none()
            if row is None:
                session.add(_row(said))
            else:
                row.right, row.at = said.right, said.at
        return said

    def withdraw(self, *, text: str, handling: str = "", code: str, judge: str) -> bool:
        """Take back what a judge said.

        Args:
            text: the complaint, as it came or masked.
            handling: what was found and done, likewise.
            code: the entry's code.
            judge: who said so.

        Returns:
            Whether there was anything to take back; if not, the revision stays.

        Raises:
            BadJudgement: as `record` does.
        """
        _check(text=text, handling=handling, code=code, judge=judge)
        same = _same(mask(text), mask(handling), code, judge)
        with writing(self._engine) as session:
            count = _locked(session)
            gone = session.scalars(delete(JudgementTable).where(same).returning(JudgementTable.id))
            found = bool(gone.all())
            count.revision += found
        return found

    def all(self) -> list[Judgement]:
        """Return all judgements, the oldest first."""
        rows = select(JudgementTable).order_by(JudgementTable.at, JudgementTable.id)
        with reading(self._engine) as session:
            return [_judgement(row) for row in session.scalars(rows)]

    def revision(self) -> int:
        """Return how many writes have changed the judgements; reads one row."""
        with reading(self._engine) as session:
            return _counted(session.get(JudgementRevisionTable, 1)).revision


def _check(*, text: str, handling: str, code: str, judge: str) -> None:
    problems = [
        *_text_problems("text", text, limit=MAX_TEXT),
        *_text_problems("handling", handling, limit=MAX_TEXT),
        *_code_problems(code),
        *_text_problems("judge", judge, limit=MAX_JUDGE),
    ]
    if not text.strip():
        problems.insert(0, Problem("text", f"{shown(text)} 是空的；请填写投诉内容。"))
    if problems:
        raise BadJudgement(problems)


def _text_problems(field: str, text: str, *, limit: int) -> Iterator[Problem]:
    if len(text) > limit:
        yield Problem(field, f"有 {len(text)} 个字符，上限是 {limit} 个；请删去与故障无关的部分。")
    yield from impurities(text, field)
    if "\0" in text:
        place = text.index("\0") + 1
        yield Problem(field, f"第 {place} 个字符是空字符 U+0000；请删除它。")


def _code_problems(code: str) -> Iterator[Problem]:
    try:
        _CODE.validate_python(code)
    except ValidationError as error:
        for problem in translate(error, {}):
            yield Problem("code", problem.message)


def _same(text: str, handling: str, code: str, judge: str) -> ColumnElement[bool]:
    return and_(
        JudgementTable.code == code,
        JudgementTable.judge == judge,
        JudgementTable.text == text,
        JudgementTable.handling == handling,
    )


def _locked(session: Session) -> JudgementRevisionTable:
    # The lock makes writers queue on PostgreSQL, so none of them misses another's row.
    return _counted(session.get(JudgementRevisionTable, 1, with_for_update=True))


def _counted(row: JudgementRevisionTable | None) -> JudgementRevisionTable:
    if row is None:
        raise StoreNotReady("数据库里没有判断的版本记录；请先运行 faultkb init，或从备份恢复。")
    return row


def _row(said: Judgement) -> JudgementTable:
    return JudgementTable(
        text=said.text,
        handling=said.handling,
        code=said.code,
        right=said.right,
        judge=said.judge,
        at=said.at,
    )


def _judgement(row: JudgementTable) -> Judgement:
    return Judgement(row.text, row.handling, row.code, row.right, row.judge, row.at)
