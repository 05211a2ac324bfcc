"""What a write would do: documents against the present entries.  Pure, so a dry run can show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kb.entry import Entry, publishing_problems
from kb.errors import BadEntry, Problem
from kb.records import Change, PutReport
from kb.values import changed_fields


@dataclass(frozen=True, slots=True)
class Present:
    """An entry as it is: its row, its latest version, and which version is live."""

    entry_id: int
    number: int
    document: Mapping[str, Any]
    published_version: int | None
    retired: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that was read without a problem, and what its rows need to know of it.

    The typed view itself is let go: tens of thousands of them would be held at once.
    """

    code: str
    title: str
    service: str | None
    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Move:
    """What becomes of one document.

    Args:
        candidate: the document.
        present: the entry as it is; None when it is to be created.
        fields: names of the fields that differ from the latest version.
        new_version: whether a version is added (else the latest one is left or published).
        publish: whether the version becomes the live one.
    """

    candidate: Candidate
    present: Present | None
    fields: tuple[str, ...]
    new_version: bool
    publish: bool

    @property
    def idle(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.new_version or self.publish)


def candidates(documents: Iterable[Mapping[str, Any]], *, publish: bool) -> Iterator[Candidate]:
    """Read documents as entries.

    Args:
        documents: library lines, parsed.
        publish: whether they have to be fit to be published.

    Yields:
        One candidate for each document, in order.

    Raises:
        BadEntry: at the first document that is not an entry, is not fit to be published, or
            repeats a code.
    """
    seen: set[str] = set()
    for document in documents:
        entry = Entry.from_document(document)
        problems = publishing_problems(entry) if publish else ()
        if entry.code in seen:
            problems = (Problem("code", f"编码 {entry.code} 重复；每个编码只能写入一次。"),)
        if problems:
            raise BadEntry(problems, code=entry.code)
        seen.add(entry.code)
        yield Candidate(entry.code, entry.title, entry.service, document)


def move(candidate: Candidate, present: Present | None, *, publish: bool) -> Move:
    """Decide what becomes of a document.

    A retired entry always gets a new version, so that its history shows the return.

    Args:
        candidate: the document.
        present: the entry of the same code, if there is one.
        publish: whether the document is to be the live version.

    Returns:
        The move.
    """
    if present is None:
        return Move(candidate, None, tuple(candidate.document), True, publish)
    fields = changed_fields(present.document, candidate.document)
    new_version = bool(fields) or present.retired
    goes_live = publish and (new_version or present.published_version != present.number)
    return Move(candidate, present, fields, new_version, goes_live)


def report(moves: Iterable[Move], *, revision: int) -> PutReport:
    """Sum up moves.

    Args:
        moves: one for each document.
        revision: the revision to report.

    Returns:
        Codes created, changed and unchanged, each in the order of the documents.
    """
    moves = tuple(moves)
    known = [move for move in moves if move.present is not None]
    return PutReport(
        created=tuple(move.candidate.code for move in moves if move.present is None),
        changed=tuple(Change(move.candidate.code, move.fields) for move in known if not move.idle),
        unchanged=tuple(move.candidate.code for move in known if move.idle),
        revision=revision,
    )
