"""Executes a stored notebook and takes its pictures out of it."""

from __future__ import annotations

import asyncio
import os
from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config as Settings

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "notebooks"


def execute(
    notebook: Path, *, environment: Mapping[str, str] | None = None, timeout: int | None = None
) -> NotebookNode:
    """Run a stored notebook in the folder of the project; the file stays as it is.

    Args:
        notebook: the file.
        environment: all variables of the kernel; those of this process by default.
        timeout: seconds that a cell may take; None for any.

    Returns:
        The notebook with its outputs.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell failed.
    """
    book: NotebookNode = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    variables = dict(os.environ if environment is None else environment)
    with TemporaryDirectory() as folder:
        sockets = {"transport": "ipc", "connection_file": f"{folder}/kernel.json"}  # no open port
        client = NotebookClient(
            book,
            timeout=timeout,
            kernel_name="python3",
            resources={"metadata": {"path": str(ROOT)}},
            config=Settings(KernelManager=sockets),
        )
        asyncio.run(client.async_execute(env=variables))
    return book


def pictures(book: NotebookNode) -> dict[str, bytes]:
    """Pictures of an executed notebook: `<cell id>-<number>` -> PNG."""
    found: dict[str, bytes] = {}
    for cell in book.cells:
        shown = [output.get("data", {}).get("image/png") for output in cell.get("outputs", [])]
        for number, picture in enumerate(filter(None, shown), 1):
            found[f"{cell.id}-{number}"] = b64decode(picture)
    return found
