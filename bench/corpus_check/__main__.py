"""Command line of the corpus check: 0 clean, 1 something to mend, 2 a file cannot be read."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from . import coverage
from .checks import CHECKS, run
from .report import lines
from .rows import UnreadableCorpus, load


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the corpus and print the report.

    Args:
        arguments: command line; None for the process's own.

    Returns:
        The exit code.
    """
    options = _parser().parse_args(arguments)
    try:
        corpus = load(options.tickets)
    except UnreadableCorpus as error:
        print(error, file=sys.stderr)
        return 2
    if options.coverage:
        print("\n".join(coverage.table(corpus.entries)))
        return 0
    results = run(corpus, options.check)
    print("\n".join(lines(results)))
    return int(any(result.findings for result in results.values()))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.corpus_check", description="检查随附的经验库、标注票和词典。"
    )
    parser.add_argument(
        "--tickets", type=Path, metavar="FOLDER", help="改为检查此文件夹中的 <划分>*.jsonl"
    )
    parser.add_argument(
        "--check", action="append", choices=CHECKS, default=[], help="只做这项检查，可重复"
    )
    parser.add_argument("--coverage", action="store_true", help="只打印 docs/library.md 里的覆盖表")
    return parser


if __name__ == "__main__":
    sys.exit(main())
