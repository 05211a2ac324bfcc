"""Every error that ``kb`` raises, each saying when.

Messages are for users, in Chinese: they give the value, the limit and what to do next.  The edge
(``service``) translates the classes into exit codes and problem documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a document.

    Args:
        field: path of the offending field, such as ``symptoms[2]`` or
            ``guide.steps[s3].branches``; empty when the document as a whole is meant.
        message: what is wrong and what to do, in Chinese.
    """

    field: str
    message: str

    def __str__(self) -> str:
        """Return ``field：message``, or the message alone when no field is meant."""
        return f"{self.field}：{self.message}" if self.field else self.message


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row of a library file that cannot be imported.

    Args:
        number: line of a JSON Lines file, row of a spreadsheet (its heading is row 1).
        problems: everything wrong with the row, at least one.
    """

    number: int
    problems: tuple[Problem, ...]

    def __str__(self) -> str:
        """Return the row's number and its problems on one line."""
        return f"第 {self.number} 行 " + "；".join(map(str, self.problems))


class KbError(Exception):
    """Base of every error of this package: catch it to catch them all."""


class BadEntry(KbError):
    """Raised when a document is not an entry, or may not be published as it stands.

    Args:
        problems: what is wrong, at least one.
        code: the entry's code, where it is known.
    """

    def __init__(self, problems: Sequence[Problem], *, code: str | None = None) -> None:
        self.problems = tuple(problems)
        self.code = code
        subject = f"条目 {code}" if code else "条目"
        super().__init__(f"{subject} 有误：" + "；".join(map(str, self.problems)))


class BadJudgement(KbError):
    """Raised when what was said of an entry cannot be kept: no text, no code, too long, unwritable.

    Args:
        problems: what is wrong, at least one; texts are not repeated, as they are not masked yet.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("判断有误：" + "；".join(map(str, self.problems)))


class BadJson(KbError):
    """Raised when a text is not JSON as RFC 8259 has it, or repeats a key."""


class ImportRefused(KbError):
    """Raised when a file has rows that cannot be imported; nothing of it was written.

    Args:
        rows: the first bad rows, by number.
        total: how many rows are bad in all.
        name: the file's name.
    """

    def __init__(self, rows: Sequence[BadRow], *, total: int | None = None, name: str) -> None:
        self.rows = tuple(rows)
        self.total = len(self.rows) if total is None else total
        self.name = name
        lines = [f"{name} 有 {self.total} 行不能导入，经验库未作任何改动；请改正后重新导入。"]
        lines += map(str, self.rows)
        if self.total > len(self.rows):
            lines.append(f"……另有 {self.total - len(self.rows)} 行；请先改正以上各行。")
        super().__init__("\n".join(lines))


class UnreadableFile(KbError):
    """Raised when a library file as a whole cannot be read: absent, damaged, unknown suffix."""


class ExportRefused(KbError):
    """Raised when a library cannot be written to a file without losing something."""


class UnknownEntry(KbError):
    """Raised when no entry (or no published one) has the code that was asked for.

    Args:
        code: the code that was asked for.
    """

    def __init__(self, code: str, *, published: bool = False) -> None:
        self.code = code
        kind = "已发布的条目" if published else "条目"
        super().__init__(f"没有编码为 {code} 的{kind}；请核对编码，或先在条目列表中查找。")


class StoreUnavailable(KbError):
    """Raised when the database cannot be opened, reached or used; never shows its password."""


class StoreBusy(StoreUnavailable):
    """Raised when another writer has held the database for longer than the waiting time."""


class StoreNotReady(StoreUnavailable):
    """Raised when the database has no tables of ours, or tables that we did not make."""


class StoreTooNew(StoreUnavailable):
    """Raised when a newer version of the program has already migrated the database."""
