"""Reading a library file, and taking it into the store: all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.entry import Entry, publishing_problems
from kb.errors import BadEntry, BadRow, ImportRefused, Problem, UnreadableFile
from kb.exchange.formats import format_of
from kb.exchange.rows import Row
from kb.records import PutReport

if TYPE_CHECKING:  # reading a file needs no database
    from kb.store import Store

#: How many bad rows an error names.
MAX_BAD_ROWS = 50


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did; what it would do, after a dry run.

    Args:
        put: codes created, changed (with the names of their changed fields) and unchanged.
        dry_run: whether nothing was written.
    """

    put: PutReport
    dry_run: bool


def read_library(path: str | Path) -> list[Row]:
    """Read the rows of a library file; `checked` says whether they are entries.

    Args:
        path: a file whose suffix tells its format.

    Returns:
        Its rows in order, those that could not be read with their problems.

    Raises:
        UnreadableFile: if the file as a whole cannot be read.
    """
    path = Path(path)
    read = format_of(path, UnreadableFile).read
    try:
        with path.open("rb") as file:
            return list(read(file))
    except OSError as error:
        raise UnreadableFile(f"{path} 读不出来（{error.strerror}）；请检查路径和权限。") from error
    except UnreadableFile as error:
        raise UnreadableFile(f"{path.name}：{error}") from error


def checked(rows: Iterable[Row], *, name: str, publish: bool = False) -> list[dict[str, Any]]:
    """Make sure that every row is an entry, each code there once.

    Args:
        rows: what `read_library` returned.
        name: the file's name, for the error.
        publish: whether the entries have to be fit to be published.

    Returns:
        The documents, in order.

    Raises:
        ImportRefused: if there are bad rows; it names the first `MAX_BAD_ROWS` of them.
    """
    good: list[dict[str, Any]] = []
    bad: list[BadRow] = []
    first: dict[str, int] = {}
    for row in rows:
        entry, problems = _read(row, publish=publish)
        if entry is not None and first.setdefault(entry.code, row.number) != row.number:
            problems += (_repeated(entry.code, first[entry.code], row.number),)
        if problems or entry is None:
            bad.append(BadRow(row.number, problems))
        else:
            good.append(row.document)
    if bad:
        raise ImportRefused(bad[:MAX_BAD_ROWS], total=len(bad), name=name)
    return good


def read_entries(path: str | Path) -> list[Entry]:
    """Read a library file as entries, no database involved.

    Raises:
        UnreadableFile: if the file as a whole cannot be read.
        ImportRefused: if it has bad rows.
    """
    documents = checked(read_library(path), name=Path(path).name)
    return [Entry.from_document(document) for document in documents]


def import_file(
    store: Store,
    path: str | Path,
    *,
    publish: bool = False,
    dry_run: bool = False,
    author: str = "import",
    progress: Callable[[int, int], None] | None = None,
) -> ImportReport:
    """Take a library file into the store.

    Args:
        store: the library.
        path: a file whose suffix tells its format.
        publish: whether its entries become the live versions, or drafts.
        dry_run: whether only to report what would change.
        author: kept with each version that is written.
        progress: called with (done, total) as rows are written.

    Returns:
        What changed.

    Raises:
        UnreadableFile: if the file as a whole cannot be read.
        ImportRefused: if it has bad rows; nothing is written then.
        StoreUnavailable: if the database fails; nothing is written then.
    """
    documents = checked(read_library(path), name=Path(path).name, publish=publish)
    if dry_run:
        return ImportReport(store.plan(documents, publish=publish), dry_run=True)
    put = store.put(documents, author=author, publish=publish, progress=progress)
    return ImportReport(put, dry_run=False)


def _read(row: Row, *, publish: bool) -> tuple[Entry | None, tuple[Problem, ...]]:
    """Return a row's entry, if it is one, and everything wrong with the row."""
    try:
        entry = Entry.from_document(row.document)
    except BadEntry as error:
        unread = {problem.field for problem in row.problems}
        if "" in unread:
            return None, row.problems
        return None, row.problems + tuple(p for p in error.problems if p.field not in unread)
    return entry, row.problems + (publishing_problems(entry) if publish else ())


def _repeated(code: str, earlier: int, later: int) -> Problem:
    message = f"第 {earlier} 行和第 {later} 行的编码都是 {code}；每个编码只能出现一次。"
    return Problem("code", message)
