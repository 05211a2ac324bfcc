"""Labelled tickets as memory: how complaints about an entry have been worded before.

A case belongs to one entry and is folded into what that entry says; it never raises an entry as a
whole. Cases whose code the library does not hold are passed over; those without a code are texts
that no entry fits.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matcher.reading import Reader, Told
from matcher.segment import character_grams
from matcher.tickets import Ticket

LONGEST = 100
"""Characters of a case that are encoded; words, grams and key information are read in full."""


@dataclass(frozen=True, slots=True)
class Case:
    """A complaint, its handling record and the code of its right entry; None where none fits."""

    code: str | None
    text: str
    handling: str = ""


def cases_of(tickets: Iterable[Ticket]) -> list[Case]:
    """Cases of the labelled tickets with exactly one right entry or none, in order."""
    return [
        Case(code=min(ticket.codes, default=None), text=ticket.text, handling=ticket.handling)
        for ticket in tickets
        if ticket.labelled and len(ticket.codes) < 2
    ]


@dataclass(frozen=True, slots=True)
class ReadCase:
    """A case as the matcher reads it.

    Attributes:
        text: beginning of complaint and record in normal form, as it is encoded.
        words: word -> how often, both texts together.
        grams: character gram -> how often, both texts together.
        told: key information of both; the record has the last word.
    """

    text: str
    words: Counter[str]
    grams: Counter[str]
    told: Told


def read_cases(
    cases: Iterable[Case], codes: Sequence[str | None], *, reader: Reader
) -> list[list[ReadCase]]:
    """Cases of each entry, in their order.

    Args:
        cases: cases of any codes.
        codes: codes of the library's entries, or None for the cases that no entry fits.
        reader: reads the texts.

    Returns:
        One list a code; cases of other codes are passed over.
    """
    return [[_read(case, reader) for case in own] for own in _of_codes(cases, codes)]


def case_texts(
    cases: Iterable[Case], codes: Sequence[str | None], *, reader: Reader
) -> list[list[str]]:
    """`ReadCase.text` of the cases of each code, as `read_cases` gives them, and nothing else."""
    return [
        [_encoded(reader.normal(case.text).text, reader.normal(case.handling).text) for case in own]
        for own in _of_codes(cases, codes)
    ]


def _of_codes(cases: Iterable[Case], codes: Sequence[str | None]) -> list[list[Case]]:
    found: dict[str | None, list[Case]] = {code: [] for code in codes}
    for case in cases:
        if case.code in found:
            found[case.code].append(case)
    return [found[code] for code in codes]


def _read(case: Case, reader: Reader) -> ReadCase:
    complaint, record = reader.read(case.text), reader.read(case.handling)
    return ReadCase(
        text=_encoded(complaint.text, record.text),
        words=Counter((*complaint.words, *record.words)),
        grams=Counter((*complaint.grams, *record.grams)),
        told=complaint.told.overruled_by(record.told),
    )


def _encoded(complaint: str, record: str) -> str:
    return told(complaint, record)[:LONGEST]


def told(complaint: str, record: str) -> str:
    """Complaint and handling record, both in normal form, as one text; wordless ones left out."""
    return "\n".join(text for text in (complaint, record) if character_grams(text))


def identity_of(cases: Sequence[Case]) -> str:
    """Fingerprint of cases, 16 hexadecimal digits."""
    digest = hashlib.sha256()
    for case in cases:
        digest.update(f"{case.code}\0{case.text}\0{case.handling}\n".encode())
    return digest.hexdigest()[:16]
