"""Progress on standard error: a bar where a person watches, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TextIO

_WIDTH = 28
_QUIET_SECONDS = 5.0


class ProgressBar:
    """Shows `(stage, done, total)` reports; may be called as often as wanted.

    Args:
        stream: where to write; standard error by default.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._live = self._stream.isatty()
        self._stage = ""
        self._started = 0.0
        self._shown = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Report progress of a stage."""
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._started, self._shown = stage, now, 0.0
        pause = 0.1 if self._live else _QUIET_SECONDS
        if done < total and now - self._shown < pause:
            return
        self._shown = now
        self._write(stage, done, total, now - self._started)

    def _write(self, stage: str, done: int, total: int, seconds: float) -> None:
        share = done / total if total else 1.0
        filled = round(_WIDTH * share)
        bar = "█" * filled + "░" * (_WIDTH - filled)
        line = f"{stage} {bar} {done:,}/{total:,} {seconds:.0f}s"
        if done and done < total:
            line += f" 剩余约 {seconds * (total - done) / done:.0f}s"
        if self._live:
            end = "\n" if done >= total else ""
            self._stream.write(f"\r\x1b[K{line}{end}")
        else:
            self._stream.write(f"{line}\n")
        self._stream.flush()
