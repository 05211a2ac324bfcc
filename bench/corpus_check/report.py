"""What a check returns, and how it is printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend or to know.

    Attributes:
        where: the code, `_id` or word that it is about.
        message: what is wrong, its value and the remedy, in Chinese.
    """

    where: str
    message: str

    def __str__(self) -> str:
        """Return `where：message`."""
        return f"{self.where}：{self.message}"


@dataclass(frozen=True, slots=True)
class Result:
    """What one check has to say.

    Attributes:
        counts: label -> figure, in the order of printing.
        findings: what must be mended; any makes the command end with 1.
        notes: what is worth knowing and may stay.
    """

    counts: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()


def lines(results: Mapping[str, Result]) -> Iterator[str]:
    """The whole report: a table of counts, then notes, then findings, then the sum.

    Args:
        results: name of the check -> its result.

    Yields:
        Lines without line ends.
    """
    rows = [
        (name, label, figure)
        for name, result in results.items()
        for label, figure in result.counts.items()
    ]
    widths = [max((_width(row[i]) for row in rows), default=0) for i in (0, 1)]
    for name, label, figure in rows:
        yield f"{_pad(name, widths[0])}  {_pad(label, widths[1])}  {figure}"
    for title, kind in (("提示", "notes"), ("发现", "findings")):
        for name, result in results.items():
            for finding in getattr(result, kind):
                yield f"{title} [{name}] {finding}"
    found = sum(len(result.findings) for result in results.values())
    noted = sum(len(result.notes) for result in results.values())
    yield f"共发现 {found} 项须改正，{noted} 项提示。"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
