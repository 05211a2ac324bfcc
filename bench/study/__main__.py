"""Runs the studies in `notebooks/`: `make notebooks`.

    python -m bench.study [--out build/notebooks] [NOTEBOOK ...]

executes them on `FAULTKB_STUDY_SPLIT` (default `dev`), at most `FAULTKB_STUDY_LIMIT` tickets, with
the encoder `FAULTKB_STUDY_ENCODER` (`default`: that of `FAULTKB_HOME` if it is there; `none`:
keywords only), and keeps each with its outputs and its pictures as PNG.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import nbformat

from bench.study.execution import NOTEBOOKS, ROOT, execute, pictures

TARGET = ROOT / "build" / "notebooks"


def main() -> None:
    """Run notebooks and keep them with their outputs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("notebooks", nargs="*", type=Path, metavar="NOTEBOOK")
    parser.add_argument("--out", type=Path, default=TARGET)
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    for notebook in chosen.notebooks or sorted(NOTEBOOKS.glob("*.ipynb")):
        book = execute(notebook)
        nbformat.write(book, chosen.out / notebook.name)  # type: ignore[no-untyped-call]
        for name, picture in pictures(book).items():
            (chosen.out / f"{notebook.stem}-{name}.png").write_bytes(picture)
        print(chosen.out / notebook.name)


if __name__ == "__main__":
    main()
